//! What a CatalogItem is to the Controller, and a live one as the manifest that would make it so.

use model::{CatalogItem, Kind};
use serde_json::{Map, Value as Sent, json};

use crate::check::{Answer, Told, Written, images_of, own_fields, own_name};
use crate::describe::{Escape, Options, document, elsewhere, put_fields};
use crate::liquid::Value;
use crate::tree::Node;
use crate::wire::body::{self, images};
use crate::wire::{Json, NAMED, Reading, Spec, live};

pub(crate) const READING: Reading = Reading {
    creates: Some(super::check::creates),
    check: super::check::check,
    own,
    sample: include_str!("../samples/catalog-item.yaml"),
    answers: &[Answer::new(
        "catalogItems",
        "a catalog item",
        "catalog items",
        &["name", "images", "publisher"],
    )
    .written(told)],
    ..NAMED
};

fn own(root: Node) -> Value {
    let spec = root.get("spec").filter(|spec| spec.is_mapping());
    let mut made = own_fields(spec, Kind::CatalogItem);
    made.push(("name".to_owned(), own_name(root).map_or(Value::Unknown, Value::text)));
    made.push(("images".to_owned(), images_of(spec)));
    Value::object(made)
}

/// The body that creates a catalog item (Controller contract 7).
pub fn body(spec: &Spec) -> Map<String, Sent> {
    let mut body = Map::new();
    body.insert("name".to_owned(), Sent::String(spec.name.clone()));
    body.insert("registryId".to_owned(), json!(1));
    body::put_fields(&mut body, spec);
    body.insert("images".to_owned(), Sent::Array(images(spec)));
    body
}

/// A live catalog item as the manifest that would make it so. No command-line tool describes one; this is the form that
/// `potctl deploy` reads.
pub fn describe(live: &CatalogItem, options: &Options) -> String {
    written(live::read(Kind::CatalogItem, live, &()), crate::describe::Map::default(), options)
}

fn written(mut read: Spec, mut spec: crate::describe::Map, options: &Options) -> String {
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
    document(&read, &read.name, spec, options)
}

fn told(told: &Told) -> Written {
    let (Some(live), Some(known)) =
        (model::from_value::<CatalogItem>(told.object), told.world.catalog_items.all())
    else {
        return Written::Unknown;
    };
    if live.is_system() {
        return Written::System;
    }
    if known.iter().any(|one| one.id == live.id && one.name == live.name) {
        return Written::As(describe(&live, &Options::default()));
    }
    // Of another Controller: it is made anew here, and ids mean nothing.
    let (mut read, mut spec) = (live::read(Kind::CatalogItem, &live, &()), crate::describe::Map::default());
    read.id = None;
    elsewhere(&mut read, "registry", |note| spec.note(note));
    Written::As(written(read, spec, &Options::default()))
}
