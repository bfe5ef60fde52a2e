//! The live state that a plan is made against: the lists of a Controller, as the client decoded them.

use manifest::lists::Lists;
use manifest::wire::live::Names;
use model::{Agent, Application, ApplicationTemplate, CatalogItem, Microservice, Registry};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What the Controller holds. The six lists must be whole: what is missing here counts as missing there.
#[derive(Clone, Debug, Default)]
pub struct Live {
    pub agents: Vec<Agent>,
    pub registries: Vec<Registry>,
    pub catalog_items: Vec<CatalogItem>,
    /// Of `GET /application`: the users' applications with what is only seen inside them.
    pub applications: Vec<Application>,
    /// Of `GET /microservices`: the ones inside applications lack fields.
    pub microservices: Vec<Microservice>,
    /// Of `GET /applicationTemplates`.
    pub application_templates: Vec<ApplicationTemplate>,
    /// Lists that only checks need: system microservices, secrets, config maps, volume mounts, roles, NATS rules. The
    /// six lists above are not read from here.
    pub others: Lists,
}

impl Live {
    /// Everything as the plain lists that checks, completion and describing take.
    pub fn lists(&self) -> Lists {
        Lists {
            agents: plain(&self.agents),
            registries: plain(&self.registries),
            catalog_items: plain(&self.catalog_items),
            applications: plain(&self.applications),
            microservices: plain(&self.microservices),
            application_templates: plain(&self.application_templates),
            ..self.others.clone()
        }
    }

    pub(crate) fn agent(&self, name: &str) -> Option<&Agent> {
        self.agents.iter().find(|agent| agent.name == name)
    }

    pub(crate) fn registry(&self, id: i64) -> Option<&Registry> {
        self.registries.iter().find(|registry| registry.id == id)
    }

    pub(crate) fn application(&self, name: &str) -> Option<&Application> {
        self.applications.iter().find(|application| application.name == name)
    }

    pub(crate) fn microservice(&self, application: &str, name: &str) -> Option<&Microservice> {
        self.microservices.iter().find(|it| it.name == name && it.application == application)
    }

    pub(crate) fn microservices_of<'a>(
        &'a self,
        application: &'a str,
    ) -> impl Iterator<Item = &'a Microservice> {
        self.microservices.iter().filter(move |microservice| microservice.application == application)
    }

    /// Whether the microservice waits to be built again. Only the list of applications tells.
    pub(crate) fn waits_for_rebuild(&self, live: &Microservice) -> bool {
        let members = self.applications.iter().flat_map(|application| &application.microservices);
        members.into_iter().any(|member| member.uuid == live.uuid && member.rebuild == Some(true))
    }
}

impl Names for Live {
    fn agent_name(&self, uuid: &str) -> Option<String> {
        self.agents.iter().find(|agent| agent.uuid == uuid).map(|agent| agent.name.clone())
    }
}

/// The two crates know nothing of each other; both speak the API's names.
fn plain<T: Serialize, L: DeserializeOwned>(list: &[T]) -> Option<Vec<L>> {
    let read =
        |item: &T| serde_json::to_value(item).ok().and_then(|value| serde_json::from_value(value).ok());
    Some(list.iter().filter_map(read).collect())
}

/// The name of a microservice for people and links.
pub(crate) fn full_name(microservice: &Microservice) -> String {
    format!("{}/{}", microservice.application, microservice.name)
}
