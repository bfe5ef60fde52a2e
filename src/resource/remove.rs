//! The button that deletes an object from its page, asking first.

use std::rc::Rc;
use std::time::Duration;

use client::permissions::Verb;
use leptos::prelude::*;
use model::Resource;
use plan::act::Removal;

use crate::address::{Address, Step};
use crate::api::Api;
use crate::live::sleep;
use crate::resource::confirm::{AskButton, Asker, Question};
use crate::resource::dependents::{Dependents, Wanted};
use crate::resource::refusal::Refusals;
use crate::routes::Page;
use crate::session::Session;
use crate::ui::icon::Icon;

#[component]
pub fn Remove(
    resource: Resource,
    /// The lists that tell who depends on the object.
    wanted: Callback<(), Wanted>,
    /// The object's name and what deleting it would set off; `None` when it is gone.
    removal: Callback<Dependents, Option<(String, Removal)>>,
    /// Where one is when it is done.
    back: Page,
) -> impl IntoView {
    let (api, address, session) =
        (expect_context::<Api>(), expect_context::<Address>(), expect_context::<Session>());
    let why = Memo::new(move |_| session.refuses(resource, Verb::Delete));
    let after = Callback::new(move |()| address.go(&back.path(), Step::Forward));
    let question = Callback::new(move |lists: Dependents| {
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
    view! {
        <Refusals whys=vec![why.into()] />
        <AskButton icon=Icon::Trash text="Delete" why asker=Asker { wanted, question } />
    }
}

/// Between two looks at what a lost answer was about.
pub async fn pause(ms: u32) {
    sleep(Duration::from_millis(ms.into())).await;
}
