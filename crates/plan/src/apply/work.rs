//! One step at work: send its next request, and look until it is known what became of it. It works on its own copy, so
//! that several go on at a time.

use std::sync::Arc;

use client::{Client, Error, ErrorKind, Transport};
use model::World;

use super::job::Job;
use super::judge::{self, Answer, Attempt, Remark, Verdict, judge};
use super::look::{self, Refusal};
use super::{Event, Failure, Made, StepState, Write};
use crate::identity::StepId;
use crate::kinds::{self, Planned, Sent, microservice};
use crate::write::Deed;

/// Between two looks. A Controller that is busy with a creation does something visible in this time.
const PAUSE_MS: u32 = 3_000;
/// Something that never stands still is no answer.
const MOST_LOOKS: u32 = 20;
/// A name that is taken and free in turns is not for us to fight for.
const MOST_SENDINGS: u32 = 3;

const NOT_OVERWRITTEN: &str = "It was not sent, so that their change stays.";
const UNKNOWN: &str = "Whether it was done, wholly or in part, could not be checked.";
const NOT_SENT: &str = "It was not sent, because what is there now could not be read.";
const HALF_REMOVED: &str = "The Controller had created half of it; that half was removed again.";
const HALF_STAYS: &str = "The Controller had created half of it, and that half could not be removed.";

/// Why a step does not go on.
enum Trouble {
    /// It goes on when connection and session are back.
    Interrupted(Error),
    Failed(Error, Option<String>),
}

/// What one turn came to.
enum Turn {
    /// What is there was read, and the request goes out next.
    Ready,
    Done(Option<Made>, Option<Remark>),
    Wait,
    /// Nothing was done; the request can be sent again.
    Again,
}

/// A turn of a step, to be done.
#[derive(Debug)]
pub struct Work {
    pub(super) place: usize,
    pub(super) job: Job,
    /// Ids of registries that the run made.
    pub(super) ours: Vec<i64>,
    /// What the plan was made from.
    pub(super) seen: Option<Arc<World>>,
}

/// A turn of a step that was done.
pub struct Worked {
    pub(super) place: usize,
    job: Job,
    turn: Result<Turn, Trouble>,
}

/// What a run has to know of a turn.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) event: Option<Event>,
    pub(super) interrupted: Option<Error>,
    /// The id of a registry that was made.
    pub(super) registry: Option<i64>,
}

impl Work {
    /// The step that it is about.
    pub fn id(&self) -> &StepId {
        &self.job.id
    }

    /// How long to wait before it is done: the Controller is still at it.
    pub fn pause_ms(&self) -> Option<u32> {
        self.job.rests.then_some(PAUSE_MS)
    }

    /// Sends a request, or takes a look. The run is told of it by [`Run::absorb`](super::Run::absorb).
    pub async fn go<T: Transport>(self, client: &Client<T>) -> Worked {
        let Work { place, mut job, ours, seen } = self;
        job.rests = false;
        let turn = job.turn(&ours, seen.as_deref(), client).await;
        Worked { place, job, turn }
    }
}

impl Worked {
    /// The job as it is now, its place, and what is to be said.
    pub(super) fn outcome(self) -> (usize, Job, Outcome) {
        let Worked { place, mut job, turn } = self;
        let outcome = job.take(turn);
        (place, job, outcome)
    }
}

impl Job {
    /// Notes what a turn came to.
    fn take(&mut self, turn: Result<Turn, Trouble>) -> Outcome {
        let id = self.id.clone();
        let mut outcome = Outcome::default();
        outcome.event = match turn {
            Ok(Turn::Ready) => None,
            Ok(Turn::Again) => {
                self.attempt = None;
                None
            }
            Ok(Turn::Wait) => {
                self.rests = true;
                Some(Event::Waiting { id, ms: PAUSE_MS })
            }
            Ok(Turn::Done(made, remark)) => {
                outcome.registry = self.is_done_with_one(made.as_ref(), remark);
                Some(self.done_or_progress(id))
            }
            Err(Trouble::Interrupted(error)) => {
                outcome.interrupted = Some(error.clone());
                Some(Event::Interrupted { id, error })
            }
            Err(Trouble::Failed(error, left)) => {
                let failure = Failure { error, left, member: self.member() };
                self.state = StepState::Failed(failure.clone());
                Some(Event::Failed { id, failure })
            }
        };
        outcome
    }

    /// One request is done. Gives the id of a registry that it made.
    fn is_done_with_one(&mut self, made: Option<&Made>, remark: Option<Remark>) -> Option<i64> {
        let write = self.write();
        self.attempt = None;
        self.sent = 0;
        self.done += 1;
        if let (Some(Made::Uuid(uuid)), Some(write)) = (made, &write)
            && let Some(after) = write.after(uuid)
        {
            self.writes.insert(self.done, Arc::new(after));
        }
        // An application's members come after it; the step made the application.
        self.made = self.made.take().or_else(|| made.cloned());
        self.remark = self.remark.take().or(remark);
        match made {
            // Other kinds count their ids on their own.
            Some(Made::Id(id)) if write.is_some_and(|write| write.can_be_doubled()) => Some(*id),
            _ => None,
        }
    }

