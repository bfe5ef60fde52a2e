//! Turns a step into edits of the document's text.

use std::ops::Range;

use serde_json::Value;

use super::flow;
use super::plan::Step;
use super::quote;
use super::slot::{
    Holder, Slot, entry_range, is_first_in_line, line_end, line_start, next_line, rest_is_idle,
};
use super::style::{Style, column_at};
use super::write::{self, Written};
use crate::position::Edit;
use crate::scalar::ScalarStyle;
use crate::tree::{Document, Entry};

/// The edits of one step, in bytes of the document's own text; `None` where no way is known.
pub(crate) fn edits(document: &Document, step: &Step<'_>, style: &Style) -> Option<Vec<Edit>> {
    let text = document.text();
    match step {
        Step::Replace(slot, value) => replace(text, *slot, value, style),
        Step::InsertKey(slot, key, value) => insert_key(text, *slot, key, value, style),
        Step::InsertItem(slot, index, value) => insert_item(text, *slot, *index, value, style),
        Step::RemoveKey(slot, entry) => remove_key(text, *slot, *entry, style),
        Step::RemoveItem(slot, index) => remove_item(text, *slot, *index, style),
        Step::Fill(value) => Some(vec![fill(text, value, style)]),
    }
}

/// A value in the place of another one.
pub(crate) fn replace(text: &str, slot: Slot<'_>, value: &Value, style: &Style) -> Option<Vec<Edit>> {
    let old = slot.node.style().filter(|_| !slot.node.is_alias());
    // A tag would change what the new value means.
    let range = match slot.node.tag() {
        Some(_) if !slot.node.is_alias() && slot.node.anchor().is_none() => {
            slot.node.local_range_with_properties()
        }
        _ => slot.node.local_range(),
    };
    if slot.in_flow() || matches!(slot.holder, Holder::Root) && slot.node.is_flow() {
        let gap = needs_gap(text, range.start);
        return Some(vec![Edit::replace(range, format!("{gap}{}", write::flow(value, style, old)))]);
    }
    let column = slot.column();
    let written = match slot.holder {
        Holder::Root => return root(text, slot, value, style),
        Holder::Key { .. } => write::after_key(value, column, style, old),
        Holder::Item { .. } => write::after_dash(value, column, style, old),
    };
    put(text, slot, range, &written, style)
}

/// Puts a written value into its line and its further lines behind that line, keeping the line's comment.
pub(crate) fn put(
    text: &str,
    slot: Slot<'_>,
    range: Range<usize>,
    written: &Written,
    style: &Style,
) -> Option<Vec<Edit>> {
    let start = slot.start()?;
    let block = !slot.node.is_alias() && !slot.node.is_flow() && !slot.node.is_scalar();
    let own_line = line_end(text, start);
    let begins_below = range.start > own_line;
    let header_comment = if begins_below {
        // `key: # comment`, then the old value below.
        text.get(start..own_line).map(str::trim_end)
    } else if text.get(range.start..).is_some_and(|rest| rest.starts_with(['|', '>'])) && !slot.node.is_flow()
    {
        let header = text.get(range.start..line_end(text, range.start))?;
        header.find(" #").and_then(|at| header.get(at..)).map(str::trim_end)
    } else {
        None
    };
    let keeps_line = begins_below || header_comment.is_some() || block;
    let lines =
        |body: &[String]| body.iter().map(|line| format!("{}{line}", style.line_break)).collect::<String>();
    if keeps_line {
        let from = if begins_below { start } else { range.start };
        let gap = if written.head.is_empty() { "" } else { needs_gap(text, from) };
        let comment = header_comment.unwrap_or_default();
        let new = format!("{gap}{}{comment}{}", written.head, lines(&written.body));
        return Some(vec![Edit::replace(from..range.end, new)]);
    }
    let mut edits = Vec::new();
    if written.head.is_empty() {
        let before = text.get(start..range.start)?;
        let from = if before.trim().is_empty() { start } else { range.start };
        edits.push(Edit::delete(from..range.end));
    } else {
        let gap = needs_gap(text, range.start);
        edits.push(Edit::replace(range.clone(), format!("{gap}{}", written.head)));
    }
    if !written.body.is_empty() {
        if !rest_is_idle(text, range.end) {
            return None;
        }
        edits.push(Edit::insert(line_end(text, range.end), lines(&written.body)));
    }
    Some(edits)
}

/// A blank, where a value would touch the colon or dash before it.
fn needs_gap(text: &str, at: usize) -> &'static str {
    let before = text.get(..at).unwrap_or_default();
    if before.is_empty() || before.ends_with([' ', '\t', '\n', '\r', '[', '{', '(']) { "" } else { " " }
}

/// A new root value in the place of the old one.
fn root(text: &str, slot: Slot<'_>, value: &Value, style: &Style) -> Option<Vec<Edit>> {
    let range = slot.node.local_range_with_properties();
    let behind_marker = !is_first_in_line(text, range.start);
    let column = if behind_marker { 0 } else { column_at(text, range.start) };
    let lines = root_lines(value, column, style);
    let block = matches!(value, Value::Object(map) if !map.is_empty())
        || matches!(value, Value::Array(list) if !list.is_empty());
    let joined = lines.join(style.line_break);
    let new = if behind_marker && block {
        let from = text.get(..range.start)?.trim_end_matches([' ', '\t']).len();
        return Some(vec![Edit::replace(from..range.end, format!("{}{joined}", style.line_break))]);
    } else {
        joined.trim_start().to_owned()
    };
    Some(vec![Edit::replace(range, new)])
}

