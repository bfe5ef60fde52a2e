//! What a Registry needs beyond its fields (manifest rules 2.2, 3.4).

use model::Registry;

use crate::check::{Context, Trail, declare, is_evaluated, keep_as_text, plain_text, set_fix, text};
use crate::tree::Node;

/// Without an id, or with id 0, a new registry is made.
pub(crate) fn creates(_: &Context, root: Node) -> bool {
    root.get("spec")
        .and_then(|spec| spec.get("id"))
        .is_none_or(|id| id.as_i64().is_some_and(|id| id <= 0) || id.is_null())
}

pub(crate) fn check(cx: &mut Context, root: Node) {
    let Some(spec) = root.get("spec").filter(|spec| spec.is_mapping()) else { return };
    let id = spec.get("id").filter(|id| id.as_i64().is_some_and(|id| id > 0));
    match id {
        Some(node) => {
            id_may_change(cx, node);
            stays_private(cx, spec, node);
        }
        None if cx.creates => twins(cx, spec),
        // A template, or a value that has been reported already.
        None => {}
    }
    credentials(cx, spec);
    let evaluated = |node: &Node| node.is_template() && node.as_str().is_some_and(is_evaluated);
    if let Some(password) = spec.get("password").filter(evaluated) {
        let message = "The Controller evaluates {{...}} and {%...%} in a password as a template and would store something else. \
                       Wrap it: {% raw %}...{% endraw %}.";
        keep_as_text(cx.warning("password-template", password, message), password);
    }
}

fn id_may_change(cx: &mut Context, node: Node) {
    let Some(id) = node.as_i64() else { return };
    if Registry::is_system_id(id) {
        let message = "Registries 1 and 2 are system registries, and the Controller refuses to change them. Without spec.id a new \
                       registry is made.";
        cx.error("system-registry", node, message);
        return;
    }
    declare(cx, "Registry", format!("id {id}"), node, false);
    let Some(registries) = cx.world.registries.all() else { return };
    let live = registries.iter().find(|registry| registry.id == id);
    if let Some(why) = live.and_then(|live| cx.world.why_fixed_registry(live)) {
        cx.error("system-registry", node, format!("{why} Without spec.id a new registry is made."));
        return;
    }
    if !registries.iter().any(|registry| registry.id == id) {
        let names: Vec<String> = registries
            .iter()
            .filter(|registry| !registry.is_system())
            .map(|registry| format!("{} ({})", registry.id, registry.url))
            .collect();
        let there = crate::check::listed(names.iter().map(String::as_str), "none but the system's");
        let message = format!("Registry {id} does not exist, so it cannot be updated. There is: {there}.");
        cx.error("unknown-registry", node, message);
    }
}

/// Absent means public in an update too (manifest rules 4.7).
fn stays_private(cx: &mut Context, spec: Node, id: Node) {
    if !cx.document.is_complete() || spec.get("private").is_some_and(|node| !node.is_null()) {
        return;
    }
    let live = cx.world.registries.all().unwrap_or_default();
    let live = live.iter().find(|registry| Some(registry.id) == id.as_i64());
    let Some(live) = live.filter(|live| !live.is_public && !live.is_system()) else { return };
    let message = format!(
        "Registry {} is private now. Without private: true this update makes it public, and agents no longer log in there.",
        live.id
    );
    let edits = set_fix(cx, &Trail::ROOT.key("spec").key("private"), &true.into());
    cx.warning("becomes-public", spec.entry("private").map_or(spec, |entry| entry.key), message)
        .fix("Set private: true", edits);
}

/// A registry without id is made anew by every deploy, even where one of the same address exists.
fn twins(cx: &mut Context, spec: Node) {
    let Some(url) = spec.get("url") else { return };
    let Some(address) = plain_text(url).filter(|address| !address.is_empty()) else { return };
    let user = text(spec, "username").unwrap_or_default();
    cx.facts.new_registry = Some((format!("{} as {user}", Registry::place_of(address)), url.local_range()));
    let registries = cx.world.registries.all().unwrap_or_default();
    let alike = || {
        let own = registries.iter().filter(|registry| cx.world.why_fixed_registry(registry).is_none());
        own.filter(|registry| Registry::place_of(&registry.url) == Registry::place_of(address))
    };
    let Some(same) = alike().find(|registry| registry.username == user).or_else(|| alike().next()) else {
        return;
    };
    let what = if same.username == user { "address and user name" } else { "address" };
    let message = format!(
        "Registry {0} has this {what} already. A registry has no name, so without spec.id the command-line tools make a second \
         one, and this console asks; set spec.id to {0} to update it.",
        same.id
    );
    let mut edits = set_fix(cx, &Trail::ROOT.key("spec").key("id"), &same.id.into());
    let mut title = format!("Set spec.id to {}", same.id);
    if !same.is_public && spec.get("private").is_none() {
        // Or the update would make it public.
        edits.extend(set_fix(cx, &Trail::ROOT.key("spec").key("private"), &true.into()));
        title.push_str(" and private: true");
    }
    cx.warning("registry-twin", url, message).fix(title, edits);
}

/// Agents log in only at registries that are not public.
fn credentials(cx: &mut Context, spec: Node) {
    let private = spec.get("private");
    if private.is_some_and(Node::is_template) {
        return;
    }
    let is_private = private.and_then(Node::as_bool) == Some(true);
    let given =
        |key| spec.get(key).is_some_and(|node: Node| !node.is_null() && node.scalar_text() != Some(""));
    if is_private || !(given("username") && given("password")) {
        return;
    }
    // A value of the wrong type has been reported already.
    if private.is_some_and(|node| node.as_bool().is_none() && !node.is_null()) {
        return;
    }
    let at = private.unwrap_or(spec);
    let edits = set_fix(cx, &Trail::ROOT.key("spec").key("private"), &true.into());
    let message = "Without private: true agents treat the registry as public and do not use the user name and password.";
    cx.warning("credentials-unused", at, message).fix("Set private: true", edits);
}
