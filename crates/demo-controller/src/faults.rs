//! Faults on purpose: for a share of all requests, and for objects with telling names.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::api::body::Payload;
use crate::api::dispatch::Incoming;
use crate::api::{Fields as _, query};
use crate::ids;
use crate::state::State;

/// What goes wrong with one request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Milliseconds before the request is looked at.
    pub(crate) delay: u64,
    pub(crate) fault: Option<Fault>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The request is not carried out and answered with 500.
    Error,
    /// The connection is dropped without an answer. The request is carried out.
    Drop,
    /// The connection ends in the middle of the answer. The request is carried out.
    Truncate,
    /// The answer is complete but no JSON. The request is carried out.
    Garble,
}

/// A word that names of objects may start with.
pub(crate) struct Sentinel {
    pub(crate) word: &'static str,
    pub(crate) effect: &'static str,
    delay: u64,
    fault: Option<Fault>,
    /// Whether it works on creating the object, on everything else, or on both.
    creating: bool,
    others: bool,
}

/// Microservices of this name are left without a service account, by the handler that creates them.
pub(crate) const WITHOUT_ACCOUNT: &str = "fail-account";

/// All sentinels; the documentation has the same table.
pub(crate) const SENTINELS: [Sentinel; 7] = [
    Sentinel {
        word: "fail-create",
        effect: "Creating it is answered with 500 and not carried out",
        delay: 0,
        fault: Some(Fault::Error),
        creating: true,
        others: false,
    },
    Sentinel {
        word: "fail-500",
        effect: "Every request about it, except creating it, is answered with 500 and not carried out",
        delay: 0,
        fault: Some(Fault::Error),
        creating: false,
        others: true,
    },
    Sentinel {
        word: "fail-drop",
        effect: "Every request about it, except creating it, is carried out, but the connection drops without an answer",
        delay: 0,
        fault: Some(Fault::Drop),
        creating: false,
        others: true,
    },
    Sentinel {
        word: "fail-lost",
        effect: "Creating it is carried out, but the connection drops without an answer",
        delay: 0,
        fault: Some(Fault::Drop),
        creating: true,
        others: false,
    },
    Sentinel {
        word: WITHOUT_ACCOUNT,
        effect: "Creating such a microservice is answered with 500 when it is written, but for its service account",
        delay: 0,
        fault: None,
        creating: false,
        others: false,
    },
    Sentinel {
        word: "slow-",
        effect: "Every request about it takes five seconds longer",
        delay: 5000,
        fault: None,
        creating: true,
        others: true,
    },
    Sentinel {
        word: "garbled-",
        effect: "Answers about it, except to creating it, are cut in the middle and no JSON",
        delay: 0,
        fault: Some(Fault::Garble),
        creating: false,
        others: true,
    },
];

/// Faults for a share of all requests; the same order of requests gets the same faults in every run.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// Shortest and longest delay, milliseconds.
    latency: (u64, u64),
    /// Hundredths of a percent.
    share: u64,
    count: AtomicU64,
}

impl Faults {
    pub(crate) fn new(latency: (u64, u64), percent: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100")]
        let share = (percent * 100.0).round() as u64;
        Self { latency, share, count: AtomicU64::new(0) }
    }

    /// What happens to this request.
    pub(crate) fn plan(&self, incoming: &Incoming, state: &State) -> Plan {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let chance = ids::mix(ids::SEED.wrapping_add(number));
        let (low, high) = self.latency;
        let delay = low + chance % (high.saturating_sub(low) + 1);
        let kind = match chance / 10_000 % 3 {
            0 => Fault::Drop,
            1 => Fault::Error,
            _ => Fault::Truncate,
        };
        let random = (ids::mix(chance) % 10_000 < self.share).then_some(kind);
        let sentinel = sentinel(incoming, state);
        Plan {
            delay: delay + sentinel.map_or(0, |sentinel| sentinel.delay),
            fault: sentinel.and_then(|sentinel| sentinel.fault).or(random),
        }
    }
}

fn sentinel(incoming: &Incoming, state: &State) -> Option<&'static Sentinel> {
    let creating = incoming.method == "POST";
    let of = |name: &str, creating: bool| {
        let fits = |sentinel: &&Sentinel| if creating { sentinel.creating } else { sentinel.others };
        SENTINELS.iter().filter(fits).find(|sentinel| name.starts_with(sentinel.word))
    };
    let created = creating.then(|| created_name(&incoming.payload)).flatten();
    if let Some(found) = created.and_then(|name| of(&name, true)) {
        return Some(found);
    }
    let segments = incoming.path.split('/').map(query::decode_segment);
    let asked = query::pairs(&incoming.query).into_iter().map(|(_, value)| value);
    segments.chain(asked).find_map(|word| of(name_of(state, &word).unwrap_or(&word), false))
}

/// The name that a request to create something gives it.
fn created_name(payload: &Payload) -> Option<String> {
    match payload {
        Payload::Data(body) => body.text("name"),
        Payload::File(Some((_, text))) => {
            let document = crate::kinds::yaml::parse(text).ok()?;
            let name = document.get("metadata")?.text("name")?;
            Some(name.rsplit('/').next().unwrap_or(&name).to_owned())
        }
        _ => None,
    }
}

/// The name of an object that is addressed by its id.
fn name_of<'a>(state: &'a State, id: &str) -> Option<&'a str> {
    let microservice = state.microservice(id).map(|row| row.name.as_str());
    let agent = || state.agent(id).map(|agent| agent.name.as_str());
    let item = || id.parse().ok().and_then(|id| state.catalog_item(id)).map(|item| item.name.as_str());
    microservice.or_else(agent).or_else(item)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn plan(faults: &Faults, method: &str, path: &str, name: &str) -> Plan {
        let incoming = Incoming {
            method: method.into(),
            path: path.into(),
            query: String::new(),
            authorization: None,
            request_id: None,
            address: None,
            payload: Payload::Data(json!({"name": name})),
        };
        faults.plan(&incoming, &State::default())
    }

    #[test]
    fn names_decide_what_goes_wrong_with_an_object() {
        let faults = Faults::default();
        for (method, path, name, expected) in [
            ("POST", "/application", "fail-500", None),
            ("POST", "/application", "fail-create-1", Some(Fault::Error)),
            ("GET", "/application/fail-500", "", Some(Fault::Error)),
            ("GET", "/application/shop", "", None),
            ("DELETE", "/secrets/fail-drop-it", "", Some(Fault::Drop)),
            ("GET", "/secrets/garbled-s", "", Some(Fault::Garble)),
        ] {
            assert_eq!(plan(&faults, method, path, name).fault, expected, "{method} {path} {name}");
        }
        assert_eq!(plan(&faults, "GET", "/secrets/slow-one", "").delay, 5000);
    }

    #[test]
    fn a_share_of_requests_fails_in_the_same_way_in_every_run() {
        let run = || {
            let faults = Faults::new((100, 400), 5.0);
            (0..2000).map(|_| plan(&faults, "GET", "/status", "")).collect::<Vec<_>>()
        };
        let plans = run();
        assert_eq!(plans, run());
        assert!(plans.iter().all(|plan| (100..=400).contains(&plan.delay)));
        let failed = plans.iter().filter(|plan| plan.fault.is_some()).count();
        assert!((60..=140).contains(&failed), "{failed}");
    }
}
