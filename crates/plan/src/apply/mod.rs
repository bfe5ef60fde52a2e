//! Sending a plan: one request after the other, an event for everything that happens, and nothing twice.
//!
//! A [`Run`] is a value. Call [`Run::advance`] until it gives nothing more; stop by not calling it. When the connection
//! is lost or the session ends, it stops by itself and can go on later: what was under way is read back first, and only
//! sent again when it was not carried out. A failure skips only what depends on it.

mod read_back;
mod send;

use std::sync::Arc;

use client::{Client, Error, ErrorKind, Transport};

use crate::choices::Choices;
use crate::identity::StepId;
use crate::step::{Action, Plan};
use crate::write::{Fields, NewMicroservice, Write};

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    Started {
        id: StepId,
    },
    /// One request of several is done.
    Progress {
        id: StepId,
        done: usize,
        of: usize,
    },
    Done {
        id: StepId,
        made: Option<Made>,
    },
    Failed {
        id: StepId,
        error: Error,
        left: Option<String>,
    },
    /// Not sent, because a step that it needs did not succeed.
    Skipped {
        id: StepId,
        because: StepId,
    },
    /// The Controller cannot be reached, or wants a new sign-in. [`Run::resume`] goes on from here.
    Interrupted {
        id: StepId,
        error: Error,
    },
}

/// What a step created, for a link to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    Id(i64),
    Uuid(String),
}

/// Where a step is.
#[derive(Clone, Debug, PartialEq)]
pub enum StepState {
    Waiting,
    Running,
    Done {
        made: Option<Made>,
    },
    /// `left`: what a refused request left behind or took away, in a sentence.
    Failed {
        error: Error,
        left: Option<String>,
    },
    Skipped {
        because: StepId,
    },
    /// Nothing but deletions, and those were not ticked.
    LeftOut,
}

/// A plan being sent, and all that is needed to go on with it.
#[derive(Clone, Debug)]
pub struct Run {
    jobs: Vec<Job>,
    /// Steps that are not sent because the plan has them blocked.
    blocked: Vec<StepId>,
    current: Option<usize>,
    interrupted: Option<Error>,
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
    in_doubt: bool,
    made: Option<Made>,
    state: StepState,
}

/// Why a request did not succeed.
enum Trouble {
    /// Goes on when connection and session are back.
    Interrupted(Error),
    Failed(Error, Option<String>),
}

impl Run {
    /// Everything the plan would send. Deletions of steps that are not ticked are left out.
    pub fn new(plan: &Plan, choices: &Choices) -> Run {
        let steps = plan.steps.iter().filter(|step| step.writes());
        let jobs = steps.map(|step| {
            let writes: Vec<Arc<Write>> = step.requests(choices).cloned().map(Arc::new).collect();
            let state = if writes.is_empty() { StepState::LeftOut } else { StepState::Waiting };
            let depends_on = step.depends_on.clone();
            Job { id: step.id.clone(), depends_on, writes, done: 0, in_doubt: false, made: None, state }
        });
        let blocked = plan.steps.iter().filter(|step| matches!(step.action, Action::Blocked(_)));
        Run {
            blocked: blocked.map(|step| step.id.clone()).collect(),
            jobs: jobs.collect(),
            current: None,
            interrupted: None,
            made_registries: Vec::new(),
        }
    }

    /// Sends the next request and says what came of it; `None` when there is nothing more to do now. The state is right
    /// even when the future is dropped in the middle.
    pub async fn advance<T: Transport>(&mut self, client: &Client<T>) -> Option<Event> {
        if self.interrupted.is_some() {
            return None;
        }
        match self.current {
            Some(index) => self.work(index, client).await,
            None => self.begin(),
        }
    }

    /// Whether every step has come to an end.
    pub fn is_finished(&self) -> bool {
        !self.jobs.iter().any(|job| matches!(job.state, StepState::Waiting | StepState::Running))
    }

