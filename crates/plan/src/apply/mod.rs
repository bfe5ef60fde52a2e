//! Sending a plan: a few requests at a time, an event for everything that happens, and nothing twice.
//!
//! A [`Run`] is a value. [`Run::go_on`] gives work to be done beside it, [`Run::absorb`] takes in what came of that; stop by
//! not asking for more. When the connection is lost or the session ends, it stops by itself and can go on later: what was
//! under way is looked at first, and only sent again when it was not carried out. A failure skips only what depends on it.
//!
//! Up to [`LANES`] steps of one kind go on side by side; a kind waits for the kinds before it, and a step for what it
//! needs. What has no name goes alone: only a new number tells that it is ours.
//!
//! After a pause the world is another one: [`Run::look_back`] finds out what became of what was sent, [`Run::replanned`]
//! gives the run that a new plan makes of the rest, and [`Run::differing`] what a person has to see before it goes on.

pub(crate) mod compare;
mod event;
mod job;
mod judge;
pub(crate) mod look;
mod noted;
mod replan;
mod work;

use std::collections::BTreeSet;
use std::sync::Arc;

use client::Error;
#[cfg(test)]
use client::{Client, Transport};
use model::World;

pub use event::{Blame, Event, Failure, Made, StepState};
use job::Job;
pub use judge::Remark;
pub(crate) use look::{Before, Found, Refusal};
pub use noted::{Noted, Stage};
pub use work::{Work, Worked};

use crate::choices::{Choices, MadeRegistry};
use crate::identity::StepId;
use crate::kinds;
use crate::step::{Action, Plan, Step};
use crate::write::Write;

/// How many steps are sent at a time.
pub const LANES: usize = 4;

/// What comes next in a run.
#[derive(Debug)]
pub enum Next {
    /// Something that needs no request.
    Event(Event),
    /// To be done now, beside what is under way; [`Run::absorb`] takes in what comes of it.
    Work(Box<Work>),
}

