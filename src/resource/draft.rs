//! A text that someone is writing: one manifest, parsed and checked as it is typed. Forms and editors are views of it.

use std::sync::Arc;

use leptos::prelude::*;
use manifest::lists::Lists;
use manifest::{Checker, Document, Edit, EditError, Manifest, Path, Problem, Severity};

use crate::ui::editor::Mark;
use crate::ui::field::FieldProblem;

/// A handle to one draft. The text inside the manifest is the only copy there is.
#[derive(Clone, Copy)]
pub struct Draft {
    manifest: RwSignal<Manifest>,
    problems: Memo<Vec<Problem>>,
    lists: Memo<VersionedLists>,
    /// Whether anybody changed the text that the draft began with.
    changed: RwSignal<bool>,
}

impl Draft {
    /// A draft of `text`, checked against `lists` and again whenever they change.
    pub fn new(text: String, lists: Memo<VersionedLists>) -> Self {
        let manifest = RwSignal::new(Manifest::parse(text));
        let checker = StoredValue::new(Checker::new());
        let problems = Memo::new(move |_| {
            let lists = lists.get();
            let found = checker.try_update_value(|checker| {
                manifest.with(|manifest| checker.problems(manifest, lists.lists.as_deref(), lists.version))
            });
            found.unwrap_or_default().into_iter().map(for_console).collect()
        });
        Self { manifest, problems, lists, changed: RwSignal::new(false) }
    }

    /// Reads the manifest and follows it.
    pub fn with<R>(&self, read: impl FnOnce(&Manifest) -> R) -> R {
        self.manifest.with(read)
    }

    pub fn with_untracked<R>(&self, read: impl FnOnce(&Manifest) -> R) -> R {
        self.manifest.with_untracked(read)
    }

    /// The manifest, borrowed for as long as the guard lives.
    pub fn read(&self) -> impl std::ops::Deref<Target = Manifest> + use<> {
        self.manifest.read()
    }

    pub fn is_changed(&self) -> bool {
        self.changed.get_untracked()
    }

    pub fn text(&self) -> String {
        self.with(|manifest| manifest.text().to_owned())
    }

    /// The text with dots in the place of its secrets; `None` when it holds none.
    pub fn masked(&self) -> Option<String> {
        self.with(|manifest| manifest::masked(manifest.documents()))
    }

    pub fn problems(&self) -> Memo<Vec<Problem>> {
        self.problems
    }

    /// The lists that the text is checked against now.
    pub fn lists_untracked(&self) -> Option<Arc<Lists>> {
        self.lists.with_untracked(|lists| lists.lists.clone())
    }

    /// Takes the whole text as typed into an editor; only the part that differs is written and read again.
    pub fn type_text(&self, text: &str) {
        if let Some(edit) = self.with_untracked(|manifest| manifest::typed(manifest.text(), text)) {
            self.apply(&[edit]);
        }
    }

    /// Makes edits that belong to the present text.
    pub fn apply(&self, edits: &[Edit]) {
        let same =
            |manifest: &Manifest, edit: &Edit| manifest.text().get(edit.range.clone()) == Some(&*edit.text);
        if self.with_untracked(|manifest| edits.iter().all(|edit| same(manifest, edit))) {
            return;
        }
        self.manifest.update(|manifest| manifest.edit(edits));
        self.changed.set(true);
    }

    /// Makes the edits that `find` finds in the first document; `Err` says why there are none.
    pub fn edit(&self, find: impl FnOnce(&Document) -> Result<Vec<Edit>, EditError>) -> Result<(), String> {
        let edits = self.with_untracked(|manifest| {
            let document = manifest.documents().first().ok_or("There is no document in the text.")?;
            find(document).map_err(|error| error.to_string())
        })?;
        self.apply(&edits);
        Ok(())
    }

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

    /// The text of a field of the first document; empty when it is not there.
    pub fn field(&self, path: &Path) -> String {
        self.with(|manifest| {
            let node = manifest.documents().first().and_then(|document| document.get(path));
            node.filter(|node| !node.is_null())
                .and_then(manifest::Node::scalar_text)
                .unwrap_or_default()
                .to_owned()
        })
    }

    /// The worst problem at a field of the first document or below it.
    pub fn field_problem(&self, path: &Path) -> Option<FieldProblem> {
        let span = self.with(|manifest| {
            let document = manifest.documents().first()?;
            document.get(path).map(|node| document.span_of(node).range())
        })?;
        let worst = self.problems.with(|problems| {
            let inside = problems.iter().filter(|problem| span.contains(&problem.span.start.offset));
            inside.min_by_key(|problem| rank(problem.severity)).cloned()
        })?;
        let severe = worst.severity == Severity::Error;
        (worst.severity != Severity::Info).then_some(FieldProblem { severe, text: worst.message.to_string() })
    }

    /// Where and why the first document stops making sense; `None` for a text that a form can show.
    pub fn broken(&self) -> Option<(u32, String)> {
        let whole = self.with(|manifest| {
            manifest
                .documents()
                .first()
                .is_some_and(|document| document.is_complete() && document.root().is_some())
        });
        if whole {
            return None;
        }
        let first = self
            .problems
            .with(|problems| problems.iter().find(|problem| problem.severity == Severity::Error).cloned());
        Some(first.map_or((1, "There is no document.".to_owned()), |problem| {
            (problem.span.start.line, problem.message.to_string())
        }))
    }

    /// The lines to mark in an editor's margin.
    pub fn marks(&self) -> Signal<Vec<Mark>> {
        let problems = self.problems;
        Signal::derive(move || {
            problems.with(|problems| {
                let worth = problems.iter().filter(|problem| problem.severity != Severity::Info);
                let marks = worth.map(|problem| Mark {
                    line: problem.span.start.line,
                    severe: problem.severity == Severity::Error,
                });
                marks.collect()
            })
        })
    }
}

/// The lists that checks run against, with a number that changes when they do, so that results can be kept.
#[derive(Clone, Default)]
pub struct VersionedLists {
    pub version: u64,
    pub lists: Option<Arc<Lists>>,
}

impl PartialEq for VersionedLists {
    fn eq(&self, other: &Self) -> bool {
        self.version == other.version && self.lists.is_some() == other.lists.is_some()
    }
}

/// A catalog item without an id stops the command-line tools when its name is taken. This console finds the item by its
/// name and plans an update of it, so it is worth a warning and no more.
fn for_console(problem: Problem) -> Problem {
    let ours = problem.code == "name-taken" && !problem.fixes.is_empty();
    if ours { Problem { severity: Severity::Warning, ..problem } } else { problem }
}

fn rank(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Info => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_catalog_item_whose_name_is_taken_can_be_planned() {
        let text = "apiVersion: datasance.com/v3\nkind: CatalogItem\nmetadata: {name: probe}\nspec: {x86: a, registry: remote}\n";
        let lists = serde_json::json!({"catalogItems": [{"id": 6, "name": "probe"}], "registries": [{"id": 1, "url": "hub"}]});
        let lists: Lists = serde_json::from_value(lists).expect("lists as the Controller gives them");
        let found = manifest::check(&Manifest::parse(text), Some(&lists));
        let (before, after): (Vec<_>, Vec<_>) =
            found.into_iter().map(|problem| (problem.severity, for_console(problem).severity)).unzip();
        assert!(before.contains(&Severity::Error), "the command-line tools stop here");
        assert!(!after.contains(&Severity::Error), "{after:?}");
    }
}