fn root_lines(value: &Value, column: usize, style: &Style) -> Vec<String> {
    match value {
        Value::Object(map) if !map.is_empty() => write::mapping(map, column, style),
        Value::Array(list) if !list.is_empty() => write::sequence(list, column, style),
        // A bare word that is a whole document would be taken for prose before the next one.
        _ => vec![format!(
            "{:column$}{}",
            "",
            quote::scalar(value, style, false, Some(ScalarStyle::DoubleQuoted))
        )],
    }
}

/// The first value of a document of comments, before its `...`.
fn fill(text: &str, value: &Value, style: &Style) -> Edit {
    let end = crate::read::lines(text)
        .find(|line| line.text.starts_with("..."))
        .map_or(text.len(), |line| line.start);
    let before = text.get(..end).unwrap_or_default();
    let gap = if before.is_empty() || before.ends_with(['\n', '\r']) { "" } else { style.line_break };
    let lines = root_lines(value, 0, style).join(style.line_break);
    Edit::insert(end, format!("{gap}{lines}{}", style.line_break))
}

fn insert_key(text: &str, slot: Slot<'_>, key: &str, value: &Value, style: &Style) -> Option<Vec<Edit>> {
    let mapping = slot.node;
    let Some(last) = mapping.own_entries().next_back() else {
        let value = Value::Object([(key.to_owned(), value.clone())].into_iter().collect());
        return replace(text, slot, &value, style);
    };
    if mapping.is_flow() {
        let first_of_last = entry_range(last).start;
        return Some(flow::append(
            text,
            first_of_last,
            entry_range(last).end,
            &write::flow_entry(key, value, style),
            style,
        ));
    }
    let column = column_at(text, mapping.local_range().start);
    insert_below(text, entry_range(last).end, &write::entry(key, value, column, style), style)
}

/// New lines behind the line that holds `end`.
fn insert_below(text: &str, end: usize, lines: &[String], style: &Style) -> Option<Vec<Edit>> {
    if !rest_is_idle(text, end) {
        return None;
    }
    let lines: String = lines.iter().map(|line| format!("{}{line}", style.line_break)).collect();
    Some(vec![Edit::insert(line_end(text, end), lines)])
}

fn insert_item(text: &str, slot: Slot<'_>, index: usize, value: &Value, style: &Style) -> Option<Vec<Edit>> {
    let list = slot.node;
    if list.items().len() == 0 {
        return replace(text, slot, &Value::Array(vec![value.clone()]), style);
    }
    let before = index.checked_sub(1).and_then(|before| list.item(before));
    if list.is_flow() {
        return flow::insert_item(text, list, index, &write::flow(value, style, None), style);
    }
    let column = column_at(text, list.local_range().start);
    let lines = write::item(value, column, style);
    if let Some(before) = before {
        return insert_below(text, before.local_range().end, &lines, style);
    }
    let first_dash = list.local_range().start;
    let start = slot.start()?;
    if is_first_in_line(text, first_dash)
        && matches!(slot.holder, Holder::Key { .. })
        && rest_is_idle(text, start)
    {
        return insert_below(text, start, &lines, style);
    }
    let joined = lines.join(style.line_break);
    let new = format!("{}{}{:column$}", joined.trim_start(), style.line_break, "");
    Some(vec![Edit::insert(first_dash, new)])
}

fn remove_key(text: &str, slot: Slot<'_>, entry: Entry<'_>, style: &Style) -> Option<Vec<Edit>> {
    let mapping = slot.node;
    let ranges: Vec<Range<usize>> = mapping.own_entries().map(entry_range).collect();
    let range = entry_range(entry);
    let at = ranges.iter().position(|other| *other == range)?;
    if ranges.len() == 1 {
        return replace(text, slot, &Value::Object(serde_json::Map::new()), style);
    }
    if mapping.is_flow() {
        return flow::remove(&ranges, at);
    }
    remove_lines(text, &ranges, at)
}

fn remove_item(text: &str, slot: Slot<'_>, index: usize, style: &Style) -> Option<Vec<Edit>> {
    let list = slot.node;
    let items = list.items().map(|item| {
        let range = item.local_range_with_properties();
        if list.is_flow() {
            return Some(range);
        }
        Some(crate::read::dash_before(text, range.start)?..range.end)
    });
    let ranges: Vec<Range<usize>> = items.collect::<Option<_>>()?;
    if ranges.len() == 1 {
        return replace(text, slot, &Value::Array(Vec::new()), style);
    }
    if list.is_flow() {
        return flow::remove(&ranges, index);
    }
    remove_lines(text, &ranges, index)
}

/// Takes a key or item of a block away with its lines. One that shares its first line with a dash gives the place to
/// its successor.
fn remove_lines(text: &str, ranges: &[Range<usize>], at: usize) -> Option<Vec<Edit>> {
    let range = ranges.get(at)?;
    if !rest_is_idle(text, range.end) {
        return None;
    }
    if is_first_in_line(text, range.start) {
        let (from, to) = (line_start(text, range.start), next_line(text, range.end));
        // The last line of a text without a final line break takes the line break before it along.
        let at_end = to == line_end(text, range.end);
        let from = if at_end { text.get(..from)?.trim_end_matches(['\n', '\r']).len() } else { from };
        return Some(vec![Edit::delete(from..to)]);
    }
    let next = ranges.get(at + 1)?;
    let between = text.get(line_end(text, range.end)..next.start)?;
    if between.trim().is_empty() {
        return Some(vec![Edit::delete(range.start..next.start)]);
    }
    let from = text.get(..range.start)?.trim_end_matches([' ', '\t']).len();
    Some(vec![Edit::delete(from..line_end(text, range.end))])
}
