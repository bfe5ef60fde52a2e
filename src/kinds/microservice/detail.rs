//! The page of one microservice: its state and why it is not running, what runs, where, and its YAML.

use std::sync::Arc;

use crate::address::A;
use leptos::prelude::*;
use model::{Agent, CatalogItem, EnvVar, Microservice, Port, Registry, VolumeMapping};
use plan::act::reaches;

use super::actions::Actions;
use super::exec::ExecView;
use super::list::image;
use super::logs::LogsView;
use crate::controllers::Controllers;
use crate::controllers::address::link_to;
use crate::kinds::format;
use crate::kinds::silent::last_reported;
use crate::kinds::state::{StateOf, state_of};
use crate::later::{Part, Workbench};
use crate::live::{Live, source};
use crate::resource::link::link;
use crate::resource::loaded::WhenLoaded;
use crate::resource::tabs::Tabs;
use crate::routes::{Page, TABS, Tab};
use crate::ui::copy::CopyButton;
use crate::ui::icon::Icon;
use crate::ui::notice::{Empty, Notice};
use crate::ui::panel::Panel;
use crate::ui::state::{State, Tone};

/// Everything the page shows, joined from the live lists.
#[derive(Clone, PartialEq)]
pub struct Found {
    pub microservice: Arc<Microservice>,
    pub agent: Option<Arc<Agent>>,
    pub item: Option<Arc<CatalogItem>>,
    pub registry: Option<Arc<Registry>>,
    /// Those that reach it by its name.
    users: Vec<Arc<Microservice>>,
}

impl Found {
    fn state(&self) -> StateOf {
        state_of(&self.microservice, self.agent.as_deref())
    }
}

#[component]
pub fn MicroservicePage(application: String, name: String, tab: Tab) -> impl IntoView {
    let live = expect_context::<Live>();
    let workbench = expect_context::<Part<Workbench>>();
    let state = live.need(&[source::MICROSERVICES], &[source::AGENTS, source::CATALOG, source::REGISTRIES]);
    let (wanted_application, wanted_name) = (application.clone(), name.clone());
    let found = Memo::new(move |_| find(live, &wanted_application, &wanted_name));
    let controllers = expect_context::<Controllers>();
    let linked = Page::Microservice { application: application.clone(), name: name.clone(), tab };
    let link = Signal::derive(move || link_to(&linked, controllers));
    let heading = name.clone();
    let page = |tab: Tab| Page::Microservice { application: application.clone(), name: name.clone(), tab };
    let tabs = TABS.map(|(tab, title, _)| (page(tab), title)).to_vec();
    let current = page(tab);
    let gone = StoredValue::new((application.clone(), name.clone()));
    // A tab is drawn once, not at each refresh: a log and a shell go on while the numbers above them change.
    // Nor does its deletion take away what somebody is writing or reading.
    let there = Memo::new(move |before: Option<&bool>| {
        found.with(Option::is_some) || (tab == Tab::Yaml && before == Some(&true))
    });
    let key = StoredValue::new(format!("{application}/{name}"));
    let body = move || match (tab == Tab::Edit || there.get(), tab) {
        (false, _) => gone.with_value(|(application, name)| missing(application, name)).into_any(),
        (true, Tab::Overview) => view! { <OverviewTab found /> }.into_any(),
        (true, Tab::Edit) => workbench.show(move |workbench| (workbench.edit)(key.get_value(), found)),
        (true, Tab::Yaml) => workbench.show(move |workbench| (workbench.yaml)(found)),
        (true, Tab::Logs) => view! { <LogsView found /> }.into_any(),
        (true, Tab::Exec) => view! { <ExecView found /> }.into_any(),
    };
    let body = StoredValue::new(body);
    view! {
        <div class="head">
            <h1>{heading}</h1>
            {move || found.get().map(|found| badge(&found))}
            <div class="head__acts">
                <CopyButton label="Copy link" text=link done="Link copied" icon=Icon::Link />
                <Actions found />
            </div>
        </div>
        <Tabs label="Views of this microservice" tabs current />
        <WhenLoaded state what="the microservice">
            {move || body.with_value(|body| body())}
        </WhenLoaded>
    }
}

fn badge(found: &Found) -> impl IntoView + use<> {
    let state = found.state();
    view! { <State tone=state.tone text=state.text() /> }
}

fn missing(application: &str, name: &str) -> impl IntoView + use<> {
    let said = format!(
        "Application {application} has no microservice {name} that you can see. It was deleted, or not deployed yet."
    );
    view! {
        <section class="card">
            <Empty title="This microservice is not there">
                <p>{said}</p>
                <A href=Page::Microservices.path() attr:class="btn">
                    "All microservices"
                </A>
            </Empty>
        </section>
    }
}

fn find(live: Live, application: &str, name: &str) -> Option<Found> {
    let rows = live.microservices.rows();
    let microservice = rows.iter().find(|row| row.name == name && row.application == application)?.clone();
    let agents = live.agents.rows();
    let agent = agents.iter().find(|agent| Some(&agent.uuid) == microservice.iofog_uuid.as_ref()).cloned();
    let catalog = live.catalog.rows();
    let item = catalog.iter().find(|item| Some(item.id) == microservice.catalog_item_id).cloned();
    let registry_id = item.as_ref().map_or(microservice.registry_id, |item| item.registry_id);
    let registry = live.registries.rows().iter().find(|registry| Some(registry.id) == registry_id).cloned();
    let users = rows.iter().filter(|row| reaches(row, &microservice)).cloned().collect();
    Some(Found { microservice, agent, item, registry, users })
}

