//! Writing a microservice's config and annotations so that the Controller stores what was meant.
//!
//! On every write the Controller replaces each `\"` in the JSON text by `"`, and so breaks it; and it renders `{{` and
//! `{%` as Liquid (Controller contract 1 and 10.3). Escapes that JSON knows and Liquid does not see survive both.

use serde_json::Value;

/// JSON text for the `config` or `annotations` field: inside texts every `"` is `\u0022`, every `\` is `\u005c`, and
/// a `{` that could open Liquid is `\u007b`. It parses back to exactly `value`.
pub fn encode(value: &Value) -> String {
    let mut text = String::new();
    write(&mut text, value);
    text
}

/// True when no text in `value` holds what `PATCH …/config` spoils: it takes JSON, writes it out again by its own
/// rules and then breaks every `\"` and every `\` before a closing quote.
pub fn survives_reserializing(value: &Value) -> bool {
    let safe = |text: &str| !text.contains('"') && !text.ends_with('\\');
    match value {
        Value::String(text) => safe(text),
        Value::Array(items) => items.iter().all(survives_reserializing),
        Value::Object(fields) => fields.iter().all(|(key, value)| safe(key) && survives_reserializing(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

fn write(out: &mut String, value: &Value) {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => out.push_str(&value.to_string()),
        Value::String(text) => write_text(out, text),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(out, item);
            }
            out.push(']');
        }
        Value::Object(fields) => {
            out.push('{');
            for (index, (key, value)) in fields.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_text(out, key);
                out.push(':');
                write(out, value);
            }
            out.push('}');
        }
    }
}

fn write_text(out: &mut String, text: &str) {
    out.push('"');
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' => out.push_str("\\u0022"),
            '\\' => out.push_str("\\u005c"),
            '{' if matches!(characters.peek(), Some('{' | '%')) => out.push_str("\\u007b"),
            '\u{0}'..='\u{1f}' => out.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => out.push(character),
        }
    }
    out.push('"');
}
