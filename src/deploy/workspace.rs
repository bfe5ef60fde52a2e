//! What the workspace holds: files with their drafts, what the user decided, and the run. It outlives its page, so that
//! looking something up elsewhere loses nothing. It is never stored: a manifest may hold passwords.

use std::collections::BTreeSet;

use leptos::prelude::*;
use plan::{Choices, File, Plan, StepId};

use crate::deploy::run::Run;
use crate::live::Lookup;
use crate::resource::draft::Draft;
use crate::ui::editor::Jump;

/// Text above this is checked, planned and applied like any other, but not shown in the plain editor, which would
/// stop answering.
pub const EDITABLE_BYTES: usize = 1_000_000;

/// One file, kept under its name.
#[derive(Clone, Copy)]
pub struct FileDraft {
    pub id: u32,
    pub name: StoredValue<String>,
    pub draft: Draft,
}

impl PartialEq for FileDraft {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// A file that could not be taken, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub name: String,
    pub reason: String,
}

/// The handle to the workspace.
#[derive(Clone, Copy)]
pub struct Workspace {
    pub files: RwSignal<Vec<FileDraft>>,
    pub selected: RwSignal<Option<u32>>,
    pub refused: RwSignal<Vec<Refused>>,
    pub choices: RwSignal<Choices>,
    pub run: RwSignal<Option<Run>>,
    pub jump: Jump,
    /// The document that was last chosen in the outline.
    pub chosen: RwSignal<Option<StepId>>,
    next: StoredValue<u32>,
    /// Drafts belong to the workspace, not to the page that happened to be open when they were dropped.
    owner: StoredValue<Owner>,
}

impl Workspace {
    /// The workspace of the deploy page.
    pub fn provide() {
        provide_context(Self::new());
    }

    /// An empty workspace that lives as long as the present owner. A form is one too, with a single file.
    pub fn new() -> Self {
        Self {
            files: RwSignal::new(Vec::new()),
            selected: RwSignal::new(None),
            refused: RwSignal::new(Vec::new()),
            choices: RwSignal::new(Choices::default()),
            run: RwSignal::new(None),
            jump: RwSignal::new(None),
            chosen: RwSignal::new(None),
            next: StoredValue::new(0),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        }
    }

    /// Takes a file in. A file of the same name that is already here is kept; both are shown.
    pub fn add(self, name: &str, text: String, lookup: Lookup) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        let file = self.owner.with_value(|owner| {
            owner.with(|| FileDraft {
                id,
                name: StoredValue::new(name.to_owned()),
                draft: Draft::new(text, lookup.for_checks()),
            })
        });
        self.files.update(|files| files.push(file));
        self.selected.set(Some(id));
        self.forget_run();
    }

    pub fn refuse(self, name: String, reason: String) {
        self.refused.update(|refused| refused.push(Refused { name, reason }));
    }

    /// Takes a file out of the workspace. What the Controller has is not touched.
    pub fn close(self, id: u32) {
        self.files.update(|files| files.retain(|file| file.id != id));
        self.selected.set(self.files.with(|files| files.first().map(|file| file.id)));
        let left = self.identities().into_iter().flatten().collect::<BTreeSet<_>>();
        self.choices.update(|choices| choices.keep_only(&left));
        self.forget_run();
    }

    pub fn is_empty(self) -> bool {
        self.files.with(Vec::is_empty)
    }

    pub fn current(self) -> Option<FileDraft> {
        let selected = self.selected.get();
        self.files.with(|files| files.iter().find(|file| Some(file.id) == selected).copied())
    }

    /// What the documents of each file are about.
    pub fn identities(self) -> Vec<Vec<StepId>> {
        let texts = self.files.get().iter().map(|file| file.draft.read()).collect::<Vec<_>>();
        plan::identities(texts.iter().map(|text| &**text))
    }

    /// What applying would do now; `None` while the lists are not there yet.
    pub fn plan(self, lookup: Lookup) -> Option<Plan> {
        let state = lookup.for_plans()?;
        let files = self.files.get();
        let names = files.iter().map(|file| file.name.get_value()).collect::<Vec<_>>();
        let texts = files.iter().map(|file| file.draft.read()).collect::<Vec<_>>();
        let problems = files.iter().map(|file| file.draft.problems().get()).collect::<Vec<_>>();
        let parts = names.iter().zip(&texts).zip(&problems);
        let inputs =
            parts.map(|((name, manifest), problems)| File { name, manifest, problems }).collect::<Vec<_>>();
        Some(self.choices.with(|choices| plan::plan(&inputs, &state, choices)))
    }

    /// Whether closing the window would lose text that is not applied.
    pub fn is_unsaved(self) -> bool {
        let applied = self.run.with_untracked(|run| run.as_ref().is_some_and(Run::is_done));
        !applied && self.files.with_untracked(|files| files.iter().any(|file| file.draft.is_changed()))
    }

    /// Whether requests of a run are under way.
    pub fn is_applying(self) -> bool {
        self.run.with_untracked(|run| run.as_ref().is_some_and(Run::is_going))
    }

    /// Keeps the texts and drops what belongs to a Controller: what became of a run there, and what was ticked in view of
    /// its objects.
    pub fn forget_controller(self) {
        self.run.set(None);
        self.choices.set(Choices::default());
    }

    /// A run that is over says nothing about a text that has changed since.
    pub fn forget_run(self) {
        if self.run.with_untracked(|run| run.as_ref().is_some_and(Run::is_over)) {
            self.run.set(None);
        }
    }
}
