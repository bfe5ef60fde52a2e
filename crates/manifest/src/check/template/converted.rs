//! What `self` is in a template: the object that the Controller makes of a document, not the document (manifest rules 1.9).

use model::Kind;

use crate::fields::{Field, Mapping, Sent, Type};
use crate::kinds;
use crate::liquid::Value;
use crate::tree::Node;
use crate::wire::Row;
use crate::wire::liquid::is_template;

/// The name that counts, where it is no template itself.
pub(crate) fn own_name(root: Node) -> Option<String> {
    let inner = root.get("spec").and_then(|spec| spec.get("name")).filter(|name| !name.is_null());
    let name = inner.or_else(|| root.get("metadata")?.get("name"))?;
    name.as_str().filter(|name| !is_template(name)).map(str::to_owned)
}

/// The images below the keys x86 and arm, as a list in which each says for which architecture it is.
pub(crate) fn images_of(below: Option<Node>) -> Value {
    let Some(below) = below.filter(|below| below.is_mapping()) else { return Value::Unknown };
    if below.get("catalogId").is_some_and(|id| !id.is_null()) {
        return Value::Unknown;
    }
    let image = |key, architecture| {
        let name = below.get(key).filter(|name| !name.is_null())?;
        Some(Value::object(vec![
            ("fogTypeId".to_owned(), Value::Number(Some(architecture))),
            ("containerImage".to_owned(), text_of(name)),
        ]))
    };
    Value::list(image("x86", 1.0).into_iter().chain(image("arm", 2.0)).collect())
}

/// The fields of a kind under the names that the Controller gives them.
pub(crate) fn own_fields(spec: Option<Node>, kind: Kind) -> Vec<(String, Value)> {
    let known = kinds::of(kind).rows().iter().filter_map(|row| Some((row.request()?, row)));
    known.map(|(name, row)| (name.to_owned(), own_field(spec, row))).collect()
}

fn own_field(spec: Option<Node>, row: &'static Row) -> Value {
    let Some(spec) = spec else { return Value::Unknown };
    let node = row.path.split('.').try_fold(spec, Node::get);
    let flat = || spec.get(row.path.strip_prefix("container.")?);
    match node.or_else(flat).filter(|node| !node.is_null()) {
        Some(node) if row.request() == Some("serviceAccount") => {
            Value::object(vec![("roleRef".to_owned(), value(node, row.field, &row.field.ty))])
        }
        Some(node) => value(node, row.field, &row.field.ty),
        None => Value::Unknown,
    }
}

pub(crate) fn text_of(node: Node) -> Value {
    if is_unknown(node) { Value::Unknown } else { node.scalar_text().map_or(Value::Unknown, Value::text) }
}

/// What a template gives, and whether it has done so already, nobody knows.
fn is_unknown(node: Node) -> bool {
    node.is_template() || node.is_unknown_alias()
}

fn value(node: Node, field: &Field, ty: &'static Type) -> Value {
    if is_unknown(node) {
        return Value::Unknown;
    }
    match (field.sent, ty) {
        // Text for one request, a value for another.
        (Sent::JsonText, _) => Value::Unknown,
        (Sent::Opposite, _) => Value::Bool(node.as_bool().map(|value| !value)),
        (_, Type::Text(_) | Type::Scalar | Type::NameOrId) => text_of(node),
        (_, Type::Integer { .. } | Type::Boolean | Type::Any) => any(node),
        (_, Type::Registry) => match node.scalar_text() {
            Some("remote") => Value::Number(Some(1.0)),
            Some("local") => Value::Number(Some(2.0)),
            _ => Value::Number(node.as_f64()),
        },
        (_, Type::List(item)) if node.is_sequence() => {
            Value::list(node.items().map(|one| value_of_item(one, field, item)).collect())
        }
        (_, Type::Mapping(inside)) if node.is_mapping() => parts(node, inside),
        (_, Type::List(_) | Type::Mapping(_) | Type::Strings) => Value::Unknown,
    }
}

fn value_of_item(node: Node, field: &Field, ty: &'static Type) -> Value {
    match ty {
        // An item that is a template is an object all the same.
        Type::Mapping(inside) => parts(node, inside),
        _ => value(node, field, ty),
    }
}

fn parts(node: Node, mapping: &'static Mapping) -> Value {
    let part = |field: &'static Field| {
        let given = node.get(field.key).filter(|node| !node.is_null());
        (field.key.to_owned(), given.map_or(Value::Unknown, |given| value(given, field, &field.ty)))
    };
    Value::object(mapping.sent().map(part).collect())
}

fn any(node: Node) -> Value {
    if let Some(number) = node.as_f64() {
        return Value::Number(Some(number));
    }
    match (node.as_bool(), node.as_str()) {
        (Some(known), _) => Value::Bool(Some(known)),
        (None, Some(text)) => Value::text(text),
        (None, None) if node.is_sequence() => Value::List(None),
        (None, None) if node.is_mapping() => Value::Object(None),
        _ => Value::Unknown,
    }
}
