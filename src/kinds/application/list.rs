//! The list of applications.

use std::collections::HashSet;

use leptos::prelude::*;
use model::{Application, Kind, Microservice, MicroserviceState};

use super::ROW;
use crate::live::{Live, source};
use crate::resource::kind_list::KindList;
use crate::resource::link::{Card, card, labelled_link};
use crate::resource::list_page::{Facet, ListKind, Listed};
use crate::resource::order::ByDefault;
use crate::routes::{Key, Page};
use crate::ui::format;
use crate::ui::notice::Empty;
use crate::ui::state::{State, Tone};
use crate::ui::table::{Column, Row, Sort};
use crate::words::fold;

#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    name: String,
    description: String,
    state: (Tone, &'static str),
    running: usize,
    microservices: usize,
    haystack: String,
}

/// The ids of agents that do not report. What runs on them is not known to run.
pub fn away(live: Live) -> HashSet<String> {
    live.agents.rows().iter().filter(|agent| agent.is_away()).map(|agent| agent.uuid.clone()).collect()
}

/// How an application is, and how many of its microservices run: it has no state of its own.
pub fn state(application: &Application, away: &HashSet<String>) -> ((Tone, &'static str), usize) {
    let members = &application.microservices;
    let is_running = |one: &&Microservice| {
        let reports = one.iofog_uuid.as_ref().is_none_or(|uuid| !away.contains(uuid));
        reports && one.status.as_ref().is_some_and(|status| status.status == MicroserviceState::Running)
    };
    let running = members.iter().filter(is_running).count();
    let state = match (application.is_activated, running, members.len()) {
        (false, ..) => (Tone::Idle, "Stopped"),
        (true, _, 0) => (Tone::Idle, "Empty"),
        (true, running, all) if running == all => (Tone::Ok, "Running"),
        (true, 0, _) => (Tone::Warn, "Not running"),
        _ => (Tone::Warn, "Partly running"),
    };
    (state, running)
}

impl Line {
    fn new(application: &Application, away: &HashSet<String>) -> Self {
        let (state, running) = state(application, away);
        Self {
            haystack: fold(&format!("{} {} {}", application.name, application.description, state.1)),
            name: application.name.clone(),
            description: application.description.clone(),
            state,
            running,
            microservices: application.microservices.len(),
        }
    }

    fn page(&self) -> String {
        Page::object(Kind::Application, &self.name).path()
    }

    fn share(&self) -> String {
        format!("{}/{}", self.running, self.microservices)
    }
}

impl Row for Line {
    fn key(&self) -> &str {
        &self.name
    }

    fn card(&self) -> AnyView {
        let facts = Card {
            title: self.name.clone(),
            state: state_cell(self),
            below: self.description.clone(),
            beside: format!("{} running", self.share()),
        };
        card(Some(self.page()), facts)
    }
}

impl Listed for Line {
    fn haystack(&self) -> &str {
        &self.haystack
    }

    fn object(&self) -> Option<(Key, &str)> {
        Some(((&self.name).into(), &self.name))
    }
}

const NAME: Column<Line> = Column::view("name", "Name", name_cell, |line| Sort::Text(&line.name));
const STATE: Column<Line> = Column::view("state", "State", state_cell, |line| Sort::Text(line.state.1));
const RUNNING: Column<Line> = Column::number(
    "running",
    "Running",
    |line| line.share().into_any(),
    |line| Sort::Numbers(line.running as f64, line.microservices as f64),
);
const DESCRIPTION: Column<Line> = Column::text("description", "Description", |line| &line.description);

pub static LIST: KindList<Line> = KindList {
    row: &ROW,
    list: ListKind {
        title: Kind::Application.facts().title,
        noun: Kind::Application.plural(),
        columns: &[NAME, STATE, RUNNING, DESCRIPTION],
        facets: &[Facet { key: "state", title: "State", all: "All states", value: |line| line.state.1 }],
        order: ByDefault::up(&NAME),
    },
    own: &[source::APPLICATIONS],
    others: &[source::AGENTS],
    lines,
    note: "",
    empty: |begin| {
        view! {
            <Empty title="No applications yet">
                <p>"An application groups microservices. Drop a manifest here, or write one."</p>
                {begin}
            </Empty>
        }
        .into_any()
    },
};

fn name_cell(line: &Line) -> AnyView {
    let label =
        format!("{}, {}", line.name, format::count(line.microservices, "microservice", "microservices"));
    labelled_link(line.page(), label, line.name.clone())
}

fn state_cell(line: &Line) -> AnyView {
    view! { <State tone=line.state.0 text=line.state.1 /> }.into_any()
}

fn lines(live: Live) -> Vec<Line> {
    let away = away(live);
    live.applications.rows().iter().map(|row| Line::new(row, &away)).collect()
}

#[cfg(test)]
mod tests {
    use model::MicroserviceStatus;

    use super::*;

    fn check(agents: &[&str], expected: (&str, usize)) {
        let member = |agent: &&str| Microservice {
            iofog_uuid: Some((*agent).to_owned()),
            status: Some(MicroserviceStatus { status: "RUNNING".into(), ..MicroserviceStatus::default() }),
            ..Microservice::default()
        };
        let application = Application {
            is_activated: true,
            microservices: agents.iter().map(member).collect(),
            ..Application::default()
        };
        let (state, running) = state(&application, &HashSet::from(["silent".to_owned()]));
        assert_eq!((state.1, running), expected);
    }

    #[test]
    fn what_a_silent_agent_said_last_does_not_count_as_running() {
        check(&["a", "b"], ("Running", 2));
        check(&["a", "silent"], ("Partly running", 1));
        check(&["silent"], ("Not running", 0));
        check(&[], ("Empty", 0));
    }
}
