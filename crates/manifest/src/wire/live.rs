//! Live objects, as the API answers them, in the shape of [`Spec`].
//!
//! What the Controller adds by itself (resolved secrets, NATS credentials, ids and times) is left out, and so is every
//! field at its default.

use model::{Application, ApplicationTemplate, CatalogItem, Kind, Microservice, Registry};

use super::json::Json;
use super::row::Row;
use super::spec::Spec;
use crate::fields::{Api, Field, Mapping, Sent, Type};

/// What is needed to read a live object beside the object itself.
pub trait Names {
    /// The name of the agent with this uuid.
    fn agent_name(&self, uuid: &str) -> Option<String>;
}

/// A microservice of the list of all (Controller contract 10.1).
pub fn microservice(live: &Microservice, names: &dyn Names) -> Spec {
    read_microservice(&Json::of(live), names)
}

/// An application; its microservices are given apart, because the ones inside lack fields.
pub fn application(live: &Application, microservices: Vec<Spec>) -> Spec {
    read_application(&Json::of(live), microservices)
}

/// A catalog item.
pub fn catalog_item(live: &CatalogItem) -> Spec {
    read_catalog_item(&Json::of(live))
}

/// A registry. A password in the answer is not taken over.
pub fn registry(live: &Registry) -> Spec {
    read_registry(&Json::of(live))
}

/// An application template. In the list (`listed`) the default of a variable is JSON text, in the single object the
/// value itself (Controller contract 12).
pub fn template(live: &ApplicationTemplate, listed: bool, names: &dyn Names) -> Spec {
    read_template(&Json::of(live), listed, names)
}

/// An object of a kind whose documents say nothing but names and values: `data` of it is what stands beside the fields.
pub fn named(kind: Kind, live: &impl serde::Serialize) -> Spec {
    read_named(kind, &Json::of(live))
}

fn read_named(kind: Kind, json: &Json) -> Spec {
    let mut spec = read(kind, json);
    spec.name = text(json, "name");
    spec.data = json.get("data").filter(|data| !data.is_null()).cloned();
    spec
}

/// The body of a request, as if it were the answer about the object that it asks for. An application's microservices are
/// left out, a template's are read.
pub fn asked(kind: Kind, body: &impl serde::Serialize, names: &dyn Names) -> Spec {
    let mut json = Json::of(body);
    if let Json::Object(fields) = &mut json {
        for row in crate::kinds::of(kind).rows() {
            let (Some(request), Some(answer)) = (row.request(), row.answer()) else { continue };
            if let Some((key, _)) = fields.iter_mut().find(|(key, _)| key == request) {
                answer.clone_into(key);
            }
        }
    }
    match kind {
        Kind::Microservice => read_microservice(&json, names),
        Kind::Application => read_application(&json, Vec::new()),
        Kind::CatalogItem => read_catalog_item(&json),
        Kind::Registry => read_registry(&json),
        Kind::ApplicationTemplate => read_template(&json, false, names),
        kind => read_named(kind, &json),
    }
}

