//! What a draft's first document says at a path, as forms ask for it.

use leptos::prelude::*;
use manifest::{Node, Path, Severity};

use crate::resource::draft::Draft;
use crate::ui::field::FieldProblem;

impl Draft {
    /// Whether the first document has something at `path`.
    pub fn has(&self, path: &Path) -> bool {
        self.with(|manifest| {
            manifest.documents().first().is_some_and(|document| document.get(path).is_some())
        })
    }

    /// How many entries the list at `path` has in the first document.
    pub fn length(&self, path: &Path) -> usize {
        self.with(|manifest| {
            let node = manifest.documents().first().and_then(|document| document.get(path));
            node.map_or(0, |node| node.items().count())
        })
    }

    /// Whether a list or a mapping stands at `path`, which a field of a form cannot show.
    pub fn is_nested(&self, path: &Path) -> bool {
        self.with_untracked(|manifest| {
            let node = manifest.documents().first().and_then(|document| document.get(path));
            node.is_some_and(|node| !node.is_scalar())
        })
    }

    /// The text of a field of the first document; empty when it is not there.
    pub fn field(&self, path: &Path) -> String {
        self.with(|manifest| {
            let node = manifest.documents().first().and_then(|document| document.get(path));
            node.filter(|node| !node.is_null()).and_then(Node::scalar_text).unwrap_or_default().to_owned()
        })
    }

    /// The value at `path` in the first document as a text of its own; empty when it is not there.
    pub fn own_text(&self, path: &Path) -> String {
        self.with(|manifest| {
            let node = manifest.documents().first().and_then(|document| document.get(path));
            node.filter(|node| !node.is_null()).map(Node::own_text).unwrap_or_default()
        })
    }

    /// Whether something is set at `path` in the first document: a value, or a list or mapping with something in it.
    pub fn is_set(&self, path: &Path) -> bool {
        self.with(|manifest| {
            let node = manifest.documents().first().and_then(|document| document.get(path));
            node.is_some_and(|node| {
                let holds = node.items().len() + node.own_entries().len() > 0;
                !node.is_null() && (holds || node.scalar_text().is_some_and(|text| !text.is_empty()))
            })
        })
    }

    /// The worst problem at a field of the first document or below it.
    pub fn field_problem(&self, path: &Path) -> Option<FieldProblem> {
        let span = self.with(|manifest| {
            let document = manifest.documents().first()?;
            document.get(path).map(|node| document.span_of(node).range())
        })?;
        let worst = self.problems().with(|problems| {
            let inside = problems.iter().filter(|problem| span.contains(&problem.span.start.offset));
            inside.min_by_key(|problem| rank(problem.severity)).cloned()
        })?;
        let severe = worst.severity == Severity::Error;
        (worst.severity != Severity::Info).then_some(FieldProblem { severe, text: worst.message.to_string() })
    }
}

fn rank(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Info => 2,
    }
}
