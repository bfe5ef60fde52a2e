//! Who is called what, among the documents and in the world, so that a look costs the same in ten thousand as in ten.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use model::{Kind, Microservice, World};

use crate::documents::Draft;

/// What is only needed for some documents is made when it is first asked for.
pub(super) struct Index<'a> {
    documents: HashMap<Kind, HashMap<&'a str, &'a Draft<'a>>>,
    members: OnceCell<HashMap<&'a str, Vec<&'a Microservice>>>,
    microservices: OnceCell<HashMap<&'a str, &'a Microservice>>,
    waiting: OnceCell<HashSet<&'a str>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(drafts: &'a [Draft<'a>]) -> Index<'a> {
        let mut documents: HashMap<Kind, HashMap<&str, &Draft>> = HashMap::new();
        for draft in drafts {
            let Some((kind, spec)) = draft.kind.zip(draft.read) else { continue };
            documents.entry(kind).or_default().entry(&spec.name).or_insert(draft);
        }
        let (members, microservices, waiting) = Default::default();
        Index { documents, members, microservices, waiting }
    }

    /// The first document about this object.
    pub(super) fn document_of(&self, kind: Kind, name: &str) -> Option<&'a Draft<'a>> {
        self.documents.get(&kind)?.get(name).copied()
    }

    pub(super) fn microservices_of(
        &self,
        world: &'a World,
        application: &str,
    ) -> impl Iterator<Item = &'a Microservice> {
        let members = self.members.get_or_init(|| {
            let mut members: HashMap<&str, Vec<&Microservice>> = HashMap::new();
            for one in world.microservices.rows() {
                members.entry(&one.application).or_default().push(one);
            }
            members
        });
        members.get(application).into_iter().flatten().copied().collect::<Vec<_>>().into_iter()
    }

    /// The first microservice with this uuid.
    pub(super) fn microservice(&self, world: &'a World, uuid: &str) -> Option<&'a Microservice> {
        let microservices = self.microservices.get_or_init(|| {
            let mut microservices = HashMap::new();
            for one in world.microservices.rows() {
                microservices.entry(one.uuid.as_str()).or_insert(one);
            }
            microservices
        });
        microservices.get(uuid).copied()
    }

    /// Only the list of applications tells.
    pub(super) fn waits_for_rebuild(&self, world: &'a World, one: &Microservice) -> bool {
        let waiting = self.waiting.get_or_init(|| {
            let members = world.applications.rows().flat_map(|application| &application.microservices);
            members.filter(|it| it.rebuild == Some(true)).map(|it| it.uuid.as_str()).collect()
        });
        waiting.contains(one.uuid.as_str())
    }
}
