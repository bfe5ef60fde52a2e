//! What needs attention first, then the counts.

use leptos::prelude::*;
use model::{Agent, Kind, Microservice};

use crate::address::A;
use crate::kinds::agent::list::daemon;
use crate::kinds::state::{StateOf, state_of};
use crate::live::{Live, source};
use crate::navigation::entries;
use crate::resource::link::main_button;
use crate::resource::loaded::WhenLoaded;
use crate::routes::Page;
use crate::ui::icon::Icon;
use crate::ui::notice::Empty;
use crate::ui::state::{State, Tone};

/// More than this are counted; the list has them all.
const SHOWN: usize = 20;

#[component]
pub fn Overview() -> impl IntoView {
    let live = expect_context::<Live>();
    // Without the agents, nobody could say that all is well.
    let state = live.need(&[source::MICROSERVICES, source::AGENTS], &[source::CATALOG, source::REGISTRIES]);
    view! {
        <h1>"Overview"</h1>
        <WhenLoaded state what="the network">
            <div class="tiles">{move || tiles(live)}</div>
            <section class="card">
                <header class="card__head">
                    <h2>"Needs attention"</h2>
                </header>
                <div>{move || attention(live)}</div>
            </section>
        </WhenLoaded>
    }
}

fn tiles(live: Live) -> impl IntoView {
    // The applications are a list that this page does not need.
    let counted = entries()
        .into_iter()
        .filter(|entry| matches!(entry.page, Page::List(kind) if kind != Kind::Application));
    counted
        .map(|entry| {
            // What was not read is not none.
            let number = entry.count(live).map_or_else(|| "–".to_owned(), |count| count.all.to_string());
            view! {
                <A href=entry.page.path() attr:class="card tile">
                    <strong>{number}</strong>
                    <span class="soft">{entry.page.title()}</span>
                </A>
            }
        })
        .collect_view()
}

fn attention(live: Live) -> AnyView {
    let agents = live.agents.rows();
    let agent_of =
        |one: &Microservice| agents.iter().find(|agent| Some(&agent.uuid) == one.iofog_uuid.as_ref());
    let microservices = live.microservices.rows();
    let troubled = microservices
        .iter()
        .map(|one| (one, state_of(one, agent_of(one).map(|agent| &**agent))))
        .filter(|(_, state)| matches!(state.tone, Tone::Bad | Tone::Warn))
        .collect::<Vec<_>>();
    let away = agents.iter().filter(|agent| agent.is_away()).collect::<Vec<_>>();
    if troubled.is_empty() && away.is_empty() {
        return calm(agents.len(), microservices.len());
    }
    let more = troubled.len().saturating_sub(SHOWN);
    view! {
        <ul>
            {away.into_iter().map(|agent| agent_row(agent)).collect_view()}
            {troubled.into_iter().take(SHOWN).map(|(one, state)| row(one, state)).collect_view()}
            {(more > 0)
                .then(|| {
                    view! {
                        <li class="problem">
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
            <Empty title="No agents yet">
                <p>"Nothing runs before there is an agent to run it. One is added from a terminal:"</p>
                <p>
                    <code>"potctl deploy -f agent.yaml"</code>
                </p>
            </Empty>
        }
        .into_any(),
        (_, 0) => view! {
            <Empty title="No microservices yet">
                <p>"Every agent reports, and nothing is deployed. Drop a manifest anywhere on this page, or write one."</p>
                {main_button(Page::Deploy.path(), Icon::Upload, "Deploy a manifest")}
            </Empty>
        }
        .into_any(),
        _ => view! {
            <Empty title="All is well">
                <p>"No microservice has failed and every agent reports."</p>
            </Empty>
        }
        .into_any(),
    }
}

fn row(microservice: &Microservice, state: StateOf) -> impl IntoView + use<> {
    let page = Page::object(Kind::Microservice, (&*microservice.application, &*microservice.name));
    view! {
        <li class="problem">
            <State tone=state.tone text=state.text() />
            <span>
                <A href=page.path()>{format!("{}/{}", microservice.application, microservice.name)}</A>
                " "
                <span class="soft">{state.reason}</span>
            </span>
        </li>
    }
}

fn agent_row(agent: &Agent) -> impl IntoView + use<> {
    let (tone, text) = daemon(&agent.daemon_status);
    view! {
        <li class="problem">
            <State tone text />
            <span>
                <A href=Page::object(Kind::Agent, &agent.name).path()>{format!("Agent {}", agent.name)}</A>
            </span>
        </li>
    }
}
