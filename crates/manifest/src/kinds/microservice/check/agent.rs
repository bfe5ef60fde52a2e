//! The agent: it has to exist and to have an architecture; which ones would do depends on the images.

use std::sync::Arc;

use model::Agent;

use super::Subject;
use super::images::offered;
use crate::check::{Context, Unless, choose, listed, nearest};
use crate::tree::Node;

pub(super) fn check(cx: &mut Context, subject: &Subject) {
    let Some(node) = subject.spec.get("agent").and_then(|agent| agent.get("name")) else { return };
    let (Some(name), Some(agents)) = (subject.agent.filter(|name| !name.is_empty()), cx.world.agents.all())
    else {
        return;
    };
    let fit = || fitting(cx, subject, agents);
    let would_do = || {
        let fit: Vec<String> =
            fit().iter().map(|(name, architecture)| format!("{name} ({architecture})")).collect();
        format!("Agents that would do: {}.", listed(fit.iter().map(String::as_str), "none"))
    };
    match subject.known_agent {
        None => {
            let near = nearest(name, agents.iter().map(|agent| agent.name.as_str()));
            let meant = near.map(|near| format!(" Did you mean {near}?")).unwrap_or_default();
            let message = format!("There is no agent \"{name}\" on this Controller.{meant} {}", would_do());
            // Where a port is taken, the next problem would wait.
            let free: Vec<&str> = fit()
                .iter()
                .map(|(name, _)| *name)
                .filter(|name| ports_are_free(cx, subject, name))
                .collect();
            let found = cx.error("unknown-agent", node, message);
            found.unless(Unless::Declared { kind: "Agent", name: name.to_owned() });
            choose(found, near.filter(|near| free.contains(near)), free.iter().copied(), node);
        }
        Some(agent) if agent.architecture().is_none() => {
            let message = format!(
                "Agent {name} has not told its architecture yet, so nothing can be placed on it. {}",
                would_do()
            );
            let free: Vec<&str> = fit()
                .iter()
                .map(|(name, _)| *name)
                .filter(|name| ports_are_free(cx, subject, name))
                .collect();
            choose(cx.error("agent-without-architecture", node, message), None, free.iter().copied(), node);
        }
        Some(_) => {}
    }
}

/// The agents for whose architecture there is an image, with the architecture.
fn fitting<'a>(cx: &Context, subject: &Subject, agents: &'a [Arc<Agent>]) -> Vec<(&'a str, &'static str)> {
    let offered = offered(cx, subject);
    agents
        .iter()
        .filter_map(|agent| {
            let architecture = agent.architecture()?;
            let fits = offered.is_empty() || offered.contains(&architecture);
            fits.then(|| (agent.name.as_str(), architecture.key()))
        })
        .collect()
}

/// Whether nobody holds a port on the agent that the microservice asks for.
fn ports_are_free(cx: &Context, subject: &Subject, agent: &str) -> bool {
    let ports = subject.spec.get("container").and_then(|container| container.get("ports"));
    let taken = |port: Node| {
        let external = port.get("external").and_then(Node::as_i64);
        external.is_some_and(|external| cx.world.port_owner(agent, external).is_some())
    };
    !ports.is_some_and(|ports| ports.items().any(taken))
}
