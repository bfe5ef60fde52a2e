//! Sending a plan: one request after the other, an event for everything that happens, and nothing twice.
//!
//! A [`Run`] is a value. Call [`Run::advance`] until it gives nothing more; stop by not calling it. When the connection
//! is lost or the session ends, it stops by itself and can go on later: what was under way is looked at first, and only
//! sent again when it was not carried out. A failure skips only what depends on it.
//!
//! After a pause the world is another one: [`Run::look_back`] finds out what became of what was sent, [`Run::replanned`]
//! gives the run that a new plan makes of the rest, and [`Run::differing`] what a person has to see before it goes on.

pub(crate) mod compare;
mod event;
mod judge;
pub(crate) mod look;
mod replan;
mod work;

use std::sync::Arc;

use client::{Client, Error, Transport};

pub use event::{Blame, Event, Failure, Made, StepState};
use judge::Attempt;
pub use judge::Remark;
pub(crate) use look::{Before, Found, Refusal};

use crate::choices::{Choices, MadeRegistry};
use crate::identity::StepId;
use crate::step::{Action, Plan, Step};
use crate::write::Write;

/// A plan being sent, and all that is needed to go on with it.
#[derive(Clone, Debug)]
pub struct Run {
    /// Every step of the plan, also those that send nothing.
    steps: Vec<Arc<Step>>,
    jobs: Vec<Job>,
    current: Option<usize>,
    interrupted: Option<Error>,
    /// Nothing is sent now: only what became of earlier requests is found out.
    looking_back: bool,
    /// Ids of registries that this run made: two documents may ask for equal ones.
    made_registries: Vec<i64>,
}

#[derive(Clone, Debug)]
struct Job {
    id: StepId,
    depends_on: Vec<StepId>,
    /// Shared, because a page copies the run to look at it after every event.
    writes: Vec<Arc<Write>>,
    /// How many of them are done.
    done: usize,
    /// The next one was sent, and what became of it is not known.
    attempt: Option<Attempt>,
    /// How often the next one was sent.
    sent: u32,
    made: Option<Made>,
    remark: Option<Remark>,
    state: StepState,
}

impl Job {
    /// Everything that the step would send. Deletions that nobody consented to are left out.
    fn new(step: &Step, choices: &Choices) -> Job {
        let writes: Vec<Arc<Write>> = step.requests(choices).cloned().map(Arc::new).collect();
        Job {
            id: step.id.clone(),
            depends_on: step.depends_on.clone(),
            state: if writes.is_empty() { StepState::LeftOut } else { StepState::Waiting },
            writes,
            done: 0,
            attempt: None,
            sent: 0,
            made: None,
            remark: None,
        }
    }

    /// What is still to be sent.
    fn rest(&self) -> &[Arc<Write>] {
        self.writes.get(self.done..).unwrap_or_default()
    }

    /// How many requests it takes, with those that will have to follow.
    fn of(&self) -> usize {
        self.writes.len() + self.rest().iter().filter(|write| write.lost().is_some()).count()
    }
}

impl Run {
    /// Everything the plan would send.
    pub fn new(plan: &Plan, choices: &Choices) -> Run {
        Run {
            steps: plan.steps.clone(),
            jobs: plan
                .steps
                .iter()
                .filter(|step| step.writes())
                .map(|step| Job::new(step, choices))
                .collect(),
            current: None,
            interrupted: None,
            looking_back: false,
            made_registries: Vec::new(),
        }
    }

    /// Sends the next request and says what came of it; `None` when there is nothing more to do now. The state is right
    /// even when the future is dropped in the middle.
    pub async fn advance<T: Transport>(&mut self, client: &Client<T>) -> Option<Event> {
        loop {
            if self.interrupted.is_some() {
                return None;
            }
            match self.current {
                Some(index) if self.looking_back && !self.is_in_doubt(index) => self.put_back(index),
                Some(index) => {
                    if let Some(event) = self.work(index, client).await {
                        return Some(event);
                    }
                }
                None if self.looking_back => {
                    let index = (0..self.jobs.len()).find(|index| self.is_in_doubt(*index))?;
                    self.set_state(index, StepState::Running);
                    self.current = Some(index);
                }
                None => return self.begin(),
            }
        }
    }

