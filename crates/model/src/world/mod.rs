//! What a Controller holds at one moment, and every question that goes across its lists: who runs where, which image is
//! meant, who uses what. Checks, plans, descriptions and pages read the same rows.

mod context;
mod index;
mod joins;
mod list;
mod named;

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::atomic::{AtomicU64, Ordering};

pub use list::List;
pub use named::Named;

use index::Index;

use crate::{
    Agent, Application, ApplicationTemplate, CatalogItem, ConfigMap, Microservice, NatsAccountRule,
    NatsUserRule, Registry, Role, Secret, VolumeMount,
};

/// The lists of a Controller.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// As its status says it, where that was asked.
    pub controller_version: Option<String>,
    /// Of `GET /iofog-list`.
    pub agents: List<Agent>,
    /// Of `GET /registries`.
    pub registries: List<Registry>,
    /// Of `GET /catalog/microservices`.
    pub catalog_items: List<CatalogItem>,
    /// Of `GET /application`: the users' applications, with what is only seen inside them. The system application of
    /// each agent is not among them.
    pub applications: List<Application>,
    /// Of `GET /microservices`: the ones inside applications lack fields.
    pub microservices: List<Microservice>,
    /// Router, NATS and the like: they hold ports on their agents too.
    pub system_microservices: List<Microservice>,
    /// Of `GET /applicationTemplates`.
    pub application_templates: List<ApplicationTemplate>,
    /// Without their values.
    pub secrets: List<Secret>,
    /// Names of the keys in each secret that was opened. Never the values.
    pub secret_keys: BTreeMap<String, Vec<String>>,
    /// Without their contents.
    pub config_maps: List<ConfigMap>,
    /// Names of the keys in each config map that was opened.
    pub config_map_keys: BTreeMap<String, Vec<String>>,
    /// Of `GET /volumeMounts`.
    pub volume_mounts: List<VolumeMount>,
    /// Of `GET /roles`.
    pub roles: List<Role>,
    /// Of `GET /nats/account-rules`.
    pub nats_account_rules: List<NatsAccountRule>,
    /// Of `GET /nats/user-rules`.
    pub nats_user_rules: List<NatsUserRule>,
}

/// The state of one Controller at one moment. It does not change; another moment is another world.
#[derive(Debug)]
pub struct World {
    version: u64,
    lists: Lists,
    index: Index,
}

impl World {
    /// The world of these lists.
    pub fn new(lists: Lists) -> World {
        static MADE: AtomicU64 = AtomicU64::new(1);
        let index = Index::new(&lists);
        World { version: MADE.fetch_add(1, Ordering::Relaxed), lists, index }
    }

    /// Tells worlds apart: no two that were made have the same one.
    pub fn version(&self) -> u64 {
        self.version
    }
}

impl PartialEq for World {
    fn eq(&self, other: &World) -> bool {
        self.version == other.version
    }
}

impl Eq for World {}

impl Default for World {
    /// Of nothing is anything known.
    fn default() -> World {
        World::new(Lists::default())
    }
}

impl Deref for World {
    type Target = Lists;

    fn deref(&self) -> &Lists {
        &self.lists
    }
}
