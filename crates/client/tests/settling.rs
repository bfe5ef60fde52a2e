//! Writes that are looked at afterwards: what is asked, what is reported, what is left alone; and what is nobody's to change.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use client::{
    Changed, Dialect, ErrorKind, Left, Leftover, MicroservicePatch, NotChanged, Retry, create_microservice,
    update_microservice,
};
use serde_json::{Value, json};
use support::{Script, block_on, empty, json};

fn refusal(status: u16, name: &str) -> support::Answer {
    json(status, json!({ "name": name, "message": "words" }))
}

fn live() -> model::Microservice {
    model::from_value(&json!({ "iofogUuid": "agent-1", "logSize": 5,
        "serviceAccount": { "roleRef": { "kind": "Role", "name": "viewer" } } }))
    .unwrap()
}

fn now() -> Value {
    json!({ "uuid": "u", "name": "web", "iofogUuid": "agent-1", "logSize": 5, "schedule": 50, "config": "{\"a\":1}",
        "status": {} })
}

#[test]
fn what_is_refused_before_anything_is_written_is_not_looked_for() {
    let body = json!({ "name": "web", "application": "shop" });
    let refusals = [
        json(401, json!({ "error": "Unauthorized: x" })),
        json(403, json!({ "error": "Forbidden", "message": "no" })),
        refusal(500, "DuplicatePropertyError"),
    ];
    for refused in refusals {
        let script = Script::new([refused]);
        let failed =
            block_on(create_microservice(&script.client(), body.clone(), Leftover::Remove)).unwrap_err();
        assert_eq!(failed.left, Left::Nothing);
        assert_eq!(script.lines(), ["POST /microservices"]);
    }
}

#[test]
fn an_application_may_be_given_by_its_number_and_what_cannot_be_found_out_is_said() {
    let body = json!({ "name": "web", "application": 14 });
    let script = Script::new([refusal(500, "NotFoundError"), refusal(500, "TypeError")]);
    let client = script.client().with_retry(Retry::NEVER);
    let failed = block_on(create_microservice(&client, body, Leftover::Remove)).unwrap_err();
    assert!(matches!(failed.left, Left::Unknown(error) if error.kind == ErrorKind::Server));
    assert_eq!(script.lines(), ["POST /microservices", "GET /microservices?application=14"]);
}

#[test]
fn words_that_mean_unchanged_or_the_default_are_not_reported_as_altered() {
    let script = Script::new([empty(204), json(200, now())]);
    let patch = MicroservicePatch::of(&live()).set("config", "").set("schedule", 0).set("rebuild", true);
    let mut after = now();
    after["rebuild"] = json!(false);
    let Changed { altered, .. } =
        block_on(update_microservice(&script.client(), "u", patch.clone())).unwrap();
    assert_eq!(altered, [""; 0]);
    let script = Script::new([empty(204), json(200, after)]);
    let Changed { altered, .. } = block_on(update_microservice(&script.client(), "u", patch)).unwrap();
    assert_eq!(altered, [""; 0]);
    // A value that was truly ignored is.
    let script = Script::new([empty(204), json(200, now())]);
    let patch = MicroservicePatch::of(&live()).set("schedule", 60);
    let Changed { altered, .. } = block_on(update_microservice(&script.client(), "u", patch)).unwrap();
    assert_eq!(altered, ["schedule"]);
}

#[test]
fn a_change_that_cannot_be_checked_says_that_it_was_accepted() {
    let script = Script::new([empty(204), Err(client::TransportError::Timeout)]);
    let patch = MicroservicePatch::of(&live()).set("schedule", 60);
    let NotChanged { error, now } = block_on(update_microservice(&script.client(), "u", patch)).unwrap_err();
    assert_eq!(now, None);
    assert!(error.advice.starts_with("The change was accepted"), "{error:?}");
}

#[test]
fn the_older_controller_has_no_roles_to_be_read_before_a_change() {
    let script = Script::new([empty(204), json(200, now())]);
    let client = script.client().with_dialect(Dialect::of_version("3.0.4"));
    let older = model::Microservice { service_account: None, ..live() };
    block_on(update_microservice(&client, "u", MicroservicePatch::of(&older).set("schedule", 50))).unwrap();
    assert_eq!(script.lines(), ["PATCH /microservices/u", "GET /microservices/u"]);
}

#[test]
fn half_a_microservice_is_told_by_what_its_agent_would_report() {
    // the object, is it half made
    let objects = [
        (json!({ "serviceAccount": null }), true),
        (json!({ "serviceAccount": null, "status": {} }), false),
        (json!({ "execStatus": {} }), false),
        (json!({ "serviceAccount": { "name": "web" }, "status": {}, "execStatus": {} }), false),
    ];
    for (object, half) in objects {
        let microservice: model::Microservice = model::from_value(&object).unwrap();
        assert_eq!(microservice.is_half_created(), half, "{object}");
    }
}

#[test]
fn what_the_controller_brings_along_is_known() {
    let registry = |id| model::Registry { id, ..Default::default() }.is_system();
    assert_eq!([1, 2, 3].map(registry), [true, true, false]);
    let item = |category: &str| model::CatalogItem { category: Some(category.into()), ..Default::default() };
    assert_eq!(["SYSTEM", "SENSORS"].map(|category| item(category).is_system()), [true, false]);
}