    /// Whether every step has come to an end.
    pub fn is_finished(&self) -> bool {
        !self.jobs.iter().any(|job| matches!(job.state, StepState::Waiting | StepState::Running))
    }

    /// How many steps would delete something that nobody consented to, and are done without it.
    pub fn left_out(&self) -> usize {
        let deletes = |id: &StepId| self.steps.iter().any(|step| step.id == *id && step.deletion.is_some());
        let unticked = |job: &&Job| deletes(&job.id) && !job.writes.iter().any(|write| write.deletes());
        self.jobs.iter().filter(unticked).count()
    }

    /// How many documents are left out, because they cannot be deployed.
    pub fn blocked(&self) -> usize {
        let blocked =
            |step: &&Arc<Step>| matches!(step.action, Action::Blocked(_)) && self.job(&step.id).is_none();
        self.steps.iter().filter(blocked).count()
    }

    /// Why the run stands still, if it does.
    pub fn interrupted(&self) -> Option<&Error> {
        self.interrupted.as_ref()
    }

    /// Goes on after an interruption, or after looking back.
    pub fn resume(&mut self) {
        self.interrupted = None;
        self.looking_back = false;
    }

    /// From now on only finds out what became of the requests that are in doubt, and sends nothing new, until
    /// [`Run::resume`]. Halves that such a request has left for good are removed.
    pub fn look_back(&mut self) {
        self.interrupted = None;
        self.looking_back = true;
    }

    /// The steps that are sent, in order.
    pub fn steps(&self) -> impl Iterator<Item = (&StepId, &StepState)> {
        self.jobs.iter().map(|job| (&job.id, &job.state))
    }

    /// Every step of the plan with its state; `None` for steps that send nothing.
    pub fn rows(&self) -> impl Iterator<Item = (&Arc<Step>, Option<&StepState>)> {
        self.steps.iter().map(|step| (step, self.job(&step.id).map(|job| &job.state)))
    }

    /// The registries that it has made, each with the document that asked for it.
    pub(crate) fn made_registries(&self) -> impl Iterator<Item = (StepId, MadeRegistry)> {
        self.jobs.iter().filter_map(|job| {
            let first = job.writes.first().filter(|write| write.can_be_doubled())?;
            let Some(Made::Id(id)) = job.made else { return None };
            let password = first.asked().get("password").cloned();
            Some((job.id.clone(), MadeRegistry { id, password }))
        })
    }

    fn job(&self, id: &StepId) -> Option<&Job> {
        self.jobs.iter().find(|job| job.id == *id)
    }

    /// Starts the next step, or says why it is not sent.
    fn begin(&mut self) -> Option<Event> {
        let index = self.jobs.iter().position(|job| job.state == StepState::Waiting)?;
        let job = self.jobs.get(index)?;
        let id = job.id.clone();
        match job.depends_on.iter().find(|needed| !self.succeeded(needed)).cloned() {
            Some(because) => {
                self.set_state(index, StepState::Skipped { because: because.clone() });
                Some(Event::Skipped { id, because })
            }
            None => {
                self.set_state(index, StepState::Running);
                self.current = Some(index);
                Some(Event::Started { id })
            }
        }
    }

    /// A step that nothing is sent for has succeeded already, unless it cannot be sent.
    fn succeeded(&self, id: &StepId) -> bool {
        let blocked = |step: &Arc<Step>| step.id == *id && matches!(step.action, Action::Blocked(_));
        match self.job(id) {
            Some(job) => matches!(job.state, StepState::Done { .. } | StepState::LeftOut),
            None => !self.steps.iter().any(blocked),
        }
    }

    fn is_in_doubt(&self, index: usize) -> bool {
        self.jobs.get(index).is_some_and(|job| job.attempt.is_some())
    }

    fn set_state(&mut self, index: usize, state: StepState) {
        if let Some(job) = self.jobs.get_mut(index) {
            job.state = state;
        }
    }

    /// Leaves a step to be begun again, with what is done of it.
    fn put_back(&mut self, index: usize) {
        self.set_state(index, StepState::Waiting);
        self.current = None;
    }
}
