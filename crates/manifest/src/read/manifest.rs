//! A whole manifest file: its text, cut into documents that are read one by one.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::build::Built;
use super::copied::{self, Copied, Suspects, Suspicion};
use super::finding::Finding;
use super::stock::Stock;
use super::{FOREIGN, foreign, repair, split};
use crate::limits::Limits;
use crate::position::{Edit, Position};
use crate::problem::Problem;
use crate::tree::{Document, count, next_revision};

/// The text of a manifest file and the documents in it.
///
/// ```
/// let manifest = manifest::Manifest::parse("kind: Registry\nspec:\n  url: registry.example\n");
/// let document = &manifest.documents()[0];
/// let url = document.get(&"spec.url".parse().unwrap()).unwrap();
/// assert_eq!(url.as_str(), Some("registry.example"));
/// assert_eq!((url.span().start.line, url.span().start.column), (3, 8));
/// ```
pub struct Manifest {
    text: String,
    limits: Limits,
    documents: Vec<Document>,
    /// What was copied along with the manifest; places then depend on each other and are read together.
    copied: Option<Copied>,
    /// How many texts around this one have something that was copied along.
    depth: usize,
}

impl Manifest {
    /// Reads a text with the default [`Limits`]. Whatever the text, this gives a manifest; what is wrong is listed by
    /// [`Manifest::problems`].
    pub fn parse(text: impl Into<String>) -> Manifest {
        Manifest::parse_with(text, &Limits::default())
    }

    /// Reads a text within `limits`. Beyond them, the rest is kept as text but not read, and a problem says so.
    pub fn parse_with(text: impl Into<String>, limits: &Limits) -> Manifest {
        Manifest::parse_like(text.into(), limits, 0, None)
    }

    /// Reads the clean text of `depth` others. What `like` has is not read again.
    pub(super) fn parse_like(
        text: String,
        limits: &Limits,
        depth: usize,
        like: Option<Manifest>,
    ) -> Manifest {
        let (documents, copied) = like.map(|like| (like.documents, like.copied)).unwrap_or_default();
        let mut manifest = Manifest { text, limits: limits.clone(), documents, copied, depth };
        manifest.read_all();
        manifest
    }

