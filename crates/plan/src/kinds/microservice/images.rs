//! Where a microservice's image comes from: the one group of fields whose parts change each other (manifest rules 4.4).

use manifest::wire::{Json, Spec, body};
use serde_json::{Map, Value, json};

use crate::diff::changed;
use crate::step::{FieldChange, Note};

/// Puts what has to be sent into `patch` and gives what to show. A manifest that does not speak of images keeps them.
pub(super) fn compare(wanted: &Spec, live: &Spec, patch: &mut Map<String, Value>) -> Vec<FieldChange> {
    if !wanted.has_images() {
        return Vec::new();
    }
    let (item, live_item) = (wanted.get("images.catalogId"), live.get("images.catalogId"));
    let mut changes = Vec::new();
    if let Some(item) = item {
        // The item brings images and registry; those beside it are ignored.
        if Some(item) != live_item {
            changes.push(changed(&wanted.path("images.catalogId"), live_item, Some(item), note(item)));
            patch.insert("catalogItemId".to_owned(), item.to_value());
        }
        return changes;
    }
    own_images(wanted, live, patch, &mut changes);
    own_registry(wanted, live, patch, &mut changes);
    if live_item.is_some() {
        changes.push(changed(&wanted.path("images.catalogId"), live_item, None, Note::Plain));
        patch.insert("catalogItemId".to_owned(), Value::Null);
        // Without these the item's image would stay in use.
        patch.insert("images".to_owned(), Value::Array(body::images(wanted)));
        patch
            .entry("registryId")
            .or_insert_with(|| wanted.get("images.registry").map_or(json!(1), Json::to_value));
    }
    changes
}

fn own_images(wanted: &Spec, live: &Spec, patch: &mut Map<String, Value>, changes: &mut Vec<FieldChange>) {
    let given = ["images.x86", "images.arm"].map(|path| (path, wanted.text(path)));
    // Only the registry is written: the images stay.
    if given.iter().all(|(_, image)| image.is_none()) {
        return;
    }
    let before = changes.len();
    for (path, image) in given {
        let (to, from) = (image.map(Json::string), live.text(path).map(Json::string));
        let computed = to.as_ref().is_some_and(Json::has_template);
        if computed || to.as_ref().map(Json::evaluated) != from {
            let note = to.as_ref().map_or(Note::Plain, note);
            changes.push(changed(&wanted.path(path), from.as_ref(), to.as_ref(), note));
        }
    }
    if changes.len() > before {
        patch.insert("images".to_owned(), Value::Array(body::images(wanted)));
    }
}

/// Absent beside images means 1, `""` means as it is.
fn own_registry(wanted: &Spec, live: &Spec, patch: &mut Map<String, Value>, changes: &mut Vec<FieldChange>) {
    let written = wanted.get("images.registry");
    if written.is_some_and(Json::is_empty) {
        return;
    }
    let to = written.cloned().unwrap_or(Json::integer(1));
    let from = live.get("images.registry").cloned().unwrap_or(Json::integer(1));
    if to != from {
        let note = if written.is_none() { Note::Reset } else { note(&to) };
        changes.push(changed(&wanted.path("images.registry"), Some(&from), Some(&to), note));
        patch.insert("registryId".to_owned(), to.to_value());
    }
}

fn note(value: &Json) -> Note {
    if value.has_template() { Note::Computed } else { Note::Plain }
}
