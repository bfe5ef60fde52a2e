//! Live objects, as the API answers them, in the shape of [`Spec`].
//!
//! What the Controller adds by itself (resolved secrets, NATS credentials, ids and times) is left out, and so is every
//! field at its default.

use serde_json::Value;

use super::fields::{self, Field, Form, Part};
use super::json::Json;
use super::spec::{Spec, default};

/// What is needed to read a live object beside the object itself.
pub trait Names {
    /// The name of the agent with this uuid.
    fn agent_name(&self, uuid: &str) -> Option<String>;
}

/// A microservice of `GET /microservices` (Controller contract 10.1), or one in the shape of a create request, as
/// application templates store it.
pub fn microservice(live: &Value, names: &dyn Names) -> Spec {
    let json = Json::from(live);
    let mut spec = read(fields::MICROSERVICE, &json);
    spec.name = text(&json, "name");
    spec.application = json.get("application").and_then(Json::as_str).map(str::to_owned);
    if let Some(agent) = agent(&json, names) {
        spec.set("agent.name", Json::String(agent));
    }
    images(&mut spec, &json, ["images.x86", "images.arm"]);
    let env = json.get("env").and_then(Json::as_array).unwrap_or_default();
    let nats =
        spec.get("natsConfig").and_then(|nats| nats.get("natsAccess")).and_then(Json::as_bool) == Some(true);
    set_or_remove(
        &mut spec,
        "container.env",
        env.iter()
            .filter(|entry| !(nats && is(entry, "key", "NATS_CREDS_PATH")))
            .map(env_reference)
            .collect(),
    );
    if nats {
        let volumes = spec.get("container.volumes").and_then(Json::as_array).unwrap_or_default();
        let own = volumes.iter().filter(|volume| !is_nats_volume(volume)).cloned().collect();
        set_or_remove(&mut spec, "container.volumes", own);
    }
    match json.get("serviceAccount").and_then(|account| account.get("roleRef")).and_then(mapping_of_role) {
        Some(role) if !is_default_role(&role) => spec.set("serviceAccount.roleRef", role),
        _ => spec.remove("serviceAccount.roleRef"),
    }
    spec
}

/// An application of `GET /application`; its microservices are given apart, because the ones inside lack fields.
pub fn application(live: &Value, microservices: Vec<Spec>) -> Spec {
    let json = Json::from(live);
    let mut spec = read(fields::APPLICATION, &json);
    spec.name = text(&json, "name");
    spec.microservices = Some(microservices);
    spec
}

/// A catalog item of `GET /catalog/microservices`.
pub fn catalog_item(live: &Value) -> Spec {
    let json = Json::from(live);
    let mut spec = read(fields::CATALOG_ITEM, &json);
    spec.name = text(&json, "name");
    spec.id = json.get("id").and_then(Json::as_i64);
    images(&mut spec, &json, ["x86", "arm"]);
    spec
}

/// A registry of `GET /registries`. A password in the answer is not taken over.
pub fn registry(live: &Value) -> Spec {
    let json = Json::from(live);
    let mut spec = read(fields::REGISTRY, &json);
    spec.id = json.get("id").and_then(Json::as_i64);
    spec.remove("password");
    spec
}

/// An application template. In the list (`listed`) the default of a variable is JSON text, in the single object the
/// value itself (Controller contract 12).
pub fn template(live: &Value, listed: bool, names: &dyn Names) -> Spec {
    let json = Json::from(live);
    let mut spec = read(fields::TEMPLATE, &json);
    spec.name = text(&json, "name");
    let variables = spec.get("variables").and_then(Json::as_array).unwrap_or_default();
    let variables =
        variables.iter().map(|variable| if listed { read_default(variable) } else { variable.clone() });
    let variables = variables.collect();
    set_or_remove(&mut spec, "variables", variables);
    let made = json.get("application").cloned().unwrap_or(Json::Null).to_value();
    let microservices = made.get("microservices").and_then(Value::as_array);
    let microservices = microservices.into_iter().flatten().map(|live| microservice(live, names)).collect();
    spec.template = Some(Box::new(application(&made, microservices)));
    spec
}

/// The variable with its default read out of JSON text.
fn read_default(variable: &Json) -> Json {
    let Json::Object(fields) = variable else { return variable.clone() };
    let read = |(key, value): &(String, Json)| match value {
        Json::String(text) if key == "defaultValue" => {
            (key.clone(), Json::parse(text).unwrap_or(value.clone()))
        }
        _ => (key.clone(), value.clone()),
    };
    Json::Object(fields.iter().map(read).filter(|(_, value)| !value.is_null()).collect())
}

fn read(table: &'static [Field], live: &Json) -> Spec {
    let mut spec = Spec::new(table);
    for field in table.iter().filter(|field| !field.api.is_empty()) {
        let Some(value) = live.get(field.live).and_then(|value| normal(field.form, value)) else { continue };
        if !is_unset(field.form, &value) && value != default(field) {
            spec.set(field.yaml, value);
        }
    }
    spec
}

