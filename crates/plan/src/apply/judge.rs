//! What a look at the Controller means for a request: done, to be sent again, to be looked at again, or failed.

use std::fmt;

use client::{Error, ErrorKind, Request};

use super::look::{self, Before, Found};
use super::{Made, Write};
use crate::kinds;
use crate::write::Deed;

/// A request that is about to be sent, or was sent, until it is known what became of it.
#[derive(Clone, Debug)]
pub(super) struct Attempt {
    pub(super) before: Before,
    /// It may have reached the Controller.
    pub(super) is_out: bool,
    pub(super) answer: Answer,
    /// What the last look showed: only when two agree, nobody is still at it.
    pub(super) seen: Option<Found>,
    /// How often was looked.
    pub(super) looks: u32,
}

/// What came back.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// Nothing yet, or it was lost.
    Lost,
    /// Success, which says nothing of what was made.
    Silent,
    /// Success, and what was made.
    Made(Made),
    /// The Controller's refusal, or something that cannot be read.
    Refused(Error),
}

/// What is to be done about it.
#[derive(Debug)]
pub(super) enum Verdict {
    Done {
        made: Option<Made>,
        remark: Option<Remark>,
    },
    LookAgain,
    SendAgain,
    Failed(Error, Option<String>),
    /// Remove this half of a microservice, which is ours; then send again, or fail with the refusal that left it.
    Remove {
        uuid: String,
        refusal: Option<Error>,
    },
    /// Remove the halves, and create what an application lacks.
    Complete {
        missing: Vec<String>,
        halves: Vec<String>,
    },
}

/// What is to be said of a step that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// Registries that are equal to the one that was made, and appeared together with it.
    Surplus(Vec<i64>),
    /// The Controller accepted a change and has these fields otherwise.
    Otherwise(Vec<&'static str>),
    /// The Controller said that it was done, and could not be read afterwards.
    NotSeen,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Surplus(ids) => {
                let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
                let (noun, verb) = if ids.len() == 1 { ("Registry", "is") } else { ("Registries", "are") };
                write!(
                    f,
                    "{noun} {} appeared at the same time and {verb} equal: the request reached the Controller more than \
                     once. Delete what is not needed.",
                    ids.join(", ")
                )
            }
            Self::Otherwise(places) => {
                write!(f, "The Controller accepted it, but stored another value: {}.", places.join(", "))
            }
            Self::NotSeen => {
                f.write_str("The Controller reported success, but that could not be checked afterwards.")
            }
        }
    }
}

/// A name that is taken keeps a request that comes late, or comes twice, from making another object. What has no name is
/// looked for this often before it is sent again: a lost request may wait at a proxy for longer than it takes to look twice.
const LOOKS_FOR_THE_NAMELESS: u32 = 6;

/// Judges a look at the object of `write`. `request`: the one that was sent, for errors found without an answer.
pub(super) fn judge(write: &Write, attempt: &Attempt, found: Found, request: &Request) -> Verdict {
    let patient = attempt.looks >= if write.can_be_doubled() { LOOKS_FOR_THE_NAMELESS } else { 0 };
    let case = Case { attempt, settled: attempt.seen.as_ref() == Some(&found), patient, request };
    match &write.deed {
        Deed::Delete => case.deletion(&found),
        Deed::Create(_) => case.creation(found),
        Deed::Replace { .. } if found == Found::Absent && kinds::replacing_makes(write.kind) => {
            case.not_created()
        }
        Deed::Change(_) | Deed::Replace { .. } => case.change(found),
    }
}

/// What is left of an application that was not made whole.
pub(super) fn without(missing: &[String]) -> String {
    format!("The application is there, without {}.", missing.join(", "))
}

struct Case<'a> {
    attempt: &'a Attempt,
    /// The look before showed the same.
    settled: bool,
    /// It was looked for long enough to believe that a lost request does not come any more.
    patient: bool,
    request: &'a Request,
}

