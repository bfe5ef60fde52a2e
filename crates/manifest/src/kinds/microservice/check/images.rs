//! Images and catalog items: the item exists, is not the system's, and has an image for the agent (manifest rules 3.3).

use std::sync::Arc;

use model::{Architecture, CatalogItem, Registry};

use super::Subject;
use crate::check::{Context, listed, replace};
use crate::tree::Node;

pub(super) fn check(cx: &mut Context, subject: &Subject) {
    let images = subject.spec.get("images").filter(|images| !images.is_null());
    if images.is_none() && !cx.creates {
        return kept_images(cx, subject);
    }
    let Some(images) = images.filter(|images| images.is_mapping()) else { return };
    if images.merges_unknown() {
        return;
    }
    match catalog_id(images) {
        Some((node, id)) => {
            catalog_item(cx, subject, node, id);
            ignored_images(cx, images);
            ignored_registry(cx, images, id);
        }
        // A template, or a value that has been reported already: nobody knows whether the images count.
        None if images.get("catalogId").is_some_and(|node| node.as_i64().is_none() && !node.is_null()) => {}
        None => own_images(cx, subject, images),
    }
}

/// An update without images keeps the live ones, and they may be of no use to the agent it moves to (manifest rules 4.5).
fn kept_images(cx: &mut Context, subject: &Subject) {
    let live = subject.name.as_deref().and_then(|name| cx.world.microservice_called(name));
    let (Some(live), Some(agent)) = (live, subject.known_agent) else { return };
    let Some(architecture) =
        agent.architecture().filter(|_| live.iofog_uuid.as_deref() != Some(&*agent.uuid))
    else {
        return;
    };
    let item = live.catalog_item_id.map(|id| cx.world.catalog_item(id));
    let (known, there) = match item {
        Some(item) => (item.is_some(), item.is_some_and(|item| item.image(architecture).is_some())),
        None => (!live.images.is_empty(), live.image(architecture).is_some()),
    };
    let node = subject.spec.get("agent").and_then(|agent| agent.get("name"));
    let Some(node) = node.filter(|_| known && !there) else { return };
    let message = format!(
        "{} has no {1} image to move to agent {2}, which runs {1}. Add images.{1}, or choose another agent.",
        live.full_name(),
        architecture.key(),
        agent.name
    );
    cx.error("image-missing", node, message);
}

fn catalog_id(images: Node<'_>) -> Option<(Node<'_>, i64)> {
    let node = images.get("catalogId")?;
    Some((node, node.as_i64().filter(|id| *id > 0)?))
}

fn image_text<'a>(images: Node<'a>, architecture: Architecture) -> Option<&'a str> {
    let node = images.get(architecture.key()).filter(|node| !node.is_null())?;
    node.scalar_text().filter(|text| !text.is_empty())
}

/// The architectures for which there is an image; none at all if that cannot be told.
pub(super) fn offered(cx: &Context, subject: &Subject) -> Vec<Architecture> {
    let Some(images) = subject.spec.get("images") else { return Vec::new() };
    let item = catalog_id(images).map(|(_, id)| cx.world.catalog_item(id).filter(|item| !item.is_system()));
    Architecture::ALL
        .into_iter()
        .filter(|architecture| match item {
            Some(item) => item.is_some_and(|item| item.image(*architecture).is_some()),
            None => image_text(images, *architecture).is_some(),
        })
        .collect()
}

fn ignored_images(cx: &mut Context, images: Node) {
    for architecture in Architecture::ALL {
        let Some(node) = images.get(architecture.key()) else { continue };
        if image_text(images, architecture).is_some() {
            let message = "Ignored, because catalogId is set: the images of the catalog item are used. Remove one of the two.";
            cx.warning("images-ignored", node, message);
        }
    }
}

/// The registry of a catalog item counts too; the same one beside it does no harm.
fn ignored_registry(cx: &mut Context, images: Node, id: i64) {
    let Some(node) = images.get("registry").filter(|node| !node.is_template()) else { return };
    let written = node.as_i64().or_else(|| Registry::id_of(node.scalar_text()?));
    let Some(item) = cx.world.catalog_item(id) else { return };
    if written.is_some_and(|written| written > 0 && Some(written) != item.registry_id) {
        let message = "Ignored, because catalogId is set: the registry of the catalog item is used. Remove one of the two.";
        cx.warning("images-ignored", node, message);
    }
}

