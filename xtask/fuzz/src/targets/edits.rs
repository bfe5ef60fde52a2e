//! Changes of values, layout, other names of anchors, fixes and help, anywhere in any text.

use manifest::{Document, Limits, Manifest, Path, Tidied, apply, complete, hover, rename_anchor, tidy};
use serde_json::{Value, json};

/// Documents and fixes of one text that are looked at.
const MOST: usize = 6;

pub(super) fn run(input: &[u8]) {
    let [place, what, ..] = *input else { return };
    let text = String::from_utf8_lossy(input);
    let limits = Limits { depth: 16, alias_expansion: 20_000, documents: 40, ..Limits::default() };
    let manifest = Manifest::parse_with(&*text, &limits);
    // What could not be read to its end may begin and end elsewhere as soon as something near it changes.
    let whole = manifest.documents().iter().all(Document::is_complete);
    for document in manifest.documents().iter().filter(|_| whole).take(MOST) {
        change(&manifest, document, usize::from(place), what, &text);
    }
    if whole {
        lay_out(&manifest);
        let marks = text.match_indices(['&', '*']).map(|(at, _)| at);
        for edits in marks.take(MOST).filter_map(|at| rename_anchor(&manifest, at, "another").ok()) {
            Manifest::parse(apply(&text, &edits));
        }
    }
    for fix in manifest::check(&manifest, None).iter().flat_map(|problem| problem.fixes.iter()).take(MOST) {
        Manifest::parse(apply(&text, &fix.edits));
    }
    let at = usize::from(place) * text.len() / 255;
    complete(&manifest, at, None);
    hover(&manifest, at, None);
}

/// What is laid out stays as it is when it is laid out again.
fn lay_out(manifest: &Manifest) {
    let Tidied { edits, left } = tidy(manifest);
    if left.is_empty() {
        let once = Manifest::parse(apply(manifest.text(), &edits));
        assert_eq!(tidy(&once), Tidied::default());
    }
}

/// A value that was set is there.
fn change(manifest: &Manifest, document: &Document, place: usize, what: u8, text: &str) {
    let mut paths = vec![Path::root().key("new").key("key")];
    if let Some(root) = document.root() {
        root.walk(&mut |path, _, key| {
            if !key && paths.len() < 64 {
                paths.push(path.clone());
            }
        });
    }
    let Some(path) = paths.get(place % paths.len()) else { return };
    let value = match what % 6 {
        0 => Value::Null,
        1 => Value::from(what),
        2 => Value::from(text.chars().take(20).collect::<String>()),
        3 => json!([text.chars().rev().take(10).collect::<String>(), {"a b": [1, "yes"]}]),
        4 => json!({"k": {"l": "x\ny\n"}, "012": []}),
        _ => Value::Bool(true),
    };
    let edits = if what >= 128 { document.remove(path) } else { document.set(path, &value) };
    let Ok(edits) = edits else { return };
    let mut after = Manifest::parse(manifest.text());
    after.edit(&edits);
    // With the change the text may make enough of a manifest for its reader to see what was copied along with it.
    if after.problems().iter().any(|problem| problem.code == "copied-text") {
        return;
    }
    let changed = after.documents().get(document.index());
    assert!(changed.is_some(), "the document is gone");
    if what < 128 {
        let there =
            changed.and_then(|changed| changed.get(path)).map_or(Value::Null, manifest::Node::to_json);
        assert_eq!(there.to_string(), value.to_string());
    }
}
