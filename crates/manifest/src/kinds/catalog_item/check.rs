//! What a CatalogItem needs beyond its fields (manifest rules 2.1, 3.4).

use std::sync::Arc;

use model::{CatalogItem, World};

use crate::check::{Context, Trail, declare, plain_text, set_fix, text};
use crate::tree::Node;

/// Without an id, or with id 0, a new item is made.
pub(crate) fn creates(_: &Context, root: Node) -> bool {
    root.get("spec")
        .and_then(|spec| spec.get("id"))
        .is_none_or(|id| id.as_i64().is_some_and(|id| id <= 0) || id.is_null())
}

pub(crate) fn check(cx: &mut Context, root: Node) {
    let Some(spec) = root.get("spec").filter(|spec| spec.is_mapping()) else { return };
    images(cx, spec);
    let id = spec.get("id").filter(|id| id.as_i64().is_some_and(|id| id > 0));
    match id {
        Some(node) => {
            id_exists(cx, node);
            new_name_is_free(cx, root, node);
        }
        None if cx.creates => name_is_free(cx, root),
        // A template, or a value that has been reported already.
        None => {}
    }
    publisher_and_category(cx, spec);
    let name = root.get("metadata").and_then(|metadata| metadata.get("name"));
    if let Some((node, name)) = name.and_then(|node| Some((node, plain_text(node)?))) {
        declare(cx, "CatalogItem", name.to_owned(), node, false);
    }
    if let Some((node, id)) = id.and_then(|node| Some((node, node.as_i64()?))) {
        declare(cx, "CatalogItem", format!("id {id}"), node, false);
    }
}

fn images(cx: &mut Context, spec: Node) {
    let given =
        |key| spec.get(key).is_some_and(|node: Node| !node.is_null() && node.scalar_text() != Some(""));
    let known = cx.document.is_complete() && !spec.merges_unknown();
    if given("x86") || given("arm") || !cx.creates || !known {
        return;
    }
    let message = "At least one of x86 and arm is required: the image for that architecture. They sit directly under spec.";
    cx.error("image-missing", spec, message);
}

fn id_exists(cx: &mut Context, node: Node) {
    let Some(id) = node.as_i64() else { return };
    let Some(items) = cx.world.catalog_items.all() else { return };
    match items.iter().find(|item| item.id == id) {
        Some(item) if item.is_system() => {
            let message = format!(
                "Catalog item {id} ({}) is a system item: the Controller refuses to change it. Without spec.id a new item is made.",
                item.name
            );
            cx.error("system-catalog-item", node, message);
        }
        Some(item) => {
            if let Some(why) = cx.world.why_fixed_item(item) {
                cx.error("system-catalog-item", node, format!("{why} Without spec.id a new item is made."));
            }
        }
        None => {
            let message = format!(
                "Catalog item {id} does not exist, so it cannot be updated. There is: {}.",
                users_items(cx.world, items)
            );
            cx.error("unknown-catalog-item", node, message);
        }
    }
}

/// "6 (probe), 7 (tool)": the items that are not the system's.
pub(crate) fn users_items(world: &World, items: &[Arc<CatalogItem>]) -> String {
    let names: Vec<String> = items
        .iter()
        .filter(|item| world.why_fixed_item(item).is_none())
        .map(|item| format!("{} ({})", item.id, item.name))
        .collect();
    crate::check::listed(names.iter().map(String::as_str), "none of your own yet")
}

fn name_is_free(cx: &mut Context, root: Node) {
    let Some(node) = root.get("metadata").and_then(|metadata| metadata.get("name")) else { return };
    let (Some(name), Some(items)) = (plain_text(node), cx.world.catalog_items.all()) else { return };
    let Some(item) = items.iter().find(|item| item.name == name) else { return };
    if item.is_system() {
        let message = format!("The name \"{name}\" belongs to system item {}. Choose another name.", item.id);
        cx.error("name-taken", node, message);
        return;
    }
    let message = format!(
        "Catalog item \"{name}\" exists with id {0}. Without an id potctl tries to create it again and is refused; set spec.id \
         to {0} to update it.",
        item.id
    );
    let edits = set_fix(cx, &Trail::ROOT.key("spec").key("id"), &item.id.into());
    cx.error("name-taken", node, message).fix(format!("Set spec.id to {}", item.id), edits);
}

/// With an id the name is the new one; it must not belong to another item.
fn new_name_is_free(cx: &mut Context, root: Node, id: Node) {
    let Some(node) = root.get("metadata").and_then(|metadata| metadata.get("name")) else { return };
    let (Some(name), Some(items)) = (plain_text(node), cx.world.catalog_items.all()) else { return };
    let other = items.iter().find(|item| item.name == name && Some(item.id) != id.as_i64());
    if let Some(other) = other {
        let message = format!(
            "The name \"{name}\" belongs to catalog item {}; this one cannot be renamed to it.",
            other.id
        );
        cx.error("name-taken", node, message);
    }
}

fn publisher_and_category(cx: &mut Context, spec: Node) {
    if let (Some(node), Some("Eclipse ioFog")) = (spec.get("publisher"), text(spec, "publisher")) {
        cx.error("reserved-publisher", node, "The publisher \"Eclipse ioFog\" is refused by the Controller.");
    }
    if let (Some(node), Some("SYSTEM")) = (spec.get("category"), text(spec, "category")) {
        let message =
            "The category SYSTEM makes an item that can never be changed or deleted. Choose another word.";
        cx.error("system-category", node, message);
    }
}
