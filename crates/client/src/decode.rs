//! From the bytes of an answer to typed values: fast when all is well, exact about the place when it is not.

use serde_json::Value;
use std::borrow::Cow;

use model::{Lenient, below, from_value, mended, reader::Unfit};

use crate::{List, Object, Unreadable};

/// Where an answer is not as the contract says. Never holds a value of the answer: values may be secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Garbled(pub(crate) String);

/// Reads one document.
pub(crate) fn one<T: Lenient>(bytes: &[u8], _: &'static str) -> Result<T, Garbled> {
    known(read(bytes, "").map_err(|text| explain::<T>(&text, ""))?)
}

/// Reads one document of which a list below `key` is a part; that may be empty, but not missing.
pub(crate) fn with_list<T: Lenient>(bytes: &[u8], key: &'static str) -> Result<T, Garbled> {
    match read(bytes, key) {
        Ok(Value::Array(_)) => one(bytes, ""),
        Ok(other) => Err(no_list(key, &other)),
        Err(text) => Err(explain::<Value>(&text, key)),
    }
}

/// What an answer may speak of that says no more than "done": the object as it is now, or how many there were.
const DONE: [&str; 6] = ["id", "uuid", "name", "deletedCount", "role", "binding"];

/// Reads nothing; but only an empty answer, or one about the object, says that it was done. Everything else is from
/// somebody who stands in the Controller's place, whatever its status says.
pub(crate) fn done(bytes: &[u8], _: &'static str) -> Result<(), Garbled> {
    if bytes.trim_ascii().is_empty() {
        return Ok(());
    }
    match read(bytes, "") {
        Ok(Value::Object(fields))
            if fields.is_empty() || DONE.iter().any(|key| fields.contains_key(*key)) =>
        {
            Ok(())
        }
        Ok(Value::Object(_)) => Err(Garbled("it does not speak of the object".to_owned())),
        Ok(other) => Err(Garbled(format!("the answer is {}, not an object", what(&other)))),
        Err(_) if bytes.trim_ascii_start().first() == Some(&b'<') => {
            Err(Garbled("it is a page of somebody else".to_owned()))
        }
        Err(text) => Err(explain::<Value>(&text, "")),
    }
}

/// Reads one object below `key` (or the document itself when empty), and keeps it as it came.
pub(crate) fn object<T: Lenient>(bytes: &[u8], key: &'static str) -> Result<Object<T>, Garbled> {
    match (read(bytes, key), read(bytes, key)) {
        (Ok(value), Ok(raw @ Value::Object(_))) => Ok(Object { value: known(value)?, raw }),
        (Ok(_), Ok(raw)) => Err(Garbled(format!("the answer is {}, not an object", what(&raw)))),
        (Err(text), _) | (_, Err(text)) => Err(explain::<T>(&text, key)),
    }
}

/// Reads a list below `key`.
pub(crate) fn list<T: Lenient>(bytes: &[u8], key: &'static str) -> Result<List<T>, Garbled> {
    let list = bare_list(bytes, key)?;
    match bytes.trim_ascii_start().first() {
        Some(b'[') => Err(Garbled(format!("`{key}` is missing in the answer"))),
        _ => Ok(list),
    }
}

/// What stands between the answers to two requests. In JSON it stands nowhere.
pub(crate) const BETWEEN: u8 = 0x1e;

/// Reads lists below `key` as one, each from an answer of its own.
pub(crate) fn lists<T: Lenient>(bytes: &[u8], key: &'static str) -> Result<List<T>, Garbled> {
    let mut all = List { items: Vec::new(), unreadable: Vec::new() };
    for answer in bytes.split(|byte| *byte == BETWEEN) {
        let more = list(answer, key)?;
        all.items.extend(more.items);
        all.unreadable.extend(more.unreadable);
    }
    Ok(all)
}

