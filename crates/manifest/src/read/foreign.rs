//! Recognises files of other products: what they are is said once, in place of a problem for every key.

use super::Finding;
use super::copied::{rows, without_manifest};
use crate::kinds::ONLY_OURS;
use crate::kinds::envelope::is_near_version;
use crate::tree::{Document, Node};

/// Codes of findings that say all there is to say of a document.
pub(crate) const CODES: &[&str] = &["foreign-file", "helm-template"];

/// What a document is, if it is none of ours.
pub(super) fn find(document: &Document) -> Option<Finding> {
    helm(document).or_else(|| request(document)).or_else(|| {
        let root = document.root()?;
        by_version(root).or_else(|| by_keys(root))
    })
}

/// Values that only Helm has.
const VALUES: &[&str] = &[".Values.", ".Release.", ".Chart.", ".Capabilities."];
/// With what a line of a template of Go begins; Liquid has braces too, but none of these.
const ACTIONS: &[&str] =
    &["/*", "if ", "else", "end", "range ", "with ", "include ", "define ", "template ", "toYaml ", "block "];

fn helm(document: &Document) -> Option<Finding> {
    let text = document.text();
    if !text.contains("{{") {
        return None;
    }
    let row = rows(text).filter(|row| !row.inside && !row.is_idle()).find(|row| {
        let action = row.content.strip_prefix("{{").map(|rest| rest.trim_start_matches('-').trim_start());
        let controls = action.is_some_and(|action| ACTIONS.iter().any(|word| action.starts_with(word)));
        let braces = row.content.split("{{").skip(1);
        controls || braces.into_iter().any(|rest| VALUES.iter().any(|value| rest.contains(value)))
    })?;
    let at = row.content_start() + row.content.find("{{")?;
    let message = "This is a template of Helm: it becomes a manifest only when it is rendered. Run \"helm template\" and use \
                   what that prints.";
    Some(Finding::error("helm-template", at..at + 2, message))
}

/// A request to a REST API, whose body is no manifest.
fn request(document: &Document) -> Option<Finding> {
    let range = without_manifest(document.text())?;
    let message = "This is a request to a REST API, no manifest: the body that it sends has fields of its own, and nothing of it \
                   can be deployed here. Run it in a terminal, or write a manifest with apiVersion, kind, metadata and spec.";
    Some(Finding::error("foreign-file", range, message))
}

/// Whose manifest it is, by its `apiVersion`.
fn by_version(root: Node<'_>) -> Option<Finding> {
    let node = root.get("apiVersion")?;
    let version = node.as_str()?;
    let kind = root.get("kind").and_then(Node::as_str).unwrap_or_default();
    let (group, _) = version.rsplit_once('/').unwrap_or(("", version));
    let whose = match group {
        _ if is_near_version(version) => return None,
        _ if group.starts_with("edgelet.") => {
            "This is for edgelet, the agent's own tool, not for a Controller. Use it with edgelet on the agent's machine."
        }
        "" if chart(root, version) => {
            "This describes a chart of Helm, no resource. Run \"helm template\" and use what that prints."
        }
        "" if kubernetes_version(version) && !ONLY_OURS.contains(&kind) => KUBERNETES,
        "apps" | "batch" | "extensions" | "autoscaling" | "policy" => KUBERNETES,
        _ if group.ends_with(".k8s.io") || group == "k8s.io" => KUBERNETES,
        _ if group.ends_with("argoproj.io") => {
            "This is for Argo, not for a Controller: use kubectl or argocd."
        }
        _ if group.ends_with("fluxcd.io") => "This is for Flux, not for a Controller: use kubectl or flux.",
        _ if group.contains('.') => {
            let message = format!(
                "This belongs to another product: \"{group}\" is none of the Controller's API groups. A manifest for the \
                 Controller has apiVersion datasance.com/v3."
            );
            return Some(Finding::error("foreign-file", node.local_range(), message));
        }
        _ => return None,
    };
    Some(Finding::error("foreign-file", node.local_range(), whose))
}

const KUBERNETES: &str = "This is a manifest of Kubernetes, for kubectl, not for a Controller. A manifest for the Controller has \
                          apiVersion datasance.com/v3; its kinds have some of the same names and other fields.";

/// `v1`, `v1beta1`, `v2alpha1`
fn kubernetes_version(version: &str) -> bool {
    let Some(rest) = version.strip_prefix('v') else { return false };
    let number = rest.trim_start_matches(|char: char| char.is_ascii_digit());
    number.len() < rest.len()
        && (number.is_empty() && rest == "1" || number.starts_with("alpha") || number.starts_with("beta"))
}

fn chart(root: Node<'_>, version: &str) -> bool {
    matches!(version, "v1" | "v2") && root.get("kind").is_none() && root.get("version").is_some()
}

/// A product, and the keys at the top of its files: all of the first list, one of the second if there are any.
struct Product {
    name: &'static str,
    all: &'static [&'static str],
    any: &'static [&'static str],
}

