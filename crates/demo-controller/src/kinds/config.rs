//! Settings of the Controller that are stored by key (Controller contract 21).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::api::{Call, Fields as _, Refusal, Reply, Route, get, put};
use crate::clock::iso;

pub(crate) const ROUTES: &[Route] = &[
    get("/config", list).of("config"),
    get("/config/:key", show).of("config"),
    put("/config", write).of("config").answers(200).templated(),
];

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Entry {
    id: i64,
    key: String,
    value: String,
    created_at: i64,
}

fn view(entry: &Entry) -> Value {
    json!({"key": entry.key, "value": entry.value})
}

fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    Reply::json(&json!({"config": call.state.config.iter().map(view).collect::<Vec<_>>()}))
}

fn show(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let key = call.param(0);
    match call.state.config.iter().find(|entry| entry.key == key) {
        Some(entry) => Reply::json(&view(entry)),
        None => Err(Refusal::not_found(format!("Unkown config key '{key}'"))),
    }
}

/// The answer is the whole row.
fn write(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("configElement")?;
    let (key, value) =
        (call.body.text("key").unwrap_or_default(), call.body.text("value").unwrap_or_default());
    let now = call.now;
    let place = call.state.config.iter().position(|entry| entry.key == key);
    let place = place.unwrap_or_else(|| {
        let id = call.state.next_id("config");
        call.state.config.push(Entry { id, key: key.clone(), value: String::new(), created_at: now });
        call.state.config.len() - 1
    });
    let Some(entry) = call.state.config.get_mut(place) else { return Ok(Reply::Empty) };
    entry.value = value;
    Reply::json(&json!({
        "id": entry.id,
        "key": entry.key,
        "value": entry.value,
        "createdAt": iso(entry.created_at),
        "updatedAt": iso(now),
    }))
}
