//! Uploaded YAML files: reading them, and failures in the words of the reader that the Controller uses.

use serde_json::{Map, Value};
use serde_norway::Value as Yaml;

use super::complaint::complaint;
use crate::api::{Refusal, blank};
use crate::number::number;

/// The one document of an upload, as JSON.
///
/// # Errors
/// `YAMLException` for text that is not YAML.
pub(crate) fn parse(text: &str) -> Result<Value, Refusal> {
    let read = serde_norway::from_str::<Yaml>(text).and_then(|mut yaml| yaml.apply_merge().map(|()| yaml));
    match read {
        Ok(yaml) => Ok(to_json(yaml, text)),
        Err(error) => Err(Refusal::unexpected("YAMLException", complaint(text, &error))),
    }
}

/// `metadata` and `spec` of a document of the expected kind.
pub(crate) fn document(text: &str, kind: &str) -> Result<(Value, Value), Refusal> {
    let mut document = parse(text)?;
    if document.is_null() {
        return Err(Refusal::unexpected("TypeError", "Cannot read properties of undefined (reading 'kind')"));
    }
    let found = document.get("kind").map_or_else(|| "undefined".to_owned(), shown);
    if found != kind {
        return Err(Refusal::invalid(format!("Invalid kind {found}")));
    }
    let mut part = |key: &str| document.get_mut(key).map(Value::take).filter(|part| !part.is_null());
    match (part("metadata"), part("spec")) {
        (Some(metadata), Some(spec)) => Ok((metadata, spec)),
        _ => Err(Refusal::invalid("Invalid YAML format")),
    }
}

/// Failures that are not the file's own become failures of the file, for the kinds whose readers catch them.
pub(crate) fn caught<T>(what: &str, read: Result<T, Refusal>) -> Result<T, Refusal> {
    match read {
        Err(Refusal::Named { name, message }) if name != "ValidationError" => {
            Err(Refusal::invalid(format!("Error parsing {what}: {message}")))
        }
        other => other,
    }
}

/// A document of a kind that has to have the named parts. `path` is the name in the path of an update.
pub(crate) fn resource(text: &str, kind: &str, parts: &[&str], path: Option<&str>) -> Result<Value, Refusal> {
    let document = parse(text)?;
    let Some(found) = document.get("kind").filter(|kind| !blank(kind)) else {
        return Err(Refusal::invalid("Invalid YAML format: missing kind field"));
    };
    if found != kind {
        return Err(Refusal::invalid(format!("Invalid kind {}", shown(found))));
    }
    if parts.iter().any(|part| document.get(*part).is_none_or(Value::is_null)) {
        return Err(Refusal::invalid("Invalid YAML format: missing metadata or spec"));
    }
    if let Some(path) = path {
        let name = document.get("metadata").and_then(|metadata| metadata.get("name"));
        if name.is_none_or(|name| name != path) {
            let name = name.map_or_else(|| "undefined".to_owned(), shown);
            return Err(Refusal::invalid(format!(
                "{kind} name in YAML ({name}) doesn't match endpoint path ({path})"
            )));
        }
    }
    Ok(document)
}

/// A document of a kind that has its fields beside the metadata.
pub(crate) fn flat(text: &str, kind: &str, parts: &[&str]) -> Result<Value, Refusal> {
    let mut document = parse(text)?;
    if document.is_null() {
        return Err(Refusal::unexpected("TypeError", "Cannot read properties of undefined (reading 'kind')"));
    }
    let found = document.get("kind").map_or_else(|| "undefined".to_owned(), shown);
    if found != kind {
        return Err(Refusal::invalid(format!("Invalid kind {found}, expected {kind}")));
    }
    if parts.iter().any(|part| document.get(*part).is_none_or(Value::is_null)) {
        let verb = if parts.len() == 1 { "is" } else { "are" };
        return Err(Refusal::invalid(format!(
            "Invalid YAML format: {} {verb} required",
            parts.join(" and ")
        )));
    }
    let name = document.get("metadata").and_then(|metadata| metadata.get("name")).cloned();
    if let (Some(name), Some(fields)) = (name, document.as_object_mut()) {
        fields.insert("name".into(), name);
    }
    Ok(document)
}

