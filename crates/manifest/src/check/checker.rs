//! Keeps what was found in each document, so that a keystroke costs the check of one document.

use std::sync::LazyLock;

use model::World;

use super::across::{Across, Part};
use super::context::Context;
use super::envelope;
use super::facts::Facts;
use super::found::Found;
use super::strange::NO_MANIFEST;
use crate::position::Span;
use crate::problem::{Fixes, Problem, Severity};
use crate::read::Manifest;
use crate::remembered::Remembered;
use crate::secrets::{self, Secret};
use crate::tree::Document;

/// Checks a manifest again and again while it is being edited.
#[derive(Default)]
pub struct Checker {
    checked: Remembered<Checked>,
    /// The version of the world that `checked` belongs to.
    version: u64,
}

struct Checked {
    found: Vec<Found>,
    facts: Facts,
    secrets: Vec<Secret>,
}

impl Checker {
    pub fn new() -> Checker {
        Checker::default()
    }

    /// All problems, as [`crate::check()`] gives them.
    ///
    /// In the same world, documents that have not changed since the last call are not looked at again.
    pub fn problems(&mut self, manifest: &Manifest, world: Option<&World>) -> Vec<Problem> {
        self.problems_of_all(&[manifest], world).pop().unwrap_or_default()
    }

    /// The same for several files that are deployed together, as [`crate::check_all()`] gives them.
    pub fn problems_of_all(&mut self, manifests: &[&Manifest], world: Option<&World>) -> Vec<Vec<Problem>> {
        self.look(manifests, world, || true);
        let world = known(world);
        together(manifests, world, &self.checked)
    }

    /// Looks at documents that nobody has looked at in this world as long as `goes_on` says so, at least at one. The
    /// answer is how many are left. What was found is kept for [`Checker::problems_of_all`].
    pub fn look(
        &mut self,
        manifests: &[&Manifest],
        world: Option<&World>,
        goes_on: impl FnMut() -> bool,
    ) -> usize {
        let world = known(world);
        if self.version != world.version() {
            self.checked.forget();
            self.version = world.version();
        }
        let documents = manifests.iter().flat_map(|manifest| manifest.clean().documents());
        self.checked.look(documents, |document| check_one(document, world), goes_on)
    }
}

/// All problems of several files that are deployed together; the lists of problems are in the order of the files.
pub(crate) fn check_files(manifests: &[&Manifest], world: Option<&World>) -> Vec<Vec<Problem>> {
    let world = known(world);
    let documents = manifests.iter().flat_map(|manifest| manifest.clean().documents());
    let mut checked = Remembered::default();
    checked.look(documents, |document| check_one(document, world), || true);
    together(manifests, world, &checked)
}

/// The world, or one of which nothing is known.
pub(crate) fn known(world: Option<&World>) -> &World {
    static NOTHING: LazyLock<World> = LazyLock::new(World::default);
    world.unwrap_or(&NOTHING)
}

fn check_one(document: &Document, world: &World) -> Checked {
    let mut cx = Context::new(document, world);
    envelope::check(&mut cx);
    let (found, facts) = cx.finish();
    Checked { found, facts, secrets: secrets::kept(document) }
}

/// The problems of each file: from reading, from each document alone, and from all of them together.
fn together(manifests: &[&Manifest], world: &World, checked: &Remembered<Checked>) -> Vec<Vec<Problem>> {
    let mut parts: Vec<Part> = Vec::new();
    for (file, manifest) in manifests.iter().enumerate() {
        for document in manifest.clean().documents() {
            if let Some(checked) = checked.get(document) {
                parts.push(Part { file, document, facts: &checked.facts });
            }
        }
    }
    let across = Across::new(world, &parts);
    let mut all: Vec<Vec<Problem>> =
        manifests.iter().map(|manifest| manifest.clean().own_problems()).collect();
    for part in &parts {
        let Some(problems) = all.get_mut(part.file) else { continue };
        let found = checked.get(part.document).map_or(&[][..], |checked| &checked.found);
        if found.iter().any(|found| found.code == NO_MANIFEST) {
            // What reading found wrong is nothing to mend.
            problems.retain(|problem| problem.document != Some(part.document.index()));
        }
        for found in found {
            problems.extend(judged(&across, found, part.document));
        }
    }
    for (place, found) in across.problems() {
        let Some(part) = parts.get(place) else { continue };
        if let Some(problems) = all.get_mut(part.file) {
            problems.push(found.to_problem(part.document));
        }
    }
    for (manifest, problems) in manifests.iter().zip(&mut all) {
        hide_secrets(manifest.clean(), checked, problems);
        problems.extend(nothing_there(manifest.clean()));
        *problems = manifest.outward(std::mem::take(problems));
        problems.sort_by(|a, b| {
            (a.span.start.offset, a.severity, a.code).cmp(&(b.span.start.offset, b.severity, b.code))
        });
    }
    all
}

/// No message says a piece of a password.
fn hide_secrets(manifest: &Manifest, checked: &Remembered<Checked>, problems: &mut [Problem]) {
    for problem in problems {
        let document = problem.document.and_then(|index| manifest.documents().get(index));
        let Some(document) = document else { continue };
        if let Some(checked) = checked.get(document).filter(|checked| !checked.secrets.is_empty()) {
            secrets::hide(problem, &checked.secrets, document.range().start);
        }
    }
}

/// A finding of one document, in the light of the others.
fn judged(across: &Across, found: &Found, document: &Document) -> Option<Problem> {
    let (severity, more) = across.judge(found)?;
    let mut problem = found.to_problem(document);
    problem.severity = severity;
    if !more.is_empty() {
        problem.message = format!("{}{more}", problem.message).into();
    }
    Some(problem)
}

/// A file without any document (manifest rules 7.4): said at its first marker, or at its start.
fn nothing_there(manifest: &Manifest) -> Option<Problem> {
    if !manifest.documents().iter().all(Document::is_empty) {
        return None;
    }
    let first = manifest.documents().first()?;
    let marked = manifest.documents().iter().find_map(|document| {
        let marker = crate::read::lines(document.text()).find(|line| line.text.starts_with("---"));
        marker.map(|line| document.position_at(line.start))
    });
    let start = marked.unwrap_or_else(|| first.position_at(0));
    Some(Problem {
        severity: Severity::Error,
        code: "empty-file",
        span: Span { start, end: start },
        message: "There is no manifest in this file.".into(),
        fixes: Fixes::default(),
        document: None,
    })
}
