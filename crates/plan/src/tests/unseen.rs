//! A change that would write over what somebody else did since the plan was made is not sent.

use std::sync::Arc;

use serde_json::{Value, json};

use super::applied::{GATEWAY, check, run_of};
use super::scripted::Answer::{self, Json};
use super::scripted::Line;
use super::support::recorded;
use crate::apply::Run;

const GET: &str = "GET /microservices/bf270971-b6f9-4e88-83a9-98b1dc6892f1";
const PATCH: &str = "PATCH /microservices/bf270971-b6f9-4e88-83a9-98b1dc6892f1";

/// The ports that the document asks for.
fn ports() -> Value {
    json!([{ "internal": 1, "external": 54321, "protocol": "tcp" }])
}

fn run() -> Run {
    run_of(GATEWAY).of_what_was_seen(Arc::new(recorded().world()))
}

/// The microservice that the plan saw, changed.
fn now(change: impl FnOnce(&mut Value)) -> Answer {
    let mut live: Value = serde_json::to_value(&recorded().microservices[0]).unwrap();
    change(&mut live);
    Json(200, live)
}

#[track_caller]
fn check_sent(change: impl FnOnce(&mut Value)) {
    let lines: [Line; 3] =
        [(GET, now(change)), (PATCH, Json(204, Value::Null)), (GET, now(|live| live["ports"] = ports()))];
    check(&mut run(), lines, &["start 0", "done 0"]);
}

#[test]
fn what_is_as_it_was_seen_is_changed() {
    check_sent(|_| ());
}

#[test]
fn what_the_change_does_not_write_may_be_otherwise() {
    check_sent(|live| live["env"] = json!([{ "key": "NEW", "value": "1" }]));
    check_sent(|live| live["status"]["status"] = json!("RUNNING"));
}

#[test]
fn what_somebody_else_changed_is_not_written_over() {
    let ports = json!([{ "internal": 8080, "external": 19000, "protocol": "tcp" }]);
    check(
        &mut run(),
        [(GET, now(|live| live["ports"] = ports))],
        &[
            "start 0",
            "failed 0: Somebody changed it since the plan was made: container.ports. (It was not sent, so that their \
             change stays.)",
        ],
    );
}
