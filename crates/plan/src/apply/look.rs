//! Looking at the Controller: what is there directly before a request, and what has become of it afterwards. Its writes are
//! not atomic (manifest rules 0.1), and its answers get lost.

use client::{Call, Client, Error, ErrorKind, List, Request, Transport};
use model::Microservice;

use super::compare::{Comparison, Places};
pub(crate) use super::event::Made;
use crate::kinds;
use crate::write::Write;

/// What was there directly before a request was sent.
#[derive(Clone, Debug)]
pub(crate) enum Before {
    /// Nothing that has to be remembered.
    Nothing,
    /// The numbers of all objects of a kind without names: of a new one with the same fields, only a new number tells that
    /// it is ours.
    Numbers(Vec<i64>),
    /// The microservice that is changed.
    Microservice(Box<Microservice>),
    /// The number that the application of this user has now.
    Own(i64),
    /// What an application had as members, by uuid.
    Members(Vec<String>),
}

/// What a look shows of a request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Found {
    /// All that was asked for. `surplus`: registries that are equal to the one made, and as new.
    AsAsked { made: Option<Made>, surplus: Vec<i64> },
    /// The object is not there.
    Absent,
    /// The object is there. `changed`: what is otherwise than before the request.
    Otherwise { lacking: Places, changed: Places },
    /// There, and nothing of what was asked for can be compared; `state` tells two looks apart.
    Unproven { state: Vec<String>, changed: bool },
    /// A microservice that the Controller has not finished.
    Half { uuid: String },
    /// An application without some of its microservices; `halves` are there, not finished, and missing too.
    Part { missing: Vec<String>, halves: Vec<String> },
}

/// Why a request is not sent.
pub(crate) enum Refusal {
    /// What is there could not be read.
    Unread(Error),
    /// What is there stands in the way.
    Settled(Error),
}

/// Refuses to create what is there already.
pub(crate) fn absent(there: bool, write: &Write, what: &str) -> Result<Before, Refusal> {
    if !there {
        return Ok(Before::Nothing);
    }
    let message = format!("{what} was made by somebody else since the plan was made.");
    let advice = "Go back to the plan: it compares the two.";
    Err(Refusal::Settled(Error::found(ErrorKind::Conflict, &kinds::place(write), message, advice)))
}

/// What is to be changed is not there any more.
pub(crate) fn gone(request: &Request) -> Error {
    let advice = "Go back to the plan: it says what deploying the document would do now.";
    Error::found(ErrorKind::NotFound, request, "It was deleted since the plan was made.", advice)
}

/// Of a change, in which only what is to be otherwise than before is asked for.
pub(crate) fn changed(compared: Comparison) -> Found {
    let Comparison { lacking, held } = compared;
    match (lacking.is_empty(), held.is_empty()) {
        (true, true) => Found::Unproven { state: Vec::new(), changed: false },
        (true, false) => Found::AsAsked { made: None, surplus: Vec::new() },
        (false, _) => Found::Otherwise { lacking, changed: held },
    }
}

/// Of a creation.
pub(crate) fn created(compared: Comparison, made: Option<Made>) -> Found {
    let Comparison { lacking, held } = compared;
    if lacking.is_empty() {
        return Found::AsAsked { made, surplus: Vec::new() };
    }
    Found::Otherwise { lacking, changed: held }
}

/// A list of which nothing is missing: what is looked for could be the entry that cannot be read.
pub(crate) async fn list<T: Transport, A>(call: Call<List<A>>, client: &Client<T>) -> Result<Vec<A>, Error> {
    let request = call.request.clone();
    let List { items, unreadable } = client.send(call).await?;
    match unreadable.first() {
        None => Ok(items),
        Some(entry) => {
            let message = format!("The Controller's answer cannot be read: {}.", entry.problem);
            Err(Error::found(ErrorKind::Garbled, &request, message, ""))
        }
    }
}

/// `None` for what is not there.
pub(crate) fn there<A>(answer: Result<A, Error>) -> Result<Option<A>, Error> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Tells two states of an application apart.
pub(crate) fn uuids(members: &[Microservice]) -> Vec<String> {
    members.iter().map(|one| one.uuid.clone()).collect()
}
