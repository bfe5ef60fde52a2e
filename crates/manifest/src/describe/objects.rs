//! The manifest of each kind.

use model::{Application, ApplicationTemplate, CatalogItem, Kind, Microservice, Registry, World};

use super::yaml::{Map, Yaml};
use super::{ApiVersion, Options};
use crate::fields::{Sent, Type};
use crate::wire::{Json, Spec, liquid, live};

/// Deeper or longer than this, `config` is left out: our own reader and others would refuse it.
const DEEPEST_CONFIG: usize = 40;
const LONGEST_KEY: usize = 1000;

/// A microservice of the list of all, as a manifest of its own.
pub fn microservice(live: &Microservice, world: &World, options: &Options) -> String {
    let read = live::microservice(live, world);
    let mut spec = Map::default();
    // iofogctl looks a bare name up in no application (manifest rules 4.2).
    let joined = options.api_version == ApiVersion::Iofog;
    if let Some(application) = read.application.as_ref().filter(|_| !joined) {
        spec.put("application", Json::string(application));
    }
    put_microservice(&mut spec, &read, live, world);
    let name = if joined { read.full_name() } else { read.name };
    document(Kind::Microservice, &name, spec, options)
}

/// An application with its microservices: those of the list of all have fields that the ones inside it lack.
pub fn application<'m>(
    live: &Application,
    microservices: impl IntoIterator<Item = &'m Microservice>,
    world: &World,
    options: &Options,
) -> String {
    let read = live::application(live, Vec::new());
    let mut spec = Map::default();
    if !live.is_activated {
        spec.note("This application is stopped. potctl starts an application whenever it deploys it.");
    }
    put_fields(&mut spec, &read, Escape::Yes);
    let members = microservices.into_iter().map(|live| member(live, world)).collect();
    spec.put("microservices", Yaml::List(members));
    document(Kind::Application, &read.name, spec, options)
}

/// A catalog item. No command-line tool describes one; this is the form that `potctl deploy` reads.
pub fn catalog_item(live: &CatalogItem, options: &Options) -> String {
    let mut read = live::catalog_item(live);
    let mut spec = Map::default();
    if let Some(id) = read.id {
        spec.put("id", Json::integer(id));
    }
    // potctl refuses a file with these keys.
    for key in ["category", "publisher"] {
        if let Some(value) = read.text(key) {
            spec.note(&format!("{key}: {value}"));
        }
        read.remove(key);
    }
    if read.get("configExample").and_then(Json::as_str) == Some("{}") {
        read.remove("configExample");
    }
    put_fields(&mut spec, &read, Escape::Yes);
    document(Kind::CatalogItem, &read.name, spec, options)
}

/// A registry. The password stays on the Controller: deploying keeps it.
pub fn registry(live: &Registry, options: &Options) -> String {
    let mut read = live::registry(live);
    let mut spec = Map::default();
    // `private` is written even when false: absent means public, and that should be seen.
    let private = read.get("private").cloned();
    read.set("private", private.unwrap_or(Json::Bool(false)));
    put_fields(&mut spec, &read, Escape::Yes);
    spec.note("The password is not shown. Without one here, the Controller keeps its own.");
    if let Some(id) = read.id {
        spec.put("id", Json::integer(id));
    }
    // A registry has no name; `potctl delete -f` wants the id in its place.
    let name = read.id.map(|id| id.to_string()).unwrap_or_default();
    document(Kind::Registry, &name, spec, options)
}

/// An object of a kind whose documents say nothing but names and values. Nothing in them is evaluated.
pub fn named(kind: Kind, live: &impl serde::Serialize, options: &Options) -> String {
    let read = live::named(kind, live);
    let mut spec = Map::default();
    put_fields(&mut spec, &read, Escape::No);
    with_data(kind, &read.name, spec, read.data, options)
}

/// An application template; `listed` when it comes from the list, where defaults are JSON text.
pub fn template(live: &ApplicationTemplate, listed: bool, world: &World, options: &Options) -> String {
    let read = live::template(live, listed, world);
    let mut spec = Map::default();
    put_fields(&mut spec, &read, Escape::Yes);
    let mut made = Map::default();
    if let Some(application) = &read.template {
        // Its braces are what a template is for.
        put_fields(&mut made, application, Escape::No);
        let members = application.microservices.iter().flatten().map(|member| {
            let mut map = Map::default();
            map.put("name", Json::string(&member.name));
            put_fields(&mut map, member, Escape::No);
            Yaml::Map(map)
        });
        made.put("microservices", Yaml::List(members.collect()));
    }
    spec.put("application", made);
    document(Kind::ApplicationTemplate, &read.name, spec, options)
}

/// A spec as the document that the YAML endpoint takes: texts as they are, so templates are still evaluated.
pub fn upload(read: &Spec, application: &str) -> String {
    let mut spec = Map::default();
    spec.put("application", Json::string(application));
    put_fields(&mut spec, read, Escape::No);
    document(Kind::Microservice, &read.name, spec, &Options::default())
}

