//! Reads one document, and after an error once more without the lines at fault.

use std::ops::Range;

use super::build::{Built, attempt};
use super::split::Lines;
use crate::limits::Limits;

/// Reads `text`, one document as cut by [`super::split`].
///
/// After an error the lines at fault are left out and the rest is read again, so that further errors are found and
/// half-written text can be looked at; the outcome then never counts as complete.
pub(crate) fn build(text: &str, limits: &Limits) -> Built {
    if let Some(built) = super::simple::read(text, limits) {
        return built;
    }
    let (mut built, mut error) = attempt(text, limits);
    let mut masked = text.to_owned();
    let mut errors = Vec::new();
    while let Some(found) = error.take() {
        let again =
            errors.len() < MOST_ATTEMPTS && text.len() <= LONGEST_REPAIRED && found.code != "depth-limit";
        let repaired = again && blank(&mut masked, &found.range);
        errors.push(found);
        if repaired {
            (built, error) = attempt(&masked, limits);
        }
    }
    built.complete &= errors.is_empty();
    built.findings.extend(errors);
    built.findings.sort_by_key(|finding| finding.range.start);
    built
}

/// A text with more errors than this is no manifest; and each costs one more reading.
const MOST_ATTEMPTS: usize = 8;
/// Bytes of a document up to which it is read again after an error.
const LONGEST_REPAIRED: usize = 200_000;

/// Replaces the lines at fault, and the lines below the first that are indented more, by blanks of the same length.
/// False if there is nothing left to take away.
fn blank(text: &mut String, fault: &Range<usize>) -> bool {
    let start = text.get(..fault.start).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |at| at + 1);
    let mut end = start;
    let mut own = None;
    for line in Lines::new(text, start) {
        let indent = line.text.len() - line.text.trim_start_matches([' ', '\t']).len();
        let is_blank = line.text.len() == indent;
        if own.is_some_and(|own| !is_blank && indent <= own) && line.start >= fault.end {
            break;
        }
        own = own.or(Some(indent));
        end = line.start + line.text.len();
    }
    let Some(gone) = text.get(start..end).filter(|gone| !gone.trim().is_empty()) else { return false };
    // Blanks byte for byte, so that all places stay; line breaks too.
    let blanks: String =
        gone.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' }).collect();
    text.replace_range(start..end, &blanks);
    true
}
