//! Reads the style that most manifests are written in, several times faster than the full parser.
//!
//! Only what is surely right is read here: keys and items in lines of their own, texts of one line, brackets that close
//! in their line, and `|`. Anything else, and everything wrong, is left to [`super::build`], whose tree this one equals
//! node by node; the tests hold them against each other.

#[cfg(any(test, feature = "compare"))]
mod compare;
mod flow;
mod scalar;
#[cfg(test)]
mod tests;

#[cfg(feature = "compare")]
pub use compare::documents;

use super::build::Built;
use super::finding::Finding;
use crate::limits::Limits;
use crate::scalar::ScalarStyle;
use crate::tree::{Body, Comment, NodeData, NodeId, Text, Tree, count};

/// The document in `text`, or nothing if the full parser has to read it.
pub(crate) fn read(text: &str, limits: &Limits) -> Option<Built> {
    if !is_ordinary(text) {
        return None;
    }
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        most: limits.depth,
        at: 0,
        indent: 0,
        begun: false,
        depth: 0,
        // Room for what a manifest of this length usually has.
        tree: Tree { nodes: Vec::with_capacity(text.len() / 12), ..Tree::default() },
        items: Vec::new(),
        findings: Vec::new(),
    };
    reader.document()?;
    let mut tree = reader.tree;
    tree.nodes.shrink_to_fit();
    tree.comments.shrink_to_fit();
    Some(Built { tree, findings: reader.findings, complete: true })
}

