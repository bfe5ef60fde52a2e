//! Keys that nobody knows: what was probably meant, and where it belongs.

use super::context::Context;
use super::found::Trail;
use super::nearest::nearest;
use super::rename;
use crate::fields::{Mapping, Status, Unknown};
use crate::path::Segment;
use crate::tree::{Entry, Node};

pub(crate) fn unknown(cx: &mut Context, spec: &'static Mapping, parent: Node, entry: &Entry, trail: &Trail) {
    let Some(key) = entry.key.scalar_text() else { return };
    if let Some(child) = belongs_below(spec, key) {
        return misplaced(cx, parent, entry, trail, child);
    }
    let meant = meant(spec, parent, key);
    let lost = spec.unknown == Unknown::Lost || of_other_kinds(trail, key);
    let what = format!("Unknown field \"{key}\"");
    let consequence = if lost { "it would be silently ignored" } else { "it is refused" };
    let mut message = match meant {
        Some(meant) => format!("{what}: {consequence}. Did you mean \"{meant}\"?"),
        None => format!("{what}: {consequence}. {}", known_keys(spec)),
    };
    if let Some(hint) = crate::read::invisible_hint(key) {
        message.push_str(&hint);
    }
    let field = meant.and_then(|meant| spec.field(meant));
    let fixes = field.map_or(Vec::new(), |field| rename::fixes(cx, parent, entry, field.key, &field.ty));
    let outward = image_of_container(cx, entry, trail);
    let found = if lost {
        cx.warning("unknown-field", entry.key, message)
    } else {
        cx.error("unknown-field", entry.key, message)
    };
    for (title, edits) in fixes.into_iter().chain(outward) {
        found.fix(title, edits);
    }
}

/// `image` in a container, where Docker and Kubernetes have it: the images stand beside it.
fn image_of_container(
    cx: &Context,
    entry: &Entry,
    trail: &Trail,
) -> Option<(String, Vec<crate::position::Edit>)> {
    let path = trail.path();
    let container = path.parent()?;
    let above = matches!(container.segments().last(), Some(Segment::Key(key)) if key == "container");
    let spec = container.parent()?;
    let holder = cx.document.get(&spec)?;
    if entry.key.scalar_text() != Some("image") || !above || entry.merged || holder.entry("images").is_some()
    {
        return None;
    }
    let image = entry.value.as_str()?;
    let [architecture] = rename::architectures(cx, holder)[..] else { return None };
    let title = format!("Move it to images and {}", architecture.key());
    let whole = holder.entry("container").filter(|whole| whole.value.own_entries().len() == 1);
    if let Some(whole) = whole {
        let text = rename::below(cx, holder, &whole, "images", architecture.key(), entry.value.source());
        return Some((title, rename::whole(&whole, text)));
    }
    let added = cx.fixer.set(&spec.key("images").key(architecture.key()), &image.into());
    let removed = cx.fixer.remove(&path);
    apart(&added, &removed).then(|| (title, [added, removed].concat()))
}

/// Whether two changes can be made at once.
fn apart(added: &[crate::position::Edit], removed: &[crate::position::Edit]) -> bool {
    let overlap = added
        .iter()
        .any(|a| removed.iter().any(|r| a.range.start < r.range.end && r.range.start < a.range.end));
    !added.is_empty() && !removed.is_empty() && !overlap
}

/// Keys around a document that only other kinds use: potctl reads them in every document, and does nothing with them
/// (manifest rules 1.1, 1.2).
fn of_other_kinds(trail: &Trail, key: &str) -> bool {
    match trail.path().segments() {
        [_] => matches!(key, "data" | "rules" | "roleRef" | "subjects"),
        [Segment::Key(above), _] => above == "metadata" && key == "applicationName",
        _ => false,
    }
}

/// The key that was probably meant and is not there yet.
fn meant(spec: &'static Mapping, parent: Node, key: &str) -> Option<&'static str> {
    let other = spec.also_called.iter().find(|(other, _)| *other == key).map(|(_, meant)| *meant);
    let current = spec.fields.iter().filter(|field| field.status == Status::Current).map(|field| field.key);
    other.or_else(|| nearest(key, current)).filter(|meant| parent.entry(meant).is_none())
}

fn known_keys(spec: &Mapping) -> String {
    let current = spec.fields.iter().filter(|field| field.status == Status::Current);
    let keys: Vec<&str> = current.map(|field| field.key).collect();
    format!("Known here: {}.", keys.join(", "))
}

/// The child mapping in whose place a key stood in older layouts.
fn belongs_below(spec: &'static Mapping, key: &str) -> Option<&'static str> {
    let child = spec.flat?;
    spec.child(child)?.field(key).map(|_| child)
}

fn misplaced(cx: &mut Context, parent: Node, entry: &Entry, trail: &Trail, child: &'static str) {
    let Some(key) = entry.key.scalar_text() else { return };
    let message = format!(
        "\"{key}\" belongs under {child} since apiVersion iofog.org/v2; here it would be silently ignored."
    );
    let edits = move_below(cx, parent, entry, trail, child).unwrap_or_default();
    cx.warning("misplaced-field", entry.key, message).fix(format!("Move it under {child}"), edits);
}

fn move_below(
    cx: &Context,
    parent: Node,
    entry: &Entry,
    trail: &Trail,
    child: &str,
) -> Option<Vec<crate::position::Edit>> {
    let key = entry.key.scalar_text()?;
    let taken = parent.get(child).is_some_and(|node| node.get(key).is_some() || !node.is_mapping());
    if taken || entry.merged {
        return None;
    }
    let target = trail.path().parent()?.key(child).key(key);
    let added = cx.fixer.set(&target, &entry.value.to_json());
    let removed = cx.fixer.remove(&trail.path());
    apart(&added, &removed).then(|| [added, removed].concat())
}
