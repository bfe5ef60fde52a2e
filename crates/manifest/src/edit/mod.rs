//! Changes values in the text: the smallest edit, in the style of the surroundings, everything else byte for byte as
//! it was.
//!
//! Every change is tried on the document alone and read back before it is handed out: the wished value must be there,
//! all others unchanged, and no new problem.

mod detach;
mod error;
mod flow;
mod order;
mod own_words;
mod place;
mod plan;
mod quote;
mod respell;
mod slot;
mod style;
mod write;

pub use error::EditError;
pub use own_words::value;
pub(crate) use style::Style;

use serde_json::Value;

use self::plan::{Step, equals_json};
use crate::path::{Path, Segment};
use crate::position::{Edit, apply};
use crate::tree::{Body, Document};

/// Steps after which a change is given up, for each reads the document again: more than any sensible list has items.
const MOST_STEPS: usize = 2_000;

impl Document {
    /// The edits of the whole text that make the value at `path` equal `value`. Places that refer to it by an alias or a
    /// merge keep the value they have.
    ///
    /// Missing parents are created: mappings for keys, a list for the index just behind the last one. A value that comes
    /// from an alias or a merge is written as the document's own. Of lists and mappings only what differs is written, so
    /// comments inside stay. Nothing to change gives no edits.
    pub fn set(&self, path: &Path, value: &Value) -> Result<Vec<Edit>, EditError> {
        self.apart(path, |document| document.set_here(path, value))
    }

    fn set_here(&self, path: &Path, value: &Value) -> Result<Vec<Edit>, EditError> {
        self.editable()?;
        // A manifest that is none any more would change how what stands around it is read.
        let names = |key: &&str| value.get(key).is_some();
        if path.is_root()
            && crate::read::holds_manifest(&self.text)
            && !crate::read::ROOT_KEYS.iter().any(names)
        {
            return Err(self.refusal(path));
        }
        let mut wished = self.json();
        plan::put(&mut wished, path.segments(), value);
        let mut left = None;
        self.change(path, &wished, |document| {
            // In odd places new text is read as something else than what was written. A step that brings nothing nearer
            // would be taken again and again.
            let distance = plan::distance(document.get(path), value);
            if left.replace(distance).is_some_and(|before| distance >= before) {
                return Err(self.refusal(path));
            }
            plan::toward(document, path, value)
        })
    }

    /// The edits of the whole text that take the key or list item at `path` away. A comment in the same line goes with
    /// it, comment lines above stay; what would be left empty becomes `{}` or `[]`.
    pub fn remove(&self, path: &Path) -> Result<Vec<Edit>, EditError> {
        self.apart(path, |document| document.remove_here(path))
    }

    fn remove_here(&self, path: &Path) -> Result<Vec<Edit>, EditError> {
        self.editable()?;
        let (Some(parent), Some(last)) = (path.parent(), path.last()) else {
            return Err(EditError::NotFound(path.clone()));
        };
        if self.get(path).is_none() {
            return Err(EditError::NotFound(path.clone()));
        }
        if plan::slot_at(self, &parent).is_none_or(|slot| slot.node.is_alias()) {
            // What an alias stands for is copied, without what is to go.
            let mut rest = self.get(&parent).map(crate::tree::Node::to_json).unwrap_or_default();
            take(&mut rest, &Path(vec![last.clone()]));
            return self.set_here(&parent, &rest);
        }
        let mut wished = self.json();
        take(&mut wished, path);
        let mut done = false;
        self.change(&parent, &wished, |document| {
            if std::mem::replace(&mut done, true) {
                return Ok(None);
            }
            let borrowed = || EditError::Borrowed(path.clone());
            let slot = plan::slot_at(document, &parent).ok_or_else(borrowed)?;
            plan::child(slot, last).ok_or_else(borrowed)?;
            match last {
                Segment::Key(key) => {
                    let entry = slot.node.entry(key).ok_or_else(borrowed)?;
                    Ok(Some(Step::RemoveKey(slot, entry)))
                }
                Segment::Index(index) => Ok(Some(Step::RemoveItem(slot, *index))),
            }
        })
    }

    /// The edits of the whole text that put `value` into the list at `list`, before the item `index`; `index` may be
    /// the length of the list, and a missing list is created.
    pub fn insert(&self, list: &Path, index: usize, value: &Value) -> Result<Vec<Edit>, EditError> {
        self.apart(list, |document| document.insert_here(list, index, value))
    }

