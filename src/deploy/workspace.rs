//! What the workspace holds: files with their drafts, what the user decided, and the run. It outlives its page, so that
//! looking something up elsewhere loses nothing. What is unsaved of it is kept without its secrets.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use leptos::prelude::*;
use manifest::Manifest;
use plan::{Choices, Planner, StepId};

use crate::deploy::begun::Begun;
use crate::deploy::checks::Checks;
use crate::deploy::file_name::FileName;
use crate::deploy::folder::Folder;
use crate::deploy::guard::ReadAgain;
use crate::deploy::journal::record::Done;
use crate::deploy::keep::Keeper;
use crate::deploy::looking::{Ids, Looking};
use crate::deploy::run::Run;
use crate::deploy::same_name::Incoming;
use crate::deploy::sent::Sent;
use crate::deploy::undo::TurnedBack;
use crate::live::Lookup;
use crate::resource::draft::Draft;
use crate::ui::editor::Jump;

/// One file, kept under its name.
#[derive(Clone, Copy)]
pub struct FileDraft {
    pub id: u32,
    pub name: FileName,
    /// The draft as it is kept.
    pub kept_as: StoredValue<String>,
    pub draft: Draft,
    /// What its objects were when it was opened.
    pub begun: Begun,
}

impl PartialEq for FileDraft {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// A file that could not be taken, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub name: String,
    pub reason: String,
}

/// The handle to the workspace.
#[derive(Clone, Copy)]
pub struct Workspace {
    pub files: RwSignal<Vec<FileDraft>>,
    pub selected: RwSignal<Option<u32>>,
    pub refused: RwSignal<Vec<Refused>>,
    /// Files of which it is not known yet whether they take the place of open ones.
    pub incoming: RwSignal<Vec<Incoming>>,
    pub choices: RwSignal<Choices>,
    pub run: RwSignal<Option<Run>>,
    pub jump: Jump,
    /// The document that was last chosen in the outline.
    pub chosen: RwSignal<Option<StepId>>,
    /// What stands in the field of the empty workspace.
    pub start: RwSignal<String>,
    /// What that is kept as.
    pub(super) start_as: StoredValue<String>,
    /// The Controller is read once more before a run.
    pub starting: RwSignal<bool>,
    /// It is there to make new objects: one that is there already is not changed by it.
    pub(super) makes: RwSignal<bool>,
    pub(super) again: StoredValue<Option<Callback<(), ReadAgain>>>,
    /// A run was turned back, and this is to be said about it.
    pub turned: RwSignal<Option<TurnedBack>>,
    /// What is to be turned back as soon as the Controller was read.
    pub turning: RwSignal<Option<Done>>,
    /// The folder of this machine that is worked in.
    pub folder: Folder,
    pub(super) checks: Checks,
    /// What the documents of each file are about, once somebody asked.
    pub(super) ids: StoredValue<Option<Memo<Ids>>>,
    /// Knows what of the plan nothing has changed.
    pub(super) planner: StoredValue<Planner, LocalStorage>,
    /// What takes longer than a moment to look at.
    pub looking: Looking,
    pub(super) keeper: Keeper,
    /// The address of the form that this is; `None` for the deploy page's.
    pub(super) form: StoredValue<Option<String>>,
    next: StoredValue<u32>,
    /// Each file lives by its own, so that it goes with everything that was made of it.
    owners: StoredValue<HashMap<u32, Owner>>,
    pub(super) run_owner: StoredValue<Option<Owner>>,
    pub(super) sent: StoredValue<Vec<Sent>>,
    /// Drafts belong to the workspace, not to the page that happened to be open when they were dropped.
    pub(super) owner: StoredValue<Owner>,
}

impl Workspace {
    /// The workspace of the deploy page.
    pub fn provide() {
        let workspace = Self::new(None);
        workspace.keep_start();
        provide_context(workspace);
    }