    /// Reads a text of which some documents were read already.
    pub(super) fn of_read(text: String, limits: &Limits, documents: Vec<Document>) -> Manifest {
        let like =
            Manifest { text: String::new(), limits: limits.clone(), documents, copied: None, depth: 0 };
        Manifest::parse_like(text, limits, 0, Some(like))
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// All documents, empty ones included; there is always at least one. Together they cover the whole text but a
    /// byte-order mark at its start.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// What reading found wrong, in the order of the text.
    pub fn problems(&self) -> Vec<Problem> {
        self.outward(self.clean().own_problems())
    }

    /// The problems of the text as it is. A file of another product is named once, not for each of its documents.
    pub(crate) fn own_problems(&self) -> Vec<Problem> {
        let mut foreign: Vec<Arc<str>> = Vec::new();
        let mut problems = Vec::new();
        for problem in self.documents.iter().flat_map(Document::problems) {
            if FOREIGN.contains(&problem.code) {
                if foreign.contains(&problem.message) {
                    continue;
                }
                foreign.push(Arc::clone(&problem.message));
            }
            problems.push(problem);
        }
        problems
    }

    /// The manifest without what was copied along with it: the one to check.
    pub(crate) fn clean(&self) -> &Manifest {
        self.copied.as_ref().map_or(self, |copied| copied.clean().clean())
    }

    /// What was copied along with this text.
    pub(super) fn copied(&self) -> Option<&Copied> {
        self.copied.as_ref()
    }

    /// The problems of the clean manifest at their places in this one, with those of what was copied along.
    pub(crate) fn outward(&self, clean: Vec<Problem>) -> Vec<Problem> {
        match &self.copied {
            Some(copied) => copied.outward(self, copied.clean().outward(clean)),
            None => clean,
        }
    }

    /// The document that holds the byte `offset`; behind the last one, the last.
    pub fn document_at(&self, offset: usize) -> Option<usize> {
        if offset > self.text.len() {
            return None;
        }
        Some(self.documents.partition_point(|document| document.start.offset <= offset).saturating_sub(1))
    }

    /// Bytes this manifest occupies on the heap, about.
    pub fn heap_size(&self) -> usize {
        let own = self.text.capacity() + self.documents.capacity() * size_of::<Document>();
        let clean = self.copied.as_ref().map_or(0, |copied| copied.clean().heap_size());
        own + clean + self.documents.iter().map(Document::heap_size).sum::<usize>()
    }

    /// Replaces the bytes of `range` and reads the touched documents again; the others are only moved.
    ///
    /// The result equals reading the new text as a whole. A range that is not inside the text or cuts a character in
    /// two changes nothing.
    pub fn replace(&mut self, range: Range<usize>, with: &str) {
        if self.text.get(range.clone()).is_none() {
            return;
        }
        self.text.replace_range(range.clone(), with);
        let simple = range.start >= self.first_start()
            && self.text.len() <= self.limits.text
            && self.documents.len() < self.limits.documents
            && self
                .documents
                .iter()
                .all(|it| it.as_written && (it.start.offset > 0 || !self.text.starts_with(split::BOM)));
        if simple {
            self.read_touched(range, with.len());
            self.look_again();
        } else {
            self.read_all();
        }
    }

    /// Applies edits that all speak of the present text, as [`crate::apply`] does.
    pub fn edit(&mut self, edits: &[Edit]) {
        let mut sorted: Vec<&Edit> = edits.iter().collect();
        sorted.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let mut kept: Vec<&Edit> = Vec::new();
        for edit in sorted {
            if kept.last().is_none_or(|last| last.range.end <= edit.range.start) {
                kept.push(edit);
            }
        }
        // From the back, so that the ranges stay true.
        for edit in kept.into_iter().rev() {
            self.replace(edit.range.clone(), &edit.text);
        }
    }

    fn first_start(&self) -> usize {
        self.documents.first().map_or(0, |document| document.start.offset)
    }

    /// Reads the whole text, but for the documents that it had already.
    fn read_all(&mut self) {
        let mut stock = Stock::new(std::mem::take(&mut self.documents));
        let mut clean = self.copied.take().map(Copied::into_clean);
        let start = if self.text.starts_with(split::BOM) { split::BOM.len_utf8() } else { 0 };
        let mut at = Position { offset: start, line: 1, column: 1 };
        if self.text.len() > self.limits.text.min(u32::MAX as usize - 1) {
            let message = format!(
                "The text is {} bytes long; at most {} are read. Split the file.",
                self.text.len(),
                self.limits.text
            );
            self.documents.push(unread(&self.text, at, 0, "text-limit", message));
            return;
        }
        let suspects = Suspects::of(&self.text, stock.suspicions());
        self.copied = copied::find(&suspects, &self.limits, self.depth, &mut clean);
        let copied = self.copied.as_ref();
        let masked = copied.map_or(Cow::Borrowed(&*self.text), |copied| Cow::Owned(copied.mask(&self.text)));
        loop {
            let index = self.documents.len();
            // Nothing was blanked out: the documents end where they were found to.
            let known = suspects.end(index).filter(|_| copied.is_none());
            let end = known.unwrap_or_else(|| split::piece_end(&masked, at.offset));
            if index + 1 >= self.limits.documents && end < self.text.len() {
                let message = format!(
                    "The text has more than {} documents; the rest was not read. Split the file.",
                    self.limits.documents
                );
                self.documents.push(unread(&self.text, at, index, "document-limit", message));
                break;
            }
            let (original, masked) = (self.text.get(at.offset..end), masked.get(at.offset..end));
            let (original, masked) = (original.unwrap_or_default(), masked.unwrap_or_default());
            let range = at.offset..at.offset + original.len();
            let as_written = copied.is_none_or(|copied| !copied.touches(&range));
            let known = if as_written { stock.take(original) } else { None };
            let document = known.unwrap_or_else(|| {
                let mut document = read(original, masked, &self.limits);
                document.complete &= as_written;
                document.as_written = as_written;
                document.suspicion = suspects.at(&range).unwrap_or_else(|| Suspicion::of(original));
                document
            });
            self.documents.push(Document { start: at, index, ..document });
            at = after(self.documents.last(), at);
            if end >= self.text.len() {
                break;
            }
        }
        if self.copied.is_none() {
            self.mend(clean);
        }
    }

    /// Looks for what was copied along once its documents are read.
    fn look_again(&mut self) {
        let mut clean = self.copied.take().map(Copied::into_clean);
        if self.documents.iter().any(|document| !document.suspicion.is_none()) {
            let parts = self.documents.iter().map(|document| (document.range(), document.suspicion));
            let suspects = Suspects::new(&self.text, parts.collect());
            self.copied = copied::find(&suspects, &self.limits, self.depth, &mut clean);
            if self.copied.is_some() {
                return self.read_all();
            }
        }
        self.mend(clean);
    }

    /// Reads the text on as it would be without the first finding that can be mended at once. `clean` is what that gave
    /// before the last change.
    fn mend(&mut self, clean: Option<Manifest>) {
        let like = || {
            clean.unwrap_or_else(|| Manifest {
                text: String::new(),
                limits: self.limits.clone(),
                documents: self.documents.clone(),
                copied: None,
                depth: self.depth,
            })
        };
        let found = self.documents.iter().find_map(|document| {
            let finding = document.findings.iter().find(|finding| copied::is_mendable(finding))?;
            Some((finding, document.start.offset))
        });
        let Some((finding, start)) = found else { return };
        self.copied = copied::mended(&self.text, finding, start, &self.limits, self.depth, like);
    }

    /// `range` (of the old text) was replaced by `length` bytes.
    fn read_touched(&mut self, range: Range<usize>, length: usize) {
        let holder = self.documents.partition_point(|document| document.start.offset <= range.start);
        // The marker line of a document decides where the one before it ends.
        let first = holder.saturating_sub(2);
        let moved = |old: usize| (old + length).wrapping_sub(range.len());
        let edited_to = range.start + length;
        let mut at =
            self.documents.get(first).map_or(Position { offset: 0, line: 1, column: 1 }, |it| it.start);
        let mut fresh = Vec::new();
        let next_old = loop {
            let end = split::piece_end(&self.text, at.offset);
            let text = self.text.get(at.offset..end).unwrap_or_default();
            let index = first + fresh.len();
            match self.documents.get_mut(index).filter(|old| fresh.is_empty() && *old.text == *text) {
                Some(old) => fresh.push(std::mem::replace(old, Document::empty(at))),
                None => {
                    let document = read(text, text, &self.limits);
                    fresh.push(Document { start: at, index, suspicion: Suspicion::of(text), ..document });
                }
            }
            at = after(fresh.last(), at);
            if end >= self.text.len() {
                break self.documents.len();
            }
            if end >= edited_to {
                let tail = self.documents.iter().skip(first + 1);
                let found = tail
                    .clone()
                    .position(|old| old.start.offset >= range.end && moved(old.start.offset) == end);
                if let Some(found) = found {
                    break first + 1 + found;
                }
            }
        };
        self.documents.splice(first..next_old, fresh);
        self.renumber(first);
    }

    /// Gives the documents from `first` on their new places.
    fn renumber(&mut self, first: usize) {
        let mut at = match self.documents.get(first) {
            Some(document) => document.start,
            None => return,
        };
        for (index, document) in self.documents.iter_mut().enumerate().skip(first) {
            document.start = at;
            document.index = index;
            at = after(Some(document), at);
        }
    }
}

impl From<String> for Manifest {
    fn from(text: String) -> Manifest {
        Manifest::parse(text)
    }
}

/// Where the document behind `document` begins.
fn after(document: Option<&Document>, otherwise: Position) -> Position {
    document.map_or(otherwise, |document| Position {
        offset: document.start.offset + document.text.len(),
        line: document.start.line + count(document.lines.len()),
        column: 1,
    })
}

/// Reads one document; `masked` is `original` with what was copied along blanked out.
pub(super) fn read(original: &str, masked: &str, limits: &Limits) -> Document {
    let Built { tree, findings, complete } = repair::build(masked, limits);
    let mut document = Document {
        text: original.into(),
        lines: split::line_starts(original),
        tree,
        findings,
        complete,
        revision: next_revision(),
        ..Document::empty(Position { offset: 0, line: 1, column: 1 })
    };
    if let Some(finding) = foreign::find(&document) {
        // Never to be applied, whatever its keys look like.
        document.complete = false;
        document.findings = vec![finding];
    }
    document
}

/// What is beyond the limits: the rest of the text, not looked at.
fn unread(text: &str, start: Position, index: usize, code: &'static str, message: String) -> Document {
    let text = text.get(start.offset..).unwrap_or_default();
    let findings = vec![Finding::error(code, 0..0, message)];
    let (complete, as_written, suspicion) = (false, false, Suspicion::ANY);
    Document { index, text: text.into(), findings, complete, as_written, suspicion, ..Document::empty(start) }
}
