//! JSON that keeps what it was given: numbers digit for digit, keys in their order.
//!
//! `config` travels as JSON inside a string and is stored as sent, so `1.0`, twenty-digit numbers and the order of keys
//! can survive, if nothing on the way reads them into doubles and sorted maps.

use std::fmt::Write as _;

use serde_json::Value;
use serde_json::value::RawValue;

use super::liquid;

mod of;

/// A JSON value. Two values are equal when a reader of JSON could not tell them apart: the order of keys and the way a
/// number is written (`1.0`, `1`, `10e-1`) do not count, all digits do.
#[derive(Clone, Debug)]
pub enum Json {
    Null,
    Bool(bool),
    /// The number as JSON text.
    Number(String),
    String(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub fn string(text: impl Into<String>) -> Json {
        Json::String(text.into())
    }

    pub fn integer(number: i64) -> Json {
        Json::Number(number.to_string())
    }

    /// An object of these fields.
    pub fn object<'k>(fields: impl IntoIterator<Item = (&'k str, Json)>) -> Json {
        Json::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    pub fn as_str(&self) -> Option<&str> {
        match self {
            Json::String(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Json::Bool(value) => Some(*value),
            _ => None,
        }
    }

    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Json::Number(text) => text.parse().ok(),
            _ => None,
        }
    }

    pub fn as_array(&self) -> Option<&[Json]> {
        match self {
            Json::Array(items) => Some(items),
            _ => None,
        }
    }

    pub fn get(&self, key: &str) -> Option<&Json> {
        match self {
            Json::Object(fields) => fields.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    pub fn is_null(&self) -> bool {
        matches!(self, Json::Null)
    }

    /// `null`, `""`, `[]`, `{}`, `false` and `0`: what the API takes for "not set".
    pub fn is_empty(&self) -> bool {
        match self {
            Json::Null => true,
            Json::Bool(value) => !value,
            Json::Number(_) => self.as_i64() == Some(0),
            Json::String(text) => text.is_empty(),
            Json::Array(items) => items.is_empty(),
            Json::Object(fields) => fields.is_empty(),
        }
    }

    /// Reads JSON text; `None` when it is not JSON. Of a key given twice the last value counts, as everywhere.
    pub fn parse(text: &str) -> Option<Json> {
        let raw: &RawValue = serde_json::from_str(text).ok()?;
        from_raw(raw, 0)
    }

    /// The JSON text that the Controller stores unharmed as `config` or `annotations`.
    ///
    /// It replaces every `\"` by `"` in that text and evaluates `{{` and `{%`. So quotes and backslashes inside strings
    /// are written as `\u0022` and `\u005c`. Templates are left for the Controller to evaluate, as they are when a
    /// command-line tool sends them, except where the manifest wraps them in raw tags: then the tags go and the braces
    /// are written as `\u007b` (manifest rules 0.3, 0.4 and 1.9).
    pub fn to_stored_text(&self) -> String {
        let mut out = String::new();
        write_json(self, &mut out);
        out
    }

    /// The value for a request body. Numbers beyond a double lose digits here; texts never do.
    pub fn to_value(&self) -> Value {
        match self {
            Json::Null => Value::Null,
            Json::Bool(value) => Value::Bool(*value),
            Json::Number(text) => serde_json::from_str(text).unwrap_or(Value::Null),
            Json::String(text) => Value::String(text.clone()),
            Json::Array(items) => Value::Array(items.iter().map(Json::to_value).collect()),
            Json::Object(fields) => {
                Value::Object(fields.iter().map(|(key, value)| (key.clone(), value.to_value())).collect())
            }
        }
    }

    /// The same value with the raw tags of literal texts taken away, as the Controller would store it. Templates that
    /// it would evaluate stay as they are.
    pub fn evaluated(&self) -> Json {
        match self {
            Json::String(text) => Json::String(liquid::literal(text).unwrap_or_else(|| text.clone())),
            Json::Array(items) => Json::Array(items.iter().map(Json::evaluated).collect()),
            Json::Object(fields) => Json::Object(
                fields
                    .iter()
                    .map(|(key, value)| (liquid::literal(key).unwrap_or(key.clone()), value.evaluated()))
                    .collect(),
            ),
            other => other.clone(),
        }
    }

    /// Whether any text in it is a template that only the Controller can evaluate.
    pub fn has_template(&self) -> bool {
        match self {
            Json::String(text) => liquid::is_template(text),
            Json::Array(items) => items.iter().any(Json::has_template),
            Json::Object(fields) => {
                fields.iter().any(|(key, value)| liquid::is_template(key) || value.has_template())
            }
            _ => false,
        }
    }
}

impl From<&Value> for Json {
    fn from(value: &Value) -> Json {
        match value {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Number(number) => Json::Number(number.to_string()),
            Value::String(text) => Json::String(text.clone()),
            Value::Array(items) => Json::Array(items.iter().map(Json::from).collect()),
            Value::Object(fields) => {
                Json::Object(fields.iter().map(|(key, value)| (key.clone(), Json::from(value))).collect())
            }
        }
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Json) -> bool {
        match (self, other) {
            (Json::Null, Json::Null) => true,
            (Json::Bool(a), Json::Bool(b)) => a == b,
            (Json::Number(a), Json::Number(b)) => a == b || decimal(a) == decimal(b),
            (Json::String(a), Json::String(b)) => a == b,
            (Json::Array(a), Json::Array(b)) => a == b,
            (Json::Object(a), Json::Object(b)) => {
                a.len() == b.len() && a.iter().all(|(key, value)| other.get(key) == Some(value))
            }
            _ => false,
        }
    }
}

/// Sign, digits without zeros at either end, and the power of ten of the last digit.
fn decimal(text: &str) -> (bool, String, i64) {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_start_matches('0').trim_end_matches('0');
    if significant.is_empty() {
        return (false, String::new(), 0);
    }
    let dropped = digits.len() - digits.trim_end_matches('0').len();
    // An exponent beyond an i64 is beyond every reader; such numbers are only equal when written alike.
    let exponent: i64 = exponent.trim_start_matches('+').parse().unwrap_or(i64::MAX / 2);
    let scale = i64::try_from(dropped).unwrap_or(0) - i64::try_from(fraction.len()).unwrap_or(0);
    (negative, significant.to_owned(), exponent.saturating_add(scale))
}

/// Deeper than any configuration; `serde_json` itself stops here when it reads values.
const DEEPEST: usize = 128;

fn from_raw(raw: &RawValue, depth: usize) -> Option<Json> {
    if depth > DEEPEST {
        return None;
    }
    let text = raw.get();
    Some(match text.as_bytes().first()? {
        b'n' => Json::Null,
        b't' => Json::Bool(true),
        b'f' => Json::Bool(false),
        b'"' => Json::String(serde_json::from_str(text).ok()?),
        b'[' => {
            let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
            Json::Array(items.into_iter().map(|item| from_raw(item, depth + 1)).collect::<Option<_>>()?)
        }
        b'{' => {
            let Pairs(pairs) = serde_json::from_str(text).ok()?;
            let mut fields: Vec<(String, Json)> = Vec::with_capacity(pairs.len());
            for (key, value) in pairs {
                let value = from_raw(value, depth + 1)?;
                match fields.iter_mut().find(|(name, _)| *name == key) {
                    Some(field) => field.1 = value,
                    None => fields.push((key, value)),
                }
            }
            Json::Object(fields)
        }
        _ => Json::Number(text.to_owned()),
    })
}

/// The fields of an object in their order, values unread.
struct Pairs<'a>(Vec<(String, &'a RawValue)>);

