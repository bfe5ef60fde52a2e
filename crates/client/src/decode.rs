//! From the bytes of an answer to typed values: fast when all is well, exact about the place when it is not.

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::{borrow::Cow, fmt, marker::PhantomData};

use crate::{
    List, Object, Unreadable,
    lenient::{Lenient, Seed},
};

/// Where an answer is not as the contract says. Never holds a value of the answer: values may be secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Garbled(pub(crate) String);

/// Reads one document.
pub(crate) fn one<T: Lenient>(bytes: &[u8], _: &'static str) -> Result<T, Garbled> {
    not_empty(bytes)?;
    let seed = Below { key: "", inner: Seed(PhantomData::<T>) };
    read(bytes, seed).map_err(|error| explain::<T>(bytes, "", &error))
}

/// Reads nothing; but a page is not from the Controller, whatever its status says: a proxy answers so in its place.
pub(crate) fn done(bytes: &[u8], _: &'static str) -> Result<(), Garbled> {
    match bytes.trim_ascii_start().first() {
        Some(b'<') => Err(Garbled("it is a page of somebody else".to_owned())),
        _ => Ok(()),
    }
}

/// Reads one document, or nothing when the body is empty.
pub(crate) fn maybe<T: Lenient>(bytes: &[u8], key: &'static str) -> Result<Option<T>, Garbled> {
    if bytes.is_empty() { Ok(None) } else { one(bytes, key).map(Some) }
}

/// Reads one object below `key` (or the document itself when empty), and keeps it as it came.
pub(crate) fn object<T: Lenient>(bytes: &[u8], key: &'static str) -> Result<Object<T>, Garbled> {
    not_empty(bytes)?;
    let value = read(bytes, Below { key, inner: Seed(PhantomData::<T>) });
    let raw = read(bytes, Below { key, inner: Seed(PhantomData::<Value>) });
    match (value, raw) {
        (Ok(value), Ok(raw)) if raw.is_object() => Ok(Object { value, raw }),
        (Err(error), _) | (_, Err(error)) => Err(explain::<T>(bytes, key, &error)),
        (_, Ok(raw)) => Err(Garbled(format!("the answer is {}, not an object", what(&raw)))),
    }
}

/// Reads a list below `key`, or a bare one. Only when that fails is the list taken apart entry by entry.
pub(crate) fn list<T: Lenient>(bytes: &[u8], key: &'static str) -> Result<List<T>, Garbled> {
    match read(bytes, Below { key, inner: Seed(PhantomData::<Vec<T>>) }) {
        Ok(items) => Ok(List { items, unreadable: Vec::new() }),
        Err(error) => entry_by_entry(bytes, key, &error),
    }
}

/// Every field may be absent, so an empty object would pass for an object without a name.
fn not_empty(bytes: &[u8]) -> Result<(), Garbled> {
    let bytes: Vec<u8> = bytes.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).take(3).collect();
    if bytes == b"{}" { Err(Garbled("the answer is an empty object".to_owned())) } else { Ok(()) }
}

fn read<S: for<'de> DeserializeSeed<'de, Value = V>, V>(bytes: &[u8], seed: S) -> serde_json::Result<V> {
    // Looked at once as a whole, the text need not be looked at again for each of its hundred thousand strings.
    // A broken character spoils the value that it stands in, and no other.
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    };
    let mut deserializer = serde_json::Deserializer::from_str(&text);
    let value = seed.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

fn entry_by_entry<T: Lenient>(
    bytes: &[u8],
    key: &'static str,
    error: &serde_json::Error,
) -> Result<List<T>, Garbled> {
    let raw = read(bytes, Below { key, inner: Seed(PhantomData::<Value>) });
    let Ok(Value::Array(entries)) = raw else {
        return Err(match raw {
            Ok(other) => Garbled(format!("`{key}` is {}, not a list", what(&other))),
            Err(raw_error) => no_value(key, &raw_error, error),
        });
    };
    let mut list = List { items: Vec::new(), unreadable: Vec::new() };
    for (index, entry) in entries.iter().enumerate() {
        match from_value(entry) {
            Some(item) => list.items.push(item),
            None => {
                let problem = problem_of::<T>(&format!("{key}[{index}]"), entry);
                list.unreadable.push(Unreadable { index, problem });
            }
        }
    }
    Ok(list)
}

