//! Gives every key, dash and text of several lines its column.

use std::ops::Range;

use super::lines::{Layout, is_blank};
use crate::position::Edit;
use crate::scalar::ScalarStyle;
use crate::tree::{Document, Node};

/// `None` where something cannot be moved safely.
pub(super) fn place(document: &Document, layout: &mut Layout) -> Option<()> {
    let Some(root) = document.root() else { return Some(()) };
    let start = root.local_range_with_properties().start;
    if root.is_scalar() || root.is_flow() || root.is_alias() {
        return inline(root, 0, layout);
    }
    layout.want(start, 0);
    block(root, 0, layout)
}

/// A list or mapping in block style whose dashes or keys shall stand at `column`.
fn block(node: Node<'_>, column: usize, layout: &mut Layout) -> Option<()> {
    let text = node.document().text();
    for entry in node.own_entries() {
        let key = entry.key.local_range_with_properties();
        if crate::read::question_mark_before(text, key.start).is_some()
            || !entry.key.is_scalar() && !entry.key.is_alias()
        {
            return None;
        }
        layout.want(key.start, column);
        let colon = entry.key.local_range().end + text.get(entry.key.local_range().end..)?.find(':')?;
        if !text.get(entry.key.local_range().end..colon)?.trim().is_empty() {
            return None;
        }
        if colon > entry.key.local_range().end {
            // `key :` loses its blanks; an alias needs one.
            if entry.key.is_alias() {
                return None;
            }
        }
        let below = if entry.value.is_sequence() { column + layout.list } else { column + layout.unit };
        value(entry.value, colon + 1, column, below, layout)?;
    }
    for item in node.items() {
        let start = item.local_range_with_properties().start;
        let dash = crate::read::dash_before(text, start)?;
        layout.want(dash, column);
        value(item, dash + 1, column, column + 2, layout)?;
    }
    Some(())
}

/// A value behind the mark that ends at `mark`; `column` is that of its key or dash, `below` that of a block in it.
fn value(node: Node<'_>, mark: usize, column: usize, below: usize, layout: &mut Layout) -> Option<()> {
    let start = node.local_range_with_properties().start;
    let text = node.document().text();
    let gap = text.get(mark..start)?;
    let same_line = !gap.contains(['\n', '\r']);
    if same_line
        && !gap.is_empty()
        && gap != " "
        && gap.trim_matches([' ', '\t']).is_empty()
        && !node.source().is_empty()
    {
        layout.gaps.push(Edit::replace(mark..start, " "));
    }
    if node.is_scalar() || node.is_flow() || node.is_alias() {
        if !same_line {
            layout.want(start, column + layout.unit);
        }
        return inline(node, column, layout);
    }
    if start < node.local_range().start && !same_line {
        // A tag or anchor on a line of its own.
        layout.want(start, below);
    }
    block(node, below, layout)
}

/// A scalar, alias or bracketed value, whose further lines move along.
fn inline(node: Node<'_>, column: usize, layout: &mut Layout) -> Option<()> {
    let range = if node.is_alias() { node.local_range() } else { node.local_range_with_properties() };
    let (first, last) = (layout.line_of(range.start), layout.line_of(range.end.max(range.start + 1) - 1));
    if first == last {
        return Some(());
    }
    let text = node.document().text();
    match node.style().filter(|_| !node.is_alias()) {
        Some(ScalarStyle::Literal | ScalarStyle::Folded) => {
            block_text(text, &node.local_range(), column, layout)
        }
        Some(_) => {
            for at in first + 1..=last {
                let blank = layout.lines.get(at).is_none_or(|line| is_blank(text, line));
                let line = layout.lines.get_mut(at)?;
                line.in_text = true;
                line.wanted = (!blank).then_some(column + 2);
            }
            // The last line ends behind the text; what follows there is ours.
            layout.lines.get_mut(first)?.in_text = true;
            Some(())
        }
        None => {
            let shift = layout.shift_of(first);
            for at in first + 1..=last {
                let line = layout.lines.get_mut(at)?;
                line.wanted =
                    Some(line.indent.saturating_add_signed(shift).max(column + usize::from(column > 0)));
                // Texts of several lines inside brackets keep their blanks.
                line.in_text = true;
            }
            Some(())
        }
    }
}

/// The lines below `|` or `>` move as one.
fn block_text(text: &str, range: &Range<usize>, column: usize, layout: &mut Layout) -> Option<()> {
    let header = layout.line_of(range.start);
    let marks = text.get(range.start..layout.lines.get(header)?.end)?.split('#').next()?;
    if marks.contains(|char: char| char.is_ascii_digit()) {
        return None;
    }
    let last = layout.line_of(range.end.max(range.start + 1) - 1);
    let body = layout.lines.get_mut(header + 1..=last)?;
    let base = body.iter().filter(|line| !is_blank(text, line)).map(|line| line.indent).min()?;
    for line in body {
        line.in_text = true;
        if !is_blank(text, line) {
            line.wanted = Some(line.indent - base + column + layout.unit);
        }
    }
    Some(())
}