impl<'de> serde::Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Pairs<'de>, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Pairs<'de>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

fn write_json(value: &Json, out: &mut String) {
    match value {
        Json::Null => out.push_str("null"),
        Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Json::Number(text) => out.push_str(text),
        Json::String(text) => write_string(text, out),
        Json::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_json(item, out);
            }
            out.push(']');
        }
        Json::Object(fields) => {
            out.push('{');
            for (index, (key, value)) in fields.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_string(key, out);
                out.push(':');
                write_json(value, out);
            }
            out.push('}');
        }
    }
}

fn write_string(text: &str, out: &mut String) {
    let literal = liquid::literal(text);
    out.push('"');
    let mut before = ' ';
    for char in literal.as_deref().unwrap_or(text).chars() {
        // Only an opening pair is dangerous; writing its second character as an escape keeps the rest readable.
        let opens = literal.is_some() && before == '{' && matches!(char, '{' | '%');
        if matches!(char, '"' | '\\') || char < ' ' || opens {
            // Writing into a String cannot fail.
            let _ = write!(out, "\\u{:04x}", u32::from(char));
        } else {
            out.push(char);
        }
        before = char;
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stored_text_survives_what_the_controller_does_to_it() {
        for (value, stored) in [
            (r#"say "hi""#, r#""say \u0022hi\u0022""#),
            (r"C:\", r#""C:\u005c""#),
            ("a\nb", r#""a\u000ab""#),
            ("{% raw %}{{ x }}{% endraw %}", r#""{\u007b x }}""#),
            ("{% raw %}{%{% endraw %}", r#""{\u0025""#),
            ("{{ agent | upcase }}", r#""{{ agent | upcase }}""#),
            ("é<&'", "\"é<&'\""),
        ] {
            let text = Json::string(value).to_stored_text();
            assert_eq!(text, stored);
            assert!(!text.contains("\\\""), "{text} would lose a quote");
        }
    }

    #[test]
    fn numbers_keep_their_digits_and_keys_their_order() {
        let text = r#"{"z":1.0,"a":12345678901234567890123,"e":1e400,"n":[-0.10,null,true]}"#;
        assert_eq!(Json::parse(text).map(|json| json.to_stored_text()), Some(text.to_owned()));
    }

    #[test]
    fn values_are_equal_when_a_reader_cannot_tell_them_apart() {
        for (a, b, equal) in [
            ("1.0", "1", true),
            ("1e2", "100", true),
            ("-0.0", "0", true),
            ("9007199254740993", "9007199254740992", false),
            ("0.1", "0.10", true),
            ("10", "1", false),
            ("-1", "1", false),
            (r#"{"a":1,"b":2}"#, r#"{"b":2,"a":1.0}"#, true),
            (r#"{"a":1}"#, r#"{"a":1,"b":2}"#, false),
            ("[1,2]", "[2,1]", false),
            (r#""1""#, "1", false),
        ] {
            assert_eq!(Json::parse(a) == Json::parse(b), equal, "{a} and {b}");
        }
    }

    #[test]
    fn what_is_not_json_is_refused_whole() {
        let deep = "[".repeat(100_000);
        for text in ["", "{", r#"{"q":"say "hi""}"#, "1 2", "01", "undefined", deep.as_str()] {
            assert_eq!(Json::parse(text), None, "{}", text.get(..20).unwrap_or(text));
        }
    }
}
