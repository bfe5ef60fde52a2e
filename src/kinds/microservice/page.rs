//! The page of one microservice: its state and why it is not running, what runs, where, its log and its shell.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Agent, CatalogItem, EnvVar, Kind, Microservice, Port, Registry, VolumeMapping};
use plan::act::reaches;

use super::ROW;
use super::actions::actions;
use super::exec::ExecView;
use super::list::{image, page};
use super::logs::LogsView;
use crate::kinds::silent::last_reported;
use crate::live::{Live, source};
use crate::resource::facts::Facts;
use crate::resource::object_page::{Head, ObjectKind, ObjectPage, Reason, Section, Vital, facts};
use crate::resource::relation::{Relation, Relations};
use crate::resource::row::{Entry, KindPages};
use crate::resource::row_menu::RowMenu;
use crate::resource::state::{StateOf, state_of};
use crate::routes::{Key, Page, Tab};
use crate::ui::format;
use crate::ui::icon::Icon;
use crate::ui::state::Tone;

pub static PAGES: KindPages = KindPages {
    row: &ROW,
    list: page,
    object: |key, tab| view! { <ObjectPage kind=&MICROSERVICE key tab /> }.into_any(),
    menu: |asked| view! { <RowMenu kind=&MICROSERVICE asked /> }.into_any(),
    source: &[source::MICROSERVICES],
    entries: |live| {
        let entry = |one: &Arc<Microservice>| Entry {
            key: key_of(one),
            name: one.name.clone(),
            beside: one.application.clone(),
        };
        live.microservices.rows().iter().map(entry).collect()
    },
};

/// A microservice with what the page joins to it.
#[derive(Clone, PartialEq)]
pub struct One {
    pub microservice: Arc<Microservice>,
    pub agent: Option<Arc<Agent>>,
    item: Option<Arc<CatalogItem>>,
    registry: Option<Arc<Registry>>,
    /// Those that reach it by its name.
    users: Vec<Arc<Microservice>>,
}

impl One {
    fn state(&self) -> StateOf {
        state_of(&self.microservice, self.agent.as_deref())
    }
}

static MICROSERVICE: ObjectKind<One> = ObjectKind {
    row: &ROW,
    own: &[source::MICROSERVICES],
    others: &[source::AGENTS, source::CATALOG, source::REGISTRIES],
    find: joined,
    key: |one| key_of(&one.microservice),
    head,
    sections: &[Section { title: "What runs", body: |found| facts(found, what_runs) }],
    aside: &[Section { title: "Load", body: |found| facts(found, load) }],
    needs: |_, one| Relations::Known(needs(one)),
    needed_by: Some(|_, one| Relations::Known(one.users.iter().map(|user| user_of(user)).collect())),
    actions,
    tab: |tab, found| match tab {
        Tab::Logs => view! { <LogsView found /> }.into_any(),
        Tab::Exec => view! { <ExecView found /> }.into_any(),
        // The others are the same for every kind.
        Tab::Details | Tab::Edit | Tab::Yaml => ().into_any(),
    },
    gone: |key| match key {
        Key::Within(application, name) => format!(
            "Application {application} has no microservice {name} that you can see. It was deleted, or not deployed yet."
        ),
        Key::One(id) => format!(
            "No microservice has the id {id}. It was deleted, or created again under another id. A link by name would still work."
        ),
    },
};

fn key_of(one: &Microservice) -> Key {
    (&*one.application, &*one.name).into()
}

/// The microservice of this name; one part alone is its id.
pub fn find(live: Live, key: &Key) -> Option<Arc<Microservice>> {
    let is_it = |row: &&Arc<Microservice>| match key {
        Key::Within(application, name) => row.name == *name && row.application == *application,
        Key::One(uuid) => row.uuid == *uuid,
    };
    live.microservices.rows().iter().find(is_it).cloned()
}

fn joined(live: Live, key: &Key) -> Option<One> {
    let microservice = find(live, key)?;
    let (rows, agents, catalog) = (live.microservices.rows(), live.agents.rows(), live.catalog.rows());
    let agent = agents.iter().find(|agent| Some(&agent.uuid) == microservice.iofog_uuid.as_ref()).cloned();
    let item = catalog.iter().find(|item| Some(item.id) == microservice.catalog_item_id).cloned();
    let registry_id = item.as_ref().map_or(microservice.registry_id, |item| item.registry_id);
    let registry = live.registries.rows().iter().find(|registry| Some(registry.id) == registry_id).cloned();
    let users = rows.iter().filter(|row| reaches(row, &microservice)).cloned().collect();
    Some(One { microservice, agent, item, registry, users })
}

