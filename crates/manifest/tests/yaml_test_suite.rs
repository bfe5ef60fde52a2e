//! The YAML test suite: 402 cases, each read as a manifest and compared with the expected event tree.
//!
//! A valid case passes when the tree is the expected one, an invalid one when an error is reported. Cases that differ
//! are listed in [`DIFFERENT`] with their reason; the list must be exact.

#![expect(clippy::unwrap_used, reason = "a test may stop at what must not happen")]

use std::collections::BTreeMap;
use std::fmt::Write;

use manifest::{Document, Manifest, Node, ScalarStyle, Severity};
use serde_json::Value;

/// Case and why it differs. None of these is a valid document read as something else.
const DIFFERENT: &[(&str, &str)] = &[
    // A list between brackets whose lines are not indented: the Controller's js-yaml, PyYAML and yaml.v2 accept it too.
    ("9C9N", "accepted"),
];

/// Cases whose values differ from the suite's JSON, which the suite gives for YAML's own schemas, not js-yaml's.
const OTHER_VALUES: &[(&str, &str)] =
    &[("RZT7", "times: js-yaml makes dates of them"), ("UGM3", "a date: js-yaml makes a Date of it")];

#[test]
fn values_are_those_of_the_test_suite() {
    let mut different = Vec::new();
    let mut compared = 0;
    for case in include_str!("yaml-test-suite/cases.jsonl").lines() {
        let case: Value = serde_json::from_str(case).unwrap();
        let Some(json) = case["json"].as_str() else { continue };
        let Ok(expected) =
            serde_json::Deserializer::from_str(json).into_iter().collect::<Result<Vec<Value>, _>>()
        else {
            continue;
        };
        compared += 1;
        let manifest = Manifest::parse(case["yaml"].as_str().unwrap());
        let actual: Vec<Value> =
            documents(&manifest).map(|it| it.root().map_or(Value::Null, Node::to_json)).collect();
        let same =
            actual.len() == expected.len() && actual.iter().zip(&expected).all(|(a, b)| same_json(a, b));
        if !same && OTHER_VALUES.iter().all(|(id, _)| case["id"] != *id) {
            different.push(format!("{}: expected {expected:?}, got {actual:?}", case["id"]));
        }
    }
    println!(
        "YAML test suite: {compared} cases with values, {} differ",
        different.len() + OTHER_VALUES.len()
    );
    assert!(compared > 250, "{compared}");
    assert!(different.is_empty(), "{different:#?}");
}

fn same_json(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_json(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same_json(a, b)))
        }
        _ => a == b,
    }
}

/// The documents as the suite counts them: comments alone make none.
fn documents(manifest: &Manifest) -> impl Iterator<Item = &Document> {
    manifest.documents().iter().filter(|document| {
        let mut lines = document.text().lines();
        document.root().is_some() || lines.any(|line| line.trim_start_matches('\u{feff}').starts_with("---"))
    })
}

#[test]
fn the_test_suite_passes_but_for_the_listed_cases() {
    let cases = include_str!("yaml-test-suite/cases.jsonl").lines();
    let mut different = BTreeMap::new();
    let (mut valid, mut invalid) = (0, 0);
    for case in cases {
        let case: Value = serde_json::from_str(case).unwrap();
        let (id, yaml) = (case["id"].as_str().unwrap(), case["yaml"].as_str().unwrap());
        let manifest = Manifest::parse(yaml);
        let errors = manifest.problems().iter().filter(|it| it.severity == Severity::Error).count();
        if case["fail"] == true {
            invalid += 1;
            if errors == 0 {
                different.insert(id.to_owned(), "accepted".to_owned());
            }
            continue;
        }
        valid += 1;
        let complete = manifest.documents().iter().all(Document::is_complete);
        let (expected, actual) = (normal(case["tree"].as_str().unwrap()), tree(&manifest));
        if !complete {
            let first = manifest.problems().first().map(|it| it.message.clone()).unwrap_or_default();
            different.insert(id.to_owned(), format!("refused: {first}"));
        } else if expected != actual {
            different.insert(id.to_owned(), format!("misread: expected {expected}\ngot {actual}"));
        }
    }
    let failed = different.len();
    println!(
        "YAML test suite: {valid} valid, {invalid} invalid cases; {} passed, {failed} failed",
        valid + invalid - failed
    );
    assert_eq!(valid + invalid, 402);
    let unexpected: Vec<_> =
        different.iter().filter(|(id, _)| DIFFERENT.iter().all(|(known, _)| known != id)).collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
    let mended: Vec<_> = DIFFERENT.iter().filter(|(id, _)| !different.contains_key(*id)).collect();
    assert!(mended.is_empty(), "these pass now: {mended:?}");
}

/// The suite's tree without indentation and without how documents are marked.
fn normal(tree: &str) -> String {
    let lines = tree.lines().map(str::trim_start).filter(|line| !matches!(*line, "+STR" | "-STR"));
    let plain = lines.map(|line| match line.get(..4) {
        Some(mark @ ("+DOC" | "-DOC")) => mark,
        _ => line,
    });
    plain.fold(String::new(), |out, line| out + line + "\n")
}

fn tree(manifest: &Manifest) -> String {
    let mut out = String::new();
    for document in documents(manifest) {
        out.push_str("+DOC\n");
        match document.root() {
            Some(root) => node(root, &mut out),
            None => out.push_str("=VAL :\n"),
        }
        out.push_str("-DOC\n");
    }
    out
}

fn node(node: Node<'_>, out: &mut String) {
    if node.is_alias() {
        writeln!(out, "=ALI {}", node.source()).unwrap();
        return;
    }
    let anchor = node.anchor().map(|name| format!(" &{name}")).unwrap_or_default();
    let tag = node.tag().map(|tag| format!(" <{tag}>")).unwrap_or_default();
    if node.is_mapping() {
        writeln!(out, "+MAP{}{anchor}{tag}", if node.is_flow() { " {}" } else { "" }).unwrap();
        for entry in node.own_entries() {
            self::node(entry.key, out);
            self::node(entry.value, out);
        }
        out.push_str("-MAP\n");
    } else if node.is_sequence() {
        writeln!(out, "+SEQ{}{anchor}{tag}", if node.is_flow() { " []" } else { "" }).unwrap();
        node.items().for_each(|item| self::node(item, out));
        out.push_str("-SEQ\n");
    } else {
        let style = match node.style().unwrap() {
            ScalarStyle::Plain => ':',
            ScalarStyle::SingleQuoted => '\'',
            ScalarStyle::DoubleQuoted => '"',
            ScalarStyle::Literal => '|',
            ScalarStyle::Folded => '>',
        };
        let text =
            node.scalar_text().unwrap().replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t");
        let text = text.replace('\r', "\\r").replace('\u{8}', "\\b");
        writeln!(out, "=VAL{anchor}{tag} {style}{text}").unwrap();
    }
}
