//! The questions that go across lists.

use super::{Lists, World};
use crate::{Agent, Application, CatalogItem, Microservice, Registry, VolumeMount};

impl World {
    /// The agent with this name.
    pub fn agent(&self, name: &str) -> Option<&Agent> {
        self.agents.at(*self.index.agents.get(name)?)
    }

    /// The agent with this uuid, which is how microservices name theirs.
    pub fn agent_by_uuid(&self, uuid: &str) -> Option<&Agent> {
        self.agents.at(*self.index.agents_by_uuid.get(uuid)?)
    }

    /// The name of the agent with this uuid.
    pub fn agent_name(&self, uuid: &str) -> Option<&str> {
        self.agent_by_uuid(uuid).map(|agent| agent.name.as_str())
    }

    /// The registry with this id.
    pub fn registry(&self, id: i64) -> Option<&Registry> {
        self.registries.rows().find(|registry| registry.id == id)
    }

    /// The catalog item with this id.
    pub fn catalog_item(&self, id: i64) -> Option<&CatalogItem> {
        self.catalog_items.rows().find(|item| item.id == id)
    }

    /// The application with this name.
    pub fn application(&self, name: &str) -> Option<&Application> {
        self.applications.at(*self.index.applications.get(name)?)
    }

    /// The application with this name, or with this number as its id: `spec.application` takes both.
    pub fn application_by_name_or_id(&self, text: &str) -> Option<&Application> {
        let by_id = || {
            let id = text.parse::<i64>().ok()?;
            self.applications.rows().find(|application| application.id == id)
        };
        self.application(text).or_else(by_id)
    }

    /// The microservice with this name in this application, if it is not the system's.
    pub fn microservice(&self, application: &str, name: &str) -> Option<&Microservice> {
        self.microservice_called(&format!("{application}/{name}"))
    }

    /// The same by its full name, `application/name`.
    pub fn microservice_called(&self, full_name: &str) -> Option<&Microservice> {
        self.microservices.at(*self.index.microservices.get(full_name)?)
    }

    /// The microservices of an application.
    pub fn microservices_of<'a>(&'a self, application: &'a str) -> impl Iterator<Item = &'a Microservice> {
        self.microservices.rows().filter(move |one| one.application == application)
    }

    /// The full name of who holds a port on the agent with this name, and whether that is the system's.
    pub fn port_owner(&self, agent: &str, port: i64) -> Option<(&str, bool)> {
        let owner = self.index.ports.get(&self.agent(agent)?.uuid)?.get(&port)?;
        Some((owner, self.index.system.contains(owner)))
    }

    /// Whether the microservice waits to be built again. Only the list of applications tells.
    pub fn waits_for_rebuild(&self, one: &Microservice) -> bool {
        let members = self.applications.rows().flat_map(|application| &application.microservices);
        members.into_iter().any(|member| member.uuid == one.uuid && member.rebuild == Some(true))
    }
}

/// These need no index, so pages ask them of the lists that they show.
impl Lists {
    /// The microservices that pull their images from this registry.
    pub fn users_of_registry(&self, id: i64) -> impl Iterator<Item = &Microservice> {
        self.microservices.rows().filter(move |one| one.registry_id == Some(id))
    }

    /// The catalog items whose images come from this registry.
    pub fn items_of_registry(&self, id: i64) -> impl Iterator<Item = &CatalogItem> {
        self.catalog_items.rows().filter(move |item| item.registry_id == Some(id))
    }

    /// The microservices that are made of this catalog item.
    pub fn users_of_catalog_item(&self, id: i64) -> impl Iterator<Item = &Microservice> {
        self.microservices.rows().filter(move |one| one.catalog_item_id == Some(id))
    }

    /// The microservices that take a value from this secret, or a file through a volume mount of it.
    pub fn users_of_secret<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Microservice> {
        let mounts: Vec<_> = self.mounts_of_secret(name).collect();
        let uses = move |one: &&Microservice| one.uses_secret(name) || mounts_any(&mounts, one);
        self.microservices.rows().filter(uses)
    }

    /// The microservices that take a value from this config map, or a file through a volume mount of it.
    pub fn users_of_config_map<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Microservice> {
        let mounts: Vec<_> = self.mounts_of_config_map(name).collect();
        let uses = move |one: &&Microservice| one.uses_config_map(name) || mounts_any(&mounts, one);
        self.microservices.rows().filter(uses)
    }

    /// The microservices that mount this volume mount.
    pub fn users_of_volume_mount<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Microservice> {
        self.microservices.rows().filter(move |one| one.uses_volume_mount(name))
    }

    /// The volume mounts that are made from this secret.
    pub fn mounts_of_secret<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a VolumeMount> {
        self.volume_mounts.rows().filter(move |mount| mount.secret_name.as_deref() == Some(name))
    }

    /// The volume mounts that are made from this config map.
    pub fn mounts_of_config_map<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a VolumeMount> {
        self.volume_mounts.rows().filter(move |mount| mount.config_map_name.as_deref() == Some(name))
    }
}

fn mounts_any(mounts: &[&VolumeMount], one: &Microservice) -> bool {
    mounts.iter().any(|mount| one.uses_volume_mount(&mount.name))
}
