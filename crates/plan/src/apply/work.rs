//! One step at work: send its next request, and look until it is known what became of it.

use std::sync::Arc;

use client::{Client, Error, ErrorKind, Transport};

use super::judge::{self, Answer, Attempt, Remark, Verdict, judge};
use super::look::{self, Refusal};
use super::{Event, Failure, Made, Run, StepState, Write};
use crate::kinds::{self, Sent, microservice};
use crate::write::Deed;

/// Between two looks. A Controller that is busy with a creation does something visible in this time.
const PAUSE_MS: u32 = 3_000;
/// Something that never stands still is no answer.
const MOST_LOOKS: u32 = 20;
/// A name that is taken and free in turns is not for us to fight for.
const MOST_SENDINGS: u32 = 3;

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
    Done(Option<Made>, Option<Remark>),
    Wait,
    /// Nothing was done; the request can be sent again.
    Again,
}

impl Run {
    /// One turn of a step. `None` when it has to be sent again.
    pub(super) async fn work<T: Transport>(&mut self, index: usize, client: &Client<T>) -> Option<Event> {
        let id = self.jobs.get(index)?.id.clone();
        let write = self.write(index);
        let turn = self.turn(index, client).await;
        let job = self.jobs.get_mut(index)?;
        match turn {
            Ok(Turn::Again) => {
                job.attempt = None;
                None
            }
            Ok(Turn::Wait) => Some(Event::Waiting { id, ms: PAUSE_MS }),
            Ok(Turn::Done(made, remark)) => {
                job.attempt = None;
                job.sent = 0;
                job.done += 1;
                if let (Some(Made::Uuid(uuid)), Some(write)) = (&made, &write)
                    && let Some(after) = write.after(uuid)
                {
                    job.writes.insert(job.done, Arc::new(after));
                }
                // An application's members come after it; the step made the application.
                job.made = job.made.take().or(made.clone());
                job.remark = job.remark.take().or(remark);
                // Other kinds count their ids on their own.
                if let (Some(Made::Id(id)), true) = (made, write.is_some_and(|write| write.can_be_doubled()))
                {
                    self.made_registries.push(id);
                }
                if job.done < job.writes.len() {
                    return Some(Event::Progress { id, done: job.done, of: job.of() });
                }
                let (made, remark) = (job.made.clone(), job.remark.clone());
                job.state = StepState::Done { made: made.clone(), remark: remark.clone() };
                self.current = None;
                Some(Event::Done { id, made, remark })
            }
            Err(Trouble::Interrupted(error)) => {
                self.interrupted = Some(error.clone());
                Some(Event::Interrupted { id, error })
            }
            Err(Trouble::Failed(error, left)) => {
                let failure = Failure { error, left, member: self.member(index) };
                self.set_state(index, StepState::Failed(failure.clone()));
                self.current = None;
                Some(Event::Failed { id, failure })
            }
        }
    }

    /// Sends the next write of a step, unless it was sent already; then looks what became of it.
    async fn turn<T: Transport>(&mut self, index: usize, client: &Client<T>) -> Result<Turn, Trouble> {
        let Some(write) = self.write(index) else { return Ok(Turn::Done(None, None)) };
        if !self.is_in_doubt(index) {
            self.send(index, &write, client).await?;
        }
        let Some(attempt) = self.jobs.get(index).and_then(|job| job.attempt.clone()) else {
            return Ok(Turn::Again);
        };
        if let Some(made) = believed(&write, &attempt.answer) {
            return Ok(Turn::Done(made, None));
        }
        let sent = Sent { write: &write, before: &attempt.before, ours: &self.made_registries };
        let found = match kinds::look(&sent, client).await {
            Ok(found) => found,
            Err(error) => return unseen(&write, &attempt.answer, error),
        };
        let verdict = judge(&write, &attempt, found.clone(), &kinds::place(&write));
        self.carry_out(index, &write, (verdict, found), client).await
    }

    async fn send<T: Transport>(
        &mut self,
        index: usize,
        write: &Write,
        client: &Client<T>,
    ) -> Result<(), Trouble> {
        let before = match kinds::before(write, client).await {
            Ok(before) => before,
            Err(Refusal::Settled(error)) => return Err(Trouble::Failed(error, None)),
            Err(Refusal::Unread(error)) => return Err(reading(error, NOT_SENT)),
        };
        // Noted before it goes out: this future may never be asked again.
        let attempt = Attempt { before: before.clone(), answer: Answer::Lost, seen: None, looks: 0 };
        if let Some(job) = self.jobs.get_mut(index) {
            job.attempt = Some(attempt);
            job.sent += 1;
        }
        let answer = match kinds::send(write, &before, client).await {
            Ok(Some(made)) => Answer::Made(made),
            Ok(None) => Answer::Silent,
            Err(error) => match error.kind {
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
                _ => Answer::Refused(error),
            },
        };
        if let Some(attempt) = self.jobs.get_mut(index).and_then(|job| job.attempt.as_mut()) {
            attempt.answer = answer;
        }
        Ok(())
    }

