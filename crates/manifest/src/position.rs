//! Places in a text: bytes for edits, lines and columns for people.

use std::ops::Range;

/// A place in the whole text of a manifest file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// Bytes from the start of the text.
    pub offset: usize,
    /// Line, counted from 1. `\n`, `\r\n` and a lone `\r` end a line.
    pub line: u32,
    /// Column in characters, counted from 1. A byte-order mark does not count.
    pub column: u32,
}

/// A stretch of the whole text. `end` is the place after the last character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    pub start: Position,
    pub end: Position,
}

impl Span {
    /// The stretch in bytes, for slicing and for [`Edit`].
    pub fn range(&self) -> Range<usize> {
        self.start.offset..self.end.offset
    }

    /// Whether `offset` (in bytes) lies inside or directly at the end.
    pub fn touches(&self, offset: usize) -> bool {
        self.start.offset <= offset && offset <= self.end.offset
    }
}

/// One replacement in the whole text: the bytes of `range` give way to `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub range: Range<usize>,
    pub text: String,
}

impl Edit {
    /// Puts `text` in at `offset` and takes nothing away.
    pub fn insert(offset: usize, text: impl Into<String>) -> Edit {
        Edit { range: offset..offset, text: text.into() }
    }

    /// Puts `text` in the place of `range`.
    pub fn replace(range: Range<usize>, text: impl Into<String>) -> Edit {
        Edit { range, text: text.into() }
    }

    /// Takes `range` away.
    pub fn delete(range: Range<usize>) -> Edit {
        Edit { range, text: String::new() }
    }
}

/// Applies edits that all speak of the same `text`.
///
/// Their order does not matter. An edit that overlaps an earlier one, or does not fall on character boundaries inside
/// the text, is left out rather than guessed at.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut out = String::with_capacity(text.len() + edits.iter().map(|edit| edit.text.len()).sum::<usize>());
    let mut done = 0;
    for edit in sorted {
        let (Some(before), Some(_)) = (text.get(done..edit.range.start), text.get(edit.range.clone())) else {
            continue;
        };
        out.push_str(before);
        out.push_str(&edit.text);
        done = edit.range.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}
