//! What an ApplicationTemplate needs beyond its fields (manifest rules 2.5).

use std::collections::HashSet;

use crate::check::{Context, Trail, declare, plain_text};
use crate::kinds::microservice::check::listed_microservices;
use crate::tree::Node;

pub(crate) fn check(cx: &mut Context, root: Node) {
    if let Some(node) = root.get("metadata").and_then(|metadata| metadata.get("name"))
        && let Some(name) = plain_text(node)
    {
        declare(cx, "ApplicationTemplate", name.to_owned(), node, false);
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
