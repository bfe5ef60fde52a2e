//! The agent: it has to exist and to have an architecture; which ones would do depends on the images.

use super::Subject;
use super::images::offered;
use crate::check::{Context, Unless, change_to, listed, nearest};
use crate::lists::Agent;

pub(super) fn check(cx: &mut Context, subject: &Subject) {
    let Some(node) = subject.spec.get("agent").and_then(|agent| agent.get("name")) else { return };
    let (Some(name), Some(agents)) = (subject.agent.filter(|name| !name.is_empty()), cx.world.agents())
    else {
        return;
    };
    let would_do = |cx: &Context| {
        let fit = fitting(cx, subject, agents);
        format!("Agents that would do: {}.", listed(fit.iter().map(String::as_str), "none"))
    };
    match subject.known_agent {
        None => {
            let near = nearest(name, agents.iter().map(|agent| agent.name.as_str()));
            let meant = near.map(|near| format!(" Did you mean {near}?")).unwrap_or_default();
            let message = format!("There is no agent \"{name}\" on this Controller.{meant} {}", would_do(cx));
            let found = cx.error("unknown-agent", node, message);
            found.unless(Unless::Declared { kind: "Agent", name: name.to_owned() });
            change_to(found, near, node);
        }
        Some(agent) if agent.architecture().is_none() => {
            let message = format!(
                "Agent {name} has not told its architecture yet, so nothing can be placed on it. {}",
                would_do(cx)
            );
            cx.error("agent-without-architecture", node, message);
        }
        Some(_) => {}
    }
}

/// The agents for whose architecture there is an image, with the architecture: "edge-1 (x86)".
fn fitting(cx: &Context, subject: &Subject, agents: &[Agent]) -> Vec<String> {
    let offered = offered(cx, subject);
    agents
        .iter()
        .filter_map(|agent| {
            let architecture = agent.architecture()?;
            let fits = offered.is_empty() || offered.contains(&architecture);
            fits.then(|| format!("{} ({})", agent.name, architecture.key()))
        })
        .collect()
}
