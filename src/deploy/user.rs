//! Whose the open texts are: they belong to a user and a Controller. Signing out takes them away in the tab where that is
//! done, and where it can be asked; the other tabs keep them unseen until somebody signs in, and somebody else gets none; what was rescued when the console stopped goes back to who wrote it.

use client::BaseUrl;
use leptos::prelude::*;

use crate::address::{Address, Step};
use crate::controllers::Controllers;
use crate::deploy::open::OpenDrafts;
use crate::deploy::workspace::Workspace;
use crate::live::Lookup;
use crate::resource::spare::{self, Rescued};
use crate::routes::Page;
use crate::session::{Phase, Session};
use crate::ui::toast::{Offer, Toasts};

/// Follows who is signed in at the Controller of this tab.
pub fn mind() {
    let (controllers, session) = (expect_context::<Controllers>(), expect_context::<Session>());
    let (workspace, drafts) = (expect_context::<Workspace>(), expect_context::<OpenDrafts>());
    let (lookup, toasts) = (expect_context::<Lookup>(), expect_context::<Toasts>());
    let found = found();
    let last = StoredValue::new(None::<(BaseUrl, Option<String>)>);
    let forget = move |controller: &BaseUrl| {
        workspace.clear();
        drafts.forget(controller);
    };
    Effect::new(move |_| {
        let (controller, user) = (controllers.current(), session.user());
        match session.phase() {
            // It ended by itself: who was at work comes back.
            Phase::Ended => {}
            Phase::Out => {
                toasts.clear();
                // At the start nobody was in, and what was rescued waits. Nobody is in at another Controller yet when the
                // tab turns there; the texts come along.
                let was_in = last.with_value(|last| last.as_ref().is_some_and(|(of, _)| *of == controller));
                if was_in && session.was_left_here() {
                    forget(&controller);
                    last.set_value(None);
                }
            }
            Phase::In => {
                let another = last.with_value(|last| {
                    last.as_ref().is_some_and(|(of, before)| *of == controller && *before != user)
                });
                if another {
                    toasts.clear();
                    forget(&controller);
                }
                let whose = format!("{} {}", controller.short(), user.as_deref().unwrap_or_default());
                last.set_value(Some((controller, user)));
                if let Some(rescued) = spare::rescued() {
                    spare::taken();
                    if rescued.of == whose {
                        untrack(|| take_up(rescued, workspace, lookup, found));
                    }
                }
                spare::belong_to(whose);
            }
        }
    });
}

/// Says that texts were found, with the way to them.
fn found() -> Callback<bool> {
    let (toasts, address) = (expect_context::<Toasts>(), expect_context::<Address>());
    Callback::new(move |without_secrets: bool| {
        let secrets =
            if without_secrets { " Passwords and other secrets were left out; type them again." } else { "" };
        let said =
            format!("What you were writing when the console stopped is in the deploy workspace.{secrets}");
        let offer = Offer {
            label: "Show it",
            take: std::sync::Arc::new(move || address.go(&Page::Deploy.path(), Step::Forward)),
            lapse: std::sync::Arc::new(|| ()),
        };
        toasts.offer(said, offer);
    })
}

fn take_up(rescued: Rescued, workspace: Workspace, lookup: Lookup, found: Callback<bool>) {
    let without_secrets = rescued.texts.iter().any(|text| text.without_secrets);
    for text in rescued.texts {
        workspace.add(&text.name, text.text, lookup);
    }
    found.run(without_secrets);
}
