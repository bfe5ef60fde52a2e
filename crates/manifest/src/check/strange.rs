//! Documents without `apiVersion` and `kind`: pieces of a manifest, answers of a Controller, and what is no manifest at
//! all. Each is one finding, in place of one for every key.

use super::answer;
use super::context::Context;
use super::nearest::listed;
use crate::fields::{Mapping, Type};
use crate::kinds::{self, KindSpec};
use crate::tree::Node;

/// The code of the finding that says all there is to say of a document.
pub(crate) const NO_MANIFEST: &str = "no-manifest";

/// Keys that make a document a manifest, however incomplete.
const ENVELOPE: &[&str] = &["apiVersion", "kind", "metadata", "spec"];

/// Keys that occur in every file of the world.
const COMMON: &[&str] =
    &["name", "description", "type", "version", "url", "email", "id", "uuid", "label", "title", "tags"];

/// Says what a document is that has none of the keys around a manifest; false if it has one.
pub(crate) fn check(cx: &mut Context, root: Node) -> bool {
    if root.is_mapping() && ENVELOPE.iter().any(|key| root.entry(key).is_some()) {
        return false;
    }
    let whole = cx.document.is_complete();
    if whole && answer::check(cx, root) {
        return true;
    }
    let first = root.own_entries().next().map_or(root, |entry| entry.key);
    if let Some(message) = piece(root) {
        cx.error("manifest-piece", first, message);
    } else if whole && root.is_mapping() {
        let message = "This is no manifest: it has neither apiVersion nor kind. A manifest is a mapping with apiVersion, kind, \
                       metadata and spec.";
        cx.error(NO_MANIFEST, first, message);
    } else if whole || crate::read::holds_manifest(cx.document.text()) {
        return false;
    } else {
        cx.error(NO_MANIFEST, root, nothing_of_ours(cx.document.text()));
    }
    true
}

/// What is said of a text that is neither a manifest nor YAML.
pub(crate) fn nothing_of_ours(text: &str) -> String {
    let what = crate::read::guess(text).map_or(String::new(), |what| format!(": this is {what}"));
    format!("There is no manifest here{what}. A manifest is YAML with apiVersion, kind, metadata and spec.")
}

/// Where the keys of a mapping, or those of the items of a list, belong.
fn piece(root: Node) -> Option<String> {
    let list = root.is_sequence();
    let holder = if list { root.items().next()? } else { root };
    let keys: Vec<&str> = holder.own_entries().filter_map(|entry| entry.key.scalar_text()).collect();
    let mut best: Option<(usize, &KindSpec, String)> = None;
    // The kinds people copy pieces of come last in the order of deploying.
    for kind in kinds::deployed().rev() {
        for (path, mapping, of_items) in mappings(kind) {
            let known = keys.iter().filter(|key| mapping.field(key).is_some()).count();
            if of_items == list && known > best.as_ref().map_or(0, |(most, ..)| *most) {
                best = Some((known, kind, path));
            }
        }
    }
    let (known, kind, path) = best?;
    // Lists of JSON come from everywhere, with keys of their own beside those that are ours too.
    let foreign = list && root.is_flow() && known < keys.len();
    if known * 2 <= keys.len() || foreign || !keys.iter().any(|key| !COMMON.contains(key)) {
        return None;
    }
    let article = if kind.name.starts_with('A') { "an" } else { "a" };
    let place = format!("{path} of {article} {}", kind.name);
    let frame = "Put it there, in a document with apiVersion, kind, metadata and spec.";
    if list {
        return Some(format!("This is a piece of a manifest: the list {place}. {frame}"));
    }
    let belongs = if keys.len() == 1 { "belongs" } else { "belong" };
    let keys: Vec<String> = keys.iter().map(|key| format!("\"{key}\"")).collect();
    let keys = listed(keys.iter().map(String::as_str), "it");
    Some(format!("This is a piece of a manifest: {keys} {belongs} under {place}. {frame}"))
}

/// The mappings below the top of a kind, by path; whether each is the item of a list.
fn mappings(kind: &'static KindSpec) -> impl Iterator<Item = (String, &'static Mapping, bool)> {
    kind.paths().into_iter().filter_map(|(path, field)| match &field.ty {
        Type::List(item) => Some((path.trim_end_matches("[]").to_owned(), item.mapping()?, true)),
        ty => Some((path, ty.mapping()?, false)),
    })
}

/// The kind of a document that names none, by the fields of its spec.
pub(crate) fn likely_kind(root: Node) -> Option<&'static KindSpec> {
    let spec = root.get("spec")?;
    let keys: Vec<&str> = spec.own_entries().filter_map(|entry| entry.key.scalar_text()).collect();
    let known = |kind: &&'static KindSpec| {
        let mapping = kind.root.child("spec");
        keys.iter().filter(|key| mapping.is_some_and(|mapping| mapping.field(key).is_some())).count()
    };
    let most = kinds::deployed().map(|kind| known(&kind)).max().filter(|most| *most > 0)?;
    let mut likely = kinds::deployed().filter(|kind| known(kind) == most);
    let (only, None) = (likely.next()?, likely.next()) else { return None };
    Some(only)
}
