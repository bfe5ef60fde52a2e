//! An application's manifest as a request body.

use serde_json::{Map, Value, json};

use super::change;
use crate::api::{Call, Refusal, Reply};
use crate::kinds::microservices::yaml::from_spec;
use crate::kinds::yaml::{document, shown};
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
    if let Some(name) = spec.get("name").filter(|name| !name.is_null()).or_else(|| metadata.get("name")) {
        body.insert("name".into(), json!(shown(name)));
    }
    for key in ["description", "isSystem", "natsConfig", "natsAccess", "template"] {
        if let Some(value) = spec.get(key) {
            body.insert(key.into(), value.clone());
        }
    }
    // `false` is not possible here: the real one computes `given || true`.
    body.insert("isActivated".into(), json!(true));
    body.insert("microservices".into(), microservices(spec.get("microservices"), create)?);
    let mut body = Value::Object(body);
    liquid::render_body(&mut body, &Snapshot { state: call.state, now: call.now });
    Ok(body)
}

fn microservices(given: Option<&Value>, create: bool) -> Result<Value, Refusal> {
    let items = match given {
        None | Some(Value::Null) => return Ok(json!([])),
        Some(Value::Array(items)) => items,
        Some(_) => {
            let message = "(app.microservices || []).map is not a function";
            return Err(Refusal::unexpected("TypeError", message));
        }
    };
    let body = |item: &Value| {
        let mut body = from_spec(item, create)?;
        if let Some(name) = item.get("name") {
            body.entry("name").or_insert_with(|| name.clone());
        }
        Ok(Value::Object(body))
    };
    items.iter().map(body).collect()
}
