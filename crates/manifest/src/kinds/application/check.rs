//! What an Application needs beyond its fields (manifest rules 2.4, 3.4).

use std::collections::HashSet;
use std::sync::Arc;

use model::{ApplicationTemplate, Microservice};

use crate::check::{
    ApplicationFacts, Context, Given, TemplateUse, Trail, Unless, change_to, declare, listed, nearest,
    plain_text, replace,
};
use crate::fields::NameRule;
use crate::kinds::microservice::check::listed_microservices;
use crate::tree::Node;

pub(crate) fn check(cx: &mut Context, root: Node) {
    let metadata_name = root.get("metadata").and_then(|metadata| metadata.get("name"));
    let spec = root.get("spec").filter(|spec| spec.is_mapping());
    let spec_name = spec.and_then(|spec| spec.get("name")).filter(|node| !node.is_null());
    two_names(cx, metadata_name, spec_name);
    let name_node = spec_name.or(metadata_name);
    let name = name_node.and_then(plain_text);
    if let (Some(node), Some(name)) = (name_node, name) {
        reserved(cx, node, name);
        declare(cx, "Application", name.to_owned(), node, false);
    }
    if root.get("spec").is_some_and(Node::is_null)
        && let Some(entry) = root.entry("spec")
    {
        let message = "The spec is empty: this console makes sure that the application exists and leaves it alone otherwise. \
                       potctl would be refused; write spec: {} for it.";
        cx.info("empty-spec", entry.key, message);
    }
    let nats = spec.and_then(|spec| spec.get("natsConfig"));
    let access = nats.and_then(|nats| nats.get("natsAccess"));
    let list = spec.and_then(|spec| spec.get("microservices"));
    let template = spec.and_then(|spec| spec.get("template")).filter(|node| !node.is_null());
    // Whatever a template gives, nobody can say that it is not access.
    let open = template.is_some() || [nats, access].into_iter().flatten().any(Node::is_template);
    let nats = if open { Some(true) } else { access.and_then(Node::as_bool) };
    if let (Some(name), Some(_)) = (name, root.get("spec")) {
        let own = list.filter(|list| template.is_none() && list.is_sequence());
        let list = own.map(Node::local_range);
        cx.facts.application = Some(ApplicationFacts { name: name.to_owned(), nats_access: nats, list });
    }
    let Some(spec) = spec else { return };
    template_as_application(cx, root, spec);
    listed_microservices(cx, spec, name, &Trail::ROOT.key("spec"));
    match template {
        Some(template) => from_template(cx, spec, template),
        None => victims(cx, spec, name),
    }
}

fn two_names(cx: &mut Context, metadata_name: Option<Node>, spec_name: Option<Node>) {
    let (Some(outer), Some(inner)) = (metadata_name, spec_name) else { return };
    let (Some(outer), Some(name)) = (plain_text(outer), plain_text(inner)) else { return };
    if outer != name {
        let message = format!(
            "spec.name wins over metadata.name: the application is called \"{name}\", not \"{outer}\"."
        );
        cx.warning("two-names", inner, message);
    }
}

/// potctl describes application templates under the kind Application (manifest rules 5.4).
fn template_as_application(cx: &mut Context, root: Node, spec: Node) {
    let made = spec.get("application").is_some_and(Node::is_mapping);
    let Some(kind) = root.get("kind").filter(|_| made && spec.get("microservices").is_none()) else { return };
    let message = "This is the spec of an ApplicationTemplate, as potctl describes one; as an Application it would make an \
                   application without microservices.";
    let edits = replace(kind, "ApplicationTemplate");
    cx.warning("template-as-application", kind, message).fix("Change to ApplicationTemplate", edits);
}

fn reserved(cx: &mut Context, node: Node, name: &str) {
    let Some(agent) = name.strip_prefix("system-") else { return };
    match cx.world.agents.all() {
        Some(_) if cx.world.agent(agent).is_some() => {
            let message =
                format!("\"{name}\" is the system application of agent {agent}. Choose another name.");
            cx.error("reserved-name", node, message);
        }
        Some(_) => {}
        None => {
            let message = "Names like system-<agent> belong to system applications: it is refused if there is such an agent.";
            cx.warning("reserved-name", node, message);
        }
    }
}

