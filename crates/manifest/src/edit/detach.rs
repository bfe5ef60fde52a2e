//! Changes of values that other places refer to: the others keep what they have.
//!
//! The anchor moves to the first place that refers to it, with a copy of the value, and the change is made where the
//! value stood. So `set` at a path means that path and no other, whoever shares its text.

use super::{EditError, Style, difference, respell, write};
use crate::path::{Path, Segment};
use crate::position::{Edit, apply};
use crate::tree::{Body, Document, Node};

/// Anchors that one change may move.
const MOST_ANCHORS: usize = 32;

impl Document {
    /// Makes a change, and if others would change with it, makes it apart from them.
    pub(crate) fn apart(
        &self,
        path: &Path,
        change: impl Fn(&Document) -> Result<Vec<Edit>, EditError>,
    ) -> Result<Vec<Edit>, EditError> {
        let place = match change(self) {
            Err(EditError::Shared(place)) => place,
            outcome => return outcome,
        };
        let mut edits = separation(self, path).ok_or_else(|| EditError::Unsafe(place.clone()))?;
        let mut apart = Document::alone(&apply(&self.text, &edits));
        for _ in 0..MOST_ANCHORS {
            if !self.same_but(&apart, &self.json()) {
                break;
            }
            match change(&apart) {
                Ok(more) => {
                    let text = respell::like(self, Document::alone(&apply(&apart.text, &more))).text;
                    join(&mut edits, &more);
                    // What was moved twice is one edit; so is what cannot be told apart.
                    if apply(&self.text, &edits) != *text {
                        edits = vec![difference(&self.text, &text)];
                    }
                    return Ok(self.shifted(edits));
                }
                Err(EditError::Shared(_)) => {
                    let Some(more) = separation(&apart, path) else { break };
                    apart = Document::alone(&apply(&apart.text, &more));
                }
                Err(error) => return Err(error),
            }
        }
        Err(EditError::Shared(place))
    }
}

/// The edits that move one anchor from a value on the way to `path`, or below it, to the first place that refers to it.
fn separation(document: &Document, path: &Path) -> Option<Vec<Edit>> {
    let mut shared = None;
    let mut node = document.root()?;
    for segment in path.segments() {
        shared = edits(node).or(shared);
        let next = match segment {
            Segment::Key(key) => node.entry(key).filter(|entry| !entry.merged).map(|entry| entry.value),
            Segment::Index(index) => node.item(*index),
        };
        // What an alias stands for is copied by the change itself.
        match next.filter(|next| !next.is_alias()) {
            Some(next) => node = next,
            None => return shared,
        }
    }
    let mut below = None;
    node.walk(&mut |_, node, _| {
        if below.is_none() {
            below = edits(node);
        }
    });
    below.or(shared)
}

/// The edits that move the anchor of `node`; nothing if it has none or nobody refers to it.
fn edits(node: Node<'_>) -> Option<Vec<Edit>> {
    let (document, name) = (node.document(), node.anchor()?);
    let refers = |data: &&crate::tree::NodeData| matches!(data.body, Body::Alias { target: Some(target) } if target == node.id);
    let alias = document.tree.nodes.iter().find(refers)?;
    let style = Style::of(document);
    let copy = format!("&{name} {}", write::flow(&node.to_json(), &style, None));
    Some(vec![
        Edit::delete(anchor_range(node, name)?),
        Edit::replace(alias.start as usize..alias.end as usize, copy),
    ])
}

/// `&name` with the blanks behind it, or before it where it ends its line.
fn anchor_range(node: Node<'_>, name: &str) -> Option<std::ops::Range<usize>> {
    let text = node.document().text();
    let properties = node.local_range_with_properties().start..node.local_range().start;
    let mark = format!("&{name}");
    let start = properties.start + text.get(properties)?.find(&mark)?;
    let behind = text.get(start + mark.len()..)?;
    let blanks = behind.len() - behind.trim_start_matches([' ', '\t']).len();
    if behind.get(blanks..)?.starts_with(['\n', '\r']) || blanks == behind.len() {
        let before = text.get(..start)?.trim_end_matches([' ', '\t']).len();
        return Some(before..start + mark.len());
    }
    Some(start..start + mark.len() + blanks)
}

/// Adds edits of the text that `first` gave to `first` itself, which speaks of the text before.
fn join(first: &mut Vec<Edit>, then: &[Edit]) {
    let back = |offset: usize| {
        let mut moved = offset;
        for edit in first.iter() {
            // In the order of the text; a place at the seam is behind what was taken away.
            if edit.range.start <= moved && moved + edit.range.len() >= edit.range.end + edit.text.len() {
                moved = (moved + edit.range.len()).saturating_sub(edit.text.len());
            }
        }
        moved
    };
    let moved: Vec<Edit> = then
        .iter()
        .map(|edit| Edit::replace(back(edit.range.start)..back(edit.range.end), edit.text.clone()))
        .collect();
    first.extend(moved);
}