fn catalog_item(cx: &mut Context, subject: &Subject, node: Node, id: i64) {
    let item = cx.world.catalog_item(id);
    if id < 4 {
        let what = item.map_or(String::new(), |item| format!(" It is {} here.", item.name));
        let message =
            format!("Catalog items 1 to 3 are refused for microservices.{what} {}", would_do(cx, subject));
        cx.error("reserved-catalog-id", node, message);
        return;
    }
    let Some(items) = cx.world.catalog_items.all() else { return };
    let Some(item) = item else {
        let message =
            format!("Catalog item {id} does not exist on this Controller. {}", would_do(cx, subject));
        let only = only_one(items, subject);
        let found = cx.error("unknown-catalog-item", node, message);
        if let Some(item) = only {
            found.fix(format!("Change to {} ({})", item.id, item.name), replace(node, item.id.to_string()));
        }
        return;
    };
    if item.is_system() {
        system_item(cx, subject, node, item, items);
        return;
    }
    let architecture = subject.known_agent.and_then(model::Agent::architecture);
    if let Some(architecture) = architecture.filter(|architecture| item.image(*architecture).is_none()) {
        let agent = subject.agent.unwrap_or_default();
        let message = format!(
            "Catalog item {id} ({}) has no {} image, which agent {agent} needs. {}",
            item.name,
            architecture.key(),
            would_do(cx, subject)
        );
        cx.error("image-missing", node, message);
    }
}

fn system_item(
    cx: &mut Context,
    subject: &Subject,
    node: Node,
    item: &CatalogItem,
    items: &[Arc<CatalogItem>],
) {
    let message = format!(
        "Catalog item {} is the system item \"{}\" on this Controller. The Controller accepts it, but afterwards the \
         microservice can be neither updated nor deleted on its own.{} {}",
        item.id,
        item.name,
        if item.id == 4 {
            " Up to Controller 3.4.10, 4 was EdgeGuard: ids differ between Controllers."
        } else {
            ""
        },
        would_do(cx, subject)
    );
    let only = only_one(items, subject);
    let found = cx.warning("system-catalog-item", node, message);
    if let Some(item) = only {
        found.fix(format!("Change to {} ({})", item.id, item.name), replace(node, item.id.to_string()));
    }
}

/// The items of the user that have an image for the agent; all of them if the agent is not known.
fn fitting<'i>(items: &'i [Arc<CatalogItem>], subject: &Subject) -> Vec<&'i CatalogItem> {
    let architecture = subject.known_agent.and_then(model::Agent::architecture);
    let fits =
        |item: &CatalogItem| architecture.is_none_or(|architecture| item.image(architecture).is_some());
    let items = items.iter().map(Arc::as_ref);
    items.filter(|item| !item.is_system() && item.id > 3 && fits(item)).collect()
}

fn only_one<'i>(items: &'i [Arc<CatalogItem>], subject: &Subject) -> Option<&'i CatalogItem> {
    match fitting(items, subject).as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

fn would_do(cx: &Context, subject: &Subject) -> String {
    let Some(items) = cx.world.catalog_items.all() else {
        return "Use an item of your own, or images.".into();
    };
    let names: Vec<String> =
        fitting(items, subject).iter().map(|item| format!("{} ({})", item.id, item.name)).collect();
    let names = listed(names.iter().map(String::as_str), "none yet");
    format!("Catalog items that would do: {names}; or give the images themselves.")
}

fn own_images(cx: &mut Context, subject: &Subject, images: Node) {
    let architecture = subject.known_agent.and_then(model::Agent::architecture);
    let Some(architecture) = architecture else {
        if nothing_given(images) && cx.document.is_complete() {
            let message = "There is no image at all: give x86, arm or a catalogId.";
            cx.error("image-missing", images, message);
        }
        return;
    };
    let given = images.get(architecture.key()).filter(|node| !node.is_null());
    if image_text(images, architecture).is_some() || !cx.document.is_complete() {
        return;
    }
    // A value that is no text has been reported already.
    if given.is_some_and(|node| node.as_str() != Some("")) {
        return;
    }
    let agent = subject.agent.unwrap_or_default();
    let message = format!(
        "There is no {0} image for agent {agent}, which runs {0}. Add images.{0}, or choose another agent.{1}",
        architecture.key(),
        others(cx, subject)
    );
    cx.error("image-missing", given.unwrap_or(images), message);
}

/// Whether there is no image for any architecture, nor a value in the place of one that has been reported already.
fn nothing_given(images: Node) -> bool {
    Architecture::ALL.into_iter().all(|architecture| {
        let given = images.get(architecture.key());
        given.is_none_or(|node| node.is_null() || node.as_str() == Some(""))
    })
}

/// The agents that the given images would do for.
fn others(cx: &Context, subject: &Subject) -> String {
    let offered = offered(cx, subject);
    let agents = cx.world.agents.all().unwrap_or_default().iter();
    let names = agents.filter(|agent| agent.architecture().is_some_and(|it| offered.contains(&it)));
    match listed(names.map(|agent| agent.name.as_str()), "") {
        names if names.is_empty() => String::new(),
        names => format!(" These images do for {names}."),
    }
}
