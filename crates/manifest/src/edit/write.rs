//! Writes values as YAML text: over several lines in block style, or on one line between brackets.

use serde_json::{Map, Value};

use super::quote;
use super::style::Style;
use crate::scalar::ScalarStyle;

/// A value behind a key or dash: what stands in the same line, and the whole lines below.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) head: String,
    pub(crate) body: Vec<String>,
}

/// A value behind `key:`, the key standing at `column`.
pub(crate) fn after_key(value: &Value, column: usize, style: &Style, old: Option<ScalarStyle>) -> Written {
    match value {
        Value::Object(map) if !map.is_empty() => {
            Written { head: String::new(), body: mapping(map, column + style.unit, style) }
        }
        Value::Array(list) if !list.is_empty() => {
            Written { head: String::new(), body: sequence(list, column + style.list, style) }
        }
        _ => scalar(value, column + style.unit, style, old),
    }
}

/// A value behind `- `, the dash standing at `column`.
pub(crate) fn after_dash(value: &Value, column: usize, style: &Style, old: Option<ScalarStyle>) -> Written {
    let lines = match value {
        Value::Object(map) if !map.is_empty() => mapping(map, column + 2, style),
        Value::Array(list) if !list.is_empty() => sequence(list, column + 2, style),
        _ => return scalar(value, column + 2, style, old),
    };
    let mut lines = lines.into_iter();
    let head = lines.next().unwrap_or_default().trim_start().to_owned();
    Written { head, body: lines.collect() }
}

/// The lines of a mapping whose keys stand at `column`.
pub(crate) fn mapping(map: &Map<String, Value>, column: usize, style: &Style) -> Vec<String> {
    map.iter().flat_map(|(key, value)| entry(key, value, column, style)).collect()
}

/// The lines of one key with its value.
pub(crate) fn entry(key: &str, value: &Value, column: usize, style: &Style) -> Vec<String> {
    let written = after_key(value, column, style, None);
    let gap = if written.head.is_empty() { "" } else { " " };
    let first = format!("{:column$}{}:{gap}{}", "", quote::key(key, style, false), written.head);
    std::iter::once(first).chain(written.body).collect()
}

/// The lines of a list whose dashes stand at `column`.
pub(crate) fn sequence(list: &[Value], column: usize, style: &Style) -> Vec<String> {
    list.iter().flat_map(|value| item(value, column, style)).collect()
}

/// The lines of one list item.
pub(crate) fn item(value: &Value, column: usize, style: &Style) -> Vec<String> {
    let written = after_dash(value, column, style, None);
    let first = format!("{:column$}- {}", "", written.head);
    std::iter::once(first).chain(written.body).collect()
}

fn scalar(value: &Value, column: usize, style: &Style, old: Option<ScalarStyle>) -> Written {
    if let Value::String(text) = value
        && style.json.is_none()
        && quote::fits_literal(text)
    {
        let body = text.strip_suffix('\n').unwrap_or(text);
        let head = if body.len() == text.len() { "|-" } else { "|" };
        let line = |line: &str| if line.is_empty() { String::new() } else { format!("{:column$}{line}", "") };
        return Written { head: head.into(), body: body.split('\n').map(line).collect() };
    }
    Written { head: quote::scalar(value, style, false, old), body: Vec::new() }
}

/// A value on one line, with brackets and braces.
pub(crate) fn flow(value: &Value, style: &Style, old: Option<ScalarStyle>) -> String {
    let comma = style.json.map_or(", ", |json| json.comma);
    match value {
        Value::Object(map) if !map.is_empty() => {
            let pairs: Vec<String> = map.iter().map(|(key, value)| flow_entry(key, value, style)).collect();
            format!("{{{}}}", pairs.join(comma))
        }
        Value::Array(list) if !list.is_empty() => {
            let items: Vec<String> = list.iter().map(|value| flow(value, style, None)).collect();
            format!("[{}]", items.join(comma))
        }
        _ => quote::scalar(value, style, true, old),
    }
}

/// `key: value` between braces.
pub(crate) fn flow_entry(key: &str, value: &Value, style: &Style) -> String {
    let colon = style.json.map_or(": ", |json| json.colon);
    format!("{}{colon}{}", quote::key(key, style, true), flow(value, style, None))
}
