//! The background work after an agent was created or changed: its router, its NATS server, its system microservices
//! (Controller contract 8.2).

use serde_json::json;

use super::Agent;
use crate::kinds::catalog::Image;
use crate::kinds::microservices::{Microservice, Port};
use crate::state::{Api, State};

/// Catalog items of the microservices that the Controller runs itself.
const ROUTER: i64 = 1;
const BLUETOOTH: i64 = 2;
const HARDWARE: i64 = 3;
const DEBUG: i64 = 4;
const NATS: i64 = 5;

const HEALTH: &str = "curl -f http://localhost:8222/healthz | grep -q 'status.*ok' || exit 1";

impl State {
    /// Finishes the background work that is due.
    pub(crate) fn finish_orchestrations(&mut self, now: i64) {
        for index in 0..self.agents.len() {
            let Some(due) = self.agents.get(index).and_then(|agent| agent.due).filter(|due| *due <= now)
            else {
                continue;
            };
            let Some(agent) = self.agents.get_mut(index) else { continue };
            (agent.due, agent.before) = (None, None);
            // The real one writes the row a moment after the request in any case.
            agent.updated_at = due.max(agent.updated_at + 1);
            let needs_host = agent.router.mode != "none" && agent.host.is_none();
            agent.failure = agent.broken.take().or(needs_host.then(|| "\"host\" is required".to_owned()));
            agent.ready |= agent.failure.is_none();
            let agent = agent.clone();
            if agent.failure.is_none() {
                self.install(&agent, due);
            }
        }
    }

    /// Makes the system microservices match the agent's modes.
    fn install(&mut self, agent: &Agent, now: i64) {
        let system = format!("system-{}", agent.name);
        let Some(application) = self.application_named(&system).map(|application| application.id) else {
            return;
        };
        let enabled = |key: &str| agent.settings.get(key) == Some(&json!(true));
        for (name, wanted) in [
            ("router", agent.router.mode != "none"),
            ("nats", agent.nats.mode != "none" && self.api == Api::V37),
            ("hal", enabled("abstractedHardwareEnabled")),
            ("ble", enabled("bluetoothEnabled")),
        ] {
            let is = |known: &Microservice| known.application_id == application && known.name == name;
            if !wanted {
                self.microservices.retain(|known| !is(known));
            } else if !self.microservices.iter().any(is) {
                let microservice = self.system_microservice(agent, application, name, now);
                self.microservices.push(microservice);
            }
        }
    }

    /// A microservice that the Controller runs on an agent itself.
    pub(crate) fn system_microservice(
        &mut self,
        agent: &Agent,
        application: i64,
        name: &str,
        now: i64,
    ) -> Microservice {
        let mut made = Microservice::new(self.ids.object(), name, application, &agent.uuid, now);
        made.registry_id = Some(1);
        made.complete = true;
        made.schedule = 1;
        let port =
            |external: i64| Port { internal: external, external, protocol: "tcp".into(), public: None };
        match name {
            "router" => {
                made.catalog_item_id = Some(ROUTER);
                made.schedule = 0;
                made.host_network_mode = true;
                made.cap_add = vec!["NET_RAW".into()];
                made.config = json!({"metadata": {"mode": agent.router.mode, "id": agent.uuid}}).to_string();
                made.ports.push(port(agent.router.messaging));
                if agent.router.mode == "interior" {
                    made.ports.extend([port(agent.router.inter), port(agent.router.edge)]);
                }
            }
            "nats" => {
                made.catalog_item_id = Some(NATS);
                made.cap_add = vec!["NET_RAW".into()];
                made.config = json!({"server": {"mode": agent.nats.mode}}).to_string();
                let ports = ["natsServerPort", "natsLeafPort", "natsMqttPort", "natsHttpPort"];
                let ports = ports.iter().filter_map(|key| agent.nats.settings.get(*key)?.as_i64());
                made.ports.extend(ports.map(port));
                made.health_check = Some(json!({
                    "test": ["CMD-SHELL", HEALTH], "interval": 30, "timeout": 10, "startPeriod": 60, "retries": 3,
                }));
            }
            "hal" | "ble" => {
                made.catalog_item_id = Some(if name == "hal" { HARDWARE } else { BLUETOOTH });
                made.host_network_mode = true;
                made.is_privileged = true;
            }
            _ => {
                made.catalog_item_id = Some(DEBUG);
                made.schedule = 0;
                made.host_network_mode = true;
                made.is_privileged = true;
                made.exec_enabled = true;
                made.pid_mode = "host".into();
                made.ipc_mode = "host".into();
            }
        }
        made
    }

    /// The image of a microservice on an agent type, its own or its catalog item's.
    pub(crate) fn image_of<'a>(&'a self, microservice: &'a Microservice, fog_type: i64) -> Option<&'a str> {
        if let Some(item) = microservice.catalog_item_id.and_then(|id| self.catalog_item(id)) {
            return item.image(fog_type);
        }
        let fits = |image: &&Image| image.fog_type_id == fog_type;
        microservice.images.iter().find(fits).and_then(|image| image.container_image.as_deref())
    }
}
