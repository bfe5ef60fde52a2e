//! What needs attention first, between how much there is of each state and the agents.

use std::collections::BTreeMap;

use leptos::prelude::*;
use model::{Agent, Kind, Microservice};

use crate::address::A;
use crate::kinds::agent::list::daemon;
use crate::live::{Live, source};
use crate::resource::link::main_button;
use crate::resource::loaded::WhenLoaded;
use crate::resource::state::{StateOf, state_of};
use crate::routes::{Page, Tab, with_query};
use crate::ui::format;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::notice::Empty;
use crate::ui::state::{State, StateMark, Tone};

/// More than this are counted; the list has them all.
const SHOWN: usize = 20;

/// More agents than this are a list to search, not a strip to look at.
const AGENTS_SHOWN: usize = 12;

#[component]
pub fn Overview() -> impl IntoView {
    let live = expect_context::<Live>();
    // Without the agents, nobody could say that all is well.
    let state = live.need(&[source::MICROSERVICES, source::AGENTS], &[source::CATALOG, source::REGISTRIES]);
    view! {
        <h1 class="sr">"Overview"</h1>
        <WhenLoaded state what="the network">
            {move || vitals(live)}
            <section class="panel">
                <header>
                    <h2>"Needs attention"</h2>
                </header>
                {move || attention(live)}
            </section>
            {move || agents(live)}
        </WhenLoaded>
    }
}

/// Every microservice with its state.
fn states(live: Live) -> Vec<(Microservice, StateOf)> {
    let agents = live.agents.rows();
    let agent_of = |one: &Microservice| {
        agents.iter().find(|agent| Some(&agent.uuid) == one.iofog_uuid.as_ref()).map(|agent| &**agent)
    };
    let rows = live.microservices.rows();
    rows.iter().map(|one| ((**one).clone(), state_of(one, agent_of(one)))).collect()
}

/// How many microservices are in each state; each number leads to those.
fn vitals(live: Live) -> Option<impl IntoView> {
    let mut counted =
        BTreeMap::from([((rank(Tone::Ok), "Running".to_owned()), ((Tone::Ok, Icon::Done), Vec::new()))]);
    for (one, state) in states(live) {
        let slot =
            counted.entry((rank(state.tone), state.name)).or_insert(((state.tone, state.icon), Vec::new()));
        slot.1.push(one.name);
    }
    let all: usize = counted.values().map(|(_, names)| names.len()).sum();
    let parts = counted.values().map(|((tone, _), names)| share(*tone, names.len())).collect_view();
    let figures = counted.iter().map(|((_, name), (look, names))| figure(name, *look, names)).collect_view();
    (all > 0).then(|| {
        view! {
            <section class="panel" aria-label="Microservices by state">
                <div class="vitals">{figures}</div>
                <div class="share" aria-hidden="true">
                    {parts}
                </div>
            </section>
        }
    })
}

/// What runs comes first, then what is worst.
fn rank(tone: Tone) -> u8 {
    match tone {
        Tone::Ok => 0,
        Tone::Bad => 1,
        Tone::Warn => 2,
        Tone::Busy => 3,
        Tone::Wait => 4,
        Tone::Idle => 5,
    }
}

fn figure(name: &str, (tone, icon): (Tone, Icon), names: &[String]) -> AnyView {
    // A few are named; of many, nobody reads the names.
    let some = if tone == Tone::Ok || names.len() > 3 { String::new() } else { names.join(", ") };
    let href = with_query(&Page::List(Kind::Microservice), &[("status", name)]);
    let (count, name) = (names.len(), name.to_owned());
    view! {
        <A href=href attr:class=if count == 0 { "zero" } else { "" }>
            <b>{count}</b>
            <State tone text=name icon />
            <small>{some}</small>
        </A>
    }
    .into_any()
}

fn share(tone: Tone, count: usize) -> Option<impl IntoView> {
    (count > 0).then(|| view! { <span class=tone.name() style:flex-grow=count.to_string()></span> })
}

fn attention(live: Live) -> AnyView {
    let (agents, all) = (live.agents.rows(), states(live));
    let troubled =
        all.iter().filter(|(_, state)| matches!(state.tone, Tone::Bad | Tone::Warn)).collect::<Vec<_>>();
    let away = agents.iter().filter(|agent| agent.is_away()).collect::<Vec<_>>();
    if troubled.is_empty() && away.is_empty() {
        return calm(agents.len(), all.len());
    }
    let more = troubled.len().saturating_sub(SHOWN);
    view! {
        <ul class="att">
            {away.into_iter().map(|agent| agent_row(agent)).collect_view()}
            {troubled.into_iter().take(SHOWN).map(|(one, state)| row(one, state)).collect_view()}
            {(more > 0)
                .then(|| {
                    view! {
                        <li>
                            <Glyph icon=Icon::Right />
                            <A href=Page::List(Kind::Microservice).path()>{format!("and {more} more")}</A>
                        </li>
                    }
                })}
        </ul>
    }
    .into_any()
}

