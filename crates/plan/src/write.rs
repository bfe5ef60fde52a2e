//! The single requests that a step consists of, as values: only what is asked for, nothing of when the plan was made.

use std::collections::BTreeSet;
use std::fmt;

use client::permissions::Verb;
use manifest::wire::{Spec, body};
use model::{Kind, Resource};
use serde_json::{Map, Value};

use crate::choices::Doomed;

/// A request body. Not printed: it may hold a password.
#[derive(Clone, PartialEq)]
pub(crate) struct Fields(pub(crate) Map<String, Value>);

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// A change of an object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Patch {
    /// Only what changes.
    pub(crate) body: Fields,
    /// What templates in it read, and what is the same before and after. So it says nothing of whether the change was made.
    pub(crate) beside: Fields,
}

impl Patch {
    /// A change of what a document says: the rest of it goes along as far as templates read it.
    pub(crate) fn of(spec: &Spec, body: Map<String, Value>) -> Patch {
        Patch { beside: Fields(body::beside(spec, &body)), body: Fields(body) }
    }

    /// All that is sent.
    pub(crate) fn sent(&self) -> Map<String, Value> {
        let mut sent = self.beside.0.clone();
        sent.extend(self.body.0.clone());
        sent
    }
}

/// A microservice to create: as JSON, or as a YAML document when the JSON would be refused for its size.
#[derive(Clone, PartialEq)]
pub(crate) enum NewMicroservice {
    Json(Map<String, Value>),
    /// `body`: what the document asks for, to compare with what is there afterwards. `after`: what this way loses, to be
    /// sent when the microservice is there.
    Yaml {
        text: String,
        body: Map<String, Value>,
        after: Option<Patch>,
    },
}

impl fmt::Debug for NewMicroservice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NewMicroservice::Json(_) => "JSON",
            NewMicroservice::Yaml { .. } => "YAML",
        })
    }
}

/// One request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Write {
    PutTemplate {
        name: String,
        body: Fields,
    },
    CreateRegistry {
        body: Fields,
    },
    PatchRegistry {
        id: i64,
        patch: Patch,
    },
    CreateCatalogItem {
        name: String,
        body: Fields,
    },
    PatchCatalogItem {
        id: i64,
        patch: Patch,
    },
    CreateApplication {
        name: String,
        body: Fields,
    },
    PatchApplication {
        name: String,
        patch: Patch,
    },
    /// From a template: the microservices are replaced. `doomed`: those that the template may not make.
    PutApplication {
        name: String,
        body: Fields,
        doomed: BTreeSet<Doomed>,
    },
    CreateMicroservice {
        application: String,
        name: String,
        body: NewMicroservice,
    },
    /// What every change must repeat is read directly before it is sent.
    PatchMicroservice {
        application: String,
        name: String,
        uuid: String,
        patch: Patch,
    },
    DeleteMicroservice {
        application: String,
        name: String,
        uuid: String,
    },
}

impl Write {
    /// What the way of a creation loses, and what has to follow therefore.
    pub(crate) fn lost(&self) -> Option<&Patch> {
        match self {
            Write::CreateMicroservice { body: NewMicroservice::Yaml { after, .. }, .. } => after.as_ref(),
            _ => None,
        }
    }

    /// The request for that, when the microservice is there.
    pub(crate) fn after(&self, uuid: &str) -> Option<Write> {
        let (Write::CreateMicroservice { application, name, .. }, Some(patch)) = (self, self.lost()) else {
            return None;
        };
        let (application, name, uuid) = (application.clone(), name.clone(), uuid.to_owned());
        Some(Write::PatchMicroservice { application, name, uuid, patch: patch.clone() })
    }

    /// What a role must be allowed to do.
    pub(crate) fn permissions(&self) -> impl Iterator<Item = (Resource, Verb)> {
        let after = self.lost().map(|_| (Resource::Microservices, Verb::Change));
        [Some(self.permission()), after].into_iter().flatten()
    }

    fn permission(&self) -> (Resource, Verb) {
        let (kind, verb) = match self {
            // The same request makes and replaces it.
            Write::PutTemplate { .. } => (Kind::ApplicationTemplate, Verb::Change),
            Write::CreateRegistry { .. } => (Kind::Registry, Verb::Create),
            Write::PatchRegistry { .. } => (Kind::Registry, Verb::Change),
            Write::CreateCatalogItem { .. } => (Kind::CatalogItem, Verb::Create),
            Write::PatchCatalogItem { .. } => (Kind::CatalogItem, Verb::Change),
            Write::CreateApplication { .. } => (Kind::Application, Verb::Create),
            Write::PatchApplication { .. } | Write::PutApplication { .. } => {
                (Kind::Application, Verb::Change)
            }
            Write::CreateMicroservice { .. } => (Kind::Microservice, Verb::Create),
            Write::PatchMicroservice { .. } => (Kind::Microservice, Verb::Change),
            Write::DeleteMicroservice { .. } => (Kind::Microservice, Verb::Delete),
        };
        (kind.resource(), verb)
    }

    /// Makes an object that must not be there before.
    pub(crate) fn creates(&self) -> bool {
        matches!(
            self,
            Write::CreateRegistry { .. }
                | Write::CreateCatalogItem { .. }
                | Write::CreateApplication { .. }
                | Write::CreateMicroservice { .. }
        )
    }

    /// Sent twice it makes two: a registry has no name that would be taken.
    pub(crate) fn can_be_doubled(&self) -> bool {
        matches!(self, Write::CreateRegistry { .. })
    }

    /// Needs the user's tick.
    pub(crate) fn deletes(&self) -> bool {
        match self {
            Write::DeleteMicroservice { .. } => true,
            Write::PutApplication { doomed, .. } => !doomed.is_empty(),
            _ => false,
        }
    }
}
