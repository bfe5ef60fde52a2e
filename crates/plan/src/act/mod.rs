//! One thing done to one object at a person's word: what it sets off, said before it is done, and what became of it when
//! the answer alone does not tell.

mod application;
mod microservice;
mod removal;

pub use application::Switch;
pub use microservice::{Act, reaches};
pub use removal::{Removal, Target};

use client::{Error, ErrorKind};

/// What an act sets off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// One sentence each.
    pub effects: Vec<String>,
    /// Who loses by it, in a sentence; `None` when nobody does.
    pub dependents: Option<String>,
    /// The same on the command line, behind the name of the tool.
    pub command: String,
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

/// What an error means: a refusal is final, anything else leaves open what became of the request, and `look` tells
/// whether it was carried out; `None` when it cannot. What is to be deleted and was not found may be gone already, or
/// the Controller missed something else.
async fn settle(error: Error, deletes: bool, look: impl Future<Output = Option<bool>>) -> Result<(), Undone> {
    let outcome = match error.kind {
        ErrorKind::NotFound if deletes => match look.await {
            Some(true) => return Ok(()),
            _ => Outcome::NotDone,
        },
        ErrorKind::Unauthorized
        | ErrorKind::Forbidden
        | ErrorKind::NotFound
        | ErrorKind::Conflict
        | ErrorKind::Invalid
        | ErrorKind::NotSupported => Outcome::NotDone,
        ErrorKind::Unreachable | ErrorKind::Timeout | ErrorKind::Garbled | ErrorKind::Server => {
            match look.await {
                Some(true) => return Ok(()),
                Some(false) => Outcome::NotDone,
                None => Outcome::Unknown,
            }
        }
    };
    Err(Undone { error, outcome })
}
