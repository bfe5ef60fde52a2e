//! What `self` is in a template: the object that the Controller makes of a document, not the document (manifest rules 1.9).

use model::Kind;

use crate::fields::{Field, Mapping, Sent, Type};
use crate::kinds;
use crate::liquid::Value;
use crate::tree::Node;
use crate::wire::Row;
use crate::wire::liquid::is_template;

/// `self` in the templates of a document. What an object of that kind may have, and the document does not mention, is
/// not known: each way to the Controller fills in its own defaults.
pub(super) fn converted(root: Node) -> Value {
    let spec = root.get("spec").filter(|spec| spec.is_mapping());
    match root.get("kind").and_then(Node::as_str) {
        Some("Microservice") => {
            let name = name_of(root, spec);
            let parts = name.as_deref().and_then(|name| name.split_once('/'));
            let (application, name) = match (parts, &name) {
                (Some((application, name)), _) => (Value::text(application), Value::text(name)),
                (None, Some(name)) => (Value::Unknown, Value::text(name)),
                (None, None) => (Value::Unknown, Value::Unknown),
            };
            let mut made = vec![("name".to_owned(), name), ("application".to_owned(), application)];
            made.extend(microservice(spec));
            Value::object(made)
        }
        Some("Application") => {
            let name = name_of(root, spec).map_or(Value::Unknown, Value::text);
            let mut made = vec![("name".to_owned(), name)];
            made.extend(application(spec));
            let others = ["isActivated", "isSystem", "template"].map(|key| (key.to_owned(), Value::Unknown));
            made.extend(others);
            Value::object(made)
        }
        // The application gets its name after the template was filled in.
        Some("ApplicationTemplate") => {
            Value::object(application(spec.and_then(|spec| spec.get("application"))))
        }
        Some("Registry") => Value::object(own_fields(spec, Kind::Registry)),
        Some("CatalogItem") => {
            let mut made = own_fields(spec, Kind::CatalogItem);
            made.push(("name".to_owned(), name_of(root, spec).map_or(Value::Unknown, Value::text)));
            made.push(("images".to_owned(), images(spec)));
            Value::object(made)
        }
        _ => Value::Unknown,
    }
}

/// The name that counts, where it is no template itself.
fn name_of(root: Node, spec: Option<Node>) -> Option<String> {
    let inner = spec.and_then(|spec| spec.get("name")).filter(|name| !name.is_null());
    let name = inner.or_else(|| root.get("metadata")?.get("name"))?;
    name.as_str().filter(|name| !is_template(name)).map(str::to_owned)
}

fn application(spec: Option<Node>) -> Vec<(String, Value)> {
    let list = spec.and_then(|spec| spec.get("microservices")).filter(|list| list.is_sequence());
    let list = list.map(|list| {
        let one = |item: Node| {
            let mut made = microservice(Some(item));
            let name = item.get("name").map_or(Value::Unknown, text);
            made.extend([("name".to_owned(), name), ("application".to_owned(), Value::Unknown)]);
            Value::object(made)
        };
        Value::list(list.items().map(one).collect())
    });
    let mut made = vec![("microservices".to_owned(), list.unwrap_or(Value::Unknown))];
    made.extend(own_fields(spec, Kind::Application));
    made
}

fn microservice(spec: Option<Node>) -> Vec<(String, Value)> {
    let mut made = vec![("images".to_owned(), images(spec.and_then(|spec| spec.get("images"))))];
    made.extend(own_fields(spec, Kind::Microservice));
    // What only the other way to the Controller, or an update, sends.
    made.extend(["natsEnabled", "iofogUuid", "rebuild"].map(|key| (key.to_owned(), Value::Unknown)));
    made
}

/// The images below the keys x86 and arm, as a list in which each says for which architecture it is.
fn images(below: Option<Node>) -> Value {
    let Some(below) = below.filter(|below| below.is_mapping()) else { return Value::Unknown };
    if below.get("catalogId").is_some_and(|id| !id.is_null()) {
        return Value::Unknown;
    }
    let image = |key, architecture| {
        let name = below.get(key).filter(|name| !name.is_null())?;
        Some(Value::object(vec![
            ("fogTypeId".to_owned(), Value::Number(Some(architecture))),
            ("containerImage".to_owned(), text(name)),
        ]))
    };
    Value::list(image("x86", 1.0).into_iter().chain(image("arm", 2.0)).collect())
}

/// The fields of a kind under the names that the Controller gives them.
fn own_fields(spec: Option<Node>, kind: Kind) -> Vec<(String, Value)> {
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

fn text(node: Node) -> Value {
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
        (_, Type::Text(_) | Type::Scalar | Type::NameOrId) => text(node),
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
