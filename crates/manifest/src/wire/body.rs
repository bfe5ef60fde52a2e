//! Request bodies from a [`Spec`]: what a create sends, and one field of a change.

use serde_json::{Map, Value, json};

use super::json::Json;
use super::liquid;
use super::row::Row;
use super::spec::Spec;
use crate::fields::{Absent, Api, Sent, Type};

/// The body that creates an object of a kind whose documents say nothing but names and values, or replaces what it holds.
pub fn named(spec: &Spec) -> Map<String, Value> {
    let mut body = Map::new();
    body.insert("name".to_owned(), Value::String(spec.name.clone()));
    for (row, name) in requested(spec) {
        body.extend(spec.wanted(row).map(|given| (name.to_owned(), value(row, &given))));
    }
    body.extend(spec.data.as_ref().map(|data| ("data".to_owned(), data.to_value())));
    body
}

/// What the templates in a body read of it beyond what it holds: the document's own values. The Controller evaluates
/// templates against the body, and one with only what changes lacks what they read.
pub fn beside(spec: &Spec, body: &Map<String, Value>) -> Map<String, Value> {
    let mut beside = Map::new();
    if liquid::Own::of(body.values()) == liquid::Own::default() {
        return beside;
    }
    let whole = whole(spec);
    loop {
        // What is put in may be a template, too.
        let own = liquid::Own::of(body.values().chain(beside.values()));
        let is_new = |key: &str| own.reads(key) && !body.contains_key(key) && !beside.contains_key(key);
        let new: Vec<(String, Value)> = whole
            .iter()
            .filter(|(key, _)| is_new(key))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        if new.is_empty() {
            return beside;
        }
        beside.extend(new);
    }
}

/// A document as the Controller reads it when it is sent as a whole: with the defaults of what it resets.
pub fn whole(spec: &Spec) -> Map<String, Value> {
    let mut whole = Map::new();
    if !spec.name.is_empty() {
        whole.insert("name".to_owned(), Value::String(spec.name.clone()));
    }
    whole.extend(
        spec.application.as_ref().map(|name| ("application".to_owned(), Value::String(name.clone()))),
    );
    for (row, name) in requested(spec) {
        let resets = row.field.absent == Absent::Reset;
        let given = spec.get(&row.path).filter(|given| resets || !given.is_empty());
        let given = given.cloned().or_else(|| resets.then(|| row.default()));
        whole.extend(given.map(|given| (name.to_owned(), value(row, &given))));
    }
    let images = images(spec);
    if spec.get("images.catalogId").is_some() {
        // The item brings its own images and registry; others beside it are refused.
        whole.remove("registryId");
    } else if !images.is_empty() {
        whole.insert("images".to_owned(), Value::Array(images));
    }
    if let Some(members) = &spec.microservices {
        let members = members.iter().map(|member| Value::Object(self::whole(member)));
        whole.insert("microservices".to_owned(), members.collect());
    }
    whole
}

/// `images` for the API: one entry per architecture that has one.
pub fn images(spec: &Spec) -> Vec<Value> {
    let image = |row: &Row| {
        let Api::Image(architecture) = row.field.api else { return None };
        Some(json!({ "containerImage": spec.text(&row.path)?, "fogTypeId": architecture }))
    };
    spec.rows().iter().filter_map(image).collect()
}

/// The rows that have a place of their own in requests, and the key there.
pub(crate) fn requested(spec: &Spec) -> impl Iterator<Item = (&'static Row, &'static str)> {
    spec.rows().iter().filter_map(|row| Some((row, row.request()?)))
}

/// What the document says of its fields, but for what is at its default.
pub(crate) fn put_fields(body: &mut Map<String, Value>, spec: &Spec) {
    // In a configuration `false` and 0 say something too.
    let says = |row: &Row, given: &Json| match (row.field.sent, &row.field.ty) {
        (Sent::JsonText, _) | (_, Type::Any) => *given != row.default(),
        _ => !given.is_empty(),
    };
    for (row, name) in requested(spec) {
        if let Some(given) = spec.get(&row.path).filter(|given| says(row, given)) {
            body.insert(name.to_owned(), value(row, given));
        }
    }
}

/// A field's value for the API.
pub fn value(row: &Row, given: &Json) -> Value {
    match (row.field.sent, given) {
        (Sent::JsonText, _) => Value::String(given.to_stored_text()),
        (Sent::Opposite, Json::Bool(value)) => Value::Bool(!value),
        (Sent::Opposite, Json::String(template)) => Value::String(turned_round(template)),
        _ if row.request() == Some("serviceAccount") => service_account(given),
        _ => given.to_value(),
    }
}

/// The template that gives the opposite. The Controller's Liquid knows no `not`, but the words can be exchanged, and its
/// `toBoolean` makes a boolean of them again.
fn turned_round(template: &str) -> String {
    let Some(expression) = liquid::only_expression(template) else { return template.to_owned() };
    format!(
        "{{{{ {expression} | toString | replace: 'true', 'no' | replace: 'false', 'true' | replace: 'no', 'false' | \
         toBoolean }}}}"
    )
}

/// The service account of a microservice; an empty one is the role that every microservice has.
pub fn service_account(role: &Json) -> Value {
    if role.is_empty() {
        return json!({ "roleRef": { "kind": "Role", "name": "microservice" } });
    }
    json!({ "roleRef": role.to_value() })
}
