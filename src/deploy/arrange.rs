//! The files of a workspace among themselves: what they are called, their order, and which of them a new one is like.

use leptos::prelude::*;
use manifest::{Manifest, without_secrets};

use crate::deploy::file_name::free;
use crate::deploy::workspace::{FileDraft, Workspace};
use crate::live::Lookup;
use crate::resource::kept::Kept;

/// What a file that comes finds under its name.
pub enum Met {
    Nothing,
    /// It is here already, exactly so.
    Same(FileDraft),
    /// It is here already but for its secrets, which were left out when it was kept.
    Lacking(FileDraft),
    /// A file with another text. The one that is about the same objects, if there is one: then it is an older state.
    Other {
        file: FileDraft,
        is_older: bool,
    },
}

impl Workspace {
    /// Looks for an open file of this name.
    pub fn meet(self, name: &str, text: &str) -> Met {
        let mut files = self.files.get_untracked();
        files.retain(|file| file.name.get_value() == name);
        let is_same = |file: &&FileDraft| file.draft.with_untracked(|manifest| manifest.text() == text);
        let Some(first) = files.first().copied() else { return Met::Nothing };
        if let Some(same) = files.iter().find(is_same) {
            return Met::Same(*same);
        }
        let spared = without_secrets(text).0;
        let lacks = |file: &&FileDraft| {
            untrack(|| file.draft.lacks_secrets())
                && file.draft.with_untracked(|manifest| manifest.text() == spared)
        };
        if let Some(lacking) = files.iter().find(lacks) {
            return Met::Lacking(*lacking);
        }
        let ids = |manifest: &Manifest| plan::identities([manifest]).concat();
        let about = ids(&Manifest::parse(text));
        let is_older = |old: &Manifest| ids(old).iter().any(|id| !id.key().is_empty() && about.contains(id));
        let older = files.into_iter().find(|file| file.draft.with_untracked(is_older));
        Met::Other { file: older.unwrap_or(first), is_older: older.is_some() }
    }

    /// Takes in a text of somebody else. `lacks`: secrets were left out of it, which are missed until somebody types them.
    pub fn add_shared(self, name: &str, text: String, lacks: bool, lookup: Lookup) {
        let kept = Kept { text: text.clone(), left_out: lacks, ..Kept::default() };
        self.add(name, text, lookup);
        if let Some(file) = self.files.with_untracked(|files| files.last().copied()) {
            file.draft.take_up(&kept, None);
        }
    }

    /// The name for a file that comes: its own, or a like one that no open file has.
    pub fn free_name(self, name: &str) -> String {
        let names = self.names_but(None);
        free(name, |name| names.iter().any(|other| other == name))
    }

    /// What all files are called, but one.
    pub fn names_but(self, file: Option<FileDraft>) -> Vec<String> {
        let files = self.files.get_untracked().into_iter().filter(|other| Some(*other) != file);
        files.map(|file| file.name.get_value()).collect()
    }

    pub fn rename(self, file: FileDraft, name: String) {
        if file.name.get_value() != name {
            file.draft.is_called(&name);
            file.name.set(name);
            self.forget_run();
            self.keeper.changed(&file.kept_as.get_value());
        }
    }

    /// Where a file stands.
    pub fn place_of(self, file: FileDraft) -> Option<usize> {
        self.files.with(|files| files.iter().position(|other| *other == file))
    }

    /// Gives a file another place; behind the last one is the end.
    pub fn move_to(self, file: FileDraft, place: usize) {
        let from = self.files.with_untracked(|files| files.iter().position(|other| *other == file));
        let last = self.files.with_untracked(Vec::len).saturating_sub(1);
        let place = place.min(last);
        let Some(from) = from.filter(|from| *from != place) else { return };
        self.files.update(|files| {
            let file = files.remove(from);
            files.insert(place, file);
        });
        self.forget_run();
        // The order is kept as a place in each of them.
        self.drafts().iter().for_each(|draft| self.keeper.changed(draft));
    }
}
