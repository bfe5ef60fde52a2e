//! Findings while a document is being checked. Places are bytes of the document's own text, so that a finding stays
//! true when the documents before it change.

use std::cell::Cell;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::path::{Path, Segment};
use crate::position::Edit;
use crate::problem::{Fix, Fixes, Problem, Severity};
use crate::tree::{Document, Node};

/// A problem in the coordinates of its document.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) severity: Severity,
    pub(crate) code: &'static str,
    pub(crate) range: Range<usize>,
    pub(crate) message: Arc<str>,
    /// Edits count from the start of the document.
    pub(crate) fixes: Option<Arc<Vec<Fix>>>,
    pub(crate) unless: Option<Unless>,
    /// The place whose line the message names: lines change when the documents above do, so it is filled in last.
    pub(crate) names_line: Option<usize>,
}

/// Stands in a message for the line of [`Found::names_line`]; no YAML text can hold it unescaped.
pub(crate) const LINE: char = '\0';

/// Another document of the file that makes a finding untrue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unless {
    /// A document of this kind and name.
    Declared { kind: &'static str, name: String },
    /// A Secret or ConfigMap document of this name that has the key.
    HasKey { kind: &'static str, name: String, key: String },
    /// An Application document of this name that has NATS access. Of one that is neither among the documents nor on the
    /// Controller, nobody knows.
    GrantsNats { name: String, live: bool },
}

impl Found {
    pub(crate) fn new(
        severity: Severity,
        code: &'static str,
        range: Range<usize>,
        message: impl Into<Arc<str>>,
    ) -> Found {
        Found { severity, code, range, message: message.into(), fixes: None, unless: None, names_line: None }
    }

    /// Offers a change; no edits, no offer.
    pub(crate) fn fix(&mut self, title: impl Into<String>, edits: Vec<Edit>) -> &mut Found {
        if !edits.is_empty() {
            Arc::make_mut(self.fixes.get_or_insert_default()).push(Fix { title: title.into(), edits });
        }
        self
    }

    /// The message speaks of the line of this byte of the document, with [`LINE`] in its place.
    pub(crate) fn names_line(&mut self, local: usize) -> &mut Found {
        self.names_line = Some(local);
        self
    }

    fn message(&self, document: &Document) -> Arc<str> {
        let named = self.names_line.zip(self.message.rsplit_once(LINE));
        named.map_or_else(
            || Arc::clone(&self.message),
            |(local, (before, after))| format!("{before}{}{after}", document.position_at(local).line).into(),
        )
    }

    pub(crate) fn unless(&mut self, unless: Unless) -> &mut Found {
        self.unless = Some(unless);
        self
    }

    /// The finding in the coordinates of the whole text.
    pub(crate) fn to_problem(&self, document: &Document) -> Problem {
        Problem {
            severity: self.severity,
            code: self.code,
            span: document.span_at(self.range.clone()),
            message: self.message(document),
            fixes: Fixes::from(document.range().start, self.fixes.clone()),
            document: Some(document.index()),
        }
    }
}

/// Puts a text in the place of a node.
pub(crate) fn replace(node: Node<'_>, text: impl Into<String>) -> Vec<Edit> {
    if node.is_alias() {
        // The anchor may be used elsewhere too.
        return Vec::new();
    }
    vec![Edit::replace(node.local_range(), text)]
}

/// Puts quotes around a plain scalar; nothing if it has some already.
pub(crate) fn quote(node: Node<'_>) -> Vec<Edit> {
    replace(node, quoted(node.source()))
}

/// A text as a quoted scalar on one line.
pub(crate) fn quoted(text: &str) -> String {
    if text.contains(['\\', '"']) && !text.contains('\n') {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
    }
}

/// What the fixes of one document may cost: each edit is tried on the whole document, in bytes.
const FIX_BUDGET: usize = 2_000_000;

/// Makes the edits of fixes, as long as that is affordable.
#[derive(Debug)]
pub(crate) struct Fixer<'a> {
    document: &'a Document,
    spent: Cell<usize>,
}

impl<'a> Fixer<'a> {
    pub(crate) fn new(document: &'a Document) -> Fixer<'a> {
        Fixer { document, spent: Cell::new(0) }
    }

    /// The edits that set a value; none if there is no safe way.
    pub(crate) fn set(&self, path: &Path, value: &serde_json::Value) -> Vec<Edit> {
        if self.spend() { local(self.document, self.document.set(path, value)) } else { Vec::new() }
    }

    /// The edits that remove a key or item; none if there is no safe way.
    pub(crate) fn remove(&self, path: &Path) -> Vec<Edit> {
        if self.spend() { local(self.document, self.document.remove(path)) } else { Vec::new() }
    }

    pub(crate) fn spend(&self) -> bool {
        let spent = self.spent.get() + self.document.text().len();
        self.spent.set(spent);
        spent <= FIX_BUDGET
    }
}

/// Edits of the whole text, as the document's editing functions give them, in the coordinates of the document.
fn local<E>(document: &Document, edits: Result<Vec<Edit>, E>) -> Vec<Edit> {
    let start = document.range().start;
    let back = |edit: Edit| {
        let range = edit.range.start.checked_sub(start)?..edit.range.end.checked_sub(start)?;
        Some(Edit::replace(range, edit.text))
    };
    edits.ok().and_then(|edits| edits.into_iter().map(back).collect()).unwrap_or_default()
}

/// The way to a value while walking down; costs nothing until somebody asks for the path.
#[derive(Clone, Copy)]
pub(crate) struct Trail<'t> {
    up: Option<&'t Trail<'t>>,
    step: Step<'t>,
}

#[derive(Clone, Copy)]
enum Step<'t> {
    Root,
    Key(&'t str),
    Index(usize),
}

impl<'t> Trail<'t> {
    pub(crate) const ROOT: Trail<'static> = Trail { up: None, step: Step::Root };

    pub(crate) fn key(&'t self, key: &'t str) -> Trail<'t> {
        Trail { up: Some(self), step: Step::Key(key) }
    }

    pub(crate) fn index(&'t self, index: usize) -> Trail<'t> {
        Trail { up: Some(self), step: Step::Index(index) }
    }

    pub(crate) fn path(&self) -> Path {
        let mut segments = Vec::new();
        let mut at = Some(self);
        while let Some(trail) = at {
            match trail.step {
                Step::Root => {}
                Step::Key(key) => segments.push(Segment::Key(key.to_owned())),
                Step::Index(index) => segments.push(Segment::Index(index)),
            }
            at = trail.up;
        }
        segments.reverse();
        Path(segments)
    }
}

impl fmt::Display for Trail<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path().fmt(out)
    }
}
