//! Texts of forms that were left open: coming back finds them as they were, and those that were kept before. They may hold
//! passwords, so each goes when nobody looks at it and it holds nothing that is not safe elsewhere.

use std::collections::HashMap;
use std::time::Duration;

use client::BaseUrl;
use leptos::prelude::*;

use crate::controllers::Controllers;
use crate::deploy::keep::Keeper;
use crate::deploy::workspace::Workspace;
use crate::live::Lookup;
use crate::session::now_ms;
use crate::ui::toast::Toasts;

/// A form's workspace, and what it lives by.
struct Left {
    workspace: Workspace,
    owner: Owner,
    /// How many pages show it now.
    shown: usize,
}

/// Said when a draft comes back without its secrets.
pub const LEFT_OUT: &str = "Passwords and other secrets were left out; type them again.";

/// As long as it is on the screen that a draft is kept, it need not be said again.
const SAID_FOR_MS: i64 = 8_000;

type Key = (BaseUrl, String);

/// What a form begins with, unless it was begun before.
#[derive(Clone, Copy)]
pub struct Beginning<'a> {
    /// The name that the text would have as a file.
    pub file: &'a str,
    pub text: &'a str,
    /// The text describes an object, and not only how one could begin.
    pub is_object: bool,
}

/// The drafts of forms by Controller and by the address of the form there.
#[derive(Clone, Copy)]
pub struct OpenDrafts {
    controllers: Controllers,
    keeper: Keeper,
    toasts: Toasts,
    open: StoredValue<HashMap<Key, Left>>,
    /// Discarded ones that can still be had back.
    aside: StoredValue<HashMap<u32, (Key, Left)>>,
    /// When it was last said that a draft is kept.
    said: StoredValue<i64>,
    owner: StoredValue<Owner>,
}

impl OpenDrafts {
    pub fn provide(controllers: Controllers) {
        let owner = StoredValue::new(Owner::current().unwrap_or_default());
        let (open, aside) = (StoredValue::new(HashMap::new()), StoredValue::new(HashMap::new()));
        let (keeper, toasts) = (expect_context(), expect_context());
        let said = StoredValue::new(0);
        provide_context(Self { controllers, keeper, toasts, open, aside, said, owner });
    }

    /// The draft that was left open under `key`, or kept, or a new one, for as long as the caller is on the screen. A
    /// draft that was applied, or that nobody changed, is made anew: the Controller may have moved on.
    pub fn open(self, key: &str, begins: Beginning<'_>, lookup: Lookup) -> Workspace {
        let address = key;
        let key = (self.controllers.current_untracked(), key.to_owned());
        let left = self
            .open
            .with_value(|open| open.get(&key).filter(|left| left.is_needed()).map(|left| left.workspace));
        let workspace = left.unwrap_or_else(|| {
            let (owner, workspace) = self.owner.with_value(|owner| {
                let owner = owner.child();
                let workspace = owner.with(|| Workspace::new(Some(address)));
                (owner, workspace)
            });
            self.begin(workspace, address, begins, lookup);
            let new = Left { workspace, owner, shown: 0 };
            let before = self.open.try_update_value(|open| open.insert(key.clone(), new)).flatten();
            before.into_iter().for_each(dispose);
            workspace
        });
        self.hold(key);
        workspace
    }

    /// Fills a form with what was kept of it, or with its beginning.
    fn begin(self, workspace: Workspace, address: &str, begins: Beginning<'_>, lookup: Lookup) {
        let Beginning { file, text, is_object } = begins;
        let Some(record) = self.keeper.take_form(address) else {
            workspace.add_safe(file, text.to_owned(), is_object, lookup);
            if self.keeper.is_form_elsewhere(address) {
                self.toasts.say("A draft of this form is open in another tab. What you change here is a draft of its own.");
            }
            return;
        };
        workspace.bring_back_form(&record, text, (is_object && !text.is_empty()).then_some(text), lookup);
        if record.kept.left_out {
            self.toasts.say(LEFT_OUT);
        }
    }

    /// Whether a changed text was left open under `key`, or kept.
    pub fn is_left(self, key: &str) -> bool {
        if self.keeper.has_form(key) {
            return true;
        }
        let key = (self.controllers.current_untracked(), key.to_owned());
        self.open.with_value(|open| open.get(&key).is_some_and(Left::is_needed))
    }

    /// Whether a form has a draft in this tab.
    pub fn is_open(self, address: &str) -> bool {
        let key = (self.controllers.current_untracked(), address.to_owned());
        self.open.with_value(|open| open.contains_key(&key))
    }

    /// Discards a draft that nobody looks at, so that it can be had back under the number that is the answer.
    pub fn set_aside(self, address: &str) -> Option<u32> {
        let key = (self.controllers.current_untracked(), address.to_owned());
        let left = self.open.try_update_value(|open| open.remove(&key)).flatten()?;
        left.workspace.drafts().iter().for_each(|draft| self.keeper.discard_open(draft));
        self.aside.try_update_value(|aside| {
            let number = aside.keys().max().map_or(0, |last| last + 1);
            aside.insert(number, (key, left));
            number
        })
    }

    /// Takes that back. Where another draft of the form was begun meanwhile, that one gives way to nobody.
    pub fn bring_back(self, aside: u32) {
        let Some((key, left)) = self.aside.try_update_value(|all| all.remove(&aside)).flatten() else {
            return;
        };
        left.workspace.drafts().iter().for_each(|draft| self.keeper.changed(draft));
        let taken = self.open.with_value(|open| open.get(&key).is_some_and(Left::is_needed));
        if taken {
            // It stays among the kept drafts.
            dispose(left);
            return;
        }
        let before = self.open.try_update_value(|open| open.insert(key, left)).flatten();
        before.into_iter().for_each(dispose);
    }

    /// Discards it for good.
    pub fn drop_aside(self, aside: u32) {
        if let Some((_, left)) = self.aside.try_update_value(|all| all.remove(&aside)).flatten() {
            dispose(left);
        }
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
            self.say_kept(&key);
            self.sweep();
        });
    }

    /// Says of a form that is left that nothing of it is lost.
    fn say_kept(self, key: &Key) {
        let left = self
            .open
            .try_with_value(|open| open.get(key).filter(|left| left.shown == 0).map(|left| left.workspace));
        let is_here = self.controllers.current_untracked() == key.0;
        if let Some(Some(workspace)) = left
            && is_here
            && now_ms() - self.said.get_value() > SAID_FOR_MS
            && workspace.is_unsaved()
            && !workspace.is_applying()
        {
            self.said.set_value(now_ms());
            self.toasts.say(if self.keeper.is_in_trouble() {
                "Kept until this tab is closed."
            } else {
                "Kept as a draft."
            });
        }
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

    /// Whether closing the window would lose something that is not kept.
    pub fn any_loses(self) -> bool {
        self.open.with_value(|open| open.values().any(|left| left.workspace.loses()))
    }
}

impl Left {
    fn is_needed(&self) -> bool {
        self.workspace.is_unsaved() || self.workspace.is_applying()
    }
}

/// Frees a draft and everything that was made of it, once the page that showed it is gone.
fn dispose(left: Left) {
    left.workspace.leave_drafts();
    let owner = left.owner;
    set_timeout(move || owner.cleanup(), Duration::ZERO);
}
