//! Creating, changing and deleting agents (Controller contract 8.3).

use serde_json::{Map, Value, json};

use super::{Agent, DEFAULT_ROUTER, Nats, Router, missing};
use crate::api::{Call, Fields as _, Refusal, Reply};
use crate::kinds::applications::Application;
use crate::kinds::public::keep;
use crate::state::{Api, State};

/// How long the background work after a change takes, milliseconds.
const SETUP: f64 = 1500.0;

/// Settings that are only stored.
const SETTINGS: [&str; 26] = [
    "location",
    "latitude",
    "longitude",
    "description",
    "networkInterface",
    "dockerUrl",
    "containerEngine",
    "deploymentType",
    "diskLimit",
    "diskDirectory",
    "memoryLimit",
    "cpuLimit",
    "logLimit",
    "logDirectory",
    "logFileCount",
    "statusFrequency",
    "changeFrequency",
    "deviceScanFrequency",
    "bluetoothEnabled",
    "abstractedHardwareEnabled",
    "watchdogEnabled",
    "edgeGuardFrequency",
    "dockerPruningFrequency",
    "availableDiskThreshold",
    "logLevel",
    "timeZone",
];

/// Settings of an agent's router.
const ROUTER: [&str; 6] =
    ["routerMode", "messagingPort", "interRouterPort", "edgeRouterPort", "upstreamRouters", "networkRouter"];

/// Settings of an agent's NATS server with their defaults.
const NATS: [(&str, &str); 7] = [
    ("natsServerPort", "4222"),
    ("natsLeafPort", "7422"),
    ("natsClusterPort", "6222"),
    ("natsMqttPort", "8883"),
    ("natsHttpPort", "8222"),
    ("jsStorageSize", "\"10g\""),
    ("jsMemoryStoreSize", "\"1g\""),
];

pub(super) fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("iofogCreate")?;
    let body = &call.body;
    let name = body.text("name").unwrap_or_default();
    let mode = body.text("routerMode").unwrap_or_else(|| "edge".into());
    let nats = body.text("natsMode");
    let is_system = body.flag("isSystem") == Some(true);
    if is_system && mode != "interior" {
        return Err(Refusal::invalid(format!("Invalid router mode '{mode}'")));
    }
    // Controller 3.0 knows nothing of NATS.
    if is_system && nats.as_deref() != Some("server") && call.state.api == Api::V37 {
        return Err(bad_nats(nats.as_deref()));
    }
    if call.state.agent_named(&name).is_some() {
        return Err(Refusal::invalid(format!("Duplicate name '{name}'")));
    }
    let mut router = router(call.state, body, &mode, is_system)?;
    // Controller 3.0 finds out too late, and keeps what it has made.
    let hostless = call.state.api == Api::V30 && body.get("host").is_none();
    if hostless {
        router = Router { mode: "none".into(), ..Router::default() };
    }
    let mut agent = Agent {
        uuid: call.state.ids.object(),
        name,
        fog_type: body.int("fogType").unwrap_or_default(),
        is_system,
        host: body.text("host"),
        tags: body.texts("tags").unwrap_or_default(),
        router: Router { id: call.state.next_id("router"), ..router },
        nats: Nats { mode: nats.unwrap_or_else(|| "leaf".into()), ..Nats::default() },
        created_at: call.now,
        updated_at: call.now,
        due: Some(call.now + setup(call.state)),
        user_id: call.state.user.max(1),
        ..Agent::default()
    };
    assign(&mut agent, body);
    let uuid = agent.uuid.clone();
    let system = Application::system(call.state, &agent.name, call.now);
    call.state.applications.push(system);
    call.state.agents.push(agent);
    if hostless {
        return Err(Refusal::invalid("\"host\" is required"));
    }
    Reply::json(&json!({"uuid": uuid}))
}

fn bad_nats(mode: Option<&str>) -> Refusal {
    Refusal::invalid(format!("Invalid NATS mode '{}'", mode.unwrap_or("undefined")))
}

