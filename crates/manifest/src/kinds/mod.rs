//! The kinds of manifest documents: one line per kind, each with the declaration of all its fields.
//!
//! `cargo xtask new kind` adds one: a row in [`model::Kind`], a file or folder with its fields, and a line in [`of`].

mod agent_config;
pub mod application;
pub mod application_template;
pub mod catalog_item;
mod config_map;
pub mod envelope;
pub mod microservice;
mod others;
pub mod registry;
mod sample;
mod secret;
mod volume_mount;

use std::sync::OnceLock;

use model::Kind;

use crate::fields::{Field, Mapping, NameRule, Source, Text, Type};
use crate::wire::{self, Reading, Row};

/// A kind and its fields.
#[derive(Debug)]
pub struct KindSpec {
    /// As `kind:` spells it.
    pub name: &'static str,
    /// For a sentence: "catalog item".
    pub title: &'static str,
    pub help: &'static str,
    pub support: Support,
    /// Place in the deploy order: lower numbers go first; equal kinds go together (manifest rules 1.8).
    pub order: u8,
    /// The whole document: apiVersion, kind, metadata, spec and the fields under them.
    pub root: &'static Mapping,
    /// What only it knows; none for kinds that are not deployed.
    pub(crate) reading: Option<&'static Reading>,
    /// The fields that requests carry, once somebody asked for them.
    pub(crate) rows: OnceLock<Vec<Row>>,
}

/// What this console does with a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// Checks and deploys it.
    Deployed,
    /// Checks envelope and name; potctl deploys it.
    Known,
    /// Nothing deploys it any more.
    Retired,
}

pub(crate) use microservice::check::creates_listed;
pub use others::ANY_KIND;
pub(crate) use others::{ONLY_OURS, also_making};
pub use sample::sample;

/// The kinds that this console deploys, in deploy order.
pub fn deployed() -> impl DoubleEndedIterator<Item = &'static KindSpec> + Clone {
    Kind::deployed().map(of)
}

/// Every known kind, the deployed ones first.
pub fn all() -> impl Iterator<Item = &'static KindSpec> {
    let shown = Kind::ALL.iter().copied().filter(|kind| !kind.facts().is_deployed).map(of);
    deployed().chain(shown).chain(&others::OTHERS)
}

/// The declaration of a kind that the console shows or deploys.
pub fn of(kind: Kind) -> &'static KindSpec {
    match kind {
        Kind::Agent => &others::AGENT,
        Kind::Secret => &secret::KIND,
        Kind::ConfigMap => &config_map::KIND,
        Kind::VolumeMount => &volume_mount::KIND,
        Kind::ApplicationTemplate => &application_template::KIND,
        Kind::Registry => &registry::KIND,
        Kind::CatalogItem => &catalog_item::KIND,
        Kind::Application => &application::KIND,
        Kind::Microservice => &microservice::KIND,
    }
}

/// The kind whose documents add to what a field's names are looked up in.
pub(crate) fn holding(source: Source) -> &'static KindSpec {
    let word = match source {
        Source::Agents => return of(Kind::Agent),
        Source::Applications => return of(Kind::Application),
        Source::ApplicationTemplates | Source::TemplateVariables => return of(Kind::ApplicationTemplate),
        Source::Registries => return of(Kind::Registry),
        Source::CatalogItems => return of(Kind::CatalogItem),
        Source::Secrets | Source::SecretKeys => return of(Kind::Secret),
        Source::ConfigMaps | Source::ConfigMapKeys => return of(Kind::ConfigMap),
        Source::VolumeMounts => return of(Kind::VolumeMount),
        Source::Roles => "Role",
        Source::NatsAccountRules => "NatsAccountRule",
        Source::NatsUserRules => "NatsUserRule",
        Source::Capabilities => "",
    };
    spec(word).unwrap_or(&ANY_KIND)
}

/// The declaration of a kind by its word; upper and lower case matter.
pub fn spec(kind: &str) -> Option<&'static KindSpec> {
    all().find(|spec| spec.name == kind)
}

impl KindSpec {
    const fn deployed(
        kind: Kind,
        help: &'static str,
        root: &'static Mapping,
        reading: &'static Reading,
    ) -> KindSpec {
        KindSpec {
            name: kind.word(),
            title: kind.noun(),
            help,
            support: Support::Deployed,
            order: kind.facts().order,
            root,
            reading: Some(reading),
            rows: OnceLock::new(),
        }
    }

