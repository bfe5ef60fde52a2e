//! Volumes and environment (manifest rules 3.3).

use std::collections::HashMap;

use model::Lists;

use super::Subject;
use crate::check::{Context, LINE, Unless, change_to, listed, nearest, quote, replace, text};
use crate::scalar::Meaning;
use crate::tree::Node;

pub(super) fn check(cx: &mut Context, subject: &Subject) {
    let mut targets: HashMap<&str, usize> = HashMap::new();
    for volume in subject.container("volumes").into_iter().flat_map(Node::items) {
        source(cx, volume);
        let Some(node) = volume.get("containerDestination") else { continue };
        let Some(target) = text(volume, "containerDestination") else { continue };
        if let Some(first) = targets.insert(target, node.local_range().start) {
            let message = format!("{target} is mounted twice, first in line {LINE}; one of the two is lost.");
            cx.warning("mounted-twice", node, message).names_line(first);
        }
    }
    let mut names: HashMap<&str, usize> = HashMap::new();
    for variable in subject.container("env").into_iter().flat_map(Node::items) {
        environment(cx, variable);
        let key = variable.get("key").filter(|node| !node.is_template() && !node.is_null());
        let Some(node) = key else { continue };
        let Some(name) = node.scalar_text().filter(|name| !name.is_empty()) else { continue };
        if let Some(first) = names.insert(name, node.local_range().start) {
            let message =
                format!("The variable {name} is set twice, first in line {LINE}; one of the two is lost.");
            cx.warning("variable-twice", node, message).names_line(first);
        }
    }
}

/// What stands on the agent's side of a volume.
fn source(cx: &mut Context, volume: Node) {
    let Some(node) = volume.get("hostDestination") else { return };
    let Some(place) = text(volume, "hostDestination") else { return };
    match volume.get("type").map_or(Some("bind"), Node::as_str) {
        Some("volume") => named_volume(cx, volume, node, place),
        Some("volumeMount") => volume_mount(cx, node, place),
        Some("bind") if !place.starts_with(['/', '~', '$', '\\']) && place.get(1..2) != Some(":") => {
            let message =
                format!("\"{place}\" is no path from the root. For a named volume set type: volume.");
            cx.warning("bind-not-a-path", node, message);
        }
        _ => {}
    }
}

fn named_volume(cx: &mut Context, volume: Node, node: Node, place: &str) {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
    if place.starts_with(allowed) && place.chars().all(allowed) {
        return;
    }
    let message = format!(
        "\"{place}\" is no name of a volume: only letters, digits, \"_\", \".\" and \"-\". For a folder of the agent use type: bind."
    );
    if place.starts_with(allowed) {
        // The Controller looks at the first character only; the container engine at all of them.
        cx.warning("volume-name", node, message);
        return;
    }
    let path = place.starts_with('/').then(|| volume.get("type")).flatten();
    let found = cx.error("volume-name", node, message);
    if let Some(ty) = path {
        found.fix("Change the type to bind", replace(ty, "bind"));
    }
}

fn volume_mount(cx: &mut Context, node: Node, place: &str) {
    let (name, key) = place.split_once('/').map_or((place, None), |(name, key)| (name, Some(key)));
    if name.is_empty() {
        cx.error(
            "volume-mount-name",
            node,
            "A volumeMount needs the name of a volume mount here: name, or name/key.",
        );
        return;
    }
    let world = cx.world;
    let Some(mounts) = world.volume_mounts.all() else { return };
    let Some(mount) = mounts.iter().find(|mount| mount.name == name) else {
        let names = || mounts.iter().map(|mount| mount.name.as_str());
        let near = nearest(name, names()).map(|near| place.replacen(name, near, 1));
        let message = format!(
            "There is no volume mount \"{name}\" on this Controller (the microservice would be left half made). There is: {}.",
            listed(names(), "none")
        );
        let found = cx.error("unknown-name", node, message);
        found.unless(Unless::Declared { kind: "VolumeMount", name: name.to_owned() });
        return change_to(found, near.as_deref(), node);
    };
    let Some(key) = key.filter(|key| !key.is_empty()) else { return };
    let Some(keys) = keys_of(world, mount.config_map_name.as_deref(), mount.secret_name.as_deref()) else {
        return;
    };
    // A key, or the folder that keys begin with.
    if keys.iter().any(|known| known == key || known.starts_with(&format!("{}/", key.trim_end_matches('/'))))
    {
        return;
    }
    let near = nearest(key, keys.iter().map(String::as_str)).map(|near| format!("{name}/{near}"));
    let message = format!(
        "The volume mount \"{name}\" has nothing called \"{key}\". It has: {}.",
        listed(keys.iter().map(String::as_str), "nothing")
    );
    let found = cx.error("unknown-key", node, message);
    change_to(found, near.as_deref(), node);
}

fn keys_of<'l>(lists: &'l Lists, config_map: Option<&str>, secret: Option<&str>) -> Option<&'l Vec<String>> {
    match (config_map, secret) {
        (Some(name), _) => lists.config_map_keys.get(name),
        (None, Some(name)) => lists.secret_keys.get(name),
        (None, None) => None,
    }
}

const SOURCES: [&str; 3] = ["value", "valueFromSecret", "valueFromConfigMap"];

/// Exactly one source; the presence of the key counts, even with null (manifest rules 2.3).
fn environment(cx: &mut Context, variable: Node) {
    if !variable.is_mapping() {
        return;
    }
    let key = variable.get("key");
    if let Some(node) = key.filter(|node| node.is_scalar() && !node.is_null()) {
        if node.scalar_text() == Some("") {
            cx.error("empty-text", node, "An environment variable needs a name.");
        } else if matches!(node.meaning(), Some(Meaning::Bool(false) | Meaning::Number(0.0))) {
            // The Controller asks only whether the key is true.
            let text = node.scalar_text().unwrap_or_default();
            let message = format!("The Controller takes {text} for no name at all. Put it in quotes.");
            cx.error("empty-text", node, message).fix("Put it in quotes", quote(node));
        }
    }
    let name = key.and_then(Node::scalar_text).unwrap_or("this variable");
    let given: Vec<_> = SOURCES.iter().filter_map(|source| variable.entry(source)).collect();
    match given.as_slice() {
        [] if cx.document.is_complete() => {
            let message = format!(
                "{name} has no value: one of value, valueFromSecret and valueFromConfigMap is required."
            );
            cx.error("env-source", variable, message);
        }
        [_, more @ ..] => {
            for entry in more {
                let message = format!(
                    "{name} has a value already: only one of value, valueFromSecret and valueFromConfigMap is possible."
                );
                cx.error("env-source", entry.key, message);
            }
        }
        [] => {}
    }
}
