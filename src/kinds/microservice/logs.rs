//! The log of a microservice as its agent sends it, the last lines first.

use client::permissions::Verb;
use client::sockets;
use client::stream::Stream;
use leptos::prelude::*;
use model::Resource;

use super::output::{Output, OutputPane, log_address};
use super::page::One;
use crate::api::Api;
use crate::controllers::Controllers;
use crate::resource::object_page::Found;
use crate::session::Session;
use crate::ui::alive::alive_value;
use crate::ui::notice::Notice;
use crate::ui::state::Tone;

/// How many lines of the past can be asked for; the first is what a page begins with.
const TAILS: [u32; 4] = [100, 500, 1_000, 5_000];

#[component]
pub fn LogsView(found: Found<One>) -> impl IntoView {
    let why = why_not(Resource::Logs, Verb::Read);
    move || match why.get() {
        Some(why) => refused("Logs are not available", why).into_any(),
        None => view! { <Log found /> }.into_any(),
    }
}

/// Why this Controller, or this role, has no such socket.
pub fn why_not(resource: Resource, verb: Verb) -> Memo<Option<String>> {
    let (session, controllers) = (expect_context::<Session>(), expect_context::<Controllers>());
    Memo::new(move |_| {
        let capabilities = controllers.known_capabilities(&controllers.current());
        capabilities.as_ref().and_then(sockets::missing_on).or_else(|| session.refuses(resource, verb))
    })
}

/// What stands in place of a view that the role does not allow.
pub fn refused(title: &'static str, why: String) -> impl IntoView {
    view! {
        <Notice tone=Tone::Warn title>
            <p>{why}</p>
        </Notice>
    }
}

#[component]
fn Log(found: Found<One>) -> impl IntoView {
    let (api, session) = (expect_context::<Api>(), expect_context::<Session>());
    let output = Output::new(Stream::persistent());
    let tail = RwSignal::new(TAILS[0]);
    let followed = StoredValue::new(String::new());
    let start = move || {
        // A microservice that was made anew has the same name and another id.
        let uuid = found.with_untracked(|found| found.as_ref().map(|found| found.microservice.uuid.clone()));
        if let Some(uuid) = uuid {
            output.clear();
            output.begin();
            output.connect(&api.client(), session, log_address(&uuid, tail.get_untracked(), None));
            followed.set_value(uuid);
        }
    };
    start();
    output.when_lost(move |since| {
        // Everything that was written meanwhile, or as much as there was at first where nobody knows since when.
        let lines = if since.is_some() { TAILS[TAILS.len() - 1] } else { tail.get_untracked() };
        output.connect(&api.client(), session, followed.with_value(|uuid| log_address(uuid, lines, since)));
    });
    let stop_or_start = move |_| {
        if output.is_going() {
            output.end(false, "You stopped it.");
        } else {
            start();
        }
    };
    let chosen = move |value: String| {
        tail.set(value.parse().unwrap_or(TAILS[0]));
        output.end(false, "");
        start();
    };
    let options =
        TAILS.map(|lines| view! { <option value=lines.to_string()>{format!("Last {lines} lines")}</option> });
    view! {
        <section class="panel">
            <OutputPane output label="Log" open="following">
                <select class="facet" aria-label="Lines of history" on:change=alive_value(chosen)>
                    {options.into_iter().collect_view()}
                </select>
                <button type="button" class="btn" on:click=stop_or_start>
                    {move || if output.is_going() { "Stop following" } else { "Follow" }}
                </button>
            </OutputPane>
        </section>
    }
}
