//! Everything the Controller knows, in memory. Handlers change it directly; time-dependent parts (an agent's set-up, the
//! life of a container) are worked out from timestamps when somebody looks.

pub(crate) mod life;
mod snapshot;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::api::Caller;
use crate::identity::Grant;
use crate::ids::Ids;
use crate::kinds::agents::{Agent, Router};
use crate::kinds::applications::Application;
use crate::kinds::auth::Session;
use crate::kinds::catalog::CatalogItem;
use crate::kinds::config_maps::ConfigMap;
use crate::kinds::events::Event;
use crate::kinds::microservices::Microservice;
use crate::kinds::registries::Registry;
use crate::kinds::roles::{Binding, Role, Rule};
use crate::kinds::secrets::Secret;
use crate::kinds::service_accounts::ServiceAccount;
use crate::kinds::services::Service;
use crate::kinds::templates::Template;
use crate::kinds::volume_mounts::VolumeMount;
use crate::kinds::{config, nats};

pub(crate) use snapshot::Snapshot;

/// Which Controller is imitated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Api {
    /// Datasance Controller 3.7.3.
    #[default]
    #[value(name = "3.7")]
    V37,
    /// Eclipse ioFog Controller 3.0, where everything belongs to a user.
    #[value(name = "3.0")]
    V30,
}

/// Settings of a run that are not part of what is stored.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// How many times faster than usual agents work.
    pub(crate) speed: f64,
    /// Life of an access token, milliseconds.
    pub(crate) token_life: i64,
    /// The authority that tokens name, `http://HOST:PORT/realms/pot`.
    pub(crate) issuer: String,
    /// When the process started.
    pub(crate) started: i64,
}

impl Default for Settings {
    fn default() -> Self {
        let issuer = "http://127.0.0.1/realms/pot".to_owned();
        Self { speed: 1.0, token_life: 300_000, issuer, started: 0 }
    }
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct State {
    pub(crate) ids: Ids,
    pub(crate) counters: BTreeMap<String, i64>,
    pub(crate) sessions: BTreeMap<String, Session>,
    pub(crate) registries: Vec<Registry>,
    pub(crate) catalog: Vec<CatalogItem>,
    pub(crate) agents: Vec<Agent>,
    /// A default router outside of all agents, and since when it is known.
    pub(crate) router: Option<(Router, i64)>,
    pub(crate) applications: Vec<Application>,
    pub(crate) microservices: Vec<Microservice>,
    pub(crate) secrets: Vec<Secret>,
    pub(crate) config_maps: Vec<ConfigMap>,
    pub(crate) volume_mounts: Vec<VolumeMount>,
    pub(crate) templates: Vec<Template>,
    pub(crate) roles: Vec<Role>,
    pub(crate) bindings: Vec<Binding>,
    pub(crate) service_accounts: Vec<ServiceAccount>,
    pub(crate) services: Vec<Service>,
    pub(crate) account_rules: Vec<nats::Rule>,
    pub(crate) user_rules: Vec<nats::Rule>,
    /// Whether NATS rules have been listed, which makes the default ones.
    pub(crate) rules_listed: bool,
    pub(crate) config: Vec<config::Entry>,
    pub(crate) events: Vec<Event>,
    /// Until when the agents' reports are among the events.
    #[serde(skip)]
    pub(crate) reported: i64,
    /// Who is signed in at the identity provider, by the cookie of the browser.
    #[serde(skip)]
    pub(crate) browsers: BTreeMap<String, &'static str>,
    /// Sign-ins by redirect that wait for their second half.
    #[serde(skip)]
    pub(crate) grants: BTreeMap<String, Grant>,
    #[serde(skip)]
    pub(crate) api: Api,
    #[serde(skip)]
    pub(crate) settings: Settings,
    /// The number of who asks, while a request is answered.
    #[serde(skip)]
    pub(crate) user: i64,
}

/// Older audit events are dropped.
const KEPT_EVENTS: usize = 10_000;

impl State {
    /// The next integer id of a kind; never given twice, also after deletes.
    pub(crate) fn next_id(&mut self, kind: &str) -> i64 {
        let counter = self.counters.entry(kind.to_owned()).or_insert(0);
        *counter += 1;
        *counter
    }