/// Reads a list below `key`, or a bare one. Only when that fails is the list taken apart entry by entry.
pub(crate) fn bare_list<T: Lenient>(bytes: &[u8], key: &'static str) -> Result<List<T>, Garbled> {
    // Inside of objects null is an empty list; here it would say that nothing exists.
    match read::<Option<Vec<T>>>(bytes, key) {
        Ok(Some(items)) if items.iter().all(|item| item.lacks().is_none()) => {
            Ok(List { items, unreadable: Vec::new() })
        }
        Ok(Some(_)) => entry_by_entry(&String::from_utf8_lossy(bytes), key),
        Ok(None) => Err(no_list(key, &Value::Null)),
        Err(text) => entry_by_entry(&text, key),
    }
}

/// Every field may be absent, so any object would pass for one without a name.
fn known<T: Lenient>(value: T) -> Result<T, Garbled> {
    match value.lacks() {
        Some(field) => Err(Garbled(lacking("the answer", field))),
        None => Ok(value),
    }
}

fn lacking(place: &str, field: &str) -> String {
    format!("{place} says no {}", field.replace('_', " "))
}

fn no_list(key: &str, value: &Value) -> Garbled {
    Garbled(format!("`{key}` is {}, not a list", what(value)))
}

/// Reads what stands below `key`. An error gives the text back, for finding out what is wrong with it. A broken
/// character spoils the value that it stands in, and no other.
fn read<'a, T: Lenient>(bytes: &'a [u8], key: &str) -> Result<T, Cow<'a, str>> {
    // Looked at once as a whole, the text need not be looked at again for each of its hundred thousand strings.
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    };
    if let Ok(value) = below(&text, key) {
        return Ok(value);
    }
    let Some(mended) = mended(&text) else { return Err(text) };
    below(&mended, key).map_err(|Unfit| Cow::Owned(mended))
}

fn entry_by_entry<T: Lenient>(text: &str, key: &'static str) -> Result<List<T>, Garbled> {
    let entries = match raw(text, key)? {
        Value::Array(entries) => entries,
        other => return Err(no_list(key, &other)),
    };
    let mut list = List { items: Vec::new(), unreadable: Vec::new() };
    for (index, entry) in entries.iter().enumerate() {
        let place = || format!("{key}[{index}]");
        let problem = match from_value::<T>(entry) {
            Some(item) => match item.lacks() {
                None => {
                    list.items.push(item);
                    continue;
                }
                Some(field) => lacking(&format!("`{}`", place()), field),
            },
            None => problem_of::<T>(&place(), entry),
        };
        list.unreadable.push(Unreadable { index, problem });
    }
    Ok(list)
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

fn explain<T: Lenient>(text: &str, key: &'static str) -> Garbled {
    match raw(text, key) {
        Ok(value) => Garbled(problem_of::<T>(key, &value)),
        Err(garbled) => garbled,
    }
}

/// What stands below `key`, whatever it is. Any JSON can be read, so either the key is missing or the text is not JSON.
fn raw(text: &str, key: &'static str) -> Result<Value, Garbled> {
    below(text, key).map_err(|Unfit| match serde_json::from_str::<Value>(text) {
        Ok(_) => Garbled(format!("`{key}` is missing in the answer")),
        Err(error) => broken(&error),
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use model::Registry;

    #[test]
    fn a_broken_character_spoils_its_own_value_and_no_other() {
        for broken in [&b"\xff"[..], br"\ud83d"] {
            let registry = [br#"{"id":3,"url":"hub"#, broken, br#"","username":"robot"}"#].concat();
            let body = [br#"{"registries":["#, &registry[..], b"]}"].concat();
            let registries = list::<Registry>(&body, "registries").unwrap();
            assert_eq!((registries[0].id, registries[0].url.as_str()), (3, "hub\u{fffd}"));
            assert_eq!(registries[0].username, "robot");
            assert_eq!(object::<Registry>(&registry, "").unwrap().raw["url"], "hub\u{fffd}");
        }
    }
}
