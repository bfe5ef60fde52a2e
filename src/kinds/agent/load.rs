//! What an agent reports of its own process and of the machine that it runs on, in one unit.

use model::Agent;

/// What the agent's own process uses: percent and bytes, 0 where nothing was reported.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Load {
    pub cpu: f64,
    pub memory: f64,
    pub disk: f64,
}

impl Load {
    /// An agent gives its memory in MB and its disk in GB, where microservices and machines give bytes (Controller
    /// contract 8).
    pub fn of(agent: &Agent) -> Self {
        Self { cpu: agent.cpu_usage, memory: agent.memory_usage.bytes(), disk: agent.disk_usage.bytes() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::format;

    #[test]
    fn an_agents_disk_is_in_gigabytes_and_its_memory_in_megabytes() {
        for (memory, disk, expected) in [
            (120.5, 1.25, ("120.5 MB", "1.3 GB")),
            (2048.0, 0.5, ("2.0 GB", "512.0 MB")),
            (0.5, 2000.0, ("512.0 KB", "2.0 TB")),
        ] {
            let reported = serde_json::json!({ "memoryUsage": memory, "diskUsage": disk });
            let agent: Agent = model::from_value(&reported).unwrap();
            let load = Load::of(&agent);
            let shown = (format::bytes(load.memory), format::bytes(load.disk));
            assert_eq!((shown.0.as_str(), shown.1.as_str()), expected);
        }
    }
}
