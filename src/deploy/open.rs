//! Texts of forms that were left open: coming back finds them as they were. In memory only; they may hold passwords.

use std::collections::HashMap;

use client::BaseUrl;
use leptos::prelude::*;

use crate::controllers::Controllers;
use crate::deploy::workspace::Workspace;
use crate::live::Lookup;

/// The drafts of forms by Controller and by what they are about there.
#[derive(Clone, Copy)]
pub struct OpenDrafts {
    controllers: Controllers,
    open: StoredValue<HashMap<(BaseUrl, String), Workspace>>,
    owner: StoredValue<Owner>,
}

impl OpenDrafts {
    pub fn provide(controllers: Controllers) {
        let owner = StoredValue::new(Owner::current().unwrap_or_default());
        provide_context(Self { controllers, open: StoredValue::new(HashMap::new()), owner });
    }

    /// The draft that was left open under `key`, or a new one of `text`. A draft that was applied, or that nobody
    /// changed, is made anew: the Controller may have moved on.
    pub fn open(self, key: &str, file: &str, text: &str, lookup: Lookup) -> Workspace {
        let key = (self.controllers.current_untracked(), key.to_owned());
        let left = self.open.with_value(|open| open.get(&key).copied());
        if let Some(left) = left.filter(|left| left.is_unsaved()) {
            return left;
        }
        let workspace = self.owner.with_value(|owner| owner.with(Workspace::new));
        workspace.add(file, text.to_owned(), lookup);
        self.open.update_value(|open| {
            open.insert(key, workspace);
        });
        workspace
    }

    /// Whether requests of a form's run are under way.
    pub fn any_applying(self) -> bool {
        self.open.with_value(|open| open.values().any(|workspace| workspace.is_applying()))
    }

    /// Whether closing the window would lose something.
    pub fn any_unsaved(self) -> bool {
        self.open.with_value(|open| open.values().any(|workspace| workspace.is_unsaved()))
    }
}
