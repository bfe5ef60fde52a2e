//! What a Microservice needs beyond its fields, alone or in the list of an Application (manifest rules 3.3).

mod agent;
mod container;
mod hosts;
mod images;
mod ports;
mod rest;

use std::borrow::Cow;
use std::collections::HashMap;

use model::Agent;

use super::fields::LISTED;
use crate::check::{
    Context, LINE, Layout, Placed, Trail, Unless, choices, declare, listed, nearest, plain_text, replace,
    written,
};
use crate::fields::{Mapping, NameRule, nearest_valid_name};
use crate::tree::Node;

/// One microservice of a document, with what its parts need to know about the whole.
pub(crate) struct Subject<'a, 't> {
    pub(crate) spec: Node<'a>,
    pub(crate) trail: &'t Trail<'t>,
    /// The application, where it can be known.
    pub(crate) application: Option<String>,
    /// `application/name` for messages and facts; never a template.
    pub(crate) name: Option<String>,
    /// The agent's name as written.
    pub(crate) agent: Option<&'a str>,
    /// The agent, if the lists know it.
    pub(crate) known_agent: Option<&'a Agent>,
    layout: Layout,
}

impl<'a> Subject<'a, '_> {
    /// A field of the container, wherever the layout puts it.
    pub(crate) fn container(&self, key: &str) -> Option<Node<'a>> {
        let under = self.spec.get("container").and_then(|container| container.get(key));
        under.or_else(|| if self.layout == Layout::V1 { self.spec.get(key) } else { None })
    }

    /// The entry of a container field, for findings about its key.
    pub(crate) fn container_key(&self, key: &str) -> Option<Node<'a>> {
        let under = self.spec.get("container").and_then(|container| container.entry(key));
        let flat = || if self.layout == Layout::V1 { self.spec.entry(key) } else { None };
        under.or_else(flat).map(|entry| entry.key)
    }
}

/// Whether the lists have no such microservice yet.
pub(crate) fn creates(cx: &Context, root: Node) -> bool {
    let identity = Identity::of(cx, root);
    identity.qualified().is_none_or(|name| cx.world.microservice_called(&name).is_none())
}

/// The same for an item of an Application's list.
pub(crate) fn creates_listed(cx: &Context, spec: &Mapping, node: Node) -> Option<bool> {
    if !std::ptr::eq(spec, &LISTED) {
        return None;
    }
    let root = cx.document.root()?;
    let own = root.get("spec").and_then(|spec| spec.get("name"));
    let application = plain_text(own.or_else(|| root.get("metadata")?.get("name"))?)?;
    let name = plain_text(node.get("name")?)?;
    Some(cx.world.microservice_called(&format!("{application}/{name}")).is_none())
}

/// Name and application of a Microservice document, from the places where they may stand.
struct Identity<'a> {
    /// Where the name stands that counts.
    node: Option<Node<'a>>,
    bare: Option<&'a str>,
    prefix: Option<&'a str>,
    /// `spec.application`, as text or number.
    field: Option<Node<'a>>,
    /// The application's name; also when it was given by id.
    application: Option<String>,
}

