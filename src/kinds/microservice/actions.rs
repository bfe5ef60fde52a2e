//! What can be done to a microservice from its page: start or stop, rebuild, delete. Each is asked about first.

use std::rc::Rc;

use client::permissions::Verb;
use leptos::prelude::*;
use model::{Kind, Lists};
use plan::act::Act;

use super::page::One;
use crate::api::Api;
use crate::controllers::Controllers;
use crate::live::source;
use crate::resource::action::{Action, Does};
use crate::resource::confirm::{Asker, Question};
use crate::resource::dependents::Wanted;
use crate::resource::object_page::Found;
use crate::resource::remove::{leave_page, pause};
use crate::session::Session;
use crate::ui::icon::Icon;

/// What can be done to it.
pub fn actions(found: Found<One>) -> Vec<Action> {
    let is = move |active: bool| {
        Signal::derive(move || {
            found.with(|found| found.as_ref().is_some_and(|one| one.microservice.is_switched_on() == active))
        })
    };
    let there = Signal::derive(move || found.with(Option::is_some));
    let action = move |act: Act, shown| {
        let (icon, text, _) = words(act);
        Action {
            icon,
            text,
            shown,
            why: why_not(act).into(),
            does: Does::Ask(asker(act, found)),
            grave: act == Act::Delete,
        }
    };
    vec![
        action(Act::Rebuild, there),
        action(Act::Stop, is(true)),
        action(Act::Start, is(false)),
        action(Act::Delete, there),
    ]
}

/// Why this Controller cannot do it, or this role may not.
fn why_not(act: Act) -> Memo<Option<String>> {
    let (session, controllers) = (expect_context::<Session>(), expect_context::<Controllers>());
    let verb = if act == Act::Delete { Verb::Delete } else { Verb::Change };
    Memo::new(move |_| {
        let capabilities = controllers.current_capabilities();
        let missing = capabilities.as_ref().and_then(|capabilities| act.missing_on(capabilities));
        missing.or_else(|| session.refuses(Kind::Microservice.resource(), verb))
    })
}

/// Makes the question about an act.
fn asker(act: Act, found: Found<One>) -> Asker {
    let api = expect_context::<Api>();
    let leave = leave_page(Kind::Microservice);
    let after = Callback::new(move |()| {
        if act == Act::Delete {
            leave.run(());
        }
    });
    // Whoever reaches it by its name may be in any application.
    let lists: &[_] = if act.takes() { &[source::MICROSERVICES] } else { &[] };
    let wanted = Callback::new(move |()| Wanted::all(lists));
    let question = Callback::new(move |lists: Lists| {
        let found = found.get_untracked()?;
        let microservice = &found.microservice;
        let (name, uuid) = (microservice.name.clone(), microservice.uuid.clone());
        let (_, button, done) = words(act);
        Some(Question {
            title: format!("{button} {name}?"),
            preview: act.preview(microservice, found.agent.as_deref(), lists.microservices.known()),
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
        Act::Rebuild => (Icon::Again, "Rebuild", "will be rebuilt by its agent."),
        Act::Delete => (Icon::Trash, "Delete", "was deleted."),
    }
}
