//! What of a request a live object has, in the terms of the plan: what reads as asked here is no change there.

use manifest::wire::fields::Field;
use manifest::wire::live::Names;
use manifest::wire::{Spec, default, live};
use model::{CatalogItem, Microservice, Registry};
use serde_json::{Map, Value, json};

use crate::diff::{self, Mode};
use crate::step::Note;

/// Fields by their place below `spec`, as a manifest writes them.
pub(super) type Places = Vec<&'static str>;

/// How a live object stands against the body of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Comparison {
    /// Asked for, and otherwise there.
    pub(super) lacking: Places,
    /// Asked for, and there. In neither list: passwords, which cannot be read, and templates, which cannot be foretold.
    pub(super) held: Places,
}

impl Comparison {
    fn note(&mut self, place: &'static str, holds: bool) {
        if holds { self.held.push(place) } else { self.lacking.push(place) }
    }
}

/// Agents are compared by uuid: a body that names one by name leaves it to the Controller to compute.
struct Uuids;

impl Names for Uuids {
    fn agent_name(&self, uuid: &str) -> Option<String> {
        Some(uuid.to_owned())
    }
}

pub(super) fn registry(body: &Map<String, Value>, live: &Registry) -> Comparison {
    let mut asked = body.clone();
    // Requests and answers have two words for it.
    if let Some(email) = asked.remove("email") {
        asked.insert("userEmail".to_owned(), email);
    }
    let given = |field: &Field| field.api != "password" && body.contains_key(field.api);
    compare(live::registry(&Value::Object(asked)), &live::registry(&value(live)), given)
}

pub(super) fn catalog_item(body: &Map<String, Value>, live: &CatalogItem) -> Comparison {
    let images = body.get("images").and_then(Value::as_array);
    let image = |kind: i64| images.into_iter().flatten().any(|image| image["fogTypeId"] == kind);
    // The Controller merges images, so only those that are named count.
    let given = |field: &Field| match field.yaml {
        "x86" => image(1),
        "arm" => image(2),
        _ => body.contains_key(field.api),
    };
    let mut found =
        compare(live::catalog_item(&Value::Object(body.clone())), &live::catalog_item(&value(live)), given);
    if let Some(wanted) = body.get("name") {
        found.note("name", *wanted == json!(live.name));
    }
    found
}

/// The application itself, without its microservices.
pub(super) fn application(body: &Map<String, Value>, live: &Value) -> Comparison {
    let given = |field: &Field| body.contains_key(field.api);
    let read = |value: &Value| live::application(value, Vec::new());
    let mut found = compare(read(&Value::Object(body.clone())), &read(live), given);
    if let Some(wanted) = body.get("isActivated") {
        found.note("isActivated", live.get("isActivated") == Some(wanted));
    }
    found
}

pub(super) fn microservice(body: &Map<String, Value>, live: &Microservice) -> Comparison {
    let now = value(live);
    let mut asked = body.clone();
    // Without it, what the Controller adds for NATS would count as the manifest's own.
    if let Some(nats) = now.get("natsConfig").filter(|nats| !nats.is_null()) {
        asked.entry("natsConfig").or_insert_with(|| nats.clone());
    }
    let given = |field: &Field| match field.yaml {
        "agent.name" => body.contains_key("iofogUuid"),
        // Own images replace each other.
        "images.x86" | "images.arm" => body.contains_key("images"),
        // The Controller takes 0 for its default.
        "schedule" => body.get("schedule").is_some_and(|schedule| *schedule != 0),
        _ => body.contains_key(field.api),
    };
    compare(live::microservice(&Value::Object(asked), &Uuids), &live::microservice(&now, &Uuids), given)
}

/// A template as it is read alone, not from the list.
pub(super) fn template(body: &Map<String, Value>, live: &Value) -> Comparison {
    let read = |value: &Value| live::template(value, false, &Uuids);
    let (wanted, now) = (read(&Value::Object(body.clone())), read(live));
    let mut found = Comparison { lacking: replaced(&wanted, &now), held: Places::new() };
    if let (Some(wanted), Some(now)) = (&wanted.template, &now.template) {
        let members = |spec: &Spec| spec.microservices.as_ref().map_or(0, Vec::len);
        let same = members(wanted) == members(now)
            && wanted.microservices.iter().flatten().all(|member| {
                now.microservice(&member.name).is_some_and(|other| replaced(member, other).is_empty())
            });
        found.note("application", same && replaced(wanted, now).is_empty());
    }
    // Replaced as a whole: what holds of another text was so before.
    if !found.lacking.is_empty() {
        found.held.clear();
    }
    found
}

/// What differs between two states of a microservice, but for what changes by itself.
pub(super) fn changed(before: &Microservice, now: &Microservice) -> Places {
    let read = |one: &Microservice| live::microservice(&value(one), &Uuids);
    replaced(&read(before), &read(now))
}

fn replaced(wanted: &Spec, now: &Spec) -> Places {
    diff::differences(wanted, now, Mode::Replace, &[])
        .iter()
        .map(|difference| difference.field.yaml)
        .collect()
}

fn compare(mut wanted: Spec, now: &Spec, given: impl Fn(&Field) -> bool) -> Comparison {
    let (asked, apart): (Vec<&'static Field>, Vec<&'static Field>) =
        wanted.table.iter().partition(|field| given(field));
    for field in &asked {
        // Reading takes a default for nothing; here it was asked for.
        if wanted.get(field.yaml).is_none() {
            wanted.set(field.yaml, default(field));
        }
    }
    let apart: Vec<&str> = apart.iter().map(|field| field.yaml).collect();
    let found = diff::differences(&wanted, now, Mode::Update, &apart);
    let mut comparison = Comparison::default();
    for field in asked {
        match found.iter().find(|difference| difference.field.yaml == field.yaml) {
            None => comparison.held.push(field.yaml),
            Some(difference) if difference.changes.iter().all(|change| change.note == Note::Computed) => {}
            Some(_) => comparison.lacking.push(field.yaml),
        }
    }
    comparison
}

fn value(object: &impl serde::Serialize) -> Value {
    serde_json::to_value(object).unwrap_or_default()
}
