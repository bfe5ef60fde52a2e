//! What of a run outlives its tab: where each step is, and what tells the object apart that a request is about of which
//! nothing is known. No value of any field, so nothing secret either: a run that is taken up is planned anew from the
//! texts, after it was read back what became of what was under way.

use std::sync::Arc;

use client::{Error, ErrorKind};
use model::Kind;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::job::Job;
use super::judge::{Answer, Attempt};
use super::{Before, Failure, Made, Run, StepState};
use crate::identity::StepId;
use crate::kinds;
use crate::step::{Action, Step};
use crate::write::{Body, Deed, Fields, Object, Patch, Write};

/// What tells a new object without a name from others that are as new, but for its address, which may have a password.
const TELLING: [&str; 6] = ["name", "username", "userName", "email", "userEmail", "isPublic"];

/// A step of a run, as it may be stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Noted {
    /// Its place among the steps of the run.
    pub at: usize,
    id: StepId,
    file: String,
    /// Name for people.
    pub name: String,
    /// Whether it makes its object.
    pub creates: bool,
    /// Where it is.
    pub stage: Stage,
    made: Option<Made>,
    /// What was made, of what has no name.
    own: Option<Sent>,
    doubt: Option<Doubt>,
}

/// Where a noted step is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Nothing was sent.
    Waiting,
    /// Something was sent, and what became of it is not known.
    Doubtful,
    /// With what is to be said of it.
    Done(Option<String>),
    /// Why.
    Failed(String),
    /// Not sent, because of another one, or because it is not the console's to deploy.
    Skipped(String),
    /// Only deletions, which nobody ticked.
    LeftOut,
    /// The Controller had it so.
    Same,
    /// It could not be sent as written; why.
    Blocked(String),
}

/// A request, without what it asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Sent {
    kind: String,
    object: Object,
    verb: Verb,
    telling: Map<String, Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Verb {
    Create,
    Change,
    Replace,
    Delete,
}

/// A request of which nothing is known, and what was there before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Doubt {
    sent: Sent,
    numbers: Option<Vec<i64>>,
    members: Option<Vec<String>>,
}

impl Noted {
    /// The word in `kind:`.
    pub fn kind(&self) -> &str {
        self.id.kind()
    }

    /// The step.
    pub fn id(&self) -> &StepId {
        &self.id
    }

    /// What it made, as far as the Controller told.
    pub fn made(&self) -> Option<&Made> {
        self.made.as_ref()
    }

    fn of(at: usize, step: &Step, job: Option<&Job>) -> Noted {
        let stage = match job {
            Some(job) => stage_of(job),
            None => match &step.action {
                Action::Blocked(why) => Stage::Blocked(why.clone()),
                Action::Skipped(why) => Stage::Skipped(why.clone()),
                Action::Create | Action::Update | Action::NoChange => Stage::Same,
            },
        };
        let doubtful = job.filter(|job| job.is_in_doubt());
        let doubt =
            doubtful.and_then(|job| Some(Doubt::of(job.rest().first()?, &job.attempt.as_ref()?.before)));
        let first = job.and_then(|job| job.writes.first()).filter(|write| write.can_be_doubled());
        Noted {
            at,
            id: step.id.clone(),
            file: step.file.clone(),
            name: step.name.clone(),
            creates: step.action == Action::Create,
            stage,
            made: job.and_then(|job| job.made.clone()),
            own: first.map(|write| Sent::of(write)),
            doubt,
        }
    }

    /// The step, as far as it is shown.
    fn step(&self) -> Step {
        let action = match (&self.stage, self.creates) {
            (Stage::Same, _) => Action::NoChange,
            (Stage::Blocked(why), _) => Action::Blocked(why.clone()),
            (Stage::Skipped(why), _) => Action::Skipped(why.clone()),
            (_, true) => Action::Create,
            (_, false) => Action::Update,
        };
        Step {
            id: self.id.clone(),
            file: self.file.clone(),
            kind: Kind::from_word(self.id.kind()),
            name: self.name.clone(),
            action,
            changes: Vec::new(),
            consequences: Vec::new(),
            deletion: None,
            twins: Vec::new(),
            choice: None,
            depends_on: Vec::new(),
            potctl: None,
            writes: Vec::new(),
        }
    }

    /// What is still to be found out, or was found out; `None` for a step that sends nothing.
    fn job(&self, step: &Step) -> Option<Job> {
        let state = match &self.stage {
            Stage::Waiting => StepState::Waiting,
            Stage::Doubtful => StepState::Running,
            Stage::Done(_) => StepState::Done { made: self.made.clone(), remark: None },
            Stage::Failed(why) => {
                StepState::Failed(Failure { error: failed(step.kind?, why), left: None, member: None })
            }
            Stage::LeftOut => StepState::LeftOut,
            Stage::Skipped(_) | Stage::Same | Stage::Blocked(_) => return None,
        };
        let own = self.own.as_ref().and_then(Sent::write).map(Arc::new);
        let done = usize::from(own.is_some() && matches!(self.stage, Stage::Done(_)));
        let doubtful = self.doubt.as_ref().and_then(Doubt::attempt);
        let (writes, attempt) = match doubtful {
            Some((write, attempt)) => (vec![Arc::new(write)], Some(attempt)),
            None => (own.into_iter().collect(), None),
        };
        Some(Job { done, writes, attempt, made: self.made.clone(), state, ..Job::of_nothing(step) })
    }
}