/// A plan being sent, and all that is needed to go on with it.
#[derive(Clone, Debug)]
pub struct Run {
    /// Every step of the plan, also those that send nothing.
    steps: Vec<Arc<Step>>,
    jobs: Vec<Job>,
    /// The jobs that somebody works at, by their places.
    flights: BTreeSet<usize>,
    /// Those that something has happened to since somebody asked.
    touched: BTreeSet<usize>,
    interrupted: Option<Error>,
    /// What the plan was made from.
    seen: Option<Arc<World>>,
    /// Nothing is sent now: only what became of earlier requests is found out.
    looking_back: bool,
    /// Ids of registries that this run made: two documents may ask for equal ones.
    made_registries: Vec<i64>,
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
            flights: BTreeSet::new(),
            touched: BTreeSet::new(),
            interrupted: None,
            seen: None,
            looking_back: false,
            made_registries: Vec::new(),
        }
    }

    /// Sends the next request and says what came of it, one after the other, for tests of what each comes to; `None` when
    /// there is nothing more to do now. The state is right even when the future is dropped in the middle.
    #[cfg(test)]
    pub(crate) async fn advance<T: Transport>(&mut self, client: &Client<T>) -> Option<Event> {
        // What was begun by another call is not under way any more.
        self.flights.clear();
        loop {
            match self.go_on()? {
                Next::Event(event) => return Some(event),
                Next::Work(work) => {
                    let worked = work.go(client).await;
                    if let Some(event) = self.absorb(worked) {
                        return Some(event);
                    }
                }
            }
        }
    }

    /// What can be done now, beside what is under way; `None` when that has to come to its end first, or there is nothing
    /// more to do. What is handed out counts as sent from then on, whether or not anybody comes back with it.
    pub fn go_on(&mut self) -> Option<Next> {
        if self.interrupted.is_some() {
            return None;
        }
        let place = if self.looking_back {
            self.first(Job::is_in_doubt)
        } else {
            self.first(|job| job.state == StepState::Running)
        };
        match place {
            Some(place) => Some(Next::Work(Box::new(self.hand_out(place)?))),
            None if self.looking_back || self.flights.len() >= LANES => None,
            None => self.begin().map(Next::Event),
        }
    }

    /// Takes in what came of work, and says it; `None` when it goes on at once.
    pub fn absorb(&mut self, worked: Worked) -> Option<Event> {
        self.flights.remove(&worked.place);
        let (place, job, outcome) = worked.outcome();
        self.interrupted = self.interrupted.take().or(outcome.interrupted);
        self.made_registries.extend(outcome.registry);
        self.touched.insert(place);
        let slot = self.jobs.get_mut(place)?;
        *slot = job;
        if self.looking_back && !slot.is_in_doubt() && slot.state == StepState::Running {
            slot.put_back();
        }
        outcome.event
    }

    /// The first job like this that nobody works at.
    fn first(&self, is_it: impl Fn(&Job) -> bool) -> Option<usize> {
        let mut jobs = self.jobs.iter().enumerate();
        jobs.find(|(place, job)| !self.flights.contains(place) && is_it(job)).map(|(place, _)| place)
    }

    fn hand_out(&mut self, place: usize) -> Option<Work> {
        let job = self.jobs.get_mut(place)?;
        job.state = StepState::Running;
        let (ours, seen) = (self.made_registries.clone(), self.seen.clone());
        let work = Work { place, job: job.clone(), ours, seen };
        // Noted before it goes out: nobody may ever come back with it.
        job.is_handed_out();
        self.flights.insert(place);
        self.touched.insert(place);
        Some(work)
    }

    /// What its plan was made from: a change that would overwrite what somebody else did since is not sent.
    pub fn of_what_was_seen(self, world: Arc<World>) -> Run {
        Run { seen: Some(world), ..self }
    }

    /// Whether every step has come to an end.
    pub fn is_finished(&self) -> bool {
        self.jobs.iter().all(Job::is_over)
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
        self.begin_again(false);
    }

    /// From now on only finds out what became of the requests that are in doubt, and sends nothing new, until
    /// [`Run::resume`]. Halves that such a request has left for good are removed.
    pub fn look_back(&mut self) {
        self.begin_again(true);
    }

    fn begin_again(&mut self, looking_back: bool) {
        self.interrupted = None;
        self.looking_back = looking_back;
        self.flights.clear();
        for job in &mut self.jobs {
            job.forget_what_was_not_sent();
            if looking_back && job.state == StepState::Running && !job.is_in_doubt() {
                job.put_back();
            }
        }
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
        let place = self.startable()?;
        let job = self.jobs.get(place)?;
        let id = job.id.clone();
        let failed = job.depends_on.iter().find(|needed| !self.succeeded(needed)).cloned();
        self.touched.insert(place);
        let job = self.jobs.get_mut(place)?;
        Some(match failed {
            Some(because) => {
                job.state = StepState::Skipped { because: because.clone() };
                Event::Skipped { id, because }
            }
            None => {
                job.state = StepState::Running;
                Event::Started { id }
            }
        })
    }

    /// The first step that waits, and that nothing under way has to come before.
    fn startable(&self) -> Option<usize> {
        let mut before = None;
        for (place, job) in self.jobs.iter().enumerate().filter(|(_, job)| !job.is_over()) {
            let open = |needed: &StepId| self.job(needed).is_some_and(|needed| !needed.is_over());
            match before {
                Some(kind) if kind != job.kind || !job.kind.is_some_and(kinds::has_name) => return None,
                _ if job.state == StepState::Waiting && !job.depends_on.iter().any(open) => {
                    return Some(place);
                }
                _ => before = Some(job.kind),
            }
        }
        None
    }

    /// A step that nothing is sent for has succeeded already, unless it cannot be sent.
    fn succeeded(&self, id: &StepId) -> bool {
        let blocked = |step: &Arc<Step>| step.id == *id && matches!(step.action, Action::Blocked(_));
        match self.job(id) {
            Some(job) => matches!(job.state, StepState::Done { .. } | StepState::LeftOut),
            None => !self.steps.iter().any(blocked),
        }
    }
}
