//! The object that a draft began from: what it was then and what it is now. From the two follows what somebody else
//! changed meanwhile, and what is sent: the draft's own changes and no others.

use std::sync::Arc;

use leptos::prelude::*;
use manifest::{Document, Edit, Manifest, Meanwhile, Path, Problem, Segment, Severity, Span, Take};
use model::World;
use serde_json::Value;

use crate::resource::draft::{Draft, Way, documents_of};
use crate::resource::weight::for_console;

/// The handle to it; of a text that is about no object yet it holds nothing.
#[derive(Clone, Copy)]
pub struct Origin {
    /// What the draft began from.
    base: RwSignal<Option<Value>>,
    now: RwSignal<Now>,
    /// What was decided about other people's changes, so that taking a decision back asks again.
    decided: StoredValue<Vec<Decided>>,
    meanwhile: Memo<Option<Meanwhile>>,
    planned: Memo<Option<Arc<Planned>>>,
}

/// A decision that changed the text: text and base before it and after it.
struct Decided {
    before: (String, Value),
    after: (String, Value),
}

/// The object as the Controller has it.
#[derive(Clone, Debug, Default, PartialEq)]
enum Now {
    /// The text is about none.
    #[default]
    Nothing,
    Is(Value),
    Deleted,
}

/// What is planned in place of the text, where somebody else has changed the object.
pub struct Planned {
    pub manifest: Manifest,
    pub problems: Vec<Problem>,
}

impl PartialEq for Planned {
    fn eq(&self, other: &Self) -> bool {
        self.manifest.text() == other.manifest.text() && self.problems == other.problems
    }
}

impl Origin {
    pub(super) fn new(manifest: RwSignal<Manifest>, world: Memo<Option<Arc<World>>>) -> Self {
        let (base, now) = (RwSignal::new(None), RwSignal::new(Now::Nothing));
        let meanwhile = Memo::new(move |_| {
            let (base, now) = (base.get()?, now.get());
            let Now::Is(now) = now else { return None };
            let text = manifest.with(value_of)?;
            Some(manifest::meanwhile(&base, &now, &text)).filter(|found| !found.changes.is_empty())
        });
        let planned = Memo::new(move |_| {
            let deleted = now.with(|now| *now == Now::Deleted);
            let found = meanwhile.get();
            if !deleted && found.is_none() {
                return None;
            }
            let world = world.get();
            manifest.with(|manifest| {
                let document = manifest.documents().first()?;
                let edits = match &found {
                    Some(found) => document.set(&Path::root(), &found.merged),
                    None => anew(document),
                };
                let text = manifest::apply(manifest.text(), edits.as_deref().unwrap_or_default());
                let planned = Manifest::parse(text);
                let mut problems = manifest::check(&planned, world.as_deref());
                problems.extend(edits.err().map(|error| {
                    obstacle(format!("Changes made by others cannot be merged into this text: {error}"))
                }));
                problems.extend(found.and_then(|found| undecided(&found)));
                let problems = problems.into_iter().map(for_console).collect();
                Some(Arc::new(Planned { manifest: planned, problems }))
            })
        });
        Self { base, now, decided: StoredValue::new(Vec::new()), meanwhile, planned }
    }

    /// What somebody else changed since the draft began, as far as it is not decided.
    pub fn meanwhile(self) -> Memo<Option<Meanwhile>> {
        self.meanwhile
    }

    /// What applying plans in place of the text; `None` for the text itself.
    pub fn planned(self) -> Memo<Option<Arc<Planned>>> {
        self.planned
    }

    /// What the draft began from.
    pub fn base(self) -> Option<Value> {
        self.base.get()
    }

    pub fn is_deleted(self) -> bool {
        self.now.with(|now| *now == Now::Deleted)
    }
}

impl Draft {
    /// Begins from an object, whose description the text is.
    pub fn begin_from_object(&self) {
        let value = self.with_untracked(value_of);
        self.origin().base.set(value.clone());
        self.origin().now.set(value.map_or(Now::Nothing, Now::Is));
    }

    /// What the draft began from.
    pub(super) fn begun_from(&self) -> Option<Value> {
        self.origin().base.get_untracked()
    }

    /// Begins from an object as it was, when the draft comes back.
    pub(super) fn begins_from(&self, base: Option<Value>) {
        let now = base.clone().map_or(Now::Nothing, Now::Is);
        self.origin().base.set(base);
        self.origin().now.set(now);
    }

