//! A text that someone is writing: one manifest, parsed and checked as it is typed. Forms and editors are views of it.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use leptos::prelude::*;
use manifest::{Document, Edit, EditError, History, Manifest, Problem, Severity};
use model::World;

use crate::resource::kept::Lack;
use crate::resource::origin::Origin;
use crate::resource::pause::Pause;
use crate::resource::spare;
use crate::resource::step::Before;

/// A longer text is looked at when typing pauses, not at each key.
const AT_ONCE: usize = 4_000;

/// A handle to one draft. The text inside the manifest is the only copy there is.
#[derive(Clone, Copy)]
pub struct Draft {
    manifest: RwSignal<Manifest>,
    problems: Memo<Vec<Problem>>,
    world: Memo<Option<Arc<World>>>,
    pause: Pause,
    /// The way back of the text, whoever changed it.
    history: RwSignal<History>,
    /// Documents that are safe elsewhere: the object that the draft began from, and what was applied.
    safe: StoredValue<HashSet<String>>,
    /// The object that the text is about, where it began from one.
    origin: Origin,
    /// The name of the text and the number of its copy.
    spare: StoredValue<(u64, String)>,
    /// How much of the text was secret when it came back without some of its secrets; `None` for one that is whole.
    left_out: RwSignal<Option<Lack>>,
    lacks: Memo<bool>,
    /// Counts what became safe, for who keeps the rest.
    settled: RwSignal<u32>,
}

impl Draft {
    /// A draft of `text`, called `name`. What is wrong with it depends on its neighbours too, so whoever keeps them
    /// together says it. Nothing of it is safe elsewhere until somebody says so.
    pub fn new(
        name: &str,
        text: impl Into<Manifest>,
        world: Memo<Option<Arc<World>>>,
        problems: Memo<Vec<Problem>>,
    ) -> Self {
        let spare = (spare::number(), name.to_owned());
        let number = spare.0;
        on_cleanup(move || spare::forget(number));
        let manifest = RwSignal::new(text.into());
        let left_out = RwSignal::new(None);
        let lacks = Memo::new(move |_| {
            let then: Option<Lack> = left_out.get();
            then.is_some_and(|then| manifest.with(|manifest| then.stays(manifest)))
        });
        Self {
            left_out,
            lacks,
            settled: RwSignal::new(0),
            manifest,
            problems,
            world,
            pause: Pause::default(),
            history: RwSignal::new(History::default()),
            safe: StoredValue::new(HashSet::new()),
            origin: Origin::new(manifest, world),
            spare: StoredValue::new(spare),
        }
    }

    /// What the object of this draft was and is.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// Reads the manifest and follows it.
    pub fn with<R>(&self, read: impl FnOnce(&Manifest) -> R) -> R {
        self.manifest.with(read)
    }

    pub fn with_untracked<R>(&self, read: impl FnOnce(&Manifest) -> R) -> R {
        self.manifest.with_untracked(read)
    }

    /// The manifest, borrowed for as long as the guard lives.
    pub fn read(&self) -> impl std::ops::Deref<Target = Manifest> + use<> {
        self.manifest.read()
    }

    /// Whether closing would lose something: a document that stands nowhere else.
    pub fn is_unsaved(&self) -> bool {
        self.with_untracked(|manifest| {
            let mut texts = manifest.documents().iter().map(|document| document.text().trim());
            self.safe.with_value(|safe| texts.any(|text| !text.is_empty() && !safe.contains(text)))
        })
    }

    /// Says that documents of this text are safe elsewhere; whether that is new of any.
    pub fn is_safe(&self, documents: impl IntoIterator<Item = String>) -> bool {
        let documents = documents.into_iter().map(|text| text.trim().to_owned());
        let new =
            self.safe.try_update_value(|safe| documents.filter(|text| safe.insert(text.clone())).count());
        if !self.is_unsaved() {
            self.spare.with_value(|(number, _)| spare::forget(*number));
        }
        let any = new.is_some_and(|new| new > 0);
        if any {
            self.settled.update(|times| *times += 1);
        }
        any
    }

