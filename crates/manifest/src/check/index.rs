//! The live lists, arranged for looking things up; made once per version of the lists.

use std::collections::{HashMap, HashSet};

use crate::lists::{Agent, Application, CatalogItem, Lists, Microservice};

/// Places in the lists by name. Holds no borrow, so that it can outlive a call.
#[derive(Debug, Default)]
pub(crate) struct Index {
    agents: HashMap<String, usize>,
    agent_names: HashMap<String, String>,
    applications: HashMap<String, usize>,
    /// `application/name`, the system ones left out.
    microservices: HashMap<String, usize>,
    /// Who holds a port: agent and port to `application/name`.
    ports: HashMap<String, HashMap<i64, String>>,
    system: HashSet<String>,
}

impl Index {
    pub(crate) fn new(lists: &Lists) -> Index {
        let mut index = Index::default();
        for (place, agent) in lists.agents.iter().flatten().enumerate() {
            index.agents.insert(agent.name.clone(), place);
            index.agent_names.insert(agent.uuid.clone(), agent.name.clone());
        }
        for (place, application) in lists.applications.iter().flatten().enumerate() {
            index.applications.insert(application.name.clone(), place);
        }
        for (place, microservice) in lists.microservices.iter().flatten().enumerate() {
            index.microservices.insert(microservice.qualified_name(), place);
            index.claim_ports(microservice);
        }
        for microservice in lists.system_microservices.iter().flatten() {
            index.system.insert(microservice.qualified_name());
            index.claim_ports(microservice);
        }
        index
    }

    fn claim_ports(&mut self, microservice: &Microservice) {
        let Some(agent) = self.agent_names.get(&microservice.iofog_uuid) else { return };
        for port in &microservice.ports {
            let ports = self.ports.entry(agent.clone()).or_default();
            ports.entry(port.external).or_insert_with(|| microservice.qualified_name());
        }
    }
}

/// The lists and their index, as far as there are any.
#[derive(Clone, Copy)]
pub(crate) struct World<'a> {
    pub(crate) lists: Option<&'a Lists>,
    pub(crate) index: &'a Index,
}

impl<'a> World<'a> {
    pub(crate) fn agents(&self) -> Option<&'a [Agent]> {
        self.lists?.agents.as_deref()
    }

    pub(crate) fn agent(&self, name: &str) -> Option<&'a Agent> {
        self.agents()?.get(*self.index.agents.get(name)?)
    }

    pub(crate) fn applications(&self) -> Option<&'a [Application]> {
        self.lists?.applications.as_deref()
    }

    pub(crate) fn application(&self, name: &str) -> Option<&'a Application> {
        self.applications()?.get(*self.index.applications.get(name)?)
    }

    /// An application by the name or id that `spec.application` gives.
    pub(crate) fn application_by_name_or_id(&self, text: &str) -> Option<&'a Application> {
        let by_id = || {
            let id = text.parse::<i64>().ok()?;
            self.applications()?.iter().find(|application| application.id == id)
        };
        self.application(text).or_else(by_id)
    }

    pub(crate) fn microservice(&self, qualified: &str) -> Option<&'a Microservice> {
        self.lists?.microservices.as_deref()?.get(*self.index.microservices.get(qualified)?)
    }

    /// The microservices of an application, as the lists have them.
    pub(crate) fn microservices_of(&self, application: &str) -> impl Iterator<Item = &'a Microservice> {
        let all = self.lists.and_then(|lists| lists.microservices.as_deref()).unwrap_or_default();
        all.iter().filter(move |microservice| microservice.application == application)
    }

    pub(crate) fn agent_name(&self, uuid: &str) -> Option<&'a str> {
        self.index.agent_names.get(uuid).map(String::as_str)
    }

    /// Who holds a port on an agent, and whether it is a system microservice.
    pub(crate) fn port_owner(&self, agent: &str, port: i64) -> Option<(&'a str, bool)> {
        let owner = self.index.ports.get(agent)?.get(&port)?;
        Some((owner, self.index.system.contains(owner)))
    }

    pub(crate) fn catalog_items(&self) -> Option<&'a [CatalogItem]> {
        self.lists?.catalog_items.as_deref()
    }

    pub(crate) fn catalog_item(&self, id: i64) -> Option<&'a CatalogItem> {
        self.catalog_items()?.iter().find(|item| item.id == id)
    }
}