    /// An empty workspace that lives as long as the present owner. A form is one too, with a single file; it has an
    /// address.
    pub fn new(form: Option<&str>) -> Self {
        Self {
            files: RwSignal::new(Vec::new()),
            selected: RwSignal::new(None),
            refused: RwSignal::new(Vec::new()),
            incoming: RwSignal::new(Vec::new()),
            choices: RwSignal::new(Choices::default()),
            run: RwSignal::new(None),
            jump: RwSignal::new(None),
            chosen: RwSignal::new(None),
            start: RwSignal::new(String::new()),
            start_as: StoredValue::new(String::new()),
            starting: RwSignal::new(false),
            makes: RwSignal::new(false),
            again: StoredValue::new(None),
            turned: RwSignal::new(None),
            turning: RwSignal::new(None),
            folder: Folder::new(),
            checks: Checks::new(),
            ids: StoredValue::new(None),
            planner: StoredValue::new_local(Planner::new()),
            looking: Looking::new(),
            keeper: expect_context(),
            form: StoredValue::new(form.map(str::to_owned)),
            next: StoredValue::new(0),
            owners: StoredValue::new(HashMap::new()),
            run_owner: StoredValue::new(None),
            sent: StoredValue::new(Vec::new()),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        }
    }

    /// Takes a file in, which stands nowhere else until it is applied.
    pub fn add(self, name: &str, text: impl Into<Manifest>, lookup: Lookup) {
        self.take_start(lookup);
        self.add_new(name, text, lookup);
    }

    /// Takes in one of many files that come together, and tells nobody of it before [`Self::tell_of_new`].
    pub(super) fn add_quietly(self, name: &str, text: impl Into<Manifest>, lookup: Lookup) -> FileDraft {
        self.take_start(lookup);
        let file = self.file(name, text, None, lookup);
        file.draft.keep_spare();
        self.files.maybe_update(|files| {
            files.push(file);
            false
        });
        self.keeper.changed(&file.kept_as.get_value());
        file
    }

    /// Tells of the files that were taken in quietly; the last of them is looked at.
    pub(super) fn tell_of_new(self, last: FileDraft) {
        self.files.notify();
        self.selected.set(Some(last.id));
        self.forget_run();
    }

    /// What was begun in the empty workspace is a text too, whose field goes when a file comes.
    pub(super) fn take_start(self, lookup: Lookup) {
        let begun = self.start.try_update(std::mem::take).unwrap_or_default();
        if !begun.trim().is_empty() {
            self.add_new("pasted.yaml", begun, lookup);
        }
    }

    fn add_new(self, name: &str, text: impl Into<Manifest>, lookup: Lookup) {
        let file = self.file(name, text, None, lookup);
        file.draft.keep_spare();
        self.show(file);
        self.keeper.changed(&file.kept_as.get_value());
    }

    /// Takes in a text that can be had again: an object as it is described, or how a new one could begin.
    pub fn add_safe(self, name: &str, text: String, is_object: bool, lookup: Lookup) {
        let file = self.file(name, text, None, lookup);
        file.draft.is_all_safe();
        if is_object {
            file.draft.begin_from_object();
        }
        self.show(file);
    }

    /// A file that is kept from now on, under the id that it had before.
    pub(super) fn file(
        self,
        name: &str,
        text: impl Into<Manifest>,
        kept_as: Option<&str>,
        lookup: Lookup,
    ) -> FileDraft {
        self.looking.is_beside(lookup);
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        let owner = self.owner.with_value(Owner::child);
        let kept_as = kept_as.map_or_else(|| self.keeper.id(), str::to_owned);
        let file = owner.with(|| {
            let draft =
                Draft::new(name, text, lookup.for_checks(), self.checks.problems_of(id, self, lookup));
            let (name, kept_as) = (FileName::new(name), StoredValue::new(kept_as));
            FileDraft { id, name, kept_as, draft, begun: Begun::of(self, id, draft, lookup) }
        });
        // However the text changes, what is on the screen of an old run speaks of another one.
        owner.with(|| {
            Effect::new(move |before: Option<()>| {
                file.draft.with(|_| ());
                if before.is_some() {
                    self.forget_run();
                }
            });
        });
        owner.with(|| self.keep(file));
        self.owners.update_value(|owners| _ = owners.insert(id, owner));
        file
    }

    fn show(self, file: FileDraft) {
        self.files.update(|files| files.push(file));
        self.selected.set(Some(file.id));
        self.forget_run();
    }

