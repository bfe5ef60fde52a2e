//! Help for what the pointer is on: the field, and what stands behind a name or an id.

use model::{Architecture, CatalogItem, Registry, World};

use crate::fields::{Field, Required, Source, Status, Type};
use crate::kinds;
use crate::position::Span;
use crate::read::Manifest;
use crate::tree::Node;

/// What to show about one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The key or value it speaks of.
    pub span: Span,
    /// The path of the field: `spec.agent.name`.
    pub title: String,
    /// Sentences, one per line.
    pub lines: Vec<String>,
}

/// Help for the byte `offset` of the whole text; nothing where no declared field is.
pub fn hover(manifest: &Manifest, offset: usize, world: Option<&World>) -> Option<Hover> {
    let document = manifest.documents().get(manifest.document_at(offset)?)?;
    let root = document.root()?;
    let kind = kinds::spec(document.kind().unwrap_or_default()).unwrap_or(&kinds::ANY_KIND);
    let mut place = Place { node: root, path: String::new(), field: None, ty: None };
    let mut mapping = Some(kind.root);
    loop {
        if let Some(entry) = place
            .node
            .own_entries()
            .find(|entry| entry.key.span().touches(offset) || entry.value.span().touches(offset))
        {
            let key = entry.key.scalar_text()?;
            let field = mapping.and_then(|mapping| {
                mapping.field(key).or_else(|| mapping.child(mapping.flat?)?.field(key))
            })?;
            let path = if place.path.is_empty() { key.to_owned() } else { format!("{}.{key}", place.path) };
            if entry.key.span().touches(offset) {
                return Some(Hover { span: entry.key.span(), title: path, lines: about(field) });
            }
            place = Place { node: entry.value, path, field: Some(field), ty: Some(&field.ty) };
        } else if let Some((index, item)) =
            place.node.items().enumerate().find(|(_, item)| item.span().touches(offset))
        {
            let ty = place.ty.and_then(Type::item)?;
            place = Place { node: item, path: format!("{}[{index}]", place.path), ty: Some(ty), ..place };
        } else {
            break;
        }
        mapping = place.ty.and_then(Type::mapping);
    }
    let field = place.field?;
    let mut lines = world.map_or(Vec::new(), |world| behind(field, place.node, world));
    lines.extend(about(field));
    Some(Hover { span: place.node.span(), title: place.path, lines })
}

struct Place<'a> {
    node: Node<'a>,
    path: String,
    field: Option<&'static Field>,
    ty: Option<&'static Type>,
}

/// What the declaration says.
fn about(field: &Field) -> Vec<String> {
    let mut lines = vec![field.help.to_owned()];
    let required = match field.required {
        Required::Yes => ", required",
        Required::OnCreate => ", required to create it",
        Required::No => "",
    };
    lines.push(format!("{}: {}{required}.", field.label, field.ty.describe()));
    if !field.default.is_empty() {
        lines.push(format!("Default: {}.", field.default));
    }
    if !field.hint.is_empty() {
        lines.push(format!("Example: {}", field.hint));
    }
    if !field.since.is_empty() {
        lines.push(format!("Since Controller {}.", field.since));
    }
    match field.status {
        Status::Current => {}
        Status::Retired { until, advice } => lines.push(format!("Retired: last known to {until}. {advice}")),
        Status::Ignored { why } => lines.push(format!("Has no effect: {why}.")),
    }
    lines
}

/// What the lists know about the value.
fn behind(field: &Field, node: Node, world: &World) -> Vec<String> {
    let Some(text) = node.scalar_text().filter(|text| !text.is_empty()) else { return Vec::new() };
    let id = text.parse::<i64>().ok();
    let line = match field.source {
        Some(Source::Agents) => {
            let agent = world.agent(text);
            agent.map(|agent| {
                let architecture =
                    agent.architecture().map_or("architecture not known yet", Architecture::key);
                let words = [Some(architecture), agent.host.as_deref(), Some(agent.daemon_status.as_str())];
                let words: Vec<&str> = words.into_iter().flatten().filter(|word| !word.is_empty()).collect();
                format!("Agent {}: {}.", agent.name, words.join(", "))
            })
        }
        Some(Source::CatalogItems) => {
            let item = id.and_then(|id| world.catalog_item(id));
            item.map(catalog_item)
        }
        Some(Source::Registries) => {
            let registry = Registry::id_of(text).and_then(|id| world.registry(id));
            registry.map(|registry| {
                let access = if registry.is_public { "public" } else { "private" };
                format!("Registry {}: {}, {access}.", registry.id, registry.url)
            })
        }
        Some(Source::VolumeMounts) => {
            let name = text.split('/').next();
            let mount = world.volume_mounts.iter().find(|mount| Some(mount.name.as_str()) == name);
            mount.map(|mount| {
                let config_map = mount.config_map_name.as_ref().map(|name| format!("config map {name}"));
                let secret = mount.secret_name.as_ref().map(|name| format!("secret {name}"));
                format!("Volume mount {} of {}.", mount.name, config_map.or(secret).unwrap_or_default())
            })
        }
        _ => None,
    };
    let unknown = || Some(format!("Whether it exists is not known. {}", why_unknown(field.source?, world)?));
    line.or_else(unknown).into_iter().collect()
}

/// Why the list that a value comes from may hold more than is known.
fn why_unknown(source: Source, world: &World) -> Option<&str> {
    match source {
        Source::Agents => world.agents.why(),
        Source::Registries => world.registries.why(),
        Source::CatalogItems => world.catalog_items.why(),
        Source::Applications => world.applications.why(),
        Source::ApplicationTemplates | Source::TemplateVariables => world.application_templates.why(),
        Source::Secrets | Source::SecretKeys => world.secrets.why(),
        Source::ConfigMaps | Source::ConfigMapKeys => world.config_maps.why(),
        Source::VolumeMounts => world.volume_mounts.why(),
        Source::Roles => world.roles.why(),
        Source::NatsAccountRules => world.nats_account_rules.why(),
        Source::NatsUserRules => world.nats_user_rules.why(),
        Source::Capabilities => None,
    }
}

fn catalog_item(item: &CatalogItem) -> String {
    let images: Vec<String> = Architecture::ALL
        .into_iter()
        .filter_map(|architecture| Some(format!("{} {}", architecture.key(), item.image(architecture)?)))
        .collect();
    let system = if item.is_system() { ", a system item" } else { "" };
    format!("Catalog item {} ({}){system}: {}.", item.id, item.name, images.join(", "))
}