/// Goes through text so that only one kind of deserializer is compiled in.
fn from_value<T: Lenient>(value: &Value) -> Option<T> {
    let text = serde_json::to_vec(value).ok()?;
    read(&text, Seed(PhantomData)).ok()
}

/// Every field of every object is optional, so each can be tried alone to find the one that does not fit.
fn problem_of<T: Lenient>(place: &str, value: &Value) -> String {
    if let Value::Object(fields) = value {
        for (key, field) in fields {
            let alone = Value::Object([(key.clone(), field.clone())].into_iter().collect());
            if from_value::<T>(&alone).is_none() {
                let dot = if place.is_empty() { "" } else { "." };
                return format!("`{place}{dot}{key}` is not as expected (it is {})", what(field));
            }
        }
    }
    let place = if place.is_empty() { "the answer".to_owned() } else { format!("`{place}`") };
    format!("{place} is not as expected (it is {})", what(value))
}

fn explain<T: Lenient>(bytes: &[u8], key: &'static str, error: &serde_json::Error) -> Garbled {
    match read(bytes, Below { key, inner: Seed(PhantomData::<Value>) }) {
        Ok(value) => Garbled(problem_of::<T>(key, &value)),
        Err(raw_error) => no_value(key, &raw_error, error),
    }
}

/// Any JSON can be read below the key, so the key is missing or the text is not JSON.
fn no_value(key: &str, raw_error: &serde_json::Error, error: &serde_json::Error) -> Garbled {
    match raw_error.classify() {
        serde_json::error::Category::Data => Garbled(format!("`{key}` is missing in the answer")),
        _ => broken(error),
    }
}

/// Says where the text stops being JSON, without quoting it.
fn broken(error: &serde_json::Error) -> Garbled {
    let (line, column) = (error.line(), error.column());
    Garbled(match error.classify() {
        serde_json::error::Category::Eof if line <= 1 && column == 0 => "the answer is empty".to_owned(),
        serde_json::error::Category::Eof => {
            format!("the answer ends too early (line {line}, column {column})")
        }
        _ => format!("the answer is not JSON (line {line}, column {column})"),
    })
}

fn what(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Reads what stands below `key`; the whole document when `key` is empty or the document is a bare list.
struct Below<S> {
    key: &'static str,
    inner: S,
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Below<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        if self.key.is_empty() {
            self.inner.deserialize(deserializer)
        } else {
            deserializer.deserialize_any(self)
        }
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for Below<S> {
    type Value = S::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with `{}`", self.key)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<S::Value, A::Error> {
        self.inner.deserialize(serde::de::value::SeqAccessDeserializer::new(seq))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<S::Value, A::Error> {
        let mut inner = Some(self.inner);
        let mut found = None;
        while let Some(hit) = map.next_key_seed(Key(self.key))? {
            match inner.take() {
                Some(seed) if hit => found = Some(map.next_value_seed(seed)?),
                unused => {
                    inner = unused;
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        found.ok_or_else(|| A::Error::custom("the key is missing"))
    }
}

/// Compares a key without keeping it.
struct Key(&'static str);

impl<'de> DeserializeSeed<'de> for Key {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<bool, E> {
        Ok(key == self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Registry;

    #[test]
    fn a_broken_character_spoils_its_own_value_and_no_other() {
        let body = b"{\"registries\":[{\"id\":3,\"url\":\"hub\xff\",\"username\":\"robot\"}]}";
        let registries = list::<Registry>(body, "registries").unwrap();
        assert_eq!((registries[0].id, registries[0].url.as_str()), (3, "hub\u{fffd}"));
        assert_eq!(registries[0].username, "robot");
    }
}
