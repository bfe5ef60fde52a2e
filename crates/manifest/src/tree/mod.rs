//! One document as a tree of nodes, kept small: a node is a few words, and a scalar that reads as it is written has no
//! copy of its text. All offsets count from the start of the document, so moving a document costs nothing.

mod document;
mod navigate;
mod node;
mod value;

pub use document::Document;
pub(crate) use document::{count, next_revision};
pub use node::{Entry, Node};

use crate::scalar::ScalarStyle;

/// Place of a node in [`Tree::nodes`].
pub(crate) type NodeId = u32;

#[derive(Clone, Debug, Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<NodeData>,
    /// Tags and anchors, which few nodes have; sorted by node.
    pub(crate) properties: Vec<(NodeId, Properties)>,
    /// Comments in the order of the text, from `#` to the end of the line.
    pub(crate) comments: Vec<Comment>,
    pub(crate) root: Option<NodeId>,
}

impl Tree {
    pub(crate) fn properties(&self, node: NodeId) -> Option<&Properties> {
        let at = self.properties.binary_search_by_key(&node, |(id, _)| *id).ok()?;
        self.properties.get(at).map(|(_, properties)| properties)
    }

    /// Bytes on the heap, for the memory budget.
    pub(crate) fn heap_size(&self) -> usize {
        let owned: usize = self
            .nodes
            .iter()
            .map(|node| match &node.body {
                Body::Scalar { text: Text::Owned(text), .. } => text.len(),
                Body::Sequence { items, .. } => size_of_val::<[NodeId]>(items),
                Body::Mapping { entries, .. } => size_of_val::<[(NodeId, NodeId)]>(entries),
                _ => 0,
            })
            .sum();
        owned
            + self.nodes.capacity() * size_of::<NodeData>()
            + self.properties.capacity() * size_of::<(NodeId, Properties)>()
            + self.comments.capacity() * size_of::<Comment>()
    }
}

/// What stands before a node: `&anchor` and `!tag`, with the place where the first of them begins.
#[derive(Clone, Debug, Default)]
pub(crate) struct Properties {
    pub(crate) start: u32,
    pub(crate) anchor: Option<Box<str>>,
    /// Full form, `tag:yaml.org,2002:str` or `!local`; `!` alone is the non-specific tag.
    pub(crate) tag: Option<Box<str>>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Comment {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

#[derive(Clone, Debug)]
pub(crate) struct NodeData {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) body: Body,
}

#[derive(Clone, Debug)]
pub(crate) enum Body {
    Scalar { style: ScalarStyle, text: Text },
    Sequence { flow: bool, items: Box<[NodeId]> },
    Mapping { flow: bool, entries: Box<[(NodeId, NodeId)]> },
    Alias { target: Option<NodeId> },
}

#[derive(Clone, Debug)]
pub(crate) enum Text {
    /// What the node covers, without its quotes.
    Source,
    Owned(Box<str>),
}
