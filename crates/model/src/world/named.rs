//! Objects that a manifest refers to by a name.

use crate::Agent;

/// An object that is known by its name alone. [`api_object`](crate::api_object) says it of those whose declaration does.
pub trait Named {
    /// The name.
    fn name(&self) -> &str;
}

/// An answer about an agent is known by its uuid as well.
impl Named for Agent {
    fn name(&self) -> &str {
        &self.name
    }
}
