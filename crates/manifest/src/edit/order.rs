//! Puts the items of a list in another order, and doubles them, with their own lines: comments and spelling go along.

use std::ops::Range;

use serde_json::Value;

use super::EditError;
use super::plan;
use super::slot::{is_first_in_line, line_end, line_start, next_line, rest_is_idle};
use super::style::Style;

use crate::path::Path;
use crate::position::Edit;
use crate::tree::{Document, Node};

impl Document {
    /// The edits of the whole text that make the item `index` of the list at `list` and its successor change places.
    /// Comments above them and in their lines go with them.
    pub fn swap(&self, list: &Path, index: usize) -> Result<Vec<Edit>, EditError> {
        self.apart(list, |document| document.swap_here(list, index))
    }

    fn swap_here(&self, list: &Path, index: usize) -> Result<Vec<Edit>, EditError> {
        let (node, mut items) = self.items_of(list)?;
        if index + 1 >= items.len() {
            return Err(EditError::OutOfRange(list.clone()));
        }
        items.swap(index, index + 1);
        let edits = node.and_then(|node| {
            let (first, second) = (lines_of(node, index)?, lines_of(node, index + 1)?);
            swapped(self.text(), first, second, Style::of(self).line_break)
        });
        self.or_anew(edits, list, items)
    }

    /// The edits of the whole text that put a copy of the item `index` of the list at `list` behind it.
    pub fn double(&self, list: &Path, index: usize) -> Result<Vec<Edit>, EditError> {
        self.apart(list, |document| document.double_here(list, index))
    }

    fn double_here(&self, list: &Path, index: usize) -> Result<Vec<Edit>, EditError> {
        let (node, mut items) = self.items_of(list)?;
        let Some(copy) = items.get(index).cloned() else { return Err(EditError::OutOfRange(list.clone())) };
        items.insert(index + 1, copy);
        let edits = node.and_then(|node| {
            let lines = lines_of(node, index)?;
            // What is said above an item is said of that one.
            let first = line_start(self.text(), dash(node, index)?);
            doubled(self.text(), first..lines.end, Style::of(self).line_break)
        });
        self.or_anew(edits, list, items)
    }

    /// The list as it is written here, if it is a block, and its items.
    fn items_of(&self, list: &Path) -> Result<(Option<Node<'_>>, Vec<Value>), EditError> {
        self.editable()?;
        let node = self.get(list).ok_or_else(|| EditError::NotFound(list.clone()))?;
        let Value::Array(items) = node.to_json() else { return Err(EditError::WrongShape(list.clone())) };
        let own = plan::slot_at(self, list).map(|slot| slot.node);
        Ok((own.filter(|node| node.is_sequence() && !node.is_alias() && !node.is_flow()), items))
    }

    /// These edits, where they come to a list of `items`; else the list written anew as far as it differs.
    fn or_anew(
        &self,
        edits: Option<Vec<Edit>>,
        list: &Path,
        items: Vec<Value>,
    ) -> Result<Vec<Edit>, EditError> {
        let items = Value::Array(items);
        let mut wished = self.json();
        plan::put(&mut wished, list.segments(), &items);
        match edits.filter(|edits| self.checked(edits, list, &wished).is_ok()) {
            Some(edits) => Ok(self.shifted(edits)),
            None => self.set(list, &items),
        }
    }
}

fn dash(list: Node<'_>, index: usize) -> Option<usize> {
    let start = list.item(index)?.local_range_with_properties().start;
    crate::read::dash_before(list.document().text(), start)
}

/// The lines of an item, with the comment lines directly above it.
fn lines_of(list: Node<'_>, index: usize) -> Option<Range<usize>> {
    let text = list.document().text();
    let (dash, end) = (dash(list, index)?, list.item(index)?.local_range().end);
    if !is_first_in_line(text, dash) || !rest_is_idle(text, end) {
        return None;
    }
    let mut start = line_start(text, dash);
    while let Some(above) = comment_above(text, start) {
        start = above;
    }
    Some(start..next_line(text, end))
}

/// The start of the line before the one that starts at `start`, if it is a comment.
fn comment_above(text: &str, start: usize) -> Option<usize> {
    let before = text.get(..start)?;
    let before = before.strip_suffix('\n').or_else(|| before.strip_suffix('\r'))?;
    let above = line_start(text, before.strip_suffix('\r').unwrap_or(before).len());
    before.get(above..)?.trim_start().starts_with('#').then_some(above)
}

fn swapped(text: &str, first: Range<usize>, second: Range<usize>, line_break: &str) -> Option<Vec<Edit>> {
    if first.end > second.start {
        return None;
    }
    let (one, other) = (text.get(first.clone())?, text.get(second.clone())?);
    let between = text.get(first.end..second.start)?;
    // The last line of a text may have no end; the one that comes to stand there has none then.
    let new = if other.ends_with(['\n', '\r']) {
        format!("{other}{between}{one}")
    } else {
        format!("{other}{line_break}{between}{}", one.trim_end_matches(['\n', '\r']))
    };
    Some(vec![Edit::replace(first.start..second.end, new)])
}

fn doubled(text: &str, lines: Range<usize>, line_break: &str) -> Option<Vec<Edit>> {
    let copy = text.get(lines.clone())?;
    let at_end = lines.end == line_end(text, lines.end) && !copy.ends_with(['\n', '\r']);
    let new = if at_end { format!("{line_break}{copy}") } else { copy.to_owned() };
    Some(vec![Edit::insert(lines.end, new)])
}
