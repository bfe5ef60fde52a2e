//! Keeps what was found in each document, so that a keystroke costs the check of one document.

use std::collections::HashMap;

use super::across::{Across, Part};
use super::context::Context;
use super::envelope;
use super::facts::Facts;
use super::found::Found;
use super::index::{Index, World};
use crate::lists::Lists;
use crate::position::Span;
use crate::problem::{Problem, Severity};
use crate::read::Manifest;
use crate::tree::Document;

/// Checks a manifest again and again while it is being edited.
#[derive(Default)]
pub struct Checker {
    checked: HashMap<u64, Checked>,
    index: Index,
    /// The lists that `checked` and `index` belong to.
    lists: Option<u64>,
}

struct Checked {
    found: Vec<Found>,
    facts: Facts,
}

impl Checker {
    pub fn new() -> Checker {
        Checker::default()
    }

    /// All problems, as [`crate::check()`] gives them.
    ///
    /// `lists_version` has to change when the content of `lists` does; with the same version, documents that have not
    /// changed since the last call are not looked at again.
    pub fn problems(
        &mut self,
        manifest: &Manifest,
        lists: Option<&Lists>,
        lists_version: u64,
    ) -> Vec<Problem> {
        let version = lists.map(|_| lists_version);
        if self.lists != version {
            self.checked.clear();
            self.index = lists.map(Index::new).unwrap_or_default();
            self.lists = version;
        }
        let world = World { lists, index: &self.index };
        let mut before = std::mem::take(&mut self.checked);
        for document in manifest.documents() {
            let checked = before.remove(&document.revision()).unwrap_or_else(|| check_one(document, world));
            self.checked.insert(document.revision(), checked);
        }
        let mut problems = manifest.problems();
        together(manifest, world, &self.checked, &mut problems);
        problems.extend(nothing_there(manifest));
        problems.sort_by(|a, b| {
            (a.span.start.offset, a.severity, a.code).cmp(&(b.span.start.offset, b.severity, b.code))
        });
        problems
    }
}

fn check_one(document: &Document, world: World) -> Checked {
    let mut cx = Context::new(document, world);
    envelope::check(&mut cx);
    let (found, facts) = cx.finish();
    Checked { found, facts }
}

fn together(manifest: &Manifest, world: World, checked: &HashMap<u64, Checked>, problems: &mut Vec<Problem>) {
    let of = |document: &Document| checked.get(&document.revision());
    let parts: Vec<Part> = manifest
        .documents()
        .iter()
        .filter_map(|document| Some(Part { document, facts: &of(document)?.facts }))
        .collect();
    let across = Across::new(world, &parts);
    for document in manifest.documents() {
        for found in of(document).into_iter().flat_map(|checked| &checked.found) {
            let Some(severity) = across.judge(found) else { continue };
            let mut problem = found.to_problem(document);
            if severity != found.severity {
                problem.severity = severity;
                problem
                    .message
                    .push_str(" A document of this file makes it, but this console does not deploy that.");
            }
            problems.push(problem);
        }
    }
    for (place, found) in across.problems() {
        if let Some(part) = parts.get(place) {
            problems.push(found.to_problem(part.document));
        }
    }
}

/// A file without any document (manifest rules 7.4, 009): said at its first marker, or at its start.
fn nothing_there(manifest: &Manifest) -> Option<Problem> {
    if !manifest.documents().iter().all(Document::is_empty) {
        return None;
    }
    let first = manifest.documents().first()?;
    let marked = manifest.documents().iter().find_map(|document| {
        let text = document.text();
        let at = if text.starts_with("---") { Some(0) } else { text.find("\n---").map(|at| at + 1) };
        at.map(|at| document.position_at(at))
    });
    let start = marked.unwrap_or_else(|| first.position_at(0));
    Some(Problem {
        severity: Severity::Error,
        code: "empty-file",
        span: Span { start, end: start },
        message: "There is no manifest in this file.".into(),
        fixes: Vec::new(),
        document: None,
    })
}