fn read_microservice(json: &Json, names: &dyn Names) -> Spec {
    let mut spec = read(Kind::Microservice, json);
    spec.name = text(json, "name");
    spec.application = json.get("application").and_then(Json::as_str).map(str::to_owned);
    if let Some(agent) = agent(json, names) {
        spec.set("agent.name", Json::String(agent));
    }
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

fn read_application(json: &Json, microservices: Vec<Spec>) -> Spec {
    let mut spec = read(Kind::Application, json);
    spec.name = text(json, "name");
    spec.microservices = Some(microservices);
    spec
}

fn read_catalog_item(json: &Json) -> Spec {
    let mut spec = read(Kind::CatalogItem, json);
    spec.name = text(json, "name");
    spec.id = json.get("id").and_then(Json::as_i64);
    spec
}

fn read_registry(json: &Json) -> Spec {
    let mut spec = read(Kind::Registry, json);
    spec.id = json.get("id").and_then(Json::as_i64);
    spec.remove("password");
    spec
}

fn read_template(json: &Json, listed: bool, names: &dyn Names) -> Spec {
    let mut spec = read(Kind::ApplicationTemplate, json);
    spec.name = text(json, "name");
    let variables = spec.get("variables").and_then(Json::as_array).unwrap_or_default();
    let variables =
        variables.iter().map(|variable| if listed { read_default(variable) } else { variable.clone() });
    let variables = variables.collect();
    set_or_remove(&mut spec, "variables", variables);
    let none = Json::Null;
    let made = json.get("application").unwrap_or(&none);
    let microservices = made.get("microservices").and_then(Json::as_array).unwrap_or_default();
    let microservices = microservices.iter().map(|live| read_microservice(live, names)).collect();
    spec.template = Some(Box::new(read_application(made, microservices)));
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

/// The fields of a kind, as far as they are not at their default.
fn read(kind: Kind, live: &Json) -> Spec {
    let mut spec = Spec::new(kind);
    for row in spec.rows() {
        if let Some(value) = answered(row, live) {
            spec.set(&row.path, value);
        }
    }
    spec
}

fn answered(row: &Row, live: &Json) -> Option<Json> {
    if let Api::Image(architecture) = row.field.api {
        return image(live, architecture);
    }
    let value = normal(row.field, &row.field.ty, live.get(row.answer()?)?)?;
    // A registry of 1 is the default, but says something all the same when a manifest is written from this.
    let says = matches!(row.field.ty, Type::Registry)
        || !is_unset(row.field, &row.field.ty, &value) && value != row.default();
    says.then_some(value)
}

/// `containerImage` null and `""` are the same: none.
fn image(live: &Json, architecture: i64) -> Option<Json> {
    let images = live.get("images").and_then(Json::as_array)?.iter().rev();
    let of_it = images.filter(|image| image.get("fogTypeId").and_then(Json::as_i64) == Some(architecture));
    let mut names = of_it.filter_map(|image| image.get("containerImage").and_then(Json::as_str));
    names.find(|name| !name.is_empty()).map(Json::string)
}

/// The value as a manifest would have it; `None` for null and for what cannot be read.
fn normal(field: &Field, ty: &'static Type, live: &Json) -> Option<Json> {
    if live.is_null() {
        return None;
    }
    Some(match (field.sent, ty) {
        (Sent::JsonText, _) => match live {
            Json::String(text) if text.trim().is_empty() => return None,
            // Text that does not parse is kept as text: it can be shown and repaired (manifest rules 0.3).
            Json::String(text) => Json::parse(text).unwrap_or_else(|| live.clone()),
            other => other.clone(),
        },
        (Sent::Opposite, _) => match live {
            // Of a template only the Controller knows what it comes to, turned round or not.
            Json::String(_) => live.clone(),
            other => Json::Bool(!other.as_bool()?),
        },
        (_, Type::Text(_) | Type::Scalar | Type::NameOrId) => plain_text(live)?,
        // A text in the place of a number is a template, or a number that an older version wrote as text.
        (_, Type::Integer { .. } | Type::Registry) => match live {
            Json::String(text) => text.trim().parse().map_or_else(|_| live.clone(), Json::integer),
            Json::Number(digits) => whole(digits).map_or_else(|| live.clone(), Json::integer),
            _ => return None,
        },
        (_, Type::List(Type::Mapping(inside))) => {
            Json::Array(live.as_array()?.iter().map(|one| parts_of(inside, one)).collect())
        }
        (_, Type::List(item)) => {
            Json::Array(live.as_array()?.iter().filter_map(|one| normal(field, item, one)).collect())
        }
        (_, Type::Mapping(inside)) => parts_of(inside, live),
        (_, Type::Boolean | Type::Any | Type::Strings) => live.clone(),
    })
}

/// Seconds are numbers with a fraction to the client; whole ones are written without.
fn whole(digits: &str) -> Option<i64> {
    digits.strip_suffix(".0").unwrap_or(digits).parse().ok()
}

fn plain_text(live: &Json) -> Option<Json> {
    match live {
        Json::String(_) => Some(live.clone()),
        Json::Number(text) => Some(Json::String(text.clone())),
        Json::Bool(value) => Some(Json::String(value.to_string())),
        _ => None,
    }
}

fn parts_of(mapping: &'static Mapping, live: &Json) -> Json {
    let value = |field: &'static Field| {
        let value = live.get(field.key).and_then(|value| normal(field, &field.ty, value));
        value.or_else(|| field.filled_in().map(Json::string))
    };
    Json::object(mapping.sent().filter_map(|field| Some((field.key, value(field)?))))
}

/// Nothing is set in it: empty, or one of our mappings with nothing but empty values. In a configuration only its owner
/// knows what `false`, 0 and `""` mean.
fn is_unset(field: &Field, ty: &Type, value: &Json) -> bool {
    match (field.sent, ty, value) {
        (Sent::JsonText, ..) | (_, Type::Any, _) => value.is_null(),
        (.., Json::Object(fields)) => fields.iter().all(|(_, value)| value.is_empty()),
        _ => value.is_empty(),
    }
}

fn set_or_remove(spec: &mut Spec, path: &'static str, items: Vec<Json>) {
    if items.is_empty() {
        spec.remove(path);
    } else {
        spec.set(path, Json::Array(items));
    }
}

fn agent(live: &Json, names: &dyn Names) -> Option<String> {
    let uuid = live.get("iofogUuid").and_then(Json::as_str).filter(|uuid| !uuid.is_empty());
    let by_uuid = uuid.and_then(|uuid| names.agent_name(uuid));
    by_uuid.or_else(|| live.get("agentName").and_then(Json::as_str).map(str::to_owned))
}

/// One source per entry: the Controller answers the secret's value beside the reference (manifest rules 5.6).
fn env_reference(entry: &Json) -> Json {
    let text = |key: &str| entry.get(key).and_then(plain_text).unwrap_or(Json::string(""));
    for source in ["valueFromSecret", "valueFromConfigMap"] {
        if let Some(reference) = entry.get(source).filter(|reference| !reference.is_empty()) {
            return Json::object([("key", text("key")), (source, reference.clone())]);
        }
    }
    Json::object([("key", text("key")), ("value", text("value"))])
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
