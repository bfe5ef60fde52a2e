//! Deleting a catalog item, a registry or an application (Controller contract 6, 7 and 9).

use client::{Client, Transport};
use model::{Application, CatalogItem, Kind, Microservice, Registry};

use super::{Known, Preview, Undone, settle};
use crate::apply::{Before, Found, Refusal};
use crate::kinds::{self, Sent};
use crate::write::{Object, Write};

/// The object that is deleted.
#[derive(Clone, Debug, PartialEq)]
pub struct Target(pub(crate) Write);

/// A deletion before it is done.
#[derive(Clone, Debug, PartialEq)]
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
        microservices: Known<impl IntoIterator<Item = &'a Microservice>>,
    ) -> Self {
        let (mut obstacle, unused, unknown) =
            users(microservices, |one| one.catalog_item_id == Some(item.id));
        if item.is_system() {
            obstacle = Some(format!("{} belongs to the Controller and cannot be deleted.", item.name));
        }
        let preview = Preview {
            effects: vec![format!("It is deleted for good.{unused}")],
            dependents: None,
            unknown,
            command: format!("delete catalogitem {}", item.name),
        };
        Self { target: Target::numbered(Kind::CatalogItem, item.id), obstacle, preview }
    }

    /// Of a registry, among the catalog items and microservices that there are.
    pub fn of_registry<'a>(
        registry: &Registry,
        items: Known<impl IntoIterator<Item = &'a CatalogItem>>,
        microservices: Known<impl IntoIterator<Item = &'a Microservice>>,
    ) -> Self {
        let (mut obstacle, unused, mut unknown) =
            users(microservices, |one| one.registry_id == Some(registry.id));
        if registry.is_system() {
            obstacle =
                Some("The registries 1 and 2 belong to the Controller and cannot be deleted.".to_owned());
        }
        let losing: Vec<&str> = match items {
            Ok(items) => {
                let losing = items.into_iter().filter(|item| item.registry_id == Some(registry.id));
                losing.map(|item| item.name.as_str()).collect()
            }
            Err(why) => {
                let items = format!("Which catalog items will have no registry is not known: {why}");
                unknown = Some(unknown.map_or(items.clone(), |unknown| format!("{unknown} {items}")));
                Vec::new()
            }
        };
        let preview = Preview {
            effects: vec![format!("It is deleted for good, with its user name and password.{unused}")],
            dependents: (!losing.is_empty()).then(|| {
                format!("These catalog items will be left without a registry: {}.", losing.join(", "))
            }),
            unknown,
            command: format!("delete registry {}", registry.id),
        };
        Self { target: Target::numbered(Kind::Registry, registry.id), obstacle, preview }
    }

    /// Of an application, among the microservices that there are.
    pub fn of_application<'a>(
        application: &Application,
        microservices: Known<impl IntoIterator<Item = &'a Microservice>>,
    ) -> Self {
        let (members, unknown) = match microservices {
            Ok(all) => (all.into_iter().filter(|one| one.application == application.name).collect(), None),
            Err(why) => {
                let unknown =
                    format!("All its microservices are deleted with it. Which these are is not known: {why}");
                (Vec::new(), Some(unknown))
            }
        };
        let members: Vec<&str> = members.iter().map(|one: &&Microservice| one.name.as_str()).collect();
        let preview = Preview {
            effects: vec![
                "It is deleted for good, and the containers of its microservices are removed.".to_owned(),
            ],
            dependents: (!members.is_empty())
                .then(|| format!("These microservices are deleted with it: {}.", members.join(", "))),
            unknown,
            command: format!("delete application {}", application.name),
        };
        let obstacle = application
            .is_system
            .then(|| format!("{} belongs to the Controller and cannot be deleted.", application.name));
        Self { target: Target::named(Kind::Application, &application.name), obstacle, preview }
    }
}

impl Removal {
    /// The same of an object that nobody here can change, for the reason given.
    pub fn unless(mut self, fixed: Option<String>) -> Self {
        // What stands in the way already says it of deleting.
        self.obstacle = self.obstacle.or(fixed);
        self
    }

    /// Of an object that others refer to by its name, and that the Controller deletes all the same. `losing`: those others,
    /// as a person names them. `besides`: what else it sets off.
    pub fn of_named(kind: Kind, name: &str, losing: Known<Vec<String>>, besides: &str) -> Self {
        let effect = format!("It is deleted for good.{besides}");
        let (dependents, unknown) = match losing {
            Ok(losing) if losing.is_empty() => (None, None),
            Ok(losing) => (Some(format!("These use it: {}.", losing.join(", "))), None),
            Err(why) => (None, Some(format!("Who uses it is not known: {why}"))),
        };
        let command = format!("delete {} {name}", kind.facts().command);
        let preview = Preview { effects: vec![effect], dependents, unknown, command };
        Self { target: Target::named(kind, name), obstacle: None, preview }
    }
}

/// Which microservices keep something from being deleted; or the sentence that none does; or that it is not known.
fn users<'a>(
    microservices: Known<impl IntoIterator<Item = &'a Microservice>>,
    uses: impl Fn(&&Microservice) -> bool,
) -> (Option<String>, &'static str, Option<String>) {
    match microservices {
        Err(why) => (None, "", Some(format!("Whether a microservice uses it is not known: {why}"))),
        Ok(all) => {
            let users: Vec<String> = all.into_iter().filter(uses).map(Microservice::full_name).collect();
            if users.is_empty() {
                return (None, " No microservice uses it.", None);
            }
            let names = users.join(", ");
            let obstacle = format!("In use by {names}. What uses it has to be changed or deleted first.");
            (Some(obstacle), "", None)
        }
    }
}

impl Target {
    /// The object of this kind with this name.
    pub fn named(kind: Kind, name: &str) -> Self {
        Self(Write::delete(kind, Object::named(name)))
    }

    /// The object of this kind with this id.
    pub fn numbered(kind: Kind, id: i64) -> Self {
        Self(Write::delete(kind, Object::numbered(id)))
    }

    /// Its number, where it is called by one.
    pub fn number(&self) -> Option<i64> {
        Some(self.0.object.id).filter(|id| *id != 0)
    }

    /// This microservice.
    pub(crate) fn microservice(live: &Microservice) -> Self {
        Self(Write::delete(Kind::Microservice, Object::microservice(live)))
    }

    /// Does it, and reads what became of it.
    pub async fn carry_out<T: Transport>(
        &self,
        client: &Client<T>,
        pause: impl AsyncFn(u32),
    ) -> Result<(), Undone> {
        let answer = match kinds::before(&self.0, client).await {
            Ok(before) => kinds::send(&self.0, &before, client).await.map(drop),
            Err(Refusal::Unread(error) | Refusal::Settled(error)) => Err(error),
        };
        let request = kinds::place(&self.0);
        settle((answer, request), true, async || self.is_gone(client).await, pause).await
    }

    /// Whether it is gone; `None` when that cannot be told.
    async fn is_gone<T: Transport>(&self, client: &Client<T>) -> Option<bool> {
        let sent = Sent { write: &self.0, before: &Before::Nothing, ours: &[] };
        kinds::look(&sent, client).await.ok().map(|found| found == Found::Absent)
    }
}
