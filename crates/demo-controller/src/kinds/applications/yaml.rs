//! An application's manifest as a request body.

use serde_json::{Map, Value, json};

use super::change;
use crate::api::{Call, Refusal, Reply};
use crate::kinds::microservices::yaml as microservice;
use crate::kinds::yaml::document;
use crate::liquid;
use crate::state::Snapshot;

pub(super) fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = uploaded(call, true)?;
    change::create_from(call, body)
}

pub(super) fn replace(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = uploaded(call, false)?;
    change::replace_with(call, body)
}

fn uploaded(call: &mut Call<'_>, create: bool) -> Result<Value, Refusal> {
    let Some(text) = call.file.take() else {
        return Err(Refusal::invalid("Application file missing"));
    };
    let (metadata, spec) = document(&text, "Application")?;
    let mut body = Map::new();
    if let Some(name) = metadata.get("name") {
        body.insert("name".into(), name.clone());
    }
    // A name in the spec wins.
    body.extend(from_spec(&spec, create)?);
    let mut body = Value::Object(body);
    liquid::render_body(&mut body, &Snapshot { state: call.state, now: call.now });
    Ok(body)
}

/// An application's spec as a request body: all of it, with the microservices as requests have them.
pub(crate) fn from_spec(spec: &Value, create: bool) -> Result<Map<String, Value>, Refusal> {
    let mut body = spec.as_object().cloned().unwrap_or_default();
    // The real one computes `given || true`.
    body.insert("isActivated".into(), json!(true));
    body.insert("microservices".into(), microservices(spec.get("microservices"), create)?);
    Ok(body)
}

fn microservices(given: Option<&Value>, create: bool) -> Result<Value, Refusal> {
    let items = match given {
        None | Some(Value::Null | Value::Bool(false)) => return Ok(json!([])),
        Some(Value::Array(items)) => items,
        Some(_) => {
            let message = "(app.microservices || []).map is not a function";
            return Err(Refusal::unexpected("TypeError", message));
        }
    };
    items.iter().map(|item| microservice::from_spec(item, create).map(Value::Object)).collect()
}
