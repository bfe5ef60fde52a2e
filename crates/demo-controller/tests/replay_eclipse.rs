//! Replays pairs recorded of a real Eclipse ioFog Controller 3.0.4 and compares every answer, as `replay.rs` does with
//! 3.7.3 (Controller contract 22).

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

mod replay {
    #![allow(dead_code, reason = "the other recording uses more")]
    pub(crate) mod compare;
    pub(crate) mod step;
}

use demo_controller::{Api, Clock, Controller, Options};
use replay::compare::Bound;
use replay::step::{Step, send};
use serde_json::{Value, json};

const RECORDING: &str = include_str!("eclipse-3.0.4.jsonl");

/// Pairs that are answered otherwise, by their line, with the reason.
const EXCEPTIONS: &[(usize, &str)] = &[(1, USERS), (2, USERS), (3, USERS)];

/// Why nobody signs up.
const USERS: &str = "the users of the demo are fixed, and the console signs nobody up";

/// The line before which the second user signed in again.
const SIGNED_IN_AGAIN: usize = 67;

/// A line in the form of the other recording.
fn step(number: usize, line: &str, tokens: [&str; 2]) -> Step {
    let pair: Value = serde_json::from_str(line).expect("the recording is JSON lines");
    let [first, second] = tokens;
    let authorization = match pair["as"].as_str() {
        None => json!(first),
        Some("second") => json!(second),
        Some("garbage") => json!("garbage"),
        Some("bearer") => json!(format!("Bearer {first}")),
        Some(_) => Value::Null,
    };
    let is_page = pair["answer"].as_str().is_some_and(|text| text.starts_with('<'));
    let content = match (pair["answer"] == "", is_page) {
        (true, _) => Value::Null,
        (false, true) => json!("text/html; charset=utf-8"),
        (false, false) => json!("application/json; charset=utf-8"),
    };
    let mut pair = pair;
    let (path, query) = match pair["path"].as_str().expect("a path").split_once('?') {
        Some((path, query)) => (json!(path), json!(query)),
        None => (pair["path"].clone(), Value::Null),
    };
    let step = json!({ "step": number, "name": "", "method": pair["method"], "path": path, "query": query,
        "requestHeaders": { "content-type": "application/json", "authorization": authorization },
        "requestBody": pair["body"].take(), "status": pair["status"],
        "responseHeaders": { "content-type": content }, "responseBody": pair["answer"].take() });
    serde_json::from_value(step).expect("a step")
}

async fn token(controller: &Controller, user: &str) -> String {
    let body = json!({ "email": format!("{user}@example.com"), "password": "password" });
    let line = json!({ "method": "POST", "path": "/user/login", "as": "none", "body": body, "status": 200, "answer": {} });
    let answer = send(controller, &step(0, &line.to_string(), ["", ""]), &Bound::default()).await;
    answer.body["accessToken"].as_str().expect("a token").to_owned()
}

#[tokio::test]
async fn the_recording_of_the_real_controller_is_answered_alike() {
    let clock = Clock::manual(1_795_290_000_000);
    let options = Options { api: Api::V30, ..Options::default() };
    let controller = Controller::new(&options, clock.clone(), 51121).expect("nothing to load");
    let mut tokens = [token(&controller, "admin").await, token(&controller, "sre").await];
    let mut bound = Bound::default();
    let (mut failures, mut passed) = (Vec::new(), 0);
    for (at, line) in RECORDING.lines().enumerate() {
        let number = at + 1;
        if number == SIGNED_IN_AGAIN {
            tokens[1] = token(&controller, "sre").await;
        }
        let step = step(number, line, [&tokens[0], &tokens[1]]);
        clock.advance(20);
        let answer = send(&controller, &step, &bound).await;
        let complaint = bound.compare(&step, &answer).err();
        let reason = EXCEPTIONS.iter().find(|(line, _)| *line == number);
        match (complaint, reason) {
            (None, None) => passed += 1,
            (Some(_), Some(_)) => {}
            (None, Some(_)) => failures.push(format!("{number} needs no exception any more")),
            (Some(complaint), None) => {
                failures.push(format!("{number} {} {}: {complaint}", step.method, step.path));
            }
        }
    }
    println!("{passed} pass, {} are answered otherwise", EXCEPTIONS.len());
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
    assert_eq!(passed + EXCEPTIONS.len(), 73);
}
