//! Decides which single change brings a document a step nearer to the wished value.

use serde_json::Value;

use super::EditError;
use super::slot::{Holder, Slot};
use crate::path::{Path, Segment};
use crate::tree::{Document, Entry, Node};

/// One change of the text.
#[derive(Debug)]
pub(crate) enum Step<'a> {
    Replace(Slot<'a>, Value),
    InsertKey(Slot<'a>, String, Value),
    InsertItem(Slot<'a>, usize, Value),
    RemoveKey(Slot<'a>, Entry<'a>),
    RemoveItem(Slot<'a>, usize),
    /// The document holds nothing yet.
    Fill(Value),
}

/// The next step to make the value at `path` equal `value`; `None` when it does.
pub(crate) fn toward<'a>(
    document: &'a Document,
    path: &Path,
    value: &Value,
) -> Result<Option<Step<'a>>, EditError> {
    let Some(root) = document.root() else {
        return built(path.segments(), value)
            .map(|value| Some(Step::Fill(value)))
            .ok_or(EditError::OutOfRange(Path::root()));
    };
    let mut slot = Slot::root(root);
    for (depth, segment) in path.segments().iter().enumerate() {
        let rest = path.segments().get(depth..).unwrap_or_default();
        let below = rest.get(1..).unwrap_or_default();
        let here = || Path(path.segments().get(..depth).unwrap_or_default().to_vec());
        if slot.node.is_null() {
            let value = built(rest, value).ok_or_else(|| EditError::OutOfRange(here()))?;
            return Ok(Some(Step::Replace(slot, value)));
        }
        if slot.node.is_alias() {
            // The anchor's owner keeps its value; this place gets a copy of its own.
            return copied(slot, rest, value)
                .map(|copy| copy.map(|copy| Step::Replace(slot, copy)))
                .ok_or_else(|| EditError::WrongShape(here()));
        }
        let next = child(slot, segment);
        match (segment, next) {
            (_, Some(next)) => slot = next,
            (Segment::Key(key), None) if slot.node.is_mapping() => {
                if let Some(merged) = slot.node.get(key) {
                    let copy = copied(Slot::root(merged), below, value)
                        .ok_or_else(|| EditError::WrongShape(here()))?;
                    return Ok(copy.map(|copy| Step::InsertKey(slot, key.clone(), copy)));
                }
                let value = built(below, value).ok_or_else(|| EditError::OutOfRange(here()))?;
                return Ok(Some(Step::InsertKey(slot, key.clone(), value)));
            }
            (Segment::Index(index), None) if slot.node.is_sequence() => {
                if *index != slot.node.items().len() {
                    return Err(EditError::OutOfRange(here()));
                }
                let value = built(below, value).ok_or_else(|| EditError::OutOfRange(here()))?;
                return Ok(Some(Step::InsertItem(slot, *index, value)));
            }
            _ => return Err(EditError::WrongShape(here())),
        }
    }
    Ok(nearer(slot, value))
}

/// The child as written at this very place; nothing for merged keys and aliases.
pub(crate) fn child<'a>(slot: Slot<'a>, segment: &Segment) -> Option<Slot<'a>> {
    if slot.node.is_alias() {
        return None;
    }
    match segment {
        Segment::Key(key) => {
            let entry = slot
                .node
                .own_entries()
                .find(|entry| !entry.key.is_merge_key() && entry.key.scalar_text() == Some(key))?;
            Some(Slot { node: entry.value, holder: Holder::Key { mapping: slot.node, entry } })
        }
        Segment::Index(index) => {
            let node = slot.node.item(*index)?;
            Some(Slot { node, holder: Holder::Item { list: slot.node } })
        }
    }
}

/// Follows `path` as written; `None` where it leaves the document's own text.
pub(crate) fn slot_at<'a>(document: &'a Document, path: &Path) -> Option<Slot<'a>> {
    path.segments().iter().try_fold(Slot::root(document.root()?), child)
}

