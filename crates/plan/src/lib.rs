//! What a set of manifests would do to a Controller, said before it is done, and then done step by step.
//!
//! [`plan`](fn@plan) compares the documents of some files with the live lists and gives an ordered [`Plan`]: one [`Step`]
//! per document with what would happen, every changed field and what that sets off. It reads nothing and sends nothing.
//! [`apply::Run`] sends a plan, a few steps at a time, survives a lost connection or an expired session, and does nothing
//! twice.

pub mod act;
mod alone;
pub mod apply;
mod choices;
mod diff;
mod documents;
mod identity;
mod kinds;
mod planner;
mod roll_out;
mod standing;
mod step;
pub mod undo;
mod wording;
mod write;

pub use choices::{Choices, Deletion, Doomed, RegistryChoice};
pub use documents::File;
pub use identity::{StepId, identities};
pub use planner::{Planner, plan};
pub use roll_out::RollOut;
pub use standing::{Standing, standing};
pub use step::{Action, Change, Consequence, FieldChange, Note, Plan, RegistryTwin, Step};

#[cfg(test)]
mod tests;
