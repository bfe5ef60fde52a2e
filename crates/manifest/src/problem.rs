//! What is wrong with a manifest, where, and how to mend it.

use std::sync::Arc;

use crate::position::{Edit, Span};

/// How much a problem matters. The order is by weight, the heaviest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Deploying would fail or do something else than the text says.
    Error,
    /// Works, but probably not as meant.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The word used in lists and by the command line.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }
}

/// A change of the text that is certain to mend a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the change does, as a button says it: "Quote the text".
    pub title: String,
    /// Edits of the whole text; they belong together.
    pub edits: Vec<Edit>,
}

/// The changes that would mend a problem. They are kept once, by who found the problem, and moved to where its document
/// stands when somebody looks at them: a keystroke hands out thousands of problems, and nobody reads the fixes of most.
#[derive(Clone, Debug, Default)]
pub struct Fixes {
    found: Option<Arc<Vec<Fix>>>,
    /// Where the document begins that the edits are counted from.
    start: usize,
}

impl Fixes {
    /// Fixes whose edits count from `start`.
    pub(crate) fn from(start: usize, found: Option<Arc<Vec<Fix>>>) -> Fixes {
        Fixes { found, start }
    }

    /// Each fix, with edits of the whole text.
    pub fn iter(&self) -> impl Iterator<Item = Fix> + '_ {
        self.found.iter().flat_map(|found| found.iter()).map(|fix| Fix {
            title: fix.title.clone(),
            edits: fix.edits.iter().map(|edit| self.moved(edit)).collect(),
        })
    }

    pub fn is_empty(&self) -> bool {
        self.found.as_ref().is_none_or(|found| found.is_empty())
    }

    fn moved(&self, edit: &Edit) -> Edit {
        Edit::replace(edit.range.start + self.start..edit.range.end + self.start, edit.text.clone())
    }
}

impl PartialEq for Fixes {
    fn eq(&self, other: &Fixes) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Fixes {}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub severity: Severity,
    /// Short stable name of the rule, like `duplicate-key`.
    pub code: &'static str,
    /// Where, in the whole text.
    pub span: Span,
    /// One or two sentences for a person: what is wrong and what to do.
    pub message: Arc<str>,
    pub fixes: Fixes,
    /// Index of the document, if the finding belongs to one.
    pub document: Option<usize>,
}