/// `value` below the mappings and lists that `rest` asks for; `None` if it asks for an item of a list not there.
fn built(rest: &[Segment], value: &Value) -> Option<Value> {
    rest.iter().rev().try_fold(value.clone(), |value, segment| match segment {
        Segment::Key(key) => Some(Value::Object([(key.clone(), value)].into_iter().collect())),
        Segment::Index(0) => Some(Value::Array(vec![value])),
        Segment::Index(_) => None,
    })
}

/// The node's value with `value` put in at `rest`: `Some(None)` if it is there already, `None` if it does not fit.
fn copied(slot: Slot<'_>, rest: &[Segment], value: &Value) -> Option<Option<Value>> {
    let mut copy = slot.node.to_json();
    if slot.node.at(&Path(rest.to_vec())).is_some_and(|there| equals(there, value)) {
        return Some(None);
    }
    put(&mut copy, rest, value)?;
    Some(Some(copy))
}

/// Puts `value` into a JSON value; `None` if the way leads through something that is no list or mapping.
pub(crate) fn put(into: &mut Value, rest: &[Segment], value: &Value) -> Option<()> {
    let Some((segment, below)) = rest.split_first() else {
        *into = value.clone();
        return Some(());
    };
    match (segment, &mut *into) {
        (_, Value::Null) => *into = built(rest, value)?,
        (Segment::Key(key), Value::Object(map)) => {
            let slot = map.entry(key.clone()).or_insert(Value::Null);
            match slot {
                Value::Null => *slot = built(below, value)?,
                _ => put(slot, below, value)?,
            }
        }
        (Segment::Index(index), Value::Array(list)) if *index == list.len() => {
            list.push(built(below, value)?);
        }
        (Segment::Index(index), Value::Array(list)) => put(list.get_mut(*index)?, below, value)?,
        _ => return None,
    }
    Some(())
}

/// Whether the Controller would read the node as exactly `value`. Numbers beyond all doubles, which JSON cannot write, are
/// null there.
pub(crate) fn equals(node: Node<'_>, value: &Value) -> bool {
    matches(node, value, &|node, value| match value {
        Value::Null => node.is_null() || node.as_f64().is_some_and(|number| !number.is_finite()),
        Value::Bool(value) => node.as_bool() == Some(*value),
        Value::Number(value) => node.as_f64() == value.as_f64(),
        Value::String(value) => node.as_str() == Some(value),
        Value::Array(_) | Value::Object(_) => false,
    })
}

/// Whether the node's JSON is `value`: like [`equals`], but a date equals its text and an unknown alias is null.
pub(crate) fn equals_json(node: Node<'_>, value: &Value) -> bool {
    matches(node, value, &|node, value| equals(node, value) || node.to_json() == *value)
}

fn matches(node: Node<'_>, value: &Value, leaf: &dyn Fn(Node<'_>, &Value) -> bool) -> bool {
    match value {
        Value::Array(values) => {
            node.is_sequence()
                && node.items().len() == values.len()
                && node.items().zip(values).all(|(item, value)| matches(item, value, leaf))
        }
        Value::Object(map) => {
            let entries = if node.is_mapping() { node.entries() } else { return false };
            entries.len() == map.len()
                && entries.iter().all(|entry| {
                    map.get(&entry.key.key_text()).is_some_and(|value| matches(entry.value, value, leaf))
                })
        }
        _ => leaf(node, value),
    }
}

/// How much has to change until the node equals `value`: 0 when it does, and less after every step of [`nearer`] that
/// worked. Never more than the sizes of both.
pub(crate) fn distance(node: Option<Node<'_>>, value: &Value) -> usize {
    let Some(node) = node else { return 1 + size(value) };
    if equals(node, value) {
        return 0;
    }
    let parts = match value {
        Value::Object(map) if node.is_mapping() && !node.is_alias() => {
            let gone = |entry: &Entry<'_>| !map.contains_key(&entry.key.key_text());
            // What is merged in shows only when an own key of that name is gone, and then goes with all others.
            let weight = |entry: Entry<'_>| if entry.merged { 1 } else { 1 + written_size(entry.value) };
            let gone = node.entries().into_iter().filter(gone).map(weight);
            map.iter().map(|(key, value)| distance(node.get(key), value)).sum::<usize>() + gone.sum::<usize>()
        }
        Value::Array(list) if node.is_sequence() && !node.is_alias() => {
            let (alike, old, new) = unlike(node, list);
            let mut old = node.items().skip(alike).take(old);
            let mut new = list.iter().skip(alike).take(new);
            // The first of each are turned into each other.
            let first = match (old.len(), new.len()) {
                (0, _) | (_, 0) => 0,
                _ => old.next().zip(new.next()).map_or(0, |(item, value)| distance(Some(item), value)),
            };
            first
                + old.map(|item| 1 + written_size(item)).sum::<usize>()
                + new.map(|value| 1 + size(value)).sum::<usize>()
        }
        _ => size(value),
    };
    parts.max(1)
}

