//! The quick reader against the full parser: the same tree, node by node, or nothing.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::compare::{documents, one};
use super::read;
use crate::limits::Limits;

#[path = "../../../benches/corpus.rs"]
mod corpus;
#[path = "../../../tests/soup/mod.rs"]
mod soup;

/// How many documents of a text the quick reader took; each is compared.
fn compare_documents(text: &str) -> usize {
    match documents(text) {
        Ok(taken) => taken,
        Err(difference) => panic!("{difference}"),
    }
}

fn examples() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/examples");
    let files =
        ["valid", "invalid"].iter().flat_map(|name| fs::read_dir(folder.join(name)).into_iter().flatten());
    files.flatten().filter_map(|file| fs::read_to_string(file.path()).ok()).collect()
}

#[test]
fn ordinary_manifests_are_read_quickly_and_alike() {
    let text = corpus::microservices(3);
    assert_eq!(compare_documents(&text), 3);
    let taken: usize = examples().iter().map(|text| compare_documents(text)).sum();
    assert!(taken > 100, "only {taken} documents were read quickly");
}

#[test]
fn a_key_that_is_too_long_is_left_to_the_parser() {
    let long = "e:".repeat(600);
    for text in [format!("{long}: a\n"), format!("a: {{{long}: b}}\n"), format!("a: {{\"{long}\": b}}\n")] {
        assert_eq!(compare_documents(&text), 0, "{text}");
    }
}

#[test]
fn each_form_is_read_alike_or_left_to_the_parser() {
    // text, whether the quick reader takes it
    for (text, quick) in [
        ("", true),
        ("# only a comment", true),
        ("---\n", true),
        ("--- # c\na: b # d\n# e\n", true),
        ("  a: b\n  c:\n", true),
        ("a:\n- b\n-\n- c: d\n  e: f\n- - g\n  - h\nz:\n", true),
        ("a: 'b' # c\n\"d\": [e, 'f', {g: h, \"i\":j}, ]\n", true),
        ("a: |\n  b\n\n   c\n\n\nd: |-\n  e\nf: g\n", true),
        ("a: http://b:80/#c\n", true),
        ("a: b\na: c\n", true),
        ("a: -b\nc: ?d\ne: :f\n", true),
        ("a: b\n  c\n", false),
        ("a: b: c\n", false),
        ("a: \"b\\n\"\n", false),
        ("a: 'b''c'\n", false),
        ("a: [b\n  , c]\n", false),
        ("a: &b c\n", false),
        ("a: *b\n", false),
        ("a: !!str b\n", false),
        ("a: >\n  b\n", false),
        ("a: |+\n  b\n", false),
        ("? a\n: b\n", false),
        ("<<: {a: b}\n", false),
        ("a: b\r\n", false),
        ("a:\tb\n", false),
        ("a: {b: c: d}\n", false),
        ("a: {{b}}\n", false),
        ("a: [b: c]\n", false),
        ("a\n", false),
        ("a: b\n- c\n", false),
        ("a:\n    b: c\n  d: e\n", false),
        ("- a\nb: c\n", false),
        ("a: b\n...\n", false),
        ("%YAML 1.2\n---\na: b\n", false),
    ] {
        assert_eq!(one(text), Ok(quick), "{text}");
    }
}

#[test]
fn nesting_beyond_the_limit_is_left_to_the_parser() {
    let limits = Limits { depth: 3, ..Limits::default() };
    assert!(read("a: {b: {c: d}}\n", &limits).is_some());
    assert!(read("a: {b: {c: [d]}}\n", &limits).is_none());
}

/// Pieces that change what a text means.
const PIECES: &[&str] = &[
    "", " ", "  ", "\n", ":", ": ", "- ", "-", "{", "}", "[", "]", "\"", "'", "#", " #", "&a ", "*a", "|",
    "|-\n", ">", ",", "?", "? ", "!", "%", "@", "...", "---", "<<: ", "\t", "\u{e4}", "x: y\n", "\n  ",
    "\n    - ", "\\",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_texts_are_read_alike(text in prop_oneof![soup::text(), soup::commented()]) {
        compare_documents(&text);
    }

    #[test]
    fn examples_with_something_put_in_are_read_alike(
        example in prop::sample::select(examples()),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0usize..4, prop::sample::select(PIECES)), 1..4),
    ) {
        let mut chars: Vec<char> = example.chars().collect();
        for (place, length, piece) in changes {
            let at = place.index(chars.len() + 1);
            let end = (at + length).min(chars.len());
            chars.splice(at..end, piece.chars());
        }
        compare_documents(&chars.into_iter().collect::<String>());
    }
}

#[test]
fn an_item_of_blanks_stands_where_the_parser_puts_it() {
    for text in [
        "spec:\n- \napiVersion: a\n",
        "a:\n  - \n  - b\n",
        "- \n",
        "- \n- \n",
        "a:\n- \n\nb: c\n",
        "a:\n-  \nb: c\n",
        "a:\n-\nb: c\n",
        "a:\n- \n",
    ] {
        assert!(one(text).is_ok(), "{:?}", one(text));
    }
}
