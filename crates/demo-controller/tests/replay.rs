//! Replays the recording of a real Controller 3.7.3 and compares every answer: status, content type, keys, types and
//! values (Controller contract 23). Time is moved by hand, so that waiting costs nothing.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

mod replay {
    pub(crate) mod compare;
    pub(crate) mod step;
}

use std::collections::BTreeMap;

use demo_controller::{Clock, Controller, Options};
use replay::compare::Bound;
use replay::step::{Step, send};

const RECORDING: &str = include_str!("controller-3.7.3.jsonl");

/// Steps that must not be answered as recorded, with the reason (Controller contract 24).
const EXCEPTIONS: &[(&str, &str)] = &[
    ("edgeResources/list-empty", EDGE_RESOURCES),
    ("edgeResources/create", EDGE_RESOURCES),
    ("edgeResources/create-duplicate", EDGE_RESOURCES),
    ("edgeResources/create-no-version", EDGE_RESOURCES),
    ("edgeResources/list", EDGE_RESOURCES),
    ("edgeResources/get-missing-version", EDGE_RESOURCES),
    ("edgeResources/delete", EDGE_RESOURCES),
];

/// Why steps about edge resources are answered otherwise.
const EDGE_RESOURCES: &str = "the console asks for none, so the demo says 501";

/// Passed and total steps by group, and what was wrong.
struct Outcome {
    groups: BTreeMap<String, (usize, usize)>,
    failures: Vec<String>,
}

async fn replay() -> Outcome {
    let clock = Clock::manual(1_795_290_000_000);
    let controller = Controller::new(&Options::default(), clock.clone(), 51121).expect("nothing to load");
    let mut bound = Bound::default();
    let mut outcome = Outcome { groups: BTreeMap::new(), failures: Vec::new() };
    for line in RECORDING.lines().filter(|line| !line.trim().is_empty()) {
        let step: Step = serde_json::from_str(line).expect("the recording is JSON lines");
        let complaint = run(&controller, &clock, &step, &mut bound).await;
        let group = step.name.split('/').next().unwrap_or_default().to_owned();
        let (passed, total) = outcome.groups.entry(group).or_default();
        *total += 1;
        let reason = EXCEPTIONS.iter().find(|(name, _)| *name == step.name).map(|(_, reason)| reason);
        match (complaint, reason) {
            (None, None) | (Some(_), Some(_)) => *passed += 1,
            (None, Some(_)) => outcome.failures.push(format!("{} needs no exception any more", step.name)),
            (Some(complaint), None) => {
                outcome.failures.push(format!("{} {}: {complaint}", step.step, step.name));
            }
        }
    }
    outcome
}

/// One step; `until` steps are repeated while the clock moves on. The complaint about the last answer, if any.
async fn run(controller: &Controller, clock: &Clock, step: &Step, bound: &mut Bound) -> Option<String> {
    clock.advance(step.pause_ms.unwrap_or(20));
    let rounds = if step.until.is_some() { 40 } else { 1 };
    let mut answer = send(controller, step, bound).await;
    for _ in 1..rounds {
        if step.until.as_ref().is_none_or(|until| until.holds(&answer.body)) {
            break;
        }
        clock.advance(250);
        answer = send(controller, step, bound).await;
    }
    bound.compare(step, &answer).err()
}

#[tokio::test]
async fn the_recording_of_the_real_controller_is_answered_alike() {
    let outcome = replay().await;
    for (group, (passed, total)) in &outcome.groups {
        println!("{group:>16} {passed:>3} of {total}");
    }
    let (passed, total) =
        outcome.groups.values().fold((0, 0), |sum, group| (sum.0 + group.0, sum.1 + group.1));
    println!("{passed} of {total} steps pass");
    assert!(outcome.failures.is_empty(), "\n{}", outcome.failures.join("\n"));
    assert_eq!(total, 438);
}
