//! Names that have to exist on the Controller: registries, templates, roles, rules, secrets and config maps.

use std::collections::BTreeMap;
use std::sync::Arc;

use model::{Named, Registry};

use super::context::Context;
use super::found::{Trail, Unless};
use super::nearest::{listed, nearest};
use super::values;
use crate::fields::{Field, Source, Type};
use crate::kinds;
use crate::tree::Node;

/// Checks a text against the live list it comes from. Agents, applications and volume mounts depend on more than their
/// name and are looked up where that is known, and so do templates.
pub(crate) fn check(cx: &mut Context, source: Source, text: &str, node: Node) {
    let world = cx.world;
    match source {
        Source::Roles => exists(cx, source, world.roles.all(), text, node),
        Source::NatsUserRules => exists(cx, source, world.nats_user_rules.all(), text, node),
        Source::NatsAccountRules => exists(cx, source, world.nats_account_rules.all(), text, node),
        Source::Secrets => exists(cx, source, world.secrets.all(), text, node),
        Source::ConfigMaps => exists(cx, source, world.config_maps.all(), text, node),
        Source::SecretKeys => {
            reference(cx, source, world.secrets.all(), &world.secret_keys, text, node);
        }
        Source::ConfigMapKeys => {
            reference(cx, source, world.config_maps.all(), &world.config_map_keys, text, node);
        }
        Source::Capabilities => super::image::capability(cx, text, node),
        Source::Agents
        | Source::Applications
        | Source::ApplicationTemplates
        | Source::Registries
        | Source::CatalogItems
        | Source::TemplateVariables
        | Source::VolumeMounts => {}
    }
}

fn exists<T: Named>(cx: &mut Context, source: Source, list: Option<&[Arc<T>]>, text: &str, node: Node) {
    let Some(list) = list else { return };
    let names: Vec<&str> = list.iter().map(|named| named.name()).collect();
    if names.contains(&text) {
        return;
    }
    let (kind, near) = (kinds::holding(source), nearest(text, names.iter().copied()));
    let would_do = listed(names.iter().copied(), "none");
    let message = format!("There is no {} \"{text}\" on this Controller. There is: {would_do}.", kind.title);
    let found = cx.error("unknown-name", node, message);
    found.unless(Unless::Declared { kind: kind.name, name: text.to_owned() });
    values::choose(found, near, names.iter().copied(), node);
}

/// `name/key` into secrets or config maps; the keys only where they are known.
fn reference<T: Named>(
    cx: &mut Context,
    source: Source,
    list: Option<&[Arc<T>]>,
    keys: &BTreeMap<String, Vec<String>>,
    text: &str,
    node: Node,
) {
    let Some((name, key)) =
        text.split_once('/').filter(|(name, key)| !name.is_empty() && !key.is_empty() && !key.contains('/'))
    else {
        return;
    };
    let Some(list) = list else { return };
    let kind = kinds::holding(source);
    let what = kind.title;
    if !list.iter().any(|named| named.name() == name) {
        let near = nearest(name, list.iter().map(|named| named.name())).map(|near| format!("{near}/{key}"));
        let would_do = listed(list.iter().map(|named| named.name()), "none");
        let message = format!(
            "There is no {what} \"{name}\" on this Controller (the microservice would be left half made). There is: {would_do}."
        );
        let found = cx.error("unknown-name", node, message);
        found.unless(Unless::HasKey { kind: kind.name, name: name.to_owned(), key: key.to_owned() });
        return values::change_to(found, near.as_deref(), node);
    }
    let Some(known) = keys.get(name).filter(|known| !known.iter().any(|known| known == key)) else { return };
    let near = nearest(key, known.iter().map(String::as_str)).map(|near| format!("{name}/{near}"));
    let would_do = listed(known.iter().map(String::as_str), "none");
    let message = format!("The {what} \"{name}\" has no key \"{key}\". It has: {would_do}.");
    let found = cx.error("unknown-key", node, message);
    found.unless(Unless::HasKey { kind: kind.name, name: name.to_owned(), key: key.to_owned() });
    values::change_to(found, near.as_deref(), node);
}

/// `remote`, `local`, or an id as a number or in quotes (manifest rules 2.0).
pub(crate) fn registry(cx: &mut Context, field: &'static Field, node: Node, trail: &Trail) {
    let id = match (node.as_str(), node.as_i64()) {
        (Some("remote" | "local"), _) => return,
        (Some(""), _) | (_, Some(0)) if !super::walk::is_required(cx, field) => return,
        (Some(text), _) => text.parse::<i64>().ok(),
        (None, Some(id)) => Some(id),
        (None, None) => return values::wrong_type(cx, field, &Type::Registry, node, trail),
    };
    let registries = cx.world.registries.all();
    let Some(id) = id.filter(|id| *id > 0) else { return not_a_registry(cx, field, registries, node) };
    let Some(registries) = registries else { return };
    if !registries.iter().any(|registry| registry.id == id) {
        let message =
            format!("Registry {id} does not exist on this Controller. There is: {}.", all(registries));
        cx.error("unknown-registry", node, message);
    }
}

fn not_a_registry(cx: &mut Context, field: &Field, registries: Option<&[Arc<Registry>]>, node: Node) {
    let written = node.scalar_text().unwrap_or_default();
    let by_url = registries.and_then(|all| all.iter().find(|registry| registry.url == written));
    let there = registries.map(|all| format!(" There is: {}.", self::all(all))).unwrap_or_default();
    let message = format!(
        "\"{}\" must be remote, local or a registry id; registries have no names, so \"{written}\" means none.{there}",
        field.key
    );
    let found = cx.error("bad-registry", node, message);
    let id = by_url.map(|registry| registry.id.to_string());
    let word = nearest(written, ["remote", "local"]);
    match (id, word) {
        (Some(id), _) => {
            found.fix(format!("Change to {id}"), super::found::replace(node, id));
        }
        (None, word) => values::change_to(found, word, node),
    }
}

fn all(registries: &[Arc<Registry>]) -> String {
    let names: Vec<String> = registries
        .iter()
        .map(|registry| match registry.id {
            1 => "remote (1)".to_owned(),
            2 => "local (2)".to_owned(),
            id => format!("{id} ({})", registry.url),
        })
        .collect();
    listed(names.iter().map(String::as_str), "none")
}
