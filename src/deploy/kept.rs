//! What of a workspace is kept, and how it comes back.

use std::rc::Rc;

use leptos::prelude::*;

use crate::deploy::keep::Snapshot;
use crate::deploy::keep::record::{Place, Record};
use crate::deploy::workspace::{FileDraft, Workspace};
use crate::live::Lookup;
use crate::resource::kept::{Kept, restored};

impl Workspace {
    /// Keeps a file as long as the present owner lives.
    pub(super) fn keep(self, file: FileDraft) {
        let id = file.kept_as.get_value();
        file.draft.is_kept_as(&id);
        let snap = move || {
            let at = self.files.try_with(|files| files.iter().position(|other| *other == file))??;
            let place = self.form.get_value().map_or(Place::Workspace(at), Place::Form);
            let kept = Kept { begun: file.begun.kept(), ..file.draft.kept()? };
            Some(Snapshot { place, name: file.name.get_value(), kept })
        };
        self.keeper.follow(&id, Rc::new(snap));
        let changed = id.clone();
        Effect::new(move |before: Option<()>| {
            file.draft.follow_changes();
            if before.is_some() {
                self.keeper.changed(&changed);
            }
        });
        on_cleanup(move || self.keeper.leave(&id));
    }

    /// Keeps what is begun in the empty workspace, as the file that it will become.
    pub(super) fn keep_start(self) {
        self.follow_start();
        Effect::new(move |before: Option<()>| {
            self.start.with(|_| ());
            if before.is_some() {
                self.start_as.with_value(|id| self.keeper.changed(id));
            }
        });
    }

    /// Begins another text there: what was begun before is somebody else's.
    fn follow_start(self) {
        let id = self.keeper.id();
        let snap = move || {
            let begun = self.start.try_get().filter(|begun| !begun.trim().is_empty())?;
            let (place, name) = (Place::Workspace(0), "pasted.yaml".to_owned());
            Some(Snapshot { place, name, kept: Kept::of(&begun) })
        };
        self.keeper.follow(&id, Rc::new(snap));
        self.start_as.set_value(id);
    }

    /// Lets go of all drafts: they are kept, and open here no more.
    pub(super) fn leave_drafts(self) {
        self.keeper.finish(&self.drafts());
        if self.form.with_value(Option::is_none) {
            self.follow_start();
        }
    }

    /// Whether closing the window would lose something: text that the browser does not keep, or secrets that it may not
    /// keep.
    pub fn loses(self) -> bool {
        self.settle();
        let in_trouble = self.keeper.is_in_trouble();
        let start = self.start.with_untracked(|text| {
            !text.trim().is_empty() && (in_trouble || manifest::without_secrets(text).1)
        });
        let loses = |file: &FileDraft| file.draft.is_unsaved() && (in_trouble || file.draft.holds_secrets());
        start || self.files.with_untracked(|files| files.iter().any(loses))
    }

    /// What all drafts are kept as.
    pub fn drafts(self) -> Vec<String> {
        let start = Some(self.start_as.get_value()).filter(|id| !id.is_empty());
        let files = self.files.get_untracked().into_iter().map(|file| file.kept_as.get_value());
        start.into_iter().chain(files).collect()
    }

    /// The file of a draft.
    pub fn file_of(self, draft: &str) -> Option<FileDraft> {
        let is_its = |file: &&FileDraft| file.kept_as.with_value(|own| own == draft);
        self.files.with_untracked(|files| files.iter().find(is_its).copied())
    }

    /// Selects the file of a draft; false where there is none.
    pub fn select(self, draft: &str) -> bool {
        let file = self.file_of(draft);
        if let Some(file) = file {
            self.selected.set(Some(file.id));
        }
        file.is_some()
    }

    /// Brings files back that were kept, before those that are here by now. Nothing that is looked at gives way.
    pub fn bring_back(self, records: &[Record], lookup: Lookup) {
        if records.is_empty() {
            return;
        }
        self.take_start(lookup);
        let files = records.iter().map(|record| self.brought_back(record, None, lookup)).collect::<Vec<_>>();
        let first = files.first().map(|file| file.id);
        self.files.update(|all| _ = all.splice(0..0, files).count());
        self.selected.update(|selected| *selected = selected.or(first));
        self.forget_run();
    }

    /// Brings the text of a form back. `now`: the text of its object as it is, where it is about one.
    pub(super) fn bring_back_form(self, record: &Record, begun: &str, now: Option<&str>, lookup: Lookup) {
        let file = self.brought_back(record, now, lookup);
        file.draft.is_safe([begun.to_owned()]);
        self.files.set(vec![file]);
        self.selected.set(Some(file.id));
    }

    fn brought_back(self, record: &Record, now: Option<&str>, lookup: Lookup) -> FileDraft {
        let text = restored(&record.kept, now);
        let file = self.file(&record.name, text, Some(&record.id), lookup);
        file.draft.take_up(&record.kept, now);
        file.begun.take_up(&record.kept.begun);
        file.draft.keep_spare();
        self.keeper.is_kept(&record.id, Some(record.clone()));
        file
    }
}
