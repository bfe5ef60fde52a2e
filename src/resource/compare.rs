//! One document beside another state of it: what of the two is shown, and taking lines of the other one over.

use std::ops::Range;

use manifest::{Document, Edit, Manifest, Path};
use serde_json::Value;

/// Where values of a document stand that nobody is shown.
const HIDDEN: [&str; 2] = ["data", "stringData"];

/// Lines of the other state, and those of the document in whose place they belong; both counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub other: Range<usize>,
    pub own: Range<usize>,
}

/// A text as it may be shown: with dots for its secrets, line for line.
pub fn covered(text: &str) -> String {
    let manifest = Manifest::parse(text);
    manifest::masked(manifest.documents()).unwrap_or_else(|| text.to_owned())
}

/// What takes lines of another state into a document, as one edit of the whole text.
pub fn take(document: &Document, other: &str, lines: &Taken) -> Edit {
    let text = document.text();
    let own = line_start(text, lines.own.start)..line_start(text, lines.own.end);
    let from = line_start(other, lines.other.start)..line_start(other, lines.other.end);
    let mut new = other.get(from).unwrap_or_default().to_owned();
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let is_open = |text: &str| !text.is_empty() && !text.ends_with(['\n', '\r']);
    if !new.is_empty() && is_open(text.get(..own.start).unwrap_or_default()) {
        new.insert_str(0, end);
    }
    if is_open(&new) && own.end < text.len() {
        new.push_str(end);
    }
    let start = document.range().start;
    Edit { range: start + own.start..start + own.end, text: new }
}

/// Where a line begins, as an editor counts them; behind the last one the end.
fn line_start(text: &str, line: usize) -> usize {
    if line == 0 {
        return 0;
    }
    let bytes = text.as_bytes();
    let ends_line = |at: &usize| match bytes.get(*at) {
        Some(b'\n') => true,
        Some(b'\r') => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    (0..bytes.len()).filter(ends_line).nth(line - 1).map_or(text.len(), |at| at + 1)
}

/// The keys under which two states of an object whose values nobody is shown hold something else.
pub fn other_values(one: &str, other: &str) -> Vec<String> {
    let (one, other) = (value_of(one), value_of(other));
    let mut found = Vec::new();
    for place in HIDDEN {
        let values = |of: &Option<Value>| of.as_ref().and_then(|of| of.get(place)?.as_object().cloned());
        let (Some(one), Some(other)) = (values(&one), values(&other)) else { continue };
        let differs = |(key, value): &(&String, &Value)| other.get(*key).is_some_and(|other| other != *value);
        found.extend(one.iter().filter(differs).map(|(key, _)| key.clone()));
    }
    found
}

/// The first document that says something, as a value.
pub fn value_of(text: &str) -> Option<Value> {
    let manifest = Manifest::parse(text);
    let document = manifest.documents().iter().find(|one| !one.is_empty())?;
    document.is_complete().then(|| document.root().map(manifest::Node::to_json)).flatten()
}

/// A value as a manifest.
pub fn text_of(value: &Value) -> String {
    // Any document becomes any other; it begins as one of that kind, because that is what an edit may not take away.
    let start =
        Manifest::parse(format!("kind: {}\n", value.get("kind").and_then(Value::as_str).unwrap_or("_")));
    let edits = start.documents().first().and_then(|document| document.set(&Path::root(), value).ok());
    manifest::apply(start.text(), &edits.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes lines of `other` into the document `at` of `text`.
    #[track_caller]
    fn check(text: &str, at: usize, other: &str, (from, own): (Range<usize>, Range<usize>), expected: &str) {
        let manifest = Manifest::parse(text);
        let edit = take(&manifest.documents()[at], other, &Taken { other: from, own });
        assert_eq!(manifest::apply(text, &[edit]), expected);
    }

    #[test]
    fn lines_take_the_place_of_lines() {
        check("a: 1\nb: 2\nc: 3\n", 0, "a: 1\nb: 9\nc: 3\n", (1..2, 1..2), "a: 1\nb: 9\nc: 3\n");
        check("a: 1\nc: 3\n", 0, "a: 1\nb: 2\nc: 3\n", (1..2, 1..1), "a: 1\nb: 2\nc: 3\n");
        check("a: 1\nb: 2\nc: 3\n", 0, "a: 1\nc: 3\n", (1..1, 1..2), "a: 1\nc: 3\n");
    }

    #[test]
    fn a_document_in_the_middle_of_a_file_changes_alone() {
        let text = "a: 1\n---\nb: 2\n---\nc: 3\n";
        check(text, 1, "---\nb: 9\n", (1..2, 1..2), "a: 1\n---\nb: 9\n---\nc: 3\n");
    }

    #[test]
    fn lines_end_as_those_around_them() {
        check("a: 1\r\nb: 2\r\n", 0, "a: 9\r\nb: 2\r\n", (0..1, 0..1), "a: 9\r\nb: 2\r\n");
        check("a: 1", 0, "a: 1\nb: 2", (1..2, 1..1), "a: 1\nb: 2");
        check("a: 1\nb: 2", 0, "c: 3", (0..1, 0..1), "c: 3\nb: 2");
    }

    #[test]
    fn only_the_keys_of_hidden_values_are_told() {
        let one = "kind: Secret\ndata:\n  a: x\n  b: y\n  c: z\n";
        assert_eq!(other_values(one, "kind: Secret\ndata:\n  a: x\n  b: other\n"), ["b"]);
        assert!(!covered(one).contains('x'));
    }

    #[test]
    fn a_value_becomes_a_text_and_is_read_again() {
        let text = "kind: Registry\nspec:\n  url: a\n";
        assert_eq!(value_of(text).map(|value| text_of(&value)).as_deref(), Some(text));
    }
}
