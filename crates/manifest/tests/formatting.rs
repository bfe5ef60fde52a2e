//! Formatting, and documents taken apart and put together.

mod soup;

use manifest::{EditError, Manifest, Node, apply};
use proptest::prelude::*;

fn formatted(text: &str) -> Result<String, EditError> {
    let manifest = Manifest::parse(text);
    let mut edits = Vec::new();
    for document in manifest.documents() {
        edits.extend(document.format()?);
    }
    Ok(apply(text, &edits))
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

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn formatting_twice_is_formatting_once_and_changes_no_value(text in prop_oneof![soup::commented(), soup::text()]) {
        let Ok(once) = formatted(&text) else { return Ok(()) };
        let (before, after) = (Manifest::parse(&*text), Manifest::parse(&*once));
        prop_assert_eq!(after.problems(), vec![]);
        prop_assert_eq!(before.documents().len(), after.documents().len());
        for (before, after) in before.documents().iter().zip(after.documents()) {
            prop_assert_eq!(before.root().map(Node::to_json), after.root().map(Node::to_json), "{}", once);
            prop_assert_eq!(before.comments().count(), after.comments().count(), "{}", once);
        }
        prop_assert_eq!(formatted(&once), Ok(once.clone()), "{}", once);
    }

    #[test]
    fn every_document_with_comments_can_be_formatted(text in soup::commented()) {
        prop_assert!(formatted(&text).is_ok(), "{text}");
    }

    #[test]
    fn what_is_taken_apart_can_be_put_together(documents in prop::collection::vec(soup::commented(), 1..4)) {
        let whole = Manifest::parse(documents.join("---\n"));
        prop_assert_eq!(whole.problems(), vec![]);
        let parts = whole.split();
        let together = Manifest::parse(Manifest::concatenate(parts.iter().map(String::as_str)));
        prop_assert_eq!(together.problems(), vec![], "{}", together.text());
        let values = |manifest: &Manifest| {
            let full = manifest.documents().iter().filter(|it| !it.is_empty());
            full.map(|it| it.root().map(Node::to_json)).collect::<Vec<_>>()
        };
        prop_assert_eq!(values(&whole), values(&together), "{}", together.text());
    }
}

#[test]
fn documents_become_files_and_files_one_text() {
    let text = "# first\nkind: A\n---\n---\n# second\nkind: B\n...\n";
    let parts = Manifest::parse(text).split();
    assert_eq!(parts, ["# first\nkind: A\n", "# second\nkind: B\n"]);
    let joined =
        Manifest::concatenate(["kind: A", "\u{feff}---\nkind: B\n", "", "%YAML 1.2\n---\nkind: C\n"]);
    assert_eq!(joined, "kind: A\n---\nkind: B\n...\n%YAML 1.2\n---\nkind: C\n");
    assert_eq!(Manifest::parse(joined).problems(), []);
}

#[test]
fn a_renamed_application_takes_its_microservices_along() {
    let text = "kind: Application\nmetadata:\n  name: a\n---\nkind: Microservice\nmetadata:\n  name: a/x\n---\n\
                kind: Microservice\nmetadata:\n  name: y\nspec:\n  application: 'a' # here\n---\nkind: Microservice\n\
                metadata: {name: b/z}\n";
    let mut manifest = Manifest::parse(text);
    let edits = manifest.rename(0, "new").unwrap();
    manifest.edit(&edits);
    let expected = text.replace("name: a\n", "name: new\n").replace("a/x", "new/x").replace("'a'", "'new'");
    assert_eq!(manifest.text(), expected);
}

#[test]
fn a_renamed_application_takes_the_name_that_wins_and_extra_hosts_along() {
    let text = "kind: Application\nmetadata: {name: outer}\nspec:\n  name: old # wins\n  microservices:\n    - name: a\n      container:\n        \
                extraHosts: [{name: b, address: \"${Apps.old.b.local}\"}, {name: c, address: \"${Apps.older.b.local}\"}]\n---\n\
                kind: Microservice\nmetadata: {name: x}\nspec: {name: old/x}\n---\nkind: Microservice\nmetadata: {name: outer/y}\n";
    let manifest = Manifest::parse(text);
    let edits = manifest.rename(0, "new").unwrap();
    let expected = text
        .replacen("name: outer}", "name: new}", 1)
        .replace("name: old #", "name: new #")
        .replace("Apps.old.", "Apps.new.")
        .replace("old/x", "new/x");
    assert_eq!(apply(text, &edits), expected);
}
