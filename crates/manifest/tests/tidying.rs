//! Texts laid out anew: what is read from them stays.

mod soup;

use manifest::{Document, EditError, Manifest, Node, Tidied, apply, tidy};
use proptest::prelude::*;

/// The text laid out, and why each document that is not is left.
fn tidied(text: &str) -> (String, Vec<EditError>) {
    let Tidied { edits, left } = tidy(&Manifest::parse(text));
    (apply(text, &edits), left.into_iter().map(|(_, why)| why).collect())
}

fn formatted(text: &str) -> Result<String, EditError> {
    let (text, left) = tidied(text);
    left.into_iter().next().map_or(Ok(text), Err)
}

#[test]
fn a_document_is_laid_out_evenly_and_keeps_its_comments() {
    for (text, expected) in [
        (
            "a:\n    b:   1   \n    c:\n    -   x\n    -  y: 1\n       z: 2\n",
            "a:\n  b: 1\n  c:\n  - x\n  - y: 1\n    z: 2\n",
        ),
        ("a:\n   - x\n   -   - y\n       - z\n", "a:\n  - x\n  - - y\n    - z\n"),
        ("# t\n\n\n\na: 1 # c\n   \n\nb: 2\n\n\n", "# t\n\na: 1 # c\n\nb: 2\n"),
        (
            "  a:\n    # about b\n    b: 1\n    # end of a\n  # end\n",
            "a:\n  # about b\n  b: 1\n  # end of a\n# end\n",
        ),
        ("a: |\n      one\n        two\n\nb: >-\n   x\n   y", "a: |\n  one\n    two\n\nb: >-\n  x\n  y\n"),
        ("a: {b: 1,\n    c: 2}\nd: [\n  1\n]\n", "a: {b: 1,\n    c: 2}\nd: [\n  1\n]\n"),
        ("a: one\n    two\nb: \"x\n      y\"\n", "a: one\n  two\nb: \"x\n  y\"\n"),
        ("a:\r\n    b: 1\r\n", "a:\r\n  b: 1\r\n"),
        ("---\na:\n    - 1\n---\nb:   &x 2\nc:  *x\n...\n", "---\na:\n  - 1\n---\nb: &x 2\nc: *x\n...\n"),
        ("a: 'quoted'\nb: \"012\"\n", "a: 'quoted'\nb: \"012\"\n"),
        ("", ""),
    ] {
        assert_eq!(formatted(text).as_deref(), Ok(expected), "{text:?}");
        assert_eq!(formatted(expected).as_deref(), Ok(expected), "{expected:?} again");
    }
}

#[test]
fn a_text_with_errors_or_rare_marks_is_not_formatted() {
    assert_eq!(formatted("a: [\n"), Err(EditError::Incomplete));
    assert_eq!(formatted("a: 1\na: 2\n"), Err(EditError::Incomplete));
    assert!(matches!(formatted("? a\n: 1\n"), Err(EditError::Unsafe(_))));
    assert!(matches!(formatted("a: |2\n   x\n"), Err(EditError::Unsafe(_))));
}

#[test]
fn a_document_that_cannot_be_laid_out_keeps_no_other_from_it() {
    let (text, left) = tidied("a:   1\n---\nb: [\n---\nc:   3\n");
    assert_eq!(text, "a: 1\n---\nb: [\n---\nc: 3\n");
    assert_eq!(left, [EditError::Incomplete]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn formatting_twice_is_formatting_once_and_changes_no_value(text in prop_oneof![soup::commented(), soup::text()]) {
        let (once, left) = tidied(&text);
        let (before, after) = (Manifest::parse(&*text), Manifest::parse(&*once));
        let codes = |manifest: &Manifest| manifest.problems().iter().map(|it| it.code).collect::<Vec<_>>();
        prop_assert_eq!(codes(&before), codes(&after), "{}", once);
        prop_assert_eq!(before.documents().len(), after.documents().len(), "{}", once);
        for (before, after) in before.documents().iter().zip(after.documents()) {
            prop_assert_eq!(before.root().map(Node::to_json), after.root().map(Node::to_json), "{}", once);
            let comments = |document: &Document| {
                let texts = document.comments().map(|range| document.text()[range].trim_end().to_owned());
                texts.collect::<Vec<_>>()
            };
            prop_assert_eq!(comments(before), comments(after), "{}", once);
        }
        prop_assert_eq!(tidied(&once), (once.clone(), left), "{}", once);
    }

    #[test]
    fn every_document_with_comments_can_be_formatted(text in soup::commented()) {
        prop_assert!(formatted(&text).is_ok(), "{text}");
    }
}
