//! Turns the parser's events into the tree of one document.

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle as Style, ScanError, Span, StructureStyle, Tag, options};

use super::finding::Finding;
use super::{layout, refused, syntax};
use crate::limits::Limits;
use crate::scalar::ScalarStyle;
use crate::tree::{Body, Comment, NodeData, NodeId, Properties, Text, Tree, count};

/// What reading one document gave.
pub(crate) struct Built {
    pub(crate) tree: Tree,
    pub(crate) findings: Vec<Finding>,
    pub(crate) complete: bool,
}

/// What can be read up to the first error, and that error.
pub(crate) fn attempt(text: &str, limits: &Limits) -> (Built, Option<Finding>) {
    let options = options! {
        emit_anchor_events: true,
        emit_unresolved_aliases: true,
        // Only a text full of comments comes near, and they are counted against the text's size already.
        max_buffered_comment_events: 1_000_000,
        flow_nesting_limit: limits.depth + 1,
        block_nesting_limit: limits.depth + 1,
    };
    let mut builder = Builder::new(text, limits);
    for event in Parser::new_from_str_with_options(text, options) {
        let step = match event {
            Ok((event, span)) => builder.event(event, span),
            Err(error) => Err(builder.explain(&error)),
        };
        if let Err(finding) = step {
            return (builder.finish(), Some(finding));
        }
    }
    (builder.finish(), None)
}

struct Builder<'a> {
    text: &'a str,
    limits: &'a Limits,
    tree: Tree,
    findings: Vec<Finding>,
    complete: bool,
    frames: Vec<Frame>,
    anchors: Vec<Anchor>,
    /// Bytes that the aliases so far stand for.
    expanded: usize,
    /// End of everything seen so far.
    cursor: usize,
}

/// A list or mapping that is still open.
struct Frame {
    node: NodeId,
    /// Place in `Builder::anchors`.
    anchor: Option<usize>,
    flow: bool,
    mapping: bool,
    items: Vec<NodeId>,
    /// `Builder::expanded` when this node began.
    expanded_before: usize,
    /// Levels of nesting inside.
    height: usize,
}

/// What a parser's anchor id stands for; `cost` is `None` while the node is still open.
struct Anchor {
    id: usize,
    node: NodeId,
    cost: Option<usize>,
    height: usize,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str, limits: &'a Limits) -> Builder<'a> {
        Builder {
            text,
            limits,
            tree: Tree::default(),
            findings: Vec::new(),
            complete: true,
            frames: Vec::new(),
            anchors: Vec::new(),
            expanded: 0,
            cursor: 0,
        }
    }

    fn event(&mut self, event: Event<'a>, span: Span) -> Result<(), Finding> {
        let range = span.byte_range().unwrap_or(self.cursor..self.cursor);
        match event {
            Event::Comment(..) => {
                self.tree.comments.push(Comment { start: count(range.start), end: count(range.end) });
            }
            Event::Scalar(value, style, anchor, tag) => self.scalar(&value, style, anchor, tag, &span),
            Event::SequenceStart(style, anchor, tag) => self.open(style, false, anchor, tag, &span)?,
            Event::MappingStart(style, anchor, tag) => self.open(style, true, anchor, tag, &span)?,
            Event::SequenceEnd | Event::MappingEnd => self.close(range.end),
            Event::Anchor(_, name) => self.anchor_name(&name, range.clone()),
            Event::Alias(id) => self.alias(id, range.clone()),
            Event::UnresolvedAlias(name) => {
                self.report(syntax::unknown_alias(&name, range.clone()));
                self.add(range.clone(), Body::Alias { target: None });
            }
            Event::DocumentStart(..) if self.tree.root.is_some() => {
                return Err(syntax::second_root(range));
            }
            _ => {}
        }
        self.cursor = self.cursor.max(range.end);
        Ok(())
    }

    /// The parser's error as a finding. Inside brackets that nothing closes, the opening one is at fault.
    fn explain(&self, error: &ScanError) -> Finding {
        let finding = syntax::finding(self.text, self.cursor, error, self.limits);
        let Some(frame) = self.frames.last().filter(|frame| frame.flow) else { return finding };
        let (open, close) = if frame.mapping { ('{', '}') } else { ('[', ']') };
        let start = self.start_of(frame.node);
        let at = finding.range.start.max(start);
        let rest = self.text.get(at..).unwrap_or_default();
        // A bracket of a line below closes one of that line, unless those above are full of them.
        let above = self.text.get(start..at).and_then(|text| text.rsplit_once(['\n', '\r']));
        let never = !rest.contains(close) || above.is_some_and(|(above, _)| !above.contains(close));
        let opened = self.text.get(start..).is_some_and(|text| text.starts_with(open));
        if finding.code == "syntax" && opened && never {
            return syntax::unclosed(open, start..start + 1);
        }
        finding
    }

    /// A hostile text could give millions of problems; nobody reads more than these.
    fn report(&mut self, finding: Finding) {
        if self.findings.len() < super::MOST_FINDINGS {
            self.findings.push(finding);
        }
    }

