//! Extra hosts: reserved names, templates of addresses, and neighbours on the same agent (manifest rules 3.3).

use super::Subject;
use crate::check::{Context, Neighbour, Unless, change_to, listed, nearest, text};
use crate::tree::Node;

pub(super) fn check(cx: &mut Context, subject: &Subject) {
    let Some(hosts) = subject.container("extraHosts").filter(|hosts| hosts.items().len() > 0) else { return };
    if subject.container("hostNetworkMode").and_then(Node::as_bool) == Some(true)
        && let Some(key) = subject.container_key("extraHosts")
    {
        let message = "With hostNetworkMode, agents on Linux drop the extra hosts: they have no effect.";
        cx.warning("hosts-without-effect", key, message);
    }
    for host in hosts.items() {
        if text(host, "name") == Some("service.local")
            && let Some(node) = host.get("name")
        {
            cx.error(
                "reserved-name",
                node,
                "The name service.local is reserved: it leads to the agent's router.",
            );
        }
        hides_agent(cx, host);
        let Some(node) = host.get("address") else { continue };
        let Some(address) = text(host, "address") else { continue };
        if address.starts_with("${") {
            template(cx, subject, node, address);
        }
    }
}

/// Agents look for the text anywhere in the extra hosts before they add their own entry (manifest rules 3.7).
fn hides_agent(cx: &mut Context, host: Node) {
    let hides = |key: &&str| text(host, key).is_some_and(|text| text.contains("iofog"));
    let Some(node) = ["name", "address"].into_iter().find(hides).and_then(|key| host.get(key)) else {
        return;
    };
    let message = "With \"iofog\" in an extra host, the name iofog no longer leads to the agent from inside the container.";
    cx.warning("hides-agent", node, message);
}

fn template(cx: &mut Context, subject: &Subject, node: Node, address: &str) {
    let inner = address.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
    let parts: Vec<&str> = inner.split('.').collect();
    match parts.as_slice() {
        ["Agents", agent] if !agent.is_empty() => agent_exists(cx, node, agent),
        ["Apps", application, microservice, "local"]
            if !application.is_empty() && !microservice.is_empty() =>
        {
            cx.facts.neighbours.push(Neighbour {
                name: format!("{application}/{microservice}"),
                agent: subject.agent.map(str::to_owned),
                range: node.local_range(),
            });
        }
        _ => {
            let message = "An address with ${ must be ${Agents.<agent>} or ${Apps.<application>.<microservice>.local}; names with dots \
                           cannot be written this way.";
            cx.error("host-template", node, message);
        }
    }
}

fn agent_exists(cx: &mut Context, node: Node, agent: &str) {
    let Some(agents) = cx.world.agents.all() else { return };
    if cx.world.agent(agent).is_some() {
        return;
    }
    let names = || agents.iter().map(|agent| agent.name.as_str());
    let near = nearest(agent, names()).map(|near| format!("${{Agents.{near}}}"));
    let message =
        format!("There is no agent \"{agent}\" on this Controller. There is: {}.", listed(names(), "none"));
    let found = cx.error("unknown-agent", node, message);
    found.unless(Unless::Declared { kind: "Agent", name: agent.to_owned() });
    change_to(found, near.as_deref(), node);
}
