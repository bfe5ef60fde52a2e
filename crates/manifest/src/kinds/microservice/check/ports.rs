//! Ports: reserved ones, the same one twice, and what each takes from its agent (manifest rules 3.3).

use std::collections::HashMap;

use super::Subject;
use crate::check::{Context, LINE, PortUse};

/// The agent's own ports.
const RESERVED: [i64; 2] = [54321, 54322];

pub(super) fn check(cx: &mut Context, subject: &Subject) {
    let mut seen: HashMap<i64, usize> = HashMap::new();
    for port in subject.container("ports").into_iter().flat_map(crate::tree::Node::items) {
        let Some(node) = port.get("external") else { continue };
        let Some(number) = node.as_i64() else { continue };
        if RESERVED.contains(&number) {
            let message =
                format!("Port {number} is reserved for the agent's own interface. Choose another port.");
            cx.error("port-reserved", node, message);
            continue;
        }
        if let Some(first) = seen.get(&number).copied() {
            let message = format!(
                "External port {number} is listed twice, first in line {LINE}; tcp and udp share their numbers. Choose another port."
            );
            cx.error("port-twice", node, message).names_line(first);
            continue;
        }
        seen.insert(number, node.local_range().start);
        if let (Some(agent), Some(owner)) = (subject.agent, &subject.name) {
            cx.facts.ports.push(PortUse {
                agent: agent.to_owned(),
                port: number,
                owner: owner.clone(),
                range: node.local_range(),
            });
        }
    }
}
