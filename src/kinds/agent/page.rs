//! The page of one agent: how it is, what it is, and what runs on it.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Agent, Microservice};

use super::ROW;
use super::list::{LIST, architecture, daemon};
use super::load::Load;
use crate::kinds::members::{BY_APPLICATION, Members};
use crate::kinds::silent::last_reported;
use crate::live::{Live, source};
use crate::resource::facts::Facts;
use crate::resource::kind_list::KindListPage;
use crate::resource::object_page::{
    Found, Head, ObjectKind, ObjectPage, Reason, Section, Vital, facts, no_needs,
};
use crate::resource::row::{Entry, KindPages};
use crate::resource::row_menu::RowMenu;
use crate::ui::format;
use crate::ui::icon::Icon;
use crate::ui::state::Tone;

pub static PAGES: KindPages = KindPages {
    row: &ROW,
    list: || view! { <KindListPage kind=&LIST /> }.into_any(),
    object: |key, tab| view! { <ObjectPage kind=&AGENT key tab /> }.into_any(),
    menu: |asked| view! { <RowMenu kind=&AGENT asked /> }.into_any(),
    source: &[source::AGENTS],
    entries: |live| {
        let entry = |one: &Arc<Agent>| Entry {
            key: (&one.name).into(),
            name: one.name.clone(),
            beside: one.host.clone().unwrap_or_default(),
        };
        live.agents.rows().iter().map(entry).collect()
    },
};

type One = Arc<Agent>;

static AGENT: ObjectKind<One> = ObjectKind {
    row: &ROW,
    own: &[source::AGENTS],
    others: &[source::MICROSERVICES],
    find: |live: Live, key| live.agents.rows().iter().find(|agent| agent.name == key.own()).cloned(),
    key: |agent| (&agent.name).into(),
    head,
    sections: &[Section { title: "Microservices", body: members }],
    aside: &[
        Section { title: "Agent process", body: |found| facts(found, process) },
        Section { title: "Machine", body: |found| facts(found, machine) },
    ],
    needs: no_needs,
    // What runs on it is a table of its own.
    needed_by: None,
    actions: |_| Vec::new(),
    tab: |_, _| ().into_any(),
    gone: |key| format!("There is no agent {key} that you can see. It was deleted, or has another name."),
};

fn head(agent: &One) -> Head {
    let warning = agent.warning_message.clone().filter(|said| !said.is_empty() && said != "HEALTHY");
    let host = agent.host.clone().or_else(|| agent.ip_address.clone()).filter(|host| !host.is_empty());
    let vital = |text: String| Vital { icon: Icon::Chip, link: None, text };
    let running = (!agent.is_away() && agent.daemon_operating_duration > 0)
        .then(|| format!("running for {}", format::duration(agent.daemon_operating_duration)));
    let parts = [Some(architecture(agent.fog_type_id).to_owned()), host, running];
    Head {
        name: agent.name.clone(),
        state: Some(daemon(&agent.daemon_status)),
        badges: if agent.is_system { vec!["System"] } else { Vec::new() },
        vital: parts.into_iter().flatten().map(vital).collect(),
        reason: warning.map(|text| Reason { tone: Tone::Warn, title: "The agent warns".to_owned(), text }),
    }
}

fn members(found: Found<One>) -> AnyView {
    let belongs = Callback::new(move |one: Arc<Microservice>| {
        found.with(|found| found.as_ref().is_some_and(|agent| Some(&agent.uuid) == one.iofog_uuid.as_ref()))
    });
    view! { <Members columns=&BY_APPLICATION belongs /> }.into_any()
}

/// What the agent's own process uses: the containers that it runs are not in it.
fn process(agent: &One) -> AnyView {
    let load = Load::of(agent);
    let running = agent.daemon_operating_duration;
    Facts::default()
        .note(agent.is_away().then(|| last_reported(agent)))
        .text("CPU", format::percent(load.cpu))
        .text("Memory", format::known_bytes(load.memory))
        .text("Disk", format::known_bytes(load.disk))
        .text("Running for", if running > 0 { format::duration(running) } else { String::new() })
        .view("Not reported")
}

fn machine(agent: &One) -> AnyView {
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    Facts::default()
        .note(agent.is_away().then(|| last_reported(agent)))
        .text("CPU in use", format::percent(agent.system_total_cpu.unwrap_or_default()))
        .text("Free memory", format::known_bytes(agent.system_available_memory.unwrap_or_default().bytes()))
        .text("Free disk", format::known_bytes(agent.system_available_disk.unwrap_or_default().bytes()))
        .text("Architecture", architecture(agent.fog_type_id))
        .mono("Host", said(&agent.host))
        .mono("Address", said(&agent.ip_address))
        .text("Version", said(&agent.version))
        .text("Container engine", said(&agent.container_engine))
        .text("Description", said(&agent.description))
        .text("Tags", agent.tags.join(", "))
        .view("Not reported")
}
