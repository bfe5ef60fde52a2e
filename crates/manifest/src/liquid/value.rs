//! What is known about a value while a template runs in thought.

use std::rc::Rc;

/// A value: its type, and what it is as far as that is known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Text(Option<String>),
    /// A number; `NaN` is one too.
    Number(Option<f64>),
    Bool(Option<bool>),
    List(Option<Rc<Vec<Value>>>),
    Object(Option<Rc<Vec<(String, Value)>>>),
    Null,
    /// `undefined`
    Missing(Gap),
    /// Anything: only the Controller can tell.
    Unknown,
}

/// What is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gap {
    /// As it is written: `self.metadata.name`; empty where nothing is written.
    pub(crate) path: String,
    /// A variable that is not defined, not a property of something that is.
    pub(crate) variable: bool,
    /// The variable is not asked for one of its properties.
    pub(crate) whole: bool,
}

impl Value {
    pub(crate) fn text(text: impl Into<String>) -> Value {
        Value::Text(Some(text.into()))
    }

    pub(crate) fn list(items: Vec<Value>) -> Value {
        Value::List(Some(Rc::new(items)))
    }

    pub(crate) fn object(fields: Vec<(String, Value)>) -> Value {
        Value::Object(Some(Rc::new(fields)))
    }

    /// Missing, for a reason that nobody wrote.
    pub(super) fn nothing() -> Value {
        Value::Missing(Gap::default())
    }

    pub(super) fn is_nil(&self) -> bool {
        matches!(self, Value::Null | Value::Missing(_))
    }

    /// A property, as `value.key` and `value[key]` read it.
    pub(crate) fn get(&self, key: &str) -> Value {
        let length = |known: Option<usize>| Value::Number(known.map(|length| length as f64));
        match (self, key) {
            (Value::Unknown | Value::Object(None), _) => Value::Unknown,
            (Value::Text(text), "size" | "length") => {
                length(text.as_ref().map(|text| text.encode_utf16().count()))
            }
            (Value::List(list), "size" | "length") => length(list.as_ref().map(|list| list.len())),
            (Value::List(None), _) => Value::Unknown,
            (Value::List(Some(list)), _) => {
                let index = match key {
                    "first" => Some(0),
                    "last" => list.len().checked_sub(1),
                    _ => key.parse().ok(),
                };
                index.and_then(|index: usize| list.get(index)).cloned().unwrap_or_else(Value::nothing)
            }
            (Value::Object(Some(fields)), _) => {
                let field = fields.iter().find(|(name, _)| name == key);
                field.map_or_else(Value::nothing, |(_, value)| value.clone())
            }
            (Value::Text(_), _) if key.parse::<usize>().is_ok() => Value::Text(None),
            _ => Value::nothing(),
        }
    }

    /// Whether a condition holds: all but false and nothing do.
    pub(super) fn is_true(&self) -> Option<bool> {
        match self {
            Value::Bool(known) => *known,
            Value::Null | Value::Missing(_) => Some(false),
            Value::Unknown => None,
            _ => Some(true),
        }
    }

    /// Whether JavaScript takes it for false: what is empty, zero or no number, too.
    pub(super) fn is_falsy(&self) -> Option<bool> {
        match self {
            Value::Text(text) => text.as_ref().map(String::is_empty),
            Value::Number(number) => number.map(|number| number == 0.0 || number.is_nan()),
            other => other.is_true().map(|holds| !holds),
        }
    }

    /// The number that JavaScript makes of it.
    pub(super) fn as_number(&self) -> Option<f64> {
        match self {
            Value::Number(number) => *number,
            Value::Bool(known) => known.map(|known| f64::from(u8::from(known))),
            Value::Null => Some(0.0),
            Value::Text(Some(text)) => Some(number_of(text)),
            Value::Missing(_) | Value::Object(_) => Some(f64::NAN),
            Value::List(Some(list)) => match list.as_slice() {
                [] => Some(0.0),
                [one] if one.is_nil() => Some(0.0),
                [one] => one.as_text().map(|text| number_of(&text)),
                _ => Some(f64::NAN),
            },
            Value::Text(None) | Value::List(None) | Value::Unknown => None,
        }
    }

    /// The text that JavaScript makes of it.
    pub(crate) fn as_text(&self) -> Option<String> {
        match self {
            Value::Text(text) => text.clone(),
            Value::Number(number) => number.map(crate::scalar::js_text),
            Value::Bool(known) => known.map(|known| known.to_string()),
            Value::Null => Some("null".to_owned()),
            Value::Missing(_) => Some("undefined".to_owned()),
            Value::Object(_) => Some("[object Object]".to_owned()),
            Value::List(Some(list)) => {
                let items =
                    list.iter().map(|item| if item.is_nil() { Some(String::new()) } else { item.as_text() });
                items.collect::<Option<Vec<String>>>().map(|items| items.join(","))
            }
            Value::List(None) | Value::Unknown => None,
        }
    }

    /// The text that filters of texts make of it: nothing is an empty one.
    pub(super) fn as_words(&self) -> Option<String> {
        if self.is_nil() { Some(String::new()) } else { self.as_text() }
    }

    /// Whether filters that call for a method of texts (or of lists) find it; unknown where the type is.
    pub(super) fn may_be_text(&self) -> bool {
        matches!(self, Value::Text(_) | Value::Unknown)
    }

    pub(super) fn may_be_list(&self) -> bool {
        matches!(self, Value::List(_) | Value::Unknown)
    }

    /// The items of a list, or the value as the only one.
    pub(super) fn items(&self) -> Option<Vec<Value>> {
        match self {
            Value::List(list) => list.as_ref().map(|list| list.to_vec()),
            Value::Unknown => None,
            other => Some(vec![other.clone()]),
        }
    }

    /// What is sure of a value that is one or the other.
    pub(super) fn or(self, other: &Value) -> Value {
        if self == *other {
            return self;
        }
        match (&self, other) {
            (Value::Text(_), Value::Text(_)) => Value::Text(None),
            (Value::Number(_), Value::Number(_)) => Value::Number(None),
            (Value::Bool(_), Value::Bool(_)) => Value::Bool(None),
            (Value::List(_), Value::List(_)) => Value::List(None),
            (Value::Object(_), Value::Object(_)) => Value::Object(None),
            _ => Value::Unknown,
        }
    }
}

fn number_of(text: &str) -> f64 {
    let text = text.trim();
    if text.is_empty() {
        return 0.0;
    }
    // Rust reads words that JavaScript does not.
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    if plain { text.parse().unwrap_or(f64::NAN) } else { f64::NAN }
}
