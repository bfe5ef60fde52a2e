//! What an Application is to the Controller, and the one in an ApplicationTemplate.

use model::Kind;
use serde_json::{Map, Value as Sent, json};

use crate::check::{Answer, own_fields, own_name};
use crate::kinds::microservice;
use crate::liquid::Value;
use crate::tree::Node;
use crate::wire::body::put_fields;
use crate::wire::{Json, NAMED, NameIn, Reader, Reading, Spec, present};

const fn answer(list: &'static str, keys: &'static [&'static str]) -> Answer {
    Answer::new(list, "an application", "applications", keys).written(super::describe::told)
}

pub(crate) const READING: Reading = Reading {
    check: super::check::check,
    name: NameIn::Spec,
    document: |reader, read, root| {
        if let Some(spec) = present(root, "spec") {
            below(reader, read, spec);
        }
    },
    live: |spec, _, _| spec.microservices = Some(Vec::new()),
    own,
    instead: microservice::INSTEAD,
    sample: include_str!("../samples/application.yaml"),
    answers: &[
        answer("applications", &["name", "isActivated", "microservices"]),
        answer("applications", &["name", "isActivated", "isSystem"]),
        answer("flows", &["name", "isActivated"]).listed(),
    ],
    ..NAMED
};

/// What stands below the base of its layout.
pub(crate) fn below(reader: &mut Reader, read: &mut Spec, spec: Node) {
    reader.fields(read, spec);
    // A template replaces the list beside it (manifest rules 2.4).
    if read.text("template.name").is_none() {
        let path = format!("{}.microservices", read.layout.base);
        let list = present(spec, "microservices");
        read.microservices = list.map(|list| microservice::members(reader, list, &path));
    }
}

fn own(root: Node) -> Value {
    let name = own_name(root).map_or(Value::Unknown, Value::text);
    let mut made = vec![("name".to_owned(), name)];
    made.extend(own_parts(root.get("spec").filter(|spec| spec.is_mapping())));
    made.extend(["isActivated", "isSystem", "template"].map(|key| (key.to_owned(), Value::Unknown)));
    Value::object(made)
}

/// What `self` has of an application that a document describes below this.
pub(crate) fn own_parts(spec: Option<Node>) -> Vec<(String, Value)> {
    let list = spec.and_then(|spec| spec.get("microservices")).filter(|list| list.is_sequence());
    let list = list.map(|list| Value::list(list.items().map(microservice::own_member).collect()));
    let mut made = vec![("microservices".to_owned(), list.unwrap_or(Value::Unknown))];
    made.extend(own_fields(spec, Kind::Application));
    made
}

/// The body that creates an application with its microservices (Controller contract 9). It starts at once, as with
/// `potctl deploy`.
pub fn body(spec: &Spec) -> Map<String, Sent> {
    let mut body = Map::new();
    body.insert("name".to_owned(), Sent::String(spec.name.clone()));
    body.insert("isActivated".to_owned(), Sent::Bool(true));
    put_fields(&mut body, spec);
    if let Some(template) = template_reference(spec) {
        body.insert("template".to_owned(), template);
    } else if let Some(members) = &spec.microservices {
        body.insert("microservices".to_owned(), microservice::bodies(members));
    }
    body
}

/// `template` of an application's body; `None` when it is not made from one.
pub fn template_reference(spec: &Spec) -> Option<Sent> {
    let name = spec.text("template.name")?;
    let variables = spec.get("template.variables").map_or_else(|| json!([]), Json::to_value);
    Some(json!({ "name": name, "variables": variables }))
}
