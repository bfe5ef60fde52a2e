//! What the objects of a file were when it was opened. What somebody else changes in one meanwhile is shown, and the file
//! does not undo it before a person has decided.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use manifest::{Document, Manifest, Path, Problem, Severity, Span, Take, Theirs, written_like};
use model::{Kind, World};
use plan::{Choices, Standing, StepId, standing};
use serde_json::Value;

use crate::deploy::workspace::Workspace;
use crate::live::Lookup;
use crate::resource::compare::{text_of, value_of};
use crate::resource::draft::Draft;
use crate::resource::kept::{filled_from, spared_text};
use crate::resource::meanwhile::{See, theirs};
use crate::ui::notice::Notice;
use crate::ui::state::Tone;

/// Of a file with more documents nothing is kept beyond the page: a draft would be twice as long.
const KEPT: usize = 50;

/// The handle to it. A form knows its object by itself, here is nothing for one.
#[derive(Clone, Copy)]
pub struct Begun {
    draft: Draft,
    /// By what the documents call their objects.
    known: RwSignal<BTreeMap<String, Was>>,
    moved: Memo<Vec<Moved>>,
    /// The bases as they may be stored.
    spared: StoredValue<BTreeMap<String, (Value, String)>>,
}

/// An object then and now, as it is described.
#[derive(Clone, PartialEq)]
struct Was {
    base: Value,
    now: Value,
    /// The base came back without its secrets.
    is_spared: bool,
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
        let begun = Self { draft, known, moved, spared: StoredValue::new(BTreeMap::new()) };
        if workspace.form.with_value(Option::is_none) {
            begun.follow(workspace, ids, lookup);
        }
        begun
    }

    /// Looks at the objects whenever they change, and at those of new documents. What a run changes is no one else's; that
    /// is so until the lists have come that are of after it.
    fn follow(self, workspace: Workspace, ids: Memo<Vec<StepId>>, lookup: Lookup) {
        let seen = StoredValue::new(None::<Arc<World>>);
        Effect::new(move |ours: Option<bool>| {
            let is_run = workspace.run.with(Option::is_some);
            let ours = is_run || ours.unwrap_or_default();
            let Some(world) = lookup.whole_for_plans() else { return ours };
            let is_new = seen.with_value(|seen| seen.as_ref().is_none_or(|seen| !Arc::ptr_eq(seen, &world)));
            let choices = workspace.choices.get_untracked();
            let found = ids.with(|ids| {
                let wanted = |id: &StepId| {
                    is_new || ours || self.known.with_untracked(|known| !known.contains_key(&id.to_string()))
                };
                self.draft.with_untracked(|manifest| described(manifest, ids, wanted, &world, &choices))
            });
            seen.set_value(Some(world));
            self.take_in(found, ours);
            is_run
        });
    }

    fn take_in(self, found: Vec<(String, Value)>, ours: bool) {
        self.known.maybe_update(|known| {
            let mut changes = false;
            for (id, now) in found {
                let was = known.get(&id);
                let base = match was {
                    Some(was) if !ours && was.is_spared => filled_from(&was.base, &now),
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
    pub fn base(self, id: &StepId) -> Option<Value> {
        self.known.with(|known| {
            let was = known.get(&id.to_string()).filter(|was| was.base != was.now);
            was.map(|was| was.base.clone())
        })
    }

    /// What of it may be stored.
    pub fn kept(self) -> Vec<(String, String)> {
        self.known.with_untracked(|known| {
            let spared = |spared: &mut BTreeMap<String, (Value, String)>| {
                spared.retain(|id, (base, _)| known.get(id).is_some_and(|was| was.base == *base));
                let few = known.iter().filter(|_| known.len() <= KEPT);
                let text = |(id, was): (&String, &Was)| {
                    let new = || (was.base.clone(), spared_text(&was.base));
                    (id.clone(), spared.entry(id.clone()).or_insert_with(new).1.clone())
                };
                few.map(text).collect()
            };
            self.spared.try_update_value(spared).unwrap_or_default()
        })
    }

    /// Begins from what was stored.
    pub fn take_up(self, kept: &[(String, String)]) {
        let was = |text: &str| {
            let base = value_of(text)?;
            Some(Was { now: base.clone(), base, is_spared: true })
        };
        let kept = kept.iter().filter_map(|(id, text)| Some((id.clone(), was(text)?)));
        self.known.update(|known| known.extend(kept));
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
                was.base = base;
            }
        });
        Ok(())
    }
}

/// What the documents of a file are about.
pub fn ids_of(workspace: Workspace, file: u32) -> Vec<StepId> {
    let place = workspace.files.with(|files| files.iter().position(|other| other.id == file));
    place.and_then(|place| workspace.identities().into_iter().nth(place)).unwrap_or_default()
}

fn described(
    manifest: &Manifest,
    ids: &[StepId],
    wanted: impl Fn(&StepId) -> bool,
    world: &World,
    choices: &Choices,
) -> Vec<(String, Value)> {
    let documents = manifest.documents().iter().zip(ids).filter(|(_, id)| wanted(id));
    let values = documents.filter_map(|(document, id)| match standing(document, id, world, choices) {
        Standing::Described(text) => Some((id.to_string(), value_of(&text)?)),
        _ => None,
    });
    values.collect()
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
    let told = |value: &Value| value_of(&written_like(&text_of(value), document));
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