    pub fn refuse(self, name: String, reason: String) {
        self.refused.update(|refused| refused.push(Refused { name, reason }));
    }

    /// Takes a file out of the workspace. What the Controller has is not touched. The file can be put back, at the place
    /// that is the answer, until it is dropped.
    pub fn close(self, file: FileDraft) -> usize {
        let at = self.files.with_untracked(|files| files.iter().position(|other| *other == file));
        self.files.update(|files| files.retain(|other| *other != file));
        self.selected.set(self.files.with_untracked(|files| files.first().map(|file| file.id)));
        let left = self.known();
        self.choices.update(|choices| choices.keep_only(&left));
        self.forget_run();
        self.keeper.changed(&file.kept_as.get_value());
        at.unwrap_or_default()
    }

    /// Puts a closed file back, unless it was dropped meanwhile.
    pub fn put_back(self, file: FileDraft, at: usize) {
        if self.owners.try_with_value(|owners| owners.contains_key(&file.id)) != Some(true) {
            return;
        }
        self.files.update(|files| files.insert(at.min(files.len()), file));
        self.selected.set(Some(file.id));
        self.forget_run();
        self.keeper.changed(&file.kept_as.get_value());
    }

    /// Frees a file that is closed, with all that was made of it: it may hold passwords.
    pub fn drop_file(self, file: FileDraft) {
        if self.files.try_with_untracked(|files| files.contains(&file)) == Some(false) {
            self.keeper.finish(&[file.kept_as.get_value()]);
            let owner = self.owners.try_update_value(|owners| owners.remove(&file.id)).flatten();
            free(owner);
        }
    }

    /// Drops everything: it belonged to who signed out. What is kept of it stays.
    pub fn clear(self) {
        self.looking.is_cleared();
        self.leave_drafts();
        self.folder.close();
        self.files.set(Vec::new());
        self.selected.set(None);
        self.refused.set(Vec::new());
        self.incoming.set(Vec::new());
        self.chosen.set(None);
        self.start.set(String::new());
        self.forget_controller();
        // Closed ones too, which could be put back until now.
        let owners = self.owners.try_update_value(std::mem::take).unwrap_or_default();
        owners.into_values().for_each(|owner| free(Some(owner)));
    }

    pub fn is_empty(self) -> bool {
        self.files.with(Vec::is_empty)
    }

    pub fn current(self) -> Option<FileDraft> {
        let selected = self.selected.get();
        self.files.with(|files| files.iter().find(|file| Some(file.id) == selected).copied())
    }

    /// What the documents of each file are about.
    pub fn identities(self) -> Vec<Vec<StepId>> {
        let texts = self.files.get().iter().map(|file| file.draft.read()).collect::<Vec<_>>();
        let texts = texts.iter().map(|text| &**text).collect::<Vec<_>>();
        self.planner.try_update_value(|planner| planner.identities(&texts)).unwrap_or_default()
    }

    /// All documents that there are now.
    pub(super) fn known(self) -> BTreeSet<StepId> {
        untrack(|| self.identities()).into_iter().flatten().collect()
    }

    /// Whether it was dropped while something waited for an answer.
    pub fn is_gone(self) -> bool {
        self.run.is_disposed()
    }

    /// Whether closing the window would lose text that is not applied: what differs from what was.
    pub fn is_unsaved(self) -> bool {
        self.settle();
        self.start.with_untracked(|text| !text.trim().is_empty())
            || self.files.with_untracked(|files| files.iter().any(|file| file.draft.is_unsaved()))
    }

    /// Keeps the texts and drops what belongs to a Controller: what became of a run there, and what was ticked in view of
    /// its objects.
    pub fn forget_controller(self) {
        self.put_run_away();
        self.turned.set(None);
        self.turning.set(None);
        self.choices.set(Choices::default());
    }
}

/// Frees what belongs to an owner, once nothing on the screen shows it any more.
pub(super) fn free(owner: Option<Owner>) {
    if let Some(owner) = owner {
        set_timeout(move || owner.cleanup(), Duration::ZERO);
    }
}
