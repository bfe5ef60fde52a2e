//! What has changed in the world between two looks, as far as plans see it: states and measurements do not count.

use std::collections::HashMap;
use std::sync::Arc;

use model::{Agent, List, Lists, Microservice, World};

/// The last world that was looked at, and when what was last otherwise than before.
#[derive(Default)]
pub(super) struct Moment {
    version: Option<u64>,
    lists: Lists,
    now: u64,
    /// What the documents of microservices are compared with beside their own: agents, registries and catalog items.
    pub(super) beside: u64,
    /// Any list.
    pub(super) any: u64,
    /// Each microservice that was ever otherwise, by its full name.
    microservices: HashMap<String, u64>,
}

impl Moment {
    /// Looks at another world.
    pub(super) fn look(&mut self, world: &World) {
        if self.version == Some(world.version()) {
            return;
        }
        self.now += 1;
        let (old, new) = (&self.lists, &**world);
        let beside = same(&old.agents, &new.agents, is_same_agent)
            && same(&old.registries, &new.registries, PartialEq::eq)
            && same(&old.catalog_items, &new.catalog_items, PartialEq::eq)
            && old.capabilities == new.capabilities;
        let others = same(&old.applications, &new.applications, PartialEq::eq)
            && same(&old.application_templates, &new.application_templates, PartialEq::eq)
            && same(&old.secrets, &new.secrets, PartialEq::eq)
            && same(&old.config_maps, &new.config_maps, PartialEq::eq)
            && same(&old.volume_mounts, &new.volume_mounts, PartialEq::eq);
        let microservices = same(&old.microservices, &new.microservices, is_same_microservice);
        if !beside {
            self.beside = self.now;
        }
        if !(beside && others && microservices) {
            self.any = self.now;
        }
        // At the first look nothing is kept yet.
        if !microservices && self.version.is_some() {
            self.microservices = self.times(world);
        }
        (self.version, self.lists) = (Some(world.version()), new.clone());
    }

    /// When this microservice was last otherwise than before; none if it never was.
    pub(super) fn of(&self, one: &Microservice) -> Option<u64> {
        self.microservices.get(&one.full_name()).copied()
    }

    fn times(&self, world: &World) -> HashMap<String, u64> {
        let mut known: HashMap<String, &Arc<Microservice>> = HashMap::new();
        for one in &self.lists.microservices {
            known.entry(one.full_name()).or_insert(one);
        }
        let mut times = HashMap::new();
        for one in &world.microservices {
            let name = one.full_name();
            let kept = known.get(&name).filter(|old| is_same(old, one, is_same_microservice));
            let time = kept.map_or(Some(self.now), |_| self.microservices.get(&name).copied());
            if let Some(time) = time {
                times.entry(name).or_insert(time);
            }
        }
        times
    }
}

fn same<T>(old: &List<T>, new: &List<T>, equal: fn(&T, &T) -> bool) -> bool {
    let (old, new) = (old.iter(), new.iter());
    old.len() == new.len() && old.zip(new).all(|(old, new)| is_same(old, new, equal))
}

/// Rows that did not change keep their allocation.
fn is_same<T>(old: &Arc<T>, new: &Arc<T>, equal: fn(&T, &T) -> bool) -> bool {
    Arc::ptr_eq(old, new) || equal(old, new)
}

/// Plans know agents by their names only.
fn is_same_agent(old: &Agent, new: &Agent) -> bool {
    (&old.name, &old.uuid) == (&new.name, &new.uuid)
}

fn is_same_microservice(old: &Microservice, new: &Microservice) -> bool {
    let (status, exec_status) = (new.status.clone(), new.exec_status.clone());
    Microservice { status, exec_status, ..old.clone() } == *new
}
