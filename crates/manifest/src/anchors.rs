//! Anchors of YAML (`&name`) with the aliases that stand for them (`*name`): which one is at a place, and another name
//! for it.

use std::fmt;
use std::ops::Range;

use crate::position::{Edit, apply};
use crate::read::Manifest;
use crate::tree::{Body, Document, NodeId};

/// An anchor, or an alias of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    pub name: String,
    /// Where the name stands that was asked for, in bytes of the whole text, without its `&` or `*`.
    pub range: Range<usize>,
}

/// Why an anchor cannot have another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RenameError {
    /// There is no anchor, and no alias of one.
    NoAnchor,
    /// The new name is none.
    NoName,
    /// Another anchor of the document has this name.
    Taken,
    /// Reading the document stopped at an error, so there may be further aliases.
    Incomplete,
    /// With the new name, the document would be read otherwise.
    Unsafe,
}

impl fmt::Display for RenameError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            RenameError::NoAnchor => "There is no anchor here.",
            RenameError::NoName => {
                "The name of an anchor consists of letters, digits, \"-\", \"_\", \".\" and \"/\"."
            }
            RenameError::Taken => "Another anchor in this document has this name.",
            RenameError::Incomplete => "The document has an error that must be corrected in the text first.",
            RenameError::Unsafe => "This anchor cannot be renamed without changing what the document says.",
        })
    }
}

impl std::error::Error for RenameError {}

/// The anchor or alias whose name or mark stands at the byte `at`, or ends there.
pub fn anchor_at(manifest: &Manifest, at: usize) -> Option<Anchor> {
    let document = manifest.documents().get(manifest.document_at(at)?)?;
    let start = document.range().start;
    let (id, range) = found(document, at.checked_sub(start)?)?;
    let name = document.node(id).anchor()?.to_owned();
    Some(Anchor { name, range: range.start + start..range.end + start })
}

/// The edits of the whole text that give the anchor at the byte `at`, and all its aliases, the name `new`.
pub fn rename_anchor(manifest: &Manifest, at: usize, new: &str) -> Result<Vec<Edit>, RenameError> {
    let is_part = |char: char| char.is_alphanumeric() || "-_./".contains(char);
    if new.is_empty() || !new.chars().all(is_part) {
        return Err(RenameError::NoName);
    }
    let document = manifest.document_at(at).and_then(|index| manifest.documents().get(index));
    let document = document.ok_or(RenameError::NoAnchor)?;
    let local = at.saturating_sub(document.range().start);
    let (id, _) = found(document, local).ok_or(RenameError::NoAnchor)?;
    if !document.is_complete() {
        return Err(RenameError::Incomplete);
    }
    if document.node(id).anchor() == Some(new) {
        return Ok(Vec::new());
    }
    if anchors(document).any(|(other, _)| document.node(other).anchor() == Some(new)) {
        return Err(RenameError::Taken);
    }
    let own = anchors(document).filter(|(other, _)| *other == id).map(|(_, range)| range);
    let its = aliases(document).filter(|(other, _)| *other == id).map(|(_, range)| range);
    let mut edits: Vec<Edit> = own.chain(its).map(|range| Edit::replace(range, new)).collect();
    edits.sort_by_key(|edit| edit.range.start);
    let reached = Document::alone(&apply(document.text(), &edits));
    let same = document.same_but(&reached, &document.json()) && targets(document).eq(targets(&reached));
    same.then(|| document.shifted(edits)).ok_or(RenameError::Unsafe)
}

/// The node that the anchor or alias at a byte of the document's own text stands for, and where its name is.
fn found(document: &Document, at: usize) -> Option<(NodeId, Range<usize>)> {
    // The mark before the name counts.
    anchors(document).chain(aliases(document)).find(|(_, range)| range.start <= at + 1 && at <= range.end)
}

/// The nodes with an anchor, and where its name stands.
fn anchors(document: &Document) -> impl Iterator<Item = (NodeId, Range<usize>)> + '_ {
    let properties = document.tree.properties.iter();
    properties.filter_map(|(id, properties)| {
        let name = properties.anchor.as_deref()?;
        Some((*id, name_behind(document.text(), properties.start as usize, name)?))
    })
}

/// Where the name of an anchor stands among the properties that begin at `start`: before or behind a tag.
fn name_behind(text: &str, start: usize, name: &str) -> Option<Range<usize>> {
    let mut at = start;
    loop {
        let rest = text.get(at..)?;
        let content = rest.trim_start();
        at += rest.len() - content.len();
        let length = content.find(char::is_whitespace).unwrap_or(content.len());
        let line = content.find(['\n', '\r']).unwrap_or(content.len());
        match content.chars().next()? {
            '&' => {
                let range = at + 1..at + 1 + name.len();
                return (text.get(range.clone()) == Some(name)).then_some(range);
            }
            '!' => at += length,
            // A comment may stand between the two.
            '#' => at += line,
            _ => return None,
        }
    }
}

/// The aliases, each with the node that it stands for, and where its name is.
fn aliases(document: &Document) -> impl Iterator<Item = (NodeId, Range<usize>)> + '_ {
    document.tree.nodes.iter().filter_map(|node| match node.body {
        Body::Alias { target: Some(target) } => Some((target, node.start as usize + 1..node.end as usize)),
        _ => None,
    })
}

/// What each alias stands for, in the order of the text.
fn targets(document: &Document) -> impl Iterator<Item = Option<NodeId>> + '_ {
    document.tree.nodes.iter().filter_map(|node| match node.body {
        Body::Alias { target } => Some(target),
        _ => None,
    })
}
