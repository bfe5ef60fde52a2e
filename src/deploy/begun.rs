//! What the objects of a file were when it was opened. What somebody else changes in one meanwhile is shown, and the file
//! does not undo it before a person has decided.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use manifest::{
    Document, Manifest, Path, Problem, Severity, Span, Take, Theirs, without_secrets, written_like,
};
use model::{Kind, World};
use plan::{Choices, Standing, StepId, standing};
use serde_json::Value;

use crate::deploy::workspace::Workspace;
use crate::live::Lookup;
use crate::resource::compare::{text_of, value_of};
use crate::resource::draft::Draft;
use crate::resource::kept::filled_text;
use crate::resource::meanwhile::{See, theirs};
use crate::ui::notice::Notice;
use crate::ui::slice::breathe;
use crate::ui::state::Tone;

/// Of a file with more documents nothing is kept beyond the page: a draft would be twice as long.
const KEPT: usize = 50;

/// So many objects are described at a stretch; then the browser gets its turn.
const AT_ONCE: usize = 25;

/// The handle to it. A form knows its object by itself, here is nothing for one.
#[derive(Clone, Copy)]
pub struct Begun {
    draft: Draft,
    /// By what the documents call their objects.
    known: RwSignal<BTreeMap<String, Was>>,
    moved: Memo<Vec<Moved>>,
    /// The bases as they may be stored.
    spared: StoredValue<BTreeMap<String, (String, String)>>,
    look: StoredValue<Look>,
}

/// An object then and now, as it is described.
#[derive(Clone, PartialEq)]
struct Was {
    base: String,
    now: String,
    /// The base came back without its secrets.
    is_spared: bool,
}

/// How far looking at the objects has come.
#[derive(Default)]
struct Look {
    /// Counts them: one that has begun since goes on instead.
    number: u32,
    /// The world that all of them were seen in.
    seen: Option<Arc<World>>,
    /// A run has changed some, and they have not been seen since.
    ours: bool,
}

/// A document whose object somebody else changed.
#[derive(Clone, PartialEq)]
struct Moved {
    document: usize,
    id: String,
    kind: Kind,
    /// Both in the words of the document.
    base: Value,
    now: Value,
    changes: Vec<Theirs>,
}

impl Begun {
    /// Of the file with this number, for as long as the present owner lives.
    pub fn of(workspace: Workspace, file: u32, draft: Draft, lookup: Lookup) -> Self {
        let known = RwSignal::new(BTreeMap::new());
        let ids = Memo::new(move |_| ids_of(workspace, file));
        let moved = Memo::new(move |_| {
            let any =
                known.with(|known: &BTreeMap<String, Was>| known.values().any(|was| was.base != was.now));
            if !any {
                return Vec::new();
            }
            ids.with(|ids| draft.with(|manifest| known.with(|known| all_moved(manifest, ids, known))))
        });
        let (spared, look) = (StoredValue::new(BTreeMap::new()), StoredValue::new(Look::default()));
        let begun = Self { draft, known, moved, spared, look };
        if workspace.form.with_value(Option::is_none) {
            begun.follow(workspace, ids, lookup);
        }
        begun
    }

    /// Looks at the objects whenever they change, and at those of new documents. What a run changes is no one else's; that
    /// is so until the lists have come that are of after it.
    fn follow(self, workspace: Workspace, ids: Memo<Vec<StepId>>, lookup: Lookup) {
        Effect::new(move |_| {
            let is_run = workspace.run.with(Option::is_some);
            self.look.update_value(|look| look.ours |= is_run);
            let Some(world) = lookup.whole_for_plans() else { return };
            let choices = workspace.choices.get();
            let number = self.look.try_update_value(|look| {
                look.number += 1;
                look.number
            });
            let all = ids.get().into_iter().enumerate().filter(|(_, id)| self.wants(id, &world)).collect();
            spawn_local(self.look_at(all, world, choices, number.unwrap_or_default(), is_run));
        });
    }

    /// Whether the object of a document is to be looked at in this world.
    fn wants(self, id: &StepId, world: &Arc<World>) -> bool {
        let is_seen = self
            .look
            .with_value(|look| !look.ours && look.seen.as_ref().is_some_and(|seen| Arc::ptr_eq(seen, world)));
        !is_seen || self.known.with_untracked(|known| !known.contains_key(&id.to_string()))
    }

