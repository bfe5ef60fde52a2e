//! One document of a manifest file: its own text, its tree, and where in the whole file it stands.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Node, NodeId, Tree};
use crate::path::Path;
use crate::position::{Position, Span};
use crate::problem::Problem;
use crate::read::{Finding, Suspicion};

/// A document with everything between its marker and the next one.
#[derive(Clone)]
pub struct Document {
    pub(crate) index: usize,
    /// Where the document's text begins in the whole text.
    pub(crate) start: Position,
    pub(crate) text: Box<str>,
    /// Starts of the lines after the first, counted from the start of the document.
    pub(crate) lines: Box<[u32]>,
    pub(crate) tree: Tree,
    pub(crate) findings: Vec<Finding>,
    pub(crate) complete: bool,
    /// Read from its own text, with nothing blanked out that was copied along.
    pub(crate) as_written: bool,
    /// What could have been copied along in its text.
    pub(crate) suspicion: Suspicion,
    /// Told apart from every other reading of any text in this process.
    pub(crate) revision: u64,
}

impl Document {
    /// A document without text that stands at `start`.
    pub(crate) fn empty(start: Position) -> Document {
        Document {
            index: 0,
            start,
            text: Box::default(),
            lines: Box::default(),
            tree: Tree::default(),
            findings: Vec::new(),
            complete: true,
            as_written: true,
            suspicion: Suspicion::default(),
            revision: next_revision(),
        }
    }

    /// The top value; `None` when the document holds nothing but comments.
    pub fn root(&self) -> Option<Node<'_>> {
        self.tree.root.map(|id| self.node(id))
    }

    pub(crate) fn node(&self, id: NodeId) -> Node<'_> {
        Node { document: self, id }
    }

    /// Number of the document in its file, counted from 0; empty documents count.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Bytes of the whole text that belong to this document: comments and the marker before it, up to the next one.
    pub fn range(&self) -> Range<usize> {
        self.start.offset..self.start.offset + self.text.len()
    }

    /// A number that no other reading has: while it stays the same, so does the content of this document, wherever it
    /// moves to.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The document's part of the text, unchanged.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// False when an error cut reading short: what is there may be looked at, but never be taken for the whole.
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Whether it is a file of another product, which is said and nothing else.
    pub(crate) fn is_foreign(&self) -> bool {
        self.findings.iter().any(|finding| crate::read::FOREIGN.contains(&finding.code))
    }

    /// No value at all, only comments, blank lines and markers. (`~` or `null` written out is a value.)
    pub fn is_empty(&self) -> bool {
        self.tree.root.is_none() && self.complete
    }

    /// The value at `path`, aliases and `<<` followed.
    pub fn get(&self, path: &Path) -> Option<Node<'_>> {
        self.root()?.at(path)
    }

    /// `kind` as written at the top, if it is a text.
    pub fn kind(&self) -> Option<&str> {
        self.root()?.get("kind")?.as_str()
    }

    /// `apiVersion` as written at the top, if it is a text.
    pub fn api_version(&self) -> Option<&str> {
        self.root()?.get("apiVersion")?.as_str()
    }

    /// `metadata.name`, if it is a text.
    pub fn name(&self) -> Option<&str> {
        self.root()?.get("metadata")?.get("name")?.as_str()
    }

    /// Place of a node in the whole text.
    pub fn span_of(&self, node: Node<'_>) -> Span {
        self.span_at(node.local_range())
    }

    /// Place in the whole text of bytes of this document's own text.
    pub fn span_at(&self, local: Range<usize>) -> Span {
        Span { start: self.position_at(local.start), end: self.position_at(local.end) }
    }

    /// Place in the whole text of a byte of this document's own text; beyond its end, the end.
    pub fn position_at(&self, local: usize) -> Position {
        let mut local = local.min(self.text.len());
        while !self.text.is_char_boundary(local) {
            local -= 1;
        }
        let line = self.lines.partition_point(|start| *start as usize <= local);
        let line_start =
            line.checked_sub(1).and_then(|at| self.lines.get(at)).map_or(0, |start| *start as usize);
        let before = self.text.get(line_start..local).unwrap_or_default();
        let column = count(before.chars().count());
        Position {
            offset: self.start.offset + local,
            line: self.start.line + count(line),
            column: if line == 0 { self.start.column + column } else { column + 1 },
        }
    }

    /// What reading found wrong: syntax, limits, duplicate keys, aliases.
    pub fn problems(&self) -> impl Iterator<Item = Problem> {
        self.findings.iter().map(|finding| finding.to_problem(self))
    }

    /// Comments in order, each from `#` to the end of its line, as bytes of this document's own text.
    pub fn comments(&self) -> impl Iterator<Item = Range<usize>> {
        self.tree.comments.iter().map(|comment| comment.start as usize..comment.end as usize)
    }

    /// Bytes this document occupies on the heap.
    pub(crate) fn heap_size(&self) -> usize {
        let findings: usize =
            self.findings.iter().map(|finding| finding.message.len() + size_of::<Finding>()).sum();
        self.text.len() + self.lines.len() * size_of::<u32>() + self.tree.heap_size() + findings
    }
}

/// Every reading of a document gets the next number.
pub(crate) fn next_revision() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Lines and columns fit: reading refuses texts of 4 GB.
pub(crate) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl std::fmt::Debug for Document {
    /// Only the place: the text may hold secrets.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Document({} at line {}, {} bytes)", self.index, self.start.line, self.text.len())
    }
}
