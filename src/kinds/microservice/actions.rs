//! What can be done to a microservice from its page: start or stop, rebuild, delete. Each is asked about first.

use std::rc::Rc;

use client::permissions::{Resource, Verb};
use leptos::prelude::*;
use plan::act::{Act, Preview};

use super::detail::Found;
use crate::address::{Address, Step};
use crate::api::Api;
use crate::controllers::Controllers;
use crate::live::Live;
use crate::resource::confirm::{Asked, Confirm, Question};
use crate::routes::Page;
use crate::session::Session;
use crate::ui::icon::{Glyph, Icon};

/// The buttons, for the page's head.
#[component]
pub fn Actions(found: Memo<Option<Found>>) -> impl IntoView {
    let asked = Asked::new_local(None);
    // Drawn anew only when another act is offered: a refresh takes no button from under the pointer.
    let active = Memo::new(move |_| found.with(|found| Some(found.as_ref()?.microservice.is_activated)));
    let buttons = move || {
        active.get().map(|active| {
            let run = if active { Act::Stop } else { Act::Start };
            [Act::Rebuild, run, Act::Delete].map(|act| view! { <ActButton act found asked /> })
        })
    };
    view! {
        {buttons}
        <Confirm asked />
    }
}

#[component]
fn ActButton(act: Act, found: Memo<Option<Found>>, asked: Asked) -> impl IntoView {
    let why = why_not(act);
    let question = asker(act);
    let press = move |_| {
        if why.with_untracked(Option::is_none) {
            asked.set(found.get_untracked().map(|found| question.run(found)));
        }
    };
    let (icon, text) = match act {
        Act::Start => (Icon::Play, "Start"),
        Act::Stop => (Icon::Stop, "Stop"),
        Act::Rebuild => (Icon::Again, "Rebuild"),
        Act::Delete => (Icon::Trash, "Delete"),
    };
    let reason = format!("why-not-{}", act.verb());
    let described = reason.clone();
    view! {
        <button
            type="button"
            class="btn"
            aria-disabled=move || why.with(Option::is_some).to_string()
            aria-describedby=described
            title=move || why.get()
            on:click=press
        >
            <Glyph icon />
            {text}
        </button>
        <span class="quietly" id=reason>
            {move || why.get()}
        </span>
    }
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
fn asker(act: Act) -> Callback<Found, Question> {
    let (api, live, address) = (expect_context::<Api>(), expect_context::<Live>(), expect_context::<Address>());
    let gone = Callback::new(move |()| {
        if act == Act::Delete {
            address.go(&Page::Microservices.path(), Step::Forward);
        }
    });
    Callback::new(move |found: Found| {
        let microservice = &found.microservice;
        let all = live.microservices.rows_untracked();
        let Preview { effects, dependents, command } =
            act.preview(microservice, found.agent.as_deref(), all.iter().map(AsRef::as_ref));
        let (name, uuid) = (microservice.name.clone(), microservice.uuid.clone());
        let (verb, done) = words(act);
        Question {
            title: format!("{verb} {name}?"),
            effects,
            dependents: depended(act, &dependents),
            command,
            button: verb,
            grave: act == Act::Delete,
            done: format!("{name} {done}"),
            name,
            run: Rc::new(move || {
                let uuid = uuid.clone();
                Box::pin(async move { act.carry_out(&api.client(), &uuid).await })
            }),
            after: gone,
        }
    })
}

/// What the button says, and what is true afterwards: the agent does its part in its own time.
fn words(act: Act) -> (&'static str, &'static str) {
    match act {
        Act::Start => ("Start", "was started. Its agent will run it."),
        Act::Stop => ("Stop", "was stopped. Its agent will end it."),
        Act::Rebuild => ("Rebuild", "will be made again by its agent."),
        Act::Delete => ("Delete", "was deleted."),
    }
}

/// Only a deletion takes something from others for good.
fn depended(act: Act, dependents: &[String]) -> Option<String> {
    (act == Act::Delete && !dependents.is_empty())
        .then(|| format!("They reach it by its name and will no longer: {}.", dependents.join(", ")))
}
