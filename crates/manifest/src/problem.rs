//! What is wrong with a manifest, where, and how to mend it.

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

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub severity: Severity,
    /// Short stable name of the rule, like `duplicate-key`.
    pub code: &'static str,
    /// Where, in the whole text.
    pub span: Span,
    /// One or two sentences for a person: what is wrong and what to do.
    pub message: String,
    pub fixes: Vec<Fix>,
    /// Index of the document, if the finding belongs to one.
    pub document: Option<usize>,
}
