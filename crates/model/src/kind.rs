//! The kinds of objects that the console shows and deploys: one row of facts each, for everybody who has to call one by
//! its name.

use std::fmt;

use crate::Resource;

/// What is to be known of a kind.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// The word in the manifest's `kind:`.
    pub word: &'static str,
    /// For a sentence: "catalog item".
    pub noun: &'static str,
    /// Of several, for a sentence: "catalog items".
    pub plural: &'static str,
    /// What its list is called: "Catalog".
    pub title: &'static str,
    /// Whether the console has pages of it.
    pub is_shown: bool,
    /// Where the addresses of its pages begin, without slashes.
    pub slug: &'static str,
    /// What the command-line tool calls it: `potctl delete catalogitem …`.
    pub command: &'static str,
    /// What tells one of them from the others.
    pub key: Keyed,
    /// Who may change one.
    pub changed_by: ChangedBy,
    /// Its place among all kinds that the command-line tool deploys: lower numbers go first (manifest rules 1.8).
    pub order: u8,
    /// Whether the console deploys it; the others it only shows.
    pub is_deployed: bool,
    /// Whether the Controller evaluates braces in the texts of a document of this kind (manifest rules 1.9). Those of a
    /// template are for the applications made from it.
    pub evaluates_braces: bool,
}

/// The least of the built-in roles that may change an object; all of them may look at it (Controller contract 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangedBy {
    /// Developer, sre and admin.
    Developer,
    /// Sre and admin.
    Sre,
    /// Admin alone.
    Admin,
}

/// What tells one object from the others of its kind, in an address and for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyed {
    /// Its name.
    Name,
    /// The number that the Controller gave it.
    Id,
    /// Its name in the object of another kind, which has a name itself.
    Within(Kind),
}

macro_rules! kinds {
    ($( $(#[$doc:meta])* $variant:ident { $($fact:ident: $value:expr,)* } )*) => {
        /// A kind of object. The order is that in which they are applied (manifest rules 1.8).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $( $(#[$doc])* $variant, )* }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Kind] = &[$( Kind::$variant, )*];

            /// The row of this kind.
            pub const fn facts(self) -> Facts {
                match self { $( Kind::$variant => Facts { $($fact: $value,)* }, )* }
            }
        }
    };
}

kinds! {
    /// Keys and values that nobody sees unasked.
    Secret {
        word: "Secret",
        noun: "secret",
        plural: "secrets",
        title: "Secrets",
        is_shown: true,
        slug: "secrets",
        command: "secret",
        key: Keyed::Name,
        changed_by: ChangedBy::Developer,
        order: 40,
        is_deployed: true,
        evaluates_braces: false,
    }
    /// Keys and values.
    ConfigMap {
        word: "ConfigMap",
        noun: "config map",
        plural: "config maps",
        title: "Config maps",
        is_shown: true,
        slug: "config-maps",
        command: "configmap",
        key: Keyed::Name,
        changed_by: ChangedBy::Developer,
        order: 70,
        is_deployed: true,
        evaluates_braces: false,
    }
    /// A machine that runs microservices.
    Agent {
        word: "Agent",
        noun: "agent",
        plural: "agents",
        title: "Agents",
        is_shown: true,
        slug: "agents",
        command: "agent",
        key: Keyed::Name,
        changed_by: ChangedBy::Sre,
        order: 130,
        is_deployed: false,
        evaluates_braces: false,
    }
    /// An application with holes, from which applications are made.
    ApplicationTemplate {
        word: "ApplicationTemplate",
        noun: "application template",
        plural: "application templates",
        title: "Application templates",
        is_shown: false,
        slug: "templates",
        command: "application-template",
        key: Keyed::Name,
        changed_by: ChangedBy::Developer,
        order: 180,
        is_deployed: true,
        evaluates_braces: false,
    }
    /// A secret or a config map as files on agents.
    VolumeMount {
        word: "VolumeMount",
        noun: "volume mount",
        plural: "volume mounts",
        title: "Volume mounts",
        is_shown: true,
        slug: "volume-mounts",
        command: "volume-mount",
        key: Keyed::Name,
        changed_by: ChangedBy::Developer,
        order: 210,
        is_deployed: true,
        evaluates_braces: false,
    }
    /// Where images are pulled from. It has no name.
    Registry {
        word: "Registry",
        noun: "registry",
        plural: "registries",
        title: "Registries",
        is_shown: true,
        slug: "registries",
        command: "registry",
        key: Keyed::Id,
        changed_by: ChangedBy::Developer,
        order: 220,
        is_deployed: true,
        evaluates_braces: true,
    }
    /// What a microservice can be made of.
    CatalogItem {
        word: "CatalogItem",
        noun: "catalog item",
        plural: "catalog items",
        title: "Catalog",
        is_shown: true,
        slug: "catalog",
        command: "catalogitem",
        key: Keyed::Id,
        changed_by: ChangedBy::Developer,
        order: 230,
        is_deployed: true,
        evaluates_braces: true,
    }
    /// A group of microservices.
    Application {
        word: "Application",
        noun: "application",
        plural: "applications",
        title: "Applications",
        is_shown: true,
        slug: "applications",
        command: "application",
        key: Keyed::Name,
        changed_by: ChangedBy::Developer,
        order: 240,
        is_deployed: true,
        evaluates_braces: true,
    }
    /// A container on an agent.
    Microservice {
        word: "Microservice",
        noun: "microservice",
        plural: "microservices",
        title: "Microservices",
        is_shown: true,
        slug: "microservices",
        command: "microservice",
        key: Keyed::Within(Kind::Application),
        changed_by: ChangedBy::Developer,
        order: 250,
        is_deployed: true,
        evaluates_braces: true,
    }
}

impl Kind {
    /// The kinds that the console deploys, in the order in which they are applied.
    pub fn deployed() -> impl DoubleEndedIterator<Item = Kind> + Clone {
        Kind::ALL.iter().copied().filter(|kind| kind.facts().is_deployed)
    }

    /// The word in the manifest's `kind:`.
    pub const fn word(self) -> &'static str {
        self.facts().word
    }

    /// For a sentence: "catalog item".
    pub const fn noun(self) -> &'static str {
        self.facts().noun
    }

    /// Of several, for a sentence: "catalog items".
    pub const fn plural(self) -> &'static str {
        self.facts().plural
    }

    /// What a role has to be allowed to work on.
    pub const fn resource(self) -> Resource {
        Resource::Of(self)
    }

    /// The kind that the console deploys under this manifest word; letter case counts, as it does for the Controller.
    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::deployed().find(|kind| kind.word() == word)
    }

    /// The kind whose pages have this address.
    pub fn from_slug(slug: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.facts().slug == slug)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_listed_in_the_order_in_which_they_are_applied() {
        assert!(Kind::ALL.is_sorted_by(|one, next| one < next && one.facts().order < next.facts().order));
    }

    #[test]
    fn a_word_leads_to_its_kind_if_the_case_is_right() {
        assert!(Kind::deployed().all(|kind| Kind::from_word(&kind.to_string()) == Some(kind)));
        assert_eq!((Kind::from_word("registry"), Kind::from_word("Agent")), (None, None));
    }

    #[test]
    fn no_two_kinds_have_one_address() {
        let slugs = Kind::ALL.iter().map(|kind| kind.facts().slug).collect::<std::collections::HashSet<_>>();
        assert_eq!(slugs.len(), Kind::ALL.len());
    }
}
