//! Several manifests in one text without `---` between them.

use super::super::Finding;
use super::rows::{ROOT_KEYS, Row, key, rows};
use super::{Dirt, Suspects, Suspicion};
use crate::position::Edit;

/// First look at one document: a repeated `kind`.
pub(super) fn may_hold(text: &str) -> bool {
    !starts(text).is_empty()
}

/// Looks for the places where a manifest begins inside another.
pub(super) fn find(suspects: &Suspects) -> Option<Dirt> {
    let text = suspects.text;
    let mut dirt = Dirt::default();
    for (at, piece) in suspects.parts(Suspicion::JOINED) {
        for range in starts(piece) {
            let range = at + range.start..at + range.end;
            let line =
                text.get(..range.start).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |at| at + 1);
            let edits = vec![Edit::insert(line, if text.contains("\r\n") { "---\r\n" } else { "---\n" })];
            let message =
                "Another manifest begins here, and \"---\" on a line of its own is missing before it.";
            dirt.findings.push(
                Finding::error("document-joined", range, message)
                    .with_fix("Put --- before it", edits.clone()),
            );
            dirt.edits.extend(edits);
        }
    }
    (!dirt.findings.is_empty()).then_some(dirt)
}

/// The keys in one document with which another manifest begins.
fn starts(text: &str) -> Vec<std::ops::Range<usize>> {
    let is_twice = |key: &str| text.match_indices(key).nth(1).is_some();
    if !is_twice("kind:") {
        return Vec::new();
    }
    let rows: Vec<Row> = rows(text).filter(|row| !row.inside && !row.is_idle()).collect();
    let Some(margin) = rows.iter().find(|row| row.is_manifest()).map(Row::indent) else { return Vec::new() };
    let keys: Vec<(&Row, &str)> = rows
        .iter()
        .filter(|row| row.indent() == margin)
        .filter_map(|row| Some((row, key(row.content)?)))
        .filter(|(_, key)| ROOT_KEYS.contains(key))
        .collect();
    let mut starts = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for (at, (row, key)) in keys.iter().enumerate() {
        let heads = matches!(*key, "apiVersion" | "kind");
        // Both manifests have to be some: one key that was written twice is a slip.
        let mut ahead: Vec<&str> = Vec::new();
        for (_, key) in keys.iter().skip(at) {
            if ahead.contains(key) {
                break;
            }
            ahead.push(key);
        }
        if heads && seen.contains(key) && seen.len() >= 3 && ahead.len() >= 3 && ahead.contains(&"kind") {
            starts.push(row.content_start()..row.content_start() + key.len());
            seen.clear();
        }
        seen.push(key);
    }
    starts
}
