//! The outside of a document: is it a mapping, which version, which kind, and was it pasted in one piece?

use model::Kind;

use super::context::Context;
use super::found::{Trail, replace};
use super::nearest::{listed, nearest};
use super::{covered, dialect, strange, values, walk};
use crate::kinds::envelope::{API_VERSION, API_VERSIONS, is_near_version};
use crate::kinds::{self, KindSpec, Support};
use crate::tree::Node;

/// Checks one document by its kind.
pub(crate) fn check(cx: &mut Context) {
    let Some(root) = cx.document.root() else { return };
    covered::check(cx, root);
    if cx.document.is_foreign() || strange::check(cx, root) {
        return;
    }
    if !root.is_mapping() || values::is_unquoted_template(root) {
        if cx.document.is_complete() {
            let message = match crate::read::guess(cx.document.text()) {
                Some(_) => strange::nothing_of_ours(cx.document.text()),
                None => format!(
                    "A manifest is a mapping with apiVersion, kind, metadata and spec; this is {}.",
                    values::kind_of(root)
                ),
            };
            cx.error("not-a-mapping", root, message);
        }
        return;
    }
    api_version(cx, root);
    namespace(cx, root);
    let unnamed = || strange::likely_kind(root).filter(|_| root.entry("kind").is_none());
    let spec = kind(cx, root).or_else(unnamed);
    if let Some(creates) = spec.and_then(|spec| spec.reading?.creates) {
        cx.creates = creates(cx, root);
    }
    walk::mapping(cx, root, spec.map_or(kinds::ANY_KIND.root, |spec| spec.root), &Trail::ROOT);
    let Some(spec) = spec else { return };
    if let Some(reading) = spec.reading {
        (reading.check)(cx, root);
        dialect::check(cx, root);
    } else {
        declare(cx, spec, root);
    }
}

fn api_version(cx: &mut Context, root: Node) {
    let Some(node) = root.get("apiVersion") else { return };
    let Some(version) = node.as_str() else { return };
    let known_kind = root.get("kind").and_then(Node::as_str).and_then(kinds::spec);
    match version {
        _ if version == cx.world.capabilities.api_version() => {}
        _ if !API_VERSIONS.contains(&version) => {
            let message = format!(
                "Unsupported apiVersion \"{version}\". potctl accepts {API_VERSION}; this console also reads {}.",
                listed(API_VERSIONS.iter().skip(1).copied(), "nothing else")
            );
            // What is no slip of the pen may be for another tool, and would do something else here.
            let edits = if is_near_version(version) { replace(node, API_VERSION) } else { Vec::new() };
            cx.error("unsupported-api-version", node, message).fix(format!("Change to {API_VERSION}"), edits);
        }
        "iofog.org/v3" if known_kind.is_some() => {
            let message = "iofogctl writes this version; potctl refuses it. The layout is the same.";
            let found = cx.info("older-api-version", node, message);
            found.fix(format!("Change to {API_VERSION}"), replace(node, API_VERSION));
        }
        API_VERSION => {
            let own = cx.world.capabilities.api_version();
            let message =
                format!("potctl writes this version; iofogctl wants {own}. The layout is the same.");
            cx.info("older-api-version", node, message).fix(format!("Change to {own}"), replace(node, own));
        }
        _ => {
            let message = format!(
                "An older layout: this console reads it and sends today's form; potctl refuses {version}."
            );
            cx.info("older-api-version", node, message);
        }
    }
}

/// Notes the namespace: whether it is the file's only one shows when the documents are looked at together.
fn namespace(cx: &mut Context, root: Node) {
    let node = root.get("metadata").and_then(|metadata| metadata.get("namespace"));
    let named = node.and_then(|node| Some((node.as_str().filter(|name| !name.is_empty())?, node)));
    cx.facts.namespace = named.map(|(name, node)| (name.to_owned(), node.local_range()));
}

/// The declaration of the document's kind, or of the one that was meant; none, and said so, where there is none.
fn kind(cx: &mut Context, root: Node) -> Option<&'static KindSpec> {
    let node = root.get("kind")?;
    let name = node.as_str()?;
    let Some(spec) = kinds::spec(name) else {
        let near = nearest(name, kinds::all().map(|spec| spec.name));
        let would_do = listed(kinds::deployed().map(|spec| spec.name), "none");
        let meant = near.map(|near| format!(" Did you mean {near}?")).unwrap_or_default();
        let message = format!(
            "Unknown kind \"{name}\": potctl would skip the document.{meant} This console deploys {would_do}."
        );
        let found = cx.error("unknown-kind", node, message);
        values::change_to(found, near, node);
        // The rest is looked at as what was meant, so that the change uncovers nothing new.
        return near.and_then(kinds::spec);
    };
    match spec.support {
        Support::Deployed => missing_kind(cx, name, node),
        Support::Known => {
            let article = if spec.title.starts_with(['a', 'e', 'i', 'o']) { "An" } else { "A" };
            let message = format!(
                "{article} {} is not deployed by this console; use potctl for this document.",
                spec.title
            );
            cx.info("kind-not-deployed", node, message);
        }
        Support::Retired => {
            let message = format!(
                "Kind {name} is retired: potctl and Controllers from 3.7 on do not know it. {}",
                spec.help
            );
            cx.warning("kind-retired", node, message);
        }
    }
    Some(spec)
}

/// A kind that this Controller does not have.
fn missing_kind(cx: &mut Context, name: &str, node: Node) {
    let feature = Kind::from_word(name).and_then(Kind::feature);
    if let Some(why) = feature.and_then(|feature| cx.world.capabilities.why_not(feature)) {
        cx.error("newer-kind", node, why);
    }
}

/// The name of a document that is only looked at from outside.
fn declare(cx: &mut Context, spec: &'static KindSpec, root: Node) {
    let Some(node) = root.get("metadata").and_then(|metadata| metadata.get("name")) else { return };
    let Some(name) = super::context::plain_text(node) else { return };
    // Service accounts are told apart by their application too.
    let application = root.get("metadata").and_then(|metadata| super::text(metadata, "applicationName"));
    let name = match application.filter(|_| spec.name == "ServiceAccount") {
        Some(application) => format!("{application}/{name}"),
        None => name.to_owned(),
    };
    super::declare(cx, spec.name, name, node, false);
}
