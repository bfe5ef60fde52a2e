//! The microservices of one application or on one agent, as a short table.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Kind, Microservice};

use crate::live::Live;
use crate::resource::link::{Card, card, link};
use crate::resource::loaded::WhenLoaded;
use crate::resource::order::{ByDefault, sort};
use crate::resource::state::{StateOf, state_of};
use crate::routes::Page;
use crate::ui::table::{Column, Row, Sort, Table};

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
        Page::object(Kind::Microservice, (&*self.application, &*self.name)).path()
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
    Column::view("name", "Name", |row| link(row.page(), row.name.clone()), |row| Sort::Text(&row.name));
const STATE: Column<Member> = Column::view("state", "State", state_cell, |row| Sort::Text(&row.state.name));
const AGENT: Column<Member> = Column::view(
    "agent",
    "Agent",
    |row| link(Page::object(Kind::Agent, &row.agent).path(), row.agent.clone()),
    |row| Sort::Text(&row.agent),
);
const APPLICATION: Column<Member> = Column::view(
    "application",
    "Application",
    |row| link(Page::object(Kind::Application, &row.application).path(), row.application.clone()),
    |row| Sort::Text(&row.application),
);
const BY_NAME: ByDefault<Member> = ByDefault::up(&NAME);

/// Of an application: where each runs.
pub static BY_AGENT: [Column<Member>; 3] = [NAME, AGENT, STATE];
/// Of an agent: what each belongs to.
pub static BY_APPLICATION: [Column<Member>; 3] = [NAME, APPLICATION, STATE];

fn state_cell(row: &Member) -> AnyView {
    row.state.view()
}

/// The microservices that `belongs` picks.
#[component]
pub fn Members(
    columns: &'static [Column<Member>],
    belongs: Callback<Arc<Microservice>, bool>,
) -> impl IntoView {
    let live = expect_context::<Live>();
    let pressed = RwSignal::new(String::new());
    let order = Signal::derive(move || pressed.with(|pressed| BY_NAME.or(pressed)));
    let rows = Memo::new(move |_| {
        let mut rows = members(live, belongs).into_iter().map(Arc::new).collect::<Vec<_>>();
        sort(&mut rows, columns, &order.get(), &BY_NAME);
        Arc::new(rows)
    });
    let state = Memo::new(move |_| live.microservices.state());
    let none = Memo::new(move |_| rows.with(|rows| rows.is_empty()));
    let on_order = Callback::new(move |key| pressed.set(key));
    view! {
        <WhenLoaded state what="the microservices">
            {move || match none.get() {
                true => view! { <p class="body faint">"None."</p> }.into_any(),
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
