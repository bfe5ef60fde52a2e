//! The lists that a page can need, each named once: its signal, what tells its rows apart, what of them a plan could see,
//! where it comes from, and what it is called.

use std::sync::LazyLock;

use client::api;
use leptos::prelude::*;
use model::{
    Agent, Application, ApplicationTemplate, CatalogItem, ConfigMap, Lists, Microservice, NatsAccountRule,
    NatsUserRule, Registry, Role, Secret, VolumeMount,
};

use super::source::{Source, read, read_part, update, update_named};
use super::{LiveList, Loaded, shape};

macro_rules! lists {
    ($(
        $(#[$doc:meta])*
        $field:ident: $row:ty {
            $which:ident, $source:ident, $words:literal,
            $needed:ident, key: $key:expr, same: $same:expr,
            $how:ident $from:path $(, part $part:path)? $(, in $into:ident)?
        }
    )*) => {
        /// A list. They are asked for in this order: a Controller answers one question after the other, and the last two
        /// take it longer than all others together.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Which { $( $which, )* }

        impl Which {
            /// The list's name in a sentence.
            pub fn words(self) -> &'static str {
                match self { $( Self::$which => $words, )* }
            }

            /// What texts about anything need it for.
            fn need(self) -> Need {
                match self { $( Self::$which => lists!(@ $needed), )* }
            }
        }

        /// Every list as a signal.
        #[derive(Clone, Copy)]
        pub struct LiveLists { $( $(#[$doc])* pub $field: LiveList<$row>, )* }

        impl LiveLists {
            pub(super) fn new() -> Self {
                Self { $( $field: LiveList::new($key), )* }
            }

            /// As before the first answer.
            pub(super) fn forget(&self) {
                $( self.$field.forget(); )*
            }

            pub fn state_of(&self, which: Which) -> Loaded {
                match which { $( Which::$which => self.$field.state(), )* }
            }

            /// Puts what has come of a list where checks, plans and questions look for it.
            fn put(&self, which: Which, lists: &mut Lists) {
                match which { $( Which::$which => { $( lists.$into = self.$field.known(); )? } )* }
            }

            /// One number per list, which changes when something changed that a check or a plan could see.
            pub fn versions(&self) -> Vec<Memo<u64>> {
                vec![$( shape::version(self.$field, $same), )*]
            }
        }

        $( pub const $source: Source = Source {
            which: Which::$which,
            fetch: lists!(@ $how $which $field $from),
            read: lists!(@ read $from $(, part $part)? $(, in $into)?),
        }; )*

        const ALL: &[Source] = &[$( $source, )*];
    };
    (@ vital) => { Need::Compared };
    (@ optional) => { Need::LookedUp };
    (@ alone) => { Need::None };
    (@ from $which:ident $field:ident $call:path) => {
        |live| Box::pin(update(live, Which::$which, live.$field, $call()))
    };
    (@ by $which:ident $field:ident $fetch:path) => { |live| Box::pin($fetch(live)) };
    (@ read $call:path $(, part $part:path)?, in $into:ident) => {
        |api, _within, mut lists| Box::pin(async move {
            $( if let Some(name) = _within {
                lists.$into = read_part(api, $part(&name)).await?;
                return Ok(lists);
            } )?
            lists.$into = read(api, $call()).await?;
            Ok(lists)
        })
    };
    (@ read $fetch:path) => { |_, _, lists| Box::pin(async move { Ok(lists) }) };
}

/// What texts about anything need a list for.
#[derive(Clone, Copy, PartialEq)]
enum Need {
    /// Plans compare with it: without it there is none.
    Compared,
    /// Only checks look something up there; a Controller or a role need not give it.
    LookedUp,
    /// Nothing: another list holds the same.
    None,
}

impl Which {
    /// Whether a Controller or a role need not give it.
    pub(super) fn is_optional(self) -> bool {
        self.need() == Need::LookedUp
    }
}

impl LiveLists {
    /// What has come of these lists.
    pub fn known(&self, sources: &[Source]) -> Lists {
        let mut lists = Lists::default();
        sources.iter().for_each(|source| self.put(source.which, &mut lists));
        lists
    }

    /// The same when all of them are there.
    pub fn whole(&self, sources: &[Source]) -> Option<Lists> {
        sources.iter().all(|source| self.state_of(source.which) == Loaded::Ready).then(|| self.known(sources))
    }
}

fn needed(need: Need) -> Vec<Source> {
    ALL.iter().filter(|source| source.which.need() == need).copied().collect()
}

/// What plans of anything compare with.
pub(super) static COMPARED: LazyLock<Vec<Source>> = LazyLock::new(|| needed(Need::Compared));
/// What else checks of anything look things up in.
pub(super) static LOOKED_UP: LazyLock<Vec<Source>> = LazyLock::new(|| needed(Need::LookedUp));

lists! {
    agents: Agent {
        Agents, AGENTS, "agents",
        vital, key: |row| row.uuid.clone(), same: shape::same_agent, from api::agents::list,
        in agents
    }
    catalog: CatalogItem {
        Catalog, CATALOG, "catalog items",
        vital, key: |row| row.id.to_string(), same: PartialEq::eq, from api::catalog::list,
        in catalog_items
    }
    registries: Registry {
        Registries, REGISTRIES, "registries",
        vital, key: |row| row.id.to_string(), same: PartialEq::eq, from api::registries::list,
        in registries
    }
    templates: ApplicationTemplate {
        Templates, TEMPLATES, "application templates",
        vital, key: |row| row.name.clone(), same: PartialEq::eq, from api::application_templates::list,
        in application_templates
    }
    secrets: Secret {
        Secrets, SECRETS, "secrets",
        optional, key: |row| row.name.clone(), same: PartialEq::eq, from api::secrets::list,
        in secrets
    }
    config_maps: ConfigMap {
        ConfigMaps, CONFIG_MAPS, "config maps",
        optional, key: |row| row.name.clone(), same: PartialEq::eq, from api::config_maps::list,
        in config_maps
    }
    volume_mounts: VolumeMount {
        VolumeMounts, VOLUME_MOUNTS, "volume mounts",
        optional, key: |row| row.name.clone(), same: PartialEq::eq, from api::volume_mounts::list,
        in volume_mounts
    }
    roles: Role {
        Roles, ROLES, "roles",
        optional, key: |row| row.name.clone(), same: PartialEq::eq, from api::roles::list,
        in roles
    }
    account_rules: NatsAccountRule {
        AccountRules, ACCOUNT_RULES, "NATS account rules",
        optional, key: |row| row.name.clone(), same: PartialEq::eq, from api::nats_rules::account_rules,
        in nats_account_rules
    }
    user_rules: NatsUserRule {
        UserRules, USER_RULES, "NATS user rules",
        optional, key: |row| row.name.clone(), same: PartialEq::eq, from api::nats_rules::user_rules,
        in nats_user_rules
    }
    system_microservices: Microservice {
        SystemMicroservices, SYSTEM_MICROSERVICES, "system microservices",
        optional, key: |row| row.uuid.clone(), same: shape::same_microservice, from api::system_microservices::list,
        in system_microservices
    }
    /// The one that a form is about, with its own microservices and no others.
    named_application: Application {
        NamedApplication, NAMED_APPLICATION, "the application",
        alone, key: |row| row.name.clone(), same: shape::same_application, by update_named
    }
    microservices: Microservice {
        Microservices, MICROSERVICES, "microservices",
        vital, key: |row| row.uuid.clone(), same: shape::same_microservice, from api::microservices::list,
        part api::microservices::list_of, in microservices
    }
    applications: Application {
        Applications, APPLICATIONS, "applications",
        vital, key: |row| row.name.clone(), same: shape::same_application, from api::applications::list,
        in applications
    }
}