impl<'a> Identity<'a> {
    fn of(cx: &Context, root: Node<'a>) -> Identity<'a> {
        let outer = root.get("metadata").and_then(|metadata| metadata.get("name"));
        let spec = root.get("spec");
        // spec.name wins: the Controller spreads the spec over the name (manifest rules 2.3).
        let inner = spec.and_then(|spec| spec.get("name")).filter(|node| !node.is_null());
        let node = inner.or(outer);
        let (prefix, bare) = split(node);
        let prefix = prefix.or_else(|| split(outer).0);
        let field = spec.and_then(|spec| spec.get("application")).filter(|node| !node.is_null());
        let by_field = field.and_then(name_or_id).map(|text| {
            let known = cx.world.application_by_name_or_id(&text);
            known.map_or_else(|| text.into_owned(), |application| application.name.clone())
        });
        Identity { node, bare, prefix, field, application: prefix.map(str::to_owned).or(by_field) }
    }

    fn qualified(&self) -> Option<String> {
        Some(format!("{}/{}", self.application.as_deref()?, self.bare?))
    }
}

/// An application as a field gives it: its name, or its id in any notation of numbers. Templates and other values, which
/// are refused by their type, name none.
fn name_or_id(node: Node<'_>) -> Option<Cow<'_, str>> {
    let name = node.as_str().filter(|text| !text.is_empty() && !node.is_template());
    name.map(Cow::Borrowed).or_else(|| node.as_i64().map(|id| Cow::Owned(id.to_string())))
}

fn split(node: Option<Node<'_>>) -> (Option<&str>, Option<&str>) {
    let Some(name) = node.and_then(plain_text) else { return (None, None) };
    match name.split_once('/') {
        Some((application, bare)) => (Some(application).filter(|it| !it.is_empty()), Some(bare)),
        None => (None, Some(name)),
    }
}

/// Checks a Microservice document.
pub(crate) fn check(cx: &mut Context, root: Node) {
    let identity = Identity::of(cx, root);
    if let (Some(node), Some(name)) = (identity.node, identity.qualified()) {
        declare(cx, "Microservice", name, node, false);
    }
    let Some(spec) = root.get("spec").filter(|spec| spec.is_mapping()) else { return };
    names_agree(cx, root, spec);
    application(cx, root, &identity);
    let trail = Trail::ROOT.key("spec");
    one(cx, spec, &trail, identity.application.clone(), identity.qualified());
}

fn names_agree(cx: &mut Context, root: Node, spec: Node) {
    let outer = split(root.get("metadata").and_then(|metadata| metadata.get("name")));
    let Some(node) = spec.get("name") else { return };
    let inner = split(Some(node));
    if let (Some(outer), Some(inner)) = (outer.1, inner.1)
        && outer != inner
    {
        let message = format!(
            "spec.name wins over metadata.name: the microservice is called \"{inner}\", not \"{outer}\"."
        );
        cx.warning("two-names", node, message);
    }
    if let (Some(outer), Some(inner)) = (outer.0, inner.0)
        && outer != inner
    {
        let message = format!(
            "spec.name wins over metadata.name: the microservice goes into \"{inner}\", not into \"{outer}\"."
        );
        cx.warning("two-applications", node, message);
    }
}

fn application(cx: &mut Context, root: Node, identity: &Identity) {
    let Some(name_node) = identity.node else { return };
    if identity.prefix.is_none() && identity.field.is_none() {
        let judged = plain_text(name_node).is_some_and(|name| !name.contains('/'));
        if judged && cx.document.is_complete() {
            let place = root.get("metadata").and_then(|metadata| metadata.get("name")).unwrap_or(name_node);
            let message = no_application(cx);
            cx.error("no-application", place, message);
        }
        return;
    }
    let field_text = identity.field.and_then(name_or_id);
    let field_text = field_text.as_deref();
    let mut place = identity.field.unwrap_or(name_node);
    if let (Some(prefix), Some(field), Some(text)) = (identity.prefix, identity.field, field_text)
        && text != prefix
        && cx.world.application_by_name_or_id(text).is_none_or(|application| application.name != prefix)
    {
        let message = format!(
            "The name puts the microservice into \"{prefix}\", and that wins; \"{text}\" is silently ignored."
        );
        cx.warning("two-applications", field, message);
        place = name_node;
    }
    let in_parts = identity.bare.is_some_and(|bare| bare.contains('/'));
    if let Some(text) = identity.prefix.or(field_text).filter(|_| !in_parts) {
        let beside = identity.field.and(identity.prefix).and(identity.bare).map(|bare| (name_node, bare));
        application_exists(cx, place, text, beside.filter(|(node, _)| node.as_str() != Some(text)));
    }
}

fn no_application(cx: &Context) -> String {
    let names =
        cx.world.applications.all().unwrap_or_default().iter().map(|application| application.name.as_str());
    let there = match listed(names, "") {
        names if names.is_empty() => String::new(),
        names => format!(" There is: {names}."),
    };
    format!(
        "A microservice needs an application: write application/name here, or set spec.application.{there}"
    )
}

/// `beside`: the name that mentions the application too, and what the microservice is called in it.
fn application_exists(cx: &mut Context, node: Node, text: &str, beside: Option<(Node, &str)>) {
    if let Some(complaint) = NameRule::Dotted.complaint(text) {
        return cannot_exist(cx, node, text, complaint);
    }
    let Some(applications) = cx.world.applications.all() else { return };
    if cx.world.application_by_name_or_id(text).is_some() {
        return;
    }
    let names = || applications.iter().map(|application| application.name.as_str());
    let message = format!(
        "There is no application \"{text}\" on this Controller. There is: {}. Or add an Application document to this file.",
        listed(names(), "none yet")
    );
    let near = nearest(text, names()).filter(|_| node.as_str() == Some(text));
    let found = cx.error("unknown-application", node, message);
    found.unless(Unless::Declared { kind: "Application", name: text.to_owned() });
    let likely = names().filter(|_| node.as_str() == Some(text));
    let Some((name, bare)) = beside else { return crate::check::choose(found, near, likely, node) };
    // One that changed in one place only would be two.
    for word in choices(near, likely) {
        let edits = [replace(node, written(word)), replace(name, format!("{word}/{bare}"))].concat();
        found.fix(format!("Use {word}"), edits);
    }
}

/// A name that no application can have. In metadata.name, the rule of that field has said so.
fn cannot_exist(cx: &mut Context, node: Node, text: &str, complaint: &str) {
    if node.as_str() != Some(text) {
        return;
    }
    let better = nearest_valid_name(text).filter(|name| !name.contains('/'));
    let better = better.filter(|name| match cx.world.applications.all() {
        Some(applications) => applications.iter().any(|application| application.name == *name),
        None => true,
    });
    let message = format!("No application can be called \"{text}\": {complaint}.");
    let found = cx.error("invalid-name", node, message);
    crate::check::change_to(found, better.as_deref(), node);
}

/// Checks the items of `microservices` under `parent`: a spec of an Application, or the application of a template.
pub(crate) fn listed_microservices(cx: &mut Context, parent: Node, application: Option<&str>, trail: &Trail) {
    let Some(list) = parent.get("microservices").filter(|list| list.is_sequence()) else { return };
    let trail = trail.key("microservices");
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (place, item) in list.items().enumerate() {
        if !item.is_mapping() {
            continue;
        }
        let name = item.get("name").and_then(plain_text);
        let qualified = name.zip(application).map(|(name, application)| format!("{application}/{name}"));
        if let (Some(node), Some(name)) = (item.get("name"), name) {
            if let Some(first) = seen.insert(name, node.local_range().start) {
                let message = format!(
                    "\"{name}\" is already in this list, line {LINE}; names are unique in an application."
                );
                cx.error("same-name-twice", node, message).names_line(first);
            } else if let Some(name) = &qualified {
                declare(cx, "Microservice", name.clone(), node, true);
            }
        }
        let here = trail.index(place);
        cx.creates = creates_listed(cx, &LISTED, item).unwrap_or(true);
        one(cx, item, &here, application.map(str::to_owned), qualified);
    }
}

fn one(cx: &mut Context, spec: Node, trail: &Trail, application: Option<String>, name: Option<String>) {
    let agent = spec.get("agent").and_then(|agent| agent.get("name")).and_then(plain_text);
    let known_agent = agent.and_then(|name| cx.world.agent(name));
    let subject = Subject { spec, trail, application, name, agent, known_agent, layout: cx.layout };
    if let Some(name) = &subject.name {
        cx.facts.placed.push(Placed { name: name.clone(), agent: agent.map(str::to_owned) });
    }
    agent::check(cx, &subject);
    images::check(cx, &subject);
    ports::check(cx, &subject);
    container::check(cx, &subject);
    hosts::check(cx, &subject);
    rest::check(cx, &subject);
}
