//! Compares a document with the declaration of its kind: keys that are missing, unknown, misplaced, retired or empty.

use super::context::{Context, Layout};
use super::found::{Trail, quote};
use super::template::Place;
use super::{keys, values};
use crate::fields::{Field, Mapping, Null, Required, Source, Status, Type};
use crate::kinds;
use crate::path::Path;
use crate::tree::{Entry, Node};

/// Checks every key of a mapping, and that none is missing.
pub(crate) fn mapping(cx: &mut Context, node: Node, spec: &'static Mapping, trail: &Trail) {
    let entries = node.entries();
    for entry in &entries {
        let Some(key) = entry.key.scalar_text() else {
            cx.error("key-not-text", entry.key, "A key has to be text, not a list or mapping.");
            continue;
        };
        let here = trail.key(key);
        match known(cx, spec, key) {
            Some(field) => value(cx, field, node, entry, &here),
            None => keys::unknown(cx, spec, node, entry, &here),
        }
    }
    for field in spec.fields {
        let there = || entries.iter().any(|entry| entry.key.scalar_text() == Some(field.key));
        if is_required(cx, field) && !there() {
            missing(cx, field, node, trail);
        }
    }
}

/// The field for a key, in the layout of the document.
fn known(cx: &Context, spec: &'static Mapping, key: &str) -> Option<&'static Field> {
    spec.field(key).or_else(|| {
        let flat = spec.flat.filter(|_| cx.layout == Layout::V1)?;
        spec.child(flat)?.field(key)
    })
}

pub(crate) fn is_required(cx: &Context, field: &Field) -> bool {
    match field.required {
        Required::No => false,
        Required::Yes => true,
        Required::OnCreate => cx.creates,
    }
}

fn missing(cx: &mut Context, field: &'static Field, node: Node, trail: &Trail) {
    if !cx.document.is_complete() || node.merges_unknown() {
        return;
    }
    let path = trail.key(field.key);
    let needed = required_below(field);
    let message = format!("Required field \"{path}{needed}\" is missing. {}", field.help);
    let at_top = trail.path().segments().is_empty();
    let certain = match field.key {
        "apiVersion" => Some(kinds::envelope::API_VERSION),
        "kind" if at_top => super::strange::likely_kind(node).map(|kind| kind.name),
        "kind" if trail.to_string().ends_with("roleRef") => Some("Role"),
        _ => None,
    };
    let edits = certain.map_or(Vec::new(), |text| cx.fixer.set(&path.path(), &text.into()));
    let title = format!("Add {}: {}", field.key, certain.unwrap_or_default());
    cx.error("missing-field", node, message).fix(title, edits);
}

/// `.name` when the missing mapping would need a name in it.
fn required_below(field: &Field) -> String {
    let Some(child) = field.ty.mapping() else { return String::new() };
    if child.fields.len() > 2 {
        return String::new();
    }
    let needed: Vec<_> = child.fields.iter().filter(|field| field.required == Required::Yes).collect();
    match needed.as_slice() {
        [one] => format!(".{}", one.key),
        _ => String::new(),
    }
}

/// Checks the value of a known key.
fn value(cx: &mut Context, field: &'static Field, parent: Node, entry: &Entry, trail: &Trail) {
    let node = entry.value;
    if node.is_unknown_alias() || !cx.is_new(node, field) {
        return;
    }
    let release = cx.world.capabilities.release();
    if !release.has_since(field.since) && !is_empty(node) {
        return newer(cx, field, entry, trail);
    }
    match field.status {
        Status::Current => {}
        Status::Retired { .. } if !field.is_retired(release) => {}
        _ if is_empty(node) => return,
        Status::Retired { until, advice } => return retired(cx, field, parent, entry, trail, until, advice),
        // describe prints the status of every resource.
        Status::Ignored { .. } if field.key == "status" => return,
        Status::Ignored { why } => {
            let message = format!("\"{}\" has no effect: {why}.", field.key);
            cx.info("ignored-field", entry.key, message);
            // What nobody reads cannot be wrong. The switches of an application are looked at before they are ignored.
            if !matches!(field.ty, Type::Boolean) {
                return;
            }
        }
    }
    if node.is_null() {
        return null(cx, field, entry, trail);
    }
    if template(cx, field, &field.ty, node, trail) {
        return;
    }
    if field.empty_is_absent && node.is_mapping() && node.own_entries().len() == 0 {
        return;
    }
    typed(cx, field, &field.ty, node, trail);
}

/// Whether a value is a template. What it gives is judged when all texts are looked at; what is asked for is noted here.
fn template(cx: &mut Context, field: &'static Field, ty: &'static Type, node: Node, trail: &Trail) -> bool {
    if !node.is_template() {
        return false;
    }
    let made = cx.document.kind().and_then(kinds::spec).and_then(|kind| kind.reading?.made);
    if made.is_some_and(|made| !trail.path().starts_with(&Path::root().key("spec").key(made))) {
        return false;
    }
    if !matches!(ty, Type::Any) {
        cx.asked.insert(node.resolved().local_range().start, Place { field, ty });
    }
    true
}

/// Null, `{}`, `[]` or `""`: printed by describe for things that are not there.
fn is_empty(node: Node) -> bool {
    node.is_null()
        || node.as_str() == Some("")
        || (node.is_mapping() && node.own_entries().len() == 0)
        || (node.is_sequence() && node.items().len() == 0)
}

/// What this Controller does not know yet. A variable that says nothing else is refused with the whole microservice.
fn newer(cx: &mut Context, field: &Field, entry: &Entry, trail: &Trail) {
    let title = cx.world.capabilities.title();
    let (key, since) = (field.key, field.since);
    let message = format!("\"{key}\" came with Controller {since}; this is {title}.");
    if matches!(field.source, Some(Source::SecretKeys | Source::ConfigMapKeys)) {
        cx.error(
            "newer-field",
            entry.key,
            format!("{message} It refuses the variable: write its value here."),
        );
        return;
    }
    let edits = if entry.merged { Vec::new() } else { cx.fixer.remove(&trail.path()) };
    cx.warning("newer-field", entry.key, format!("{message} It drops what is written here."))
        .fix(format!("Remove {key}"), edits);
}

fn retired(
    cx: &mut Context,
    field: &Field,
    parent: Node,
    entry: &Entry,
    trail: &Trail,
    until: &str,
    advice: &str,
) {
    let since = if until.starts_with('v') || until.ends_with('x') {
        format!("Only layout {until} knew \"{}\"", field.key)
    } else {
        format!("Controllers after {until} ignore \"{}\"", field.key)
    };
    let (title, edits) = match in_place(parent, entry) {
        _ if entry.merged => (String::new(), Vec::new()),
        Some(replaced) => replaced,
        None => (format!("Remove {}", field.key), cx.fixer.remove(&trail.path())),
    };
    cx.warning("retired-field", entry.key, format!("{since}. {advice}")).fix(title, edits);
}

/// What does today the work of a retired field that is switched on: taking it away would lose what it was for.
fn in_place(parent: Node, entry: &Entry) -> Option<(String, Vec<crate::position::Edit>)> {
    const ROOT_ACCESS: [&str; 2] = ["hostNetworkMode", "isPrivileged"];
    // In quotes it was meant as well.
    if entry.key.scalar_text() != Some("rootHostAccess") || entry.value.scalar_text() != Some("true") {
        return None;
    }
    let absent: Vec<&str> = ROOT_ACCESS.into_iter().filter(|key| parent.entry(key).is_none()).collect();
    let start = entry.key.local_range().start;
    let line = entry.key.document().text().get(..start)?.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let glue = if parent.is_flow() { ", ".to_owned() } else { format!("\n{}", " ".repeat(start - line)) };
    let text: Vec<String> = absent.iter().map(|key| format!("{key}: true")).collect();
    let title = format!("Set {} instead", absent.join(" and "));
    let edit = crate::position::Edit::replace(start..entry.value.local_range().end, text.join(&glue));
    (!absent.is_empty()).then(|| (title, vec![edit]))
}

/// A key with nothing after it: absent for some fields, refused for most (manifest rules 2.3).
fn null(cx: &mut Context, field: &Field, entry: &Entry, trail: &Trail) {
    // Where reading stopped, the value may still have been about to come.
    if !cx.document.is_complete() {
        return;
    }
    if is_required(cx, field) && !(field.null == Null::Absent && field.required == Required::Yes) {
        let message = format!("\"{trail}\" is empty, and it is required. {}", field.help);
        cx.error("null-value", entry.key, message);
        return;
    }
    if field.null == Null::Absent {
        return;
    }
    let message = format!(
        "\"{}\" has no value. Null is not the same as absent: the Controller wants {} here and refuses it.",
        field.key,
        field.ty.describe()
    );
    // A variable without a value is meant to be empty; without the key it has none at all.
    let empty = matches!(field.ty, Type::Scalar) && field.key == "value";
    let (title, edits) = match empty {
        _ if entry.merged => (String::new(), Vec::new()),
        true => ("Write an empty text".to_owned(), cx.fixer.set(&trail.path(), &"".into())),
        false => (format!("Remove {}", field.key), cx.fixer.remove(&trail.path())),
    };
    cx.error("null-value", entry.key, message).fix(title, edits);
}

/// Checks a value against a type.
pub(crate) fn typed(cx: &mut Context, field: &'static Field, ty: &'static Type, node: Node, trail: &Trail) {
    if values::is_unquoted_template(node) {
        // The look at all scalars reports it.
        return;
    }
    match ty {
        Type::Mapping(spec) if node.is_mapping() => {
            super::with_listed(cx, spec, node, |cx| mapping(cx, node, spec, trail));
        }
        Type::List(item) if node.is_sequence() => {
            for (place, child) in node.items().enumerate() {
                items(cx, field, item, child, &trail.index(place));
            }
        }
        Type::Any => {}
        Type::Mapping(_) | Type::List(_) => values::wrong_type(cx, field, ty, node, trail),
        Type::Strings => strings(cx, field, node, trail),
        _ => values::scalar(cx, field, ty, node, trail),
    }
}

fn items(cx: &mut Context, field: &'static Field, ty: &'static Type, node: Node, trail: &Trail) {
    if node.is_unknown_alias() || !cx.is_new(node, ty) {
        return;
    }
    if !template(cx, field, ty, node, trail) {
        typed(cx, field, ty, node, trail);
    }
}

fn strings(cx: &mut Context, field: &'static Field, node: Node, trail: &Trail) {
    if !node.is_mapping() {
        return values::wrong_type(cx, field, &Type::Strings, node, trail);
    }
    for entry in node.entries() {
        // The look at all scalars reports templates without quotes.
        let reported = entry.value.is_unknown_alias() || values::is_unquoted_template(entry.value);
        if reported || entry.value.as_str().is_some() {
            continue;
        }
        let edits =
            if entry.value.is_scalar() && !entry.value.is_null() { quote(entry.value) } else { Vec::new() };
        let message = format!(
            "The agent reads only annotations that are strings; at {} it stops and loses the rest. Quote it.",
            if entry.value.is_null() { "an empty value".to_owned() } else { values::kind_of(entry.value) }
        );
        cx.warning("annotation-not-string", entry.value, message).fix("Put it in quotes", edits);
    }
}
