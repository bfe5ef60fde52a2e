//! The page of one agent: how it is, what it is, and what runs on it.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Agent, Microservice};

use super::list::{architecture, daemon};
use super::load::Load;
use crate::address::A;
use crate::controllers::Controllers;
use crate::controllers::address::link_to;
use crate::kinds::format;
use crate::kinds::members::{BY_APPLICATION, Members};
use crate::kinds::silent::last_reported;
use crate::live::{Live, source};
use crate::resource::loaded::WhenLoaded;
use crate::routes::Page;
use crate::ui::copy::CopyButton;
use crate::ui::icon::Icon;
use crate::ui::notice::{Empty, Notice};
use crate::ui::panel::Panel;
use crate::ui::state::{State, Tone};

const NOT_REPORTED: &str = "not reported";

type Shown = Memo<Option<Arc<Agent>>>;

#[component]
pub fn AgentPage(name: String) -> impl IntoView {
    let live = expect_context::<Live>();
    let loaded = live.need(&[source::AGENTS], &[source::MICROSERVICES]);
    let controllers = expect_context::<Controllers>();
    let linked = Page::Agent(name.clone());
    let link = Signal::derive(move || link_to(&linked, controllers));
    let wanted = name.clone();
    let shown: Shown =
        Memo::new(move |_| live.agents.rows().iter().find(|agent| agent.name == wanted).cloned());
    let gone = StoredValue::new(name.clone());
    let there = Memo::new(move |_| shown.with(Option::is_some));
    let body = move || {
        if there.get() {
            view! { <Overview shown /> }.into_any()
        } else {
            gone.with_value(|name| missing(name)).into_any()
        }
    };
    let body = StoredValue::new(body);
    view! {
        <div class="head">
            <h1>{name}</h1>
            {move || shown.get().map(|agent| badge(&agent))}
            <div class="head__acts">
                <CopyButton label="Copy link" text=link done="Link copied" icon=Icon::Link />
            </div>
        </div>
        <WhenLoaded state=loaded what="the agent">
            {move || body.with_value(|body| body())}
        </WhenLoaded>
    }
}

fn badge(agent: &Agent) -> impl IntoView + use<> {
    let (tone, text) = daemon(&agent.daemon_status);
    view! { <State tone text /> }
}

fn missing(name: &str) -> impl IntoView + use<> {
    let said = format!("There is no agent {name} that you can see. It was deleted, or has another name.");
    view! {
        <section class="card">
            <Empty title="This agent is not there">
                <p>{said}</p>
                <A href=Page::Agents.path() attr:class="btn">
                    "All agents"
                </A>
            </Empty>
        </section>
    }
}

#[component]
fn Overview(shown: Shown) -> impl IntoView {
    let belongs = Callback::new(move |one: Arc<Microservice>| {
        shown.with(|shown| shown.as_ref().is_some_and(|shown| Some(&shown.uuid) == one.iofog_uuid.as_ref()))
    });
    view! {
        {move || shown.get().and_then(|agent| warning(&agent))}
        <div class="cols">
            <Panel title="Microservices">
                <Members columns=&BY_APPLICATION belongs />
            </Panel>
            <div class="stack">
                <Panel title="Agent process">
                    <div class="card__in">{move || shown.get().map(|agent| process(&agent))}</div>
                </Panel>
                <Panel title="Machine">
                    <div class="card__in">{move || shown.get().map(|agent| machine(&agent))}</div>
                </Panel>
            </div>
        </div>
    }
}

/// What the agent complains about.
fn warning(agent: &Agent) -> Option<impl IntoView + use<>> {
    let said = agent.warning_message.clone().filter(|said| !said.is_empty() && said != "HEALTHY")?;
    Some(view! {
        <Notice tone=Tone::Warn title="The agent warns">
            <p>{said}</p>
        </Notice>
    })
}

/// What the agent's own process uses: the containers that it runs are not in it.
fn process(agent: &Agent) -> impl IntoView + use<> {
    let load = Load::of(agent);
    let running = agent.daemon_operating_duration;
    view! {
        {agent.is_away().then(|| last_reported(agent))}
        <dl class="facts">
            <dt>"CPU"</dt>
            <dd>{percent(load.cpu)}</dd>
            <dt>"Memory"</dt>
            <dd>{size(load.memory)}</dd>
            <dt>"Disk"</dt>
            <dd>{size(load.disk)}</dd>
            <dt>"Running for"</dt>
            <dd>{if running > 0 { format::duration(running) } else { NOT_REPORTED.to_owned() }}</dd>
        </dl>
    }
}

fn size(bytes: f64) -> String {
    if bytes > 0.0 { format::bytes(bytes) } else { NOT_REPORTED.to_owned() }
}

fn percent(value: f64) -> String {
    if value > 0.0 { format::percent(value) } else { NOT_REPORTED.to_owned() }
}

fn machine(agent: &Agent) -> impl IntoView + use<> {
    let shown = |text: &Option<String>| {
        text.clone().filter(|text| !text.is_empty()).unwrap_or_else(|| NOT_REPORTED.to_owned())
    };
    let tags = if agent.tags.is_empty() { "none".to_owned() } else { agent.tags.join(", ") };
    view! {
        {agent.is_away().then(|| last_reported(agent))}
        <dl class="facts">
            <dt>"CPU in use"</dt>
            <dd>{percent(agent.system_total_cpu.unwrap_or_default())}</dd>
            <dt>"Free memory"</dt>
            <dd>{size(agent.system_available_memory.unwrap_or_default().bytes())}</dd>
            <dt>"Free disk"</dt>
            <dd>{size(agent.system_available_disk.unwrap_or_default().bytes())}</dd>
            <dt>"Architecture"</dt>
            <dd>{architecture(agent.fog_type_id)}</dd>
            <dt>"Host"</dt>
            <dd>{shown(&agent.host)}</dd>
            <dt>"Address"</dt>
            <dd>{shown(&agent.ip_address)}</dd>
            <dt>"Version"</dt>
            <dd>{shown(&agent.version)}</dd>
            <dt>"Container engine"</dt>
            <dd>{shown(&agent.container_engine)}</dd>
            <dt>"Description"</dt>
            <dd>{shown(&agent.description)}</dd>
            <dt>"Tags"</dt>
            <dd>{tags}</dd>
        </dl>
    }
}
