//! Lists and mappings in brackets that close in their line.

use super::Reader;
use super::scalar::begins_plain;
use crate::scalar::ScalarStyle;
use crate::tree::{Body, NodeId, Text, count};

impl Reader<'_> {
    /// The list or mapping whose bracket is at `start`, and the place behind its closing bracket.
    pub(super) fn flow(&mut self, start: usize) -> Option<(NodeId, usize)> {
        let mapping = self.byte(start) == b'{';
        let close = if mapping { b'}' } else { b']' };
        let node = self.open(start)?;
        let first = self.items.len();
        let mut at = self.skip_spaces(start + 1);
        while self.byte(at) != close {
            if mapping {
                at = self.flow_key(at)?;
            }
            at = self.flow_value(at)?;
            at = self.skip_spaces(at);
            match self.byte(at) {
                b',' => at = self.skip_spaces(at + 1),
                byte if byte == close => {}
                _ => return None,
            }
        }
        let end = count(at + 1);
        if mapping {
            self.close_mapping(node, first, true);
            if let Some(node) = self.tree.nodes.get_mut(node as usize) {
                node.end = end;
            }
        } else {
            let items: Box<[NodeId]> = self.items.drain(first..).collect();
            self.close(node, end, Body::Sequence { flow: true, items });
        }
        Some((node, at + 1))
    }

    /// A key and its colon; gives the place of the value.
    fn flow_key(&mut self, start: usize) -> Option<usize> {
        let style = self.style_at(start);
        let colon = match style {
            ScalarStyle::Plain => self.flow_plain_end(start)?,
            _ => self.quoted_end(start)?,
        };
        let spaced = self.byte(colon + 1) == b' ' || style != ScalarStyle::Plain;
        if self.byte(colon) != b':' || !spaced {
            return None;
        }
        let key = self.key(start, colon)?;
        self.items.push(key);
        Some(self.skip_spaces(colon + 1))
    }

    fn flow_value(&mut self, start: usize) -> Option<usize> {
        let (node, end) = match self.byte(start) {
            b'[' | b'{' => self.flow(start)?,
            b'"' | b'\'' => {
                let end = self.quoted_end(start)?;
                (self.scalar(start, end, self.style_at(start), Text::Source), end)
            }
            _ => {
                let end = self.flow_plain_end(start)?;
                (self.scalar(start, end, ScalarStyle::Plain, Text::Source), end)
            }
        };
        self.items.push(node);
        Some(end)
    }

    /// The end of a plain text between brackets: before a bracket, a comma, or a colon with a blank behind it.
    fn flow_plain_end(&self, start: usize) -> Option<usize> {
        if !begins_plain(self.byte(start), self.byte(start + 1)) {
            return None;
        }
        let mut at = start;
        loop {
            match self.byte(at) {
                b'\n' => return None,
                b',' | b'[' | b']' | b'{' | b'}' => break,
                b'#' if self.byte(at - 1) == b' ' => return None,
                b':' => match self.byte(at + 1) {
                    // Only a key ends here; behind a value the colon is refused by the caller.
                    b' ' => break,
                    b'\n' | b',' | b'[' | b']' | b'{' | b'}' => return None,
                    _ => {}
                },
                _ => {}
            }
            at += 1;
        }
        let text = self.text.get(start..at)?.trim_end_matches(' ');
        // A blank before a colon is rare enough for the full parser.
        let odd = self.byte(at) == b':' && text.len() < at - start;
        (!odd).then_some(start + text.len())
    }
}
