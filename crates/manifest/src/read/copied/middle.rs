//! A block that was copied from the middle of its first line: that line stands at the margin, all others where they
//! were.

use super::super::Finding;
use super::rows::{ROOT_KEYS, Row, key, rows, value};
use super::{Dirt, Suspects, Suspicion};
use crate::position::Edit;

/// Cheap first look at one document.
pub(super) fn may_hold(rows: &[Row]) -> bool {
    shifted(rows.iter().copied()).is_some()
}

/// Looks for such documents.
pub(super) fn find(suspects: &Suspects) -> Option<Dirt> {
    let mut dirt = Dirt::default();
    for (at, piece) in suspects.parts(Suspicion::SHIFTED) {
        let Some(shifted) = shifted(rows(piece)) else { continue };
        let Shifted { head, by } = shifted;
        let edits = edits(piece, at, &shifted);
        let blanks = if by == 1 { "blank" } else { "blanks" };
        let message = format!(
            "This line lost its indentation when it was copied: all others stand {by} {blanks} further in. Bring them back by \
             as many."
        );
        let range = at + head.line.start..at + head.line.start + head.line.text.trim_end().len();
        let finding = Finding::error("lost-indentation", range, message);
        dirt.findings.push(finding.with_fix("Bring the other lines back", edits.clone()));
        dirt.edits.extend(edits);
    }
    (!dirt.findings.is_empty()).then_some(dirt)
}

/// The line at the margin, and by how much all others stand further in.
struct Shifted<'t> {
    head: Row<'t>,
    by: usize,
}

/// A key with a value in its line has nothing below it, so YAML has no such document.
fn shifted<'t>(rows: impl Iterator<Item = Row<'t>>) -> Option<Shifted<'t>> {
    let marker = |row: &Row| ["---", "..."].iter().any(|mark| row.line.text.starts_with(mark));
    let mut own = rows.filter(|row| !row.is_idle() && !marker(row));
    let head = own.next().filter(|row| row.indent() == 0 && row.is_manifest())?;
    let first = key(head.content)?;
    let given = value(head.line.text).1;
    if given.is_empty() || given.starts_with(['#', '|', '>', '&', '!']) {
        return None;
    }
    let next = own.next().filter(|row| !row.inside && key(row.content).is_some())?;
    let by = Some(next.indent()).filter(|by| *by > 0)?;
    let root = |row: &Row| {
        row.indent() == by && key(row.content).is_some_and(|key| key != first && ROOT_KEYS.contains(&key))
    };
    let mut held = root(&next);
    for row in own.filter(|row| !row.inside) {
        if row.indent() < by {
            return None;
        }
        held |= root(&row);
    }
    held.then_some(Shifted { head, by })
}

/// Takes the indentation from the lines below; what continues a value may have less of it.
fn edits(text: &str, start: usize, shifted: &Shifted) -> Vec<Edit> {
    let below = rows(text).filter(|row| row.line.start > shifted.head.line.start && row.indent() > 0);
    below
        .map(|row| {
            let line = start + row.line.start;
            Edit::delete(line..line + row.indent().min(shifted.by))
        })
        .collect()
}
