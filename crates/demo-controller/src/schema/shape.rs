//! Short words to write request schemas with. The order in which keys are added is the order of the checks.

use serde_json::{Map, Value, json};

/// An object schema under construction.
pub(super) struct Shape {
    schema: Map<String, Value>,
    properties: Map<String, Value>,
}

impl Shape {
    pub(super) fn new(id: &str) -> Self {
        let mut schema = Map::new();
        schema.insert("id".into(), json!(format!("/{id}")));
        schema.insert("type".into(), json!("object"));
        Self { schema, properties: Map::new() }
    }

    pub(super) fn field(mut self, name: &str, schema: Value) -> Self {
        self.properties.insert(name.into(), schema);
        self.schema.entry("properties").or_insert(Value::Null);
        self
    }

    pub(super) fn fields(self, names: &[&str], schema: &Value) -> Self {
        names.iter().fold(self, |shape, name| shape.field(name, schema.clone()))
    }

    pub(super) fn required(self, names: &[&str]) -> Self {
        self.with("required", json!(names))
    }

    /// Refuses keys that the schema does not name.
    pub(super) fn closed(self) -> Self {
        self.with("additionalProperties", json!(false))
    }

    pub(super) fn with(mut self, keyword: &str, argument: Value) -> Self {
        self.schema.insert(keyword.into(), argument);
        self
    }

    pub(super) fn build(mut self) -> Value {
        // Keeps the place among the keys that `field` reserved.
        if let Some(place) = self.schema.get_mut("properties") {
            *place = Value::Object(self.properties);
        }
        Value::Object(self.schema)
    }
}

pub(super) fn text() -> Value {
    json!({"type": "string"})
}

pub(super) fn filled() -> Value {
    json!({"type": "string", "minLength": 1})
}

pub(super) fn short() -> Value {
    json!({"type": "string", "minLength": 1, "maxLength": 255})
}

pub(super) fn matching(pattern: &str) -> Value {
    json!({"type": "string", "pattern": pattern})
}

pub(super) fn whole() -> Value {
    json!({"type": "integer"})
}

pub(super) fn at_least(minimum: i64) -> Value {
    json!({"type": "integer", "minimum": minimum})
}

pub(super) fn between(minimum: i64, maximum: i64) -> Value {
    json!({"type": "integer", "minimum": minimum, "maximum": maximum})
}

pub(super) fn number(minimum: i64, maximum: i64) -> Value {
    json!({"type": "number", "minimum": minimum, "maximum": maximum})
}

pub(super) fn boolean() -> Value {
    json!({"type": "boolean"})
}

pub(super) fn object() -> Value {
    json!({"type": "object"})
}

pub(super) fn one_of(words: &[&str]) -> Value {
    json!({"enum": words})
}

pub(super) fn word(words: &[&str]) -> Value {
    json!({"type": "string", "enum": words})
}

#[expect(clippy::needless_pass_by_value, reason = "schemas nest: references everywhere would be noise")]
pub(super) fn list(items: Value) -> Value {
    json!({"type": "array", "items": items})
}

pub(super) fn see(id: &str) -> Value {
    json!({"$ref": format!("/{id}")})
}

/// A choice between keys: each branch names the key it needs.
pub(super) fn needs(keys: &[&str]) -> Value {
    keys.iter().map(|key| json!({"required": [key]})).collect()
}