    /// Why the run stands still, if it does.
    pub fn interrupted(&self) -> Option<&Error> {
        self.interrupted.as_ref()
    }

    /// Goes on after an interruption.
    pub fn resume(&mut self) {
        self.interrupted = None;
    }

    /// Lets failed and skipped steps be sent again; what is done stays done.
    pub fn retry_failed(&mut self) {
        for job in &mut self.jobs {
            if matches!(job.state, StepState::Failed { .. } | StepState::Skipped { .. }) {
                job.state = StepState::Waiting;
            }
        }
    }

    /// The steps that are sent, in order.
    pub fn steps(&self) -> impl Iterator<Item = (&StepId, &StepState)> {
        self.jobs.iter().map(|job| (&job.id, &job.state))
    }

    /// Starts the next step, or says why it is not sent.
    fn begin(&mut self) -> Option<Event> {
        let index = self.jobs.iter().position(|job| job.state == StepState::Waiting)?;
        let job = self.jobs.get(index)?;
        let id = job.id.clone();
        let because = job.depends_on.iter().find(|needed| !self.succeeded(needed)).cloned();
        let state = match because.clone() {
            Some(because) => StepState::Skipped { because },
            None => StepState::Running,
        };
        self.jobs.get_mut(index)?.state = state;
        match because {
            Some(because) => Some(Event::Skipped { id, because }),
            None => {
                self.current = Some(index);
                Some(Event::Started { id })
            }
        }
    }

    /// A step that nothing is sent for has succeeded already, unless it cannot be sent.
    fn succeeded(&self, id: &StepId) -> bool {
        match self.jobs.iter().find(|job| job.id == *id) {
            Some(job) => matches!(job.state, StepState::Done { .. } | StepState::LeftOut),
            None => !self.blocked.contains(id),
        }
    }

    async fn work<T: Transport>(&mut self, index: usize, client: &Client<T>) -> Option<Event> {
        let id = self.jobs.get(index)?.id.clone();
        let result = self.next_write(index, client).await;
        let job = self.jobs.get_mut(index)?;
        match result {
            Ok(()) => {
                job.in_doubt = false;
                job.done += 1;
                if job.done < job.writes.len() {
                    return Some(Event::Progress { id, done: job.done, of: job.writes.len() });
                }
                let made = job.made.clone();
                job.state = StepState::Done { made: made.clone() };
                self.current = None;
                Some(Event::Done { id, made })
            }
            Err(Trouble::Interrupted(error)) => {
                self.interrupted = Some(error.clone());
                Some(Event::Interrupted { id, error })
            }
            Err(Trouble::Failed(error, left)) => {
                job.state = StepState::Failed { error: error.clone(), left: left.clone() };
                self.current = None;
                Some(Event::Failed { id, error, left })
            }
        }
    }

    /// Sends the next write of a job, unless reading back shows that it was carried out already.
    async fn next_write<T: Transport>(&mut self, index: usize, client: &Client<T>) -> Result<(), Trouble> {
        let Some(write) = self.write(index) else { return Ok(()) };
        if self.jobs.get(index).is_some_and(|job| job.in_doubt)
            && self.carried_out(index, &write, client).await?
        {
            return Ok(());
        }
        if let Some(job) = self.jobs.get_mut(index) {
            job.in_doubt = true;
        }
        match send::send(&write, client).await {
            Ok(made) => {
                self.remember(index, made);
                Ok(())
            }
            Err(error) => self.refused(index, &write, error, client).await,
        }
    }

    fn write(&self, index: usize) -> Option<Arc<Write>> {
        let job = self.jobs.get(index)?;
        job.writes.get(job.done).cloned()
    }

    fn remember(&mut self, index: usize, made: Option<Made>) {
        if let Some(Made::Id(id)) = &made {
            self.made_registries.push(*id);
        }
        // An application's members come after it; the step made the application.
        if let (Some(job), Some(made)) = (self.jobs.get_mut(index), made) {
            job.made.get_or_insert(made);
        }
    }

