//! The audit log as a list, newest first, a page of it at a time.

use std::sync::Arc;
use std::time::Duration;

use client::api::events::{self, Filter};
use client::permissions::Verb;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Event;
use model::Resource;

use super::said::{Named, Names, action, actor, object};
use crate::address::query_param;
use crate::api::Api;
use crate::controllers::Controllers;
use crate::live::{Live, is_hidden, moment, source};
use crate::part::{Part, Workbench};
use crate::resource::link::{Card, card};
use crate::resource::list_page::{Facet, ListKind, ListPage, Listed};
use crate::resource::loaded::Loaded;
use crate::resource::order::ByDefault;
use crate::session::Session;
use crate::ui::choice::Segments;
use crate::ui::notice::{Empty, Notice};
use crate::ui::state::{State, Tone, reasoned};
use crate::ui::table::{Column, Row, Sort};
use crate::words::fold;

/// Entries that are asked for at once.
const PAGE: u32 = 200;
/// How long a log that could not be read is left alone.
const AGAIN: Duration = Duration::from_secs(10);

#[derive(Clone, Debug, PartialEq)]
struct Line {
    key: String,
    id: i64,
    /// Milliseconds since 1970.
    at: i64,
    actor: String,
    action: String,
    object: String,
    from: String,
    outcome: (Tone, &'static str),
    /// Why it failed: the status code and the Controller's few words.
    detail: Option<String>,
    haystack: String,
}

impl Line {
    fn new(event: &Event, names: &Names) -> Self {
        let (actor, action, object) = (actor(event), action(event), object(event, names));
        let outcome = match event.status.as_str() {
            "SUCCESS" => (Tone::Ok, "Done"),
            _ => (Tone::Bad, "Failed"),
        };
        let code = event.status_code.map(|code| code.to_string()).unwrap_or_default();
        let detail = format!("{code} {}", event.status_message.clone().unwrap_or_default());
        Self {
            haystack: fold(&format!("{actor} {action} {object} {} {detail}", outcome.1)),
            key: event.id.to_string(),
            id: event.id,
            at: event.timestamp,
            actor,
            action,
            object,
            from: event.ip_address.clone().unwrap_or_default(),
            outcome,
            detail: (outcome.0 == Tone::Bad).then(|| detail.trim().to_owned()),
        }
    }
}

impl Row for Line {
    fn key(&self) -> &str {
        &self.key
    }

