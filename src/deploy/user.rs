//! Whose the open texts are: they belong to a user and a Controller. Signing out takes them off the screen in the tab where
//! that is done, and keeps them; the other tabs have them unseen until somebody signs in, and somebody else gets none. Who
//! signs in gets back what was kept, and what was rescued when the console stopped.

use std::collections::HashMap;

use client::BaseUrl;
use leptos::prelude::*;

use crate::address::{Address, Step};
use crate::controllers::Controllers;
use crate::deploy::keep::{Back, Keeper, record};
use crate::deploy::open::{LEFT_OUT, OpenDrafts};
use crate::deploy::workspace::Workspace;
use crate::live::Lookup;
use crate::resource::spare::{self, Spare};
use crate::routes::{Page, draft_in};
use crate::session::{Phase, Session};
use crate::ui::toast::{Offer, Toasts};

/// Who was in last, and whose the files of the workspace are.
#[derive(Default)]
struct Last {
    users: HashMap<BaseUrl, Option<String>>,
    files: Option<(BaseUrl, Option<String>)>,
}

/// Follows who is signed in at the Controller of this tab.
pub fn mind() {
    let (controllers, session) = (expect_context::<Controllers>(), expect_context::<Session>());
    let (toasts, keeper) = (expect_context::<Toasts>(), expect_context::<Keeper>());
    let texts = Texts::here();
    let last = StoredValue::new(Last::default());
    Effect::new(move |_| {
        let (controller, user) = (controllers.current(), session.user());
        match session.phase() {
            // It ended by itself: who was at work comes back.
            Phase::Ended => {}
            Phase::Out => {
                toasts.clear();
                // At the start nobody was in, and what was rescued waits. Nobody is in at another Controller yet when the
                // tab turns there; the files come along.
                let was_in = last.with_value(|last| last.users.contains_key(&controller));
                if was_in && session.was_left_here() {
                    untrack(|| texts.leave(&controller));
                    last.update_value(|last| {
                        last.users.remove(&controller);
                        last.files = None;
                    });
                    keeper.end();
                }
            }
            Phase::In => {
                let before = last.with_value(|last| last.users.get(&controller).cloned());
                if before.is_some_and(|before| before != user) {
                    toasts.clear();
                    untrack(|| texts.leave(&controller));
                }
                let owner = record::owner(&controller.short(), user.as_deref());
                let files = last.with_value(|last| last.files.clone());
                if let Some((of, whose)) = files {
                    untrack(|| match (of == controller, whose == user) {
                        (true, _) => {}
                        (false, true) => keeper.move_to(&texts.workspace.drafts(), &owner),
                        (false, false) => texts.workspace.clear(),
                    });
                }
                last.update_value(|last| {
                    last.users.insert(controller.clone(), user.clone());
                    last.files = Some((controller, user));
                });
                untrack(|| keeper.begin(&owner, spares_of(&owner), texts.back()));
                spare::belong_to(owner);
            }
        }
    });
}

/// What was rescued of this owner's. Somebody else's goes: nobody else may ever see it.
fn spares_of(owner: &str) -> Vec<Spare> {
    let rescued = spare::rescued();
    spare::taken();
    rescued.filter(|rescued| rescued.of == owner).map(|rescued| rescued.texts).unwrap_or_default()
}

/// Where texts are.
#[derive(Clone, Copy)]
struct Texts {
    workspace: Workspace,
    forms: OpenDrafts,
    lookup: Lookup,
    toasts: Toasts,
    address: Address,
    found: Callback<bool>,
}

impl Texts {
    fn here() -> Self {
        Self {
            workspace: expect_context(),
            forms: expect_context(),
            lookup: expect_context(),
            toasts: expect_context(),
            address: expect_context(),
            found: found(),
        }
    }

    /// Lets go of the texts of who leaves.
    fn leave(self, controller: &BaseUrl) {
        self.workspace.clear();
        self.forms.forget(controller);
    }

    /// What becomes of what comes back.
    fn back(self) -> Callback<Back> {
        Callback::new(move |back: Back| {
            let Back { files, rescued, lost } = back;
            self.workspace.bring_back(&files, self.lookup);
            // The one that the address is about is looked at.
            if let Some(draft) = draft_in(&self.address.path_untracked()) {
                self.workspace.select(&draft);
            }
            for text in &lost {
                self.workspace.add(&text.name, text.text.clone(), self.lookup);
            }
            let left_out = files.iter().any(|file| file.kept.left_out);
            match rescued {
                Some(spared) => self.found.run(spared || left_out),
                // Elsewhere it would seem to be about that page; there it is said at each document anyway.
                None if left_out && Page::parse(&self.address.path_untracked()) == Some(Page::Deploy) => {
                    self.toasts.say(LEFT_OUT);
                }
                None => {}
            }
        })
    }
}

/// Says that texts were found, with the way to them.
fn found() -> Callback<bool> {
    let (toasts, address) = (expect_context::<Toasts>(), expect_context::<Address>());
    Callback::new(move |without_secrets: bool| {
        let secrets = if without_secrets { format!(" {LEFT_OUT}") } else { String::new() };
        let said = format!("What you were writing when the console stopped is kept as a draft.{secrets}");
        let offer = Offer {
            label: "Show it",
            take: std::sync::Arc::new(move || address.go(&Page::Deploy.path(), Step::Forward)),
            lapse: std::sync::Arc::new(|| ()),
        };
        toasts.offer(said, offer);
    })
}