fn from_template(cx: &mut Context, spec: Node, template: Node) {
    for key in ["microservices", "natsConfig"] {
        let Some(entry) = spec.entry(key).filter(|entry| !entry.value.is_null()) else { continue };
        let message = format!(
            "\"{key}\" is silently discarded in favour of the template's. Remove it, or remove the template."
        );
        cx.warning("discarded-by-template", entry.key, message);
    }
    let Some((node, name)) = template.get("name").and_then(|node| Some((node, plain_text(node)?))) else {
        return;
    };
    if let Some(complaint) = NameRule::Dotted.complaint(name) {
        let message = format!("No application template can be called \"{name}\": {complaint}.");
        cx.error("invalid-name", node, message);
        return;
    }
    let used = template_use(cx, template, name);
    if let Some(templates) = cx.world.application_templates.all() {
        match templates.iter().find(|known| known.name == name) {
            Some(known) => {
                for mut found in used.problems(known) {
                    // A template of the file takes the place of the Controller's.
                    found.unless(declared(name));
                    cx.found.push(found);
                }
            }
            None => unknown_template(cx, template, node, name, templates),
        }
    }
    cx.facts.template_use = Some(Box::new(used));
}

fn declared(name: &str) -> Unless {
    Unless::Declared { kind: "ApplicationTemplate", name: name.to_owned() }
}

/// The variables that are given, each once.
fn template_use(cx: &mut Context, template: Node, name: &str) -> TemplateUse {
    let list = template.get("variables");
    let mut given: Vec<Given> = Vec::new();
    let mut keys = HashSet::new();
    let mut complete = cx.document.is_complete() && !list.is_some_and(Node::is_template);
    for item in list.into_iter().flat_map(Node::items) {
        let Some((key, node)) = item.get("key").and_then(|node| Some((plain_text(node)?, node))) else {
            complete &= !item.is_template() && !item.get("key").is_some_and(Node::is_template);
            continue;
        };
        if !keys.insert(key) {
            let message = format!("The variable \"{key}\" is given twice; only one of the values counts.");
            cx.warning("variable-twice", node, message);
        }
        let value = item.get("value");
        let plain = value.filter(|value| value.is_scalar() && !value.is_template());
        given.push(Given {
            key: key.to_owned(),
            range: node.local_range(),
            value: plain.map(|value| (value.to_json(), value.source().to_owned(), value.local_range())),
            own: !node.is_alias() && !value.is_some_and(Node::is_alias),
        });
    }
    TemplateUse { name: name.to_owned(), range: template.local_range(), given, complete }
}

/// An error, but where the application fills in variables: whoever wrote those has the template at hand, and only has to
/// deploy it first.
fn unknown_template(
    cx: &mut Context,
    template: Node,
    node: Node,
    name: &str,
    templates: &[Arc<ApplicationTemplate>],
) {
    let names = || templates.iter().map(|known| known.name.as_str());
    let near = nearest(name, names());
    let there = listed(names(), "none yet");
    let message = format!(
        "There is no application template \"{name}\" on this Controller. There is: {there}. Or deploy the template first."
    );
    let has_variables = template.get("variables").is_some_and(|list| list.items().len() > 0);
    let found = if has_variables && near.is_none() {
        cx.warning("unknown-name", node, message)
    } else {
        cx.error("unknown-name", node, message)
    };
    found.unless(declared(name));
    change_to(found, near, node);
}

/// The microservices that deploying this would delete.
fn victims(cx: &mut Context, spec: Node, name: Option<&str>) {
    let Some(name) = name else { return };
    if !cx.document.is_complete() {
        return;
    }
    let (node, kept): (Node, HashSet<&str>) = match spec.get("microservices") {
        Some(list) if list.is_sequence() => {
            let names: Vec<Node> = list.items().filter_map(|item| item.get("name")).collect();
            if names.iter().any(|name| name.is_template()) {
                return;
            }
            (list, names.into_iter().filter_map(Node::as_str).collect())
        }
        Some(other) if !other.is_null() => return,
        _ => (spec, HashSet::new()),
    };
    let victims: Vec<String> = cx
        .world
        .microservices_of(name)
        .filter(|microservice| !kept.contains(microservice.name.as_str()))
        .map(Microservice::full_name)
        .collect();
    if victims.is_empty() {
        return;
    }
    let who = listed(victims.iter().map(String::as_str), "nothing");
    let message = if node.is_sequence() {
        format!("Deploying this deletes {who}: the list of an application is the whole truth.")
    } else {
        format!("There is no list of microservices here: deployed by potctl this deletes {who}.")
    };
    cx.warning("would-delete", node, message);
}