/// The router settings of a request; every router they refer to must exist.
fn router(state: &State, body: &Value, mode: &str, is_system: bool) -> Result<Router, Refusal> {
    let known = |name: &str| match state.has_router(name) {
        true => Ok(()),
        false => Err(Refusal::not_found(format!("Invalid router '{name}'"))),
    };
    let is_older_edge = state.api == Api::V30 && !is_system;
    let mut router = Router {
        mode: mode.into(),
        messaging: body.int("messagingPort").unwrap_or(if is_older_edge { 5672 } else { 5671 }),
        inter: body.int("interRouterPort").unwrap_or(55671),
        edge: body.int("edgeRouterPort").unwrap_or(45671),
        ..Router::default()
    };
    if mode == "none" {
        let network = body.text("networkRouter").unwrap_or_else(|| DEFAULT_ROUTER.into());
        known(&network)?;
        router.network = Some(network);
    } else if !is_system {
        router.upstream = body.texts("upstreamRouters").unwrap_or_else(|| vec![DEFAULT_ROUTER.into()]);
        router.upstream.iter().try_for_each(|name| known(name))?;
        let edge = |name: &&String| state.agent(name).is_some_and(|agent| agent.router.mode != "interior");
        if let Some(name) = router.upstream.iter().find(edge) {
            return Err(Refusal::invalid(format!("Upstream router must be interior '{name}'")));
        }
    }
    Ok(router)
}

/// Copies the plain settings and those of NATS.
fn assign(agent: &mut Agent, body: &Value) {
    for key in SETTINGS {
        if let Some(value) = body.get(key) {
            agent.settings.insert(key.into(), value.clone());
        }
    }
    if let Some(mode) = gps_mode(body) {
        agent.settings.insert("gpsMode".into(), json!(mode));
        if mode == "dynamic" {
            agent.settings.insert("gpsDevice".into(), body.get("gpsDevice").cloned().unwrap_or_default());
        }
    }
    let settings: &mut Map<String, Value> = &mut agent.nats.settings;
    for (key, default) in NATS {
        let kept = settings.get(key).cloned();
        let value = body.get(key).cloned().or(kept).or_else(|| serde_json::from_str(default).ok());
        settings.insert(key.into(), value.unwrap_or_default());
    }
    let kept = std::mem::take(&mut agent.nats.upstream);
    let upstream = body.texts("upstreamNatsServers").or_else(|| (!kept.is_empty()).then_some(kept));
    agent.nats.upstream = upstream.unwrap_or_else(|| vec!["default-nats-hub".into()]);
}

/// Coordinates make the mode manual unless another one is asked for that fits.
fn gps_mode(body: &Value) -> Option<&'static str> {
    let placed =
        ["latitude", "longitude"].iter().any(|key| body.num(key).is_some_and(|number| number != 0.0));
    match body.text("gpsMode").as_deref() {
        Some("dynamic") => body.text("gpsDevice").map(|_| "dynamic"),
        Some("off") => Some("off"),
        _ if placed => Some("manual"),
        Some("auto") => Some("auto"),
        _ => None,
    }
}