fn failed(kind: Kind, why: &str) -> Error {
    Error::found(ErrorKind::Server, &kinds::place(&Write::delete(kind, Object::default())), why, "")
}

fn stage_of(job: &Job) -> Stage {
    match &job.state {
        _ if job.is_in_doubt() => Stage::Doubtful,
        StepState::Waiting | StepState::Running => Stage::Waiting,
        StepState::Done { remark, .. } => Stage::Done(remark.as_ref().map(ToString::to_string)),
        StepState::Failed(failure) => Stage::Failed(failure.error.message.clone()),
        StepState::Skipped { because } => {
            Stage::Skipped(format!("It needs {because}, which did not succeed."))
        }
        StepState::LeftOut => Stage::LeftOut,
    }
}

impl Sent {
    fn of(write: &Write) -> Sent {
        let verb = match &write.deed {
            Deed::Create(_) => Verb::Create,
            Deed::Change(_) => Verb::Change,
            Deed::Replace { .. } => Verb::Replace,
            Deed::Delete => Verb::Delete,
        };
        let nothing = Map::new();
        let asked = if write.creates() { write.asked() } else { &nothing };
        let is_told = |(key, value): &(&String, &Value)| match key.as_str() {
            "url" => !value.to_string().contains('@'),
            key => TELLING.contains(&key),
        };
        let own = asked.iter().filter(is_told).map(|(key, value)| (key.clone(), value.clone()));
        let mut telling: Map<String, Value> = own.collect();
        let members = asked.get("microservices").and_then(Value::as_array);
        let name = |member: &Value| Some(serde_json::json!({ "name": member.get("name")? }));
        telling.extend(members.map(|members| {
            ("microservices".to_owned(), members.iter().filter_map(name).collect::<Vec<_>>().into())
        }));
        Sent { kind: write.kind.word().to_owned(), object: write.object.clone(), verb, telling }
    }

    fn write(&self) -> Option<Write> {
        let body = Fields(self.telling.clone());
        let deed = match self.verb {
            Verb::Create => Deed::Create(Body::Json(body)),
            Verb::Change => Deed::Change(Patch { body, beside: Fields::default() }),
            Verb::Replace => Deed::Replace { body, doomed: std::collections::BTreeSet::new() },
            Verb::Delete => Deed::Delete,
        };
        Some(Write { kind: Kind::from_word(&self.kind)?, object: self.object.clone(), deed })
    }
}

impl Doubt {
    fn of(write: &Write, before: &Before) -> Doubt {
        let (numbers, members) = match before {
            Before::Numbers(numbers) => (Some(numbers.clone()), None),
            Before::Members(members) => (None, Some(members.clone())),
            Before::Nothing | Before::Own(_) | Before::Microservice(_) => (None, None),
        };
        Doubt { sent: Sent::of(write), numbers, members }
    }

    fn attempt(&self) -> Option<(Write, Attempt)> {
        let before = match (&self.numbers, &self.members) {
            (Some(numbers), _) => Before::Numbers(numbers.clone()),
            (None, Some(members)) => Before::Members(members.clone()),
            (None, None) => Before::Nothing,
        };
        let attempt = Attempt { before, is_out: true, answer: Answer::Lost, seen: None, looks: 0 };
        Some((self.sent.write()?, attempt))
    }
}

impl Run {
    /// Every step, as it may be stored.
    pub fn noted(&self) -> Vec<Noted> {
        let one = |(at, step): (usize, &Arc<Step>)| Noted::of(at, step, self.job(&step.id));
        self.steps.iter().enumerate().map(one).collect()
    }

    /// The steps that something has happened to since this was asked last.
    pub fn newly_noted(&mut self) -> Vec<Noted> {
        let touched = std::mem::take(&mut self.touched);
        let ids = touched.iter().filter_map(|place| Some(&self.jobs.get(*place)?.id));
        let place = |id: &StepId| self.steps.iter().position(|step| step.id == *id);
        let one = |at: usize| Some(Noted::of(at, self.steps.get(at)?, self.job(&self.steps.get(at)?.id)));
        ids.filter_map(place).filter_map(one).collect()
    }

    /// A run of which only that is left. It has to [look back](Run::look_back) and to be [planned anew](Run::replanned)
    /// before anything is sent: what it asked for is not in it.
    pub fn of_noted(mut noted: Vec<Noted>) -> Run {
        noted.sort_by_key(|one| one.at);
        let steps: Vec<Arc<Step>> = noted.iter().map(|one| Arc::new(one.step())).collect();
        let jobs: Vec<Job> = noted.iter().zip(&steps).filter_map(|(one, step)| one.job(step)).collect();
        let made = noted.iter().filter(|one| one.own.is_some());
        let made_registries = made.filter_map(|one| match one.made {
            Some(Made::Id(id)) => Some(id),
            _ => None,
        });
        let made_registries = made_registries.collect();
        Run { steps, jobs, made_registries, ..Run::new(&crate::Plan::default(), &crate::Choices::default()) }
    }
}
