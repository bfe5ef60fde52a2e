//! The object that a document is about, as the Controller has it: what a text is compared with.

use manifest::{Document, wire};
use model::World;

use crate::choices::Choices;
use crate::identity::StepId;
use crate::kinds;

/// What the Controller has of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The document makes a new object, or is about none.
    Nothing,
    /// Nobody has said yet which of several objects is meant.
    Undecided,
    /// It is there, and no list holds all of it.
    Unread,
    /// The manifest that makes it as it is.
    Described(String),
}

impl Standing {
    pub(crate) fn of<T>(live: Option<T>, describe: impl FnOnce(T) -> String) -> Self {
        live.map_or(Self::Nothing, |live| Self::Described(describe(live)))
    }

    pub(crate) fn unread(is_there: bool) -> Self {
        if is_there { Self::Unread } else { Self::Nothing }
    }
}

/// What is needed to find it.
pub(crate) struct Asked<'a> {
    pub(crate) id: &'a StepId,
    pub(crate) world: &'a World,
    pub(crate) choices: &'a Choices,
}

/// What stands where this document would write. `id` is its identity among all documents that are planned with it.
pub fn standing(document: &Document, id: &StepId, world: &World, choices: &Choices) -> Standing {
    let read = wire::read_what_there_is(document).filter(|_| document.is_complete());
    read.map_or(Standing::Nothing, |(spec, _)| kinds::stands(spec.kind, &spec, &Asked { id, world, choices }))
}
