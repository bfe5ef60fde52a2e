//! Values against `serde_norway`, a maintained fork of serde_yaml: they agree, or the text is on the list of manifest
//! rules 1.6 (the Controller's js-yaml reads more texts as numbers and dates than YAML 1.2's core schema).

#![expect(clippy::unwrap_used, reason = "a test may stop at what must not happen")]

mod soup;

use manifest::{Manifest, Meaning, Node};
use proptest::prelude::*;
use serde_norway::Value;

const PLAIN: &[&str] = &[
    "yes",
    "on",
    "y",
    "012",
    "0o17",
    "0x1F",
    "0b11",
    "1_000",
    "1.10",
    "1e3",
    "1E+5",
    "-.5",
    ".5",
    "1.",
    "+1",
    "+.inf",
    ".NaN",
    "-.INF",
    "2024-01-01",
    "2024-1-1 1:02:03",
    "9007199254740993",
    "18446744073709551616",
    "80.0",
    "~",
    "null",
    "Null",
    "nULL",
    "true",
    "TRUE",
    "tRUE",
    "False",
    "12:30:45",
    "0x",
    "0o8",
    "1__0",
    "_1",
    "1_",
    "-",
    "-0",
    "1e",
    "e3",
    "text",
    "1.2.3",
    "...",
    "0xFFFFFFFFFFFFFFFFF",
    "00",
    "-012",
    "0.1e-2",
    "a b",
    "NO",
    "=",
    "1,000",
    "1E310",
];

/// Whether js-yaml and the core schema are known to differ about this plain text.
fn on_the_list(text: &str) -> bool {
    let unsigned = text.trim_start_matches(['-', '+']);
    let leading_zero = unsigned.len() > 1
        && unsigned.starts_with('0')
        && unsigned.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    let underscore = unsigned.contains('_');
    let binary = unsigned.starts_with("0b");
    let date = unsigned.len() >= 8
        && unsigned.contains('-')
        && unsigned.starts_with(|char: char| char.is_ascii_digit());
    // js-yaml asks for a digit before the point when there is a sign; and it keeps what exceeds 64 bits as a double.
    let signed_point = unsigned.len() != text.len() && unsigned.starts_with('.');
    let huge = unsigned.len() > 17;
    // Beyond all doubles is infinity to js-yaml and the core schema; the other reader makes a text of it.
    let beyond = text.parse::<f64>().is_ok_and(f64::is_infinite);
    let bare_exponent = unsigned.starts_with("0x") || unsigned.starts_with("0o");
    let known = leading_zero || underscore || binary || date || signed_point || huge || beyond;
    known || bare_exponent && text != unsigned
}

fn compare(node: Node<'_>, value: &Value) -> Result<(), String> {
    let differ = || Err(format!("{:?} is {:?} here and {value:?} there", node.source(), node.meaning()));
    match value {
        Value::Sequence(values) if node.is_sequence() && node.items().len() == values.len() => {
            node.items().zip(values).try_for_each(|(item, value)| compare(item, value))
        }
        Value::Mapping(map) if node.is_mapping() && node.own_entries().len() == map.len() => {
            node.own_entries().zip(map).try_for_each(|(entry, (key, value))| {
                compare(entry.key, key)?;
                compare(entry.value, value)
            })
        }
        Value::Sequence(_) | Value::Mapping(_) | Value::Tagged(_) => differ(),
        scalar => {
            let same = match (node.meaning(), scalar) {
                (Some(Meaning::Null), Value::Null) => true,
                (Some(Meaning::Bool(a)), Value::Bool(b)) => a == *b,
                (Some(Meaning::Number(a)), Value::Number(b)) => {
                    let b = b.as_f64().unwrap();
                    a == b || a.is_nan() && b.is_nan()
                }
                (Some(Meaning::String), Value::String(text)) => node.scalar_text() == Some(text),
                _ => false,
            };
            let known = node.style() == Some(manifest::ScalarStyle::Plain) && on_the_list(node.source());
            if same || known { Ok(()) } else { differ() }
        }
    }
}

#[test]
fn plain_texts_mean_the_same_or_are_on_the_list() {
    for text in PLAIN {
        let document = format!("a: {text}\n");
        let Ok(value) = serde_norway::from_str::<Value>(&document) else { continue };
        let manifest = Manifest::parse(&*document);
        compare(manifest.documents()[0].root().unwrap(), &value).unwrap();
    }
}

#[test]
fn a_number_beyond_all_doubles_is_infinite_and_written_back_as_it_was() {
    for (text, meaning) in [("1E310", f64::INFINITY), ("-1e999", f64::NEG_INFINITY)] {
        let manifest = Manifest::parse(format!("a: {text}\n"));
        let (document, path) = (&manifest.documents()[0], "a".parse().unwrap());
        let node = document.get(&path).unwrap();
        assert_eq!((node.meaning(), node.scalar_text()), (Some(Meaning::Number(meaning)), Some(text)));
        assert_eq!(document.set(&path, &node.to_json()), Ok(vec![]), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_documents_mean_the_same(text in soup::commented()) {
        let manifest = Manifest::parse(&*text);
        prop_assert_eq!(manifest.problems(), vec![]);
        let value: Value = serde_norway::from_str(&text).unwrap();
        let outcome = compare(manifest.documents()[0].root().unwrap(), &value);
        prop_assert!(outcome.is_ok(), "{:?}\n{}", outcome, text);
    }

    #[test]
    fn plain_texts_made_of_number_characters_mean_the_same(text in "[-+]?[0-9a-fox._:eE]{1,6}") {
        let document = format!("a: {text}\n");
        let manifest = Manifest::parse(&*document);
        if let Ok(value) = serde_norway::from_str::<Value>(&document) && manifest.problems().is_empty() {
            let outcome = compare(manifest.documents()[0].root().unwrap(), &value);
            prop_assert!(outcome.is_ok(), "{:?}", outcome);
        }
    }

    #[test]
    fn texts_of_every_style_mean_the_same_where_both_read_them(text in soup::text()) {
        let manifest = Manifest::parse(&*text);
        let [document] = manifest.documents() else { return Ok(()) };
        let (Some(root), Ok(value)) = (document.root(), serde_norway::from_str::<Value>(&text)) else { return Ok(()) };
        // There, merges and tags stay as written, and a byte-order mark is taken for text.
        if manifest.problems().is_empty() && !text.contains(['!', '\u{feff}']) && !text.contains("<<") {
            let outcome = compare(root, &value);
            prop_assert!(outcome.is_ok(), "{:?}\n{}", outcome, text);
        }
    }
}
