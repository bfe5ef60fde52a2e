//! What becomes of each line.

use crate::position::Edit;
use crate::tree::Document;

/// The lines of a document and where they shall begin.
pub(super) struct Layout {
    pub(super) lines: Vec<Line>,
    /// Blanks inside lines that become one.
    pub(super) gaps: Vec<Edit>,
    /// Spaces per level, and from a key to the dashes of its list.
    pub(super) unit: usize,
    pub(super) list: usize,
    line_break: &'static str,
}

#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) start: usize,
    /// End without the line break.
    pub(super) end: usize,
    pub(super) next: usize,
    /// Leading blanks now.
    pub(super) indent: usize,
    /// Leading spaces wanted.
    pub(super) wanted: Option<usize>,
    /// Part of a text of several lines: blanks at its end and empty lines may count.
    pub(super) in_text: bool,
}

impl Layout {
    pub(super) fn of(document: &Document) -> Layout {
        let text = &*document.text;
        let line = |line: crate::read::LineAt<'_>| Line {
            start: line.start,
            end: line.start + line.text.len(),
            next: line.end,
            indent: line.text.len() - line.text.trim_start_matches([' ', '\t']).len(),
            wanted: None,
            in_text: false,
        };
        let style = crate::edit::Style::of(document);
        Layout {
            lines: crate::read::lines(text).map(line).collect(),
            gaps: Vec::new(),
            unit: 2,
            list: if style.list == 0 { 0 } else { 2 },
            line_break: style.line_break,
        }
    }

    /// Number of the line that holds `offset`.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.start <= offset).saturating_sub(1)
    }

    /// Wants `column` for the line of `offset`, if only blanks stand before it.
    pub(super) fn want(&mut self, offset: usize, column: usize) {
        let at = self.line_of(offset);
        if let Some(line) = self.lines.get_mut(at).filter(|line| line.start + line.indent == offset) {
            line.wanted = Some(column);
        }
    }

    /// How far a line will move.
    pub(super) fn shift_of(&self, line: usize) -> isize {
        self.lines.get(line).and_then(|line| Some(line.wanted? as isize - line.indent as isize)).unwrap_or(0)
    }

    pub(super) fn edits(self, text: &str) -> Vec<Edit> {
        let mut edits = self.gaps;
        let mut blank_before = false;
        let last_with_text = self.lines.iter().rposition(|line| line.in_text || !is_blank(text, line));
        for (at, line) in self.lines.iter().enumerate() {
            if is_blank(text, line) && !line.in_text {
                if blank_before || last_with_text.is_none_or(|last| at > last) {
                    edits.push(Edit::delete(line.start..line.next));
                } else if line.end > line.start {
                    edits.push(Edit::delete(line.start..line.end));
                }
                blank_before = true;
                continue;
            }
            blank_before = false;
            if let Some(wanted) = line.wanted.filter(|wanted| *wanted != line.indent) {
                edits.push(Edit::replace(line.start..line.start + line.indent, " ".repeat(wanted)));
            }
            let end = text.get(line.start..line.end).unwrap_or_default().trim_end_matches([' ', '\t']).len();
            if !line.in_text && line.start + end < line.end {
                edits.push(Edit::delete(line.start + end..line.end));
            }
            if Some(at) == last_with_text && line.next == line.end {
                edits.push(Edit::insert(line.end, self.line_break));
            }
        }
        edits
    }
}

pub(super) fn is_blank(text: &str, line: &Line) -> bool {
    text.get(line.start..line.end).is_some_and(|line| line.trim_matches([' ', '\t']).is_empty())
}
