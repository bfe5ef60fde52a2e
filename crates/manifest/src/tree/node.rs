//! A node as its users see it: a small handle that knows its document.

use std::ops::Range;

use super::{Body, Document, NodeData, NodeId, Text};
use crate::position::Span;
use crate::scalar::ScalarStyle;

/// A value in a document. Cheap to copy.
///
/// An alias reads as what it stands for; only [`Node::span`], [`Node::source`] and [`Node::is_alias`] speak of the alias
/// itself. An alias without an anchor is neither scalar nor list nor mapping.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    pub(crate) document: &'a Document,
    pub(crate) id: NodeId,
}

/// One key of a mapping with its value.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    pub key: Node<'a>,
    pub value: Node<'a>,
    /// Comes from another mapping through `<<`, and is not written in this one.
    pub merged: bool,
}

impl<'a> Node<'a> {
    pub(crate) fn data(self) -> Option<&'a NodeData> {
        self.document.tree.nodes.get(self.id as usize)
    }

    pub(crate) fn with(self, id: NodeId) -> Node<'a> {
        Node { document: self.document, id }
    }

    pub fn document(self) -> &'a Document {
        self.document
    }

    /// The node an alias stands for, or the node itself.
    pub fn resolved(self) -> Node<'a> {
        match self.data().map(|data| &data.body) {
            Some(Body::Alias { target: Some(target) }) => self.with(*target),
            _ => self,
        }
    }

    pub(crate) fn body(self) -> Option<&'a Body> {
        self.resolved().data().map(|data| &data.body)
    }

    /// Bytes inside the document's own text, without tag and anchor. A missing value (`key:`) is empty and stands
    /// directly behind the colon or dash. A block mapping or list ends with its last value.
    pub fn local_range(self) -> Range<usize> {
        self.data().map_or(0..0, |data| data.start as usize..data.end as usize)
    }

    /// Like [`Node::local_range`], but from the tag or anchor on, if there is one.
    pub fn local_range_with_properties(self) -> Range<usize> {
        let range = self.local_range();
        let start = self.document.tree.properties(self.id).map_or(range.start, |it| it.start as usize);
        start.min(range.start)..range.end
    }

    /// Place in the whole text, without tag and anchor.
    pub fn span(self) -> Span {
        self.document.span_at(self.local_range())
    }

    /// The text as written, quotes included.
    pub fn source(self) -> &'a str {
        self.document.text.get(self.local_range()).unwrap_or_default()
    }

    pub fn is_alias(self) -> bool {
        matches!(self.data().map(|data| &data.body), Some(Body::Alias { .. }))
    }

    /// Whether this is an alias whose anchor does not exist (or not yet, or contains the alias).
    pub fn is_unknown_alias(self) -> bool {
        matches!(self.data().map(|data| &data.body), Some(Body::Alias { target: None }))
    }

    pub fn is_scalar(self) -> bool {
        matches!(self.body(), Some(Body::Scalar { .. }))
    }

    pub fn is_mapping(self) -> bool {
        matches!(self.body(), Some(Body::Mapping { .. }))
    }

    pub fn is_sequence(self) -> bool {
        matches!(self.body(), Some(Body::Sequence { .. }))
    }

    /// Written with brackets or braces, on one line or several.
    pub fn is_flow(self) -> bool {
        matches!(self.body(), Some(Body::Mapping { flow: true, .. } | Body::Sequence { flow: true, .. }))
    }

    /// How a scalar is written; `None` for lists and mappings.
    pub fn style(self) -> Option<ScalarStyle> {
        match self.body() {
            Some(Body::Scalar { style, .. }) => Some(*style),
            _ => None,
        }
    }

    /// The tag in full form (`tag:yaml.org,2002:str`), if one is written.
    pub fn tag(self) -> Option<&'a str> {
        self.document.tree.properties(self.resolved().id)?.tag.as_deref()
    }

    /// The name behind `&`, if there is one.
    pub fn anchor(self) -> Option<&'a str> {
        self.document.tree.properties(self.id)?.anchor.as_deref()
    }

    /// The text of any scalar, whatever it means: escapes resolved, `1.10` stays `1.10`, an absent value is empty.
    pub fn scalar_text(self) -> Option<&'a str> {
        let node = self.resolved();
        match node.body()? {
            Body::Scalar { text: Text::Owned(text), .. } => Some(text),
            Body::Scalar { style: ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted, .. } => {
                let source = node.source();
                source.get(1..source.len().checked_sub(1)?)
            }
            Body::Scalar { .. } => Some(node.source()),
            _ => None,
        }
    }
}

impl std::fmt::Debug for Node<'_> {
    /// Only the place: values may be secret.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let start = self.span().start;
        write!(out, "Node({}:{})", start.line, start.column)
    }
}
