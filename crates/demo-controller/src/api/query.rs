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

/// A form body as an object of texts.
pub(crate) fn form(text: &str) -> Value {
    Value::Object(
        pairs(text).into_iter().map(|(key, value)| (key, Value::from(value))).collect::<Map<_, _>>(),
    )
}

/// Decodes one component; `+` is a space.
pub(crate) fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// Decodes one path segment, in which `+` is itself.
pub(crate) fn decode_segment(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