/// The value as a manifest would have it; `None` for null and for what cannot be read.
fn normal(form: Form, live: &Json) -> Option<Json> {
    if live.is_null() {
        return None;
    }
    Some(match form {
        Form::Text => match live {
            Json::String(_) => live.clone(),
            Json::Number(text) => Json::String(text.clone()),
            Json::Bool(value) => Json::String(value.to_string()),
            _ => return None,
        },
        // A text in the place of a number is a template, or a number that an older version wrote as text.
        Form::Int | Form::Registry => match live {
            Json::String(text) => text.trim().parse().map_or_else(|_| live.clone(), Json::integer),
            Json::Number(_) => live.clone(),
            _ => return None,
        },
        Form::Bool => live.clone(),
        Form::Not => match live {
            // Of a template only the Controller knows what it comes to, turned round or not.
            Json::String(_) => live.clone(),
            other => Json::Bool(!other.as_bool()?),
        },
        Form::TextList => {
            Json::Array(live.as_array()?.iter().filter_map(|item| normal(Form::Text, item)).collect())
        }
        Form::Items(parts) => {
            Json::Array(live.as_array()?.iter().map(|item| parts_of(parts, item)).collect())
        }
        Form::Mapping(parts) => parts_of(parts, live),
        Form::JsonText => match live {
            Json::String(text) if text.trim().is_empty() => return None,
            // Text that does not parse is kept as text: it can be shown and repaired (manifest rules 0.3).
            Json::String(text) => Json::parse(text).unwrap_or_else(|| live.clone()),
            other => other.clone(),
        },
        Form::Any => live.clone(),
    })
}

fn parts_of(parts: &'static [Part], live: &Json) -> Json {
    let value = |part: &Part| {
        let value = live.get(part.key).and_then(|value| normal(part.form, value));
        value.or_else(|| part.default.map(Json::string))
    };
    Json::object(parts.iter().filter_map(|part| Some((part.key, value(part)?))))
}

/// Nothing is set in it: empty, or one of our mappings with nothing but empty values. In a configuration only its owner
/// knows what `false`, 0 and `""` mean.
fn is_unset(form: Form, value: &Json) -> bool {
    match (form, value) {
        (Form::JsonText | Form::Any, value) => value.is_null(),
        (_, Json::Object(fields)) => fields.iter().all(|(_, value)| value.is_empty()),
        (_, other) => other.is_empty(),
    }
}

fn set_or_remove(spec: &mut Spec, yaml: &'static str, items: Vec<Json>) {
    if items.is_empty() {
        spec.remove(yaml);
    } else {
        spec.set(yaml, Json::Array(items));
    }
}

fn agent(live: &Json, names: &dyn Names) -> Option<String> {
    let uuid = live.get("iofogUuid").and_then(Json::as_str).filter(|uuid| !uuid.is_empty());
    let by_uuid = uuid.and_then(|uuid| names.agent_name(uuid));
    by_uuid.or_else(|| live.get("agentName").and_then(Json::as_str).map(str::to_owned))
}

/// `containerImage` null and `""` are the same: none.
fn images(spec: &mut Spec, live: &Json, [x86, arm]: [&'static str; 2]) {
    for image in live.get("images").and_then(Json::as_array).unwrap_or_default() {
        let path = match image.get("fogTypeId").and_then(Json::as_i64) {
            Some(1) => x86,
            Some(2) => arm,
            _ => continue,
        };
        if let Some(name) = image.get("containerImage").and_then(Json::as_str).filter(|name| !name.is_empty())
        {
            spec.set(path, Json::string(name));
        }
    }
    // A registry of 1 is the default, but says something all the same when a manifest is written from this.
    let registry = if x86 == "x86" { "registry" } else { "images.registry" };
    if let Some(id) = live.get("registryId").and_then(|id| normal(Form::Registry, id)) {
        spec.set(registry, id);
    }
}

/// One source per entry: the Controller answers the secret's value beside the reference (manifest rules 5.6).
fn env_reference(entry: &Json) -> Json {
    let key = entry.get("key").and_then(|key| normal(Form::Text, key)).unwrap_or(Json::string(""));
    for source in ["valueFromSecret", "valueFromConfigMap"] {
        if let Some(reference) = entry.get(source).filter(|reference| !reference.is_empty()) {
            return Json::object([("key", key), (source, reference.clone())]);
        }
    }
    let value = entry.get("value").and_then(|value| normal(Form::Text, value)).unwrap_or(Json::string(""));
    Json::object([("key", key), ("value", value)])
}

fn is(json: &Json, key: &str, text: &str) -> bool {
    json.get(key).and_then(Json::as_str) == Some(text)
}

fn is_nats_volume(volume: &Json) -> bool {
    let host = volume.get("hostDestination").and_then(Json::as_str).unwrap_or_default();
    is(volume, "type", "volumeMount") && host.starts_with("nats-creds-")
}

fn mapping_of_role(role: &Json) -> Option<Json> {
    let kind = role.get("kind")?.as_str()?;
    let name = role.get("name")?.as_str()?;
    Some(Json::object([("kind", Json::string(kind)), ("name", Json::string(name))]))
}

/// The role that the Controller gives to every microservice (Controller contract 10.2).
fn is_default_role(role: &Json) -> bool {
    is(role, "kind", "Role") && is(role, "name", "microservice")
}

fn text(live: &Json, key: &str) -> String {
    live.get(key).and_then(Json::as_str).unwrap_or_default().to_owned()
}
