//! Numbers as JavaScript has them: there is one kind only, and `1.0` is `1`.

use serde::{Serialize as _, Serializer};
use serde_json::Value;

/// A number as JSON: whole ones without a fraction, impossible ones as null.
pub(crate) fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and within 2^53")]
        return Value::from(value as i64);
    }
    Value::from(value)
}

/// The same for a field of an answer.
pub(crate) fn field<S: Serializer>(value: &f64, to: S) -> Result<S::Ok, S::Error> {
    number(*value).serialize(to)
}

/// Reads JSON.
pub(crate) fn read(text: &[u8]) -> serde_json::Result<Value> {
    serde_json::from_slice(text).map(plain)
}

fn plain(value: Value) -> Value {
    match value {
        Value::Number(found) if found.as_i64().is_none() => found.as_f64().map_or(Value::Null, number),
        Value::Array(items) => items.into_iter().map(plain).collect(),
        Value::Object(fields) => fields.into_iter().map(|(key, value)| (key, plain(value))).collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction_of_nothing_is_none() {
        let read = read(br#"{"a": [1.0, 1e3, -0, 0.5, 1e-7], "b": 12345678901234567890}"#).unwrap();
        assert_eq!(read.to_string(), r#"{"a":[1,1000,0,0.5,1e-7],"b":1.2345678901234567e+19}"#);
    }
}