fn head(one: &One) -> Head {
    let state = one.state();
    let application = &one.microservice.application;
    let on = one.agent.as_ref().map(|agent| Vital {
        icon: Icon::Chip,
        link: Some((Page::object(Kind::Agent, &agent.name), agent.name.clone())),
        text: String::new(),
    });
    let of = Vital {
        icon: Icon::Layers,
        link: Some((Page::object(Kind::Application, application), application.clone())),
        text: String::new(),
    };
    let status =
        one.microservice.status.as_ref().filter(|status| !state.is_old && status.operating_duration > 0);
    let running = status.map(|status| Vital {
        icon: Icon::Again,
        link: None,
        text: format!("running for {}", format::duration(status.operating_duration)),
    });
    let tone = if state.tone == Tone::Bad { Tone::Bad } else { Tone::Warn };
    Head {
        name: one.microservice.name.clone(),
        state: Some((state.tone, state.text())),
        badges: Vec::new(),
        vital: on.into_iter().chain([of]).chain(running).collect(),
        reason: state.reason.clone().map(|text| Reason { tone, title: state.text(), text }),
    }
}

fn what_runs(one: &One) -> AnyView {
    let microservice = &one.microservice;
    Facts::default()
        .mono("Image", image(microservice, one.agent.as_deref(), one.item.as_deref()))
        .text("Registry", one.registry.as_ref().map(|registry| registry_name(registry)).unwrap_or_default())
        .lines("Ports", microservice.ports.iter().map(port).collect())
        .lines("Volumes", microservice.volume_mappings.iter().map(volume).collect())
        .lines("Environment", microservice.env.iter().map(variable).collect())
        .lines("Commands", microservice.cmd.clone())
        .view("Not set")
}

fn registry_name(registry: &Registry) -> String {
    let access = if registry.is_public { "public" } else { "private" };
    format!("{} ({access})", registry.url)
}

fn port(port: &Port) -> String {
    let public = port.public.as_deref().map(|public| format!(", public at {}", public.links.join(", ")));
    let protocol = port.protocol.as_deref().unwrap_or("tcp");
    format!("{} → {}/{protocol}{}", port.external, port.internal, public.unwrap_or_default())
}

fn volume(volume: &VolumeMapping) -> String {
    format!("{} → {} ({})", volume.host_destination, volume.container_destination, volume.access_mode)
}

/// A value that comes from a secret is in the Controller's answer in clear text; only its origin is shown.
fn variable(variable: &EnvVar) -> String {
    let value = match (&variable.value_from_secret, &variable.value_from_config_map, &variable.value) {
        (Some(secret), _, _) => format!("from secret {secret}"),
        (None, Some(map), _) => format!("from config map {map}"),
        (None, None, Some(value)) => value.expose().clone(),
        (None, None, None) => String::new(),
    };
    format!("{}={value}", variable.key)
}

fn load(one: &One) -> AnyView {
    let status = one.microservice.status.clone().unwrap_or_default();
    let agent = one.agent.as_ref().filter(|_| one.state().is_old);
    let running = (status.operating_duration > 0).then(|| format::duration(status.operating_duration));
    Facts::default()
        .note(agent.map(|agent| last_reported(agent)))
        .text("CPU", format::percent(status.cpu_usage))
        .text("Memory", format::known_bytes(status.memory_usage.bytes()))
        .text("Running for", running.unwrap_or_default())
        .text("Health", &status.health_status)
        .view("Not reported")
}

/// What it is made of and what it runs on.
fn needs(one: &One) -> Vec<Relation> {
    let relation = |icon, page: Page, name: &str, role: &str| Relation {
        icon,
        page: Some(page),
        name: name.to_owned(),
        role: role.to_owned(),
    };
    let agent = one.agent.as_ref();
    let agent = agent.map(|it| relation(Icon::Chip, Page::object(Kind::Agent, &it.name), &it.name, "agent"));
    let item = one
        .item
        .as_ref()
        .map(|it| relation(Icon::Book, Page::object(Kind::CatalogItem, it.id), &it.name, "catalog item"));
    // An item that is not among those that were read.
    let unknown = one.microservice.catalog_item_id.filter(|_| one.item.is_none()).map(|id| {
        relation(Icon::Book, Page::object(Kind::CatalogItem, id), &format!("id {id}"), "catalog item")
    });
    let registry = one.registry.as_ref();
    let registry =
        registry.map(|it| relation(Icon::Store, Page::object(Kind::Registry, it.id), &it.url, "registry"));
    let taken = one.microservice.takes_from();
    let taken = taken.into_iter().map(|(kind, name)| {
        let icon = if kind == Kind::VolumeMount { Icon::File } else { Icon::Key };
        relation(icon, Page::object(kind, name), name, kind.noun())
    });
    agent.into_iter().chain(item).chain(unknown).chain(registry).chain(taken).collect()
}

fn user_of(user: &Microservice) -> Relation {
    Relation {
        icon: Icon::Box,
        page: Some(Page::object(Kind::Microservice, key_of(user))),
        name: format!("{}/{}", user.application, user.name),
        role: "extra host".to_owned(),
    }
}