/// A field of a part that need not be there, in which case reading it fails.
pub(crate) fn member<'a>(document: &'a Value, part: &str, key: &str) -> Result<Option<&'a Value>, Refusal> {
    match document.get(part) {
        None | Some(Value::Null) => {
            let nothing = if document.get(part).is_none() { "undefined" } else { "null" };
            let message = format!("Cannot read properties of {nothing} (reading '{key}')");
            Err(Refusal::unexpected("TypeError", message))
        }
        Some(part) => Ok(part.get(key)),
    }
}

/// A request body of the fields that are there.
pub(crate) fn body(fields: &[(&str, Option<&Value>)]) -> Value {
    let given = fields.iter().filter_map(|(key, value)| Some(((*key).to_owned(), (*value)?.clone())));
    Value::Object(given.collect::<Map<_, _>>())
}

/// The text of the file that a route needs.
pub(crate) fn uploaded(file: &mut Option<String>) -> Result<String, Refusal> {
    let missing =
        || Refusal::unexpected("TypeError", "Cannot read properties of undefined (reading 'buffer')");
    file.take().ok_or_else(missing)
}

/// A value as JavaScript's `toString` writes it.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(_) => "[object Object]".to_owned(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

fn to_json(yaml: Yaml, source: &str) -> Value {
    match yaml {
        Yaml::Null => Value::Null,
        Yaml::Bool(flag) => Value::Bool(flag),
        Yaml::Number(found) => match found.as_i64() {
            Some(whole) => Value::from(whole),
            None => found.as_f64().map_or(Value::Null, number),
        },
        Yaml::String(text) => odd_number(&text, source).unwrap_or(Value::String(text)),
        Yaml::Sequence(items) => items.into_iter().map(|item| to_json(item, source)).collect(),
        Yaml::Mapping(entries) => {
            let key = |key: Yaml| match key {
                Yaml::String(text) => text,
                other => shown(&to_json(other, source)),
            };
            let entries = entries.into_iter().map(|(name, value)| (key(name), to_json(value, source)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
        Yaml::Tagged(tagged) => to_json(tagged.value, source),
    }
}

/// A number that only the other reader takes for one: with zeros before it, or with `_` in it. It was in quotes if the
/// file has it in quotes anywhere.
fn odd_number(text: &str, source: &str) -> Option<Value> {
    let digits = text.trim_start_matches(['-', '+']);
    let odd = digits.starts_with(|sign: char| sign.is_ascii_digit())
        && digits.bytes().all(|sign| sign.is_ascii_digit() || sign == b'_' || sign == b'.')
        && !digits.ends_with('_')
        && text.len() <= digits.len() + 1;
    let quoted = || {
        let forms = [format!("\"{text}\""), format!("'{text}'"), format!("!!str {text}")];
        forms.iter().any(|form| source.contains(form))
    };
    if !odd || quoted() {
        return None;
    }
    text.replace('_', "").parse().ok().map(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_yaml_is_refused_in_the_other_readers_words() {
        let Err(Refusal::Named { name, message }) = parse("a: [b") else { panic!("it was taken") };
        assert_eq!(name, "YAMLException");
        let expected =
            "unexpected end of the stream within a flow collection (2:1)\n\n 1 | a: [b\n 2 | \n-----^";
        assert_eq!(message, expected);
        let Err(Refusal::Named { message, .. }) = parse("a: b\nc: d: e\n") else { panic!("it was taken") };
        assert_eq!(
            message,
            "mapping values are not allowed in this context (2:5)\n\n 1 | a: b\n 2 | c: d: e\n---------^"
        );
    }

    #[test]
    fn numbers_and_keys_are_read_as_javascript_reads_them() {
        assert_eq!(
            parse("{a: 1.0, 2: [1.10, 0x10, yes]}").unwrap(),
            serde_json::json!({"a": 1, "2": [1.1, 16, "yes"]})
        );
        assert_eq!(
            parse("{a: 014, b: '07', c: 1_000, d: -01.50, e: 1.2.3, f: _1, g: 1_, 08: x}").unwrap(),
            serde_json::json!({"a": 14, "b": "07", "c": 1000, "d": -1.5, "e": "1.2.3", "f": "_1", "g": "1_", "08": "x"})
        );
    }
}
