//! The lists that a page can need, each named once: its signal, what tells its rows apart, what of them a plan could see,
//! where it comes from, and what it is called.

use client::api;
use leptos::prelude::*;
use model::{
    Agent, Application, ApplicationTemplate, CatalogItem, ConfigMap, Microservice, NatsAccountRule,
    NatsUserRule, Registry, Role, Secret, VolumeMount,
};

use super::source::{Source, update, update_named};
use super::{LiveList, Loaded, shape};

macro_rules! lists {
    ($(
        $(#[$doc:meta])*
        $field:ident: $row:ty {
            $which:ident, $source:ident, $words:literal,
            $needed:ident, key: $key:expr, same: $same:expr, $how:ident $from:path
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

            /// Whether a Controller or a role need not give it: only checks look something up there.
            pub(super) fn is_optional(self) -> bool {
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

            pub(super) fn state_of(&self, which: Which) -> Loaded {
                match which { $( Which::$which => self.$field.state(), )* }
            }

            /// One number per list, which changes when something changed that a check or a plan could see.
            pub fn versions(&self) -> Vec<Memo<u64>> {
                vec![$( shape::version(self.$field, $same), )*]
            }
        }

        $( pub const $source: Source = Source {
            which: Which::$which,
            fetch: lists!(@ $how $which $field $from),
        }; )*
    };
    (@ vital) => { false };
    (@ optional) => { true };
    (@ from $which:ident $field:ident $call:path) => {
        |live| Box::pin(update(live, Which::$which, live.$field, $call()))
    };
    (@ by $which:ident $field:ident $fetch:path) => { |live| Box::pin($fetch(live)) };
}

lists! {
    agents: Agent {
        Agents, AGENTS, "agents",
        vital, key: |row| row.uuid.clone(), same: shape::same_agent, from api::agents::list
    }
    catalog: CatalogItem {
        Catalog, CATALOG, "catalog items",
        vital, key: |row| row.id.to_string(), same: PartialEq::eq, from api::catalog::list
    }
    registries: Registry {
        Registries, REGISTRIES, "registries",
        vital, key: |row| row.id.to_string(), same: PartialEq::eq, from api::registries::list
    }
    templates: ApplicationTemplate {
        Templates, TEMPLATES, "application templates",
        vital, key: |row| row.name.clone(), same: PartialEq::eq, from api::application_templates::list
    }
    secrets: Secret {
        Secrets, SECRETS, "secrets",
        optional, key: |row| row.name.clone(), same: PartialEq::eq, from api::secrets::list
    }
    config_maps: ConfigMap {
        ConfigMaps, CONFIG_MAPS, "config maps",
        optional, key: |row| row.name.clone(), same: PartialEq::eq, from api::config_maps::list
    }
    volume_mounts: VolumeMount {
        VolumeMounts, VOLUME_MOUNTS, "volume mounts",
        optional, key: |row| row.name.clone(), same: PartialEq::eq, from api::volume_mounts::list
    }
    roles: Role {
        Roles, ROLES, "roles",
        optional, key: |row| row.name.clone(), same: PartialEq::eq, from api::roles::list
    }
    account_rules: NatsAccountRule {
        AccountRules, ACCOUNT_RULES, "NATS account rules",
        optional, key: |row| row.name.clone(), same: PartialEq::eq, from api::nats_rules::account_rules
    }
    user_rules: NatsUserRule {
        UserRules, USER_RULES, "NATS user rules",
        optional, key: |row| row.name.clone(), same: PartialEq::eq, from api::nats_rules::user_rules
    }
    system_microservices: Microservice {
        SystemMicroservices, SYSTEM_MICROSERVICES, "system microservices",
        optional, key: |row| row.uuid.clone(), same: shape::same_microservice, from api::system_microservices::list
    }
    /// The one that a form is about, with its own microservices and no others.
    named_application: Application {
        NamedApplication, NAMED_APPLICATION, "the application",
        vital, key: |row| row.name.clone(), same: shape::same_application, by update_named
    }
    microservices: Microservice {
        Microservices, MICROSERVICES, "microservices",
        vital, key: |row| row.uuid.clone(), same: shape::same_microservice, from api::microservices::list
    }
    applications: Application {
        Applications, APPLICATIONS, "applications",
        vital, key: |row| row.name.clone(), same: shape::same_application, from api::applications::list
    }
}