fn document(kind: Kind, name: &str, spec: Map, options: &Options) -> String {
    with_data(kind, name, spec, None, options)
}

fn with_data(kind: Kind, name: &str, spec: Map, data: Option<Json>, options: &Options) -> String {
    let mut metadata = Map::default();
    metadata.put("name", Json::string(name));
    if let Some(namespace) = &options.namespace {
        metadata.put("namespace", Json::string(namespace));
    }
    let mut root = Map::default();
    root.put("apiVersion", Json::string(options.api_version.as_str()));
    root.put("kind", Json::string(kind.word()));
    root.put("metadata", metadata);
    root.put("spec", spec);
    if let Some(data) = data {
        root.put("data", data);
    }
    root.to_text()
}

fn member(live: &Microservice, world: &World) -> Yaml {
    let read = live::microservice(live, world);
    let mut map = Map::default();
    map.put("name", Json::string(&read.name));
    put_microservice(&mut map, &read, live, world);
    Yaml::Map(map)
}

fn put_microservice(map: &mut Map, read: &Spec, live: &Microservice, world: &World) {
    let mut read = read.clone();
    if read.get("agent.name").is_none() {
        map.note("The agent of this microservice is gone; name another one here.");
    }
    if let Some(schedule) = read.get("schedule").and_then(Json::as_i64).filter(|schedule| *schedule < 6) {
        map.note(&format!("The schedule is {schedule}, but an update takes 6 to 100 only."));
        read.set("schedule", Json::integer(6));
    }
    if let Some(id) = read.get("images.catalogId").and_then(Json::as_i64) {
        note_catalog_images(map, &mut read, id, world);
    }
    let stored =
        [("config", "config", &live.config), ("annotations", "container.annotations", &live.annotations)];
    for (key, yaml, text) in stored {
        if !text.trim().is_empty() && Json::parse(text).is_none() {
            map.note(&format!(
                "The stored {key} is not JSON: quotes in it were lost. Write it as a mapping to repair it."
            ));
        }
        if read.get(yaml).is_some_and(|value| !is_writable(value, DEEPEST_CONFIG)) {
            map.note(&format!("The {key} is nested too deep for a manifest. Deploying keeps it as it is."));
            read.remove(yaml);
        }
    }
    put_fields(map, &read, Escape::Yes);
}

/// The catalog item's images are shown, but only its id is deployed. Own images beside it are used by nobody who reads
/// the manifest (manifest rules 4.4).
fn note_catalog_images(map: &mut Map, read: &mut Spec, id: i64, world: &World) {
    let item = world.catalog_item(id);
    if let Some(item) = item {
        map.note_at("images", &format!("catalog item {id} is {}", item.name));
        for image in &item.images {
            if let Some(name) = image.container_image.as_deref().filter(|name| !name.is_empty()) {
                let key = if image.fog_type_id == 1 { "x86" } else { "arm" };
                map.note_at("images", &format!("{key}: {name}"));
            }
        }
    }
    for (path, key) in [("images.x86", "x86"), ("images.arm", "arm")] {
        if let Some(own) = read.text(path) {
            map.note_at(
                "images",
                &format!("Own {key} image beside the catalog item: {own}. Agents may run this one."),
            );
        }
        read.remove(path);
    }
    read.remove("images.registry");
}

#[derive(Clone, Copy, PartialEq)]
enum Escape {
    /// The texts are what is stored; the Controller must not evaluate them.
    Yes,
    /// The texts are templates.
    No,
}

fn put_fields(map: &mut Map, spec: &Spec, escape: Escape) {
    for (row, value) in spec.fields() {
        let registry = matches!(row.field.ty, Type::Registry);
        if *value == row.default() && !registry && row.field.sent != Sent::Opposite {
            continue;
        }
        let value = match value.as_i64() {
            Some(1) if registry => Json::string("remote"),
            Some(2) if registry => Json::string("local"),
            _ if escape == Escape::Yes => escaped(value),
            _ => value.clone(),
        };
        map.put_at(&row.path, value);
    }
}

fn escaped(value: &Json) -> Json {
    match value {
        Json::String(text) => Json::String(liquid::escape(text)),
        Json::Array(items) => Json::Array(items.iter().map(escaped).collect()),
        Json::Object(fields) => {
            Json::Object(fields.iter().map(|(key, value)| (liquid::escape(key), escaped(value))).collect())
        }
        other => other.clone(),
    }
}

fn is_writable(value: &Json, depth: usize) -> bool {
    let Some(deeper) = depth.checked_sub(1) else { return false };
    match value {
        Json::Array(items) => items.iter().all(|item| is_writable(item, deeper)),
        Json::Object(fields) => {
            fields.iter().all(|(key, value)| key.len() <= LONGEST_KEY && is_writable(value, deeper))
        }
        _ => true,
    }
}
