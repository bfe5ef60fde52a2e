//! Text to documents: never fails, says what is wrong, and reads only what changed when the text is edited.

mod build;
mod duplicates;
mod files;
mod finding;
mod flat;
mod layout;
mod manifest;
mod refused;
mod repair;
mod shell;
mod simple;
mod split;
mod syntax;
mod wording;

pub(crate) use finding::Finding;
pub(crate) use layout::{dash_before, question_mark_before};
pub use manifest::Manifest;
pub(crate) use split::LineAt;

/// Problems kept of one document.
const MOST_FINDINGS: usize = 1_000;

/// Whether a text is still a single piece.
pub(crate) fn is_one_document(text: &str) -> bool {
    split::piece_end(text, 0) == text.len()
}

/// The lines of a text.
pub(crate) fn lines(text: &str) -> split::Lines<'_> {
    lines_from(text, 0)
}

/// The lines of a text from the one that starts at `start`.
fn lines_from(text: &str, start: usize) -> split::Lines<'_> {
    split::Lines::new(text, start)
}

impl crate::tree::Document {
    /// One document by itself, as the editor tries changes on.
    pub(crate) fn alone(text: &str) -> crate::tree::Document {
        let start = crate::position::Position { offset: 0, line: 1, column: 1 };
        manifest::read(text, text, start, 0, &crate::limits::Limits::default())
    }
}