    fn done_or_progress(&mut self, id: StepId) -> Event {
        if self.done < self.writes.len() {
            return Event::Progress { id, done: self.done, of: self.of() };
        }
        let (made, remark) = (self.made.clone(), self.remark.clone());
        self.state = StepState::Done { made: made.clone(), remark: remark.clone() };
        Event::Done { id, made, remark }
    }

    /// Sends the next write of a step, unless it was sent already; then looks what became of it.
    async fn turn<T: Transport>(
        &mut self,
        ours: &[i64],
        seen: Option<&World>,
        client: &Client<T>,
    ) -> Result<Turn, Trouble> {
        let Some(write) = self.write() else { return Ok(Turn::Done(None, None)) };
        match &self.attempt {
            None => return self.prepare(&write, seen, client).await,
            Some(attempt) if !attempt.is_out => self.send(&write, client).await?,
            Some(_) => {}
        }
        let Some(attempt) = self.attempt.clone() else { return Ok(Turn::Again) };
        if let Some(made) = believed(&write, &attempt.answer) {
            return Ok(Turn::Done(made, None));
        }
        let sent = Sent { write: &write, before: &attempt.before, ours };
        let found = match kinds::look(&sent, client).await {
            Ok(found) => found,
            Err(error) => return unseen(&write, &attempt.answer, error),
        };
        let verdict = judge(&write, &attempt, found.clone(), &kinds::place(&write));
        self.carry_out(&write, (verdict, found), client).await
    }

    /// Reads what is there. It is another turn than sending, so that what is about to go out can be noted in between.
    async fn prepare<T: Transport>(
        &mut self,
        write: &Write,
        seen: Option<&World>,
        client: &Client<T>,
    ) -> Result<Turn, Trouble> {
        let before = match kinds::before(write, client).await {
            Ok(before) => before,
            Err(Refusal::Settled(error)) => return Err(Trouble::Failed(error, None)),
            Err(Refusal::Unread(error)) => return Err(reading(error, NOT_SENT)),
        };
        if let Some(seen) = seen.filter(|_| self.is_first_of(write)) {
            self.overwrites_nothing(&Planned { write, before: &before, seen }, client).await?;
        }
        self.attempt = Some(Attempt { before, is_out: false, answer: Answer::Lost, seen: None, looks: 0 });
        Ok(Turn::Ready)
    }

    /// Whether the object is as the plan saw it, as far as it is up to this step.
    fn is_first_of(&self, write: &Write) -> bool {
        let done = self.writes.get(..self.done).unwrap_or_default();
        done.iter().all(|done| done.kind != write.kind || done.object != write.object)
    }

    /// Refuses to send a change that would write over what somebody else did since the plan was made.
    async fn overwrites_nothing<T: Transport>(
        &self,
        change: &Planned<'_>,
        client: &Client<T>,
    ) -> Result<(), Trouble> {
        let write = change.write;
        if !matches!(write.deed, Deed::Change(_) | Deed::Replace { .. }) {
            return Ok(());
        }
        let places = match kinds::moved(change, client).await {
            Ok(places) if places.is_empty() => return Ok(()),
            Ok(places) => places.join(", "),
            Err(Refusal::Settled(error)) => return Err(Trouble::Failed(error, None)),
            Err(Refusal::Unread(error)) => return Err(reading(error, NOT_SENT)),
        };
        let message = format!("Somebody changed it since the plan was made: {places}.");
        let advice = "Go back to the plan: it shows both.";
        let error = Error::found(ErrorKind::Conflict, &kinds::place(write), message, advice);
        Err(Trouble::Failed(error, Some(NOT_OVERWRITTEN.to_owned())))
    }

    async fn send<T: Transport>(&mut self, write: &Write, client: &Client<T>) -> Result<(), Trouble> {
        let Some(attempt) = &mut self.attempt else { return Ok(()) };
        attempt.is_out = true;
        self.sent += 1;
        let before = attempt.before.clone();
        let answer = match kinds::send(write, &before, client).await {
            Ok(Some(made)) => Answer::Made(made),
            Ok(None) => Answer::Silent,
            Err(error) => match error.kind {
                // Refused before anything was looked at.
                ErrorKind::Unauthorized => {
                    self.attempt = None;
                    return Err(Trouble::Interrupted(error));
                }
                ErrorKind::Forbidden | ErrorKind::NotSupported => {
                    self.attempt = None;
                    return Err(Trouble::Failed(error, None));
                }
                ErrorKind::Unreachable | ErrorKind::Timeout => return Err(Trouble::Interrupted(error)),
                _ => Answer::Refused(error),
            },
        };
        if let Some(attempt) = &mut self.attempt {
            attempt.answer = answer;
        }
        Ok(())
    }

