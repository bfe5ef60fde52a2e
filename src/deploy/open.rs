//! Texts of forms that were left open: coming back finds them as they were. In memory only; they may hold passwords, so
//! each goes when nobody looks at it and it holds nothing that is not safe elsewhere.

use std::collections::HashMap;
use std::time::Duration;

use client::BaseUrl;
use leptos::prelude::*;

use crate::controllers::Controllers;
use crate::deploy::workspace::Workspace;
use crate::live::Lookup;

/// A form's workspace, and what it lives by.
struct Left {
    workspace: Workspace,
    owner: Owner,
    /// How many pages show it now.
    shown: usize,
}

type Key = (BaseUrl, String);

/// The drafts of forms by Controller and by what they are about there.
#[derive(Clone, Copy)]
pub struct OpenDrafts {
    controllers: Controllers,
    open: StoredValue<HashMap<Key, Left>>,
    owner: StoredValue<Owner>,
}

impl OpenDrafts {
    pub fn provide(controllers: Controllers) {
        let owner = StoredValue::new(Owner::current().unwrap_or_default());
        provide_context(Self { controllers, open: StoredValue::new(HashMap::new()), owner });
    }

    /// The draft that was left open under `key`, or a new one of `text`, for as long as the caller is on the screen. A
    /// draft that was applied, or that nobody changed, is made anew: the Controller may have moved on. `is_object` says
    /// that the text describes an object, not only how one could begin.
    pub fn open(self, key: &str, file: &str, text: &str, is_object: bool, lookup: Lookup) -> Workspace {
        let key = (self.controllers.current_untracked(), key.to_owned());
        let left = self
            .open
            .with_value(|open| open.get(&key).filter(|left| left.is_needed()).map(|left| left.workspace));
        let workspace = left.unwrap_or_else(|| {
            let (owner, workspace) = self.owner.with_value(|owner| {
                let owner = owner.child();
                let workspace = owner.with(Workspace::new);
                (owner, workspace)
            });
            workspace.add_safe(file, text.to_owned(), is_object, lookup);
            let new = Left { workspace, owner, shown: 0 };
            let before = self.open.try_update_value(|open| open.insert(key.clone(), new)).flatten();
            before.into_iter().for_each(dispose);
            workspace
        });
        self.hold(key);
        workspace
    }

    /// Whether a changed text was left open under `key`.
    pub fn is_left(self, key: &str) -> bool {
        let key = (self.controllers.current_untracked(), key.to_owned());
        self.open.with_value(|open| open.get(&key).is_some_and(Left::is_needed))
    }

    /// Keeps a draft while the caller is on the screen, and drops it then if nothing would be lost.
    fn hold(self, key: Key) {
        let count = move |key: &Key, by: fn(usize) -> usize| {
            self.open.try_update_value(|open| {
                if let Some(left) = open.get_mut(key) {
                    left.shown = by(left.shown);
                }
            });
        };
        count(&key, |shown| shown + 1);
        on_cleanup(move || {
            count(&key, |shown| shown.saturating_sub(1));
            self.sweep();
        });
    }

    /// Drops every draft that nobody looks at and nobody needs.
    fn sweep(self) {
        self.drop_where(|_, left| left.shown == 0 && !left.is_needed());
    }

    /// Drops the drafts of one Controller: they belonged to who signed out there.
    pub fn forget(self, controller: &BaseUrl) {
        self.drop_where(|(of, _), _| of == controller);
    }

    fn drop_where(self, goes: impl Fn(&Key, &Left) -> bool) {
        let gone = self.open.try_update_value(|open| {
            let keys = open.iter().filter(|(key, left)| goes(key, left)).map(|(key, _)| key.clone());
            let keys = keys.collect::<Vec<_>>();
            keys.iter().filter_map(|key| open.remove(key)).collect::<Vec<_>>()
        });
        gone.into_iter().flatten().for_each(dispose);
    }

    /// Whether requests of a form's run are under way.
    pub fn any_applying(self) -> bool {
        self.open.with_value(|open| open.values().any(|left| left.workspace.is_applying()))
    }

    /// Whether closing the window would lose something.
    pub fn any_unsaved(self) -> bool {
        self.open.with_value(|open| open.values().any(|left| left.workspace.is_unsaved()))
    }
}

impl Left {
    fn is_needed(&self) -> bool {
        self.workspace.is_unsaved() || self.workspace.is_applying()
    }
}

/// Frees a draft and everything that was made of it, once the page that showed it is gone.
fn dispose(left: Left) {
    let owner = left.owner;
    set_timeout(move || owner.cleanup(), Duration::ZERO);
}