    /// The fields that requests carry.
    pub fn rows(&'static self) -> &'static [Row] {
        self.rows.get_or_init(|| self.root.child("spec").map_or(Vec::new(), wire::rows))
    }

    /// Whether its objects are parts of another: their names are in two parts.
    pub(crate) fn is_member(&self) -> bool {
        let name = self.field("metadata.name");
        name.is_some_and(|name| matches!(name.ty, Type::Text(Text::Name(NameRule::Qualified))))
    }

    /// Whether what it holds is shown only to those who ask.
    pub fn hides_data(&self) -> bool {
        self.reading.is_some_and(|reading| reading.hides_data)
    }

    /// The field at a path, with `[]` or any index for list items: `spec.container.ports[].external`.
    pub fn field(&self, path: &str) -> Option<&'static Field> {
        let mut mapping = Some(self.root);
        let mut found = None;
        for part in path.split('.') {
            let (key, items) =
                part.split_once('[').map_or((part, 0), |(key, rest)| (key, 1 + rest.matches('[').count()));
            let field = mapping?.field(key)?;
            let mut ty = &field.ty;
            for _ in 0..items {
                ty = ty.item()?;
            }
            mapping = ty.mapping();
            found = Some(field);
        }
        found
    }

    /// Every field with its path, parents before children: `spec.container.ports[].external`.
    pub fn paths(&self) -> Vec<(String, &'static Field)> {
        let mut out = Vec::new();
        collect("", self.root, &mut out);
        out
    }
}

fn collect(prefix: &str, mapping: &'static Mapping, out: &mut Vec<(String, &'static Field)>) {
    for field in mapping.fields {
        let mut path =
            if prefix.is_empty() { field.key.to_owned() } else { format!("{prefix}.{}", field.key) };
        out.push((path.clone(), field));
        let mut ty = &field.ty;
        while let Some(item) = ty.item() {
            path.push_str("[]");
            ty = item;
        }
        if let Some(child) = ty.mapping() {
            collect(&path, child, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_by_its_path() {
        let microservice = spec("Microservice").unwrap();
        for (path, label) in [
            ("metadata.name", "Name"),
            ("spec.agent.name", "Agent"),
            ("spec.container.ports[].external", "Port on the agent"),
            ("spec.container.ports[3].external", "Port on the agent"),
            ("spec.container.commands[0]", "Command"),
        ] {
            assert_eq!(microservice.field(path).map(|field| field.label), Some(label), "{path}");
        }
        assert!(microservice.field("spec.container.ports.external").is_none());
        assert!(spec("microservice").is_none());
    }

    #[test]
    fn every_path_of_every_kind_leads_back_to_its_field() {
        for kind in all() {
            for (path, field) in kind.paths() {
                assert!(std::ptr::eq(kind.field(&path).unwrap(), field), "{} {path}", kind.name);
            }
        }
    }

    #[test]
    fn every_field_of_a_deployed_kind_has_a_label_and_a_help_sentence() {
        for kind in deployed() {
            for (path, field) in kind.paths() {
                assert!(!field.label.is_empty() && field.help.ends_with('.'), "{} {path}", kind.name);
            }
        }
    }

    #[test]
    fn keys_are_unique_and_other_names_lead_to_real_keys() {
        fn visit(path: &str, mapping: &Mapping) {
            for (i, field) in mapping.fields.iter().enumerate() {
                assert!(
                    mapping.fields.iter().skip(i + 1).all(|other| other.key != field.key),
                    "{path}.{}",
                    field.key
                );
                let mut ty = &field.ty;
                while let Some(item) = ty.item() {
                    ty = item;
                }
                if let Some(child) = ty.mapping() {
                    visit(&format!("{path}.{}", field.key), child);
                }
            }
            for (other, key) in mapping.also_called {
                assert!(
                    mapping.field(key).is_some() && mapping.field(other).is_none(),
                    "{path}: {other} {key}"
                );
            }
        }
        for kind in all() {
            visit(kind.name, kind.root);
        }
    }

    /// What potctl deploys, in its order, which is not that of what it does not know.
    const OF_POTCTL: [&str; 25] = [
        "ControlPlane",
        "Controller",
        "LocalController",
        "AgentConfig",
        "Secret",
        "CertificateAuthority",
        "Certificate",
        "ConfigMap",
        "Role",
        "RoleBinding",
        "ServiceAccount",
        "NatsAccountRule",
        "NatsUserRule",
        "Agent",
        "LocalAgent",
        "EdgeResource",
        "ApplicationTemplate",
        "Volume",
        "OfflineImage",
        "VolumeMount",
        "Registry",
        "CatalogItem",
        "Application",
        "Microservice",
        "Service",
    ];

    #[test]
    fn kinds_deploy_in_the_order_of_potctl() {
        let mut kinds: Vec<_> = all().filter(|kind| OF_POTCTL.contains(&kind.name)).collect();
        kinds.sort_by_key(|kind| kind.order);
        let names: Vec<_> = kinds.iter().map(|kind| kind.name).collect();
        assert_eq!(names, OF_POTCTL);
        let deployed: Vec<_> = deployed().map(|kind| kind.order).collect();
        assert!(deployed.is_sorted_by(|one, next| one < next), "{deployed:?}");
    }
}
