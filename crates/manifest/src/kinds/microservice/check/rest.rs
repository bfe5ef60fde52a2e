//! NATS access, and keys that the Controller spreads from the container into the request (manifest rules 2.3, 3.3).

use super::Subject;
use crate::check::{Context, Unless, set_fix};
use crate::tree::Node;
use crate::wire::{self, LONGEST_JSON};

pub(super) fn check(cx: &mut Context, subject: &Subject) {
    nats_access(cx, subject);
    config(cx, subject);
    config_length(cx, subject);
    spread(cx, subject);
    of_the_system(cx, subject);
    if let Some(entry) = subject.spec.get("container").and_then(|container| container.entry("natsAccess")) {
        let message = "natsAccess must stand under spec.natsConfig; under container the Controller refuses the microservice.";
        let path = subject.trail.key("container");
        let path = path.key("natsAccess").path();
        let edits = cx.fixer.remove(&path);
        // The general complaint about an unknown key says less.
        let place = entry.key.local_range();
        cx.found.retain(|found| found.code != "unknown-field" || found.range != place);
        cx.error("misplaced-field", entry.key, message).fix("Remove it", edits);
    }
}

/// Keys under container that the Controller takes for the microservice's own, although they belong elsewhere.
const SPREAD: &[(&str, &str)] = &[
    ("name", "belongs in metadata.name"),
    ("agentName", "belongs in spec.agent.name"),
    ("registryId", "belongs in spec.images.registry"),
    ("catalogItemId", "belongs in spec.images.catalogId"),
    ("logSize", "belongs in spec.logSize"),
    ("schedule", "belongs in spec.schedule"),
    ("config", "belongs in spec.config"),
    ("rebuild", "has to be left out: every deploy decides about it"),
    ("isSystem", "has to be left out: it is for the system"),
];

/// JSON in quotes is one text: the program gets a text, and potctl cannot describe the microservice (manifest rules 5.3).
fn config(cx: &mut Context, subject: &Subject) {
    let Some(node) = subject.spec.get("config") else { return };
    let Some(text) = node.as_str().map(str::trim).filter(|text| text.starts_with(['{', '['])) else { return };
    if !node.is_template() && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() {
        let message = "This config is one text that holds JSON, not a mapping: the program would get a text. Take the quotes away.";
        cx.warning("config-is-text", node, message)
            .fix("Take the quotes away", crate::check::replace(node, text));
    }
}

/// A byte of text becomes at most seven in a request, so shorter documents need no look.
const MAYBE_LONG: usize = LONGEST_JSON / 7;

/// The Controller refuses long requests; only the detour by which a microservice can still be made spoils quotes
/// (manifest rules 0.3, 3.3).
fn config_length(cx: &mut Context, subject: &Subject) {
    let text = cx.document.text();
    let Some(node) = subject.spec.get("config").filter(|_| text.len() > MAYBE_LONG || text.contains('*'))
    else {
        return;
    };
    let stored = wire::json_of(node).to_stored_text();
    let length = serde_json::Value::from(stored.as_str()).to_string().len();
    if length <= LONGEST_JSON {
        return;
    }
    let long = format!(
        "This config is a JSON text of {} kB, and the Controller takes requests of 100 kB",
        length / 1000
    );
    let advice = "Shorten it, or keep the data in a config map and mount that.";
    if cx.creates && (stored.contains("\\u0022") || stored.contains("\\u005c")) {
        let message =
            format!("{long}; on the way for longer ones it spoils double quotes and backslashes. {advice}");
        cx.error("config-too-long", node, message);
    } else {
        let message =
            format!("{long}: the microservice can be made, but its config cannot be changed later. {advice}");
        cx.warning("config-too-long", node, message);
    }
}

fn spread(cx: &mut Context, subject: &Subject) {
    let Some(container) = subject.spec.get("container") else { return };
    for (key, place) in SPREAD {
        let Some(entry) = container.entry(key) else { continue };
        let message = format!(
            "\"{key}\" {place}. Under container it may take the place of the microservice's own value; this \
             console does not send it."
        );
        let here = entry.key.local_range();
        // The general complaint about an unknown key says less, and what it says is not true of these.
        cx.found.retain(|found| found.code != "unknown-field" || found.range != here);
        cx.warning("misplaced-field", entry.key, message);
    }
}

/// A microservice that was made from a system item can never be updated (manifest rules 0, trap 7).
fn of_the_system(cx: &mut Context, subject: &Subject) {
    let Some(live) = subject.name.as_deref().and_then(|name| cx.world.microservice_called(name)) else {
        return;
    };
    let Some(item) =
        live.catalog_item_id.and_then(|id| cx.world.catalog_item(id)).filter(|item| item.is_system())
    else {
        return;
    };
    let message = format!(
        "{} was made from system item {} ({}), so the Controller refuses to update it. Only deleting its application removes it.",
        live.full_name(),
        item.id,
        item.name
    );
    cx.error("system-microservice", subject.spec, message);
}

fn nats_access(cx: &mut Context, subject: &Subject) {
    let Some(node) = subject.spec.get("natsConfig").and_then(|nats| nats.get("natsAccess")) else { return };
    // In quotes it is refused, and meant all the same.
    if node.as_bool() != Some(true) && node.scalar_text() != Some("true") {
        return;
    }
    let Some(root) = cx.document.root() else { return };
    let own = match cx.document.kind() {
        Some("Application") => root.get("spec"),
        Some("ApplicationTemplate") => root.get("spec").and_then(|spec| spec.get("application")),
        _ => None,
    };
    let written = own.and_then(|application| application.get("natsConfig")?.get("natsAccess"));
    if written.is_some_and(|node| node.as_bool() == Some(true) || node.is_template()) {
        return;
    }
    let name = subject.application.as_deref().unwrap_or("around it");
    let known = cx.world.application(name);
    // Not written in the Application: an update keeps what there is.
    if written.is_none() && known.is_some_and(model::Application::allows_nats) {
        return;
    }
    if own.is_none() && cx.world.applications.all().is_none() {
        return;
    }
    let message = format!(
        "The application {name} has no NATS access, so its microservices cannot have it. Set natsConfig.natsAccess: true on the application."
    );
    let edits = own_fix(cx, own, written);
    let found = cx.error("nats-without-application", node, message);
    if own.is_none() {
        found.unless(Unless::GrantsNats { name: name.to_owned(), live: known.is_some() });
    }
    found.fix("Give the application NATS access", edits);
}

fn own_fix(cx: &Context, own: Option<Node>, written: Option<Node>) -> Vec<crate::position::Edit> {
    use crate::check::Trail;
    if own.is_none() || written.is_some_and(|node| node.as_bool().is_none()) {
        return Vec::new();
    }
    let spec = Trail::ROOT.key("spec");
    let application = spec.key("application");
    let base = if cx.document.kind() == Some("ApplicationTemplate") { &application } else { &spec };
    let nats = base.key("natsConfig");
    set_fix(cx, &nats.key("natsAccess"), &true.into())
}
