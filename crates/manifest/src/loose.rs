//! What a Secret holds where its document does not say so as it should: in a list, in an answer of a Controller, under an
//! anchor, or before its kind was typed. Here, too, it is rather too much that counts as secret than too little.

use std::ops::Range;

use crate::secrets::{DATA, hides_data};
use crate::tree::{Document, Node};

/// What stands at the top of a Secret and is none.
const OPEN: [&str; 8] = ["apiVersion", "kind", "metadata", "type", "immutable", "spec", DATA[0], DATA[1]];

/// What the nearest kind around a node says of its data.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    /// It is a Secret's, or nobody knows.
    Secret,
    /// It is of a kind that hides nothing.
    Open,
}

/// The values that may be those of a Secret, in bytes of the document's own text.
pub(crate) fn loose(document: &Document) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if let Some(root) = document.root().filter(|_| names_data(document.text())) {
        visit(root, Held::Secret, &mut found);
    }
    found
}

/// Whether a text has a key that data stands under.
pub(crate) fn names_data(text: &str) -> bool {
    let is_key = |at: usize| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        before.is_none_or(|char| !char.is_alphanumeric())
    };
    DATA.iter().any(|word| text.match_indices(word).any(|(at, _)| is_key(at)))
}

fn visit(node: Node<'_>, around: Held, found: &mut Vec<Range<usize>>) {
    let kind = node.own_entries().find(|entry| entry.key.scalar_text() == Some("kind"));
    let kind = kind.and_then(|entry| entry.value.scalar_text());
    let held = match kind {
        Some(kind) if hides_data(kind) => Held::Secret,
        Some(_) => Held::Open,
        // As a Controller tells of a config map.
        None if has(node, "immutable") && !has(node, "type") => Held::Open,
        None => around,
    };
    let is_secret = kind.is_some_and(hides_data);
    for entry in node.own_entries() {
        let key = entry.key.scalar_text().unwrap_or_default();
        let is_data = held == Held::Secret && DATA.contains(&key);
        let is_stray = is_secret && !OPEN.contains(&key);
        if is_data || is_stray {
            scalars(entry.value, found);
        } else {
            visit(entry.value, if key == "configMaps" { Held::Open } else { held }, found);
        }
    }
    node.items().for_each(|item| visit(item, held, found));
}

fn has(node: Node<'_>, key: &str) -> bool {
    node.own_entries().any(|entry| entry.key.scalar_text() == Some(key))
}

/// All values below a node; what an alias stands for is as secret where it is written.
fn scalars(node: Node<'_>, found: &mut Vec<Range<usize>>) {
    let value = node.resolved();
    if value.is_scalar() {
        let is_empty = value.is_null() || value.scalar_text() == Some("");
        found.extend(Some(value.local_range()).filter(|_| !is_empty));
        return;
    }
    // An alias of what it stands in would lead round in a circle.
    node.own_entries().for_each(|entry| scalars(entry.value, found));
    node.items().for_each(|item| scalars(item, found));
}

#[cfg(test)]
mod tests {
    use crate::{Covers, Manifest, without_secrets};

    /// The words in capitals are what nobody may see.
    #[track_caller]
    fn check(text: &str) {
        let manifest = Manifest::parse(text.to_owned());
        let covered = Covers::default().of(manifest.documents());
        let covered: Vec<&str> = covered.iter().filter_map(|range| text.get(range.clone())).collect();
        let (spared, found) = without_secrets(text);
        let hidden: Vec<&str> =
            text.split(|char: char| !char.is_ascii_uppercase()).filter(|it| it.len() > 2).collect();
        for word in &hidden {
            assert!(covered.iter().any(|it| it.contains(word)), "{word} is shown: {covered:?}");
            assert!(!spared.contains(word), "{word} is kept: {spared}");
        }
        assert_eq!(found, !hidden.is_empty(), "{spared}");
        assert_eq!(covered.is_empty(), hidden.is_empty(), "{covered:?}");
    }

    #[test]
    fn what_a_controller_tells_of_a_secret_is_secret() {
        check(r#"{"id": 1, "name": "s", "type": "Opaque", "data": {"pw": "ONE", "user": "TWO"}}"#);
        check(r#"{"secrets": [{"id": 1, "name": "s", "type": "tls", "data": {"tls.key": "ONE"}}]}"#);
    }

    #[test]
    fn a_secret_in_a_list_or_without_its_kind_is_one() {
        check("kind: List\nitems:\n  - kind: Secret\n    data:\n      pw: ONE\n");
        check("metadata:\n  name: s\ndata:\n  pw: ONE\n");
        check("kind: Secret\nx: &b\n  pw: ONE\ndata:\n  <<: *b\n");
        check("kind: Secret\nspec:\n  data:\n    pw: ONE\n");
    }

    #[test]
    fn data_that_nobody_hides_stays() {
        check("kind: ConfigMap\nmetadata:\n  name: s\ndata:\n  pw: one\n");
        check("kind: Microservice\nspec:\n  config:\n    data:\n      interval: 5\n");
        check(r#"{"configMaps": [{"name": "m", "data": {"a": "b"}}]}"#);
        check(r#"{"id": 1, "name": "m", "immutable": false, "data": {"a": "b"}}"#);
    }
}
