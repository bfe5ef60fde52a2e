//! What a run of the workspace was started with, and what of it is safe by now.

use leptos::prelude::*;
use leptos::task::spawn_local;
use plan::apply::StepState;
use plan::{Action, StepId};

use crate::deploy::run::{Progress, Run};
use crate::deploy::workspace::{Workspace, free};
use crate::resource::draft::documents_of;

/// A document as it was when a run began.
pub(super) struct Sent {
    file: u32,
    id: StepId,
    text: String,
}

impl Workspace {
    /// Begins a run. What it applies are the texts as they are now.
    pub fn begin_run(self, start: impl FnOnce() -> Run) {
        self.settle();
        self.makes.set(false);
        self.turned.set(None);
        let files = self.files.get_untracked();
        let ids = untrack(|| self.identities());
        let documents = files.iter().zip(ids).flat_map(|(file, ids)| {
            let texts = file.draft.with_untracked(documents_of);
            ids.into_iter().zip(texts).map(move |(id, text)| Sent { file: file.id, id, text })
        });
        self.sent.set_value(documents.collect());
        let owner = self.owner.with_value(Owner::child);
        let run = owner.with(|| {
            let run = start();
            // What is applied need not be kept any more.
            Effect::new(move |_| {
                if run.progress() == Progress::Over {
                    self.settle();
                }
            });
            run
        });
        free(self.run_owner.try_update_value(|slot| slot.replace(owner)).flatten());
        self.run.set(Some(run));
    }

    /// Notes which documents are safe by now: those that the run has made so, and those that were so already.
    pub fn settle(self) {
        let Some(run) = self.run.get_untracked() else { return };
        let rows = untrack(|| run.rows());
        let is_safe = |id: &StepId| match rows.iter().find(|(step, _)| step.id == *id) {
            Some((_, Some(state))) => matches!(state, StepState::Done { .. }),
            Some((step, None)) => step.action == Action::NoChange,
            // A document of comments only comes with the rest.
            None => run.is_done(),
        };
        for file in self.files.get_untracked() {
            let safe = self.sent.with_value(|sent| {
                let own = sent.iter().filter(|sent| sent.file == file.id && is_safe(&sent.id));
                own.map(|sent| sent.text.clone()).collect::<Vec<_>>()
            });
            file.draft.is_applied(safe);
        }
    }

    /// Whether requests of a run are under way, or about to be.
    pub fn is_applying(self) -> bool {
        self.starting.get_untracked()
            || self.run.with_untracked(|run| run.as_ref().is_some_and(Run::is_going))
    }

    /// A run that is over says nothing about a text that has changed since.
    pub fn forget_run(self) {
        if self.run.with_untracked(|run| run.as_ref().is_some_and(Run::is_over)) {
            self.leave_run();
        }
    }

    /// Whether a text that the run was started with was changed since.
    pub fn is_changed_since(self) -> bool {
        self.files.with(|files| {
            files.iter().any(|file| {
                let now = file.draft.with(documents_of);
                self.sent.with_value(|sent| {
                    let then = || sent.iter().filter(|sent| sent.file == file.id).map(|sent| &sent.text);
                    then().next().is_some() && !then().eq(&now)
                })
            })
        })
    }

    /// Turns from the results back to the plan. Nobody goes on with the run.
    pub fn leave_run(self) {
        if let Some(run) = self.run.get_untracked() {
            spawn_local(async move { run.is_left().await });
        }
        self.put_run_away();
    }

    /// Takes a run off the screen. One that is not over may be gone on with later.
    pub fn put_run_away(self) {
        self.settle();
        if let Some(run) = self.run.get_untracked() {
            let known = self.known();
            self.choices.update(|choices| run.remember(choices, &known));
            run.let_go();
        }
        self.run.set(None);
        self.sent.set_value(Vec::new());
        free(self.run_owner.try_update_value(Option::take).flatten());
    }
}