    /// Whether a document of this text is safe elsewhere.
    pub(super) fn is_safe_text(&self, text: &str) -> bool {
        self.safe.with_value(|safe| safe.contains(text.trim()))
    }

    /// Makes the caller run again whenever something changes that is to be kept, or need not be any more.
    pub fn follow_changes(&self) {
        self.manifest.with(|_| ());
        self.settled.get();
    }

    /// Notes that the text came back without some of its secrets; how it was then.
    pub(super) fn lacks_since(&self, then: Option<Lack>) {
        self.left_out.set(then);
    }

    /// Somebody says that what was left out is not needed.
    pub fn is_whole(&self) {
        self.lacks_since(None);
    }

    /// Whether secrets were left out that nobody has typed again.
    pub fn lacks_secrets(&self) -> bool {
        self.lacks.get()
    }

    pub(super) fn lacks_untracked(&self) -> bool {
        self.lacks.get_untracked()
    }

    /// The draft under which the copy is found again when the console stops.
    pub fn is_kept_as(&self, id: &str) {
        self.spare.with_value(|(number, _)| spare::belongs(*number, id));
    }

    /// The name under which its copy is shown then.
    pub fn is_called(&self, name: &str) {
        self.spare.update_value(|spare| name.clone_into(&mut spare.1));
        if self.is_unsaved() {
            self.keep_spare();
        }
    }

    /// Says that the whole text is safe elsewhere.
    pub fn is_all_safe(&self) {
        _ = self.is_safe(self.with_untracked(documents_of));
    }

    /// Keeps a copy of the text for when the console stops.
    pub fn keep_spare(&self) {
        self.with_untracked(|manifest| self.copy(manifest.text()));
    }

    fn copy(&self, text: &str) {
        self.spare.with_value(|(number, name)| spare::keep(*number, name, text));
    }

    pub fn text(&self) -> String {
        self.with(|manifest| manifest.text().to_owned())
    }

    /// The text with dots in the place of its secrets; `None` when it holds none.
    pub fn masked(&self) -> Option<String> {
        self.with(|manifest| manifest::masked(manifest.documents()))
    }

    pub fn problems(&self) -> Memo<Vec<Problem>> {
        self.problems
    }

    /// What the text is checked against now.
    pub fn world_untracked(&self) -> Option<Arc<World>> {
        self.world.get_untracked()
    }

    /// Takes the whole text as typed into an editor; only the part that differs is written and read again.
    pub fn type_text(&self, text: &str) {
        // Whoever kept a way back may come when the file is gone.
        if self.manifest.is_disposed() {
            return;
        }
        if let Some(edit) = self.with_untracked(|manifest| manifest::typed(manifest.text(), text)) {
            // Before anything could fail over it; then as it stands in the text.
            self.copy(text);
            self.put(&[edit]);
            self.keep_spare();
        }
    }

    /// Takes what was typed into an editor: ranges of the present text, and what stands there instead. What was typed key
    /// by key is one step with the keys before.
    pub fn type_edits(&self, typed: &[(Range<usize>, String)], by_hand: bool) {
        // Whoever kept a way back may come when the file is gone.
        if self.manifest.is_disposed() {
            return;
        }
        let edits = self.with_untracked(|manifest| {
            let edit = |(range, new): &(Range<usize>, String)| {
                manifest::typed_at(manifest.text(), range.clone(), new)
            };
            typed.iter().map(edit).collect::<Vec<_>>()
        });
        let is_long = self.with_untracked(|manifest| manifest.text().len() > AT_ONCE);
        let record = if by_hand { History::record_typed } else { History::record };
        self.put_by(&edits, record, !is_long);
        if is_long {
            self.pause.wait(*self);
        }
        self.keep_spare();
    }