    fn card(&self) -> AnyView {
        let facts = Card {
            title: format!("{} {}", self.actor, self.action),
            state: view! { <State tone=self.outcome.0 text=self.outcome.1 /> }.into_any(),
            below: match &self.detail {
                Some(detail) => format!("{}: {detail}", self.object),
                None => self.object.clone(),
            },
            beside: moment(self.at),
        };
        card(None, facts)
    }
}

impl Listed for Line {
    fn haystack(&self) -> &str {
        &self.haystack
    }
}

const TIME: Column<Line> =
    Column::view("time", "Time", |line| moment(line.at).into_any(), |line| Sort::Number(line.id as f64));
const WHO: Column<Line> = Column::text("who", "Who", |line| &line.actor);
const DID: Column<Line> = Column::text("did", "Action", |line| &line.action);
const OBJECT: Column<Line> = Column::text("object", "Object", |line| &line.object);
const OUTCOME: Column<Line> =
    Column::view("outcome", "Outcome", outcome_cell, |line| Sort::Text(line.outcome.1));
const FROM: Column<Line> = Column::text("from", "From", |line| &line.from);

static KIND: ListKind<Line> = ListKind {
    title: "Activity",
    noun: "entries",
    columns: &[TIME, WHO, DID, OBJECT, OUTCOME, FROM],
    facets: &[
        Facet { key: "outcome", title: "Outcome", all: "All outcomes", value: |line| line.outcome.1 },
        Facet { key: "who", title: "User", all: "All users", value: |line| &line.actor },
    ],
    order: ByDefault::down(&TIME),
};

fn outcome_cell(line: &Line) -> AnyView {
    reasoned(line.outcome.0, line.outcome.0.icon(), line.outcome.1.to_owned(), line.detail.clone())
}

/// The part of the address that says what is shown: nothing for the Controller's own log.
const VIEW: &str = "view";
const APPLIED: &str = "applied";
const VIEWS: &[(&str, &str)] = &[("", "On the Controller"), (APPLIED, "From this browser")];

#[component]
pub fn ActivityPage() -> impl IntoView {
    let (view, set) = query_param(VIEW);
    let is_applied = Memo::new(move |_| view.with(|view| view == APPLIED));
    let workbench = expect_context::<Part<Workbench>>();
    view! {
        <div class="row">
            <Segments label="What is shown" name="activity" options=VIEWS value=view on_choice=set />
        </div>
        <Show when=move || is_applied.get() fallback=|| view! { <OnController /> }>
            <div class="head">
                <h1>{KIND.title}</h1>
            </div>
            {workbench.show(|workbench| (workbench.applied)())}
        </Show>
    }
}

/// What the Controller has recorded.
#[component]
fn OnController() -> impl IntoView {
    let (session, controllers) = (expect_context::<Session>(), expect_context::<Controllers>());
    let why = Memo::new(move |_| {
        let capabilities = controllers.current_capabilities();
        let missing = capabilities
            .and_then(|capabilities| events::list(&Filter::default()).request.why_missing_on(&capabilities));
        missing.or_else(|| session.refuses(Resource::Events, Verb::Read))
    });
    move || match why.get() {
        Some(why) => refused(why).into_any(),
        None => view! { <Entries /> }.into_any(),
    }
}

fn refused(why: String) -> impl IntoView {
    view! {
        <h1>{KIND.title}</h1>
        <Notice tone=Tone::Warn title="The audit log is not available">
            <p>{why}</p>
        </Notice>
    }
}

/// What was read so far.
#[derive(Clone, Copy)]
struct Log {
    api: Api,
    events: RwSignal<Arc<Vec<Arc<Event>>>>,
    state: RwSignal<Loaded>,
    /// How many entries the Controller has.
    total: RwSignal<i64>,
    reading: RwSignal<bool>,
}

impl Log {
    /// Reads the newest entries in place of what is there, or those that come behind it.
    fn read(self, older: bool) {
        let offset = if older { self.events.with_untracked(|events| events.len()) } else { 0 };
        let offset = u32::try_from(offset).unwrap_or(u32::MAX);
        let call = events::list(&Filter {
            limit: Some(PAGE),
            offset: Some(offset),
            // Agents report every few seconds, and each report is an entry.
            endpoint_type: Some("user".to_owned()),
            ..Filter::default()
        });
        self.reading.set(true);
        spawn_local(async move {
            let answer = self.api.send(call).await;
            self.reading.try_set(false);
            match answer {
                Ok(page) => {
                    self.total.try_set(page.total);
                    let new = page.events.into_iter().map(Arc::new);
                    self.events.try_update(|events| *events = Arc::new(joined(older.then_some(events), new)));
                    self.state.try_set(Loaded::Ready);
                }
                Err(error) => {
                    self.state.try_set(Loaded::Failed(format!("{} {}", error.message, error.advice)));
                }
            }
        });
    }