#[component]
fn OverviewTab(found: Memo<Option<Found>>) -> impl IntoView {
    view! {
        {move || found.get().and_then(|found| why(&found))}
        <div class="cols">
            <Panel title="What runs">
                <div class="card__in">{move || found.get().map(|found| what_runs(&found))}</div>
            </Panel>
            <div class="stack">
                <Panel title="Load">
                    <div class="card__in">{move || found.get().map(|found| load(&found))}</div>
                </Panel>
                <Panel title="Belongs to">
                    <div class="card__in">{move || found.get().map(|found| belongs(&found))}</div>
                </Panel>
            </div>
        </div>
    }
}

/// Why it is not running, when the agent said so.
fn why(found: &Found) -> Option<impl IntoView + use<>> {
    let state = found.state();
    let title = state.text();
    let reason = state.reason?;
    let tone = if state.tone == Tone::Bad { Tone::Bad } else { Tone::Warn };
    Some(view! {
        <Notice tone title>
            <p>{reason}</p>
        </Notice>
    })
}

fn what_runs(found: &Found) -> impl IntoView + use<> {
    let microservice = &found.microservice;
    let image = image(microservice, found.agent.as_deref(), found.item.as_deref());
    let registry =
        found.registry.as_ref().map_or_else(|| "unknown".into(), |registry| registry_name(registry));
    let none = || view! { <span class="soft">"none"</span> }.into_any();
    let lines = |lines: Vec<String>| {
        if lines.is_empty() {
            none()
        } else {
            lines.into_iter().map(|line| view! { <div class="mono">{line}</div> }).collect_view().into_any()
        }
    };
    view! {
        <dl class="facts">
            <dt>"Image"</dt>
            <dd class="mono">{image}</dd>
            <dt>"Registry"</dt>
            <dd>{registry}</dd>
            <dt>"Ports"</dt>
            <dd>{lines(microservice.ports.iter().map(port).collect())}</dd>
            <dt>"Volumes"</dt>
            <dd>{lines(microservice.volume_mappings.iter().map(volume).collect())}</dd>
            <dt>"Environment"</dt>
            <dd>{lines(microservice.env.iter().map(variable).collect())}</dd>
            <dt>"Commands"</dt>
            <dd>{lines(microservice.cmd.clone())}</dd>
        </dl>
    }
}

fn registry_name(registry: &Registry) -> String {
    let access = if registry.is_public { "public" } else { "private" };
    format!("{} ({access})", registry.url)
}

fn port(port: &Port) -> String {
    format!("{} → {}/{}", port.external, port.internal, port.protocol.as_deref().unwrap_or("tcp"))
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

fn load(found: &Found) -> impl IntoView + use<> {
    let status = found.microservice.status.clone().unwrap_or_default();
    let is_old = found.state().is_old;
    let agent = found.agent.as_ref().filter(|_| is_old);
    let memory = status.memory_usage.bytes();
    let memory = if memory > 0.0 { format::bytes(memory) } else { String::new() };
    let shown = |text: String| if text.is_empty() { "not reported".to_owned() } else { text };
    let running = (status.operating_duration > 0).then(|| format::duration(status.operating_duration));
    view! {
        {agent.map(|agent| last_reported(agent))}
        <dl class="facts">
            <dt>"CPU"</dt>
            <dd>{shown(format::percent(status.cpu_usage))}</dd>
            <dt>"Memory"</dt>
            <dd>{shown(memory)}</dd>
            <dt>"Running for"</dt>
            <dd>{shown(running.unwrap_or_default())}</dd>
            <dt>"Health"</dt>
            <dd>{shown(status.health_status.clone())}</dd>
        </dl>
    }
}

fn belongs(found: &Found) -> impl IntoView + use<> {
    let application = found.microservice.application.clone();
    let members = Page::application(&application).path();
    let agent = found.agent.as_ref().map_or_else(
        || "unknown".into_any(),
        |agent| link(Page::Agent(agent.name.clone()).path(), agent.name.clone()),
    );
    let item = found.item.as_ref().map_or_else(
        || match found.microservice.catalog_item_id {
            Some(id) => format!("unknown, id {id}").into_any(),
            None => "none".into_any(),
        },
        |item| {
            let page = Page::CatalogEdit(item.id.to_string());
            if item.is_system() { item.name.clone().into_any() } else { link(page.path(), item.name.clone()) }
        },
    );
    view! {
        <dl class="facts">
            <dt>"Application"</dt>
            <dd>
                {link(members, application)}
            </dd>
            <dt>"Agent"</dt>
            <dd>
                {agent}
            </dd>
            <dt>"Catalog item"</dt>
            <dd>{item}</dd>
            {users(&found.users)}
        </dl>
    }
}

fn users(users: &[Arc<Microservice>]) -> Option<impl IntoView + use<>> {
    let line = |user: &Arc<Microservice>| {
        let page = Page::microservice(&user.application, &user.name);
        view! { <div>{link(page.path(), format!("{}/{}", user.application, user.name))}" (extra host)"</div> }
    };
    let lines = users.iter().map(line).collect::<Vec<_>>();
    (!lines.is_empty()).then(|| {
        view! {
            <dt>"Used by"</dt>
            <dd>{lines}</dd>
        }
    })
}