    /// Lets everything that follows the text see what was typed last.
    pub fn rest(&self) {
        if self.pause.ends() {
            self.manifest.notify();
        }
    }

    /// Takes another text in place of this one, its line ends too. Like typing, that can be taken back.
    pub fn become_text(&self, text: &str) {
        if self.manifest.is_disposed() {
            return;
        }
        self.copy(text);
        self.put(&[self.with_untracked(|manifest| manifest::difference(manifest.text(), text))]);
    }

    /// Makes edits that belong to the present text.
    pub fn apply(&self, edits: &[Edit]) {
        let same =
            |manifest: &Manifest, edit: &Edit| manifest.text().get(edit.range.clone()) == Some(&*edit.text);
        if self.with_untracked(|manifest| edits.iter().all(|edit| same(manifest, edit))) {
            return;
        }
        self.put(edits);
        self.keep_spare();
    }

    /// Changes the text and remembers the way back.
    fn put(&self, edits: &[Edit]) {
        self.put_by(edits, History::record, true);
    }

    /// The same, and whether those who follow the text are told now.
    fn put_by(&self, edits: &[Edit], record: fn(&mut History, usize, &str, &str), tells: bool) {
        let before = self.with_untracked(|manifest| Before::of(manifest.text(), edits));
        self.manifest.maybe_update(|manifest| {
            manifest.edit(edits);
            tells
        });
        self.with_untracked(|manifest| {
            before.tell(manifest.text(), |at, old, new| {
                self.history.update(|history| record(history, at, old, new));
            });
        });
    }

    /// Follows the object while nobody has changed anything; that is no step that could be taken back.
    pub(super) fn replace_all(&self, text: String) {
        self.manifest.set(Manifest::parse(text));
        self.history.set(History::default());
        self.is_all_safe();
    }

    /// Takes the last change back, whether it was typed, mended or set in a form; or makes it again. The answer is where
    /// the caret belongs.
    pub fn step(&self, way: Way) -> Option<usize> {
        let edit = self.history.try_update(|history| match way {
            Way::Back => history.undo(),
            Way::Forth => history.redo(),
        });
        let edit = edit.flatten()?;
        let caret = edit.range.start + edit.text.len();
        self.manifest.update(|manifest| manifest.edit(&[edit]));
        self.decide_with_step(way);
        self.keep_spare();
        Some(caret)
    }

    /// Whether there is a step that way.
    pub fn can_step(&self, way: Way) -> bool {
        self.history.with(|history| match way {
            Way::Back => history.can_undo(),
            Way::Forth => history.can_redo(),
        })
    }

    /// Makes the edits that `find` finds in the first document; `Err` says why there are none.
    pub fn edit(&self, find: impl FnOnce(&Document) -> Result<Vec<Edit>, EditError>) -> Result<(), String> {
        let edits = self.with_untracked(|manifest| {
            let document = manifest.documents().first().ok_or("There is no document in the text.")?;
            find(document).map_err(|error| error.to_string())
        })?;
        self.apply(&edits);
        Ok(())
    }

    /// Where and why the first document stops making sense; `None` for a text that a form can show.
    pub fn broken(&self) -> Option<(u32, String)> {
        let whole = self.with(|manifest| {
            manifest
                .documents()
                .first()
                .is_some_and(|document| document.is_complete() && document.root().is_some())
        });
        if whole {
            return None;
        }
        let first = self
            .problems
            .with(|problems| problems.iter().find(|problem| problem.severity == Severity::Error).cloned());
        Some(first.map_or((1, "There is no document.".to_owned()), |problem| {
            (problem.span.start.line, problem.message.to_string())
        }))
    }
}

pub use crate::ui::editor::Way;

/// The texts of all documents.
pub fn documents_of(manifest: &Manifest) -> Vec<String> {
    manifest.documents().iter().map(|document| document.text().to_owned()).collect()
}
