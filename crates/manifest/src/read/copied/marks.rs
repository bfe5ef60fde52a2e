//! Marks of a page in the place of YAML: a backslash before `#`, and dots for what was left out.

use super::super::Finding;
use super::Dirt;
use super::rows::{Row, key};
use crate::position::Edit;

/// Looks for lines with such marks.
pub(super) fn find(rows: &[Row]) -> Option<Dirt> {
    let rows: Vec<Row> = rows.iter().filter(|row| !row.inside).copied().collect();
    // In a text without any key of a manifest, dots and backslashes may be its own; any other key would make one of them
    // a mark as soon as it is written somewhere else in the text.
    if !rows.iter().any(Row::is_manifest) {
        return None;
    }
    backslashes(&rows).or_else(|| left_out(&rows))
}

/// `\# comment` and `\- item`, as Markdown escapes them.
fn backslashes(rows: &[Row]) -> Option<Dirt> {
    let escaped = rows.iter().filter(|row| {
        let mark = row.content.strip_prefix('\\');
        mark.is_some_and(|mark| mark.starts_with(['#', '-', '*', '[', '_'])) && key(row.content).is_none()
    });
    let edits: Vec<Edit> =
        escaped.map(|row| Edit::delete(row.content_start()..row.content_start() + 1)).collect();
    let first = edits.first()?.range.clone();
    let message = "A backslash stands before this line, as web pages write it to show the character behind it. It is no \
                   part of the manifest.";
    let title = if edits.len() > 1 { "Take the backslashes away" } else { "Take the backslash away" };
    Dirt::one(Finding::error("copied-text", first, message), title, edits)
}

/// Lines of dots. What belongs there only the author knows, so there is no fix; the rest is checked without them.
fn left_out(rows: &[Row]) -> Option<Dirt> {
    // At the margin, three dots are YAML's own mark.
    let manifest = rows.iter().any(Row::is_manifest);
    let mut dirt = Dirt { left_out: true, ..Dirt::default() };
    for (at, row) in rows.iter().enumerate() {
        let text = row.content.trim_end();
        if row.is_idle()
            || !is_left_out(text)
            || (text == "..."
                && row.indent() == 0
                && (!manifest || ends_document(rows, at) || ends_other(rows, at)))
        {
            continue;
        }
        let range = row.content_start()..row.content_start() + text.len();
        let message = format!(
            "\"{text}\" stands for what the page left out. Put the missing part in its place, or take the line away."
        );
        dirt.findings.push(Finding::error("left-out", range, message));
        dirt.edits.push(Edit::delete(row.line.start..row.line.end));
    }
    (!dirt.findings.is_empty()).then_some(dirt)
}

/// Whether a line says no more than that something is missing.
pub(in crate::read) fn is_left_out(text: &str) -> bool {
    let item = text.strip_prefix("- ").unwrap_or(text).trim();
    let inner = item.trim_start_matches(['[', '(', '<', '{']).trim_end_matches([']', ')', '>', '}']).trim();
    let dots =
        inner.len() >= 3 && inner.bytes().all(|byte| byte == b'.') || inner.chars().all(|char| char == '…');
    (dots && !inner.is_empty())
        || matches!(item, "<snip>" | "[snip]" | "(snip)" | "<!-- ... -->" | "// ..." | "/* ... */")
}

/// Lines above three dots that are looked at.
const FARTHEST: usize = 1_000;

/// Whether three dots at the margin end a document that is no manifest.
fn ends_other(rows: &[Row], at: usize) -> bool {
    let above = rows.iter().take(at).rev().take(FARTHEST);
    let own = above.take_while(|row| !["---", "..."].iter().any(|mark| row.line.text.starts_with(mark)));
    let mut own = own.filter(|row| !row.is_idle()).peekable();
    own.peek().is_some() && own.all(|row| !row.is_manifest())
}

/// Whether three dots at the margin end a document, as YAML has it: nothing follows, a marker, or a whole manifest.
fn ends_document(rows: &[Row], at: usize) -> bool {
    let next = rows.iter().skip(at + 1).find(|row| !row.is_idle());
    next.is_none_or(|next| {
        let text = next.line.text;
        let marker = ["---", "...", "%"].iter().any(|mark| text.starts_with(mark));
        marker
            || next.is_manifest()
                && !text.starts_with([' ', '-'])
                && !["metadata", "spec"].iter().any(|key| text.starts_with(key))
    })
}
