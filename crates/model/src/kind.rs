//! The kinds of objects that the console deploys: one row of facts each, for everybody who has to call one by its name.

use std::fmt;

use crate::Resource;

/// A kind that the console deploys. The order is that in which they are applied (manifest rules 1.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An application with holes, from which applications are made.
    ApplicationTemplate,
    /// Where images are pulled from. It has no name.
    Registry,
    /// What a microservice can be made of.
    CatalogItem,
    /// A group of microservices.
    Application,
    /// A container on an agent.
    Microservice,
}

/// What is to be known of a kind.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// The word in the manifest's `kind:`.
    pub word: &'static str,
    /// For a sentence: "catalog item".
    pub noun: &'static str,
    /// Its place among all kinds that the command-line tool deploys: lower numbers go first (manifest rules 1.8).
    pub order: u8,
    /// What a role has to be allowed to work on.
    pub resource: Resource,
    /// Whether the Controller evaluates braces in the texts of a document of this kind (manifest rules 1.9). Those of a
    /// template are for the applications made from it.
    pub evaluates_braces: bool,
}

impl Kind {
    /// All kinds in the order in which they are applied.
    pub const ALL: [Kind; 5] =
        [Kind::ApplicationTemplate, Kind::Registry, Kind::CatalogItem, Kind::Application, Kind::Microservice];

    /// The row of this kind.
    pub const fn facts(self) -> Facts {
        match self {
            Kind::ApplicationTemplate => Facts {
                word: "ApplicationTemplate",
                noun: "application template",
                order: 180,
                resource: Resource::ApplicationTemplates,
                evaluates_braces: false,
            },
            Kind::Registry => Facts {
                word: "Registry",
                noun: "registry",
                order: 220,
                resource: Resource::Registries,
                evaluates_braces: true,
            },
            Kind::CatalogItem => Facts {
                word: "CatalogItem",
                noun: "catalog item",
                order: 230,
                resource: Resource::Catalog,
                evaluates_braces: true,
            },
            Kind::Application => Facts {
                word: "Application",
                noun: "application",
                order: 240,
                resource: Resource::Applications,
                evaluates_braces: true,
            },
            Kind::Microservice => Facts {
                word: "Microservice",
                noun: "microservice",
                order: 250,
                resource: Resource::Microservices,
                evaluates_braces: true,
            },
        }
    }

    /// The word in the manifest's `kind:`.
    pub const fn word(self) -> &'static str {
        self.facts().word
    }

    /// For a sentence: "catalog item".
    pub const fn noun(self) -> &'static str {
        self.facts().noun
    }

    /// What a role has to be allowed to work on.
    pub const fn resource(self) -> Resource {
        self.facts().resource
    }

    /// The kind of this manifest word; letter case counts, as it does for the Controller.
    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
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
        assert!(Kind::ALL.into_iter().all(|kind| Kind::from_word(&kind.to_string()) == Some(kind)));
        assert_eq!((Kind::from_word("registry"), Kind::from_word("Secret")), (None, None));
    }
}