    fn insert_here(&self, list: &Path, index: usize, value: &Value) -> Result<Vec<Edit>, EditError> {
        self.editable()?;
        let mut items = match self.get(list) {
            Some(node) if node.is_sequence() => match node.to_json() {
                Value::Array(items) => items,
                _ => Vec::new(),
            },
            Some(node) if !node.is_null() => return Err(EditError::WrongShape(list.clone())),
            _ => Vec::new(),
        };
        if index > items.len() {
            return Err(EditError::OutOfRange(list.clone()));
        }
        items.insert(index, value.clone());
        let Some(slot) =
            plan::slot_at(self, list).filter(|slot| slot.node.is_sequence() && !slot.node.is_alias())
        else {
            return self.set(list, &Value::Array(items));
        };
        let mut wished = self.json();
        plan::put(&mut wished, list.segments(), &Value::Array(items));
        let mut first = Some(Step::InsertItem(slot, index, value.clone()));
        // The place is given; a comparison of lists might choose another one for equal items.
        let edits = first.take().and_then(|step| place::edits(self, &step, &Style::of(self)));
        let edits = edits.ok_or_else(|| EditError::Unsafe(list.clone()))?;
        self.checked(&edits, list, &wished)?;
        Ok(self.shifted(edits))
    }

    fn editable(&self) -> Result<(), EditError> {
        let readable = self.complete;
        if readable { Ok(()) } else { Err(EditError::Incomplete) }
    }

    pub(crate) fn json(&self) -> Value {
        self.root().map_or(Value::Null, crate::tree::Node::to_json)
    }

    /// Takes steps until there is none left, then checks the outcome.
    fn change(
        &self,
        path: &Path,
        wished: &Value,
        mut next: impl FnMut(&Document) -> Result<Option<Step<'_>>, EditError>,
    ) -> Result<Vec<Edit>, EditError> {
        let cannot = || self.refusal(path);
        let style = Style::of(self);
        let Some(step) = next(self)? else { return Ok(Vec::new()) };
        let mut edits = place::edits(self, &step, &style).ok_or_else(cannot)?;
        let mut reached = Document::alone(&apply(&self.text, &edits));
        for steps in 0.. {
            if !reached.complete || steps > MOST_STEPS {
                return Err(cannot());
            }
            let Some(step) = next(&reached)? else { break };
            let more = place::edits(&reached, &step, &style).ok_or_else(cannot)?;
            reached = Document::alone(&apply(&reached.text, &more));
        }
        let reached = respell::like(self, reached);
        // Edits of several steps are one; so is a step whose outcome was spelled anew.
        if apply(&self.text, &edits) != *reached.text {
            edits = vec![difference(&self.text, &reached.text)];
        }
        self.same_but(&reached, wished).then(|| self.shifted(edits)).ok_or_else(cannot)
    }

    fn checked(&self, edits: &[Edit], path: &Path, wished: &Value) -> Result<(), EditError> {
        let reached = Document::alone(&apply(&self.text, edits));
        if self.same_but(&reached, wished) { Ok(()) } else { Err(self.refusal(path)) }
    }

    /// Whether `reached` holds exactly `wished` and no problem that was not there before.
    pub(crate) fn same_but(&self, reached: &Document, wished: &Value) -> bool {
        // The next document must still begin where it does.
        let ends_well = !self.text.ends_with(['\n', '\r']) || reached.text.ends_with(['\n', '\r']);
        reached.complete
            && ends_well
            && crate::read::is_one_document(&reached.text)
            && reached.findings.len() <= self.findings.len()
            && reached.root().map_or(wished.is_null(), |root| equals_json(root, wished))
    }

    /// The likeliest reason: a value others refer to, or a text too unusual.
    fn refusal(&self, path: &Path) -> EditError {
        let shares = self.tree.nodes.iter().any(|node| matches!(node.body, Body::Alias { .. }));
        if shares { EditError::Shared(path.clone()) } else { EditError::Unsafe(path.clone()) }
    }

    pub(crate) fn shifted(&self, edits: Vec<Edit>) -> Vec<Edit> {
        let base = self.start.offset;
        let shift =
            |edit: Edit| Edit { range: edit.range.start + base..edit.range.end + base, text: edit.text };
        edits.into_iter().map(shift).collect()
    }
}

/// Takes the value at `path` out of a JSON value.
fn take(from: &mut Value, path: &Path) -> Option<Value> {
    let (last, way) = path.segments().split_last()?;
    let parent = way.iter().try_fold(from, |value, segment| match segment {
        Segment::Key(key) => value.get_mut(key),
        Segment::Index(index) => value.get_mut(index),
    })?;
    match (last, parent) {
        (Segment::Key(key), Value::Object(map)) => map.shift_remove(key),
        (Segment::Index(index), Value::Array(list)) if *index < list.len() => Some(list.remove(*index)),
        _ => None,
    }
}

/// One edit that turns `old` into `new`: what lies between their common beginning and end.
pub fn difference(old: &str, new: &str) -> Edit {
    let same = |(a, b): &((usize, char), char)| a.1 == *b;
    let start: usize =
        old.char_indices().zip(new.chars()).take_while(same).map(|(a, _)| a.1.len_utf8()).sum();
    let (old_rest, new_rest) = (old.get(start..).unwrap_or_default(), new.get(start..).unwrap_or_default());
    let end: usize = old_rest
        .chars()
        .rev()
        .zip(new_rest.chars().rev())
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum();
    let text = new_rest.get(..new_rest.len() - end).unwrap_or_default();
    Edit::replace(start..old.len() - end, text)
}
