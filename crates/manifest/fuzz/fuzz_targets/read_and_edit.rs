//! Reads any text, changes it as an editor would, and holds the results against each other.
//!
//! Run from `crates/manifest`, with what it makes kept in the main target folder (the example manifests are the seeds):
//!
//! ```text
//! mkdir -p ../../target/fuzz-corpus
//! cargo +nightly fuzz run --target-dir ../../target/fuzz read_and_edit ../../target/fuzz-corpus \
//!     tests/fixtures/examples/valid tests/fixtures/examples/invalid -- -artifact_prefix=../../target/
//! ```

#![no_main]

use libfuzzer_sys::fuzz_target;
use manifest::{Limits, Manifest, Path, apply};
use serde_json::Value;

fuzz_target!(|data: &[u8]| {
    // Three bytes choose what to do; texts from files begin with them as well, which does no harm.
    let [place, length, what, ..] = *data else { return };
    let text = String::from_utf8_lossy(data);
    let limits = Limits { depth: 16, alias_expansion: 20_000, documents: 40, ..Limits::default() };
    let mut manifest = Manifest::parse_with(&*text, &limits);
    let problems = manifest.problems();
    assert!(problems.iter().all(|problem| text.get(problem.span.range()).is_some()));

    for document in manifest.documents() {
        format(document);
        change(&manifest, document, usize::from(place), what, &text);
        if document.is_complete() {
            document.root().map(|root| root.to_json());
        }
    }

    let start = boundary(&text, usize::from(place) * text.len() / 255);
    let end = boundary(&text, start + usize::from(length) % 32).max(start);
    let with: String = text.chars().rev().take(usize::from(what) % 16).collect();
    manifest.replace(start..end, &with);
    let whole = Manifest::parse_with(manifest.text(), &limits);
    assert_eq!(manifest.problems(), whole.problems());
    let ranges = |manifest: &Manifest| manifest.documents().iter().map(|it| it.range()).collect::<Vec<_>>();
    assert_eq!(ranges(&manifest), ranges(&whole));
});

fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// A formatted document needs no formatting.
fn format(document: &manifest::Document) {
    let Ok(edits) = document.format() else { return };
    let base = document.range().start;
    let local: Vec<_> = edits
        .into_iter()
        .map(|edit| manifest::Edit { range: edit.range.start - base..edit.range.end - base, text: edit.text })
        .collect();
    let once = Manifest::parse(apply(document.text(), &local));
    if let [only] = once.documents() {
        assert_eq!(only.format(), Ok(Vec::new()));
    }
}

/// A value that was set is there.
fn change(manifest: &Manifest, document: &manifest::Document, place: usize, what: u8, text: &str) {
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
        3 => serde_json::json!([text.chars().rev().take(10).collect::<String>(), {"a b": [1, "yes"]}]),
        4 => serde_json::json!({"k": {"l": "x\ny\n"}, "012": []}),
        _ => Value::Bool(true),
    };
    let edits = if what >= 128 { document.remove(path) } else { document.set(path, &value) };
    let Ok(edits) = edits else { return };
    let mut after = Manifest::parse(manifest.text());
    after.edit(&edits);
    let Some(changed) = after.documents().get(document.index()) else { panic!("the document is gone") };
    if what < 128 {
        let there = changed.get(path).map_or(Value::Null, |node| node.to_json());
        assert_eq!(there.to_string(), value.to_string());
    }
}
