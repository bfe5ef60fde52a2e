//! What an ApplicationTemplate needs beyond its fields (manifest rules 2.5).

use std::collections::HashSet;

use model::{ApplicationTemplate, TemplateVariable};

use crate::check::{Context, MadeTemplate, Trail, Usage, declare, plain_text, replace};
use crate::kinds::microservice::check::listed_microservices;
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
    defaults(cx, spec);
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

/// Defaults that the fields refuse in whose place they are put.
fn defaults(cx: &mut Context, spec: Node) {
    let Some(usage) = cx.facts.template.as_ref().and_then(|made| Usage::of(&made.template)) else { return };
    for item in spec.get("variables").into_iter().flat_map(Node::items) {
        let Some(key) = item.get("key").and_then(plain_text) else { continue };
        let Some(node) = item.get("defaultValue").filter(|node| node.is_scalar() && !node.is_template())
        else {
            continue;
        };
        let wanted = usage.wanted(key);
        let Some((what, better)) = wanted.and_then(|wanted| wanted.complaint(&node.to_json(), node.source()))
        else {
            continue;
        };
        let message = format!("The template puts \"{key}\" where its value has to be {what}.");
        let found = cx.warning("variable-type", node, message);
        if let Some(better) = better {
            let title =
                if better.starts_with(['"', '\'']) { "Put it in quotes" } else { "Take the quotes away" };
            found.fix(title, replace(node, better));
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
        variables.push(TemplateVariable { key, default_value, ..TemplateVariable::default() });
    }
    let application = spec.get("application").map(Node::to_json).unwrap_or_default();
    let name = name.to_owned();
    let template = ApplicationTemplate { name, variables, application, ..ApplicationTemplate::default() };
    Some(MadeTemplate { template })
}
