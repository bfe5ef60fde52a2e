//! An agent as the API shows it (Controller contract 8.1).

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::{Agent, DEFAULT_ROUTER};
use crate::clock::iso;
use crate::ids;
use crate::number::number;
use crate::state::{Api, State};

/// An agent of which nothing is known but its existence, with the keys in the order of the API.
static BLANK: LazyLock<Map<String, Value>> =
    LazyLock::new(|| serde_json::from_str(include_str!("blank.json")).unwrap_or_default());

pub(crate) fn view(state: &State, agent: &Agent, now: i64) -> Value {
    let mut view = BLANK.clone();
    for (key, value) in &agent.settings {
        view.insert(key.clone(), value.clone());
    }
    let mut put = |key: &str, value: Value| {
        view.insert(key.to_owned(), value);
    };
    put("uuid", json!(agent.uuid));
    put("name", json!(agent.name));
    put("host", json!(agent.host));
    put("isSystem", json!(agent.is_system));
    put("fogTypeId", json!(agent.fog_type));
    put("createdAt", json!(iso(agent.created_at)));
    put("updatedAt", json!(iso(agent.updated_at)));
    put("tags", json!(agent.tags));
    if let Some(failure) = &agent.failure {
        put("warningMessage", json!(format!("Background orchestration error: {failure}")));
        put("daemonStatus", json!("WARNING"));
    }
    report(agent, now, &mut put);
    network(state, agent, &mut put);
    put("edgeResources", json!([]));
    put("volumeMounts", linked_mounts(state, agent));
    if state.api == Api::V30 {
        return Value::Object(old(view, &agent.settings, agent.user_id));
    }
    Value::Object(view)
}

/// What the device last reported.
fn report(agent: &Agent, now: i64, put: &mut dyn FnMut(&str, Value)) {
    let Some(since) = agent.provisioned else { return };
    let seen = agent.offline.unwrap_or(now - now.rem_euclid(10_000)).max(since);
    let wave = |name: &str, low: f64, high: f64| {
        let value = ids::wave(&format!("{}{name}", agent.uuid), seen, low, high);
        number((value * 100.0).round() / 100.0)
    };
    put("daemonStatus", json!(if agent.offline.is_some() { "UNKNOWN" } else { "RUNNING" }));
    put("lastActive", json!(seen));
    put("lastStatusTime", json!(seen));
    put("systemTime", json!(seen));
    put("lastCommandTime", json!(since));
    put("daemonLastStart", json!(since));
    put("daemonOperatingDuration", json!(seen - since));
    put("memoryUsage", wave("memory", 180.0, 420.0));
    put("diskUsage", wave("disk", 1.2, 1.6));
    put("cpuUsage", wave("cpu", 2.0, 35.0));
    for key in ["memoryViolation", "diskViolation", "cpuViolation"] {
        put(key, json!("0"));
    }
    put("systemAvailableDisk", json!(21_474_836_480_i64));
    put("systemAvailableMemory", json!(3_221_225_472_i64));
    put("systemTotalCpu", wave("total", 8.0, 60.0));
    put("ipAddress", json!(agent.host.clone().unwrap_or_else(|| "10.0.0.10".to_owned())));
    put("ipAddressExternal", json!("203.0.113.7"));
    put("version", json!("3.7.0"));
    put("isReadyToUpgrade", json!(false));
    put("repositoryCount", json!(2));
    put("repositoryStatus", json!("[]"));
    put("gpsStatus", json!("HEALTHY"));
}

fn network(state: &State, agent: &Agent, put: &mut dyn FnMut(&str, Value)) {
    // The modes take their values when the background work is done.
    if !agent.ready {
        put("routerMode", json!("none"));
        put("natsMode", json!("none"));
        put("upstreamNatsServers", json!([]));
        return;
    }
    let (router, nats) =
        agent.before.as_ref().map_or((&agent.router, &agent.nats), |(router, nats)| (router, nats));
    put("routerMode", json!(router.mode));
    if router.mode == "none" {
        let network = router.network.as_deref().unwrap_or(DEFAULT_ROUTER);
        let router = match network {
            DEFAULT_ROUTER => state.main_router().map(|(router, _)| router),
            uuid => state.agent(uuid).map(|agent| &agent.router),
        };
        put("routerId", json!(router.map(|router| router.id)));
        put("networkRouter", json!(network));
    } else {
        put("messagingPort", json!(router.messaging));
        if router.mode == "interior" {
            put("interRouterPort", json!(router.inter));
            put("edgeRouterPort", json!(router.edge));
        }
        put("upstreamRouters", json!(router.upstream));
    }
    put("natsMode", json!(nats.mode));
    if nats.mode != "none" {
        for (key, value) in &nats.settings {
            put(key, value.clone());
        }
    }
    put("upstreamNatsServers", if nats.mode == "none" { json!([]) } else { json!(nats.upstream) });
}

fn linked_mounts(state: &State, agent: &Agent) -> Value {
    let linked = state.volume_mounts.iter().filter(|mount| mount.agents.contains(&agent.uuid));
    linked.map(crate::kinds::volume_mounts::VolumeMount::on_agent).collect()
}

/// The object of Controller 3.0: fewer keys, other defaults.
fn old(mut view: Map<String, Value>, given: &Map<String, Value>, user: i64) -> Map<String, Value> {
    for (key, default) in [
        ("location", Value::Null),
        ("description", Value::Null),
        ("timeZone", Value::Null),
        ("networkInterface", json!("eth0")),
        ("watchdogEnabled", json!(true)),
        ("dockerPruningFrequency", json!(1)),
    ] {
        if !given.contains_key(key) {
            view.insert(key.into(), default);
        }
    }
    for key in [
        "containerEngine",
        "edgeGuardFrequency",
        "deploymentType",
        "warningMessage",
        "gpsDevice",
        "gpsScanFrequency",
        "gpsStatus",
        "volumeMounts",
        "activeVolumeMounts",
        "volumeMountLastUpdate",
        "upstreamNatsServers",
        "natsMode",
        "natsServerPort",
        "natsLeafPort",
        "natsClusterPort",
        "natsMqttPort",
        "natsHttpPort",
        "jsStorageSize",
        "jsMemoryStoreSize",
    ] {
        view.shift_remove(key);
    }
    if view.get("daemonStatus") == Some(&json!("NOT_PROVISIONED")) {
        view.insert("daemonStatus".into(), json!("UNKNOWN"));
    }
    if view.get("routerMode") == Some(&json!("none")) {
        view.shift_remove("networkRouter");
        view.insert("routerId".into(), Value::Null);
    }
    view.insert("userId".into(), json!(user));
    view
}
