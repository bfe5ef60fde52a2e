//! Live objects, as the API answers them, in the shape of [`Spec`].
//!
//! What the Controller adds by itself (resolved secrets, NATS credentials, ids and times) is left out, and so is every
//! field at its default.

use model::Kind;

use super::json::Json;
use super::row::Row;
use super::spec::Spec;
use crate::fields::{Api, Field, Mapping, Sent, Status, Type};
use crate::kinds;

/// What is needed to read a live object beside the object itself.
pub trait Names {
    /// The name of the agent with this uuid.
    fn agent_name(&self, uuid: &str) -> Option<String>;
}

/// Objects that name no agent need nothing.
impl Names for () {
    fn agent_name(&self, _: &str) -> Option<String> {
        None
    }
}

/// An object of this kind; the microservices of an application are read apart, because the ones inside it lack fields.
pub fn read(kind: Kind, live: &impl serde::Serialize, names: &dyn Names) -> Spec {
    answered(kind, &Json::of(live), names)
}

/// The body of a request, as if it were the answer about the object that it asks for. An application's microservices are
/// left out, a template's are read.
pub fn asked(kind: Kind, body: &impl serde::Serialize, names: &dyn Names) -> Spec {
    let mut json = Json::of(body);
    if let Json::Object(fields) = &mut json {
        for row in kinds::of(kind).rows() {
            let (Some(request), Some(answer)) = (row.request(), row.answer()) else { continue };
            if let Some((key, _)) = fields.iter_mut().find(|(key, _)| key == request) {
                answer.clone_into(key);
            }
        }
    }
    answered(kind, &json, names)
}

/// An object as its kind reads it out of an answer. What is at its default is left out.
pub(crate) fn answered(kind: Kind, live: &Json, names: &dyn Names) -> Spec {
    let declared = kinds::of(kind);
    let mut spec = Spec::new(kind);
    spec.name = text(live, "name");
    let id = declared.field("spec.id").filter(|id| id.status == Status::Current);
    spec.id = id.and_then(|_| live.get("id")?.as_i64());
    spec.data =
        declared.root.field("data").and_then(|_| live.get("data")).filter(|data| !data.is_null()).cloned();
    for row in spec.rows() {
        if let Some(value) = value(row, live) {
            spec.set(&row.path, value);
        }
    }
    if let Some(reading) = declared.reading {
        (reading.live)(&mut spec, live, names);
    }
    spec
}

fn value(row: &Row, live: &Json) -> Option<Json> {
    if let Api::Image(architecture) = row.field.api {
        return image(live, architecture);
    }
    let value = normal(row.field, &row.field.ty, live.get(row.answer()?)?)?;
    // A registry of 1 is the default, but says something all the same when a manifest is written from this.
    let says = matches!(row.field.ty, Type::Registry)
        || !is_unset(row.field, &row.field.ty, &value) && value != row.default();
    says.then_some(value)
}

/// `containerImage` null and `""` are the same: none.
fn image(live: &Json, architecture: i64) -> Option<Json> {
    let images = live.get("images").and_then(Json::as_array)?.iter().rev();
    let of_it = images.filter(|image| image.get("fogTypeId").and_then(Json::as_i64) == Some(architecture));
    let mut names = of_it.filter_map(|image| image.get("containerImage").and_then(Json::as_str));
    names.find(|name| !name.is_empty()).map(Json::string)
}

/// The value as a manifest would have it; `None` for null and for what cannot be read.
fn normal(field: &Field, ty: &'static Type, live: &Json) -> Option<Json> {
    if live.is_null() {
        return None;
    }
    Some(match (field.sent, ty) {
        (Sent::JsonText, _) => match live {
            Json::String(text) if text.trim().is_empty() => return None,
            // Text that does not parse is kept as text: it can be shown and repaired (manifest rules 0.3).
            Json::String(text) => Json::parse(text).unwrap_or_else(|| live.clone()),
            other => other.clone(),
        },
        (Sent::Opposite, _) => match live {
            // Of a template only the Controller knows what it comes to, turned round or not.
            Json::String(_) => live.clone(),
            other => Json::Bool(!other.as_bool()?),
        },
        (_, Type::Text(_) | Type::Scalar | Type::NameOrId) => plain_text(live)?,
        // A text in the place of a number is a template, or a number that an older version wrote as text.
        (_, Type::Integer { .. } | Type::Registry) => match live {
            Json::String(text) => text.trim().parse().map_or_else(|_| live.clone(), Json::integer),
            Json::Number(digits) => whole(digits).map_or_else(|| live.clone(), Json::integer),
            _ => return None,
        },
        (_, Type::List(Type::Mapping(inside))) => {
            Json::Array(live.as_array()?.iter().map(|one| parts_of(inside, one)).collect())
        }
        (_, Type::List(item)) => {
            Json::Array(live.as_array()?.iter().filter_map(|one| normal(field, item, one)).collect())
        }
        (_, Type::Mapping(inside)) => parts_of(inside, live),
        (_, Type::Boolean | Type::Any | Type::Strings) => live.clone(),
    })
}

/// Seconds are numbers with a fraction to the client; whole ones are written without.
fn whole(digits: &str) -> Option<i64> {
    digits.strip_suffix(".0").unwrap_or(digits).parse().ok()
}

pub(crate) fn plain_text(live: &Json) -> Option<Json> {
    match live {
        Json::String(_) => Some(live.clone()),
        Json::Number(text) => Some(Json::String(text.clone())),
        Json::Bool(value) => Some(Json::String(value.to_string())),
        _ => None,
    }
}

fn parts_of(mapping: &'static Mapping, live: &Json) -> Json {
    let value = |field: &'static Field| {
        let value = live.get(field.key).and_then(|value| normal(field, &field.ty, value));
        value.or_else(|| field.filled_in().map(Json::string))
    };
    Json::object(mapping.sent().filter_map(|field| Some((field.key, value(field)?))))
}

/// Nothing is set in it: empty, or one of our mappings with nothing but empty values. In a configuration only its owner
/// knows what `false`, 0 and `""` mean.
fn is_unset(field: &Field, ty: &Type, value: &Json) -> bool {
    match (field.sent, ty, value) {
        (Sent::JsonText, ..) | (_, Type::Any, _) => value.is_null(),
        (.., Json::Object(fields)) => fields.iter().all(|(_, value)| value.is_empty()),
        _ => value.is_empty(),
    }
}

fn text(live: &Json, key: &str) -> String {
    live.get(key).and_then(Json::as_str).unwrap_or_default().to_owned()
}
