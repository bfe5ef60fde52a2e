//! The list of agents.

use std::collections::HashMap;
use std::sync::Arc;

use leptos::prelude::*;
use model::{Agent, AgentState};

use crate::kinds::agent::load::Load;
use crate::kinds::format;
use crate::live::{Live, source};
use crate::resource::link::{Card, card, labelled_link, link};
use crate::resource::list_page::{Facet, ListKind, ListPage, Listed, Sort};
use crate::routes::{Page, with_query};
use crate::ui::notice::Empty;
use crate::ui::state::{State, Tone};
use crate::ui::table::{Column, Row};
use crate::words::fold;

#[derive(Clone, Debug, PartialEq)]
struct Line {
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
        Page::Agent(self.name.clone()).path()
    }

    fn members(&self) -> String {
        with_query(&Page::Microservices, &[("agent", &self.name)])
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

    fn sort(&self, key: &str) -> Sort<'_> {
        match key {
            "state" => Sort::Text(&self.state.1),
            "architecture" => Sort::Text(self.architecture),
            "host" => Sort::Text(&self.host),
            "version" => Sort::Text(&self.version),
            "cpu" => Sort::Number(self.load.cpu),
            "memory" => Sort::Number(self.load.memory),
            "disk" => Sort::Number(self.load.disk),
            "microservices" => Sort::Number(self.microservices.unwrap_or(0) as f64),
            _ => Sort::Text(&self.name),
        }
    }

    fn facet(&self, key: &str) -> &str {
        if key == "architecture" { self.architecture } else { &self.state.1 }
    }
}

static KIND: ListKind<Line> = ListKind {
    title: "Agents",
    noun: "agents",
    order: "name",
    facets: &[
        Facet { key: "state", all: "All states" },
        Facet { key: "architecture", all: "All architectures" },
    ],
    columns: &[
        Column {
            key: "name",
            title: "Name",
            number: false,
            cell: |line| link(line.page(), line.name.clone()),
        },
        Column { key: "state", title: "State", number: false, cell: state_cell },
        Column {
            key: "architecture",
            title: "Architecture",
            number: false,
            cell: |line| line.architecture.into_any(),
        },
        Column { key: "host", title: "Host", number: false, cell: |line| line.host.clone().into_any() },
        Column {
            key: "version",
            title: "Version",
            number: false,
            cell: |line| line.version.clone().into_any(),
        },
        Column {
            key: "cpu",
            title: "Agent CPU",
            number: true,
            cell: |line| format::percent(line.load.cpu).into_any(),
        },
        Column { key: "memory", title: "Agent memory", number: true, cell: |line| size(line.load.memory) },
        Column { key: "disk", title: "Agent disk", number: true, cell: |line| size(line.load.disk) },
        Column { key: "microservices", title: "Microservices", number: true, cell: members_cell },
    ],
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

#[component]
pub fn AgentsPage() -> impl IntoView {
    let live = expect_context::<Live>();
    let state = live.need(&[source::AGENTS], &[source::MICROSERVICES]);
    let rows = Memo::new(move |_| lines(live));
    let empty = || {
        view! {
            <Empty title="No agents yet">
                <p>"An agent is added from a terminal: "<code>"potctl deploy -f agent.yaml"</code></p>
            </Empty>
        }
    };
    view! { <ListPage kind=&KIND rows=rows state actions=|| () empty /> }
}

fn lines(live: Live) -> Arc<Vec<Arc<Line>>> {
    let mut members = HashMap::new();
    for microservice in live.microservices.rows().iter() {
        if let Some(uuid) = microservice.iofog_uuid.as_ref() {
            *members.entry(uuid.clone()).or_insert(0_usize) += 1;
        }
    }
    let known = live.microservices.is_ready();
    let count = |agent: &Agent| known.then(|| members.get(&agent.uuid).copied().unwrap_or(0));
    let line = |agent: &Arc<Agent>| Arc::new(Line::new(agent, count(agent)));
    Arc::new(live.agents.rows().iter().map(line).collect())
}
