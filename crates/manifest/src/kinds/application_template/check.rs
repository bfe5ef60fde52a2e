//! What an ApplicationTemplate needs beyond its fields (manifest rules 2.5).

use std::collections::HashSet;

use crate::check::{Context, MadeTemplate, Trail, declare, plain_text};
use crate::kinds::microservice::check::listed_microservices;
use crate::lists::{ApplicationTemplate, TemplateVariable};
use crate::tree::Node;

pub(crate) fn check(cx: &mut Context, root: Node) {
    if let Some(node) = root.get("metadata").and_then(|metadata| metadata.get("name"))
        && let Some(name) = plain_text(node)
    {
        declare(cx, "ApplicationTemplate", name.to_owned(), node, false);
        cx.facts.template = root.get("spec").and_then(|spec| made(spec, name)).map(Box::new);
    }
    let Some(spec) = root.get("spec") else { return };
    variables(cx, spec);
    if let Some(application) = spec.get("application") {
        let trail = Trail::ROOT.key("spec");
        listed_microservices(cx, application, None, &trail.key("application"));
    }
}

fn variables(cx: &mut Context, spec: Node) {
    let mut seen = HashSet::new();
    for item in spec.get("variables").into_iter().flat_map(Node::items) {
        let Some(key) = item.get("key") else { continue };
        if let Some(name) = plain_text(key)
            && !seen.insert(name)
        {
            let message =
                format!("The variable \"{name}\" is declared twice; only one of the defaults can count.");
            cx.error("variable-twice", key, message);
        }
    }
}

/// The template as the Controller would have it; none where that cannot be told.
fn made(spec: Node, name: &str) -> Option<MadeTemplate> {
    let list = spec.get("variables");
    if list.is_some_and(|list| !list.is_sequence() && !list.is_null()) {
        return None;
    }
    let mut variables = Vec::new();
    for item in list.into_iter().flat_map(Node::items) {
        let key = plain_text(item.get("key")?)?.to_owned();
        let default_value = item.get("defaultValue").map(Node::to_json).unwrap_or_default();
        variables.push(TemplateVariable { key, description: None, default_value });
    }
    let mut needed = HashSet::new();
    if variables.iter().any(|variable| variable.default_value.is_null())
        && let Some(application) = spec.get("application")
    {
        collect_needed(application, "", &mut needed);
    }
    Some(MadeTemplate { template: ApplicationTemplate { name: name.to_owned(), variables }, needed })
}

/// Keys whose values cannot be left out, whatever field they belong to. (Of the images, one may do.)
const NEEDED: &[&str] = &[
    "name",
    "internal",
    "external",
    "hostDestination",
    "containerDestination",
    "accessMode",
    "key",
    "value",
    "valueFromSecret",
    "valueFromConfigMap",
    "address",
];

/// Variables that are the whole value of such a key: without a value the key is as good as missing.
fn collect_needed(node: Node, key: &str, needed: &mut HashSet<String>) {
    if node.is_alias() {
        return;
    }
    for item in node.items() {
        collect_needed(item, "", needed);
    }
    for entry in node.own_entries() {
        let key = entry.key.scalar_text().unwrap_or_default();
        if !matches!(key, "config" | "annotations") {
            collect_needed(entry.value, key, needed);
        }
    }
    let text = node.as_str().filter(|_| NEEDED.contains(&key)).map(str::trim);
    let inner = text.and_then(|text| text.strip_prefix("{{")?.strip_suffix("}}"));
    if let Some(variable) = inner.map(str::trim).filter(|inner| !inner.contains(['{', '}', '|'])) {
        needed.insert(variable.to_owned());
    }
}
