//! What a Registry is to the Controller, and a live one as the manifest that would make it so.

use model::{Kind, Registry};
use serde_json::{Map, Value as Sent};

use crate::check::{Answer, Told, Written, own_fields};
use crate::describe::{Escape, Options, document, put_fields};
use crate::fields::Status;
use crate::liquid::Value;
use crate::wire::body::{requested, value};
use crate::wire::{Json, NAMED, NameIn, Reading, Row, Spec, live};

pub(crate) const READING: Reading = Reading {
    creates: Some(super::check::creates),
    check: super::check::check,
    name: NameIn::None,
    // A password in the answer is not taken over.
    live: |spec, _, _| spec.remove("password"),
    own: |root| Value::object(own_fields(root.get("spec").filter(|spec| spec.is_mapping()), Kind::Registry)),
    sample: include_str!("../samples/registry.yaml"),
    answers: &[Answer::new("registries", "a registry", "registries", &["url", "isPublic"]).written(told)],
    ..NAMED
};

/// The body that creates a registry (Controller contract 6): all fields that every Controller knows are required, also for
/// a public one.
pub fn body(spec: &Spec) -> Map<String, Sent> {
    let says =
        |(row, _): &(&'static Row, _)| row.field.status == Status::Current || spec.get(&row.path).is_some();
    let field =
        |(row, name): (&'static _, &'static str)| (name.to_owned(), value(row, &spec.get_or_default(row)));
    requested(spec).filter(says).map(field).collect()
}

/// A live registry as the manifest that would make it so. The password stays on the Controller: deploying keeps it.
pub fn describe(live: &Registry, options: &Options) -> String {
    let read = live::read(Kind::Registry, live, &());
    let mut spec = fields(&read);
    spec.note("The password is not shown. Without one here, the Controller keeps its own.");
    if let Some(id) = read.id {
        spec.put("id", Json::integer(id));
    }
    // A registry has no name; `potctl delete -f` wants the id in its place.
    let name = read.id.map(|id| id.to_string()).unwrap_or_default();
    document(&read, &name, spec, options)
}

fn fields(read: &Spec) -> crate::describe::Map {
    let (mut read, mut spec) = (read.clone(), crate::describe::Map::default());
    // `private` is written even when false: absent means public, and that should be seen.
    let private = read.get("private").cloned();
    read.set("private", private.unwrap_or(Json::Bool(false)));
    put_fields(&mut spec, &read, Escape::Yes);
    spec
}

fn told(told: &Told) -> Written {
    let (Some(live), Some(known)) = (model::from_value::<Registry>(told.object), told.world.registries.all())
    else {
        return Written::Unknown;
    };
    if live.is_system() {
        return Written::System;
    }
    if known.iter().any(|one| one.id == live.id && one.url == live.url) {
        return Written::As(describe(&live, &Options::default()));
    }
    // Of another Controller: it is made anew here, and its id means nothing.
    let read = live::read(Kind::Registry, &live, &());
    let mut spec = fields(&read);
    spec.note("The password is not told. Add it here: a new registry needs one.");
    Written::As(document(&read, &live.url, spec, &Options::default()))
}
