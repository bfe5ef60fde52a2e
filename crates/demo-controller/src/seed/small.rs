//! The small seed: five agents and a hub, a few applications with microservices in every state. Made by requests, so
//! that it cannot contain what the API would refuse.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::api::body::Payload;
use crate::api::dispatch::{self, Incoming};
use crate::kinds::auth::{self, USERS};
use crate::state::State;

const HOUR: i64 = 3_600_000;

/// Requests by phase: path and body of each, all `POST`.
const REQUESTS: &str = include_str!("small.json");

/// Fills a state that has the catalog and the registries of a new Controller.
pub(super) fn fill(state: &mut State, now: i64) {
    run(state, now, &mut |_, _, _| {});
}

/// Sends the requests of the seed; `seen` is told path, body and status of each.
fn run(state: &mut State, now: i64, seen: &mut dyn FnMut(&str, &Value, u16)) {
    let phases: BTreeMap<String, Vec<(String, Value)>> = serde_json::from_str(REQUESTS).unwrap_or_default();
    let past = now - 72 * HOUR;
    state.settings.started = past;
    let mut send = |state: &mut State, phase: &str, at: i64| {
        for (path, body) in phases.get(phase).into_iter().flatten() {
            let status = request(state, path, body.clone(), at);
            seen(path, body, status);
        }
    };
    send(state, "agents", past);
    // The background work of the agents is over long before anything runs on them.
    provision(state, past + HOUR, now);
    send(state, "objects", past + 2 * HOUR);
    // A download that takes hours is still going on.
    send(state, "late", now - HOUR);
    state.advance(now);
    for row in &mut state.microservices {
        row.rebuild = false;
    }
}

/// Sends a request to the API as an administrator; the status of the answer.
fn request(state: &mut State, path: &str, body: Value, now: i64) -> u16 {
    let Some(admin) = USERS.first() else { return 500 };
    let token = format!("Bearer {}", auth::tokens(state, admin, None, now).0);
    let incoming = Incoming {
        method: "POST".into(),
        path: path.into(),
        query: String::new(),
        authorization: Some(token),
        request_id: None,
        address: None,
        payload: Payload::Data(body),
    };
    let status = dispatch::answer(state, incoming, now).status;
    state.sessions.clear();
    status
}

/// Devices take over the agents that were created; one of them has been silent for hours.
fn provision(state: &mut State, since: i64, now: i64) {
    state.advance(since);
    for agent in &mut state.agents {
        agent.provisioned = Some(since);
        if agent.name == "attic-3" {
            agent.offline = Some(now - 5 * HOUR);
        }
    }
    for row in &mut state.microservices {
        row.changed_at = since;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::kinds::microservices::view::Lookup;
    use crate::options::Options;

    #[test]
    fn every_request_of_the_seed_is_accepted() {
        let mut state = State::default();
        super::super::fill(&mut state, &Options::default(), 0);
        let mut count = 0;
        run(&mut state, 100 * HOUR, &mut |path, body, status| {
            assert!(status < 300, "{status} {path} {body}");
            count += 1;
        });
        assert!(count > 15);
    }

    #[test]
    fn the_seed_shows_microservices_in_every_state() {
        let mut state = State::default();
        let now = 1_795_290_666_947;
        super::super::fill(&mut state, &Options { seed: crate::Seed::Small, ..Options::default() }, now);
        let lookup = Lookup::new(&state, now);
        let words = state.microservices.iter().map(|row| lookup.status(row).status).collect::<BTreeSet<_>>();
        let expected = ["FAILED", "PULLING", "RUNNING", "STOPPED", "STUCK_IN_RESTART", "UNKNOWN"];
        assert_eq!(words, BTreeSet::from(expected));
        assert!(state.agents.iter().all(|agent| agent.name != "my-agent-name"));
    }
}
