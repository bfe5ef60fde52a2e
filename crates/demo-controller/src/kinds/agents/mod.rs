//! Agents, called `iofog` in paths (Controller contract 8).

mod actions;
mod change;
mod filters;
mod setup;
mod view;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::api::{Call, Refusal, Reply, Route, Verb, delete, get, patch, post, put};
use crate::state::{Api, State};

pub(crate) use view::view;

pub(crate) const ROUTES: &[Route] = &[
    get("/iofog-list", list).of("fogs"),
    post("/iofog", change::create).of("fogs").expects(crate::api::expects::VALIDATION).templated(),
    get("/iofog/:uuid", show).of("fogs"),
    patch("/iofog/:uuid", change::update).of("fogs").templated(),
    delete("/iofog/:uuid", change::remove).of("fogs").answers(202),
    get("/iofog/:uuid/provisioning-key", actions::provisioning_key).of("fogs").answers(201),
    post("/iofog/:uuid/version/:command", actions::version).of("fogs").counts_as(Verb::Patch).answers(204),
    post("/iofog/:uuid/reboot", actions::reboot).of("fogs").counts_as(Verb::Patch).answers(204),
    post("/iofog/:uuid/prune", actions::known).of("fogs").counts_as(Verb::Patch).answers(204),
    get("/iofog/:uuid/hal/hw", actions::known).of("fogs"),
    get("/iofog/:uuid/hal/usb", actions::known).of("fogs"),
    post("/iofog/:uuid/exec", actions::attach).of("systemExecSessions").counts_as(Verb::Patch).answers(204),
    delete("/iofog/:uuid/exec", actions::detach).of("systemExecSessions").counts_as(Verb::Patch),
    get("/iofog/:uuid/tunnel", actions::tunnel).of("tunnels"),
    patch("/iofog/:uuid/tunnel", actions::tunnel).of("tunnels"),
    get("/router", actions::router).of("router").counts_as(Verb::Get),
    put("/router", actions::set_router).of("router").templated().answers(200),
    get("/nats/hub", actions::nats_hub).of("natsHub").counts_as(Verb::Get),
];

/// The name under which the first router is referred to.
pub(crate) const DEFAULT_ROUTER: &str = "default-router";

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Router {
    pub(crate) id: i64,
    /// Where it listens, when not at its agent's host.
    #[serde(default)]
    pub(crate) host: Option<String>,
    pub(crate) mode: String,
    pub(crate) messaging: i64,
    pub(crate) inter: i64,
    pub(crate) edge: i64,
    pub(crate) upstream: Vec<String>,
    /// The router of an agent that has none of its own.
    pub(crate) network: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Nats {
    pub(crate) mode: String,
    /// Ports and sizes, under their names in the API.
    pub(crate) settings: Map<String, Value>,
    pub(crate) upstream: Vec<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Agent {
    /// Whose it is, on Controller 3.0.
    #[serde(default = "first")]
    pub(crate) user_id: i64,
    pub(crate) uuid: String,
    pub(crate) name: String,
    pub(crate) fog_type: i64,
    pub(crate) is_system: bool,
    pub(crate) host: Option<String>,
    pub(crate) tags: Vec<String>,
    /// Plain settings that were given, under their names in the API.
    pub(crate) settings: Map<String, Value>,
    pub(crate) router: Router,
    pub(crate) nats: Nats,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    /// When the background work that a change started will be done.
    pub(crate) due: Option<i64>,
    /// Router and NATS server as they are until then.
    #[serde(default)]
    pub(crate) before: Option<(Router, Nats)>,
    /// Whether it has been done once.
    pub(crate) ready: bool,
    pub(crate) failure: Option<String>,
    /// What the background work will fail for.
    pub(crate) broken: Option<String>,
    /// Since when a device runs the agent; `None` for one that was only created through the API.
    pub(crate) provisioned: Option<i64>,
    /// Since when that device has not been heard of.
    pub(crate) offline: Option<i64>,
}

impl Agent {
    pub(crate) fn is_default_router(&self) -> bool {
        self.is_system && self.router.mode == "interior"
    }

    /// Whether containers run on it now.
    pub(crate) fn is_alive(&self) -> bool {
        self.provisioned.is_some() && self.offline.is_none()
    }

    /// Whether it reported at this time.
    pub(crate) fn is_online_at(&self, time: i64) -> bool {
        self.provisioned.is_some_and(|since| since <= time) && self.offline.is_none_or(|lost| time < lost)
    }
}

/// The number of the first user.
fn first() -> i64 {
    1
}

pub(crate) fn missing(uuid: &str) -> Refusal {
    Refusal::not_found(format!("Invalid ioFog UUID '{uuid}'"))
}

/// The agent that the first path parameter names.
fn addressed<'a>(call: &'a Call<'_>) -> Result<&'a Agent, Refusal> {
    let found = call.state.agent(call.param(0)).filter(|agent| call.state.owns(agent.user_id));
    found.ok_or_else(|| missing(call.param(0)))
}

fn show(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let agent = addressed(call)?;
    Reply::json(&view(call.state, agent, call.now))
}

fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let filters = filters::read(&call.query)?;
    let mut agents = call.state.agents.iter().collect::<Vec<_>>();
    agents.sort_by(|left, right| left.name.cmp(&right.name));
    if call.state.api == Api::V30 {
        let system = call.query("system") == Some("true");
        agents.retain(|agent| agent.is_system == system && call.state.owns(agent.user_id));
    }
    let mut fogs = Vec::new();
    for agent in agents {
        let shown = view(call.state, agent, call.now);
        if filters::pass(&shown, &filters)? {
            fogs.push(shown);
        }
    }
    Reply::json(&json!({"fogs": fogs}))
}

impl State {
    /// The agent whose router the others use.
    pub(crate) fn default_router(&self) -> Option<&Agent> {
        self.agents.iter().find(|agent| agent.is_default_router())
    }

    /// The router that the others use, and its host: that of the first agent, or one outside of all agents.
    pub(crate) fn main_router(&self) -> Option<(&Router, Option<&str>)> {
        let (router, agent) = match self.default_router() {
            Some(hub) => (&hub.router, hub.host.as_deref()),
            None => (&self.router.as_ref()?.0, None),
        };
        Some((router, router.host.as_deref().or(agent)))
    }

    /// Whether a router is known under an agent's uuid or as the default one.
    fn has_router(&self, name: &str) -> bool {
        match name {
            DEFAULT_ROUTER => self.main_router().is_some(),
            uuid => self.agent(uuid).is_some_and(|agent| agent.router.mode != "none"),
        }
    }
}
