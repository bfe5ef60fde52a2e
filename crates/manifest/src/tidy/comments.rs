//! Comment lines move with the lines they belong to.

use super::lines::Layout;
use crate::tree::Document;

/// A comment line stands like the next line if it did before; else it moves with the line above.
pub(super) fn place(document: &Document, layout: &mut Layout) {
    let is_comment = |layout: &Layout, at: usize| {
        layout.lines.get(at).is_some_and(|line| {
            !line.in_text
                && document.text.get(line.start + line.indent..line.end).is_some_and(|it| it.starts_with('#'))
        })
    };
    let placed = |layout: &Layout, at: usize| layout.lines.get(at).is_some_and(|line| line.wanted.is_some());
    for at in (0..layout.lines.len()).rev() {
        if !is_comment(layout, at) || placed(layout, at) {
            continue;
        }
        let Some(indent) = layout.lines.get(at).map(|line| line.indent) else { continue };
        let next = (at + 1..layout.lines.len()).find(|other| placed(layout, *other));
        let structural = |other: &usize| placed(layout, *other) && !is_comment(layout, *other);
        let before = (0..at).rev().find(structural);
        let column = |line: Option<usize>| line.and_then(|line| layout.lines.get(line));
        let wanted = match (column(next), column(before)) {
            (Some(next), _) if next.indent == indent => next.wanted,
            (_, Some(before)) => {
                let shift = before.wanted.unwrap_or(0) as isize - before.indent as isize;
                Some(indent.saturating_add_signed(shift))
            }
            (Some(next), None) => next.wanted,
            (None, None) => Some(0),
        };
        if let Some(line) = layout.lines.get_mut(at) {
            line.wanted = wanted;
        }
    }
}
