//! What the checks of one document share: the document, the lists, and what has been found so far.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use model::World;

use super::facts::Facts;
use super::found::{Fixer, Found};
use super::template::Place;
use crate::position::Edit;
use crate::problem::Severity;
use crate::tree::{Document, Node};

/// Findings of one document beyond which counting them helps nobody.
const MOST_FINDINGS: usize = 2_000;

/// Where the fields of a microservice stand (manifest rules 1.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Container fields directly under `spec`.
    V1,
    V2,
    V3,
}

impl Layout {
    pub(crate) fn of(document: &Document) -> Layout {
        match document.api_version() {
            Some("iofog.org/v1") => Layout::V1,
            Some("iofog.org/v2") => Layout::V2,
            _ => Layout::V3,
        }
    }
}

pub(crate) struct Context<'a> {
    pub(crate) document: &'a Document,
    pub(crate) fixer: Fixer<'a>,
    pub(crate) layout: Layout,
    pub(crate) world: &'a World,
    /// Whether the resource at hand would be created, as far as anybody can tell.
    pub(crate) creates: bool,
    pub(crate) found: Vec<Found>,
    /// What is asked for at the places where templates stand.
    pub(crate) asked: HashMap<usize, Place>,
    /// Values that have been looked at, in documents where aliases lead to the same value several times.
    seen: Option<HashSet<(usize, usize)>>,
    pub(crate) facts: Facts,
    /// Takes the findings beyond the bound.
    overflow: Found,
    /// This is a look at a text that nobody wrote yet.
    trial: bool,
}

impl<'a> Context<'a> {
    pub(crate) fn new(document: &'a Document, world: &'a World) -> Context<'a> {
        let message =
            format!("This document has more than {MOST_FINDINGS} problems; the rest is not listed.");
        let overflow = Found::new(Severity::Warning, "too-many-problems", 0..0, message);
        let layout = Layout::of(document);
        Context {
            document,
            fixer: Fixer::new(document),
            layout,
            world,
            creates: true,
            found: Vec::new(),
            asked: HashMap::new(),
            seen: document.text().contains('*').then(HashSet::new),
            facts: Facts::default(),
            overflow,
            trial: false,
        }
    }

    /// Whether a change leaves nothing to say of the value at `place`: what would only uncover another problem is no
    /// fix. It costs another look at the document.
    pub(crate) fn mends(&self, edits: &[Edit], place: usize) -> bool {
        if self.trial || !self.fixer.spend() {
            return false;
        }
        let document = Document::alone(&crate::apply(self.document.text(), edits));
        let mut trial = Context::new(&document, self.world);
        trial.trial = true;
        super::envelope::check(&mut trial);
        !trial.found.iter().any(|found| found.range.start == place && found.severity != Severity::Info)
    }

    /// Whether a value is looked at for the first time as what `declaration` says.
    pub(crate) fn is_new<T>(&mut self, node: Node<'_>, declaration: &'static T) -> bool {
        let Some(seen) = &mut self.seen else { return true };
        seen.insert((node.resolved().local_range().start, std::ptr::from_ref(declaration).addr()))
    }

    fn report(
        &mut self,
        severity: Severity,
        code: &'static str,
        range: Range<usize>,
        message: Arc<str>,
    ) -> &mut Found {
        if self.found.len() == MOST_FINDINGS {
            self.found.push(self.overflow.clone());
        }
        if self.found.len() > MOST_FINDINGS {
            return &mut self.overflow;
        }
        self.found.push(Found::new(severity, code, range, message));
        // The entry was pushed just now; the other arm cannot happen and is harmless.
        self.found.last_mut().unwrap_or(&mut self.overflow)
    }

    /// A problem at the start of a mapping that lacks something, at a key, or at a value (manifest rules 3.6).
    pub(crate) fn error(
        &mut self,
        code: &'static str,
        at: Node<'_>,
        message: impl Into<Arc<str>>,
    ) -> &mut Found {
        self.report(Severity::Error, code, at.local_range(), message.into())
    }

    pub(crate) fn warning(
        &mut self,
        code: &'static str,
        at: Node<'_>,
        message: impl Into<Arc<str>>,
    ) -> &mut Found {
        self.report(Severity::Warning, code, at.local_range(), message.into())
    }

    pub(crate) fn info(
        &mut self,
        code: &'static str,
        at: Node<'_>,
        message: impl Into<Arc<str>>,
    ) -> &mut Found {
        self.report(Severity::Info, code, at.local_range(), message.into())
    }

    /// The findings in order of place, the same one at the same place once: values behind anchors and merge keys are
    /// looked at from several sides.
    pub(crate) fn finish(mut self) -> (Vec<Found>, Facts) {
        self.found
            .sort_by(|a, b| (a.range.start, a.severity, a.code).cmp(&(b.range.start, b.severity, b.code)));
        self.found.dedup_by(|a, b| a.range == b.range && a.code == b.code && a.message == b.message);
        (self.found, self.facts)
    }
}

/// The text under a key that can be judged: a string, and no template.
pub(crate) fn text<'a>(node: Node<'a>, key: &str) -> Option<&'a str> {
    plain_text(node.get(key)?)
}

/// A string that is no template.
pub(crate) fn plain_text(node: Node<'_>) -> Option<&str> {
    if node.is_template() { None } else { node.as_str() }
}