    async fn carry_out<T: Transport>(
        &mut self,
        index: usize,
        write: &Write,
        (verdict, found): (Verdict, look::Found),
        client: &Client<T>,
    ) -> Result<Turn, Trouble> {
        match verdict {
            Verdict::Done { made, remark } => Ok(Turn::Done(made, remark)),
            Verdict::LookAgain => self.look_again(index, found),
            Verdict::SendAgain => self.send_again(index, None),
            Verdict::Failed(error, left) => {
                self.settle(index);
                Err(Trouble::Failed(error, left))
            }
            Verdict::Remove { uuid, refusal } => {
                let gone =
                    microservice::remove(&uuid, client).await.map_err(|error| reading(error, HALF_STAYS))?;
                match (gone, refusal) {
                    (false, refusal) => {
                        let error = refusal.unwrap_or_else(|| self.given_up(index, write));
                        Err(Trouble::Failed(error, Some(HALF_STAYS.to_owned())))
                    }
                    (true, Some(error)) => {
                        self.settle(index);
                        Err(Trouble::Failed(error, Some(HALF_REMOVED.to_owned())))
                    }
                    (true, None) => {
                        let error = self.given_up(index, write);
                        self.send_again(index, Some(error))
                    }
                }
            }
            Verdict::Complete { missing, halves } => {
                for uuid in halves {
                    if !microservice::remove(&uuid, client)
                        .await
                        .map_err(|error| reading(error, HALF_STAYS))?
                    {
                        let error = self.given_up(index, write);
                        return Err(Trouble::Failed(error, Some(HALF_STAYS.to_owned())));
                    }
                }
                match self.complete(index, write, &missing) {
                    Ok(()) => Ok(Turn::Done(None, None)),
                    Err(why) => {
                        let error = Error::found(ErrorKind::Invalid, &kinds::place(write), why, "");
                        Err(Trouble::Failed(error, Some(judge::without(&missing))))
                    }
                }
            }
        }
    }

    fn look_again(&mut self, index: usize, found: look::Found) -> Result<Turn, Trouble> {
        let Some(attempt) = self.jobs.get_mut(index).and_then(|job| job.attempt.as_mut()) else {
            return Ok(Turn::Again);
        };
        attempt.seen = Some(found);
        attempt.looks += 1;
        if attempt.looks < MOST_LOOKS {
            return Ok(Turn::Wait);
        }
        attempt.looks = 0;
        let Some(write) = self.write(index) else { return Ok(Turn::Again) };
        let error = self.given_up(index, &write);
        Err(Trouble::Failed(error, Some("It keeps changing. Check again later.".to_owned())))
    }

    fn send_again(&mut self, index: usize, error: Option<Error>) -> Result<Turn, Trouble> {
        let sent = self.jobs.get(index).map_or(0, |job| job.sent);
        match error.filter(|_| sent >= MOST_SENDINGS) {
            None => Ok(Turn::Again),
            Some(error) => {
                self.settle(index);
                Err(Trouble::Failed(error, Some(HALF_REMOVED.to_owned())))
            }
        }
    }

    /// The refusal of the last sending, or that it cannot be known.
    fn given_up(&self, index: usize, write: &Write) -> Error {
        match self.jobs.get(index).and_then(|job| job.attempt.as_ref()).map(|attempt| &attempt.answer) {
            Some(Answer::Refused(error)) => error.clone(),
            _ => {
                let words = "The Controller did not finish it.";
                Error::found(ErrorKind::Server, &kinds::place(write), words, "Check it, then try again.")
            }
        }
    }

    fn write(&self, index: usize) -> Option<Arc<Write>> {
        self.jobs.get(index)?.rest().first().cloned()
    }

    /// The microservice that the next write of a step about an application is about.
    fn member(&self, index: usize) -> Option<String> {
        let write = self.write(index)?;
        (!write.object.application.is_empty()).then(|| write.object.name.clone())
    }

    /// The object is there, some of its parts are not. An error says why they cannot be made one by one.
    fn complete(&mut self, index: usize, write: &Write, missing: &[String]) -> Result<(), String> {
        let writes = kinds::complete(write, missing)?;
        if let Some(job) = self.jobs.get_mut(index) {
            job.writes.extend(writes.into_iter().map(Arc::new));
        }
        Ok(())
    }

    /// What became of the last request is known.
    fn settle(&mut self, index: usize) {
        if let Some(job) = self.jobs.get_mut(index) {
            job.attempt = None;
        }
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
