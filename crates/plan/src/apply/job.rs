//! One step of a run: what it sends, and how far it is.

use std::sync::Arc;

use model::Kind;

use super::judge::{Attempt, Remark};
use super::{Made, StepState};
use crate::choices::Choices;
use crate::identity::StepId;
use crate::step::Step;
use crate::write::Write;

/// A step that sends something.
#[derive(Clone, Debug)]
pub(super) struct Job {
    pub(super) id: StepId,
    pub(super) kind: Option<Kind>,
    pub(super) depends_on: Vec<StepId>,
    /// Shared, because a page copies the run to look at it after every event.
    pub(super) writes: Vec<Arc<Write>>,
    /// How many of them are done.
    pub(super) done: usize,
    /// The next one is about to be sent, or was sent and what became of it is not known.
    pub(super) attempt: Option<Attempt>,
    /// How often the next one was sent.
    pub(super) sent: u32,
    /// A while has to pass before the next look.
    pub(super) rests: bool,
    pub(super) made: Option<Made>,
    pub(super) remark: Option<Remark>,
    pub(super) state: StepState,
}

impl Job {
    /// Everything that the step would send. Deletions that nobody consented to are left out.
    pub(super) fn new(step: &Step, choices: &Choices) -> Job {
        let writes: Vec<Arc<Write>> = step.requests(choices).cloned().map(Arc::new).collect();
        Job {
            id: step.id.clone(),
            kind: step.kind,
            depends_on: step.depends_on.clone(),
            state: if writes.is_empty() { StepState::LeftOut } else { StepState::Waiting },
            writes,
            done: 0,
            attempt: None,
            sent: 0,
            rests: false,
            made: None,
            remark: None,
        }
    }

    /// A step that nothing is known of but what it is about.
    pub(super) fn of_nothing(step: &Step) -> Job {
        Job::new(step, &Choices::default())
    }

    /// What is still to be sent.
    pub(super) fn rest(&self) -> &[Arc<Write>] {
        self.writes.get(self.done..).unwrap_or_default()
    }

    /// How many requests it takes, with those that will have to follow.
    pub(super) fn of(&self) -> usize {
        self.writes.len() + self.rest().iter().filter(|write| write.lost().is_some()).count()
    }

    /// Whether it has come to its end.
    pub(super) fn is_over(&self) -> bool {
        !matches!(self.state, StepState::Waiting | StepState::Running)
    }

    /// Whether a request is out of which nothing is known.
    pub(super) fn is_in_doubt(&self) -> bool {
        self.attempt.as_ref().is_some_and(|attempt| attempt.is_out)
    }

    /// Somebody works at it from now on.
    pub(super) fn is_handed_out(&mut self) {
        self.rests = false;
        if let Some(attempt) = &mut self.attempt {
            attempt.is_out = true;
        }
    }

    /// What was there before a request that never went out may not be there any more.
    pub(super) fn forget_what_was_not_sent(&mut self) {
        self.rests = false;
        if !self.is_in_doubt() {
            self.attempt = None;
        }
    }

    /// Leaves it to be begun again, with what is done of it.
    pub(super) fn put_back(&mut self) {
        self.state = StepState::Waiting;
        self.attempt = None;
    }
}
