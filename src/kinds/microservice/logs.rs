//! The log of a microservice as its agent sends it, the last lines first.

use client::permissions::Verb;
use client::sockets;
use client::stream::Stream;
use leptos::prelude::*;
use model::{Kind, Resource};

use super::history::{History, HistoryChoice, SpanChoice};
use super::output::{Output, OutputPane, failure, shown};
use super::page::One;
use crate::address::A;
use crate::api::Api;
use crate::controllers::Controllers;
use crate::resource::object_page::Found;
use crate::routes::{Page, Tab};
use crate::session::Session;
use crate::ui::notice::Notice;
use crate::ui::state::Tone;

#[component]
pub fn LogsView(found: Found<One>) -> impl IntoView {
    let why = why_not(Resource::Logs, Verb::Read);
    move || match why.get() {
        Some(why) => refused("Logs are not available", why).into_any(),
        None => {
            let one = found.with_untracked(|found| found.as_ref().map(|found| found.microservice.clone()));
            let name = one.as_ref().map(|one| one.name.clone()).unwrap_or_default();
            let application = one.map(|one| one.application.clone()).unwrap_or_default();
            // A microservice that was made anew has the same name and another id.
            let uuid = Signal::derive(move || {
                found.with(|found| found.as_ref().map(|found| found.microservice.uuid.clone()))
            });
            let others = Page::Object { kind: Kind::Application, key: (&application).into(), tab: Tab::Logs };
            view! {
                <Log uuid name>
                    <A href=others.path() attr:class="btn">
                        "Beside others"
                    </A>
                </Log>
            }
            .into_any()
        }
    }
}

/// Why this Controller, or this role, has no such socket.
pub fn why_not(resource: Resource, verb: Verb) -> Memo<Option<String>> {
    let (session, controllers) = (expect_context::<Session>(), expect_context::<Controllers>());
    Memo::new(move |_| {
        let capabilities = controllers.current_capabilities();
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

/// The log of one microservice, whichever has this id now.
#[component]
pub fn Log(
    uuid: Signal<Option<String>>,
    name: String,
    /// Whether its name stands before what can be done.
    #[prop(optional)]
    named: bool,
    children: Children,
) -> impl IntoView {
    let (api, session) = (expect_context::<Api>(), expect_context::<Session>());
    let (output, screen) = Output::on_screen(Stream::persistent());
    let history = RwSignal::new(History::default());
    let followed = StoredValue::new(String::new());
    let start = move || {
        if let Some(uuid) = uuid.get_untracked() {
            screen.clear();
            output.begin();
            history.update(History::begin);
            output.connect(&api.client(), session, history.get_untracked().address(&uuid, None));
            followed.set_value(uuid);
        }
    };
    start();
    output.when_lost(move |since| {
        let address = followed.with_value(|uuid| history.get_untracked().address(uuid, since));
        output.connect(&api.client(), session, address);
    });
    let stop_or_start = move |_| {
        if output.is_going() {
            output.end(false, "You stopped it.");
        } else {
            start();
        }
    };
    let again = Callback::new(move |()| {
        output.end(false, "");
        start();
    });
    let label = if named { format!("Log of {name}") } else { "Log".to_owned() };
    let file = Signal::stored(format!("{name}.log"));
    let below = move || {
        view! {
            <SpanChoice history again />
            {move || output.phase().and_then(failure)}
        }
    };
    view! {
        <section class="panel">
            <OutputPane screen label state=move || output.phase().map(|phase| shown(&phase, "following")) file below>
                {named.then(|| view! { <b class="output__name">{name}</b> })}
                {children()}
                <HistoryChoice history again />
                <button type="button" class="btn" on:click=stop_or_start>
                    {move || if output.is_going() { "Stop following" } else { "Follow" }}
                </button>
            </OutputPane>
        </section>
    }
}
