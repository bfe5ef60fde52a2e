//! Documents taken apart and put together, and names that others name.

mod soup;

use manifest::{Manifest, Node, apply};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

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