impl Case<'_> {
    fn creation(&self, found: Found) -> Verdict {
        match found {
            Found::AsAsked { made, surplus } => self.created(made, surplus),
            Found::Absent => self.not_created(),
            Found::Half { .. } | Found::Part { .. } | Found::Otherwise { .. } | Found::Unproven { .. }
                if !self.settled =>
            {
                Verdict::LookAgain
            }
            // It was not there directly before, so it is ours.
            Found::Half { uuid } => Verdict::Remove { uuid, refusal: self.refusal().cloned() },
            Found::Part { missing, halves } => match self.refusal() {
                None => Verdict::Complete { missing, halves },
                Some(error) => Verdict::Failed(error.clone(), Some(without(&missing))),
            },
            Found::Otherwise { lacking, .. } => {
                let left = format!(
                    "It exists now, but differs from what was requested: {}. Go back to the plan to compare.",
                    lacking.join(", ")
                );
                Verdict::Failed(self.error("It was not created as requested."), Some(left))
            }
            Found::Unproven { .. } => match self.refusal() {
                None => Verdict::Done { made: None, remark: None },
                Some(error) => {
                    let left =
                        "It exists, but whether all of it was created could not be checked.".to_owned();
                    Verdict::Failed(error.clone(), Some(left))
                }
            },
        }
    }

    fn created(&self, found: Option<Made>, mut surplus: Vec<i64>) -> Verdict {
        let made = match &self.attempt.answer {
            Answer::Made(made) => Some(made.clone()),
            _ => found.clone(),
        };
        if let (true, Some(Made::Id(id))) = (made != found, found) {
            surplus.insert(0, id);
        }
        surplus.retain(|id| made != Some(Made::Id(*id)));
        Verdict::Done { made, remark: (!surplus.is_empty()).then_some(Remark::Surplus(surplus)) }
    }

    fn not_created(&self) -> Verdict {
        match &self.attempt.answer {
            // Believed: it names what it made.
            Answer::Made(made) => Verdict::Done { made: Some(made.clone()), remark: None },
            Answer::Refused(error) if error.kind != ErrorKind::Garbled => {
                Verdict::Failed(error.clone(), None)
            }
            _ if !self.settled => Verdict::LookAgain,
            Answer::Refused(error) => Verdict::Failed(error.clone(), None),
            Answer::Silent => {
                Verdict::Failed(self.error("The Controller reported success, but nothing was created."), None)
            }
            Answer::Lost if !self.patient => Verdict::LookAgain,
            Answer::Lost => Verdict::SendAgain,
        }
    }

    fn change(&self, found: Found) -> Verdict {
        match found {
            Found::AsAsked { .. } => Verdict::Done { made: None, remark: None },
            Found::Absent | Found::Half { .. } | Found::Part { .. } => match self.refusal() {
                Some(error) => Verdict::Failed(error.clone(), Some("It is gone.".to_owned())),
                None => Verdict::Failed(look::gone(self.request), None),
            },
            Found::Unproven { changed, .. } => match &self.attempt.answer {
                Answer::Silent | Answer::Made(_) => Verdict::Done { made: None, remark: None },
                Answer::Refused(error) if error.kind != ErrorKind::Garbled => {
                    let left = "Some of its microservices have changed already; check them.".to_owned();
                    Verdict::Failed(error.clone(), changed.then_some(left))
                }
                _ => self.again(),
            },
            Found::Otherwise { lacking, changed } => match &self.attempt.answer {
                Answer::Silent | Answer::Made(_) if !changed.is_empty() => {
                    Verdict::Done { made: None, remark: Some(Remark::Otherwise(lacking)) }
                }
                Answer::Silent | Answer::Made(_) => {
                    let left = format!("These are as before: {}.", lacking.join(", "));
                    let said = "The Controller reported success, but nothing has changed.";
                    Verdict::Failed(self.error(said), Some(left))
                }
                Answer::Refused(error) if self.settled || error.kind != ErrorKind::Garbled => {
                    let left = format!("The Controller had changed a part already: {}.", changed.join(", "));
                    Verdict::Failed(error.clone(), (!changed.is_empty()).then_some(left))
                }
                _ => self.again(),
            },
        }
    }

    fn deletion(&self, found: &Found) -> Verdict {
        if *found == Found::Absent {
            return Verdict::Done { made: None, remark: None };
        }
        match &self.attempt.answer {
            Answer::Refused(error) if error.kind != ErrorKind::Garbled => {
                Verdict::Failed(error.clone(), Some("It is still there.".to_owned()))
            }
            _ if !self.settled => Verdict::LookAgain,
            Answer::Refused(error) => Verdict::Failed(error.clone(), Some("It is still there.".to_owned())),
            Answer::Lost | Answer::Silent | Answer::Made(_) => Verdict::SendAgain,
        }
    }

    /// A change that was not carried out: doing it twice is doing it once, but not while the first is under way.
    fn again(&self) -> Verdict {
        match &self.attempt.answer {
            _ if !self.settled => Verdict::LookAgain,
            Answer::Refused(error) => Verdict::Failed(error.clone(), None),
            _ => Verdict::SendAgain,
        }
    }

    /// The Controller's own reason why it left a creation half done. A taken name is none: it was free directly before, so
    /// it is the same request that came twice.
    fn refusal(&self) -> Option<&Error> {
        match &self.attempt.answer {
            Answer::Refused(error) if !matches!(error.kind, ErrorKind::Conflict | ErrorKind::Garbled) => {
                Some(error)
            }
            _ => None,
        }
    }

    /// The answer's error, or one in our words.
    fn error(&self, words: &str) -> Error {
        match &self.attempt.answer {
            Answer::Refused(error) => error.clone(),
            _ => Error::found(
                ErrorKind::Garbled,
                self.request,
                words,
                "Go back to the plan: it says what is left to do.",
            ),
        }
    }
}