    fn add(&mut self, range: Range<usize>, body: Body) -> NodeId {
        let id = count(self.tree.nodes.len());
        self.tree.nodes.push(NodeData { start: count(range.start), end: count(range.end), body });
        match self.frames.last_mut() {
            Some(frame) => frame.items.push(id),
            None => self.tree.root = self.tree.root.or(Some(id)),
        }
        id
    }

    fn scalar(&mut self, value: &str, style: Style, anchor: usize, tag: Option<Cow<'a, Tag>>, span: &Span) {
        let mut range = span.byte_range().unwrap_or(self.cursor..self.cursor);
        let style = scalar_style(style);
        let tag_end = span.tag_span().and_then(|span| span.byte_range()).map(|range| range.end);
        match style {
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let from = self.cursor.max(tag_end.unwrap_or(0));
                range = layout::block_scalar(self.text, from, range);
            }
            ScalarStyle::Plain if range.is_empty() => {
                let awaits_value =
                    self.frames.last().is_some_and(|frame| frame.mapping && frame.items.len() % 2 == 1);
                let behind_colon = awaits_value && self.text.as_bytes().get(range.start) == Some(&b':');
                let bare = if behind_colon { range.start + 1 } else { self.last_mark_before(range.start) };
                let at = tag_end.unwrap_or(bare);
                // A document of comments alone has no value.
                if self.frames.is_empty() && tag_end.is_none() && anchor == 0 {
                    return;
                }
                range = at..at;
            }
            _ => {}
        }
        let inner = match style {
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                range.start + 1..range.end.saturating_sub(1)
            }
            _ => range.clone(),
        };
        if style == ScalarStyle::Plain
            && self.frames.last().is_some_and(|frame| frame.flow)
            && self.text.get(range.clone()).is_some_and(|text| text.contains(['\n', '\r']))
            && let Some(indent) = self.block_indent()
            && let Some(finding) = refused::outdented(self.text, range.clone(), indent)
        {
            self.report(finding);
        }
        let as_written = range.is_empty() || self.text.get(inner) == Some(value);
        let text = if as_written { Text::Source } else { Text::Owned(value.into()) };
        let cost = range.len() + 1;
        let id = self.add(range, Body::Scalar { style, text });
        self.properties(id, tag, span, Some(value));
        if anchor != 0 {
            self.anchors.push(Anchor { id: anchor, node: id, cost: Some(cost), height: 0 });
        }
    }

    /// Behind the dash or other mark that a missing value follows: the parser gives the next token's place.
    fn last_mark_before(&self, at: usize) -> usize {
        let between = self.text.get(self.cursor..at).unwrap_or_default();
        at - (between.len() - between.trim_end().len())
    }

    fn open(
        &mut self,
        style: StructureStyle,
        mapping: bool,
        anchor: usize,
        tag: Option<Cow<'a, Tag>>,
        span: &Span,
    ) -> Result<(), Finding> {
        let range = span.byte_range().unwrap_or(self.cursor..self.cursor);
        if self.frames.len() >= self.limits.depth {
            return Err(syntax::too_deep(range, self.limits));
        }
        let flow = style == StructureStyle::Flow;
        // The body is known when the node is closed; until then it must not look like a finished one.
        let id = self.add(range, Body::Alias { target: None });
        self.properties(id, tag, span, None);
        let anchored = (anchor != 0).then_some(self.anchors.len());
        if anchored.is_some() {
            self.anchors.push(Anchor { id: anchor, node: id, cost: None, height: 0 });
        }
        self.frames.push(Frame {
            node: id,
            anchor: anchored,
            flow,
            mapping,
            items: Vec::new(),
            expanded_before: self.expanded,
            height: 0,
        });
        Ok(())
    }

    fn close(&mut self, end: usize) {
        let Some(frame) = self.frames.pop() else { return };
        let expanded = self.expanded - frame.expanded_before;
        let height = frame.height + 1;
        if let Some(parent) = self.frames.last_mut() {
            parent.height = parent.height.max(height);
        }
        let range = if frame.flow { self.start_of(frame.node)..end } else { self.block_range(&frame) };
        if frame.mapping {
            refused::merges(self.text, &self.tree, &frame.items, &mut self.findings);
            refused::tabs(self.text, &self.tree, &frame.items, &mut self.findings);
            super::duplicates::check(self.text, &self.tree, &frame.items, &mut self.findings);
        }
        let body = if frame.mapping {
            let pairs = frame.items.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
            Body::Mapping { flow: frame.flow, entries: pairs.collect() }
        } else {
            Body::Sequence { flow: frame.flow, items: frame.items.into_boxed_slice() }
        };
        if let Some(anchor) = frame.anchor.and_then(|at| self.anchors.get_mut(at)) {
            anchor.cost = Some(range.len() + expanded + 1);
            anchor.height = height;
        }
        if let Some(node) = self.tree.nodes.get_mut(frame.node as usize) {
            *node = NodeData { start: count(range.start), end: count(range.end), body };
        }
    }

    /// Columns that the block around a place between brackets is indented by; none at the root.
    fn block_indent(&self) -> Option<usize> {
        let block = self.frames.iter().rev().find(|frame| !frame.flow)?;
        let start = self.block_range(block).start;
        let line = self.text.get(..start)?.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        Some(start - line)
    }

    fn start_of(&self, node: NodeId) -> usize {
        self.tree.nodes.get(node as usize).map_or(0, |node| node.start as usize)
    }

    fn start_with_properties(&self, node: NodeId) -> usize {
        let start = self.start_of(node);
        self.tree.properties(node).map_or(start, |properties| start.min(properties.start as usize))
    }

    /// A block list or mapping reaches from its first dash or key to the end of its last value.
    fn block_range(&self, frame: &Frame) -> Range<usize> {
        let declared = self.start_of(frame.node);
        let start = frame.items.first().map_or(declared, |first| {
            let first = self.start_with_properties(*first);
            let mark = if frame.mapping { layout::question_mark_before } else { layout::dash_before };
            mark(self.text, first).unwrap_or(if frame.mapping { first } else { declared })
        });
        let last_end = frame.items.iter().rev().take(2).filter_map(|id| self.tree.nodes.get(*id as usize));
        let end = last_end.map(|node| node.end as usize).max().unwrap_or(declared);
        start..end.max(start)
    }

    fn properties(&mut self, id: NodeId, tag: Option<Cow<'a, Tag>>, span: &Span, scalar: Option<&str>) {
        let Some(tag) = tag else { return };
        let range = span.tag_span().and_then(|span| span.byte_range()).unwrap_or(self.cursor..self.cursor);
        let full = format!("{}{}", tag.handle(), tag.suffix());
        if let Some(finding) = syntax::tag(&full, scalar, range.clone()) {
            self.report(finding);
        }
        let properties = Properties { start: count(range.start), anchor: None, tag: Some(full.into()) };
        self.tree.properties.push((id, properties));
    }

    /// The name belongs to the node just added.
    fn anchor_name(&mut self, name: &str, range: Range<usize>) {
        let id = count(self.tree.nodes.len().saturating_sub(1));
        if self.tree.properties.last().is_none_or(|(last, _)| *last != id) {
            self.tree
                .properties
                .push((id, Properties { start: count(range.start), ..Properties::default() }));
        }
        if let Some((_, properties)) = self.tree.properties.last_mut() {
            properties.anchor = Some(name.into());
            properties.start = properties.start.min(count(range.start));
        }
        let Some(node) = self.tree.nodes.get_mut(id as usize) else { return };
        if let Body::Scalar { style: ScalarStyle::Plain, .. } = node.body
            && node.start == node.end
        {
            // A missing value stands behind its anchor.
            node.start = node.start.max(count(range.end));
            node.end = node.start;
        }
    }

    fn alias(&mut self, id: usize, range: Range<usize>) {
        // The parser counts anchors up, so they are in order.
        let found = self.anchors.binary_search_by_key(&id, |anchor| anchor.id).ok();
        let found = found.and_then(|at| self.anchors.get(at));
        let Some((node, height, cost)) = found.map(|anchor| (anchor.node, anchor.height, anchor.cost)) else {
            self.findings
                .push(syntax::unknown_alias(self.text.get(range.clone()).unwrap_or("*"), range.clone()));
            self.add(range, Body::Alias { target: None });
            return;
        };
        let problem = match cost {
            None => Some(syntax::alias_inside_itself(range.clone())),
            Some(_) if self.frames.len() + height > self.limits.depth => {
                Some(syntax::too_deep(range.clone(), self.limits))
            }
            Some(cost) => {
                self.expanded = self.expanded.saturating_add(cost);
                (self.expanded > self.limits.alias_expansion)
                    .then(|| syntax::too_many_aliases(range.clone(), self.limits))
            }
        };
        if let Some(frame) = self.frames.last_mut() {
            frame.height = frame.height.max(height);
        }
        let target = problem.is_none().then_some(node);
        if let Some(problem) = problem {
            self.complete = false;
            // One report per rule: a hostile text would give thousands.
            if !self.findings.iter().any(|finding| finding.code == problem.code) {
                self.findings.push(problem);
            }
        }
        self.add(range, Body::Alias { target });
    }

    fn finish(mut self) -> Built {
        // What an error left open is kept, so that half-written text can still be looked at.
        while !self.frames.is_empty() {
            self.complete = false;
            if let Some(frame) = self.frames.last_mut()
                && frame.mapping
                && frame.items.len() % 2 == 1
            {
                let at = self.cursor;
                self.add(at..at, Body::Scalar { style: ScalarStyle::Plain, text: Text::Source });
            }
            self.close(self.cursor);
        }
        self.tree.nodes.shrink_to_fit();
        self.tree.comments.shrink_to_fit();
        Built { tree: self.tree, findings: self.findings, complete: self.complete }
    }
}

fn scalar_style(style: Style) -> ScalarStyle {
    match style {
        Style::SingleQuoted => ScalarStyle::SingleQuoted,
        Style::DoubleQuoted => ScalarStyle::DoubleQuoted,
        Style::Literal => ScalarStyle::Literal,
        Style::Folded => ScalarStyle::Folded,
        _ => ScalarStyle::Plain,
    }
}
