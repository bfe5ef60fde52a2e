//! A value as a text of its own, and put back as it was written there: comments, quotes and long numbers stay.

use serde_json::Value;

use super::place::put;
use super::slot::Slot;
use super::style::{Style, column_at};
use super::write::Written;
use super::{EditError, difference, plan};
use crate::path::Path;
use crate::position::{Edit, apply};
use crate::problem::Severity;
use crate::scalar::ScalarStyle;
use crate::tree::{Document, Node};

/// What a text that is a value by itself is read below.
const HOLDER: &str = "value";

/// Reads a text that is one value by itself, in YAML or JSON; the error says in which line it stops making sense. A text
/// of blanks and comments is no value.
pub fn value(text: &str) -> Result<Option<Value>, String> {
    let document = held(text)?;
    let node = document.get(&Path::root().key(HOLDER)).filter(|_| !is_idle(text));
    Ok(node.map(Node::to_json))
}

/// The document that holds a text as the value of its only key.
fn held(text: &str) -> Result<Document, String> {
    let lines =
        text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") });
    let document = Document::alone(&format!("{HOLDER}:\n{}", lines.collect::<String>()));
    let error = document.problems().find(|problem| problem.severity == Severity::Error);
    if let Some(problem) = error {
        return Err(format!(
            "Line {}: {}",
            problem.span.start.line.saturating_sub(1).max(1),
            problem.message
        ));
    }
    let is_one = document.root().is_some_and(|root| root.own_entries().len() == 1);
    if document.is_complete() && is_one { Ok(document) } else { Err("This is not one value.".to_owned()) }
}

fn is_idle(text: &str) -> bool {
    text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
}

impl Node<'_> {
    /// The value as a text of its own: its lines, moved to the left. Where it refers to another place, what it stands for,
    /// as JSON.
    pub fn own_text(self) -> String {
        let source = self.source();
        let column = column_at(self.document().text(), self.local_range().start);
        let cut = |line: &str| {
            let blanks = line.len() - line.trim_start_matches(' ').len();
            line.get(blanks.min(column)..).unwrap_or_default().trim_end_matches('\r').to_owned()
        };
        // The lines of a block text and of brackets may stand further to the left than where it begins.
        let whole = self.is_scalar() || self.is_flow();
        let line = |line: &str| if whole { line.trim_end_matches('\r').to_owned() } else { cut(line) };
        let text = source.split('\n').map(line).collect::<Vec<_>>().join("\n");
        let value = self.to_json();
        match super::value(&text) {
            Ok(read) if read.as_ref() == Some(&value) => text,
            _ if value.is_null() => String::new(),
            _ => serde_json::to_string_pretty(&value).unwrap_or_default(),
        }
    }
}

impl Document {
    /// The edits of the whole text that make the value at `path` what `text` says, as it is written there where that can
    /// be. Brackets over several lines are written as a block, unless a number in them would be another one then.
    pub fn set_text(&self, path: &Path, text: &str) -> Result<Vec<Edit>, EditError> {
        let held = held(text).map_err(|_| EditError::Unsafe(path.clone()))?;
        let Some(node) = held.get(&Path::root().key(HOLDER)) else {
            return Err(EditError::Unsafe(path.clone()));
        };
        let value = node.to_json();
        let plain = self.set(path, &value)?;
        if node.is_flow() && text.trim().contains('\n') && numbers_stay(node) {
            return Ok(plain);
        }
        let base = self.start.offset;
        let own = plain
            .iter()
            .map(|edit| Edit::replace(edit.range.start - base..edit.range.end - base, edit.text.clone()));
        let reached = Document::alone(&apply(self.text(), &own.collect::<Vec<_>>()));
        let spelled = spelled(&reached, path, text, node)
            .map(|edits| apply(reached.text(), &edits))
            .filter(|text| self.same_but(&Document::alone(text), &reached.json()));
        match spelled {
            Some(text) if text == self.text() => Ok(Vec::new()),
            Some(text) => Ok(self.shifted(vec![difference(self.text(), &text)])),
            None => Ok(plain),
        }
    }
}

/// Whether every number says the same when it is written anew.
fn numbers_stay(node: Node<'_>) -> bool {
    let mut stay = true;
    node.walk(&mut |_, node, _| {
        let plain = node.style() == Some(ScalarStyle::Plain);
        let anew = node.to_json().to_string();
        stay &= !(plain && node.as_f64().is_some()) || anew == node.source();
    });
    stay
}

/// The edits that put the lines of `text` in the place of the value at `path`.
fn spelled(document: &Document, path: &Path, text: &str, new: Node<'_>) -> Option<Vec<Edit>> {
    let slot = plan::slot_at(document, path)?;
    if slot.in_flow() || slot.node.is_alias() || slot.node.anchor().is_some() {
        return None;
    }
    let style = Style::of(document);
    let range = match slot.node.tag() {
        Some(_) => slot.node.local_range_with_properties(),
        None => slot.node.local_range(),
    };
    let is_block = |node: Node<'_>| !node.is_scalar() && !node.is_flow();
    if is_block(slot.node) && is_block(new) && slot.node.is_mapping() == new.is_mapping() {
        // Comments between the key and the first line stay.
        let column = column_at(document.text(), range.start);
        let lines = indented(text, column).join(style.line_break);
        return Some(vec![Edit::replace(range, lines.trim_start())]);
    }
    put(document.text(), slot, range, &written(slot, text, new, &style), &style)
}

/// The lines of a text, moved to the right.
fn indented(text: &str, column: usize) -> Vec<String> {
    let line = |line: &str| if line.is_empty() { String::new() } else { format!("{:column$}{line}", "") };
    text.trim_end().lines().map(line).collect()
}

fn written(slot: Slot<'_>, text: &str, new: Node<'_>, style: &Style) -> Written {
    let is_block = !new.is_scalar() && !new.is_flow();
    let indent = slot.column() + if is_block && new.is_sequence() { style.list } else { style.unit };
    let mut lines = indented(text, indent);
    if is_block {
        return Written { head: String::new(), body: lines };
    }
    let head = lines.drain(..1.min(lines.len())).collect::<String>();
    Written { head: head.trim().to_owned(), body: lines }
}
