//! After a pause: what a new plan makes of the rest of a run, and what of it is otherwise than a person has seen.

use std::sync::Arc;

use model::{Kind, World};

use super::{Job, Run, StepState};
use crate::choices::Choices;
use crate::step::{Action, Plan, Step};

impl Run {
    /// The run that a new plan makes of the rest of this one. What is done stays done, unless it is not there any more:
    /// else what needs it would fail for ever.
    pub fn replanned(&self, plan: &Plan, choices: &Choices, world: &World) -> Run {
        let mut run = Run { made_registries: self.made_registries.clone(), ..Run::new(plan, choices) };
        run.jobs.clear();
        for step in &mut run.steps {
            let old = self.job(&step.id);
            if let Some(old) = old.filter(|old| old.is_done() && old.stands(step, world)) {
                self.keep_step(step);
                run.jobs.push(old.clone());
            } else if step.writes() {
                run.jobs.push(Job::new(step, choices));
            } else if let Some(old) =
                old.filter(|old| step.action == Action::NoChange && !old.rest().is_empty())
            {
                // It came to its end after all, by us or by somebody else.
                let state = StepState::Done { made: old.made.clone(), remark: old.remark.clone() };
                self.keep_step(step);
                run.jobs.push(Job { attempt: None, state, ..old.clone() });
            }
        }
        let gone = |job: &&Job| job.is_done() && !plan.steps.iter().any(|step| step.id == job.id);
        for job in self.jobs.iter().filter(gone) {
            run.steps.extend(self.steps.iter().find(|step| step.id == job.id).cloned());
            run.jobs.push(job.clone());
        }
        run
    }

    /// The steps of `new` that would do something else than this run.
    pub fn differing(&self, new: &Run) -> Plan {
        let differs = |step: &&Arc<Step>| match (self.job(&step.id), new.job(&step.id)) {
            (_, Some(new)) if new.is_done() => false,
            (Some(old), Some(new)) => old.is_done() || old.rest() != new.rest(),
            (None, Some(_)) => true,
            (Some(old), None) => !old.is_done() && !old.rest().is_empty(),
            (None, None) => false,
        };
        Plan { steps: new.steps.iter().filter(differs).cloned().collect() }
    }

    /// What was done is told in the words of its time: "created", not "no change".
    fn keep_step(&self, step: &mut Arc<Step>) {
        if let Some(old) = self.steps.iter().find(|old| old.id == step.id) {
            *step = Arc::clone(old);
        }
    }
}

impl Job {
    fn is_done(&self) -> bool {
        matches!(self.state, StepState::Done { .. })
    }

    /// Whether what was made is still there. `step` is what a new plan says; a registry has no name for it to go by.
    fn stands(&self, step: &Step, world: &World) -> bool {
        match (&self.made, step.kind == Some(Kind::Registry)) {
            (Some(super::Made::Id(id)), true) => world.registry(*id).is_some(),
            (_, true) => true,
            (_, false) => step.action != Action::Create,
        }
    }
}
