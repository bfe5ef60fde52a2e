//! Copies spelled like what they copy.
//!
//! A value that gives up its alias is written anew, from what it means. What it looked like (`1.10`, `0x1F`, a date) means
//! the same to the Controller and something else to a person or another tool, so it is put back.

use crate::position::{Edit, apply};
use crate::scalar::ScalarStyle;
use crate::tree::{Body, Document, Node};

/// `after` with values spelled like the aliases and merged keys of `before` that they took the place of.
pub(crate) fn like(before: &Document, after: Document) -> Document {
    let mut edits = Vec::new();
    let aliases = before.tree.nodes.iter().any(|node| matches!(node.body, Body::Alias { .. }));
    if let (true, Some(old), Some(new)) = (aliases, before.root(), after.root()) {
        look(old, new, false, false, &mut edits);
    }
    if edits.is_empty() {
        return after;
    }
    let spelled = Document::alone(&apply(&after.text, &edits));
    if after.same_but(&spelled, &after.json()) { spelled } else { after }
}

/// Walks both trees at once; `copied` below a value that stood elsewhere, `flow` between brackets of the new text.
fn look(old: Node<'_>, new: Node<'_>, copied: bool, flow: bool, edits: &mut Vec<Edit>) {
    if new.is_alias() {
        return;
    }
    let copied = copied || old.is_alias();
    let flow = flow || new.is_flow();
    if copied && old.is_scalar() && new.is_scalar() {
        edits.extend(spelled(old, new, flow));
    }
    for (old, new) in old.items().zip(new.items()) {
        look(old, new, copied, flow, edits);
    }
    if !new.is_mapping() || !old.is_mapping() {
        return;
    }
    for entry in new.own_entries() {
        let key = entry.key.scalar_text().unwrap_or_default();
        if let Some(before) = old.entry(key) {
            look(before.value, entry.value, copied || before.merged, flow, edits);
        }
    }
}

fn spelled(old: Node<'_>, new: Node<'_>, flow: bool) -> Option<Edit> {
    let (source, written) = (old.resolved().source(), new.source());
    let plain = old.style() == Some(ScalarStyle::Plain);
    let one_line = |text: &str| !text.is_empty() && !text.contains(['\n', '\r']);
    let fits = !plain || !flow || !source.contains([',', '[', ']', '{', '}', ':', '#']);
    let same = old.tag().is_none() && new.tag().is_none() && old.to_json() == new.to_json();
    (same && fits && source != written && one_line(source) && one_line(written))
        .then(|| Edit::replace(new.local_range(), source))
}
