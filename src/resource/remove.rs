//! Deleting an object from its page, asking first.

use std::rc::Rc;
use std::time::Duration;

use client::permissions::Verb;
use leptos::prelude::*;
use model::{Kind, Lists};
use plan::act::Removal;

use crate::address::{Address, Step};
use crate::api::Api;
use crate::live::sleep;
use crate::resource::action::{Action, Does};
use crate::resource::confirm::{Asker, Question};
use crate::resource::dependents::Wanted;
use crate::resource::row::refusal;
use crate::routes::Page;
use crate::ui::icon::Icon;

/// The action that deletes an object; when it is done, one is at the list.
pub fn remove(
    kind: Kind,
    shown: Signal<bool>,
    // The lists that tell who depends on the object.
    wanted: Callback<(), Wanted>,
    // The object's name and what deleting it would set off; `None` when it is gone.
    removal: Callback<Lists, Option<(String, Removal)>>,
) -> Action {
    let api = expect_context::<Api>();
    let after = leave_page(kind);
    let question = Callback::new(move |lists: Lists| {
        let (name, Removal { target, obstacle, preview }) = removal.run(lists)?;
        Some(Question {
            title: format!("Delete {name}?"),
            preview,
            obstacle,
            button: "Delete",
            grave: true,
            done: format!("{name} was deleted."),
            name,
            run: Rc::new(move || {
                let target = target.clone();
                Box::pin(async move { target.carry_out(&api.client(), pause).await })
            }),
            after,
        })
    });
    let why = refusal(kind, Verb::Delete).into();
    Action {
        icon: Icon::Trash,
        text: "Delete",
        shown,
        why,
        does: Does::Ask(Asker { wanted, question }),
        grave: true,
    }
}

/// Goes from the page of an object that is no more to the list; whoever is there already keeps what they filtered.
pub fn leave_page(kind: Kind) -> Callback<()> {
    let address = expect_context::<Address>();
    let list = Page::List(kind).path();
    Callback::new(move |()| {
        if address.path_untracked() != list {
            address.go(&list, Step::Forward);
        }
    })
}

/// Between two looks at what a lost answer was about.
pub async fn pause(ms: u32) {
    sleep(Duration::from_millis(ms.into())).await;
}
