//! Uploaded YAML files: reading them, and failures in the words of the reader that the Controller uses.

use serde_json::{Map, Value};
use serde_norway::Value as Yaml;

use crate::api::Refusal;

/// The one document of an upload, as JSON.
///
/// # Errors
/// `YAMLException` for text that is not YAML.
pub(crate) fn parse(text: &str) -> Result<Value, Refusal> {
    let read = serde_norway::from_str::<Yaml>(text).and_then(|mut yaml| yaml.apply_merge().map(|()| yaml));
    match read {
        Ok(yaml) => Ok(to_json(yaml)),
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

/// A document that need not have a spec, as roles and the like have their fields beside the metadata.
pub(crate) fn flat_document(text: &str, kind: &str) -> Result<Value, Refusal> {
    let mut document = parse(text)?;
    let found = document.get("kind").map_or_else(|| "undefined".to_owned(), shown);
    if found != kind {
        return Err(Refusal::invalid(format!("Invalid kind {found}")));
    }
    let name = document.get("metadata").and_then(|metadata| metadata.get("name")).cloned();
    let Some(name) = name.filter(|name| !name.is_null()) else {
        return Err(Refusal::invalid("Invalid YAML format"));
    };
    let spec = document.get_mut("spec").map(Value::take).unwrap_or_default();
    if let (Some(fields), Value::Object(spec)) = (document.as_object_mut(), spec) {
        fields.extend(spec);
    }
    document["name"] = name;
    Ok(document)
}

/// The named fields of a document, as a request body.
pub(crate) fn picked(document: &Value, keys: &[&str]) -> Value {
    let given = keys.iter().filter_map(|key| Some(((*key).to_owned(), document.get(*key)?.clone())));
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

fn to_json(yaml: Yaml) -> Value {
    match yaml {
        Yaml::Null => Value::Null,
        Yaml::Bool(flag) => Value::Bool(flag),
        Yaml::Number(number) => to_number(&number),
        Yaml::String(text) => Value::String(text),
        Yaml::Sequence(items) => items.into_iter().map(to_json).collect(),
        Yaml::Mapping(entries) => {
            let key = |key: Yaml| shown(&to_json(key));
            Value::Object(
                entries.into_iter().map(|(name, value)| (key(name), to_json(value))).collect::<Map<_, _>>(),
            )
        }
        Yaml::Tagged(tagged) => to_json(tagged.value),
    }
}

/// JavaScript has one kind of number: `1.0` is `1`.
fn to_number(number: &serde_norway::Number) -> Value {
    if let Some(whole) = number.as_i64() {
        return Value::from(whole);
    }
    match number.as_f64() {
        #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and within 2^53")]
        Some(float) if float.fract() == 0.0 && float.abs() < 9e15 => Value::from(float as i64),
        Some(float) => Value::from(float),
        None => Value::Null,
    }
}

/// What the other reader says about the same mistake, by a part of what this one says.
const WORDS: [(&str, &str); 10] = [
    ("expected ',' or", "missed comma between flow collection entries"),
    ("cannot start any token", "tab characters must not be used in indentation"),
    ("mapping values are not allowed", "bad indentation of a mapping entry"),
    ("did not find expected key", "bad indentation of a mapping entry"),
    ("did not find expected '-'", "bad indentation of a sequence entry"),
    ("could not find expected ':'", "can not read an implicit mapping entry; a colon is missed"),
    ("unknown escape", "unknown escape sequence"),
    ("duplicate entry", "duplicated mapping key"),
    ("unknown anchor", "unidentified alias"),
    ("more than one document", "expected a single document in the stream, but found more"),
];

fn complaint(text: &str, error: &serde_norway::Error) -> String {
    let said = error.to_string();
    let place = error.location();
    let offset = place.as_ref().map_or(text.len(), serde_norway::Location::index);
    let at_end = text.get(offset..).is_none_or(|rest| rest.trim().is_empty());
    let reason = if at_end && said.contains("expected ',' or") {
        "unexpected end of the stream within a flow collection"
    } else if said.contains("unexpected end of stream") {
        "unexpected end of the stream within a double quoted scalar"
    } else {
        WORDS.iter().find(|(part, _)| said.contains(part)).map_or(said.as_str(), |(_, words)| words)
    };
    // The reader adds the line break that a last line lacks.
    let whole = if text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") };
    let lines = whole.split('\n').collect::<Vec<_>>();
    let (line, column) = match place {
        Some(place) if !at_end => (place.line(), place.column()),
        _ => (lines.len(), 1),
    };
    format!("{reason} ({line}:{column})\n\n{}", snippet(&lines, line, column))
}

/// The lines around a place, with an arrow below it.
fn snippet(lines: &[&str], line: usize, column: usize) -> String {
    let (first, last) = (line.saturating_sub(3).max(1), (line + 2).min(lines.len()));
    let width = last.to_string().len();
    let mut shown = Vec::new();
    for number in first..=last {
        shown.push(format!(" {number:>width$} | {}", lines.get(number - 1).unwrap_or(&"")));
        if number == line {
            shown.push(format!("{}^", "-".repeat(width + 3 + column)));
        }
    }
    shown.join("\n")
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
    }

    #[test]
    fn numbers_and_keys_are_read_as_javascript_reads_them() {
        assert_eq!(
            parse("{a: 1.0, 2: [1.10, 0x10, yes]}").unwrap(),
            serde_json::json!({"a": 1, "2": [1.1, 16, "yes"]})
        );
    }
}
