//! The list of applications.

use std::collections::HashSet;
use std::sync::Arc;

use client::permissions::Verb;
use leptos::prelude::*;
use model::Resource;
use model::{Application, Microservice, MicroserviceState};

use crate::kinds::format;
use crate::live::{Live, source};
use crate::resource::link::{Card, card, labelled_link, main_button, refused_button};
use crate::resource::list_page::{Facet, ListKind, ListPage, Listed, Sort};
use crate::routes::{NEW, Page, with_query};
use crate::session::Session;
use crate::ui::icon::Icon;
use crate::ui::notice::Empty;
use crate::ui::state::{State, Tone};
use crate::ui::table::{Column, Row};
use crate::words::fold;

#[derive(Clone, Debug, PartialEq)]
struct Line {
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
        Page::application(&self.name).path()
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

    fn sort(&self, key: &str) -> Sort<'_> {
        match key {
            "state" => Sort::Text(self.state.1),
            "running" => Sort::Numbers(self.running as f64, self.microservices as f64),
            "description" => Sort::Text(&self.description),
            _ => Sort::Text(&self.name),
        }
    }

    fn facet(&self, _key: &str) -> &str {
        self.state.1
    }
}

static KIND: ListKind<Line> = ListKind {
    title: "Applications",
    noun: "applications",
    order: "name",
    facets: &[Facet { key: "state", all: "All states" }],
    columns: &[
        Column { key: "name", title: "Name", number: false, cell: name_cell },
        Column { key: "state", title: "State", number: false, cell: state_cell },
        Column { key: "running", title: "Running", number: true, cell: |line| line.share().into_any() },
        Column {
            key: "description",
            title: "Description",
            number: false,
            cell: |line| line.description.clone().into_any(),
        },
    ],
};

fn name_cell(line: &Line) -> AnyView {
    let label =
        format!("{}, {}", line.name, format::count(line.microservices, "microservice", "microservices"));
    labelled_link(line.page(), label, line.name.clone())
}

fn state_cell(line: &Line) -> AnyView {
    view! { <State tone=line.state.0 text=line.state.1 /> }.into_any()
}

#[component]
pub fn ApplicationsPage() -> impl IntoView {
    let live = expect_context::<Live>();
    let state = live.need(&[source::APPLICATIONS], &[source::AGENTS]);
    let rows = Memo::new(move |_| {
        let away = away(live);
        let line = |row: &Arc<Application>| Arc::new(Line::new(row, &away));
        Arc::new(live.applications.rows().iter().map(line).collect::<Vec<_>>())
    });
    let session = expect_context::<Session>();
    let why = Memo::new(move |_| session.refuses(Resource::Applications, Verb::Create));
    let actions = move || {
        move || match why.get() {
            None => new_application(),
            Some(why) => refused_button(Icon::Plus, "New application", why),
        }
    };
    let empty = || {
        view! {
            <Empty title="No applications yet">
                <p>"An application is the home of microservices. Drop a manifest of one here, or write it."</p>
                {new_application()}
            </Empty>
        }
    };
    view! { <ListPage kind=&KIND rows=rows state actions empty /> }
}

/// An application is more text than form, so it is written in the workspace.
fn new_application() -> AnyView {
    let begun = with_query(&Page::Deploy, &[(NEW, "application")]);
    main_button(begun, Icon::Plus, "New application")
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
