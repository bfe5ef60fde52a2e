//! The fields of a kind as requests have them: flat, each with its way below `spec`. They follow from the declarations.

use model::{Kind, Release};

use super::json::Json;
use crate::fields::{Absent, Api, Field, Mapping, Sent, Type};
use crate::kinds;

/// A field that requests carry.
#[derive(Debug)]
pub struct Row {
    /// The way to it below `spec`, in the layout of version 3: `container.ports`.
    pub path: String,
    pub field: &'static Field,
    /// Since when the mapping around it is read, where the field does not say so itself.
    around: &'static str,
}

impl Row {
    /// The key in requests; none for what only stands there together with others.
    pub fn request(&self) -> Option<&'static str> {
        self.field.api.request(self.field.key)
    }

    /// The key in answers.
    pub fn answer(&self) -> Option<&'static str> {
        self.field.api.answer(self.field.key)
    }

    /// Whether a Controller of this release reads the field.
    pub(crate) fn is_there(&self, release: Release) -> bool {
        release.has_since(self.around) && self.field.is_there(release)
    }

    /// What the field is when nobody set it.
    pub fn default(&self) -> Json {
        match (self.field.sent, &self.field.ty) {
            (Sent::JsonText, _) | (_, Type::Mapping(_) | Type::Strings) => Json::Object(Vec::new()),
            (_, Type::Text(_) | Type::Scalar | Type::NameOrId) => Json::string(""),
            (_, Type::Integer { .. }) => Json::integer(self.field.default.parse().unwrap_or(0)),
            (_, Type::Boolean) => Json::Bool(false),
            (_, Type::Registry) => Json::integer(1),
            (_, Type::List(_)) => Json::Array(Vec::new()),
            (_, Type::Any) => Json::Null,
        }
    }
}

/// The rows of what is declared below `spec`, in the order of the declarations.
pub(crate) fn rows(spec: &'static Mapping) -> Vec<Row> {
    let mut rows = Vec::new();
    collect("", "", spec, &mut rows);
    rows
}

fn collect(above: &str, around: &'static str, mapping: &'static Mapping, rows: &mut Vec<Row>) {
    for field in mapping.sent() {
        let path = format!("{above}{}", field.key);
        match (field.api, &field.ty) {
            (Api::Spread, Type::Mapping(inside)) => {
                let around = if field.since.is_empty() { around } else { field.since };
                collect(&format!("{path}."), around, inside, rows);
            }
            _ => rows.push(Row { path, field, around }),
        }
    }
}

/// What to write at a path of a kind's document (`spec.description`) so that the value is taken away. `None` where leaving
/// the key out does that, and where an empty value is refused or means something else.
pub fn cleared(kind: Kind, path: &str) -> Option<serde_json::Value> {
    let field = kinds::of(kind).field(path)?;
    match field.ty {
        _ if field.absent != Absent::KeepUntilEmpty => None,
        Type::Integer { .. } => Some(0.into()),
        _ => Some("".into()),
    }
}
