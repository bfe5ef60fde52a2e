//! A microservice's manifest as a request body. What the file leaves out is written as its default, so that an update
//! through YAML replaces (Controller contract 10.2, 10.4).

use serde_json::{Map, Value, json};

use crate::api::{Fields as _, Refusal, blank};
use crate::kinds::yaml::{document, shown};

/// The request body of a whole manifest.
pub(crate) fn microservice(text: &str, create: bool) -> Result<Value, Refusal> {
    let (metadata, spec) = document(text, "Microservice")?;
    let mut body = from_spec(&spec, create)?;
    if let Some(name) = metadata.get("name") {
        body.entry("name").or_insert_with(|| name.clone());
    }
    match body.get("name").cloned() {
        Some(Value::String(name)) => full_name(&name, &mut body)?,
        None | Some(Value::Null | Value::Bool(false)) => {}
        Some(number) if number == json!(0) => {}
        Some(_) => {
            return Err(Refusal::unexpected("TypeError", "microservice.name.split is not a function"));
        }
    }
    Ok(Value::Object(body))
}

/// `name` or `application/name`.
fn full_name(name: &str, body: &mut Map<String, Value>) -> Result<(), Refusal> {
    match name.split('/').collect::<Vec<_>>().as_slice() {
        [name] => {
            body.insert("name".into(), json!(name));
        }
        [application, name] => {
            body.insert("application".into(), json!(application));
            body.insert("name".into(), json!(name));
        }
        _ => return Err(Refusal::invalid(format!("Invalid name {name}"))),
    }
    Ok(())
}

/// The request body of a microservice's spec. Keys of the container part are taken as they are, whatever they are, and
/// win over some of the spec's; others the spec has for itself.
pub(crate) fn from_spec(spec: &Value, create: bool) -> Result<Map<String, Value>, Refusal> {
    let empty = Value::Object(Map::new());
    let container = spec.get("container").filter(|container| container.is_object()).unwrap_or(&empty);
    let mut body = Map::new();
    let mut put = |key: &str, value: Option<&Value>| {
        if let Some(value) = value {
            body.insert(key.to_owned(), value.clone());
        }
    };
    let config =
        spec.get("config").filter(|config| !config.is_null()).map(|config| json!(config.to_string()));
    put("config", config.as_ref());
    put("name", spec.get("name"));
    put("agentName", spec.get("agent").and_then(|agent| agent.get("name")));
    let images = images(spec.get("images"), create);
    for key in ["catalogItemId", "registryId"] {
        put(key, images.get(key));
    }
    for (key, value) in container.as_object().into_iter().flatten() {
        put(key, Some(value));
    }
    for (key, source) in [("volumeMappings", "volumes"), ("cmd", "commands")] {
        put(key, Some(container.get(source).unwrap_or(&json!([]))));
    }
    put("env", Some(&env(container.get("env"))?));
    put("schedule", Some(spec.get("schedule").unwrap_or(&json!(50))));
    for key in ["images", "annotations", "application", "serviceAccount", "natsConfig"] {
        body.shift_remove(key);
    }
    if let Some(images) = images.get("images") {
        body.insert("images".into(), images.clone());
    }
    if let Some(annotations) = container.get("annotations").filter(|annotations| !annotations.is_null()) {
        body.insert("annotations".into(), json!(annotations.to_string()));
    }
    for key in ["application", "serviceAccount", "natsConfig"] {
        if let Some(value) = spec.get(key) {
            body.insert(key.into(), value.clone());
        }
    }
    for (key, default) in defaults() {
        body.entry(key).or_insert(default);
    }
    Ok(body)
}

