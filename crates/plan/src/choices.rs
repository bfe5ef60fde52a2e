//! What a person decided in a plan. Every decision belongs to an object, and holds only for what was on screen when it
//! was made: when that grows or changes, it has to be made again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value;

use crate::apply::Run;
use crate::identity::StepId;
use crate::step::{RegistryTwin, Step};

/// The decisions of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    registries: BTreeMap<StepId, (RegistryChoice, Vec<RegistryTwin>)>,
    deletions: BTreeMap<StepId, Deletion>,
    /// Registries have no name to be found by, so what runs made has to be remembered.
    made: BTreeMap<StepId, MadeRegistry>,
}

/// The registry that a run made for a document without an id.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct MadeRegistry {
    pub(crate) id: i64,
    /// As it was sent: it cannot be read. `None` when it is not remembered.
    pub(crate) password: Option<Value>,
}

impl fmt::Debug for MadeRegistry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "registry {}", self.id)
    }
}

/// What to do with a Registry document that names no id, beside registries of the same address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistryChoice {
    CreateAnother,
    /// Update the registry with this id.
    Update(i64),
}

/// What a step takes away. It is asked for as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deletion {
    pub microservices: BTreeSet<Doomed>,
    /// The application is made from this template again, which may delete any of the microservices.
    pub template: Option<String>,
}

/// A microservice that would be deleted: one of the same name that was made meanwhile is another one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Doomed {
    /// `application/name`.
    pub name: String,
    pub uuid: String,
}

impl Choices {
    /// Consents to what this step deletes, as it is now.
    pub fn tick(&mut self, step: &Step) {
        if let Some(deletion) = &step.deletion {
            self.deletions.insert(step.id.clone(), deletion.clone());
        }
    }

    /// Takes the consent back.
    pub fn untick(&mut self, id: &StepId) {
        self.deletions.remove(id);
    }

    /// Whether there is a consent to all that this step deletes. It may have been one to more: what is gone by now, because
    /// a run that broke off deleted it, needs none.
    pub fn ticks(&self, step: &Step) -> bool {
        let (asked, given) = (step.deletion.as_ref(), self.deletions.get(&step.id));
        asked.zip(given).is_some_and(|(asked, given)| {
            asked.template == given.template && asked.microservices.is_subset(&given.microservices)
        })
    }

    /// Decides what becomes of a Registry document in view of the registries that this step shows; `None` takes the
    /// decision back.
    pub fn choose(&mut self, step: &Step, choice: Option<RegistryChoice>) {
        match choice {
            Some(choice) => _ = self.registries.insert(step.id.clone(), (choice, step.twins.clone())),
            None => _ = self.registries.remove(&step.id),
        }
    }

    /// What was decided in view of these registries.
    pub(crate) fn chosen(&self, id: &StepId, twins: &[RegistryTwin]) -> Option<RegistryChoice> {
        self.registries.get(id).filter(|(_, seen)| seen == twins).map(|(choice, _)| *choice)
    }

    /// Remembers which registries a run has made, so that their documents are about these from now on. `ids`: the documents
    /// that there are; of others no password is kept.
    pub fn remember(&mut self, run: &Run, ids: &BTreeSet<StepId>) {
        self.made.extend(run.made_registries());
        self.forget_passwords(ids);
    }

    /// The registry that was made for this document.
    pub(crate) fn made(&self, id: &StepId) -> Option<&MadeRegistry> {
        self.made.get(id)
    }

    /// Forgets what was decided about documents that are no more. What was made for them stays known, without its password.
    pub fn keep_only(&mut self, ids: &BTreeSet<StepId>) {
        self.registries.retain(|id, _| ids.contains(id));
        self.deletions.retain(|id, _| ids.contains(id));
        self.forget_passwords(ids);
    }

    fn forget_passwords(&mut self, ids: &BTreeSet<StepId>) {
        for (_, made) in self.made.iter_mut().filter(|(id, _)| !ids.contains(id)) {
            made.password = None;
        }
    }
}
