//! Keys of other tools and layouts as fixes: under its right name a value may need another shape.

use model::{Agent, Architecture};

use super::context::Context;
use super::found::replace;
use crate::fields::Type;
use crate::position::Edit;
use crate::scalar::Meaning;
use crate::tree::{Entry, Node};

/// What can be put in the place of an entry whose key was meant to be `meant`, of type `ty`: title and edits, one for
/// each choice. None at all where the value would be refused there.
pub(super) fn fixes(
    cx: &Context,
    parent: Node,
    entry: &Entry,
    meant: &str,
    ty: &Type,
) -> Vec<(String, Vec<Edit>)> {
    if entry.merged || entry.value.is_alias() {
        return Vec::new();
    }
    let key = entry.key.scalar_text().unwrap_or_default();
    let value = entry.value;
    let one = |title: String, text: String| vec![(title, whole(entry, text))];
    match (key, meant) {
        ("isPublic" | "public", "private") => match value.as_bool() {
            Some(public) => one(format!("Change to private: {}", !public), format!("private: {}", !public)),
            None => Vec::new(),
        },
        ("networkMode" | "network_mode", "hostNetworkMode") => match value.as_str() {
            Some(mode @ ("host" | "bridge")) => {
                let text = format!("hostNetworkMode: {}", mode == "host");
                one(format!("Change to {text}"), text)
            }
            _ => Vec::new(),
        },
        ("iofogUuid", "agent") => {
            let name = value.as_str().and_then(|uuid| cx.world.agent_name(uuid));
            name.map_or(Vec::new(), |name| {
                one(format!("Use {name}"), below(cx, parent, entry, "agent", "name", name))
            })
        }
        (_, "agent") if is_one_line(value) => {
            one("Change to agent and name".into(), below(cx, parent, entry, "agent", "name", value.source()))
        }
        ("catalogId" | "catalogItemId", "images") if value.as_i64().is_some() => one(
            "Move it under images".into(),
            below(cx, parent, entry, "images", "catalogId", value.source()),
        ),
        (_, "images") if is_one_line(value) => {
            let architectures = architectures(cx, parent);
            let fix = |architecture: &Architecture| {
                let arch = architecture.key();
                let text = below(cx, parent, entry, "images", arch, value.source());
                (format!("Change to images and {arch}"), whole(entry, text))
            };
            architectures.iter().map(fix).collect()
        }
        _ if fits(ty, value) => vec![(format!("Change to {meant}"), replace(entry.key, meant))],
        _ => Vec::new(),
    }
}

/// The architectures that an image of a microservice can be for: that of its agent, or each.
pub(super) fn architectures(cx: &Context, spec: Node) -> Vec<Architecture> {
    let agent = spec.get("agent").and_then(|agent| super::text(agent, "name"));
    let known = agent.and_then(|name| cx.world.agent(name)).and_then(Agent::architecture);
    known.map_or(Architecture::ALL.to_vec(), |known| vec![known])
}

/// Whether a value is of a type as far as its shape goes.
fn fits(ty: &Type, value: Node) -> bool {
    if value.is_template() && value.is_scalar() {
        return true;
    }
    match ty {
        Type::Mapping(_) | Type::Strings => value.is_mapping(),
        Type::List(_) => value.is_sequence(),
        Type::Boolean => value.as_bool().is_some(),
        Type::Integer { .. } => value.as_i64().is_some(),
        Type::Text(_) => value.as_str().is_some(),
        Type::Scalar | Type::Registry | Type::NameOrId => value.is_scalar() && !value.is_null(),
        Type::Any => true,
    }
}

/// A text or number in one line.
fn is_one_line(value: Node) -> bool {
    let scalar = matches!(value.meaning(), Some(Meaning::String | Meaning::Number(_)));
    scalar && !value.source().is_empty() && !value.source().contains(['\n', '\r'])
}

/// The entry's text is replaced as a whole.
pub(super) fn whole(entry: &Entry, text: String) -> Vec<Edit> {
    vec![Edit::replace(entry.key.local_range().start..entry.value.local_range().end, text)]
}

/// `key` with one entry below it, in the style of the mapping around.
pub(super) fn below(
    cx: &Context,
    parent: Node,
    entry: &Entry,
    key: &str,
    inner: &str,
    value: &str,
) -> String {
    if parent.is_flow() {
        return format!("{key}: {{{inner}: {value}}}");
    }
    let start = entry.key.local_range().start;
    let line =
        cx.document.text().get(..start).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |at| at + 1);
    format!("{key}:\n{:width$}{inner}: {value}", "", width = start - line + 2)
}
