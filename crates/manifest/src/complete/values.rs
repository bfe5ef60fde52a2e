//! Values for a field: words of its type, and what the Controller holds.

use std::collections::BTreeMap;

use model::{List, Named, World};

use super::cursor::Cursor;
use super::{Completion, CompletionKind};
use crate::check::CAPABILITIES;
use crate::fields::{Field, Source, Type};
use crate::kinds;
use crate::kinds::envelope::API_VERSIONS;
use crate::position::Edit;
use crate::scalar::ambiguous_as_string;
use crate::tree::Document;

pub(super) fn of(
    field: &'static Field,
    ty: &'static Type,
    cursor: &Cursor,
    document: &Document,
    world: Option<&World>,
) -> Vec<Completion> {
    let mut out = Values { cursor, found: Vec::new() };
    match field.key {
        "kind" if cursor.path.is_root() => {
            for kind in kinds::all() {
                out.word(kind.name, kind.title, kind.help);
            }
        }
        "apiVersion" if cursor.path.is_root() => {
            for version in API_VERSIONS {
                out.word(version, "", field.help);
            }
        }
        _ => {}
    }
    for word in ty.choices() {
        out.word(word, registry_word(ty, word), field.help);
    }
    if field.source == Some(Source::Capabilities) {
        for word in CAPABILITIES {
            out.word(word, "Linux capability", field.help);
        }
    }
    if let (Some(source), Some(world)) = (field.source, world) {
        live(&mut out, source, world, document);
    }
    out.found
}

fn registry_word(ty: &Type, word: &str) -> &'static str {
    match (ty, word) {
        (Type::Registry, "remote") => "public Docker Hub",
        (Type::Registry, "local") => "already on the agent",
        _ => "",
    }
}

struct Values<'c> {
    cursor: &'c Cursor,
    found: Vec<Completion>,
}

impl Values<'_> {
    fn word(&mut self, word: &str, detail: &str, help: &str) {
        self.push(CompletionKind::Value, word, word.to_owned(), detail.to_owned(), help);
    }

    /// Something that exists, as a string that every tool reads as one.
    fn name(&mut self, name: &str, detail: impl Into<String>) {
        let text = if ambiguous_as_string(name) { format!("\"{name}\"") } else { name.to_owned() };
        self.push(CompletionKind::Name, name, text, detail.into(), "");
    }

    fn id(&mut self, id: i64, detail: impl Into<String>) {
        self.push(CompletionKind::Name, &id.to_string(), id.to_string(), detail.into(), "");
    }

    fn push(&mut self, kind: CompletionKind, label: &str, text: String, detail: String, help: &str) {
        let edit = Edit::replace(self.cursor.word.clone(), text);
        self.found.push(Completion { label: label.to_owned(), kind, detail, help: help.to_owned(), edit });
    }

    fn named(&mut self, list: &List<impl Named>, detail: &str) {
        for named in list {
            self.name(named.name(), detail);
        }
    }

    fn references(&mut self, list: &List<impl Named>, keys: &BTreeMap<String, Vec<String>>, detail: &str) {
        for named in list {
            match keys.get(named.name()) {
                Some(keys) => {
                    keys.iter().for_each(|key| self.name(&format!("{}/{key}", named.name()), detail));
                }
                None => self.name(&format!("{}/", named.name()), detail),
            }
        }
    }
}

fn live(out: &mut Values, source: Source, world: &World, document: &Document) {
    match source {
        Source::Agents => agents(out, world),
        Source::Registries => {
            for registry in world.registries.iter().filter(|registry| !registry.is_system()) {
                out.id(registry.id, registry.url.clone());
            }
        }
        Source::CatalogItems => {
            for item in world.catalog_items.iter().filter(|item| !item.is_system() && item.id > 3) {
                out.id(item.id, item.name.clone());
            }
        }
        Source::Applications => {
            for application in world.applications.iter() {
                out.name(&application.name, "application");
            }
        }
        Source::ApplicationTemplates => {
            for template in world.application_templates.iter() {
                out.name(&template.name, "application template");
            }
        }
        Source::TemplateVariables => template_variables(out, world, document),
        Source::Secrets => out.named(&world.secrets, "secret"),
        Source::ConfigMaps => out.named(&world.config_maps, "config map"),
        Source::SecretKeys => out.references(&world.secrets, &world.secret_keys, "secret"),
        Source::ConfigMapKeys => {
            out.references(&world.config_maps, &world.config_map_keys, "config map");
        }
        Source::Roles => out.named(&world.roles, "role"),
        Source::NatsAccountRules => out.named(&world.nats_account_rules, "NATS account rule"),
        Source::NatsUserRules => out.named(&world.nats_user_rules, "NATS user rule"),
        Source::VolumeMounts => {
            let is_mount =
                out.cursor.siblings.iter().any(|(key, value)| key == "type" && value == "volumeMount");
            for mount in world.volume_mounts.iter().filter(|_| is_mount) {
                out.name(&mount.name, "volume mount");
            }
        }
        Source::Capabilities => {}
    }
}

/// Agents on which something can be placed come first.
fn agents(out: &mut Values, world: &World) {
    let mut agents: Vec<_> = world.agents.iter().collect();
    agents.sort_by_key(|agent| agent.architecture().is_none());
    for agent in agents {
        let architecture =
            agent.architecture().map_or("architecture not known yet", |architecture| architecture.key());
        let status = agent.daemon_status.as_str();
        let detail =
            if status.is_empty() { architecture.to_owned() } else { format!("{architecture}, {status}") };
        out.name(&agent.name, detail);
    }
}

fn template_variables(out: &mut Values, world: &World, document: &Document) {
    let path = "spec.template.name".parse().unwrap_or_default();
    let name = document.get(&path).and_then(crate::tree::Node::as_str);
    let template = world.application_templates.iter().find(|template| Some(template.name.as_str()) == name);
    for variable in template.iter().flat_map(|template| &template.variables) {
        out.name(&variable.key, variable.description.clone());
    }
}
