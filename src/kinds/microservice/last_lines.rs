//! The last lines that a microservice wrote, beside what says that it failed.

use std::time::Duration;

use client::permissions::Verb;
use client::stream::{Phase, Stream};
use leptos::prelude::*;
use model::{Kind, Resource};

use super::logs::why_not;
use super::output::{Lines, Output, log_address};
use crate::address::A;
use crate::api::Api;
use crate::routes::{Page, Tab};
use crate::session::Session;

/// How many lines.
const LINES: u32 = 10;
/// How long they are waited for; an agent that says nothing has nothing to say.
const WAIT: Duration = Duration::from_secs(20);
/// After the first of them came, how long the others may take.
const REST: Duration = Duration::from_secs(2);

/// The lines, asked for once. Nothing where this Controller has no logs, or this role may not read them.
pub fn last_lines(name: String, uuid: String) -> AnyView {
    let why = why_not(Resource::Logs, Verb::Read);
    (move || why.get().is_none().then(|| view! { <LastLines name=name.clone() uuid=uuid.clone() /> }))
        .into_any()
}

#[component]
fn LastLines(name: String, uuid: String) -> impl IntoView {
    let (api, session) = (expect_context::<Api>(), expect_context::<Session>());
    let output = Output::new(Stream::default());
    output.begin();
    output.connect(&api.client(), session, log_address(&uuid, LINES, None));
    output.end_after(WAIT);
    Effect::new(move |_| {
        if output.phase() == Some(Phase::Open) {
            output.end_after(REST);
        }
    });
    let label = format!("Last lines of {name}");
    let logs = name.split_once('/').map(|key| Page::Object {
        kind: Kind::Microservice,
        key: key.into(),
        tab: Tab::Logs,
    });
    let said = move || match output.phase()? {
        Phase::Ended(_) if output.has_lines() => None,
        Phase::Ended(end) if end.failed => Some(format!("Its log could not be read: {}", end.said)),
        Phase::Ended(_) => Some("Its agent has sent no lines of its log.".to_owned()),
        Phase::Connecting | Phase::Waiting | Phase::Lost(_) => Some("Reading its last lines".to_owned()),
        Phase::Open => None,
    };
    view! {
        <div class="last">
            {move || said().map(|said| view! { <p class="faint">{said}</p> })}
            <Lines output label />
            {logs.map(|page| view! { <A href=page.path()>"All of its log"</A> })}
        </div>
    }
}
