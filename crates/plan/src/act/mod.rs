//! One thing done to one object at a person's word: what it sets off, said before it is done, and what became of it when
//! the answer alone does not tell.

mod application;
mod microservice;
mod removal;

pub use application::Switch;
pub use microservice::{Act, reaches};
pub use removal::{Removal, Target};

use client::{Error, ErrorKind, Request};

/// What a question is answered from; `Err` says in a sentence why it is not known.
pub type Known<T> = Result<T, String>;

/// What an act sets off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// One sentence each.
    pub effects: Vec<String>,
    /// Who loses by it, in a sentence; `None` when nobody does.
    pub dependents: Option<String>,
    /// What is not known of who loses by it, in a sentence.
    pub unknown: Option<String>,
    /// The same on the command line, behind the name of the tool.
    pub command: String,
}

impl Preview {
    /// Whether it takes more than a click: others lose by it, or nobody knows whether they do.
    pub fn is_grave(&self) -> bool {
        self.dependents.is_some() || self.unknown.is_some()
    }
}

/// An act that did not come to its end, as far as is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// Why.
    pub error: Error,
    /// What is known of it, when the error left that open.
    pub outcome: Outcome,
}

/// What became of an act that the Controller did not answer as it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The Controller refused it, or it was read afterwards and is as before.
    NotDone,
    /// It could not be found out.
    Unknown,
}

/// Between two looks at what a lost answer was about.
const PAUSE_MS: u32 = 3_000;

/// What an answer means. A refusal is final, but for one: what is to be deleted and was not found may be gone already, or
/// the Controller missed something else. That a change was accepted does not say that it was made, so it is looked at, and
/// so is what got no answer; that twice, because the Controller may still be at it. `look` tells whether it was carried out; `None` when it cannot.
async fn settle(
    (answer, request): (Result<(), Error>, Request),
    deletes: bool,
    look: impl AsyncFn() -> Option<bool>,
    pause: impl AsyncFn(u32),
) -> Result<(), Undone> {
    let Err(error) = answer else {
        // Gone at once and for good; looking for it would only be told so once more.
        if deletes {
            return Ok(());
        }
        return match look().await {
            Some(false) => {
                let words = "The Controller reported success, but nothing has changed.";
                let error = Error::found(ErrorKind::Garbled, &request, words, "Try again later.");
                Err(Undone { error, outcome: Outcome::NotDone })
            }
            Some(true) | None => Ok(()),
        };
    };
    let outcome = match error.kind {
        ErrorKind::NotFound if deletes => match look().await {
            Some(true) => return Ok(()),
            _ => Outcome::NotDone,
        },
        ErrorKind::Unauthorized
        | ErrorKind::Forbidden
        | ErrorKind::NotFound
        | ErrorKind::Conflict
        | ErrorKind::Invalid
        | ErrorKind::NotSupported => Outcome::NotDone,
        ErrorKind::Server => match look().await {
            Some(true) => return Ok(()),
            Some(false) => Outcome::NotDone,
            None => Outcome::Unknown,
        },
        ErrorKind::Unreachable | ErrorKind::Timeout | ErrorKind::Garbled => {
            let mut seen = look().await;
            if seen == Some(false) {
                pause(PAUSE_MS).await;
                seen = look().await;
            }
            match seen {
                Some(true) => return Ok(()),
                Some(false) => Outcome::NotDone,
                None => Outcome::Unknown,
            }
        }
    };
    Err(Undone { error, outcome })
}
