//! A problem found while reading one document, with offsets that count from the document's start.

use std::ops::Range;
use std::sync::Arc;

use crate::position::Edit;
use crate::problem::{Fix, Fixes, Problem, Severity};
use crate::tree::Document;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) severity: Severity,
    pub(crate) code: &'static str,
    pub(crate) range: Range<usize>,
    pub(crate) message: String,
    pub(crate) fixes: Vec<LocalFix>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LocalFix {
    pub(crate) title: &'static str,
    pub(crate) edits: Vec<Edit>,
}

impl Finding {
    pub(crate) fn error(code: &'static str, range: Range<usize>, message: impl Into<String>) -> Finding {
        Finding { severity: Severity::Error, code, range, message: message.into(), fixes: Vec::new() }
    }

    pub(crate) fn with_fix(mut self, title: &'static str, edits: Vec<Edit>) -> Finding {
        self.fixes.push(LocalFix { title, edits });
        self
    }

    pub(crate) fn to_problem(&self, document: &Document) -> Problem {
        Problem {
            severity: self.severity,
            code: self.code,
            span: document.span_at(self.range.clone()),
            message: self.message.as_str().into(),
            fixes: self.fixes(document.start.offset),
            document: Some(document.index),
        }
    }

    /// The fixes, with edits that count from `start`.
    pub(crate) fn fixes(&self, start: usize) -> Fixes {
        let fixes = self.fixes.iter();
        let fixes = fixes.map(|fix| Fix { title: fix.title.to_owned(), edits: fix.edits.clone() }).collect();
        Fixes::from(start, Some(Arc::new(fixes)))
    }
}
