//! The live lists as checks and plans take them.

use std::sync::Arc;

use leptos::prelude::*;
use manifest::describe;
use manifest::lists::Lists;
use model::{Application, CatalogItem, Microservice, Registry};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Live, Scope, Which, shape};
use crate::resource::draft::VersionedLists;
use crate::resource::loaded::Loaded;

/// Everything to look things up in, made once for all texts that are open.
#[derive(Clone, Copy)]
pub struct Lookup {
    state: Memo<Option<Snapshot>>,
    /// Whether the lists are of after what this tab wrote last.
    is_true: Memo<bool>,
}

/// The lists at one moment.
#[derive(Clone)]
struct Snapshot {
    version: u64,
    state: Arc<plan::Live>,
    lists: Arc<Lists>,
}

impl PartialEq for Snapshot {
    fn eq(&self, other: &Self) -> bool {
        self.version == other.version
    }
}

impl Lookup {
    pub fn provide(live: Live) {
        let versions = shape::versions(live);
        // Counted on for as long as the page lives: results that are kept belong to a version, and the lists of another
        // Controller must not be taken for these.
        let last = StoredValue::new(0);
        let ready = Memo::new(move |_| live.plan_state() == Loaded::Ready);
        let state = Memo::new(move |_| {
            // Read, not only tracked: a memo that nobody reads follows nothing.
            versions.iter().for_each(|version| _ = version.get());
            ready.get().then(|| {
                let state = live.snapshot();
                let version = last.get_value() + 1;
                last.set_value(version);
                let lists = Arc::new(live.lists(&state));
                Snapshot { version, state: Arc::new(state), lists }
            })
        });
        provide_context(Self { state, is_true: Memo::new(move |_| live.is_true_for_plans()) });
    }

    /// For the checks of a text; without lists as long as they are not there.
    pub fn for_checks(self) -> Memo<VersionedLists> {
        let state = self.state;
        Memo::new(move |_| {
            state.with(|snapshot| match snapshot {
                Some(snapshot) => {
                    VersionedLists { version: snapshot.version, lists: Some(Arc::clone(&snapshot.lists)) }
                }
                None => VersionedLists::default(),
            })
        })
    }

    /// A catalog item as the manifest that would make it so.
    pub fn describe_catalog_item(self, item: &CatalogItem) -> Option<String> {
        Some(describe::catalog_item(&serde_json::to_value(item).ok()?, &describe::Options::default()))
    }

    /// A registry as the manifest that would make it so, without its password.
    pub fn describe_registry(self, registry: &Registry) -> Option<String> {
        Some(describe::registry(&serde_json::to_value(registry).ok()?, &describe::Options::default()))
    }

    /// A microservice as the manifest that would make it so; secrets appear as references only.
    pub fn describe_microservice(self, one: &Microservice) -> Option<String> {
        let live = serde_json::to_value(one).ok()?;
        let lists =
            self.state.with(|snapshot| snapshot.as_ref().map(|snapshot| Arc::clone(&snapshot.lists)))?;
        Some(describe::microservice(&live, &lists, &describe::Options::default()))
    }

    /// An application with its microservices as the manifest that would make them so.
    pub fn describe_application(self, application: &Application) -> Option<String> {
        let value = serde_json::to_value(application).ok()?;
        let snapshot = self.state.get()?;
        let members = snapshot.state.microservices.iter().filter(|one| one.application == application.name);
        let members = members.filter_map(|one| serde_json::to_value(one).ok()).collect::<Vec<_>>();
        Some(describe::application(&value, &members, &snapshot.lists, &describe::Options::default()))
    }

    /// For plans; `None` as long as the lists are not there, or only such as were asked for before this tab wrote
    /// something: a plan of those would make again what was just made.
    pub fn for_plans(self) -> Option<Arc<plan::Live>> {
        if !self.is_true.get() {
            return None;
        }
        self.state.with(|snapshot| snapshot.as_ref().map(|snapshot| Arc::clone(&snapshot.state)))
    }
}

impl Live {
    fn snapshot(self) -> plan::Live {
        let microservices = owned(&self.microservices.rows_untracked());
        plan::Live {
            agents: owned(&self.agents.rows_untracked()),
            registries: owned(&self.registries.rows_untracked()),
            catalog_items: owned(&self.catalog.rows_untracked()),
            applications: self.applications_of(&microservices),
            microservices,
            application_templates: owned(&self.templates.rows_untracked()),
            others: self.others(),
        }
    }

    /// All applications; or the one that a form is about, with those that its microservices' neighbours name.
    fn applications_of(self, microservices: &[Microservice]) -> Vec<Application> {
        if !matches!(self.scope.get(), Scope::Microservice(_)) {
            return owned(&self.applications.rows_untracked());
        }
        let mut known = owned(&self.named_application.rows_untracked());
        for one in microservices {
            if known.iter().all(|application| application.name != one.application) {
                let id = one.application_id.unwrap_or_default();
                known.push(Application { id, name: one.application.clone(), ..Application::default() });
            }
        }
        known
    }

    /// For checks: what was not asked for is unknown to them, not empty.
    fn lists(self, state: &plan::Live) -> Lists {
        let (scope, mut lists) = (self.scope.get(), state.lists());
        if !scope.compares(Which::Agents) {
            lists.agents = None;
        }
        if !scope.compares(Which::Applications) {
            lists.applications = None;
        }
        if !scope.compares(Which::Templates) {
            lists.application_templates = None;
        }
        lists
    }

    fn others(self) -> Lists {
        Lists {
            system_microservices: known(
                self.system_microservices.is_ready(),
                &self.system_microservices.rows_untracked(),
            ),
            secrets: known(self.secrets.is_ready(), &self.secrets.rows_untracked()),
            config_maps: known(self.config_maps.is_ready(), &self.config_maps.rows_untracked()),
            volume_mounts: known(self.volume_mounts.is_ready(), &self.volume_mounts.rows_untracked()),
            roles: known(self.roles.is_ready(), &self.roles.rows_untracked()),
            nats_account_rules: known(self.account_rules.is_ready(), &self.account_rules.rows_untracked()),
            nats_user_rules: known(self.user_rules.is_ready(), &self.user_rules.rows_untracked()),
            ..Lists::default()
        }
    }
}

fn owned<T: Clone>(rows: &[Arc<T>]) -> Vec<T> {
    rows.iter().map(|row| (**row).clone()).collect()
}

/// The crates of client and manifest know nothing of each other; both speak the API's names.
fn known<T: Serialize, L: DeserializeOwned>(ready: bool, rows: &[Arc<T>]) -> Option<Vec<L>> {
    let read = |row: &Arc<T>| serde_json::from_value(serde_json::to_value(&**row).ok()?).ok();
    ready.then(|| rows.iter().filter_map(read).collect())
}
