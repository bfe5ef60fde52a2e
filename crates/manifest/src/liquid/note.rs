//! What is told of a template that works, and does not do what it looks like.

use super::value::Gap;

/// Something about a template that is no failure, and does not do what it looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Note {
    /// A value that is missing is printed as the word undefined, beside other text.
    Printed(Gap),
    /// A value that is missing goes into a filter.
    Filtered(Gap),
    /// An object printed as [object Object].
    Object,
    /// A filter that nobody knows is left out.
    Filter(String),
    /// An agent is looked up by this name.
    Agent(String),
}
