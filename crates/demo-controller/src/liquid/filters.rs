//! The filters of templates: the usual ones of Liquid, and the Controller's own.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::Directory;
use crate::number::{number, read};

/// Applies a filter; an unknown one changes nothing, as in the engine.
pub(super) fn apply(
    name: &str,
    input: Option<Value>,
    arguments: &[Option<Value>],
    directory: &dyn Directory,
) -> Result<Option<Value>, String> {
    let argument = |index: usize| arguments.get(index).and_then(Option::as_ref);
    let found = match name {
        "findAgent" => match print(input.as_ref()).as_str() {
            "" => directory.agents(),
            name => directory.agent(name)?,
        },
        "findApplication" => directory.application(&print(input.as_ref()))?,
        "findMicroserviceAgent" => directory.microservice_agent(&input.unwrap_or(Value::Null))?,
        _ => return Ok(convert(name, input, &argument)),
    };
    Ok(Some(found))
}

fn convert<'a>(
    name: &str,
    input: Option<Value>,
    argument: &dyn Fn(usize) -> Option<&'a Value>,
) -> Option<Value> {
    match name {
        "default" => match input {
            None | Some(Value::Null | Value::Bool(false)) => argument(0).cloned(),
            Some(Value::String(text)) if text.is_empty() => argument(0).cloned(),
            kept => kept,
        },
        // Both read JSON, and leave alone what is none.
        "toNumber" | "toBoolean" => {
            let text = input.as_ref().map(|input| print(Some(input)));
            text.and_then(|text| read(text.as_bytes()).ok()).or(input)
        }
        "toString" => {
            input.map(|input| if input.is_null() { input } else { Value::from(print(Some(&input))) })
        }
        "json" => Some(Value::from(input.map_or_else(String::new, |value| value.to_string()))),
        "plus" | "minus" | "times" | "divided_by" | "modulo" | "at_least" | "at_most" => {
            Some(number(calculate(name, as_number(input.as_ref()), as_number(argument(0)))))
        }
        "abs" => Some(number(as_number(input.as_ref()).abs())),
        "ceil" => Some(number(as_number(input.as_ref()).ceil())),
        "floor" => Some(number(as_number(input.as_ref()).floor())),
        "round" => Some(number(as_number(input.as_ref()).round())),
        "size" | "first" | "last" => property(&input?, name),
        "join" => Some(Value::from(joined(&input?, argument(0)))),
        "reverse" => match input? {
            Value::Array(items) => Some(items.into_iter().rev().collect()),
            other => Some(other),
        },
        "map" => match input? {
            Value::Array(items) => {
                let key = print(argument(0));
                Some(items.iter().map(|item| item.get(&key).cloned().unwrap_or(Value::Null)).collect())
            }
            other => Some(other),
        },
        _ => text_filter(name, input, argument),
    }
}

fn text_filter<'a>(
    name: &str,
    input: Option<Value>,
    argument: &dyn Fn(usize) -> Option<&'a Value>,
) -> Option<Value> {
    let text = print(input.as_ref());
    let (first, second) =
        (print(argument(0)), argument(1).map_or_else(String::new, |value| print(Some(value))));
    Some(Value::from(match name {
        "upcase" => text.to_uppercase(),
        "downcase" => text.to_lowercase(),
        "capitalize" => {
            let mut signs = text.chars();
            signs.next().map_or_else(String::new, |sign| sign.to_uppercase().chain(signs).collect())
        }
        "append" => text + &first,
        "prepend" => first + &text,
        "strip" => text.trim().to_owned(),
        "lstrip" => text.trim_start().to_owned(),
        "rstrip" => text.trim_end().to_owned(),
        "remove" => text.replace(&first, ""),
        "replace" => text.replace(&first, &second),
        "replace_first" => text.replacen(&first, &second, 1),
        "truncate" => {
            let (length, tail) =
                (first.parse().unwrap_or(50), if second.is_empty() { "..." } else { &second });
            match text.chars().count() > length {
                true => text.chars().take(length.saturating_sub(tail.len())).chain(tail.chars()).collect(),
                false => text,
            }
        }
        "strip_newlines" => text.replace("\r\n", "").replace('\n', ""),
        "newline_to_br" => text.replace('\n', "<br/>"),
        "url_encode" => encoded(&text),
        "escape" => {
            text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&#34;")
        }
        "split" => return Some(text.split(first.as_str()).collect()),
        "slice" => {
            let start = first.parse::<i64>().unwrap_or(0);
            let length = i64::try_from(text.chars().count()).unwrap_or(0);
            let start = usize::try_from(if start < 0 { length + start } else { start }).unwrap_or(0);
            text.chars().skip(start).take(second.parse().unwrap_or(1)).collect()
        }
        _ => return input,
    }))
}

/// `size`, `first` and `last` of a value.
pub(super) fn property(value: &Value, name: &str) -> Option<Value> {
    match (name, value) {
        ("size", Value::Array(items)) => Some(Value::from(items.len())),
        ("size", Value::String(text)) => Some(Value::from(text.encode_utf16().count())),
        ("size", Value::Object(map)) => Some(Value::from(map.len())),
        ("first", Value::Array(items)) => items.first().cloned(),
        ("last", Value::Array(items)) => items.last().cloned(),
        _ => None,
    }
}

/// A value as it appears inside a longer text.
pub(super) fn print(value: Option<&Value>) -> String {
    match value {
        None => "undefined".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) => {
            // Inside a list, null is written as nothing.
            let item = |item: &Value| if item.is_null() { String::new() } else { print(Some(item)) };
            items.iter().map(item).collect::<Vec<_>>().join(",")
        }
        Some(Value::Object(_)) => "[object Object]".to_owned(),
        Some(other) => other.to_string(),
    }
}

fn joined(value: &Value, separator: Option<&Value>) -> String {
    let separator = separator.map_or_else(|| " ".to_owned(), |value| print(Some(value)));
    match value {
        Value::Array(items) => {
            items.iter().map(|item| print(Some(item))).collect::<Vec<_>>().join(&separator)
        }
        other => print(Some(other)),
    }
}

/// What a value counts as, without a fraction.
pub(super) fn whole(value: Option<&Value>) -> i64 {
    number(as_number(value).trunc()).as_i64().unwrap_or(0)
}

fn as_number(value: Option<&Value>) -> f64 {
    match value {
        Some(Value::Bool(flag)) => f64::from(u8::from(*flag)),
        Some(Value::Null) => 0.0,
        Some(Value::String(text)) if text.trim().is_empty() => 0.0,
        Some(Value::String(text)) => text.trim().parse().unwrap_or(f64::NAN),
        Some(other) => other.as_f64().unwrap_or(f64::NAN),
        None => f64::NAN,
    }
}

fn calculate(name: &str, left: f64, right: f64) -> f64 {
    match name {
        "plus" => left + right,
        "minus" => left - right,
        "times" => left * right,
        "divided_by" => left / right,
        "modulo" => left % right,
        "at_least" => left.max(right),
        _ => left.min(right),
    }
}

/// What a query leaves as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// A text in the form of a query.
fn encoded(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string().replace("%20", "+")
}
