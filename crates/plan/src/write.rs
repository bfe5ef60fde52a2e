//! The single requests that a step consists of, as values: only what is asked for, nothing of when the plan was made.

use std::collections::BTreeSet;
use std::fmt;

use client::permissions::Verb;
use manifest::wire::{Spec, body};
use model::{Kind, Microservice, Resource};
use serde_json::{Map, Value};

use crate::choices::Doomed;
use crate::kinds;

/// A request body. Not printed: it may hold a password.
#[derive(Clone, Default, PartialEq)]
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

/// An object to create: as JSON, or as a YAML document when the JSON would be refused for its size.
#[derive(Clone, PartialEq)]
pub(crate) enum Body {
    Json(Fields),
    /// `body`: what the document asks for, to compare with what is there afterwards. `after`: what this way loses, to be
    /// sent when the object is there.
    Yaml {
        text: String,
        body: Fields,
        after: Option<Patch>,
    },
}

impl Body {
    /// What is asked for.
    pub(crate) fn fields(&self) -> &Fields {
        let (Body::Json(body) | Body::Yaml { body, .. }) = self;
        body
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Body::Json(_) => "JSON",
            Body::Yaml { .. } => "YAML",
        })
    }
}

/// What tells an object from the others of its kind, as far as requests need it.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Object {
    /// The application of a microservice.
    pub(crate) application: String,
    /// Empty for a registry, which has none.
    pub(crate) name: String,
    /// Of those that have a number and are there.
    pub(crate) id: i64,
    /// Of those that have one and are there.
    pub(crate) uuid: String,
}

impl Object {
    /// The object with this name.
    pub(crate) fn named(name: &str) -> Object {
        Object { name: name.to_owned(), ..Object::default() }
    }

    /// A microservice that is there.
    pub(crate) fn microservice(live: &Microservice) -> Object {
        let (application, uuid) = (live.application.clone(), live.uuid.clone());
        Object { application, uuid, ..Object::named(&live.name) }
    }

    /// The object with this number.
    pub(crate) fn numbered(id: i64) -> Object {
        Object { id, ..Object::default() }
    }
}

/// What is done to an object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Deed {
    /// It must not be there before.
    Create(Body),
    Change(Patch),
    /// The whole of it. `doomed`: the microservices that may be deleted by that.
    Replace {
        body: Fields,
        doomed: BTreeSet<Doomed>,
    },
    Delete,
}

/// One request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Write {
    pub(crate) kind: Kind,
    pub(crate) object: Object,
    pub(crate) deed: Deed,
}

impl Write {
    /// The creation of an object.
    pub(crate) fn create(kind: Kind, object: Object, body: Map<String, Value>) -> Write {
        Write { kind, object, deed: Deed::Create(Body::Json(Fields(body))) }
    }

    /// The change of an object.
    pub(crate) fn change(kind: Kind, object: Object, patch: Patch) -> Write {
        Write { kind, object, deed: Deed::Change(patch) }
    }

    /// The replacement of an object.
    pub(crate) fn replace(kind: Kind, object: Object, body: Map<String, Value>) -> Write {
        Write { kind, object, deed: Deed::Replace { body: Fields(body), doomed: BTreeSet::new() } }
    }

    /// The deletion of an object.
    pub(crate) fn delete(kind: Kind, object: Object) -> Write {
        Write { kind, object, deed: Deed::Delete }
    }

    /// What is asked for, and can be compared with what is there afterwards.
    pub(crate) fn asked(&self) -> &Map<String, Value> {
        static NOTHING: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
        match &self.deed {
            Deed::Create(body) => &body.fields().0,
            Deed::Change(patch) => &patch.body.0,
            Deed::Replace { body, .. } => &body.0,
            Deed::Delete => &NOTHING,
        }
    }

    /// All that is sent, as JSON.
    pub(crate) fn sent(&self) -> Value {
        Value::Object(match &self.deed {
            Deed::Change(patch) => patch.sent(),
            Deed::Create(_) | Deed::Replace { .. } | Deed::Delete => self.asked().clone(),
        })
    }

    /// What the way of a creation loses, and what has to follow therefore.
    pub(crate) fn lost(&self) -> Option<&Patch> {
        match &self.deed {
            Deed::Create(Body::Yaml { after, .. }) => after.as_ref(),
            _ => None,
        }
    }

    /// The request for that, when the object is there.
    pub(crate) fn after(&self, uuid: &str) -> Option<Write> {
        let object = Object { uuid: uuid.to_owned(), ..self.object.clone() };
        Some(Write::change(self.kind, object, self.lost()?.clone()))
    }

    /// What a role must be allowed to do.
    pub(crate) fn permissions(&self) -> impl Iterator<Item = (Resource, Verb)> {
        let verb = match &self.deed {
            Deed::Create(_) => Verb::Create,
            // The same request makes and replaces.
            Deed::Change(_) | Deed::Replace { .. } => Verb::Change,
            Deed::Delete => Verb::Delete,
        };
        let after = self.lost().map(|_| Verb::Change);
        let resource = self.kind.resource();
        [Some(verb), after].into_iter().flatten().map(move |verb| (resource, verb))
    }

    /// Makes an object that must not be there before.
    pub(crate) fn creates(&self) -> bool {
        matches!(self.deed, Deed::Create(_))
    }

    /// Sent twice it makes two, because there is no name that would be taken.
    pub(crate) fn can_be_doubled(&self) -> bool {
        self.creates() && !kinds::has_name(self.kind)
    }

    /// Needs the user's tick.
    pub(crate) fn deletes(&self) -> bool {
        match &self.deed {
            Deed::Delete => true,
            Deed::Replace { doomed, .. } => !doomed.is_empty(),
            Deed::Create(_) | Deed::Change(_) => false,
        }
    }
}
