//! Texts of forms that were left open: coming back finds them as they were. In memory only; they may hold passwords.

use std::collections::HashMap;

use leptos::prelude::*;

use crate::deploy::workspace::Workspace;
use crate::live::Lookup;

/// The drafts of forms by what they are about.
#[derive(Clone, Copy)]
pub struct OpenDrafts {
    open: StoredValue<HashMap<String, Workspace>>,
    owner: StoredValue<Owner>,
}

impl OpenDrafts {
    pub fn provide() {
        let owner = StoredValue::new(Owner::current().unwrap_or_default());
        provide_context(Self { open: StoredValue::new(HashMap::new()), owner });
    }

    /// The draft that was left open under `key`, or a new one of `text`. A draft that was applied, or that nobody
    /// changed, is made anew: the Controller may have moved on.
    pub fn open(self, key: &str, file: &str, text: &str, lookup: Lookup) -> Workspace {
        let left = self.open.with_value(|open| open.get(key).copied());
        if let Some(left) = left.filter(|left| left.is_unsaved()) {
            return left;
        }
        let workspace = self.owner.with_value(|owner| owner.with(Workspace::new));
        workspace.add(file, text.to_owned(), lookup);
        self.open.update_value(|open| {
            open.insert(key.to_owned(), workspace);
        });
        workspace
    }

    /// Whether closing the window would lose something.
    pub fn any_unsaved(self) -> bool {
        self.open.with_value(|open| open.values().any(|workspace| workspace.is_unsaved()))
    }
}
