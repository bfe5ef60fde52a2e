//! Between a manifest and the REST API: what a document means to the Controller, and what a live object would say as a
//! manifest, in one shape that can be compared field by field.
//!
//! [`read`] gives the [`Spec`] of a document, [`live`] that of an object from the API, [`body`] makes request bodies
//! from it. Which field is which on both sides is said where the field is declared, in [`kinds`](crate::kinds).
//!
//! Templates (`{{ … }}`) are sent as they are written, so the Controller evaluates them, as it does when a
//! command-line tool deploys the file. That holds inside `config` too.

pub mod body;
mod document;
mod json;
pub mod liquid;
pub mod live;
mod place;
mod reading;
mod row;
mod spec;

#[cfg(test)]
mod tests;

pub use document::{Misfit, read, read_for, read_of_any, read_what_there_is};
pub(crate) use document::{Reader, any as json_of, present};
pub use json::Json;
pub use place::Blamed;
pub(crate) use reading::{NAMED, NameIn, Reading};
pub(crate) use row::rows;
pub use row::{Row, cleared};
pub use spec::{IMAGES, Layout, Spec};

/// The longest request body, in bytes: the Controller refuses longer JSON (manifest rules 3.3), and a little is left for
/// the encoding.
pub const LONGEST_JSON: usize = 99_000;
