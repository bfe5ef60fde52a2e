//! A live microservice as the manifest that would make it so.

use model::{Kind, Microservice, World};

use crate::check::{Told, Written};
use crate::describe::{ApiVersion, Escape, Map, Options, Yaml, document, elsewhere, put_fields};
use crate::wire::{Json, Spec, live};

/// Deeper or longer than this, `config` is left out: our own reader and others would refuse it.
const DEEPEST_CONFIG: usize = 40;
const LONGEST_KEY: usize = 1000;

/// Whose ids are in an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    Ours,
    /// Of another Controller: here they mean something else.
    Another,
}

impl Whose {
    /// Agents have ids that no two Controllers give.
    pub(crate) fn of(live: &Microservice, world: &World) -> Whose {
        let is_ours = live.iofog_uuid.as_deref().is_some_and(|uuid| world.agent_by_uuid(uuid).is_some())
            || world.microservices.rows().any(|one| one.uuid == live.uuid);
        if is_ours { Whose::Ours } else { Whose::Another }
    }
}

/// A microservice of the list of all, as a manifest of its own.
pub fn describe(live: &Microservice, world: &World, options: &Options) -> String {
    described(live, world, options, Whose::Ours)
}

fn described(live: &Microservice, world: &World, options: &Options, whose: Whose) -> String {
    let read = live::read(Kind::Microservice, live, world);
    let mut spec = Map::default();
    // iofogctl looks a bare name up in no application (manifest rules 4.2).
    let joined = options.api_version == ApiVersion::Iofog;
    if let Some(application) = read.application.as_ref().filter(|_| !joined) {
        spec.put("application", Json::string(application));
    }
    put(&mut spec, &read, live, world, whose);
    let name = if joined { read.full_name() } else { read.name.clone() };
    document(&read, &name, spec, options)
}

/// The same from an answer of a Controller.
pub(super) fn told(told: &Told) -> Written {
    match (model::from_value::<Microservice>(told.object), told.world.agents.all()) {
        (Some(live), Some(_)) => {
            let whose = Whose::of(&live, told.world);
            Written::As(described(&live, told.world, &Options::default(), whose))
        }
        _ => Written::Unknown,
    }
}

/// A spec as the document that the YAML endpoint takes: texts as they are, so templates are still evaluated.
pub fn upload(read: &Spec, application: &str) -> String {
    let mut spec = Map::default();
    spec.put("application", Json::string(application));
    put_fields(&mut spec, read, Escape::No);
    document(read, &read.name, spec, &Options::default())
}

/// As an item in the list of an application.
pub(crate) fn member(live: &Microservice, world: &World, whose: Whose) -> Yaml {
    let read = live::read(Kind::Microservice, live, world);
    let mut map = Map::default();
    map.put("name", Json::string(&read.name));
    put(&mut map, &read, live, world, whose);
    Yaml::Map(map)
}

/// The list in an application template.
pub(crate) fn put_templates(map: &mut Map, application: &Spec) {
    let members = application.microservices.iter().flatten().map(|member| {
        let mut map = Map::default();
        map.put("name", Json::string(&member.name));
        put_fields(&mut map, member, Escape::No);
        Yaml::Map(map)
    });
    map.put("microservices", Yaml::List(members.collect()));
}

fn put(map: &mut Map, read: &Spec, live: &Microservice, world: &World, whose: Whose) {
    let mut read = read.clone();
    if whose == Whose::Another {
        without_ids(map, &mut read);
    } else if read.get("agent.name").is_none() {
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

/// What names something of another Controller has to be said anew.
fn without_ids(map: &mut Map, read: &mut Spec) {
    map.note("This is of another Controller; name the agent that it is to run on here.");
    if let Some(id) = read.get("images.catalogId").and_then(Json::as_i64) {
        map.note_at(
            "images",
            &format!("Catalog item {id} of the Controller that answered; say which one it is here."),
        );
        read.remove("images.catalogId");
    }
    elsewhere(read, "images.registry", |note| map.note_at("images", note));
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
