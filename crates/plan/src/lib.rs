//! What a set of manifests would do to a Controller, said before it is done, and then done step by step.
//!
//! [`plan`](fn@plan) compares the documents of some files with the live lists and gives an ordered [`Plan`]: one [`Step`]
//! per document with what would happen, every changed field and what that sets off. It reads nothing and sends nothing.
//! [`apply::Run`] sends a plan, one step at a time, survives a lost connection or an expired session, and does nothing
//! twice.

pub mod act;
pub mod apply;
mod diff;
mod documents;
mod live;
mod planner;
mod step;
mod wording;
mod write;

pub use documents::File;
pub use live::Live;
pub use planner::plan;
pub use step::{
    Action, Change, Choices, Consequence, FieldChange, Kind, Note, Plan, RegistryChoice, RegistryTwin, Step,
    StepId,
};

#[cfg(test)]
mod tests;
