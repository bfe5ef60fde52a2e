//! Public ports, which only Controller 3.0 has: a router publishes them (Controller contract 22).

use serde_json::{Value, json};

use super::Port;
use crate::api::{Call, Fields as _, Refusal, Reply};
use crate::ids;
use crate::state::{Api, State};

/// Where the Controller begins to look for a free port.
const FIRST: i64 = 6000;

/// Links of another scheme than http cannot be carried as http.
pub(super) fn check(port: &Port) -> Result<(), Refusal> {
    let Some(public) = &port.public else { return Ok(()) };
    let schemes = public.texts("schemes").unwrap_or_default();
    let odd = schemes.iter().find(|scheme| !scheme.starts_with("http"));
    match odd.filter(|_| public.text("protocol").as_deref() != Some("tcp")) {
        None => Ok(()),
        Some(scheme) => Err(Refusal::invalid(format!(
            "Public port {} has a scheme of {scheme} and cannot use protocol http",
            port.internal
        ))),
    }
}

/// The ports with what the Controller adds to public ones; the newer one drops what they say.
pub(super) fn opened(state: &State, mut ports: Vec<Port>) -> Vec<Port> {
    let every = state.microservices.iter().flat_map(|known| &known.ports);
    let mut taken: Vec<i64> = every.filter_map(|port| router_port(port.public.as_ref()?)).collect();
    for port in &mut ports {
        let asked = port.public.take().filter(|_| state.api == Api::V30);
        port.public = asked.map(|public| open(state, &public, &mut taken));
    }
    ports
}

fn router_port(public: &Value) -> Option<i64> {
    public.get("router")?.int("port")
}

fn open(state: &State, public: &Value, taken: &mut Vec<i64>) -> Value {
    let mut free = (FIRST..).filter(|port| !taken.contains(port));
    let port = router_port(public).or_else(|| free.next()).unwrap_or(FIRST);
    taken.push(port);
    let schemes = public.texts("schemes").unwrap_or_default();
    let host = state.default_router().and_then(|hub| hub.host.as_deref()).unwrap_or("localhost");
    let links: Vec<String> = schemes.iter().map(|scheme| format!("{scheme}://{host}:{port}")).collect();
    let protocol = public.text("protocol").unwrap_or_else(|| "http".into());
    json!({"links": links, "protocol": protocol, "schemes": schemes, "enabled": true,
        "router": {"port": port, "host": "default-router"}})
}

pub(super) fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let state = &*call.state;
    let hub = state.default_router().map(|hub| hub.uuid.clone());
    let shown = state.microservices.iter().flat_map(|known| {
        let ports = known.ports.iter().filter_map(|port| Some((port, port.public.as_ref()?)));
        let hub = hub.clone();
        ports.map(move |(port, public)| {
            let protocol = public.text("protocol").unwrap_or_default();
            let queue = format!("{:032x}", ids::hash(&format!("{}{}", known.uuid, port.internal)));
            json!({"microserviceUuid": known.uuid, "publicPort": {"protocol": protocol, "queueName": queue,
                "publicPort": router_port(public), "isTcp": protocol == "tcp", "hostId": hub}})
        })
    });
    Reply::json(&shown.collect::<Vec<_>>())
}