/// No tabs, no carriage returns, and nothing that is refused or means a line break to some reader.
fn is_ordinary(text: &str) -> bool {
    let special = |char: char| {
        matches!(char, '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    let plain = |byte: &u8| (*byte >= b' ' && *byte != 0x7f) || *byte == b'\n';
    text.as_bytes().iter().all(plain) && (text.is_ascii() || !text.contains(special))
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    /// Levels of nesting that are allowed.
    most: usize,
    /// Where the next thing is read: the content of a line, or the end of the text.
    at: usize,
    /// How far that line is indented.
    indent: usize,
    /// Behind the marker of the document, or in its content.
    begun: bool,
    depth: usize,
    tree: Tree,
    /// What the open lists and mappings hold so far, one behind the other.
    items: Vec<NodeId>,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    /// The byte at a place; the end of the text reads as a line break.
    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(b'\n')
    }

    fn skip_spaces(&self, mut at: usize) -> usize {
        while self.byte(at) == b' ' {
            at += 1;
        }
        at
    }

    fn line_end(&self, at: usize) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        memchr::memchr(b'\n', rest).map_or(self.bytes.len(), |length| at + length)
    }

    fn is_done(&self) -> bool {
        self.at >= self.bytes.len()
    }

    fn document(&mut self) -> Option<()> {
        self.next_line()?;
        let rest = self.bytes.get(self.at..)?;
        if self.indent == 0 && rest.starts_with(b"---") {
            self.begun = true;
            self.end_line(self.at + 3)?;
        }
        self.begun = true;
        // Directives and end markers are for the full parser.
        if self.indent == 0 && matches!(self.byte(self.at), b'%' | b'.') {
            return None;
        }
        if !self.is_done() {
            self.block()?;
        }
        self.is_done().then_some(())
    }

    /// Moves to the next line that is neither blank nor a comment; `at` is the start of a line.
    fn next_line(&mut self) -> Option<()> {
        loop {
            let start = self.at.min(self.bytes.len());
            let content = self.skip_spaces(start);
            self.at = content;
            if content >= self.bytes.len() {
                self.indent = 0;
                return Some(());
            }
            match self.byte(content) {
                b'\n' => self.at = content + 1,
                b'#' => self.comment(content),
                _ => {
                    self.indent = content - start;
                    let rest = self.bytes.get(content..)?;
                    let marker = rest.starts_with(b"---") || rest.starts_with(b"...");
                    return (self.indent > 0 || !marker || !self.begun).then_some(());
                }
            }
        }
    }

    /// Notes a comment and moves behind its line.
    fn comment(&mut self, start: usize) {
        let end = self.line_end(start);
        self.tree.comments.push(Comment { start: count(start), end: count(end) });
        self.at = end + 1;
    }

    /// Nothing but a comment may follow in this line; moves to the next one with content.
    fn end_line(&mut self, behind: usize) -> Option<()> {
        let at = self.skip_spaces(behind);
        match self.byte(at) {
            b'\n' => self.at = at + 1,
            b'#' if at > behind => self.comment(at),
            _ => return None,
        }
        self.next_line()
    }

    fn is_dash(&self, at: usize) -> bool {
        self.byte(at) == b'-' && matches!(self.byte(at + 1), b' ' | b'\n')
    }

    /// A list or mapping that begins in the line at hand.
    fn block(&mut self) -> Option<NodeId> {
        if self.is_dash(self.at) { self.sequence(self.indent) } else { self.mapping(self.indent) }
    }

    /// A list whose dashes stand in `column`; the first one is at hand.
    fn sequence(&mut self, column: usize) -> Option<NodeId> {
        let list = self.open(self.at)?;
        let first = self.items.len();
        loop {
            let dash = self.at;
            let start = self.skip_spaces(dash + 1);
            let item = match self.byte(start) {
                b'\n' if start == dash + 1 => self.below(start, column, false)?,
                // Only blanks, or a comment, right behind a dash are rare enough for the full parser.
                b'\n' | b'#' => return None,
                _ => self.item(start, column + (start - dash), column)?,
            };
            self.items.push(item);
            if self.is_done() || self.indent < column {
                break;
            }
            if self.indent > column {
                return None;
            }
            if !self.is_dash(self.at) {
                break;
            }
        }
        let end =
            self.items.last().and_then(|last| self.tree.nodes.get(*last as usize)).map_or(0, |it| it.end);
        let items: Box<[NodeId]> = self.items.drain(first..).collect();
        self.close(list, end, Body::Sequence { flow: false, items });
        Some(list)
    }

    /// An item that begins behind its dash.
    fn item(&mut self, start: usize, column: usize, parent: usize) -> Option<NodeId> {
        self.at = start;
        if self.is_dash(start) {
            self.sequence(column)
        } else if self.key_end(start).is_some() {
            self.mapping(column)
        } else {
            self.value(start, parent)
        }
    }

    /// A mapping whose keys stand in `column`; the first one is at hand.
    fn mapping(&mut self, column: usize) -> Option<NodeId> {
        let mapping = self.open(self.at)?;
        let first = self.items.len();
        loop {
            let start = self.at;
            let colon = self.key_end(start)?;
            let key = self.key(start, colon)?;
            self.items.push(key);
            let at = self.skip_spaces(colon + 1);
            let value = match self.byte(at) {
                b'\n' | b'#' => self.below(colon + 1, column, true)?,
                _ => self.value(at, column)?,
            };
            self.items.push(value);
            if self.is_done() || self.indent < column {
                break;
            }
            if self.indent > column || self.is_dash(self.at) {
                return None;
            }
        }
        self.close_mapping(mapping, first, false);
        Some(mapping)
    }

    /// What stands in the lines below a colon or dash, or the missing value. Only below a key may a list stand in the
    /// same column.
    fn below(&mut self, behind: usize, column: usize, key: bool) -> Option<NodeId> {
        self.end_line(behind)?;
        if !self.is_done() && self.indent > column {
            self.block()
        } else if key && !self.is_done() && self.indent == column && self.is_dash(self.at) {
            self.sequence(column)
        } else {
            Some(self.scalar(behind, behind, ScalarStyle::Plain, Text::Source))
        }
    }

    fn add(&mut self, start: usize, end: usize, body: Body) -> NodeId {
        let id = count(self.tree.nodes.len());
        self.tree.nodes.push(NodeData { start: count(start), end: count(end), body });
        self.tree.root = self.tree.root.or(Some(id));
        id
    }

    fn scalar(&mut self, start: usize, end: usize, style: ScalarStyle, text: Text) -> NodeId {
        self.add(start, end, Body::Scalar { style, text })
    }

    /// A list or mapping whose content follows.
    fn open(&mut self, start: usize) -> Option<NodeId> {
        self.depth += 1;
        (self.depth <= self.most).then(|| self.add(start, start, Body::Alias { target: None }))
    }

    fn close(&mut self, node: NodeId, end: u32, body: Body) {
        self.depth -= 1;
        if let Some(node) = self.tree.nodes.get_mut(node as usize) {
            node.end = end;
            node.body = body;
        }
    }

    /// Closes a mapping whose keys and values are the items from `first` on.
    fn close_mapping(&mut self, node: NodeId, first: usize, flow: bool) -> u32 {
        let items = self.items.get(first..).unwrap_or_default();
        super::duplicates::check(self.text, &self.tree, items, &mut self.findings);
        let end = items.last().and_then(|last| self.tree.nodes.get(*last as usize)).map_or(0, |it| it.end);
        let pairs = items.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
        let body = Body::Mapping { flow, entries: pairs.collect() };
        self.items.truncate(first);
        self.close(node, end, body);
        end
    }
}