pub(super) fn update(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let uuid = call.param(0).to_owned();
    if let Some(body) = call.body.as_object_mut() {
        body.insert("uuid".into(), json!(uuid));
    }
    call.check("iofogUpdate")?;
    let agent = call.state.agent(&uuid).ok_or_else(|| missing(&uuid))?;
    let body = &call.body;
    let renamed = renamed(call.state, body, &agent.name)?;
    if body.flag("isSystem") == Some(true) {
        return Err(bad_nats(None));
    }
    if agent.is_system && body.flag("isSystem") == Some(false) {
        return Err(Refusal::invalid("System fog can't be changed"));
    }
    let mode = body.text("routerMode").unwrap_or_else(|| agent.router.mode.clone());
    let touches_router = ROUTER.iter().any(|key| body.get(key).is_some());
    let refused = agent.is_system && mode != "interior";
    // Whether the routers that it refers to exist turns out in the background.
    let (fresh, broken) =
        match touches_router.then(|| router(call.state, &merged(agent, body), &mode, agent.is_system)) {
            None => (None, None),
            Some(Ok(router)) => (Some(router), None),
            Some(Err(Refusal::Named { message, .. })) => (None, Some(message)),
            Some(Err(other)) => return Err(other),
        };
    let due = call.now + setup(call.state);
    let body = std::mem::take(&mut call.body);
    let Some(agent) = call.state.agents.iter_mut().find(|agent| agent.uuid == uuid) else {
        return Err(missing(&uuid));
    };
    keep(&mut agent.tags, body.texts("tags"));
    let old = agent.name.clone();
    if refused {
        // The tags are written before this is found out.
        return Err(Refusal::invalid(format!("Invalid router mode '{mode}'")));
    }
    agent.broken = broken;
    agent.before.get_or_insert_with(|| (agent.router.clone(), agent.nats.clone()));
    if let Some(fresh) = fresh {
        agent.router = Router { id: agent.router.id, ..fresh };
    }
    // A request without a mode switches NATS back on.
    let hub = agent.is_system && body.get("natsMode").is_none();
    if !hub && (agent.nats.mode == "none" || body.get("natsMode").is_some()) {
        agent.nats.mode = body.text("natsMode").unwrap_or_else(|| "leaf".into());
    }
    assign(agent, &body);
    keep(&mut agent.host, body.text("host").map(Some));
    keep(&mut agent.fog_type, body.int("fogType").filter(|kind| *kind != 0));
    agent.updated_at = call.now;
    agent.due = Some(due);
    let host = agent.host.clone();
    keep(&mut agent.name, renamed.clone());
    follow(call.state, &old, renamed, &host);
    Ok(Reply::Empty)
}

/// The new name, where agents can have one.
fn renamed(state: &State, body: &Value, old: &str) -> Result<Option<String>, Refusal> {
    let Some(name) = body.text("name").filter(|name| name != old) else { return Ok(None) };
    if !state.renames() {
        return Err(Refusal::invalid("Agent Resource Name is immutable"));
    }
    match state.agent_named(&name) {
        Some(_) => Err(Refusal::invalid(format!("Duplicate name '{name}'"))),
        None => Ok(Some(name)),
    }
}

/// How long after a change its work is done; Controller 3.0 does it before it answers.
fn setup(state: &State) -> i64 {
    if state.api == Api::V30 { 0 } else { state.span(SETUP) }
}

/// Extra hosts that stand for an agent take its new host, its application its new name.
fn follow(state: &mut State, agent: &str, renamed: Option<String>, host: &Option<String>) {
    let system = format!("system-{agent}");
    let system = state.applications.iter_mut().find(|known| known.name == system);
    if let (Some(name), Some(system)) = (renamed, system) {
        system.name = format!("system-{name}");
    }
    let address = format!("${{Agents.{agent}}}");
    let hosts = state.microservices.iter_mut().flat_map(|known| &mut known.extra_hosts);
    hosts.filter(|known| known.address == address).for_each(|known| known.value.clone_from(host));
}

/// The router settings of an agent with the changes of a request over them.
fn merged(agent: &Agent, body: &Value) -> Value {
    let router = &agent.router;
    let mut settings = json!({
        "messagingPort": router.messaging,
        "interRouterPort": router.inter,
        "edgeRouterPort": router.edge,
    });
    if !router.upstream.is_empty() {
        settings["upstreamRouters"] = json!(router.upstream);
    }
    if let Some(network) = &router.network {
        settings["networkRouter"] = json!(network);
    }
    for key in ROUTER {
        if let Some(value) = body.get(key) {
            settings[key] = value.clone();
        }
    }
    settings
}

pub(super) fn remove(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let uuid = call.param(0).to_owned();
    let state = &mut *call.state;
    let agent = state.agent(&uuid).ok_or_else(|| missing(&uuid))?;
    let is_default = state.default_router().is_some_and(|hub| hub.uuid == uuid);
    if is_default && state.agents.len() > 1 && state.api == Api::V37 {
        return Err(Refusal::null_property("id"));
    }
    let system = format!("system-{}", agent.name);
    if let Some(id) = state.application_named(&system).map(|application| application.id) {
        state.remove_application(id);
    }
    state.agents.retain(|agent| agent.uuid != uuid);
    state.microservices.retain(|microservice| microservice.iofog_uuid != uuid);
    for mount in &mut state.volume_mounts {
        mount.agents.retain(|agent| *agent != uuid);
    }
    Ok(Reply::Empty)
}