    /// Finishes what the background work of the real one would have finished by now.
    pub(crate) fn advance(&mut self, now: i64) {
        self.finish_orchestrations(now);
        self.finish_services(now);
        self.sessions.retain(|_, session| session.expires > now);
        self.grants.retain(|_, grant| grant.expires > now);
        crate::kinds::events::note_reports(self, now);
    }

    /// A span of the imitated background work, shortened by `--speed`; milliseconds.
    pub(crate) fn span(&self, milliseconds: f64) -> i64 {
        #[expect(clippy::cast_possible_truncation, reason = "spans are minutes at most")]
        let span = (milliseconds / self.settings.speed.max(0.001)) as i64;
        span
    }

    /// Whether who asks sees what belongs to this user: everybody sees everything but on Controller 3.0.
    pub(crate) fn owns(&self, user: i64) -> bool {
        self.api == Api::V37 || user == self.user.max(1)
    }

    /// Whether names may change: in Controller 3.0 only.
    pub(crate) fn renames(&self) -> bool {
        self.api == Api::V30
    }

    pub(crate) fn record(&mut self, audit: crate::kinds::events::Audit) {
        let id = self.next_id("event");
        self.events.push(audit.event(id));
        if self.events.len() > KEPT_EVENTS {
            // What people did is kept for longer than what agents report.
            let mut old = KEPT_EVENTS / 2;
            self.events.retain(|event| {
                let drops = event.is_of_agent() && old > 0;
                old -= usize::from(drops);
                !drops
            });
            let over = self.events.len().saturating_sub(KEPT_EVENTS);
            self.events.drain(..over);
        }
    }

    /// The rules that bindings give to a caller.
    /// Whether a binding gives the caller a built-in role.
    pub(crate) fn binds(&self, caller: &Caller, role: &str) -> bool {
        self.bindings.iter().any(|binding| binding.role.eq_ignore_ascii_case(role) && binding.binds(caller))
    }

    pub(crate) fn bound_rules<'a>(&'a self, caller: &'a Caller) -> impl Iterator<Item = &'a Rule> {
        self.bindings
            .iter()
            .filter(|binding| binding.binds(caller))
            .filter_map(|binding| self.roles.iter().find(|role| role.name == binding.role))
            .flat_map(|role| role.rules.iter())
    }

    pub(crate) fn agent(&self, uuid: &str) -> Option<&Agent> {
        self.agents.iter().find(|agent| agent.uuid == uuid)
    }

    pub(crate) fn agent_named(&self, name: &str) -> Option<&Agent> {
        self.agents.iter().find(|agent| agent.name == name && self.owns(agent.user_id))
    }

    pub(crate) fn application(&self, id: i64) -> Option<&Application> {
        self.applications.iter().find(|application| application.id == id)
    }

    pub(crate) fn application_named(&self, name: &str) -> Option<&Application> {
        let mut own = self.applications.iter().filter(|application| self.owns(application.user_id));
        own.find(|application| application.name == name)
    }

    pub(crate) fn microservice(&self, uuid: &str) -> Option<&Microservice> {
        self.microservices.iter().find(|microservice| microservice.uuid == uuid)
    }

    pub(crate) fn microservice_mut(&mut self, uuid: &str) -> Option<&mut Microservice> {
        self.microservices.iter_mut().find(|microservice| microservice.uuid == uuid)
    }

    pub(crate) fn catalog_item(&self, id: i64) -> Option<&CatalogItem> {
        self.catalog.iter().find(|item| item.id == id)
    }

    pub(crate) fn has_registry(&self, id: i64) -> bool {
        self.registries.iter().any(|registry| registry.id == id)
    }

    /// Whether a microservice is made from an item that belongs to the Controller, wherever it stands.
    pub(crate) fn runs_system_item(&self, microservice: &Microservice) -> bool {
        microservice.catalog_item_id.and_then(|id| self.catalog_item(id)).is_some_and(CatalogItem::is_system)
    }

    /// Whether the microservice belongs to a system application.
    pub(crate) fn is_system(&self, microservice: &Microservice) -> bool {
        self.application(microservice.application_id).is_some_and(|application| application.is_system)
    }
}