    async fn carry_out<T: Transport>(
        &mut self,
        write: &Write,
        (verdict, found): (Verdict, look::Found),
        client: &Client<T>,
    ) -> Result<Turn, Trouble> {
        match verdict {
            Verdict::Done { made, remark } => Ok(Turn::Done(made, remark)),
            Verdict::LookAgain => self.look_again(found),
            Verdict::SendAgain => self.send_again(None),
            Verdict::Failed(error, left) => {
                self.attempt = None;
                Err(Trouble::Failed(error, left))
            }
            Verdict::Remove { uuid, refusal } => {
                let gone =
                    microservice::remove(&uuid, client).await.map_err(|error| reading(error, HALF_STAYS))?;
                match (gone, refusal) {
                    (false, refusal) => {
                        let error = refusal.unwrap_or_else(|| self.given_up(write));
                        Err(Trouble::Failed(error, Some(HALF_STAYS.to_owned())))
                    }
                    (true, Some(error)) => {
                        self.attempt = None;
                        Err(Trouble::Failed(error, Some(HALF_REMOVED.to_owned())))
                    }
                    (true, None) => {
                        let error = self.given_up(write);
                        self.send_again(Some(error))
                    }
                }
            }
            Verdict::Complete { missing, halves } => {
                for uuid in halves {
                    if !microservice::remove(&uuid, client)
                        .await
                        .map_err(|error| reading(error, HALF_STAYS))?
                    {
                        let error = self.given_up(write);
                        return Err(Trouble::Failed(error, Some(HALF_STAYS.to_owned())));
                    }
                }
                match self.complete(write, &missing) {
                    Ok(()) => Ok(Turn::Done(None, None)),
                    Err(why) => {
                        let error = Error::found(ErrorKind::Invalid, &kinds::place(write), why, "");
                        Err(Trouble::Failed(error, Some(judge::without(&missing))))
                    }
                }
            }
        }
    }

    fn look_again(&mut self, found: look::Found) -> Result<Turn, Trouble> {
        let Some(attempt) = &mut self.attempt else { return Ok(Turn::Again) };
        attempt.seen = Some(found);
        attempt.looks += 1;
        if attempt.looks < MOST_LOOKS {
            return Ok(Turn::Wait);
        }
        attempt.looks = 0;
        let Some(write) = self.write() else { return Ok(Turn::Again) };
        let error = self.given_up(&write);
        Err(Trouble::Failed(error, Some("It keeps changing. Check again later.".to_owned())))
    }

    fn send_again(&mut self, error: Option<Error>) -> Result<Turn, Trouble> {
        match error.filter(|_| self.sent >= MOST_SENDINGS) {
            None => Ok(Turn::Again),
            Some(error) => {
                self.attempt = None;
                Err(Trouble::Failed(error, Some(HALF_REMOVED.to_owned())))
            }
        }
    }

    /// The refusal of the last sending, or that it cannot be known.
    fn given_up(&self, write: &Write) -> Error {
        match self.attempt.as_ref().map(|attempt| &attempt.answer) {
            Some(Answer::Refused(error)) => error.clone(),
            _ => {
                let words = "The Controller did not finish it.";
                Error::found(ErrorKind::Server, &kinds::place(write), words, "Check it, then try again.")
            }
        }
    }

    fn write(&self) -> Option<Arc<Write>> {
        self.rest().first().cloned()
    }

    /// The microservice that the next write of a step about an application is about.
    fn member(&self) -> Option<String> {
        let write = self.write()?;
        (!write.object.application.is_empty()).then(|| write.object.name.clone())
    }

    /// The object is there, some of its parts are not. An error says why they cannot be made one by one.
    fn complete(&mut self, write: &Write, missing: &[String]) -> Result<(), String> {
        let writes = kinds::complete(write, missing)?;
        self.writes.extend(writes.into_iter().map(Arc::new));
        Ok(())
    }
}

/// An answer that names what was made is believed, and so is a deletion that was carried out. Only of registries there may
/// be more than the one.
fn believed(write: &Write, answer: &Answer) -> Option<Option<Made>> {
    match (&write.deed, answer) {
        (_, Answer::Made(made)) if !write.can_be_doubled() => Some(Some(made.clone())),
        (Deed::Delete, Answer::Silent) => Some(None),
        _ => None,
    }
}

/// A look failed. A success was answered all the same; of anything else nothing is known, and nothing may be sent again.
fn unseen(write: &Write, answer: &Answer, error: Error) -> Result<Turn, Trouble> {
    let trouble = reading(error, UNKNOWN);
    match (answer, trouble) {
        (Answer::Made(made), _) => Ok(Turn::Done(Some(made.clone()), Some(Remark::NotSeen))),
        // Looking will be possible again.
        (_, interrupted @ Trouble::Interrupted(_)) => Err(interrupted),
        (Answer::Silent, _) if !write.creates() => Ok(Turn::Done(None, Some(Remark::NotSeen))),
        (Answer::Refused(refusal), Trouble::Failed(_, left)) => Err(Trouble::Failed(refusal.clone(), left)),
        (_, failed) => Err(failed),
    }
}

fn reading(error: Error, left: &str) -> Trouble {
    match error.kind {
        ErrorKind::Unauthorized | ErrorKind::Unreachable | ErrorKind::Timeout => Trouble::Interrupted(error),
        _ => Trouble::Failed(error, Some(left.to_owned())),
    }
}
