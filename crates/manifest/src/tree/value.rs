//! Typed access to scalars and the JSON that the Controller would make of a node.

use serde_json::{Map, Number, Value};

use super::{Body, Node};
use crate::scalar::{Meaning, ScalarStyle, meaning_of_plain};

impl<'a> Node<'a> {
    /// What a scalar means in the Controller; `None` for lists and mappings.
    pub fn meaning(self) -> Option<Meaning> {
        let text = self.scalar_text()?;
        match self.tag() {
            None if self.style() == Some(ScalarStyle::Plain) => Some(meaning_of_plain(text)),
            None => Some(Meaning::String),
            Some(tag) => Some(tagged(tag, text)),
        }
    }

    /// The text of a scalar that the Controller takes for a string: quoted, a block, or plain without another meaning.
    pub fn as_str(self) -> Option<&'a str> {
        (self.meaning()? == Meaning::String).then(|| self.scalar_text())?
    }

    /// A whole number; `80.0` counts, `"80"` does not, and beyond 2^53 it is rounded as in the Controller.
    pub fn as_i64(self) -> Option<i64> {
        let number = self.as_f64()?;
        // Both bounds are exact doubles; the upper one is 2^63, which no i64 reaches.
        (number.fract() == 0.0
            && (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&number))
        .then_some(number as i64)
    }

    pub fn as_f64(self) -> Option<f64> {
        match self.meaning()? {
            Meaning::Number(number) => Some(number),
            _ => None,
        }
    }

    pub fn as_bool(self) -> Option<bool> {
        match self.meaning()? {
            Meaning::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// `~`, `null` or nothing at all.
    pub fn is_null(self) -> bool {
        self.meaning() == Some(Meaning::Null)
    }

    /// Whether the Controller would evaluate this string as a Liquid template (manifest rules 1.9).
    pub fn is_template(self) -> bool {
        // Every value is asked, most are short: one plain pass is faster than two searches.
        let opens = |two: &[u8]| matches!(two, [b'{', b'{' | b'%']);
        self.scalar_text().is_some_and(|text| text.as_bytes().windows(2).any(opens))
    }

    /// The value as the Controller's js-yaml would give it: aliases and `<<` followed, dates as ISO text, numbers as
    /// doubles (`.nan` and `.inf` become null, as in JSON). Keys are texts; an unknown alias is null.
    pub fn to_json(self) -> Value {
        match self.body() {
            Some(Body::Sequence { .. }) => self.items().map(Node::to_json).collect(),
            Some(Body::Mapping { .. }) => {
                let pairs = self.entries().into_iter();
                Value::Object(
                    pairs.map(|entry| (entry.key.key_text(), entry.value.to_json())).collect::<Map<_, _>>(),
                )
            }
            Some(Body::Scalar { .. }) => self.scalar_json(),
            Some(Body::Alias { .. }) | None => Value::Null,
        }
    }

    fn scalar_json(self) -> Value {
        match self.meaning() {
            Some(Meaning::Bool(value)) => Value::Bool(value),
            Some(Meaning::Number(number)) => number_json(number),
            Some(Meaning::Timestamp(iso)) => Value::String(iso),
            Some(Meaning::String) => Value::String(self.scalar_text().unwrap_or_default().to_owned()),
            Some(Meaning::Null) | None => Value::Null,
        }
    }

    /// A key as text; a list or mapping as key is written as JSON, so that no two become one.
    pub(crate) fn key_text(self) -> String {
        match self.scalar_text() {
            Some(text) => text.to_owned(),
            None => self.to_json().to_string(),
        }
    }
}

/// JSON has one kind of number; whole ones are kept whole so that 80.0 and 80 compare equal.
pub(crate) fn number_json(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0 {
        return Value::Number(Number::from(number as i64));
    }
    if number.fract() == 0.0 && (0.0..18_446_744_073_709_551_616.0).contains(&number) {
        return Value::Number(Number::from(number as u64));
    }
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

fn tagged(tag: &str, text: &str) -> Meaning {
    let Some(core) = tag.strip_prefix("tag:yaml.org,2002:") else { return Meaning::String };
    let plain = meaning_of_plain(text);
    match (core, plain) {
        ("null", meaning @ Meaning::Null)
        | ("bool", meaning @ Meaning::Bool(_))
        | ("int" | "float", meaning @ Meaning::Number(_))
        | ("timestamp", meaning @ Meaning::Timestamp(_)) => meaning,
        _ => Meaning::String,
    }
}
