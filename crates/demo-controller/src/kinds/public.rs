//! Endpoints that need no token, and the answer to `HEAD /capabilities` (Controller contract 5 and 21).

use serde_json::{Map, Value, json};

use crate::api::{Call, Refusal, Reply, Route, get, head};
use crate::state::Api;

pub(crate) const ROUTES: &[Route] = &[
    get("/status", status),
    get("/fog-types", fog_types),
    head("/capabilities/edgeResources", capable).of("capabilities"),
    head("/capabilities/applicationTemplates", capable).of("capabilities"),
    head("/capabilities/nats", capable).of("capabilities"),
];

fn status(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let versions = match call.state.api {
        Api::V37 => json!({"controller": "3.7.3", "ecnViewer": "1.4.4"}),
        Api::V30 => json!({"controller": "3.0.4", "ecnViewer": "3.0.2"}),
    };
    #[expect(clippy::cast_precision_loss, reason = "an uptime in milliseconds is far below 2^52")]
    let uptime = (call.now - call.state.settings.started) as f64 / 1000.0;
    Reply::json(
        &json!({"status": "online", "timestamp": call.now, "uptimeSec": uptime, "versions": versions}),
    )
}

/// Id, name, picture and description of the agent types.
const FOG_TYPES: [(i64, &str, &str, &str); 3] = [
    (0, "Unspecified", "iointegrator0.png", "Unspecified device. Fog Type will be selected on provision"),
    (
        1,
        "Standard Linux (x86)",
        "iointegrator1.png",
        "A standard Linux server of at least moderate processing power and capacity. Compatible with common Linux types such as Ubuntu, Red Hat, and CentOS.",
    ),
    (
        2,
        "ARM Linux",
        "iointegrator2.png",
        "A version of ioFog meant to run on Linux systems with ARM processors. Microservices for this ioFog type will be tailored to ARM systems.",
    ),
];

fn fog_types(_: &mut Call<'_>) -> Result<Reply, Refusal> {
    let types = FOG_TYPES
        .iter()
        .map(|(id, name, image, text)| json!({"id": id, "name": name, "image": image, "description": text}))
        .collect::<Vec<_>>();
    Reply::json(&json!({"fogTypes": types}))
}

fn capable(_: &mut Call<'_>) -> Result<Reply, Refusal> {
    Ok(Reply::Empty)
}

/// Changes that apply to any object: keeps the value unless the request has one.
pub(crate) fn keep<T>(place: &mut T, given: Option<T>) {
    if let Some(value) = given {
        *place = value;
    }
}

/// An empty JSON object.
pub(crate) fn nothing() -> Value {
    Value::Object(Map::new())
}
