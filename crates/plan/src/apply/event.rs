//! What a run tells: events while it goes on, and where each step is.

use client::Error;

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
        remark: Option<Remark>,
    },
    Failed(Failure),
    Skipped {
        because: StepId,
    },
    /// Nothing but deletions, and those were not consented to.
    LeftOut,
}
