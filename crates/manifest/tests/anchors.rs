//! Anchors and their aliases: found from any of their places, and renamed together.

#![expect(clippy::unwrap_used, reason = "a test may stop at what must not happen")]

mod soup;

use manifest::{Manifest, Node, RenameError, anchor_at, apply, rename_anchor};
use proptest::prelude::*;

/// In a row, `⟦` stands where one asks. Renames to `new`.
fn renamed(row: &str, new: &str) -> Result<String, RenameError> {
    let at = row.find('⟦').unwrap();
    let text = row.replace('⟦', "");
    let edits = rename_anchor(&Manifest::parse(&*text), at, new)?;
    Ok(apply(&text, &edits))
}

#[test]
fn an_anchor_is_renamed_with_its_aliases_from_any_of_them() {
    for (row, expected) in [
        ("a: ⟦&x 1\nb: *x\nc: [*x, {k: *x}]\n", "a: &new 1\nb: *new\nc: [*new, {k: *new}]\n"),
        ("a: &x⟦ 1\nb: *x\n", "a: &new 1\nb: *new\n"),
        ("a: &x 1\nb: ⟦*x\n", "a: &new 1\nb: *new\n"),
        ("a: &x 1\nb: *x⟦\n", "a: &new 1\nb: *new\n"),
        ("a: &x {k: 1}\nb:\n  <<: *⟦x\n  l: 2\n", "a: &new {k: 1}\nb:\n  <<: *new\n  l: 2\n"),
        ("a: !!str &⟦x 1\nb: *x\n", "a: !!str &new 1\nb: *new\n"),
        ("a: &⟦x !!str 1\nb: *x\n", "a: &new !!str 1\nb: *new\n"),
        ("a: &⟦x\nb: *x\n", "a: &new\nb: *new\n"),
        ("&⟦x a: 1\nb:\n  *x : *x\n", "&new a: 1\nb:\n  *new : *new\n"),
        ("a: &⟦ä 1\r\nb: *ä # x\r\n", "a: &new 1\r\nb: *new # x\r\n"),
        // The same name in another document is another anchor, and so is a later one.
        ("a: &x 1\nb: *x\n---\na: &⟦x 2\nb: *x\n", "a: &x 1\nb: *x\n---\na: &new 2\nb: *new\n"),
        ("a: &⟦x 1\nb: *x\nc: &x 2\nd: *x\n", "a: &new 1\nb: *new\nc: &x 2\nd: *x\n"),
        ("a: &x 1\nb: *x\nc: &x 2\nd: *⟦x\n", "a: &x 1\nb: *x\nc: &new 2\nd: *new\n"),
    ] {
        assert_eq!(renamed(row, "new").as_deref(), Ok(expected), "{row}");
    }
}

#[test]
fn a_name_that_would_change_what_is_read_is_refused() {
    for (row, new, why) in [
        ("a: ⟦1\n", "new", RenameError::NoAnchor),
        ("a: \"⟦&x\"\n", "new", RenameError::NoAnchor),
        ("a: *⟦unknown\n", "new", RenameError::NoAnchor),
        ("a: &⟦x 1\n", "", RenameError::NoName),
        ("a: &⟦x 1\n", "a b", RenameError::NoName),
        ("a: &⟦x 1\n", "a]", RenameError::NoName),
        ("a: &⟦x 1\nb: &y 2\n", "y", RenameError::Taken),
        ("a: &⟦x 1\nb: [\n", "new", RenameError::Incomplete),
    ] {
        assert_eq!(renamed(row, new), Err(why), "{row}");
    }
    assert_eq!(renamed("a: &⟦x 1\nb: *x\n", "x").as_deref(), Ok("a: &x 1\nb: *x\n"));
}

#[test]
fn what_is_at_a_place_is_told_with_its_range() {
    let manifest = Manifest::parse("k: 1\n---\na: &name 1\nb: *name\n");
    let at = |word: &str| manifest.text().find(word).unwrap();
    for word in ["&name", "*name"] {
        let anchor = anchor_at(&manifest, at(word) + 2).unwrap();
        assert_eq!((&*anchor.name, anchor.range), ("name", at(word) + 1..at(word) + 5));
    }
    for place in [0, at("a:"), at(" 1\nb"), manifest.text().len(), 1_000] {
        let found = anchor_at(&manifest, place).map(|anchor| anchor.range);
        assert_eq!(found, (place == at(" 1\nb")).then_some(at("&name") + 1..at("&name") + 5), "{place}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn renaming_changes_no_value_and_back_again_no_letter(text in prop_oneof![soup::commented(), soup::text()]) {
        let manifest = Manifest::parse(&*text);
        let places = text.char_indices().filter(|(_, char)| matches!(char, '&' | '*')).map(|(at, _)| at);
        for at in places.take(4) {
            let Some(anchor) = anchor_at(&manifest, at) else { continue };
            let Ok(edits) = rename_anchor(&manifest, at, "another") else { continue };
            prop_assert!(!edits.is_empty());
            let after = Manifest::parse(apply(&text, &edits));
            for (before, after) in manifest.documents().iter().zip(after.documents()) {
                prop_assert_eq!(before.root().map(Node::to_json), after.root().map(Node::to_json));
            }
            let moved = edits.iter().filter(|edit| edit.range.end <= anchor.range.start);
            let moved: isize = moved.map(|edit| edit.text.len() as isize - edit.range.len() as isize).sum();
            let back = rename_anchor(&after, at.saturating_add_signed(moved), &anchor.name);
            // A name that was given twice is taken now.
            if let Ok(back) = back {
                prop_assert_eq!(apply(after.text(), &back), text.clone());
            }
        }
    }
}
