//! The live lists as checks and plans take them.

use std::sync::Arc;

use leptos::prelude::*;
use manifest::describe::Options;
use manifest::kinds::{application, catalog_item, microservice, registry};
use model::{Application, CatalogItem, List, Lists, Microservice, Registry, World};

use super::{Live, Loaded, Scope};
use crate::controllers::Controllers;

/// Everything to look things up in, made once for all texts that are open.
#[derive(Clone, Copy)]
pub struct Lookup {
    controllers: Controllers,
    world: Memo<Option<Arc<World>>>,
    /// Whether the lists are of after what this tab wrote last.
    is_true: Memo<bool>,
    /// Whether everything is asked for, and not only what a form needs.
    is_whole: Memo<bool>,
}

impl Lookup {
    pub fn provide(live: Live) {
        let (controllers, versions) = (expect_context::<Controllers>(), live.versions());
        let ready = Memo::new(move |_| live.plan_state() == Loaded::Ready);
        let world = Memo::new(move |_| {
            // Read, not only tracked: a memo that nobody reads follows nothing.
            versions.iter().for_each(|version| _ = version.get());
            let capabilities = controllers.current_capabilities().unwrap_or_default();
            ready.get().then(|| Arc::new(World::new(Lists { capabilities, ..live.lists() })))
        });
        let is_whole = Memo::new(move |_| live.scope.with(|scope| matches!(scope, Scope::Everything)));
        provide_context(Self {
            controllers,
            world,
            is_true: Memo::new(move |_| live.is_true_for_plans()),
            is_whole,
        });
    }

    /// As the tool that goes with the Controller wants manifests.
    fn options(self) -> Options {
        Options::of(&self.controllers.current_capabilities().unwrap_or_default())
    }

    /// Why something cannot be changed, by the lists that are there.
    pub fn fixed(self, why: impl FnOnce(&Lists) -> Option<String>) -> Option<String> {
        self.world.with(|world| world.as_deref().and_then(|world| why(world)))
    }

    /// For the checks of a text; nothing as long as the lists are not there.
    pub fn for_checks(self) -> Memo<Option<Arc<World>>> {
        self.world
    }

    /// A catalog item as the manifest that would make it so.
    pub fn describe_catalog_item(self, item: &CatalogItem) -> Option<String> {
        Some(catalog_item::describe(item, &self.options()))
    }

    /// A registry as the manifest that would make it so, without its password.
    pub fn describe_registry(self, registry: &Registry) -> Option<String> {
        Some(registry::describe(registry, &self.options()))
    }

    /// A microservice as the manifest that would make it so; secrets appear as references only.
    pub fn describe_microservice(self, one: &Microservice) -> Option<String> {
        Some(microservice::describe(one, &*self.world.get()?, &self.options()))
    }

    /// An application with its microservices as the manifest that would make them so.
    pub fn describe_application(self, application: &Application) -> Option<String> {
        let world = self.world.get()?;
        let members = world.microservices_of(&application.name);
        Some(application::describe(application, members, &world, &self.options()))
    }

    /// For plans; `None` as long as the lists are not there, or only such as were asked for before this tab wrote
    /// something: a plan of those would make again what was just made.
    pub fn for_plans(self) -> Option<Arc<World>> {
        if self.is_true.get() { self.world.get() } else { None }
    }

    /// The same where no list is cut down to what a form needs: objects of all kinds are in it as they are.
    pub fn whole_for_plans(self) -> Option<Arc<World>> {
        if self.is_whole.get() { self.for_plans() } else { None }
    }
}

impl Live {
    fn lists(self) -> Lists {
        let asked = self.scope.get();
        // Only what checks and plans could see makes another world.
        untrack(|| {
            let mut lists = self.known(&[asked.compared(), asked.optional()].concat());
            if asked.application().is_some() {
                lists.applications = self.some_applications(&lists.microservices);
            }
            lists
        })
    }

    /// The application that a form is about, with those that its microservices' neighbours name.
    fn some_applications(self, microservices: &List<Microservice>) -> List<Application> {
        let mut some = self.named_application.rows_untracked().to_vec();
        for one in microservices {
            if some.iter().all(|application| application.name != one.application) {
                let (id, name) = (one.application_id.unwrap_or_default(), one.application.clone());
                some.push(Arc::new(Application { id, name, ..Application::default() }));
            }
        }
        List::part(some, "Only the application that this form is about was asked for.")
    }
}
