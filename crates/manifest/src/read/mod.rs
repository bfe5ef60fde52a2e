//! Text to documents: never fails, says what is wrong, and reads only what changed when the text is edited.

mod build;
mod duplicates;
mod finding;
mod flat;
mod layout;
mod manifest;
mod shell;
mod split;
mod syntax;
mod wording;

pub(crate) use finding::Finding;
pub use manifest::Manifest;