    fn has_older(self) -> bool {
        let read = self.events.with(|events| events.len());
        i64::try_from(read).is_ok_and(|read| read > 0 && read < self.total.get())
    }
}

/// Entries behind those that are there; one that came twice, because newer ones were written meanwhile, is kept once.
fn joined(
    before: Option<&mut Arc<Vec<Arc<Event>>>>,
    new: impl Iterator<Item = Arc<Event>>,
) -> Vec<Arc<Event>> {
    let mut events = before.map(|events| events.to_vec()).unwrap_or_default();
    let oldest = events.last().map_or(i64::MAX, |event| event.id);
    events.extend(new.filter(|event| event.id < oldest));
    events
}

/// What the ids in paths are called now. A name that changes, or an object that goes, changes what is said.
fn names(live: Live) -> Names {
    let mut names = Names::default();
    if live.microservices.is_ready() {
        let called = |name: &str, application: &str| format!("{application}/{name}");
        let rows = live.microservices.rows();
        let pairs = rows.iter().map(|one| (one.uuid.clone(), called(&one.name, &one.application)));
        names.add(Named::Microservice, pairs);
    }
    if live.agents.is_ready() {
        let rows = live.agents.rows();
        names.add(Named::Agent, rows.iter().map(|one| (one.uuid.clone(), one.name.clone())));
    }
    if live.catalog.is_ready() {
        let rows = live.catalog.rows();
        names.add(Named::CatalogItem, rows.iter().map(|one| (one.id.to_string(), one.name.clone())));
    }
    if live.registries.is_ready() {
        let rows = live.registries.rows();
        names.add(Named::Registry, rows.iter().map(|one| (one.id.to_string(), one.url.clone())));
    }
    names
}

#[component]
fn Entries() -> impl IntoView {
    let log = Log {
        api: expect_context(),
        events: RwSignal::new(Arc::default()),
        state: RwSignal::new(Loaded::Waiting),
        total: RwSignal::new(0),
        reading: RwSignal::new(false),
    };
    log.read(false);
    try_again(log);
    let live = expect_context::<Live>();
    // The page says itself how far the log has come; the lists only lend their names.
    live.need(&[], &[source::MICROSERVICES, source::AGENTS, source::CATALOG, source::REGISTRIES]);
    let called = Memo::new(move |_| names(live));
    let rows = Memo::new(move |_| {
        let lines = called.with(|names| {
            let line = |event: &Arc<Event>| Arc::new(Line::new(event, names));
            log.events.with(|events| events.iter().map(line).collect::<Vec<_>>())
        });
        Arc::new(lines)
    });
    let button = move |text: &'static str, older: bool| {
        let press = move |_| {
            if !log.reading.get_untracked() {
                log.read(older);
            }
        };
        view! {
            <button type="button" class="btn" aria-disabled=move || log.reading.get().to_string() on:click=press>
                {text}
            </button>
        }
    };
    let actions = move || {
        view! {
            <Show when=move || log.has_older()>{button("Load older entries", true)}</Show>
            {button("Refresh", false)}
        }
    };
    let empty = || {
        view! {
            <Empty title="No activity yet">
                <p>"The Controller records here who changed what."</p>
            </Empty>
        }
    };
    view! { <ListPage kind=&KIND rows=rows state=log.state actions empty /> }
}

/// A log that could not be read is tried again by itself, as the lists are.
fn try_again(log: Log) {
    let again = move || {
        let failed = log.state.with_untracked(|state| matches!(state, Loaded::Failed(_)));
        if failed && !log.reading.get_untracked() && !is_hidden() {
            log.read(false);
        }
    };
    let handle = set_interval_with_handle(again, AGAIN);
    on_cleanup(move || {
        if let Ok(handle) = handle {
            handle.clear();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: Option<&[i64]>, new: &[i64], expected: &[i64]) {
        let events = |ids: &[i64]| {
            let event = |id: &i64| Arc::new(Event { id: *id, ..Event::default() });
            ids.iter().map(event).collect::<Vec<_>>()
        };
        let mut before = before.map(|ids| Arc::new(events(ids)));
        let joined = joined(before.as_mut(), events(new).into_iter());
        assert_eq!(joined.iter().map(|event| event.id).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn older_entries_come_behind_and_none_comes_twice() {
        check(None, &[9, 8], &[9, 8]);
        check(Some(&[9, 8]), &[8, 7, 6], &[9, 8, 7, 6]);
        check(Some(&[9, 8]), &[], &[9, 8]);
    }
}