    /// Reads back whether a write whose answer is missing was carried out. What a broken request left half done is
    /// removed, or completed by further writes.
    async fn carried_out<T: Transport>(
        &mut self,
        index: usize,
        write: &Write,
        client: &Client<T>,
    ) -> Result<bool, Trouble> {
        let found = read_back::read_back(write, &self.made_registries, client).await.map_err(reading)?;
        match found {
            read_back::Found::Nothing => Ok(false),
            read_back::Found::Whole(made) => {
                self.remember(index, made);
                Ok(true)
            }
            read_back::Found::Half { uuid } => {
                read_back::remove(&uuid, client).await.map_err(reading)?;
                Ok(false)
            }
            read_back::Found::Without(missing) => {
                self.complete(index, write, &missing);
                Ok(true)
            }
        }
    }

    /// The application is there, some of its microservices are not: they are created one by one.
    fn complete(&mut self, index: usize, write: &Write, missing: &[String]) {
        let (Write::CreateApplication { name: application, body }, Some(job)) =
            (write, self.jobs.get_mut(index))
        else {
            return;
        };
        let members = body.0.get("microservices").and_then(serde_json::Value::as_array).into_iter().flatten();
        for member in members {
            let Some(fields) = member.as_object() else { continue };
            let Some(name) = fields.get("name").and_then(serde_json::Value::as_str) else { continue };
            if missing.iter().any(|it| it == name) {
                let mut fields = fields.clone();
                fields.insert("application".to_owned(), application.as_str().into());
                let body = NewMicroservice::Json(fields);
                let (application, name) = (application.clone(), name.to_owned());
                job.writes.push(Arc::new(Write::CreateMicroservice { application, name, body }));
            }
        }
    }

    async fn refused<T: Transport>(
        &mut self,
        index: usize,
        write: &Write,
        error: Error,
        client: &Client<T>,
    ) -> Result<(), Trouble> {
        match error.kind {
            // Refused before anything was looked at.
            ErrorKind::Unauthorized => {
                self.settle(index);
                return Err(Trouble::Interrupted(error));
            }
            ErrorKind::Forbidden | ErrorKind::NotSupported => {
                self.settle(index);
                return Err(Trouble::Failed(error, None));
            }
            ErrorKind::Unreachable | ErrorKind::Timeout => return Err(Trouble::Interrupted(error)),
            _ => {}
        }
        if let (Write::DeleteMicroservice { .. }, ErrorKind::NotFound) = (write, error.kind) {
            return Ok(());
        }
        if error.kind == ErrorKind::Garbled && self.carried_out(index, write, client).await? {
            return Ok(());
        }
        match read_back::after_refusal(write, &error, client).await {
            Ok(read_back::Aftermath::Clean) => {
                self.settle(index);
                Err(Trouble::Failed(error, None))
            }
            Ok(read_back::Aftermath::Left(sentence)) => {
                self.settle(index);
                Err(Trouble::Failed(error, Some(sentence)))
            }
            Ok(read_back::Aftermath::Complete(made)) => {
                self.remember(index, Some(made));
                Ok(())
            }
            // Still in doubt: the next attempt reads back first.
            Err(_) => Err(Trouble::Failed(error, Some(UNKNOWN.to_owned()))),
        }
    }

    /// What became of the last request is known.
    fn settle(&mut self, index: usize) {
        if let Some(job) = self.jobs.get_mut(index) {
            job.in_doubt = false;
        }
    }
}

const UNKNOWN: &str = "Whether a part of it was done could not be read.";

/// Reading back failed: without it nothing may be sent again.
fn reading(error: Error) -> Trouble {
    match error.kind {
        ErrorKind::Unauthorized | ErrorKind::Unreachable | ErrorKind::Timeout => Trouble::Interrupted(error),
        _ => Trouble::Failed(error, Some(UNKNOWN.to_owned())),
    }
}
