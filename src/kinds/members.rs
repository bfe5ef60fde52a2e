//! The microservices of one application or on one agent, as a short table.

use std::sync::Arc;

use leptos::prelude::*;
use model::Microservice;

use crate::kinds::state::{StateOf, state_of};
use crate::live::Live;
use crate::resource::link::{Card, card, link};
use crate::resource::loaded::WhenLoaded;
use crate::routes::Page;
use crate::ui::state::State;
use crate::ui::table::{Column, Order, Row, Table};
use crate::words::places;

/// A row: one microservice.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    uuid: String,
    name: String,
    application: String,
    agent: String,
    state: StateOf,
}

impl Member {
    fn page(&self) -> String {
        Page::microservice(&self.application, &self.name).path()
    }

    fn of<'a>(&'a self, key: &str) -> [&'a str; 2] {
        let first = match key {
            "application" => &self.application,
            "agent" => &self.agent,
            "state" => &self.state.name,
            _ => &self.name,
        };
        [first, &self.name]
    }
}

impl Row for Member {
    fn key(&self) -> &str {
        &self.uuid
    }

    fn card(&self) -> AnyView {
        let facts = Card {
            title: self.name.clone(),
            state: state_cell(self),
            below: self.application.clone(),
            beside: self.agent.clone(),
        };
        card(Some(self.page()), facts)
    }
}

const NAME: Column<Member> =
    Column { key: "name", title: "Name", number: false, cell: |row| link(row.page(), row.name.clone()) };
const STATE: Column<Member> = Column { key: "state", title: "State", number: false, cell: state_cell };
const AGENT: Column<Member> = Column {
    key: "agent",
    title: "Agent",
    number: false,
    cell: |row| link(Page::Agent(row.agent.clone()).path(), row.agent.clone()),
};
const APPLICATION: Column<Member> = Column {
    key: "application",
    title: "Application",
    number: false,
    cell: |row| link(Page::application(&row.application).path(), row.application.clone()),
};

/// Of an application: where each runs.
pub static BY_AGENT: [Column<Member>; 3] = [NAME, AGENT, STATE];
/// Of an agent: what each belongs to.
pub static BY_APPLICATION: [Column<Member>; 3] = [NAME, APPLICATION, STATE];

fn state_cell(row: &Member) -> AnyView {
    view! { <State tone=row.state.tone text=row.state.text() /> }.into_any()
}

/// The microservices that `belongs` picks.
#[component]
pub fn Members(
    columns: &'static [Column<Member>],
    belongs: Callback<Arc<Microservice>, bool>,
) -> impl IntoView {
    let live = expect_context::<Live>();
    let pressed = RwSignal::new("name".to_owned());
    let order = Signal::derive(move || pressed.with(|pressed| Order::parse(pressed)));
    let rows = Memo::new(move |_| {
        let mut rows = members(live, belongs);
        let Order { key, reverse } = order.get();
        let texts = rows.iter().flat_map(|row| row.of(&key).map(str::to_owned)).collect::<Vec<_>>();
        let places = places(texts.iter().map(String::as_str));
        rows.sort_by_cached_key(|row| row.of(&key).map(|text| places.get(text).copied()));
        if reverse {
            rows.reverse();
        }
        Arc::new(rows.into_iter().map(Arc::new).collect::<Vec<_>>())
    });
    let state = Memo::new(move |_| live.microservices.state());
    let none = Memo::new(move |_| rows.with(|rows| rows.is_empty()));
    let on_order = Callback::new(move |key| pressed.set(key));
    view! {
        <WhenLoaded state what="the microservices">
            {move || match none.get() {
                true => view! { <p class="card__in soft">"None."</p> }.into_any(),
                false => view! { <Table label="Microservices" columns rows order on_order /> }.into_any(),
            }}
        </WhenLoaded>
    }
}

fn members(live: Live, belongs: Callback<Arc<Microservice>, bool>) -> Vec<Member> {
    let (microservices, agents) = (live.microservices.rows(), live.agents.rows());
    let member = |one: &Arc<Microservice>| {
        let agent = agents.iter().find(|agent| Some(&agent.uuid) == one.iofog_uuid.as_ref());
        Member {
            uuid: one.uuid.clone(),
            name: one.name.clone(),
            application: one.application.clone(),
            agent: agent.map(|agent| agent.name.clone()).unwrap_or_default(),
            state: state_of(one, agent.map(AsRef::as_ref)),
        }
    };
    microservices.iter().filter(|one| belongs.run(Arc::clone(one))).map(member).collect()
}
