//! Writes single scalars so that every reader of manifest rules 1.6 takes them for what they are.

use serde_json::{Number, Value};

use super::style::{Quote, Style};
use crate::scalar::{ScalarStyle, ambiguous_as_string};

/// A scalar on one line. `old` is how the value it replaces was written; quotes are kept.
pub(crate) fn scalar(value: &Value, style: &Style, in_flow: bool, old: Option<ScalarStyle>) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(value) => value.to_string(),
        Value::Number(value) => number(value, style),
        Value::String(text) => string(text, style, in_flow, old),
        // Only empty ones come here; others are written over several lines or between brackets.
        Value::Array(_) => "[]".into(),
        Value::Object(_) => "{}".into(),
    }
}

/// yaml.v2 takes `1e20` for a string and `1e+20` for a number; all others take both for a number.
fn number(number: &Number, style: &Style) -> String {
    let text = number.to_string();
    match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) if style.json.is_none() && !exponent.starts_with(['-', '+']) => {
            format!("{mantissa}e+{exponent}")
        }
        _ => text,
    }
}

/// A key: like a text, but never a number or word that a reader takes for something else.
pub(crate) fn key(text: &str, style: &Style, in_flow: bool) -> String {
    let old = crate::read::key_looks_copied(text).then_some(ScalarStyle::DoubleQuoted);
    string(text, style, in_flow, old)
}

fn string(text: &str, style: &Style, in_flow: bool, old: Option<ScalarStyle>) -> String {
    if style.json.is_some() {
        return double(text);
    }
    let quote = match old {
        Some(ScalarStyle::SingleQuoted) => Quote::Single,
        Some(ScalarStyle::DoubleQuoted) => Quote::Double,
        _ if plain_is_safe(text, in_flow) => return text.to_owned(),
        _ => style.quote,
    };
    match quote {
        Quote::Single if text.chars().all(is_printable) => format!("'{}'", text.replace('\'', "''")),
        _ => double(text),
    }
}

/// Whether `text` can stand without quotes and is the same string for everybody.
fn plain_is_safe(text: &str, in_flow: bool) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let reserved_first = "-?:,[]{}#&*!|>'\"%@`=~<".contains(first);
    // A dash before a letter is an ordinary text, but not worth the doubt.
    if reserved_first || text.trim() != text || ambiguous_as_string(text) || crate::read::looks_copied(text) {
        return false;
    }
    if text.contains(": ")
        || text.contains(" #")
        || text.ends_with(':')
        || text.contains("\t#")
        || text.contains(":\t")
    {
        return false;
    }
    if in_flow && text.contains([',', '[', ']', '{', '}', ':']) {
        return false;
    }
    text.chars().all(is_printable)
}

/// Printable and the same in every reader: no controls, no odd line breaks or blanks, no byte-order mark.
fn is_printable(char: char) -> bool {
    !char.is_control()
        && !matches!(
            char,
            '\u{85}' | '\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
        && !matches!(u32::from(char), 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x2069)
}

/// Double quotes with escapes that JSON knows too.
fn double(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            char if is_printable(char) => out.push(char),
            char => {
                let mut units = [0; 2];
                for unit in char.encode_utf16(&mut units) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    out.push('"');
    out
}

/// Whether a text of several lines can be a literal block (`|`) and reads the same in every reader.
pub(crate) fn fits_literal(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    text.contains('\n')
        && !body.is_empty()
        && !body.ends_with('\n')
        && !body.starts_with([' ', '\t', '\n'])
        && body.split('\n').all(|line| line.is_empty() || !line.trim().is_empty())
        && body.chars().all(|char| char == '\n' || char == '\t' || is_printable(char))
}