    async fn look_at(
        self,
        all: Vec<(usize, StepId)>,
        world: Arc<World>,
        choices: Choices,
        number: u32,
        is_run: bool,
    ) {
        for some in all.chunks(AT_ONCE) {
            // The file may be gone.
            let Some((true, ours)) = self.look.try_with_value(|look| (look.number == number, look.ours))
            else {
                return;
            };
            let found = self.draft.with_untracked(|manifest| described(manifest, some, &world, &choices));
            self.take_in(found, ours);
            breathe().await;
        }
        self.look.try_update_value(|look| {
            if look.number == number {
                look.seen = Some(world);
                look.ours = is_run;
            }
        });
    }

    fn take_in(self, found: Vec<(String, String)>, ours: bool) {
        self.known.maybe_update(|known| {
            let mut changes = false;
            for (id, now) in found {
                let was = known.get(&id);
                let base = match was {
                    Some(was) if !ours && was.is_spared => filled_text(&was.base, &now),
                    Some(was) if !ours => was.base.clone(),
                    _ => now.clone(),
                };
                let is = Was { base, now, is_spared: false };
                if was != Some(&is) {
                    known.insert(id, is);
                    changes = true;
                }
            }
            changes
        });
    }

    /// What the object of a document was, where somebody else has changed it.
    pub fn base(self, id: &StepId) -> Option<String> {
        self.known.with(|known| {
            let was = known.get(&id.to_string()).filter(|was| was.base != was.now);
            was.map(|was| was.base.clone())
        })
    }

    /// What of it may be stored.
    pub fn kept(self) -> Vec<(String, String)> {
        self.known.with_untracked(|known| {
            let spared = |spared: &mut BTreeMap<String, (String, String)>| {
                spared.retain(|id, (base, _)| known.get(id).is_some_and(|was| was.base == *base));
                let few = known.iter().filter(|_| known.len() <= KEPT);
                let text = |(id, was): (&String, &Was)| {
                    let new = || (was.base.clone(), without_secrets(&was.base).0);
                    (id.clone(), spared.entry(id.clone()).or_insert_with(new).1.clone())
                };
                few.map(text).collect()
            };
            self.spared.try_update_value(spared).unwrap_or_default()
        })
    }

    /// Begins from what was stored.
    pub fn take_up(self, kept: &[(String, String)]) {
        let was = |text: &String| Was { now: text.clone(), base: text.clone(), is_spared: true };
        self.known.update(|known| known.extend(kept.iter().map(|(id, text)| (id.clone(), was(text)))));
    }

    /// Keeps a document from being sent until somebody has decided.
    pub fn problems(self) -> Vec<Problem> {
        self.moved.with(|moved| {
            self.draft.with(|manifest| moved.iter().filter_map(|one| problem(manifest, one)).collect())
        })
    }

    fn decide(self, moved: &Moved, place: &str, take: Take) -> Result<(), String> {
        let edits = self.draft.with_untracked(|manifest| {
            let document = manifest.documents().get(moved.document);
            let (document, text) =
                document.and_then(|it| Some((it, it.root()?.to_json()))).ok_or("It is gone.")?;
            let (base, wished) = manifest::decide(&moved.base, &moved.now, &text, place, take);
            let edits = document.set(&Path::root(), &wished).map_err(|error| error.to_string())?;
            Ok::<_, String>((base, edits))
        });
        let (base, edits) = edits?;
        self.draft.apply(&edits);
        self.known.update(|known| {
            if let Some(was) = known.get_mut(&moved.id) {
                was.base = text_of(&base);
            }
        });
        Ok(())
    }
}

/// What the documents of a file are about.
pub fn ids_of(workspace: Workspace, file: u32) -> Vec<StepId> {
    let place = workspace.files.with(|files| files.iter().position(|other| other.id == file));
    let ids = workspace.all_ids();
    place.and_then(|place| ids.with(|ids| ids.of_files.get(place).cloned())).unwrap_or_default()
}

