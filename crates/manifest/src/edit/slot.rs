//! A place in a document that holds a value: behind a key, behind a dash, or the root.

use std::ops::Range;

use crate::tree::{Entry, Node};

use super::style::column_at;

/// A value with what it stands in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot<'a> {
    pub(crate) node: Node<'a>,
    pub(crate) holder: Holder<'a>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Holder<'a> {
    Root,
    Key { mapping: Node<'a>, entry: Entry<'a> },
    Item { list: Node<'a> },
}

impl<'a> Slot<'a> {
    pub(crate) fn root(node: Node<'a>) -> Slot<'a> {
        Slot { node, holder: Holder::Root }
    }

    /// Between brackets, where lines and indentation mean nothing.
    pub(crate) fn in_flow(self) -> bool {
        match self.holder {
            Holder::Root => false,
            Holder::Key { mapping, .. } => mapping.is_flow(),
            Holder::Item { list, .. } => list.is_flow(),
        }
    }

    /// Byte behind the colon, dash or document marker that the value follows.
    pub(crate) fn start(self) -> Option<usize> {
        let text = self.node.document().text();
        match self.holder {
            Holder::Root => Some(0),
            Holder::Key { entry, .. } => {
                colon_after(text, entry.key.local_range().end).map(|colon| colon + 1)
            }
            Holder::Item { .. } => {
                let start = self.node.local_range_with_properties().start;
                crate::read::dash_before(text, start).map(|dash| dash + 1)
            }
        }
    }

    /// Column of the key or dash.
    pub(crate) fn column(self) -> usize {
        let text = self.node.document().text();
        match self.holder {
            Holder::Root => 0,
            Holder::Key { mapping, .. } => column_at(text, mapping.local_range().start),
            Holder::Item { list, .. } => column_at(text, list.local_range().start),
        }
    }
}

/// The colon of a key that ends at `end`; comments and line breaks may lie between when the key has a `?`.
fn colon_after(text: &str, end: usize) -> Option<usize> {
    let mut at = end;
    loop {
        let rest = text.get(at..)?;
        let skipped = rest.len() - rest.trim_start().len();
        at += skipped;
        match text.as_bytes().get(at)? {
            b':' => return Some(at),
            b'#' => at = line_end(text, at),
            _ => return None,
        }
    }
}

/// End of the line that holds `at`, before its line break.
pub(crate) fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find(['\n', '\r'])).map_or(text.len(), |length| at + length)
}

/// Start of the line that holds `at`.
pub(crate) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |at| at + 1)
}

/// Start of the line behind the one that holds `at`.
pub(crate) fn next_line(text: &str, at: usize) -> usize {
    let end = line_end(text, at);
    match text.as_bytes().get(end..) {
        Some([b'\r', b'\n', ..]) => end + 2,
        Some([_, ..]) => end + 1,
        _ => end,
    }
}

/// Whether nothing but blanks and maybe a comment follows `at` in its line.
pub(crate) fn rest_is_idle(text: &str, at: usize) -> bool {
    let rest = text.get(at..line_end(text, at)).unwrap_or_default();
    let trimmed = rest.trim_start_matches([' ', '\t']);
    trimmed.is_empty() || trimmed.starts_with('#') && trimmed.len() < rest.len()
}

/// Whether only blanks stand before `at` in its line.
pub(crate) fn is_first_in_line(text: &str, at: usize) -> bool {
    text.get(line_start(text, at)..at).is_some_and(|before| before.chars().all(|char| char == ' '))
}

/// A key with its value, from its `?`, tag or anchor to the end of the value.
pub(crate) fn entry_range(entry: Entry<'_>) -> Range<usize> {
    let text = entry.key.document().text();
    let start = entry.key.local_range_with_properties().start;
    let start = crate::read::question_mark_before(text, start).unwrap_or(start);
    start..entry.value.local_range().end.max(entry.key.local_range().end)
}
