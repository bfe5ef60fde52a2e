//! What a Microservice is to the Controller, alone and in the list of an Application.

use model::Kind;
use serde_json::{Map, Value as Sent};

use super::describe;
use crate::check::{Answer, images_of, own_fields, own_name, text_of};
use crate::liquid::Value;
use crate::tree::Node;
use crate::wire::body::{images, put_fields};
use crate::wire::live::{Names, plain_text};
use crate::wire::{Json, NAMED, NameIn, Reader, Reading, Spec, present};

pub(crate) const READING: Reading = Reading {
    creates: Some(super::check::creates),
    check: super::check::check,
    name: NameIn::Spec,
    document,
    live,
    own,
    instead: INSTEAD,
    sample: include_str!("../samples/microservice.yaml"),
    answers: &[Answer::new("microservices", "a microservice", "microservices", &["uuid", "iofogUuid"])
        .written(describe::told)],
    ..NAMED
};

pub(crate) const INSTEAD: &str =
    " Write the value itself, or make it an ApplicationTemplate that declares the variable.";

fn document(reader: &mut Reader, read: &mut Spec, root: Node) {
    let spec = present(root, "spec");
    fields(reader, read, spec);
    let name = std::mem::take(&mut read.name);
    let mut parts = name.splitn(3, '/');
    let (first, second, third) = (parts.next(), parts.next(), parts.next());
    if third.is_some() {
        reader.misfit("metadata.name", "A name has at most two parts: application/microservice.");
    }
    // spec.name wins, but where it has no application part, the one of metadata.name stays.
    let outer = present(root, "metadata").and_then(|metadata| present(metadata, "name"));
    let outer = outer.filter(|node| !node.is_template()).and_then(Node::as_str);
    let prefix = second.and(first).or_else(|| outer?.split_once('/').map(|(prefix, _)| prefix));
    let written = || {
        let field = present(spec?, "application")?;
        field.as_i64().map(|id| id.to_string()).or_else(|| field.scalar_text().map(str::to_owned))
    };
    read.application = prefix.filter(|prefix| !prefix.is_empty()).map(str::to_owned).or_else(written);
    read.name = second.or(first).unwrap_or_default().to_owned();
}

/// The list of an application.
pub(crate) fn members(reader: &mut Reader, list: Node<'_>, path: &str) -> Vec<Spec> {
    if !list.is_sequence() {
        reader.misfit(path, "This must be a list of microservices.");
    }
    let mut read = Vec::new();
    for (index, item) in list.items().enumerate() {
        let base = format!("{path}[{index}]");
        let mut microservice = Spec::new(Kind::Microservice);
        microservice.layout.base.clone_from(&base);
        fields(reader, &mut microservice, Some(item));
        match present(item, "name").and_then(Node::as_str) {
            Some(name) => name.clone_into(&mut microservice.name),
            None => reader.misfit(base, "A microservice of an application needs a name."),
        }
        read.push(microservice);
    }
    read
}

fn fields(reader: &mut Reader, read: &mut Spec, spec: Option<Node>) {
    let Some(spec) = spec else { return };
    read.layout.flat = reader.flat && present(spec, "container").is_none();
    reader.fields(read, spec);
    if read.get("images.catalogId").and_then(Json::as_i64).is_some_and(|id| id <= 0) {
        read.remove("images.catalogId");
    }
    // The Controller takes 0 for its default.
    if read.get("logSize").and_then(Json::as_i64) == Some(0) {
        read.set("logSize", Json::integer(1));
    }
    if read.get("container.healthCheck").is_some_and(|check| check.get("test").is_none_or(Json::is_empty)) {
        read.set("container.healthCheck", Json::Object(Vec::new()));
    }
    if read.get("serviceAccount.roleRef").is_some_and(is_default_role) {
        read.set("serviceAccount.roleRef", Json::Object(Vec::new()));
    }
    check_env(reader, read);
}

