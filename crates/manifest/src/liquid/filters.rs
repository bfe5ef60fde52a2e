//! What each filter makes of a value: those of liquidjs 9 and those of the Controller (manifest rules 1.9).

use super::value::Value;

/// Why a filter stops the rendering, as a clause about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure(pub(crate) String);

/// All filters that a Controller knows.
pub(crate) const FILTERS: &[&str] = &[
    "abs",
    "append",
    "at_least",
    "at_most",
    "capitalize",
    "ceil",
    "concat",
    "date",
    "default",
    "divided_by",
    "downcase",
    "escape",
    "escape_once",
    "findAgent",
    "findApplication",
    "findEdgeResource",
    "findMicroserviceAgent",
    "first",
    "floor",
    "join",
    "json",
    "last",
    "lstrip",
    "map",
    "minus",
    "modulo",
    "newline_to_br",
    "plus",
    "prepend",
    "remove",
    "remove_first",
    "replace",
    "replace_first",
    "reverse",
    "round",
    "rstrip",
    "size",
    "slice",
    "sort",
    "sort_natural",
    "split",
    "strip",
    "strip_html",
    "strip_newlines",
    "times",
    "toBoolean",
    "toNumber",
    "toString",
    "truncate",
    "truncatewords",
    "uniq",
    "upcase",
    "url_decode",
    "url_encode",
    "where",
];

/// The value behind a filter. Filters that nobody knows pass it through.
pub(super) fn apply(name: &str, value: Value, arguments: &[Value]) -> Result<Value, Failure> {
    let first = arguments.first();
    Ok(match name {
        "append" | "prepend" | "upcase" | "downcase" | "strip" | "lstrip" | "rstrip" | "remove"
        | "replace" => Value::Text(words(name, &value, arguments)?),
        "capitalize" | "escape" | "escape_once" | "remove_first" | "replace_first" | "strip_newlines"
        | "truncate" => Value::Text(None),
        "newline_to_br" | "strip_html" | "truncatewords" | "url_decode" | "url_encode" => {
            of_texts(name, &value)?
        }
        "split" => split(&value, first),
        "date" if value.is_nil() => value,
        "date" => Value::Unknown,
        "json" if matches!(value, Value::Missing(_)) => value,
        "json" => Value::Text(None),
        "toString" if value.is_nil() => value,
        "toString" => Value::Text(value.as_text()),
        "toNumber" | "toBoolean" => parsed(value),
        "default" => or_else(value, first),
        "abs" | "at_least" | "at_most" | "ceil" | "divided_by" | "floor" | "minus" | "modulo" | "plus"
        | "round" | "times" => Value::Number(calculated(name, &value, first)),
        "size" => size(&value),
        "join" | "first" | "last" | "reverse" | "slice" | "uniq" | "sort" | "sort_natural" | "map"
        | "concat" | "where" => of_lists(name, value, arguments)?,
        "findAgent" => find_agent(&value)?,
        "findApplication" | "findEdgeResource" | "findMicroserviceAgent" => {
            return Err(Failure(format!("the filter {name} always fails on a Controller 3.7")));
        }
        _ => value,
    })
}

/// The text behind a filter that takes anything for a text.
fn words(name: &str, value: &Value, arguments: &[Value]) -> Result<Option<String>, Failure> {
    let text = value.as_words();
    let first = arguments.first();
    Ok(match name {
        "append" | "prepend" => {
            let Some(other) = first.filter(|other| !matches!(other, Value::Missing(_))) else {
                return Err(Failure(format!("the filter {name} needs a text behind its colon")));
            };
            let (left, right) =
                if name == "append" { (text, other.as_words()) } else { (other.as_words(), text) };
            left.zip(right).map(|(left, right)| left + &right)
        }
        "upcase" => text.map(|text| text.to_uppercase()),
        "downcase" => text.map(|text| text.to_lowercase()),
        "strip" => text.map(|text| text.trim().to_owned()),
        "lstrip" => text.map(|text| text.trim_start().to_owned()),
        "rstrip" => text.map(|text| text.trim_end().to_owned()),
        _ => {
            let nothing = Value::text("");
            let with = if name == "remove" { Some(&nothing) } else { arguments.get(1) };
            let known = text.zip(first.and_then(Value::as_text)).zip(with.and_then(Value::as_words));
            known.map(|((text, part), with)| text.replace(&part, &with))
        }
    })
}

fn of_texts(name: &str, value: &Value) -> Result<Value, Failure> {
    if value.may_be_text() { Ok(Value::Text(None)) } else { Err(wants(name, "a text", value)) }
}

fn wants(name: &str, what: &str, value: &Value) -> Failure {
    Failure(format!("the filter {name} needs {what}, and gets {}", value.kind()))
}

impl Value {
    /// The type, for people.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Value::Text(_) => "a text",
            Value::Number(_) => "a number",
            Value::Bool(_) => "true or false",
            Value::List(_) => "a list",
            Value::Object(_) => "an object",
            Value::Null | Value::Missing(_) => "nothing",
            Value::Unknown => "some value",
        }
    }
}