/// How many values, keys and items make up `value`.
fn size(value: &Value) -> usize {
    let below = match value {
        Value::Array(list) => list.iter().map(|value| 1 + size(value)).sum(),
        Value::Object(map) => map.values().map(|value| 1 + size(value)).sum(),
        _ => 0,
    };
    1 + below
}

/// The same of a node as written; an alias is one value.
fn written_size(node: Node<'_>) -> usize {
    if node.is_alias() {
        return 1;
    }
    let items = node.items().map(|item| 1 + written_size(item)).sum::<usize>();
    let entries = node.own_entries().map(|entry| 1 + written_size(entry.value)).sum::<usize>();
    1 + items + entries
}

/// The first difference between what is written and `value`.
fn nearer<'a>(slot: Slot<'a>, value: &Value) -> Option<Step<'a>> {
    if equals(slot.node, value) {
        return None;
    }
    let own = !slot.node.is_alias();
    match value {
        Value::Object(map) if own && slot.node.is_mapping() && !map.is_empty() => {
            Some(nearer_mapping(slot, map))
        }
        Value::Array(list) if own && slot.node.is_sequence() && !list.is_empty() => {
            Some(nearer_list(slot, list))
        }
        _ => Some(Step::Replace(slot, value.clone())),
    }
}

fn nearer_mapping<'a>(slot: Slot<'a>, map: &serde_json::Map<String, Value>) -> Step<'a> {
    let whole = || Step::Replace(slot, Value::Object(map.clone()));
    for (key, value) in map {
        match child(slot, &Segment::Key(key.clone())) {
            Some(below) => {
                if let Some(step) = nearer(below, value) {
                    return step;
                }
            }
            None if slot.node.get(key).is_some_and(|merged| equals(merged, value)) => {}
            None => return Step::InsertKey(slot, key.clone(), value.clone()),
        }
    }
    for entry in slot.node.entries() {
        if entry.key.scalar_text().is_none_or(|key| !map.contains_key(key)) {
            // What is merged in can only be left out by leaving the merge out.
            return if entry.merged { whole() } else { Step::RemoveKey(slot, entry) };
        }
    }
    whole()
}

fn nearer_list<'a>(slot: Slot<'a>, list: &[Value]) -> Step<'a> {
    let whole = || Step::Replace(slot, Value::Array(list.to_vec()));
    let (alike, old, new) = unlike(slot.node, list);
    match (old, new, list.get(alike)) {
        (0, _, Some(value)) => Step::InsertItem(slot, alike, value.clone()),
        (_, 0, _) => Step::RemoveItem(slot, alike),
        (_, _, Some(value)) => {
            child(slot, &Segment::Index(alike)).and_then(|below| nearer(below, value)).unwrap_or_else(whole)
        }
        (_, _, None) => whole(),
    }
}

/// Where a list differs from the wished one: how many items are alike at the front, and how many of each differ then,
/// before those that are alike at the end.
fn unlike(node: Node<'_>, list: &[Value]) -> (usize, usize, usize) {
    let items = node.items();
    let alike = items.clone().zip(list).take_while(|(item, value)| equals(*item, value)).count();
    let most = items.len().min(list.len()) - alike;
    let pairs = items.clone().rev().zip(list.iter().rev());
    let alike_behind = pairs.take(most).take_while(|(item, value)| equals(*item, value)).count();
    (alike, items.len() - alike - alike_behind, list.len() - alike - alike_behind)
}
