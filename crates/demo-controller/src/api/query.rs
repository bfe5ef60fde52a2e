//! Query strings and form bodies: percent-decoding into pairs.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// The pairs of `a=1&b=2`, in order.
pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value))
        })
        .collect()
}

/// Query values pass through the real one's filter against markup, which spoils `<`.
pub(crate) fn filtered(text: &str) -> Vec<(String, String)> {
    pairs(text).into_iter().map(|(key, value)| (key, value.replace('<', "&lt;"))).collect()
}

/// A form body.
pub(crate) fn form(text: &str) -> Value {
    object(pairs(text))
}

/// Pairs as an object; what is repeated becomes a list.
pub(crate) fn object(pairs: Vec<(String, String)>) -> Value {
    let mut object = Map::new();
    for (key, value) in pairs {
        let value = Value::from(value);
        match object.get_mut(&key) {
            Some(Value::Array(items)) => items.push(value),
            Some(known) => *known = Value::Array(vec![known.take(), value]),
            None => {
                object.insert(key, value);
            }
        }
    }
    Value::Object(object)
}

/// Decodes one component; `+` is a space.
pub(crate) fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// Decodes one path segment, in which `+` is itself.
pub(crate) fn decode_segment(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Whether every `%` of a path segment starts a byte, and the bytes are text.
pub(crate) fn is_decodable(text: &str) -> bool {
    let whole =
        |rest: &str| rest.get(..2).is_some_and(|digits| digits.bytes().all(|sign| sign.is_ascii_hexdigit()));
    text.split('%').skip(1).all(whole) && percent_decode_str(text).decode_utf8().is_ok()
}
