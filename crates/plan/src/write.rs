//! The single requests that a step consists of, as values: only what is asked for, nothing of when the plan was made.

use std::fmt;

use client::permissions::{Resource, Verb};
use serde_json::{Map, Value};

/// A request body. Not printed: it may hold a password.
#[derive(Clone, PartialEq)]
pub(crate) struct Fields(pub(crate) Map<String, Value>);

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// A microservice to create: as JSON, or as a YAML document when the JSON would be refused for its size.
#[derive(Clone, PartialEq)]
pub(crate) enum NewMicroservice {
    Json(Map<String, Value>),
    /// `body`: what the document asks for, to compare with what is there afterwards.
    Yaml {
        text: String,
        body: Map<String, Value>,
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
        body: Fields,
    },
    CreateCatalogItem {
        name: String,
        body: Fields,
    },
    PatchCatalogItem {
        id: i64,
        body: Fields,
    },
    CreateApplication {
        name: String,
        body: Fields,
    },
    PatchApplication {
        name: String,
        body: Fields,
    },
    /// From a template: the microservices are replaced. `deletes`: there are some that the template may not make.
    PutApplication {
        name: String,
        body: Fields,
        deletes: bool,
    },
    CreateMicroservice {
        application: String,
        name: String,
        body: NewMicroservice,
    },
    /// Only what changes. What every change must repeat is read directly before it is sent.
    PatchMicroservice {
        application: String,
        name: String,
        uuid: String,
        body: Fields,
    },
    DeleteMicroservice {
        application: String,
        name: String,
        uuid: String,
    },
}

impl Write {
    /// What a role must be allowed to do.
    pub(crate) fn permission(&self) -> (Resource, Verb) {
        match self {
            // The same request makes and replaces it.
            Write::PutTemplate { .. } => (Resource::ApplicationTemplates, Verb::Change),
            Write::CreateRegistry { .. } => (Resource::Registries, Verb::Create),
            Write::PatchRegistry { .. } => (Resource::Registries, Verb::Change),
            Write::CreateCatalogItem { .. } => (Resource::Catalog, Verb::Create),
            Write::PatchCatalogItem { .. } => (Resource::Catalog, Verb::Change),
            Write::CreateApplication { .. } => (Resource::Applications, Verb::Create),
            Write::PatchApplication { .. } | Write::PutApplication { .. } => {
                (Resource::Applications, Verb::Change)
            }
            Write::CreateMicroservice { .. } => (Resource::Microservices, Verb::Create),
            Write::PatchMicroservice { .. } => (Resource::Microservices, Verb::Change),
            Write::DeleteMicroservice { .. } => (Resource::Microservices, Verb::Delete),
        }
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

    /// Needs the user's tick.
    pub(crate) fn deletes(&self) -> bool {
        matches!(self, Write::DeleteMicroservice { .. } | Write::PutApplication { deletes: true, .. })
    }
}
