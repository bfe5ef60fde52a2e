//! The list of microservices.

use std::collections::HashMap;
use std::sync::Arc;

use leptos::prelude::*;
use model::{Agent, CatalogItem, Kind, Microservice};

use super::ROW;
use crate::live::{Live, source};
use crate::resource::kind_list::{KindList, KindListPage};
use crate::resource::link::{Card, card, link, main_button};
use crate::resource::list_page::{Facet, ListKind, Listed};
use crate::resource::order::ByDefault;
use crate::resource::state::{StateOf, state_of};
use crate::routes::{Key, Page};
use crate::ui::cut::Cut;
use crate::ui::format;
use crate::ui::icon::Icon;
use crate::ui::notice::Empty;
use crate::ui::table::{Column, Row, Sort};
use crate::words::fold;

/// What one line of the list says.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    uuid: String,
    name: String,
    application: String,
    agent: String,
    has_agent: bool,
    state: StateOf,
    cpu: f64,
    memory: f64,
    image: String,
    running: i64,
    haystack: String,
}

impl Line {
    /// `nobody` is what an agent is called that is not among those that were read.
    fn new(
        microservice: &Microservice,
        agent: Option<&Agent>,
        item: Option<&CatalogItem>,
        nobody: &str,
    ) -> Self {
        let state = state_of(microservice, agent);
        let agent_name = agent.map_or(nobody, |agent| &agent.name).to_owned();
        let image = image(microservice, agent, item);
        // What an agent said before it fell silent is not how things are.
        let status = microservice.status.as_ref().filter(|_| !state.is_old);
        let words = [&microservice.name, &microservice.application, &agent_name, &state.text(), &image];
        Self {
            haystack: words.map(|word| fold(word)).join(" "),
            uuid: microservice.uuid.clone(),
            name: microservice.name.clone(),
            application: microservice.application.clone(),
            agent: agent_name,
            has_agent: agent.is_some(),
            state,
            cpu: status.map_or(0.0, |status| status.cpu_usage),
            memory: status.map_or(0.0, |status| status.memory_usage.bytes()),
            running: status.map_or(0, |status| status.operating_duration),
            image,
        }
    }

    fn page(&self) -> Page {
        Page::object(Kind::Microservice, (&*self.application, &*self.name))
    }

    fn memory(&self) -> String {
        if self.memory > 0.0 { format::bytes(self.memory) } else { String::new() }
    }

    fn since(&self) -> String {
        if self.running > 0 { format::duration(self.running) } else { String::new() }
    }
}

/// The image that the agent of this architecture would run: the microservice's own, or its catalog item's.
pub fn image(microservice: &Microservice, agent: Option<&Agent>, item: Option<&CatalogItem>) -> String {
    let images = item.map_or(&microservice.images, |item| &item.images);
    let fits = agent.and_then(|agent| images.iter().find(|image| image.fog_type_id == agent.fog_type_id));
    let any = fits.or_else(|| images.iter().find(|image| image.container_image.is_some()));
    any.and_then(|image| image.container_image.clone()).unwrap_or_default()
}

impl Row for Line {
    fn key(&self) -> &str {
        &self.uuid
    }

    fn card(&self) -> AnyView {
        let facts = Card {
            title: self.name.clone(),
            state: self.state.view(),
            below: match (&self.state.reason, self.agent.as_str()) {
                (Some(reason), _) => reason.clone(),
                (None, "") => self.application.clone(),
                (None, agent) => format!("{} on {agent}", self.application),
            },
            beside: self.since(),
        };
        card(Some(self.page().path()), facts)
    }
}

impl Listed for Line {
    fn haystack(&self) -> &str {
        &self.haystack
    }

    fn object(&self) -> Option<(Key, &str)> {
        Some(((&*self.application, &*self.name).into(), &self.name))
    }
}

const NAME: Column<Line> = Column::view("name", "Name", name_cell, |line| Sort::Text(&line.name));
const APPLICATION: Column<Line> = Column::view(
    "application",
    "Application",
    |line| link(Page::object(Kind::Application, &line.application).path(), line.application.clone()),
    |line| Sort::Text(&line.application),
);
const AGENT: Column<Line> = Column::view("agent", "Agent", agent_cell, |line| Sort::Text(&line.agent));
const STATE: Column<Line> = Column::view("status", "State", state_cell, |line| Sort::Text(&line.state.name));
const CPU: Column<Line> =
    Column::number("cpu", "CPU", |line| format::percent(line.cpu).into_any(), |line| Sort::Number(line.cpu));
const MEMORY: Column<Line> =
    Column::number("memory", "Memory", |line| line.memory().into_any(), |line| Sort::Number(line.memory));
const IMAGE: Column<Line> = Column::view("image", "Image", image_cell, |line| Sort::Text(&line.image));
const SINCE: Column<Line> = Column::number(
    "since",
    "Running for",
    |line| line.since().into_any(),
    |line| Sort::Number(line.running as f64),
);

static LIST: KindList<Line> = KindList {
    row: &ROW,
    list: ListKind {
        title: Kind::Microservice.facts().title,
        noun: Kind::Microservice.plural(),
        columns: &[NAME, APPLICATION, AGENT, STATE, CPU, MEMORY, IMAGE, SINCE],
        facets: &[
            Facet {
                key: "application",
                title: "Application",
                all: "All applications",
                value: |line| &line.application,
            },
            Facet { key: "agent", title: "Agent", all: "All agents", value: |line| &line.agent },
            Facet { key: "status", title: "State", all: "All states", value: |line| &line.state.name },
        ],
        order: ByDefault::up(&NAME),
    },
    own: &[source::MICROSERVICES],
    others: &[source::AGENTS, source::CATALOG],
    lines,
    note: "",
    empty: |_| {
        view! {
            <Empty title="No microservices yet">
                <p>"Drop a manifest anywhere on this page, or write one."</p>
                {main_button(Page::Deploy.path(), Icon::Upload, "Deploy a manifest")}
            </Empty>
        }
        .into_any()
    },
};

/// The page of all microservices.
pub fn page() -> AnyView {
    view! { <KindListPage kind=&LIST /> }.into_any()
}

fn name_cell(line: &Line) -> AnyView {
    link(line.page().path(), line.name.clone())
}

/// An agent that is not among those that were read has no page.
fn agent_cell(line: &Line) -> AnyView {
    let name = line.agent.clone();
    if line.has_agent { link(Page::object(Kind::Agent, &name).path(), name) } else { name.into_any() }
}

fn state_cell(line: &Line) -> AnyView {
    line.state.reasoned()
}

fn image_cell(line: &Line) -> AnyView {
    view! { <Cut text=line.image.clone() /> }.into_any()
}

fn lines(live: Live) -> Vec<Line> {
    let (agents, catalog) = (live.agents.rows(), live.catalog.rows());
    let nobody = if live.agents.is_ready() { "unknown" } else { "" };
    let agents = agents.iter().map(|agent| (agent.uuid.as_str(), &**agent)).collect::<HashMap<_, _>>();
    let items = catalog.iter().map(|item| (item.id, &**item)).collect::<HashMap<_, _>>();
    let line = |microservice: &Arc<Microservice>| {
        let agent = microservice.iofog_uuid.as_deref().and_then(|uuid| agents.get(uuid).copied());
        let item = microservice.catalog_item_id.and_then(|id| items.get(&id).copied());
        Line::new(microservice, agent, item, nobody)
    };
    live.microservices.rows().iter().map(line).collect()
}