fn described(
    manifest: &Manifest,
    some: &[(usize, StepId)],
    world: &World,
    choices: &Choices,
) -> Vec<(String, String)> {
    let texts = some.iter().filter_map(|(index, id)| {
        match standing(manifest.documents().get(*index)?, id, world, choices) {
            Standing::Described(text) => Some((id.to_string(), text)),
            _ => None,
        }
    });
    texts.collect()
}

fn all_moved(manifest: &Manifest, ids: &[StepId], known: &BTreeMap<String, Was>) -> Vec<Moved> {
    let documents = manifest.documents().iter().zip(ids);
    documents.filter_map(|(document, id)| moved(document, id, known)).collect()
}

fn moved(document: &Document, id: &StepId, known: &BTreeMap<String, Was>) -> Option<Moved> {
    let id = id.to_string();
    let was = known.get(&id).filter(|was| was.base != was.now)?;
    let kind = Kind::from_word(document.kind()?)?;
    let text = document.root().filter(|_| document.is_complete())?.to_json();
    let told = |described: &str| value_of(&written_like(described, document));
    let (base, now) = (told(&was.base)?, told(&was.now)?);
    let changes = manifest::meanwhile(&base, &now, &text).changes;
    (!changes.is_empty()).then(|| Moved { document: document.index(), id, kind, base, now, changes })
}

fn problem(manifest: &Manifest, moved: &Moved) -> Option<Problem> {
    let document = manifest.documents().get(moved.document)?;
    let start = document.span_of(document.root()?).start;
    let places = moved.changes.iter().map(|one| one.place.as_str()).collect::<Vec<_>>().join(", ");
    Some(Problem {
        severity: Severity::Error,
        code: "changed-meanwhile",
        span: Span { start, end: start },
        message: format!(
            "Somebody else changed {places} since this was opened. Choose above whose value to keep."
        )
        .into(),
        fixes: manifest::Fixes::default(),
        document: Some(moved.document),
    })
}

/// Says which objects of a file somebody else changed.
#[component]
pub fn SinceOpened(begun: Begun, see: See) -> impl IntoView {
    let notes = move || begun.moved.get().into_iter().map(|moved| note(begun, moved, see)).collect_view();
    view! { {notes} }
}

fn note(begun: Begun, moved: Moved, see: See) -> impl IntoView {
    let title = format!("Somebody else changed {}", moved.id);
    let (label, kind, changes) = (title.clone(), moved.kind, moved.changes.clone());
    let decide = Callback::new(move |(place, take): (String, Take)| begun.decide(&moved, &place, take));
    view! {
        <Notice tone=Tone::Warn title>
            <p>"This file was opened before that. It is not applied until you have chosen whose values to keep."</p>
            {theirs(label, kind, changes, decide, see)}
        </Notice>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "apiVersion: datasance.com/v3\nkind: Registry\nmetadata:\n  name: '3'\nspec:\n  id: 3\n  url: a\n  username: u\n  email: e\n";

    /// A text about an object that was the base and is the base with something else in it: what has to be decided.
    #[track_caller]
    fn check(text: &str, (from, to): (&str, &str), expected: &[(&str, bool)]) {
        let manifest = Manifest::parse(text);
        let ids = plan::identities([&manifest]).concat();
        let was = Was { base: BASE.to_owned(), now: BASE.replace(from, to), is_spared: false };
        let known = ids.iter().map(|id| (id.to_string(), was.clone())).collect();
        let moved = all_moved(&manifest, &ids, &known);
        let found = moved.iter().flat_map(|one| &one.changes).map(|one| (one.place.as_str(), one.clashes));
        assert_eq!(found.collect::<Vec<_>>(), expected);
        assert_eq!(moved.iter().filter_map(|one| problem(&manifest, one)).count(), moved.len());
    }

    const TEXT: &str = "kind: Registry\nspec: {url: a, email: e, username: u, id: 3}\n";

    #[test]
    fn what_the_text_would_undo_has_to_be_decided() {
        check(TEXT, ("email: e", "email: theirs"), &[("spec.email", false)]);
        check(
            &TEXT.replace("email: e", "email: mine"),
            ("email: e", "email: theirs"),
            &[("spec.email", true)],
        );
    }

    #[test]
    fn what_the_text_says_too_is_decided() {
        check(&TEXT.replace("email: e", "email: theirs"), ("email: e", "email: theirs"), &[]);
        check(TEXT, ("", ""), &[]);
    }
}