const fn product(name: &'static str, all: &'static [&'static str], any: &'static [&'static str]) -> Product {
    Product { name, all, any }
}

/// Files that are mappings. A name reads on from "This is".
const MAPPINGS: &[Product] = &[
    product("a description of an API (OpenAPI)", &[], &["openapi", "swagger"]),
    product("a description of an API (AsyncAPI)", &["asyncapi"], &[]),
    product("a file of Docker Compose", &["services"], &[]),
    product("a workflow of GitHub", &["on", "jobs"], &[]),
    product("a pipeline of GitLab", &["stages"], &[]),
    product("a pipeline of CircleCI", &["jobs", "workflows"], &[]),
    product("a pipeline of Azure", &["steps"], &["trigger", "pool"]),
    product(
        "a package of npm",
        &["name", "version"],
        &["scripts", "dependencies", "devDependencies", "main"],
    ),
    product("a lock file of npm", &["lockfileVersion"], &[]),
    product("a configuration of TypeScript", &["compilerOptions"], &[]),
    product(
        "a kustomization, for kubectl",
        &["resources"],
        &["namePrefix", "namespace", "patches", "commonLabels", "configMapGenerator", "images"],
    ),
    product("a configuration of kubectl", &["clusters", "contexts"], &[]),
    product("a configuration of Prometheus", &["scrape_configs"], &[]),
    product("a playbook of Ansible", &["hosts"], &["tasks", "roles"]),
    product("an inventory of Ansible", &["all"], &[]),
    product("a template of CloudFormation", &["AWSTemplateFormatVersion"], &[]),
    product("a template of CloudFormation", &["Resources", "Parameters"], &[]),
    product("a template of Azure", &["$schema", "contentVersion"], &[]),
    product("a configuration of the network (Netplan)", &["network"], &[]),
    product("a configuration of cloud-init", &["runcmd"], &[]),
    product("a configuration of cloud-init", &["packages", "users"], &[]),
    product("a configuration of MkDocs", &["site_name"], &[]),
    product("a configuration of ESPHome", &["esphome"], &[]),
    product("a configuration of Home Assistant", &["homeassistant"], &[]),
    product("a configuration of Trivy or Dependabot", &["updates"], &["version"]),
    product("a hook configuration of pre-commit", &["repos"], &[]),
    product("a JSON Schema", &["$schema", "type"], &["properties", "items"]),
    product("a dashboard of Grafana", &["panels"], &["templating", "schemaVersion"]),
    product("an error message of a Controller", &["name", "message"], &[]),
    product("what \"docker inspect\" prints", &["Id", "Config"], &["HostConfig", "Image"]),
];

/// Files that are lists, by the keys of the first item.
const LISTS: &[Product] = &[
    product("a playbook of Ansible", &["hosts"], &[]),
    product(
        "a list of tasks of Ansible",
        &["name"],
        &["ansible.builtin.copy", "ansible.builtin.shell", "apt", "become", "copy", "shell", "when"],
    ),
    product("a flow of Node-RED", &["id", "type"], &["wires", "z", "label"]),
    product("what \"docker inspect\" prints", &["Id"], &["Config", "Created"]),
    product(
        "a list of automations of Home Assistant",
        &["alias"],
        &["trigger", "action", "triggers", "actions"],
    ),
];

/// Which product's file a document without `apiVersion` and `spec` is, by its keys.
fn by_keys(root: Node<'_>) -> Option<Finding> {
    let (keys, products) = match root.items().next() {
        Some(first) if root.is_sequence() => (first, LISTS),
        _ => (root, MAPPINGS),
    };
    let has = |key: &str| keys.get(key).is_some();
    let ours = has("apiVersion") || has("spec") || has("kind") && has("metadata");
    if !keys.is_mapping() || ours {
        return None;
    }
    let fits = |product: &&Product| {
        product.all.iter().all(|key| has(key))
            && (product.any.is_empty() || product.any.iter().any(|key| has(key)))
    };
    let name = products.iter().find(fits)?.name;
    let message = format!(
        "This is {name}, no manifest: it has neither apiVersion nor kind. The Controller has no use for it."
    );
    let first = root.own_entries().next().map_or(root, |entry| entry.key);
    Some(Finding::error("foreign-file", first.local_range(), message))
}

/// What a text is that is no manifest, by its first line: "this is …".
pub(crate) fn guess(text: &str) -> Option<&'static str> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next()?;
    let lower = first.to_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
    let second = lines.next().unwrap_or_default();
    let assigns = |line: &str| {
        let key = line.split_once('=').map(|(key, _)| key.trim());
        key.is_some_and(|key| {
            !key.is_empty() && key.chars().all(|char| char.is_alphanumeric() || "_.-".contains(char))
        })
    };
    Some(match () {
        () if begins(&["<!doctype html", "<html", "<head", "<body", "<div"]) => "a page of HTML",
        () if begins(&["<?xml", "<"]) => "XML",
        () if begins(&["#!"]) => "a script",
        () if begins(&["-----begin"]) => "a certificate or key",
        () if begins(&["from "]) && !first.contains(" import ") => "a Dockerfile",
        () if begins(&["terraform {", "resource \"", "provider \""]) => "a file of Terraform",
        () if begins(&[
            "import ",
            "from ",
            "package ",
            "def ",
            "const ",
            "var ",
            "function ",
            "#include",
            "using ",
            "public ",
        ]) =>
        {
            "a program"
        }
        () if first.starts_with('[') && first.ends_with(']') && assigns(second) => "a file of INI or TOML",
        () if assigns(first) && (second.is_empty() || assigns(second)) => "a list of variables (KEY=value)",
        () if first == "NAMESPACE" => "what a command printed",
        () if super::copied::is_command(first) => {
            "a command: run it in a terminal, and paste here what its file holds"
        }
        () => return None,
    })
}
