//! What a run tells: events while it goes on, and where each step is.

use client::Error;
use manifest::wire::Blamed;
use manifest::{Document, Path, Position, kinds, wire};
use serde::{Deserialize, Serialize};

use super::judge::Remark;
use crate::identity::StepId;

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
    /// The Controller may still be at it. Advance again after this time: only when two looks show the same, what they
    /// show is what became of the request.
    Waiting {
        id: StepId,
        ms: u32,
    },
    Done {
        id: StepId,
        made: Option<Made>,
        remark: Option<Remark>,
    },
    Failed {
        id: StepId,
        failure: Failure,
    },
    /// Not sent, because a step that it needs did not succeed.
    Skipped {
        id: StepId,
        because: StepId,
    },
    /// The Controller cannot be reached, or wants a new sign-in. [`Run::resume`](super::Run::resume) goes on from here.
    Interrupted {
        id: StepId,
        error: Error,
    },
}

/// Why a step failed.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    pub error: Error,
    /// What the request left behind or took away, or that this is not known, in a sentence.
    pub left: Option<String>,
    /// The microservice of an application that the request was about, when it was about one alone.
    pub member: Option<String>,
}

/// What in a document the Controller does not accept.
#[derive(Clone, Debug, PartialEq)]
pub struct Blame {
    /// The field: its name in forms, its place, and the item of a list that it stands in.
    pub field: String,
    /// Where it stands, or where the nearest thing around it stands when it is not there.
    pub position: Position,
}

impl Failure {
    /// What in the step's document the Controller does not accept, where its answer tells.
    pub fn blame(&self, document: &Document) -> Option<Blame> {
        // What was found without an answer is about no field.
        self.error.status?;
        let (spec, _) = wire::read_what_there_is(document)?;
        let said = [Some(self.error.message.as_str()), self.error.said.as_deref()];
        let said: Vec<&str> = said.into_iter().flatten().collect();
        let Blamed { path, item } = spec.blame(self.member.as_deref(), self.error.field.as_deref(), &said)?;
        let label = kinds::spec(document.kind()?).and_then(|kind| kind.field(&path.to_string()));
        let place = path.to_string();
        let place = place.strip_prefix("spec.").unwrap_or(&place);
        let item = item.map(|item| format!(" ({item})")).unwrap_or_default();
        let label = label.map(|field| format!("{}: ", field.label)).unwrap_or_default();
        Some(Blame { field: format!("{label}{place}{item}"), position: position(document, path)? })
    }
}

fn position(document: &Document, mut path: Path) -> Option<Position> {
    loop {
        if let Some(node) = document.get(&path) {
            return Some(node.span().start);
        }
        path = path.parent()?;
    }
}

/// What a step created, for a link to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
        remark: Option<Remark>,
    },
    Failed(Failure),
    Skipped {
        because: StepId,
    },
    /// Nothing but deletions, and those were not consented to.
    LeftOut,
}
