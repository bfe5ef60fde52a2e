//! Edits between brackets and braces.

use std::ops::Range;

use super::slot::{is_first_in_line, line_end, line_start, rest_is_idle};
use super::style::Style;
use crate::position::Edit;
use crate::tree::Node;

/// `new` behind the last entry, which reaches from `start` to `end`: in a line of its own if that one has one.
pub(crate) fn append(text: &str, start: usize, end: usize, new: &str, style: &Style) -> Vec<Edit> {
    if !is_first_in_line(text, start) {
        let comma = style.json.map_or(", ", |json| json.comma);
        return vec![Edit::insert(end, format!("{comma}{new}"))];
    }
    let indent = text.get(line_start(text, start)..start).unwrap_or_default();
    let line = format!("{}{indent}{new}", style.line_break);
    let behind = text.get(end..).unwrap_or_default().trim_start_matches([' ', '\t']);
    if behind.starts_with(',') {
        let comma = text.len() - behind.len() + 1;
        return vec![Edit::insert(
            if rest_is_idle(text, comma) { line_end(text, comma) } else { comma },
            line,
        )];
    }
    if rest_is_idle(text, end) && line_end(text, end) > end {
        return vec![Edit::insert(end, ","), Edit::insert(line_end(text, end), line)];
    }
    vec![Edit::insert(end, format!(",{line}"))]
}

pub(crate) fn insert_item(
    text: &str,
    list: Node<'_>,
    index: usize,
    new: &str,
    style: &Style,
) -> Option<Vec<Edit>> {
    let Some(before) = list.item(index) else {
        let last = list.items().next_back()?;
        let range = last.local_range_with_properties();
        return Some(append(text, range.start, range.end, new, style));
    };
    let start = before.local_range_with_properties().start;
    let gap = if is_first_in_line(text, start) {
        format!(",{}{}", style.line_break, text.get(line_start(text, start)..start)?)
    } else {
        style.json.map_or(", ", |json| json.comma).to_owned()
    };
    Some(vec![Edit::insert(start, format!("{new}{gap}"))])
}

/// Takes one of several entries away, with one comma.
pub(crate) fn remove(ranges: &[Range<usize>], at: usize) -> Option<Vec<Edit>> {
    let range = ranges.get(at)?;
    let gone = match at.checked_sub(1).and_then(|before| ranges.get(before)) {
        Some(before) => before.end..range.end,
        None => range.start..ranges.get(1)?.start,
    };
    Some(vec![Edit::delete(gone)])
}
