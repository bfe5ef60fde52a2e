//! What `self` is in a template: the object that the Controller makes of a document, not the document (manifest rules 1.9).

use crate::liquid::Value;
use crate::tree::Node;
use crate::wire::fields::{self, Field, Form, Part};
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
        Some("Registry") => Value::object(own_fields(spec, fields::REGISTRY)),
        Some("CatalogItem") => {
            let mut made = own_fields(spec, fields::CATALOG_ITEM);
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
            let name = item.get("name").map_or(Value::Unknown, |name| value(name, Form::Text));
            made.extend([("name".to_owned(), name), ("application".to_owned(), Value::Unknown)]);
            Value::object(made)
        };
        Value::list(list.items().map(one).collect())
    });
    let mut made = vec![("microservices".to_owned(), list.unwrap_or(Value::Unknown))];
    made.extend(own_fields(spec, fields::APPLICATION));
    made
}

fn microservice(spec: Option<Node>) -> Vec<(String, Value)> {
    let mut made = vec![("images".to_owned(), images(spec.and_then(|spec| spec.get("images"))))];
    made.extend(own_fields(spec, fields::MICROSERVICE));
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
            ("containerImage".to_owned(), value(name, Form::Text)),
        ]))
    };
    Value::list(image("x86", 1.0).into_iter().chain(image("arm", 2.0)).collect())
}

/// The fields of a table under the names that the Controller gives them.
fn own_fields(spec: Option<Node>, table: &'static [Field]) -> Vec<(String, Value)> {
    let known = table.iter().filter(|field| !field.api.is_empty());
    known.map(|field| (field.api.to_owned(), own_field(spec, field))).collect()
}

fn own_field(spec: Option<Node>, field: &Field) -> Value {
    let Some(spec) = spec else { return Value::Unknown };
    let node = field.yaml.split('.').try_fold(spec, Node::get);
    let flat = || spec.get(field.yaml.strip_prefix("container.")?);
    match node.or_else(flat).filter(|node| !node.is_null()) {
        Some(node) if field.api == "serviceAccount" => {
            Value::object(vec![("roleRef".to_owned(), value(node, field.form))])
        }
        Some(node) => value(node, field.form),
        None => Value::Unknown,
    }
}

fn value(node: Node, form: Form) -> Value {
    // What a template gives, and whether it has done so already, nobody knows.
    if node.is_template() || node.is_unknown_alias() {
        return Value::Unknown;
    }
    match form {
        // Text for one request, a value for another.
        Form::JsonText => Value::Unknown,
        Form::Text => node.scalar_text().map_or(Value::Unknown, Value::text),
        Form::Int | Form::Bool | Form::Any => any(node),
        Form::Not => Value::Bool(node.as_bool().map(|private| !private)),
        Form::Registry => match node.scalar_text() {
            Some("remote") => Value::Number(Some(1.0)),
            Some("local") => Value::Number(Some(2.0)),
            _ => Value::Number(node.as_f64()),
        },
        Form::TextList if node.is_sequence() => {
            Value::list(node.items().map(|item| value(item, Form::Text)).collect())
        }
        Form::Items(parts) if node.is_sequence() => {
            Value::list(node.items().map(|item| self::parts(item, parts)).collect())
        }
        Form::Mapping(parts) if node.is_mapping() => self::parts(node, parts),
        Form::TextList | Form::Items(_) | Form::Mapping(_) => Value::Unknown,
    }
}

fn parts(node: Node, parts: &[Part]) -> Value {
    let part = |part: &Part| {
        let given = node.get(part.key).filter(|node| !node.is_null());
        (part.key.to_owned(), given.map_or(Value::Unknown, |given| value(given, part.form)))
    };
    Value::object(parts.iter().map(part).collect())
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