    /// Takes in how the object is now; `None` when it is gone. A text that nobody has changed follows it. `ours` says that
    /// what is new came from this draft, which then begins from there.
    pub fn follow(&self, text: Option<String>, ours: bool) {
        let origin = self.origin();
        let Some(text) = text else {
            if !ours && origin.base.with_untracked(Option::is_some) {
                origin.now.set(Now::Deleted);
            }
            return;
        };
        let Some(value) = value_of(&Manifest::parse(text.clone())) else { return };
        if ours {
            origin.base.set(Some(value.clone()));
        } else if !self.is_unsaved() && origin.base.with_untracked(|base| base.as_ref() != Some(&value)) {
            let followed = self.with_untracked(|manifest| {
                let same = origin.base.with_untracked(|base| value_of(manifest) == *base);
                let document = manifest.documents().first().filter(|_| same)?;
                // Comments and order stay where that can be.
                let edits = document.set(&Path::root(), &value).ok();
                Some(edits.map_or(text, |edits| manifest::apply(manifest.text(), &edits)))
            });
            if let Some(followed) = followed {
                self.replace_all(followed);
                origin.base.set(Some(value.clone()));
            }
        }
        origin.now.set(Now::Is(value));
    }

    /// Whether the object that the draft began from has another value at a place; of none, nothing is changed.
    pub fn is_changed(&self, path: &Path) -> bool {
        let then = self.origin().base.with(|base| base.as_ref().map(|base| at(base, path).cloned()));
        let Some(then) = then else { return false };
        let now = self.with(|manifest| {
            let document = manifest.documents().first();
            document.and_then(|document| document.get(path)).map(manifest::Node::to_json)
        });
        then != now
    }

    /// Decides about one field that somebody else changed.
    pub fn decide(&self, place: &str, take: Take) -> Result<(), String> {
        let origin = self.origin();
        let (Some(base), Now::Is(now), Some(text)) =
            (origin.base.get_untracked(), origin.now.get_untracked(), self.with_untracked(value_of))
        else {
            return Ok(());
        };
        let before = (self.written(), base.clone());
        let (base, wished) = manifest::decide(&base, &now, &text, place, take);
        self.edit(|document| document.set(&Path::root(), &wished))?;
        origin.base.set(Some(base.clone()));
        let after = (self.written(), base);
        if before.0 != after.0 {
            origin.decided.update_value(|decided| decided.push(Decided { before, after }));
        }
        Ok(())
    }

    /// Takes a decision back whose change of the text was taken back, and makes it again with the change.
    pub(super) fn decide_with_step(&self, way: Way) {
        let text = self.written();
        let base = self.origin().decided.with_value(|decided| {
            let side = |one: &Decided| if way == Way::Back { one.before.clone() } else { one.after.clone() };
            decided.iter().map(side).rfind(|(then, _)| *then == text).map(|(_, base)| base)
        });
        if let Some(base) = base {
            self.origin().base.set(Some(base));
        }
    }

    fn written(&self) -> String {
        self.with_untracked(|manifest| manifest.text().to_owned())
    }

    /// The text was applied as it is now: what comes next begins from here.
    pub fn is_applied(&self, documents: impl IntoIterator<Item = String>) {
        if !self.is_safe(documents) {
            return;
        }
        let all = self.with_untracked(documents_of);
        if !self.is_unsaved() && !all.is_empty() && self.origin().base.with_untracked(Option::is_some) {
            self.origin().base.set(self.with_untracked(value_of));
        }
    }
}

fn at<'v>(value: &'v Value, path: &Path) -> Option<&'v Value> {
    path.segments().iter().try_fold(value, |value, segment| match segment {
        Segment::Key(key) => value.get(key),
        Segment::Index(index) => value.get(index),
    })
}

/// The first document as a value.
fn value_of(manifest: &Manifest) -> Option<Value> {
    let document = manifest.documents().first().filter(|document| document.is_complete())?;
    document.root().map(manifest::Node::to_json)
}

/// Makes a document one for an object that is to be created: the number was that of the one that is gone.
fn anew(document: &Document) -> Result<Vec<Edit>, manifest::EditError> {
    let id = Path::root().key("spec").key("id");
    if document.get(&id).is_some() { document.remove(&id) } else { Ok(Vec::new()) }
}

/// What keeps the text from being sent: fields that both changed, until somebody decides.
fn undecided(found: &Meanwhile) -> Option<Problem> {
    let places = found.changes.iter().filter(|change| change.clashes).map(|change| change.place.as_str());
    let places = places.collect::<Vec<_>>().join(", ");
    (!places.is_empty()).then(|| {
        obstacle(format!("You and somebody else both changed {places}. Choose above whose value to keep."))
    })
}

