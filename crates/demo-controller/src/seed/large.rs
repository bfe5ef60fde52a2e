//! The large seed: rows by the thousand, for measuring.

use serde_json::json;

use crate::ids;
use crate::kinds::agents::{Agent, Nats, Router};
use crate::kinds::applications::Application;
use crate::kinds::catalog::Image;
use crate::kinds::microservices::{Account, Env, Microservice, Port, Volume};
use crate::state::State;

pub(super) const MICROSERVICES: usize = 5000;
const APPLICATIONS: usize = 50;
const AGENTS: usize = 200;
const DAY: i64 = 86_400_000;

/// Fills a state with agents, applications and exactly so many user microservices.
pub(super) fn fill(state: &mut State, microservices: usize, now: i64) {
    let past = now - 30 * DAY;
    state.settings.started = past;
    for index in 0..=AGENTS {
        let agent = agent(state, index, past, now);
        let system = Application::system(state, &agent.name, past);
        state.applications.push(system);
        state.agents.push(agent);
    }
    let applications = (0..APPLICATIONS.min(microservices.max(1))).map(|index| {
        let name = format!("app-{:02}", index + 1);
        let mut application = Application::new(state, &name, past);
        application.description = format!("Application number {}", index + 1);
        // One in ten is stopped.
        application.is_activated = index % 10 != 9;
        let id = application.id;
        state.applications.push(application);
        id
    });
    let applications = applications.collect::<Vec<_>>();
    let agents = state.agents.iter().skip(1).map(|agent| agent.uuid.clone()).collect::<Vec<_>>();
    for index in 0..microservices {
        let (Some(application), Some(agent)) =
            (applications.get(index % applications.len()), agents.get(index % agents.len()))
        else {
            continue;
        };
        let row = microservice(state, index, *application, agent, past);
        state.microservices.push(row);
    }
}

/// The first one is the hub, one in twenty of the others is offline.
fn agent(state: &mut State, index: usize, past: i64, now: i64) -> Agent {
    let hub = index == 0;
    let mode = if hub { "interior" } else { "none" };
    Agent {
        uuid: state.ids.object(),
        name: if hub { "hub".into() } else { format!("agent-{index:03}") },
        fog_type: if index % 3 == 2 { 2 } else { 1 },
        is_system: hub,
        host: Some(format!("10.1.{}.{}", index / 250, index % 250 + 1)),
        router: Router {
            id: state.next_id("router"),
            mode: mode.into(),
            messaging: 5671,
            inter: 55671,
            edge: 45671,
            network: (!hub).then(|| "default-router".to_owned()),
            ..Router::default()
        },
        nats: Nats { mode: "none".into(), ..Nats::default() },
        created_at: past,
        updated_at: past + 1000,
        // The background work gives the hub its router.
        due: hub.then_some(past),
        ready: true,
        provisioned: Some(past + 1000),
        offline: (index % 20 == 19).then_some(now - DAY),
        ..Agent::default()
    }
}

fn microservice(state: &mut State, index: usize, application: i64, agent: &str, past: i64) -> Microservice {
    let uuid = state.ids.object();
    let name = format!("service-{:04}", index + 1);
    let mut row = Microservice::new(uuid, &name, application, agent, past);
    let number = i64::try_from(index).unwrap_or_default();
    let image = match index % 40 {
        37 => format!("example/missing-{}:1.0", index % 7),
        38 => format!("example/crash-{}:1.0", index % 7),
        _ => format!("registry.example.com/team-{}/service-{}:1.{}", index % 9, index % 31, index % 12),
    };
    row.images =
        [1, 2].map(|fog_type_id| Image { container_image: Some(image.clone()), fog_type_id }).to_vec();
    row.registry_id = Some(1);
    row.config = json!({"interval": index % 60, "topics": ["in", "out"], "label": name, "limits": {"high": 90, "low": 10},
        "endpoint": format!("https://service.example.com/v1/{index}")})
    .to_string();
    let protocol = "tcp".to_owned();
    row.ports = vec![Port { internal: 80, external: 20_000 + number / 200, protocol, public: None }];
    row.env = ["LOG_LEVEL", "REGION", "MODE"]
        .map(|key| Env {
            key: key.into(),
            value: format!("{}-{}", key.to_lowercase(), ids::hash(&name) % 9),
            value_from_secret: None,
            value_from_config_map: None,
        })
        .to_vec();
    row.volumes = vec![Volume {
        host_destination: format!("/data/{name}"),
        container_destination: "/data".into(),
        access_mode: "rw".into(),
        id: state.next_id("volume"),
        kind: "bind".into(),
    }];
    row.cmd = vec!["--verbose".into()];
    row.is_activated = index % 25 != 24;
    row.complete = true;
    let id = state.next_id("serviceAccount");
    row.account =
        Some(Account { id, role: "microservice".into(), role_id: None, created_at: past, updated_at: past });
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_microservices_is_exact() {
        for count in [0, 1, 137] {
            let mut state = State::default();
            fill(&mut state, count, 10 * DAY);
            assert_eq!(state.microservices.len(), count);
        }
    }
}
