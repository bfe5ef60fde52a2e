//! Which object a document is about, told by the document alone: what a person decided, selected or sees as a result
//! stays with it wherever the document moves.

use std::collections::HashMap;
use std::fmt;

use manifest::Manifest;
use serde::{Deserialize, Serialize};

use crate::documents::Documents;

/// The identity of a document and of its step: its kind and what it calls the object, never its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StepId {
    kind: String,
    /// What tells objects of the kind apart: a name, `application/name`, `#3` for an id, address and user name of a
    /// registry without one. Empty when the document does not say.
    key: String,
    /// Counts documents of the same kind and key. Only the first of them can be deployed, so no decision depends on it.
    nth: usize,
}

impl StepId {
    /// The text of `kind:`.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// What the document calls the object.
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl fmt::Display for StepId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.key)
    }
}

/// The identities of all documents of some files, in their order.
pub fn identities<'a>(manifests: impl IntoIterator<Item = &'a Manifest>) -> Vec<Vec<StepId>> {
    Documents::default().identities(&manifests.into_iter().collect::<Vec<_>>())
}

/// Gives each document its identity; documents of the same key are told apart by their order.
#[derive(Default)]
pub(crate) struct Counter {
    met: HashMap<(String, String), usize>,
}

impl Counter {
    pub(crate) fn next(&mut self, kind: &str, key: &str) -> StepId {
        let (kind, key) = (kind.to_owned(), key.to_owned());
        let met = self.met.entry((kind.clone(), key.clone())).or_default();
        let nth = *met;
        *met += 1;
        StepId { kind, key, nth }
    }
}
