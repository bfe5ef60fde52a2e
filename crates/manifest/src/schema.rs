//! JSON Schemas (draft 2020-12) from the declarations of the fields, for editors such as yaml-language-server.
//!
//! They say what a schema can say: names that have to exist, ports that clash and the like are left to the checks.

use serde_json::{Map, Value, json};

use crate::fields::{Field, Mapping, NameRule, Null, Required, Status, Text, Type, Unknown};
use crate::kinds::envelope::API_VERSIONS;
use crate::kinds::{self, KindSpec};
use crate::read::Manifest;
use crate::tree::Node;

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of one kind.
pub fn kind(spec: &KindSpec) -> Value {
    let mut schema = json!({"$schema": DRAFT, "title": spec.name, "description": spec.help});
    merge(&mut schema, document(spec));
    schema
}

/// One schema for every kind: a document is held against the schema of its `kind`.
pub fn all() -> Value {
    let kinds: Vec<&KindSpec> = kinds::all().collect();
    let names: Vec<&str> = kinds.iter().map(|kind| kind.name).collect();
    let definitions: Map<String, Value> =
        kinds.iter().map(|kind| (kind.name.to_owned(), document(kind))).collect();
    let choices: Vec<Value> = names
        .iter()
        .map(|name| {
            json!({
                "if": {"properties": {"kind": {"const": name}}, "required": ["kind"]},
                "then": {"$ref": format!("#/$defs/{name}")},
            })
        })
        .collect();
    json!({
        "$schema": DRAFT,
        "title": "Manifest",
        "description": "A manifest of ioFog or Datasance PoT, of any kind.",
        "type": "object",
        "properties": {"kind": {"enum": names}},
        "required": ["apiVersion", "kind"],
        "allOf": choices,
        "$defs": definitions,
    })
}

fn document(spec: &KindSpec) -> Value {
    let mut schema = mapping(spec.root);
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        for (key, words) in [("kind", json!([spec.name])), ("apiVersion", json!(API_VERSIONS))] {
            if let Some(property) = properties.get_mut(key) {
                merge(property, json!({"enum": words}));
            }
        }
    }
    schema
}

fn mapping(mapping: &Mapping) -> Value {
    let properties: Map<String, Value> =
        mapping.fields.iter().map(|field| (field.key.to_owned(), property(field))).collect();
    let required: Vec<&str> = mapping
        .fields
        .iter()
        .filter(|field| field.required == Required::Yes)
        .map(|field| field.key)
        .collect();
    let mut schema = json!({"type": "object", "properties": properties});
    if !required.is_empty() {
        merge(&mut schema, json!({"required": required}));
    }
    if mapping.unknown == Unknown::Refused {
        merge(&mut schema, json!({"additionalProperties": false}));
    }
    schema
}

fn property(field: &Field) -> Value {
    let mut schema = json!({"title": field.label, "description": description(field)});
    match field.status {
        Status::Current => merge(&mut schema, value(field)),
        Status::Retired { .. } | Status::Ignored { .. } => merge(&mut schema, json!({"deprecated": true})),
    }
    if !field.default.is_empty() {
        merge(&mut schema, json!({"default": yaml(field.default)}));
    }
    if !field.hint.is_empty() {
        merge(&mut schema, json!({"examples": [yaml(field.hint)]}));
    }
    schema
}

fn description(field: &Field) -> String {
    let mut text = field.help.to_owned();
    if !field.since.is_empty() {
        text.push_str(&format!(" Since Controller {}.", field.since));
    }
    match field.status {
        Status::Current => {}
        Status::Retired { until, advice } => {
            text.push_str(&format!(" Retired: last known to {until}. {advice}"));
        }
        Status::Ignored { why } => text.push_str(&format!(" Has no effect: {why}.")),
    }
    text
}

fn value(field: &Field) -> Value {
    let mut choices = of_type(&field.ty);
    if field.null == Null::Absent {
        choices.push(json!({"type": "null"}));
    }
    match <[Value; 1]>::try_from(choices) {
        Ok([only]) => only,
        Err(choices) => json!({"anyOf": choices}),
    }
}

/// What a value may be, one schema per form. Templates may stand for any scalar (manifest rules 7.3).
fn of_type(ty: &Type) -> Vec<Value> {
    let template = json!({"type": "string", "pattern": "\\{\\{|\\{%"});
    match ty {
        Type::Text(text) => of_text(*text, template),
        Type::Scalar => vec![json!({"type": ["string", "number", "boolean"]})],
        Type::Integer { min, max } => {
            let mut schema = json!({"type": "integer"});
            if *min != i64::MIN {
                merge(&mut schema, json!({"minimum": min}));
            }
            if *max != i64::MAX {
                merge(&mut schema, json!({"maximum": max}));
            }
            vec![schema, template]
        }
        Type::Boolean => vec![json!({"type": "boolean"}), template],
        Type::Registry => vec![
            json!({"enum": ["remote", "local"]}),
            json!({"type": "integer", "minimum": 0}),
            json!({"type": "string", "pattern": "^[0-9]*$"}),
            template,
        ],
        Type::NameOrId => vec![json!({"type": ["string", "integer"]})],
        Type::Strings => vec![json!({"type": "object", "additionalProperties": {"type": "string"}})],
        Type::Mapping(child) => vec![mapping(child)],
        Type::List(item) => vec![json!({"type": "array", "items": one(of_type(item))})],
        Type::Any => vec![json!({})],
    }
}

fn of_text(text: Text, template: Value) -> Vec<Value> {
    let pattern = |pattern: &str| json!({"type": "string", "pattern": pattern});
    match text {
        Text::Any | Text::Secret | Text::Image | Text::Usually(_) => vec![json!({"type": "string"})],
        Text::NonEmpty => vec![json!({"type": "string", "minLength": 1})],
        Text::Length(min, max) => vec![json!({"type": "string", "minLength": min, "maxLength": max})],
        Text::Email => vec![pattern("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$|\\]$"), template],
        Text::OneOf(words) => vec![json!({"enum": words}), template],
        Text::Reference => vec![pattern("^[^/]+/[^/]+$"), template],
        Text::Name(rule) => match name_pattern(rule) {
            Some(rule) => vec![pattern(&rule), template],
            None => vec![json!({"type": "string"})],
        },
    }
}

fn name_pattern(rule: NameRule) -> Option<String> {
    let label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    let dotted = format!("{label}(\\.{label})*");
    match rule {
        NameRule::Dotted => Some(format!("^{dotted}$")),
        NameRule::Long => Some(format!("^(?=.{{3,}}$){dotted}$")),
        NameRule::Qualified => Some(format!("^{dotted}(/{dotted})?$")),
        NameRule::Plain => Some(format!("^{label}$")),
        NameRule::Free => Some("^[\\s\\S]{1,255}$".to_owned()),
        NameRule::Unchecked => None,
    }
}

fn one(choices: Vec<Value>) -> Value {
    match <[Value; 1]>::try_from(choices) {
        Ok([only]) => only,
        Err(choices) => json!({"anyOf": choices}),
    }
}

/// A declared default or example as a value.
fn yaml(text: &str) -> Value {
    Manifest::parse(text)
        .documents()
        .first()
        .and_then(crate::tree::Document::root)
        .map_or(Value::Null, Node::to_json)
}

fn merge(into: &mut Value, more: Value) {
    if let (Value::Object(into), Value::Object(more)) = (into, more) {
        into.extend(more);
    }
}