/// What an absent key of the container part becomes.
fn defaults() -> [(&'static str, Value); 10] {
    [
        ("hostNetworkMode", json!(false)),
        ("isPrivileged", json!(false)),
        ("ports", json!([])),
        ("extraHosts", json!([])),
        ("capAdd", json!([])),
        ("capDrop", json!([])),
        ("pidMode", json!("")),
        ("ipcMode", json!("")),
        ("cpuSetCpus", json!("")),
        ("healthCheck", json!({})),
    ]
}

/// Catalog item, or images and registry, as fields of a request.
fn images(given: Option<&Value>, create: bool) -> Map<String, Value> {
    let mut fields = Map::new();
    let Some(given) = given.filter(|given| !blank(given)) else { return fields };
    if let Some(item) = given.get("catalogId").filter(|id| number(id).is_some_and(|id| id > 0.0)) {
        fields.insert("catalogItemId".into(), item.clone());
        return fields;
    }
    let own = [("x86", 1), ("arm", 2)].into_iter().filter_map(|(key, kind)| {
        let image = given.get(key).filter(|image| !image.is_null())?;
        Some(json!({"containerImage": image, "fogTypeId": kind}))
    });
    fields.insert("images".into(), own.collect());
    fields.insert("registryId".into(), registry(given.get("registry"), create));
    fields
}

fn registry(given: Option<&Value>, create: bool) -> Value {
    match given {
        None | Some(Value::Null) => json!(1),
        Some(Value::String(word)) if word == "remote" => json!(1),
        Some(Value::String(word)) if word == "local" => json!(2),
        Some(other) => match number(other) {
            Some(id) if id.fract() == 0.0 && id.abs() < 9e15 => {
                #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and within 2^53")]
                let id = id as i64;
                json!(id)
            }
            Some(id) => json!(id),
            // What is no number fails the check for integers, as `NaN` does there; an update takes it for nothing.
            None if create => json!("NaN"),
            None => json!(0),
        },
    }
}

/// A value as JavaScript's `Number` reads it.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Null => Some(0.0),
        Value::Bool(flag) => Some(f64::from(u8::from(*flag))),
        Value::Number(number) => number.as_f64(),
        Value::String(text) if text.trim().is_empty() => Some(0.0),
        Value::String(text) => text.trim().parse().ok(),
        Value::Array(_) | Value::Object(_) => None,
    }
}

fn env(given: Option<&Value>) -> Result<Value, Refusal> {
    let entries = given.and_then(Value::as_array).into_iter().flatten();
    entries.map(env_entry).collect::<Result<Vec<_>, _>>().map(Value::Array)
}

fn env_entry(entry: &Value) -> Result<Value, Refusal> {
    const SOURCES: [&str; 3] = ["value", "valueFromSecret", "valueFromConfigMap"];
    if !entry.is_object() && !entry.is_array() {
        return Err(Refusal::invalid("Invalid environment variable format"));
    }
    let key = entry.get("key").filter(|key| !blank(key)).map(shown);
    let Some(key) = key else { return Err(Refusal::invalid("Environment variable must have a key")) };
    let given = SOURCES.iter().filter(|source| entry.get(**source).is_some()).collect::<Vec<_>>();
    let list = "value, valueFromSecret, or valueFromConfigMap";
    let source = match given.as_slice() {
        [source] => **source,
        [] => return Err(Refusal::invalid(format!("Environment variable '{key}' must have either {list}"))),
        _ => {
            return Err(Refusal::invalid(format!(
                "Environment variable '{key}' can only have one of: {list}"
            )));
        }
    };
    let value = entry.get(source).unwrap_or(&Value::Null);
    if source == "value" {
        if value.is_null() {
            return Err(Refusal::null_property("toString"));
        }
        return Ok(json!({"key": key, "value": shown(value)}));
    }
    let what = if source == "valueFromSecret" { "secret-name/key" } else { "configmap-name/key" };
    let Some(reference) = entry.text(source) else {
        return Err(Refusal::invalid(format!("{source} for environment variable '{key}' must be a string")));
    };
    let parts = reference.split('/').collect::<Vec<_>>();
    if parts.len() != 2 || parts.iter().any(|part| part.is_empty()) {
        let message = format!("{source} for environment variable '{key}' must be in format '{what}'");
        return Err(Refusal::invalid(message));
    }
    Ok(json!({"key": key, source: reference}))
}