/// The Controller wants exactly one source per variable; anything else is refused, or loses a value.
fn check_env(reader: &mut Reader, read: &Spec) {
    let path = read.path("container.env");
    let env = read.get("container.env").and_then(Json::as_array).unwrap_or_default();
    for (index, entry) in env.iter().enumerate() {
        let sources = ["value", "valueFromSecret", "valueFromConfigMap"];
        let given = sources.iter().filter(|source| entry.get(source).is_some()).count();
        if given != 1 || entry.get("key").is_none_or(Json::is_empty) {
            reader.misfit(
                format!("{path}[{index}]"),
                "A variable needs a key and exactly one of value, valueFromSecret and valueFromConfigMap.",
            );
        }
    }
}

/// What the Controller adds by itself (resolved secrets, NATS credentials) is left out.
fn live(spec: &mut Spec, json: &Json, names: &dyn Names) {
    spec.application = json.get("application").and_then(Json::as_str).map(str::to_owned);
    if let Some(agent) = agent(json, names) {
        spec.set("agent.name", Json::String(agent));
    }
    let env = json.get("env").and_then(Json::as_array).unwrap_or_default();
    let nats =
        spec.get("natsConfig").and_then(|nats| nats.get("natsAccess")).and_then(Json::as_bool) == Some(true);
    let own = env.iter().filter(|entry| !(nats && is(entry, "key", "NATS_CREDS_PATH")));
    spec.set_items("container.env", own.map(env_reference).collect());
    if nats {
        let volumes = spec.get("container.volumes").and_then(Json::as_array).unwrap_or_default();
        let own = volumes.iter().filter(|volume| !is_nats_volume(volume)).cloned().collect();
        spec.set_items("container.volumes", own);
    }
    match json.get("serviceAccount").and_then(|account| account.get("roleRef")).and_then(mapping_of_role) {
        Some(role) if !is_default_role(&role) => spec.set("serviceAccount.roleRef", role),
        _ => spec.remove("serviceAccount.roleRef"),
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

fn own(root: Node) -> Value {
    let spec = root.get("spec").filter(|spec| spec.is_mapping());
    let name = own_name(root);
    let parts = name.as_deref().and_then(|name| name.split_once('/'));
    let (application, name) = match (parts, &name) {
        (Some((application, name)), _) => (Value::text(application), Value::text(name)),
        (None, Some(name)) => (Value::Unknown, Value::text(name)),
        (None, None) => (Value::Unknown, Value::Unknown),
    };
    let mut made = vec![("name".to_owned(), name), ("application".to_owned(), application)];
    made.extend(own_parts(spec));
    Value::object(made)
}

/// The same of an item in the list of an application.
pub(crate) fn own_member(item: Node) -> Value {
    let mut made = own_parts(Some(item));
    let name = item.get("name").map_or(Value::Unknown, text_of);
    made.extend([("name".to_owned(), name), ("application".to_owned(), Value::Unknown)]);
    Value::object(made)
}

fn own_parts(spec: Option<Node>) -> Vec<(String, Value)> {
    let mut made = vec![("images".to_owned(), images_of(spec.and_then(|spec| spec.get("images"))))];
    made.extend(own_fields(spec, Kind::Microservice));
    // What only the other way to the Controller, or an update, sends.
    made.extend(["natsEnabled", "iofogUuid", "rebuild"].map(|key| (key.to_owned(), Value::Unknown)));
    made
}

/// The body that creates a microservice (Controller contract 10.2), without its application and with the agent by name.
/// What is at its default is left out.
pub fn body(spec: &Spec) -> Map<String, Sent> {
    let mut body = Map::new();
    body.insert("name".to_owned(), Sent::String(spec.name.clone()));
    put_fields(&mut body, spec);
    match spec.get("images.catalogId") {
        // The item brings its own images and registry; others beside it are refused.
        Some(_) => {
            body.remove("registryId");
        }
        None => {
            let images = images(spec);
            if !images.is_empty() {
                body.insert("images".to_owned(), Sent::Array(images));
            }
        }
    }
    body
}

/// The bodies of the microservices of an application.
pub(crate) fn bodies(members: &[Spec]) -> Sent {
    members.iter().map(|member| Sent::Object(body(member))).collect()
}
