//! Deleting a catalog item, a registry or an application (Controller contract 6, 7 and 9).

use client::{Call, Client, ErrorKind, Transport, api};
use model::{Application, CatalogItem, Microservice, Registry};

use super::{Preview, Undone, settle};
use crate::live::full_name;

/// The object that is deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// By its id.
    CatalogItem(i64),
    /// By its id.
    Registry(i64),
    /// By its name.
    Application(String),
}

/// A deletion before it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// What is deleted.
    pub target: Target,
    /// Why the Controller would refuse it as things are.
    pub obstacle: Option<String>,
    /// What it sets off.
    pub preview: Preview,
}

impl Removal {
    /// Of a catalog item, among the microservices that there are.
    pub fn of_catalog_item<'a>(
        item: &CatalogItem,
        microservices: impl IntoIterator<Item = &'a Microservice>,
    ) -> Self {
        let uses = |one: &&Microservice| one.catalog_item_id == Some(item.id);
        let obstacle = if item.is_system() {
            Some(format!("{} belongs to the Controller and cannot be deleted.", item.name))
        } else {
            in_use(microservices, uses)
        };
        let preview = Preview {
            effects: vec!["It is deleted for good. No microservice uses it.".to_owned()],
            dependents: None,
            command: format!("delete catalogitem {}", item.name),
        };
        Self { target: Target::CatalogItem(item.id), obstacle, preview }
    }

    /// Of a registry, among the catalog items and microservices that there are.
    pub fn of_registry<'a>(
        registry: &Registry,
        items: impl IntoIterator<Item = &'a CatalogItem>,
        microservices: impl IntoIterator<Item = &'a Microservice>,
    ) -> Self {
        let uses = |one: &&Microservice| one.registry_id == Some(registry.id);
        let obstacle = if registry.is_system() {
            Some("The registries 1 and 2 belong to the Controller and cannot be deleted.".to_owned())
        } else {
            in_use(microservices, uses)
        };
        let losing = items.into_iter().filter(|item| item.registry_id == Some(registry.id));
        let losing: Vec<&str> = losing.map(|item| item.name.as_str()).collect();
        let preview = Preview {
            effects: vec![
                "It is deleted for good, with its user name and password. No microservice uses it."
                    .to_owned(),
            ],
            dependents: (!losing.is_empty())
                .then(|| format!("These catalog items will have no registry: {}.", losing.join(", "))),
            command: format!("delete registry {}", registry.id),
        };
        Self { target: Target::Registry(registry.id), obstacle, preview }
    }

    /// Of an application, among the microservices that there are.
    pub fn of_application<'a>(
        application: &Application,
        microservices: impl IntoIterator<Item = &'a Microservice>,
    ) -> Self {
        let members = microservices.into_iter().filter(|one| one.application == application.name);
        let members: Vec<&str> = members.map(|one| one.name.as_str()).collect();
        let preview = Preview {
            effects: vec![
                "It is deleted for good, and the containers of its microservices are removed.".to_owned(),
            ],
            dependents: (!members.is_empty())
                .then(|| format!("These microservices are deleted with it: {}.", members.join(", "))),
            command: format!("delete application {}", application.name),
        };
        let obstacle = application
            .is_system
            .then(|| format!("{} belongs to the Controller and cannot be deleted.", application.name));
        Self { target: Target::Application(application.name.clone()), obstacle, preview }
    }
}

/// Says which microservices keep something from being deleted.
fn in_use<'a>(
    microservices: impl IntoIterator<Item = &'a Microservice>,
    uses: impl Fn(&&Microservice) -> bool,
) -> Option<String> {
    let users: Vec<String> = microservices.into_iter().filter(uses).map(full_name).collect();
    (!users.is_empty())
        .then(|| format!("In use by {}. What uses it has to be changed or deleted first.", users.join(", ")))
}

impl Target {
    fn call(&self) -> Call<()> {
        match self {
            Self::CatalogItem(id) => api::catalog::delete(*id),
            Self::Registry(id) => api::registries::delete(*id),
            Self::Application(name) => api::applications::delete(name),
        }
    }

    /// Does it. When the answer leaves open what became of it, that is read from the Controller.
    pub async fn carry_out<T: Transport>(&self, client: &Client<T>) -> Result<(), Undone> {
        let Err(error) = client.send(self.call()).await else { return Ok(()) };
        settle(error, true, self.is_gone(client)).await
    }

    /// Looks for it. A registry in the list, because alone it would come with its password.
    async fn is_gone<T: Transport>(&self, client: &Client<T>) -> Option<bool> {
        let found = match self {
            Self::CatalogItem(id) => client.send(api::catalog::get(*id)).await.map(drop),
            Self::Application(name) => client.send(api::applications::get(name)).await.map(drop),
            Self::Registry(id) => {
                let all = client.send(api::registries::list()).await.ok()?;
                return Some(all.iter().all(|registry| registry.id != *id));
            }
        };
        match found {
            Ok(()) => Some(false),
            Err(error) => (error.kind == ErrorKind::NotFound).then_some(true),
        }
    }
}
