//! What can be done to an application from its page: start or stop, delete. Each is asked about first.

use std::rc::Rc;

use client::permissions::Verb;
use leptos::prelude::*;
use model::{Kind, Lists};
use plan::act::{Removal, Switch};

use super::page::One;
use crate::api::Api;
use crate::live::source;
use crate::resource::action::{Action, Does};
use crate::resource::confirm::{Asker, Question};
use crate::resource::dependents::Wanted;
use crate::resource::object_page::Found;
use crate::resource::remove::{pause, remove};
use crate::resource::row::refusal;
use crate::ui::icon::Icon;

/// What can be done to it.
pub fn actions(found: Found<One>) -> Vec<Action> {
    let is = move |active: bool| {
        Signal::derive(move || {
            found.with(|found| found.as_ref().is_some_and(|one| one.application.is_activated == active))
        })
    };
    let why = refusal(Kind::Application, Verb::Change);
    let switch = move |switch: Switch, icon, text, shown| {
        let does = Does::Ask(asker(switch, text, found));
        Action { icon, text, shown, why: why.into(), does, grave: false }
    };
    let removal = Callback::new(move |lists: Lists| {
        let application = found.get_untracked()?.application;
        let removal = Removal::of_application(&application, lists.microservices.known());
        Some((application.name.clone(), removal))
    });
    let there = Signal::derive(move || found.with(Option::is_some));
    vec![
        switch(Switch::Stop, Icon::Stop, "Stop", is(true)),
        switch(Switch::Start, Icon::Play, "Start", is(false)),
        remove(Kind::Application, there, members_of(found), removal),
    ]
}

/// Its microservices tell what happens to it.
fn members_of(found: Found<One>) -> Callback<(), Wanted> {
    Callback::new(move |()| {
        let within = found.with_untracked(|found| found.as_ref().map(|one| one.application.name.clone()));
        // One that is gone leaves nothing to ask about.
        let lists: &[_] = if within.is_some() { &[source::MICROSERVICES] } else { &[] };
        Wanted { lists, within }
    })
}

/// Makes the question about turning the switch.
fn asker(switch: Switch, text: &'static str, found: Found<One>) -> Asker {
    let api = expect_context::<Api>();
    let question = Callback::new(move |lists: Lists| {
        let application = found.get_untracked()?.application;
        let name = application.name.clone();
        let done = if switch == Switch::Start { "started" } else { "stopped" };
        Some(Question {
            title: format!("{text} {name}?"),
            preview: switch.preview(&application, lists.microservices.known()),
            obstacle: None,
            button: text,
            grave: false,
            done: format!("{name} was {done}. The agents do their part."),
            run: Rc::new({
                let name = name.clone();
                move || {
                    let name = name.clone();
                    Box::pin(async move { switch.carry_out(&api.client(), &name, pause).await })
                }
            }),
            name,
            after: Callback::new(|()| ()),
        })
    });
    Asker { wanted: members_of(found), question }
}
