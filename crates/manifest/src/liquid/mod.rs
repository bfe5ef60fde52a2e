//! Liquid as the Controller reads it (manifest rules 1.9): which texts it can parse, and what a text would come to.
//!
//! Controllers use liquidjs 9, with its lenient ways: unknown filters pass their value through, a missing variable is
//! `undefined`, and a text that is one `{{ expression }}` keeps the type of its value. Nothing is printed here: the checks
//! ask whether a text can be read at all, what type its value has, and which names it needs. What only the Controller
//! knows is [`Value::Unknown`], and nobody complains about that.

mod cursor;
mod filters;
mod note;
mod own;
mod parse;
mod run;
#[cfg(test)]
mod tests;
mod token;
mod value;

pub(crate) use filters::{FILTERS, Failure};
pub use own::{Own, rewritten};
pub(crate) use parse::{Fault, parse};
pub(crate) use run::{Names, Note, Scope, run};
pub(crate) use value::{Gap, Value};

/// Tags and filters of Liquid as Controllers have them are few; whatever is nested deeper than this is not looked into.
const DEPTH: usize = 64;
