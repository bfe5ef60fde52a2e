//! JSON Schemas (draft 2020-12) from the declarations of the fields, for editors such as yaml-language-server.
//!
//! They say what a schema can say: names that have to exist, ports that clash and the like are left to the checks.

use serde_json::{Map, Value, json};

use crate::fields::{Field, Mapping, NameRule, Null, Required, Status, Text, Type, Unknown};
use crate::kinds::envelope::API_VERSIONS;
use crate::kinds::{self, KindSpec, Support};
use crate::read::Manifest;
use crate::tree::Node;

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of one kind.
pub fn kind(spec: &KindSpec) -> Value {
    let mut shared = Shared::default();
    let mut schema = json!({"$schema": DRAFT, "title": spec.name, "description": spec.help});
    merge(&mut schema, shared.document(spec, true));
    merge(&mut schema, json!({"$defs": shared.definitions}));
    schema
}

/// One schema for every kind: a document is held against the schema of its `kind`.
pub fn all() -> Value {
    let kinds: Vec<&KindSpec> = kinds::all().collect();
    let names: Vec<&str> = kinds.iter().map(|kind| kind.name).collect();
    let mut shared = Shared::default();
    let mut definitions: Map<String, Value> = Map::new();
    let mut choices = Vec::new();
    for kind in &kinds {
        // Kinds that are looked at from outside only share what little there is to say.
        let alike = kinds.iter().find(|other| std::ptr::eq(other.root, kind.root)).unwrap_or(kind);
        if std::ptr::eq(*alike, *kind) {
            let schema = shared.document(kind, kind.support == Support::Deployed);
            definitions.insert(kind.name.to_owned(), schema);
        }
        choices.push(json!({
            "if": {"properties": {"kind": {"const": kind.name}}, "required": ["kind"]},
            "then": {"$ref": format!("#/$defs/{}", alike.name)},
        }));
    }
    definitions.extend(shared.definitions);
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

/// Mappings with at least so many fields are written once.
const BIG: usize = 12;

/// Schemas that several places refer to.
#[derive(Default)]
struct Shared {
    names: Vec<(&'static Mapping, String)>,
    definitions: Map<String, Value>,
}

impl Shared {
    /// The schema of a document; `only` of this very kind.
    fn document(&mut self, spec: &KindSpec, only: bool) -> Value {
        let mut schema = self.mapping(spec.root);
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            let kind = only.then(|| ("kind", json!([spec.name])));
            for (key, words) in kind.into_iter().chain([("apiVersion", json!(API_VERSIONS))]) {
                if let Some(property) = properties.get_mut(key) {
                    merge(property, json!({"enum": words}));
                }
            }
        }
        schema
    }

    fn mapping(&mut self, mapping: &Mapping) -> Value {
        let properties: Map<String, Value> =
            mapping.fields.iter().map(|field| (field.key.to_owned(), self.property(field))).collect();
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

    fn property(&mut self, field: &Field) -> Value {
        let mut schema = json!({"title": field.label, "description": description(field)});
        match field.status {
            Status::Current => merge(&mut schema, self.value(field)),
            Status::Retired { .. } | Status::Ignored { .. } => {
                merge(&mut schema, json!({"deprecated": true}));
            }
        }
        if !field.default.is_empty() {
            merge(&mut schema, json!({"default": yaml(field.default)}));
        }
        if !field.hint.is_empty() {
            merge(&mut schema, json!({"examples": [yaml(field.hint)]}));
        }
        schema
    }

    fn value(&mut self, field: &Field) -> Value {
        let mut choices = self.of_type(field.key, &field.ty);
        if field.empty_is_absent {
            choices.push(json!({"type": "object", "maxProperties": 0}));
        }
        if field.null == Null::Absent {
            choices.push(json!({"type": "null"}));
        }
        match <[Value; 1]>::try_from(choices) {
            Ok([only]) => only,
            Err(choices) => json!({"anyOf": choices}),
        }
    }

    /// What a value may be, one schema per form. Templates may stand for any scalar (manifest rules 7.3).
    fn of_type(&mut self, key: &str, ty: &Type) -> Vec<Value> {
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
            Type::Mapping(child) => vec![self.child(key, child)],
            Type::List(item) => vec![json!({"type": "array", "items": one(self.of_type(key, item))})],
            Type::Any => vec![json!({})],
        }
    }

    /// A mapping under a key; the big ones are written once and referred to.
    fn child(&mut self, key: &str, child: &'static Mapping) -> Value {
        if child.fields.len() < BIG {
            return self.mapping(child);
        }
        let name = match self.names.iter().find(|(known, _)| std::ptr::eq(*known, child)) {
            Some((_, name)) => name.clone(),
            None => {
                let name = key.to_owned();
                self.names.push((child, name.clone()));
                let schema = self.mapping(child);
                self.definitions.insert(name.clone(), schema);
                name
            }
        };
        json!({"$ref": format!("#/$defs/{name}")})
    }
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
