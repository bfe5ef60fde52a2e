//! The quick reader against the full parser: the same tree, node by node, or nothing. For tests and fuzzing.

use super::super::{build, split};
use super::read;
use crate::limits::Limits;

/// Compares each document of a text by itself; how many the quick reader took, or what differs.
pub fn documents(text: &str) -> Result<usize, String> {
    let (mut start, mut taken) = (0, 0);
    while start < text.len() {
        let end = split::piece_end(text, start);
        taken += usize::from(one(text.get(start..end).unwrap_or_default())?);
        start = end;
    }
    Ok(taken)
}

/// Whether the quick reader took the document, and what differs if it did.
pub(super) fn one(text: &str) -> Result<bool, String> {
    let limits = Limits::default();
    let Some(quick) = read(text, &limits) else { return Ok(false) };
    let (full, error) = build::attempt(text, &limits);
    let quick = format!("{:#?} {:?} {} None", quick.tree, quick.findings, quick.complete);
    let full = format!("{:#?} {:?} {} {error:?}", full.tree, full.findings, full.complete);
    if quick == full { Ok(true) } else { Err(format!("{text}\nquick: {quick}\nfull: {full}")) }
}