fn obstacle(message: String) -> Problem {
    let start = manifest::Position { offset: 0, line: 1, column: 1 };
    Problem {
        severity: Severity::Error,
        code: "changed-meanwhile",
        span: Span { start, end: start },
        message: message.into(),
        fixes: manifest::Fixes::default(),
        document: Some(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "kind: Registry\nspec:\n  id: 3\n  url: a\n  email: e\n";

    /// A draft of the base about the object, under an owner.
    fn check(test: impl FnOnce(Draft)) {
        let owner = Owner::new();
        owner.with(|| {
            let world = Memo::new(|_| None);
            let problems = Memo::new(|_| Vec::new());
            let draft = Draft::new("registry.yaml", BASE.to_owned(), world, problems);
            draft.is_all_safe();
            draft.begin_from_object();
            test(draft);
        });
    }

    fn planned(draft: Draft) -> String {
        let planned = draft.origin().planned().get_untracked();
        planned.map_or_else(
            || draft.with_untracked(|it| it.text().to_owned()),
            |it| it.manifest.text().to_owned(),
        )
    }

    fn blocked(draft: Draft) -> bool {
        let planned = draft.origin().planned().get_untracked();
        planned.is_some_and(|it| it.problems.iter().any(|problem| problem.code == "changed-meanwhile"))
    }

    fn now(from: &str, to: &str) -> Option<String> {
        Some(BASE.replace(from, to))
    }

    #[test]
    fn a_draft_that_nobody_touched_follows_its_object() {
        check(|draft| {
            draft.follow(now("url: a", "url: b"), false);
            assert_eq!(draft.text(), BASE.replace("url: a", "url: b"));
            assert_eq!(draft.origin().meanwhile().get_untracked(), None);
            assert!(!draft.is_unsaved() && !draft.can_step(Way::Back));
        });
    }

    #[test]
    fn a_draft_that_was_touched_keeps_its_text_and_sends_only_its_own_changes() {
        check(|draft| {
            draft.type_text(&BASE.replace("email: e", "email: mine"));
            draft.follow(now("url: a", "url: b"), false);
            assert_eq!(draft.text(), BASE.replace("email: e", "email: mine"));
            assert_eq!(planned(draft), BASE.replace("email: e", "email: mine").replace("url: a", "url: b"));
            assert!(!blocked(draft));
            assert_eq!(draft.decide("spec.url", Take::Mine), Ok(()));
            assert_eq!(
                planned(draft),
                BASE.replace("email: e", "email: mine"),
                "asked for, theirs is undone"
            );
        });
    }

    #[test]
    fn a_field_that_both_changed_is_not_sent_before_somebody_decides() {
        for (take, url) in [(Take::Mine, "url: mine"), (Take::Theirs, "url: b")] {
            check(|draft| {
                draft.type_text(&BASE.replace("url: a", "url: mine"));
                draft.follow(now("url: a", "url: b"), false);
                assert!(blocked(draft));
                assert_eq!(draft.decide("spec.url", take), Ok(()));
                assert!(!blocked(draft));
                assert_eq!(planned(draft), BASE.replace("url: a", url));
            });
        }
    }

    #[test]
    fn taking_a_decision_back_asks_again() {
        check(|draft| {
            draft.type_text(&BASE.replace("email: e", "email: mine"));
            draft.follow(now("url: a", "url: b"), false);
            assert_eq!(draft.decide("spec.url", Take::Theirs), Ok(()));
            assert_eq!(draft.origin().meanwhile().get_untracked(), None);
            assert!(draft.step(Way::Back).is_some());
            assert_eq!(draft.text(), BASE.replace("email: e", "email: mine"));
            assert!(draft.origin().meanwhile().get_untracked().is_some());
            assert!(planned(draft).contains("url: b"), "theirs is not undone unseen");
            assert!(draft.step(Way::Forth).is_some());
            assert_eq!(draft.origin().meanwhile().get_untracked(), None);
            assert!(planned(draft).contains("url: b"));
        });
    }

    #[test]
    fn a_deleted_object_leaves_the_text_which_makes_a_new_one() {
        check(|draft| {
            draft.follow(None, false);
            assert!(draft.origin().is_deleted());
            assert_eq!(draft.text(), BASE);
            assert_eq!(planned(draft), BASE.replace("  id: 3\n", ""));
            draft.follow(now("", ""), false);
            assert!(!draft.origin().is_deleted());
        });
    }

    #[test]
    fn what_this_draft_applied_is_nobody_elses_change() {
        check(|draft| {
            let text = BASE.replace("url: a", "url: mine");
            draft.type_text(&text);
            assert!(draft.is_unsaved());
            draft.is_applied([text.clone()]);
            assert!(!draft.is_unsaved());
            draft.follow(Some(text.replace("email: e", "email: tidied")), true);
            assert_eq!(draft.origin().meanwhile().get_untracked(), None);
            draft.type_text(&text.replace("url: mine", "url: more"));
            assert!(draft.is_unsaved(), "an edit after applying is one");
            assert_eq!(draft.origin().meanwhile().get_untracked(), None);
        });
    }
}
