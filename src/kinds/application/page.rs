//! The page of one application: its microservices, its switch, and what is to be known of it.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Application, Microservice};

use super::ROW;
use super::actions::actions;
use super::list::{LIST, away, state};
use super::logs::LogsView;
use crate::kinds::members::{BY_AGENT, Members};
use crate::live::{Live, source};
use crate::resource::facts::Facts;
use crate::resource::kind_list::KindListPage;
use crate::resource::object_page::{Found, Head, ObjectKind, ObjectPage, Section, Vital, facts, no_needs};
use crate::resource::row::{Entry, KindPages};
use crate::resource::row_menu::RowMenu;
use crate::routes::Tab;
use crate::ui::format;
use crate::ui::icon::Icon;
use crate::ui::state::Tone;

pub static PAGES: KindPages = KindPages {
    row: &ROW,
    list: || view! { <KindListPage kind=&LIST /> }.into_any(),
    object: |key, tab| view! { <ObjectPage kind=&APPLICATION key tab /> }.into_any(),
    menu: |asked| view! { <RowMenu kind=&APPLICATION asked /> }.into_any(),
    source: &[source::APPLICATIONS],
    entries: |live| {
        let entry = |one: &Arc<Application>| Entry {
            key: (&one.name).into(),
            name: one.name.clone(),
            beside: one.description.clone(),
        };
        live.applications.rows().iter().map(entry).collect()
    },
};

/// An application, with how it is.
#[derive(Clone, PartialEq)]
pub struct One {
    pub application: Arc<Application>,
    state: (Tone, &'static str),
    running: usize,
}

static APPLICATION: ObjectKind<One> = ObjectKind {
    row: &ROW,
    own: &[source::APPLICATIONS, source::MICROSERVICES],
    others: &[source::AGENTS],
    find: |live, key| find(live, key.own()),
    key: |one| (&one.application.name).into(),
    head,
    sections: &[Section { title: "Microservices", body: members }],
    aside: &[Section { title: "About", body: |found| facts(found, about) }],
    needs: no_needs,
    needed_by: None,
    actions,
    tab: |tab, found| match tab {
        Tab::Logs => view! { <LogsView found /> }.into_any(),
        // The others are the same for every kind.
        Tab::Details | Tab::Edit | Tab::Yaml | Tab::Exec => ().into_any(),
    },
    gone: |key| {
        format!("There is no application {key} that you can see. It was deleted, or not deployed yet.")
    },
};

fn find(live: Live, name: &str) -> Option<One> {
    let rows = live.applications.rows();
    let application = rows.iter().find(|application| application.name == name).cloned()?;
    let (state, running) = state(&application, &away(live));
    Some(One { application, state, running })
}

fn head(one: &One) -> Head {
    let all = one.application.microservices.len();
    let (tone, text) = one.state;
    let text_of =
        format!("{} of {} running", one.running, format::count(all, "microservice", "microservices"));
    Head {
        name: one.application.name.clone(),
        state: Some((tone, text.to_owned())),
        badges: Vec::new(),
        vital: vec![Vital { icon: Icon::Box, link: None, text: text_of }],
        reason: None,
    }
}

fn members(found: Found<One>) -> AnyView {
    let belongs = Callback::new(move |one: Arc<Microservice>| {
        found.with(|found| found.as_ref().is_some_and(|found| found.application.name == one.application))
    });
    view! { <Members columns=&BY_AGENT belongs /> }.into_any()
}

fn about(one: &One) -> AnyView {
    let application = &one.application;
    let facts = Facts::default()
        .text("Description", &application.description)
        .text("Switched on", if application.is_activated { "yes" } else { "no" })
        .text("NATS", if application.nats_access { "allowed" } else { "not allowed" });
    // Most Controllers have none.
    let routes: Vec<String> =
        application.routes.iter().map(|one| format!("{}: {} → {}", one.name, one.from, one.to)).collect();
    let facts = if routes.is_empty() { facts } else { facts.lines("Routes", routes) };
    facts.view("Not set")
}