/// What is said when nothing needs attention: that all is well only where there is something that could be.
fn calm(agents: usize, microservices: usize) -> AnyView {
    match (agents, microservices) {
        (0, _) => view! {
            <Empty title="No agents yet" icon=Icon::Chip>
                <p>"Nothing can run until there is an agent. One is added from a terminal:"</p>
                <p>
                    <code>"potctl deploy -f agent.yaml"</code>
                </p>
            </Empty>
        }
        .into_any(),
        (_, 0) => view! {
            <Empty title="No microservices yet" icon=Icon::Box>
                <p>"Every agent reports, and nothing is deployed. Drop a manifest anywhere on this page, or write one."</p>
                {main_button(Page::Deploy.path(), Icon::Upload, "Deploy a manifest")}
            </Empty>
        }
        .into_any(),
        _ => view! {
            <Empty title="All is well" icon=Icon::Done>
                <p>"No microservice has failed and every agent reports."</p>
            </Empty>
        }
        .into_any(),
    }
}

fn row(microservice: &Microservice, state: &StateOf) -> impl IntoView + use<> {
    let key = (&*microservice.application, &*microservice.name);
    let page = Page::object(Kind::Microservice, key);
    let log = Page::Object { kind: Kind::Microservice, key: key.into(), tab: Tab::Logs };
    let name = format!("{}/{}", microservice.application, microservice.name);
    let log = (state.tone == Tone::Bad).then(|| {
        view! {
            <A href=log.path() attr:class="btn small" attr:aria-label=format!("Log of {name}")>
                "Log"
            </A>
        }
    });
    view! {
        <li>
            <StateMark tone=state.tone text=state.text() icon=state.icon />
            <span class="why">
                <A href=page.path() attr:class="who">{name.clone()}</A>
                " "
                {state.text()}
                {state.reason.clone().map(|reason| format!(": {reason}"))}
            </span>
            <span class="do">{log}</span>
        </li>
    }
}

fn agent_row(agent: &Agent) -> impl IntoView + use<> {
    let (tone, text) = daemon(&agent.daemon_status);
    view! {
        <li>
            <StateMark tone text=text.clone() icon=Icon::Away />
            <span class="why">
                <A href=Page::object(Kind::Agent, &agent.name).path() attr:class="who">{format!("Agent {}", agent.name)}</A>
                " "
                {text}
            </span>
        </li>
    }
}

/// The agents side by side, where there are few enough for that.
fn agents(live: Live) -> Option<impl IntoView> {
    let agents = live.agents.rows();
    let rows = live.microservices.rows();
    let online = agents.iter().filter(|agent| daemon(&agent.daemon_status).0 == Tone::Ok).count();
    let one = |agent: &Agent| {
        let running = rows.iter().filter(|row| row.iofog_uuid.as_ref() == Some(&agent.uuid)).count();
        let (tone, text) = daemon(&agent.daemon_status);
        let load =
            if agent.is_away() { text.clone() } else { format!("CPU {}", format::percent(agent.cpu_usage)) };
        let there = format::count(running, "microservice", "microservices");
        let (name, icon) = (agent.name.clone(), if agent.is_away() { Icon::Away } else { tone.icon() });
        view! {
            <A href=Page::object(Kind::Agent, &name).path()>
                <span class="top">
                    <span>{name}</span>
                    <StateMark tone text icon />
                </span>
                <span class="bot">
                    <span>{load}</span>
                    <span title=there>
                        <Glyph icon=Icon::Box />
                        {running}
                        <span class="sr">{if running == 1 { " microservice" } else { " microservices" }}</span>
                    </span>
                </span>
            </A>
        }
    };
    let cells = agents.iter().take(AGENTS_SHOWN).map(|agent| one(agent)).collect_view();
    (!agents.is_empty()).then(|| {
        view! {
            <section class="panel">
                <header>
                    <h2>"Agents"</h2>
                    <span class="faint">{format!("{online} of {} online", agents.len())}</span>
                    <span class="push">
                        <A href=Page::List(Kind::Agent).path() attr:class="btn quiet small">
                            "All agents"
                        </A>
                    </span>
                </header>
                <div class="agents">{cells}</div>
            </section>
        }
    })
}
