//! The audit log as a list, newest first, a page of it at a time.

use std::cmp::Ordering;
use std::sync::Arc;
use std::time::Duration;

use client::api::events::{self, Filter};
use client::permissions::{Resource, Verb};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Event;

use super::said::{action, actor, object};
use crate::api::Api;
use crate::controllers::Controllers;
use crate::live::{is_hidden, moment};
use crate::resource::link::{Card, card};
use crate::resource::list_page::{Facet, ListKind, ListPage, Listed};
use crate::resource::loaded::Loaded;
use crate::session::Session;
use crate::ui::notice::{Empty, Notice};
use crate::ui::state::{State, Tone};
use crate::ui::table::{Column, Row};

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
    /// The status code and the Controller's few words.
    detail: String,
    haystack: String,
}

impl Line {
    fn new(event: &Event) -> Self {
        let (actor, action, object) = (actor(event), action(event), object(event));
        let outcome = match event.status.as_str() {
            "SUCCESS" => (Tone::Ok, "Done"),
            _ => (Tone::Bad, "Failed"),
        };
        let code = event.status_code.map(|code| code.to_string()).unwrap_or_default();
        let detail = format!("{code} {}", event.status_message.clone().unwrap_or_default());
        Self {
            haystack: format!("{actor} {action} {object} {} {detail}", outcome.1).to_lowercase(),
            key: event.id.to_string(),
            id: event.id,
            at: event.timestamp,
            actor,
            action,
            object,
            from: event.ip_address.clone().unwrap_or_default(),
            outcome,
            detail: detail.trim().to_owned(),
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
            state: outcome_cell(self),
            below: self.object.clone(),
            beside: moment(self.at),
        };
        card(None, facts)
    }
}

impl Listed for Line {
    fn haystack(&self) -> &str {
        &self.haystack
    }

    fn compare(&self, other: &Self, key: &str) -> Ordering {
        match key {
            "who" => self.actor.cmp(&other.actor),
            "did" => self.action.cmp(&other.action),
            "object" => self.object.cmp(&other.object),
            "outcome" => self.outcome.1.cmp(other.outcome.1),
            "from" => self.from.cmp(&other.from),
            _ => self.id.cmp(&other.id),
        }
    }

    fn facet(&self, key: &str) -> &str {
        if key == "who" { &self.actor } else { self.outcome.1 }
    }
}

static KIND: ListKind<Line> = ListKind {
    title: "Activity",
    noun: "entries",
    order: "-time",
    facets: &[Facet { key: "outcome", all: "All outcomes" }, Facet { key: "who", all: "All users" }],
    columns: &[
        Column { key: "time", title: "Time", number: false, cell: |line| moment(line.at).into_any() },
        Column { key: "who", title: "Who", number: false, cell: |line| line.actor.clone().into_any() },
        Column { key: "did", title: "Did", number: false, cell: |line| line.action.clone().into_any() },
        Column { key: "object", title: "What", number: false, cell: object_cell },
        Column { key: "outcome", title: "Outcome", number: false, cell: outcome_cell },
        Column { key: "from", title: "From", number: false, cell: |line| line.from.clone().into_any() },
    ],
};

fn object_cell(line: &Line) -> AnyView {
    view! { <span class="mono soft">{line.object.clone()}</span> }.into_any()
}

fn outcome_cell(line: &Line) -> AnyView {
    view! {
        <span title=line.detail.clone()>
            <State tone=line.outcome.0 text=line.outcome.1 />
        </span>
    }
    .into_any()
}

#[component]
pub fn ActivityPage() -> impl IntoView {
    let (session, controllers) = (expect_context::<Session>(), expect_context::<Controllers>());
    let why = Memo::new(move |_| {
        let dialect = controllers.known_dialect(&controllers.current());
        let missing =
            dialect.and_then(|dialect| events::list(&Filter::default()).request.why_missing_on(&dialect));
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
        <Notice tone=Tone::Warn title="The audit log is not shown">
            <p>{why}</p>
        </Notice>
    }
}

/// What was read so far.
#[derive(Clone, Copy)]
struct Log {
    api: Api,
    rows: RwSignal<Arc<Vec<Arc<Line>>>>,
    state: RwSignal<Loaded>,
    /// How many entries the Controller has.
    total: RwSignal<i64>,
    reading: RwSignal<bool>,
}

impl Log {
    /// Reads the newest entries in place of what is there, or those that come behind it.
    fn read(self, older: bool) {
        let offset = if older { self.rows.with_untracked(|rows| rows.len()) } else { 0 };
        let offset = u32::try_from(offset).unwrap_or(u32::MAX);
        let call = events::list(&Filter { limit: Some(PAGE), offset: Some(offset), ..Filter::default() });
        self.reading.set(true);
        spawn_local(async move {
            let answer = self.api.send(call).await;
            self.reading.try_set(false);
            match answer {
                Ok(page) => {
                    self.total.try_set(page.total);
                    let new = page.events.iter().map(|event| Arc::new(Line::new(event)));
                    self.rows.try_update(|rows| *rows = Arc::new(joined(older.then_some(rows), new)));
                    self.state.try_set(Loaded::Ready);
                }
                Err(error) => {
                    self.state.try_set(Loaded::Failed(format!("{} {}", error.message, error.advice)));
                }
            }
        });
    }

    fn has_older(self) -> bool {
        let read = self.rows.with(|rows| rows.len());
        i64::try_from(read).is_ok_and(|read| read > 0 && read < self.total.get())
    }
}

/// Entries behind those that are there; one that came twice, because newer ones were written meanwhile, is kept once.
fn joined(before: Option<&mut Arc<Vec<Arc<Line>>>>, new: impl Iterator<Item = Arc<Line>>) -> Vec<Arc<Line>> {
    let mut rows = before.map(|rows| rows.to_vec()).unwrap_or_default();
    let oldest = rows.last().map_or(i64::MAX, |line| line.id);
    rows.extend(new.filter(|line| line.id < oldest));
    rows
}

#[component]
fn Entries() -> impl IntoView {
    let log = Log {
        api: expect_context(),
        rows: RwSignal::new(Arc::default()),
        state: RwSignal::new(Loaded::Waiting),
        total: RwSignal::new(0),
        reading: RwSignal::new(false),
    };
    log.read(false);
    try_again(log);
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
            <Show when=move || log.has_older()>{button("Read older ones", true)}</Show>
            {button("Read again", false)}
        }
    };
    let empty = || {
        view! {
            <Empty title="Nothing was changed yet">
                <p>"The Controller notes here who changed what."</p>
            </Empty>
        }
    };
    view! { <ListPage kind=&KIND rows=log.rows state=log.state actions empty /> }
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
        let lines = |ids: &[i64]| {
            let line = |id: &i64| Arc::new(Line::new(&Event { id: *id, ..Event::default() }));
            ids.iter().map(line).collect::<Vec<_>>()
        };
        let mut before = before.map(|ids| Arc::new(lines(ids)));
        let rows = joined(before.as_mut(), lines(new).into_iter());
        assert_eq!(rows.iter().map(|line| line.id).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn older_entries_come_behind_and_none_comes_twice() {
        check(None, &[9, 8], &[9, 8]);
        check(Some(&[9, 8]), &[8, 7, 6], &[9, 8, 7, 6]);
        check(Some(&[9, 8]), &[], &[9, 8]);
    }
}
