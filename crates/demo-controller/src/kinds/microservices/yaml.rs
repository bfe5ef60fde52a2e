//! A microservice's manifest as a request body. What the file leaves out is written as its default, so that an update
//! through YAML replaces (Controller contract 10.2, 10.4).

use serde_json::{Map, Value, json};

use crate::api::{Fields as _, Refusal};
use crate::kinds::yaml::{document, shown};

/// The request body of a whole manifest.
pub(crate) fn microservice(text: &str, create: bool) -> Result<Value, Refusal> {
    let (metadata, spec) = document(text, "Microservice")?;
    let mut body = from_spec(&spec, create)?;
    let name = spec.get("name").filter(|name| !name.is_null()).or_else(|| metadata.get("name"));
    let application = spec.get("application").filter(|application| !application.is_null());
    if let Some(application) = application {
        body.insert("application".into(), application.clone());
    }
    if body.get("name").is_none_or(|name| !name.is_string())
        && let Some(name) = name
    {
        full_name(&shown(name), &mut body)?;
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

/// The request body of a microservice's spec, without its name and application unless the container part has them.
pub(crate) fn from_spec(spec: &Value, create: bool) -> Result<Map<String, Value>, Refusal> {
    let empty = Value::Object(Map::new());
    let container = spec.get("container").filter(|container| container.is_object()).unwrap_or(&empty);
    let mut body = Map::new();
    let agent = spec.get("agent").and_then(|agent| agent.get("name")).filter(|name| !name.is_null());
    if let Some(agent) = agent {
        body.insert("agentName".into(), agent.clone());
    }
    if let Some(images) = spec.get("images").filter(|images| !images.is_null()) {
        put_images(images, create, &mut body);
    }
    if let Some(config) = spec.get("config").filter(|config| !config.is_null()) {
        body.insert("config".into(), json!(config.to_string()));
    }
    for (key, value) in container.as_object().into_iter().flatten() {
        match key.as_str() {
            "volumes" => body.insert("volumeMappings".into(), value.clone()),
            "commands" => body.insert("cmd".into(), value.clone()),
            "annotations" if value.is_null() => None,
            "annotations" => body.insert("annotations".into(), json!(value.to_string())),
            "env" => None,
            _ => body.insert(key.clone(), value.clone()),
        };
    }
    body.insert("env".into(), env(container.get("env"))?);
    for key in ["schedule", "serviceAccount", "natsConfig"] {
        if let Some(value) = spec.get(key) {
            body.insert(key.into(), value.clone());
        }
    }
    for (key, default) in defaults() {
        body.entry(key).or_insert(default);
    }
    Ok(body)
}

/// What an absent key becomes.
fn defaults() -> [(&'static str, Value); 13] {
    [
        ("hostNetworkMode", json!(false)),
        ("isPrivileged", json!(false)),
        ("ports", json!([])),
        ("volumeMappings", json!([])),
        ("cmd", json!([])),
        ("extraHosts", json!([])),
        ("capAdd", json!([])),
        ("capDrop", json!([])),
        ("pidMode", json!("")),
        ("ipcMode", json!("")),
        ("cpuSetCpus", json!("")),
        ("healthCheck", json!({})),
        ("schedule", json!(50)),
    ]
}

fn put_images(images: &Value, create: bool, body: &mut Map<String, Value>) {
    let catalog =
        images.get("catalogId").filter(|id| id.is_string() || id.as_f64().is_some_and(|id| id > 0.0));
    if let Some(catalog) = catalog {
        body.insert("catalogItemId".into(), catalog.clone());
        return;
    }
    let own = [("x86", 1), ("arm", 2)].into_iter().filter_map(|(key, kind)| {
        let image = images.get(key).filter(|image| !image.is_null())?;
        Some(json!({"containerImage": image, "fogTypeId": kind}))
    });
    body.insert("images".into(), own.collect());
    body.insert("registryId".into(), registry(images.get("registry"), create));
}

fn registry(given: Option<&Value>, create: bool) -> Value {
    match given {
        None | Some(Value::Null) => json!(1),
        Some(Value::String(word)) => match word.as_str() {
            "remote" => json!(1),
            "local" => json!(2),
            "" => json!(i64::from(create)),
            // A word that is no number fails the check for integers, as the number `NaN` does there.
            _ => word.trim().parse::<i64>().map_or_else(|_| json!("NaN"), |id| json!(id)),
        },
        Some(other) => other.clone(),
    }
}

fn env(given: Option<&Value>) -> Result<Value, Refusal> {
    let entries = given.and_then(Value::as_array).into_iter().flatten();
    entries.map(env_entry).collect::<Result<Vec<_>, _>>().map(Value::Array)
}

fn env_entry(entry: &Value) -> Result<Value, Refusal> {
    const SOURCES: [&str; 3] = ["value", "valueFromSecret", "valueFromConfigMap"];
    let Some(fields) = entry.as_object() else {
        return Err(Refusal::invalid("Invalid environment variable format"));
    };
    let key = entry.get("key").map(shown).filter(|key| !key.is_empty() && key != "null" && key != "0");
    let Some(key) = key else { return Err(Refusal::invalid("Environment variable must have a key")) };
    let given = SOURCES.iter().filter(|source| fields.contains_key(**source)).collect::<Vec<_>>();
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
