//! Places in the lists by name, so that a look costs the same in a thousand rows as in ten.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{List, Lists};
use crate::Microservice;

/// Holds no borrow, so that it lives beside the lists that it is of.
#[derive(Debug)]
pub(super) struct Index {
    pub(super) agents: HashMap<String, usize>,
    pub(super) agents_by_uuid: HashMap<String, usize>,
    pub(super) applications: HashMap<String, usize>,
    /// By `application/name`, the system ones left out.
    pub(super) microservices: HashMap<String, usize>,
    /// Who holds a port: the agent's uuid and the port to `application/name`.
    pub(super) ports: HashMap<String, HashMap<i64, String>>,
    /// Full names of system microservices.
    pub(super) system: HashSet<String>,
}

impl Index {
    pub(super) fn new(lists: &Lists) -> Index {
        let full_names = lists.system_microservices.iter().map(|one| one.full_name());
        let mut index = Index {
            agents: places(&lists.agents, |agent| agent.name.clone()),
            agents_by_uuid: places(&lists.agents, |agent| agent.uuid.clone()),
            applications: places(&lists.applications, |application| application.name.clone()),
            microservices: places(&lists.microservices, Microservice::full_name),
            ports: HashMap::new(),
            system: full_names.collect(),
        };
        lists.microservices.iter().chain(&lists.system_microservices).for_each(|one| index.claim_ports(one));
        index
    }

    fn claim_ports(&mut self, one: &Microservice) {
        let Some(agent) = &one.iofog_uuid else { return };
        for port in &one.ports {
            let ports = self.ports.entry(agent.clone()).or_default();
            ports.entry(port.external).or_insert_with(|| one.full_name());
        }
    }
}

/// The first row of each key.
fn places<T>(list: &List<T>, key: fn(&T) -> String) -> HashMap<String, usize> {
    let mut places = HashMap::new();
    for (place, row) in list.iter().map(Arc::as_ref).enumerate() {
        places.entry(key(row)).or_insert(place);
    }
    places
}
