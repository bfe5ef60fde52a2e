//! What can be done to a microservice from its page: start or stop, rebuild, delete. Each is asked about first.

use std::rc::Rc;

use client::permissions::Verb;
use leptos::prelude::*;
use model::Resource;
use plan::act::Act;

use super::detail::Found;
use crate::address::{Address, Step};
use crate::api::Api;
use crate::controllers::Controllers;
use crate::resource::confirm::{AskButton, Asker, Question};
use crate::resource::dependents::{Dependents, Microservices, Wanted};
use crate::resource::refusal::Refusals;
use crate::resource::remove::pause;
use crate::routes::Page;
use crate::session::Session;
use crate::ui::icon::Icon;

/// The buttons, for the page's head. Each is drawn anew only when it is about something else: a refresh takes no button
/// from under the pointer, and no question from the screen.
#[component]
pub fn Actions(found: Memo<Option<Found>>) -> impl IntoView {
    let there = Memo::new(move |_| found.with(Option::is_some));
    let whys = [Act::Rebuild, Act::Stop, Act::Delete].map(|act| why_not(act).into()).to_vec();
    let active = Memo::new(move |_| {
        found.with(|found| found.as_ref().is_some_and(|found| found.microservice.is_activated))
    });
    view! {
        <Show when=move || there.get()>
            <Refusals whys=whys.clone() />
            {button(Act::Rebuild, found)}
            {move || button(if active.get() { Act::Stop } else { Act::Start }, found)}
            {button(Act::Delete, found)}
        </Show>
    }
}

fn button(act: Act, found: Memo<Option<Found>>) -> impl IntoView {
    let (icon, text, _) = words(act);
    view! { <AskButton icon text why=why_not(act) asker=asker(act, found) /> }
}

/// Why this Controller cannot do it, or this role may not.
fn why_not(act: Act) -> Memo<Option<String>> {
    let (session, controllers) = (expect_context::<Session>(), expect_context::<Controllers>());
    let verb = if act == Act::Delete { Verb::Delete } else { Verb::Change };
    Memo::new(move |_| {
        let dialect = controllers.known_dialect(&controllers.current());
        let missing = dialect.as_ref().and_then(|dialect| act.missing_on(dialect));
        missing.or_else(|| session.refuses(Resource::Microservices, verb))
    })
}

/// Makes the question about an act.
fn asker(act: Act, found: Memo<Option<Found>>) -> Asker {
    let (api, address) = (expect_context::<Api>(), expect_context::<Address>());
    let after = Callback::new(move |()| {
        if act == Act::Delete {
            address.go(&Page::Microservices.path(), Step::Forward);
        }
    });
    // Whoever reaches it by its name may be in any application.
    let microservices = if act.takes() { Microservices::All } else { Microservices::None };
    let wanted =
        Callback::new(move |()| Wanted { microservices: microservices.clone(), ..Wanted::default() });
    let question = Callback::new(move |lists: Dependents| {
        let found = found.get_untracked()?;
        let microservice = &found.microservice;
        let (name, uuid) = (microservice.name.clone(), microservice.uuid.clone());
        let (_, button, done) = words(act);
        Some(Question {
            title: format!("{button} {name}?"),
            preview: act.preview(microservice, found.agent.as_deref(), lists.microservices()),
            obstacle: None,
            button,
            grave: act == Act::Delete,
            done: format!("{name} {done}"),
            name,
            run: Rc::new(move || {
                let uuid = uuid.clone();
                Box::pin(async move { act.carry_out(&api.client(), &uuid, pause).await })
            }),
            after,
        })
    });
    Asker { wanted, question }
}

/// The button, and what is true afterwards: the agent does its part in its own time.
fn words(act: Act) -> (Icon, &'static str, &'static str) {
    match act {
        Act::Start => (Icon::Play, "Start", "was started. Its agent will run it."),
        Act::Stop => (Icon::Stop, "Stop", "was stopped. Its agent will end it."),
        Act::Rebuild => (Icon::Again, "Rebuild", "will be made again by its agent."),
        Act::Delete => (Icon::Trash, "Delete", "was deleted."),
    }
}