fn split(value: &Value, at: Option<&Value>) -> Value {
    let known = value.as_words().zip(at.map_or_else(|| Some("undefined".to_owned()), Value::as_text));
    let Some((text, at)) = known.filter(|(_, at)| !at.is_empty()) else { return Value::List(None) };
    Value::list(text.split(at.as_str()).map(Value::text).collect())
}

/// JSON in a text becomes what it says; any other text stays as it is.
fn parsed(value: Value) -> Value {
    match &value {
        Value::Text(Some(text)) => match serde_json::from_str(text) {
            Ok(serde_json::Value::Number(number)) => Value::Number(number.as_f64()),
            Ok(serde_json::Value::Bool(known)) => Value::Bool(Some(known)),
            Ok(serde_json::Value::Null) => Value::Null,
            Ok(serde_json::Value::Array(_)) => Value::List(None),
            Ok(serde_json::Value::Object(_)) => Value::Object(None),
            Ok(serde_json::Value::String(text)) => Value::text(text),
            Err(_) => value,
        },
        Value::Text(None) | Value::List(_) => Value::Unknown,
        _ => value,
    }
}

fn or_else(value: Value, other: Option<&Value>) -> Value {
    let empty = match &value {
        Value::Text(Some(text)) => Some(text.is_empty()),
        Value::List(Some(list)) => Some(list.is_empty()),
        Value::Text(None) | Value::List(None) => None,
        other => other.is_true().map(|holds| !holds),
    };
    let other = || other.cloned().unwrap_or_else(Value::nothing);
    match empty {
        Some(true) => other(),
        Some(false) => value,
        None => value.or(&other()),
    }
}

fn calculated(name: &str, value: &Value, other: Option<&Value>) -> Option<f64> {
    let value = value.as_number()?;
    let other = match other {
        Some(other) => other.as_number()?,
        None if name == "round" => 0.0,
        None => f64::NAN,
    };
    Some(match name {
        "abs" => value.abs(),
        "ceil" => value.ceil(),
        "floor" => value.floor(),
        "plus" => value + other,
        "minus" => value - other,
        "times" => value * other,
        "divided_by" => value / other,
        "modulo" => value % other,
        "round" => {
            let scale = 10f64.powf(other);
            (value * scale + 0.5).floor() / scale
        }
        // Without an argument, these two give back the value; with one, a comparison with NaN is NaN.
        _ if value.is_nan() || other.is_nan() => return None,
        "at_least" => value.max(other),
        _ => value.min(other),
    })
}

fn size(value: &Value) -> Value {
    Value::Number(match value {
        Value::Text(_) | Value::List(_) => return value.get("size"),
        Value::Unknown | Value::Object(_) => None,
        _ => Some(0.0),
    })
}

fn of_lists(name: &str, value: Value, arguments: &[Value]) -> Result<Value, Failure> {
    let argument = arguments.first();
    Ok(match name {
        "join" if !value.may_be_list() => return Err(wants(name, "a list", &value)),
        "join" => {
            let between = argument.map_or_else(|| Some(" ".to_owned()), Value::as_text);
            let items =
                value.items().and_then(|items| items.iter().map(Value::as_words).collect::<Option<Vec<_>>>());
            Value::Text(items.zip(between).map(|(items, between)| items.join(&between)))
        }
        "first" | "last" if value.may_be_list() => value.get(name),
        "first" | "last" => Value::text(""),
        "reverse" if value.may_be_list() || value.may_be_text() => Value::List(None),
        "reverse" => return Err(wants(name, "a list", &value)),
        "slice" => match value {
            Value::Text(_) => Value::Text(None),
            Value::List(_) => Value::List(None),
            Value::Unknown => Value::Unknown,
            other => return Err(wants(name, "a text or a list", &other)),
        },
        "uniq" if value.may_be_list() || value.is_falsy() == Some(true) => Value::List(None),
        "uniq" if value.is_falsy().is_none() => Value::Unknown,
        "uniq" => return Err(wants(name, "a list", &value)),
        "map" => {
            let items = value.items();
            let Some(Value::Text(property)) = argument else {
                return match argument {
                    None | Some(Value::Missing(_))
                        if items.as_ref().is_some_and(|items| !items.is_empty()) =>
                    {
                        Err(Failure("the filter map needs the name of a property, in quotes".to_owned()))
                    }
                    _ => Ok(Value::List(None)),
                };
            };
            let Some((items, property)) = items.zip(property.as_deref()) else {
                return Ok(Value::List(None));
            };
            let of = |item: &Value| property.split('.').fold(item.clone(), |value, key| value.get(key));
            Value::list(items.iter().map(of).collect())
        }
        _ => Value::List(None),
    })
}

/// The agent of a name. The Controller finds all of them for an empty one, or rather would, were it not for a defect.
fn find_agent(value: &Value) -> Result<Value, Failure> {
    match value {
        Value::Text(Some(name)) if name.is_empty() => Err(Failure(
            "a Controller 3.7 cannot list all agents in a template (that is what findAgent does with an empty name)".to_owned(),
        )),
        Value::Missing(_) | Value::Null => Err(wants("findAgent", "the name of an agent", value)),
        Value::Number(_) | Value::Bool(_) | Value::List(_) | Value::Object(_) => {
            Err(wants("findAgent", "the name of an agent", value))
        }
        Value::Text(_) | Value::Unknown => Ok(Value::Object(None)),
    }
}
