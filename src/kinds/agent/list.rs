//! The list of agents.

use std::collections::HashMap;
use std::sync::Arc;

use leptos::prelude::*;
use model::{Agent, AgentState, Kind};

use super::ROW;
use super::load::Load;
use crate::live::{Live, source};
use crate::resource::kind_list::KindList;
use crate::resource::link::{Card, card, labelled_link, link};
use crate::resource::list_page::{Facet, ListKind, Listed};
use crate::resource::order::ByDefault;
use crate::routes::{Key, Page, with_query};
use crate::ui::format;
use crate::ui::notice::Empty;
use crate::ui::state::{State, Tone};
use crate::ui::table::{Column, Row, Sort};
use crate::words::fold;

#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    uuid: String,
    name: String,
    state: (Tone, String),
    architecture: &'static str,
    host: String,
    version: String,
    /// What the agent's own process uses; nothing where that is of old.
    load: Load,
    /// `None` before they are read.
    microservices: Option<usize>,
    haystack: String,
}

/// The architecture ids of the Controller in words (manifest rules 2.0).
pub fn architecture(fog_type: i64) -> &'static str {
    match fog_type {
        1 => "x86",
        2 => "ARM",
        _ => "not known yet",
    }
}

/// A daemon's state in words; an agent that does not report is the one to look at.
pub fn daemon(state: &AgentState) -> (Tone, String) {
    let (tone, text) = match state {
        AgentState::Running => (Tone::Ok, "Online"),
        AgentState::Unknown => (Tone::Bad, "Not reporting"),
        AgentState::NotProvisioned => (Tone::Idle, "Not provisioned"),
        AgentState::Deprovisioned => (Tone::Idle, "Deprovisioned"),
        AgentState::Stopped => (Tone::Idle, "Stopped"),
        AgentState::Waiting => (Tone::Busy, "Waiting"),
        AgentState::Warning => (Tone::Warn, "Warning"),
        AgentState::Debugging => (Tone::Warn, "Debugging"),
        AgentState::Error => (Tone::Bad, "Error"),
        other => return (Tone::Warn, other.as_str().to_owned()),
    };
    (tone, text.to_owned())
}

impl Line {
    fn new(agent: &Agent, microservices: Option<usize>) -> Self {
        let state = daemon(&agent.daemon_status);
        let architecture = architecture(agent.fog_type_id);
        let host = agent.host.clone().unwrap_or_default();
        Self {
            haystack: fold(&format!("{} {} {} {}", agent.name, state.1, architecture, host)),
            uuid: agent.uuid.clone(),
            name: agent.name.clone(),
            state,
            architecture,
            host,
            version: agent.version.clone().unwrap_or_default(),
            load: if agent.is_away() { Load::default() } else { Load::of(agent) },
            microservices,
        }
    }

    fn page(&self) -> String {
        Page::object(Kind::Agent, &self.name).path()
    }

    fn members(&self) -> String {
        with_query(&Page::List(Kind::Microservice), &[("agent", &self.name)])
    }
}

impl Row for Line {
    fn key(&self) -> &str {
        &self.uuid
    }

    fn card(&self) -> AnyView {
        let facts = Card {
            title: self.name.clone(),
            state: state_cell(self),
            below: format!("{}, {}", self.architecture, self.host),
            beside: self.microservices.map(members).unwrap_or_default(),
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

const NAME: Column<Line> =
    Column::view("name", "Name", |line| link(line.page(), line.name.clone()), |line| Sort::Text(&line.name));
const STATE: Column<Line> = Column::view("state", "State", state_cell, |line| Sort::Text(&line.state.1));
const ARCHITECTURE: Column<Line> = Column::text("architecture", "Architecture", |line| line.architecture);
const HOST: Column<Line> = Column::text("host", "Host", |line| &line.host);
const VERSION: Column<Line> = Column::text("version", "Version", |line| &line.version);
const CPU: Column<Line> = Column::number(
    "cpu",
    "Agent CPU",
    |line| format::percent(line.load.cpu).into_any(),
    |line| Sort::Number(line.load.cpu),
);
const MEMORY: Column<Line> = Column::number(
    "memory",
    "Agent memory",
    |line| size(line.load.memory),
    |line| Sort::Number(line.load.memory),
);
const DISK: Column<Line> =
    Column::number("disk", "Agent disk", |line| size(line.load.disk), |line| Sort::Number(line.load.disk));
const MEMBERS: Column<Line> = Column::number("microservices", "Microservices", members_cell, |line| {
    Sort::Number(line.microservices.unwrap_or(0) as f64)
});

pub static LIST: KindList<Line> = KindList {
    row: &ROW,
    list: ListKind {
        title: Kind::Agent.facts().title,
        noun: Kind::Agent.plural(),
        columns: &[NAME, STATE, ARCHITECTURE, HOST, VERSION, CPU, MEMORY, DISK, MEMBERS],
        facets: &[
            Facet { key: "state", title: "State", all: "All states", value: |line| &line.state.1 },
            Facet {
                key: "architecture",
                title: "Architecture",
                all: "All architectures",
                value: |line| line.architecture,
            },
        ],
        order: ByDefault::up(&NAME),
    },
    own: &[source::AGENTS],
    others: &[source::MICROSERVICES],
    lines,
    note: "",
    empty: |_| {
        view! {
            <Empty title="No agents yet">
                <p>"An agent is added from a terminal: "<code>"potctl deploy -f agent.yaml"</code></p>
            </Empty>
        }
        .into_any()
    },
};

fn state_cell(line: &Line) -> AnyView {
    view! { <State tone=line.state.0 text=line.state.1.clone() /> }.into_any()
}

fn members_cell(line: &Line) -> AnyView {
    let Some(count) = line.microservices else { return ().into_any() };
    let label = format!("{} on {}", members(count), line.name);
    labelled_link(line.members(), label, count.to_string())
}

fn members(count: usize) -> String {
    format::count(count, "microservice", "microservices")
}

fn size(bytes: f64) -> AnyView {
    if bytes > 0.0 { format::bytes(bytes).into_any() } else { ().into_any() }
}

fn lines(live: Live) -> Vec<Line> {
    let mut members = HashMap::new();
    for microservice in live.microservices.rows().iter() {
        if let Some(uuid) = microservice.iofog_uuid.as_ref() {
            *members.entry(uuid.clone()).or_insert(0_usize) += 1;
        }
    }
    let known = live.microservices.is_ready();
    let count = |agent: &Agent| known.then(|| members.get(&agent.uuid).copied().unwrap_or(0));
    let line = |agent: &Arc<Agent>| Line::new(agent, count(agent));
    live.agents.rows().iter().map(line).collect()
}
