//! Reads, checks, edits and writes ECN manifests: YAML text with positions, typed kinds, problems and fixes.
//!
//! [`Manifest::parse`] turns text into [`Document`]s, one tree of [`Node`]s each. Nothing here fails on bad input: what
//! is wrong is listed as [`Problem`]s, and what can be understood is understood.

mod alike;
mod anchors;
mod check;
mod complete;
pub mod describe;
mod edit;
pub mod fields;
mod history;
mod hover;
pub mod input;
pub mod kinds;
mod limits;
mod liquid;
mod loose;
mod meanwhile;
mod path;
mod position;
mod problem;
mod read;
pub mod reference;
mod remembered;
pub mod scalar;
pub mod schema;
mod secrets;
mod spare;
mod tidy;
mod tree;
mod typed;
pub mod wire;

pub use alike::written_like;
pub use anchors::{Anchor, RenameError, anchor_at, rename_anchor};
pub use check::{CAPABILITIES, Checker, ControllerAnswer, check, check_all, controller_answers};
pub use complete::{Completion, CompletionKind, complete};
pub use edit::{EditError, difference, value};
pub use history::History;
pub use hover::{Hover, hover};
pub use limits::Limits;
pub use meanwhile::{Meanwhile, Take, Theirs, decide, meanwhile};
pub use path::{Path, PathError, Segment};
pub use position::{Edit, Position, Span, apply};
pub use problem::{Fix, Fixes, Problem, Severity, Together, together};
#[cfg(feature = "compare")]
pub use read::compare;
pub use read::{Manifest, Reading};
pub use remembered::Remembered;
pub use scalar::{Meaning, ScalarStyle};
pub use secrets::{Covers, masked, secrets};
pub use spare::{lacks_secrets, without_secrets, without_secrets_of};
pub use tidy::{Tidied, tidy};
pub use tree::{Document, Entry, Node};
pub use typed::{shown, typed, typed_at};
