//! The Controller's traps, each with a test that names it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use client::{Body, ErrorKind, MicroservicePatch, Request, api};
use model::{Microservice, RoleRef, ServiceAccount};
use serde_json::{Value, json};
use support::{Script, block_on, json};

fn body_of(request: &Request) -> &Value {
    match &request.body {
        Body::Json(value) => value,
        _ => panic!("no JSON body"),
    }
}

fn live() -> Microservice {
    Microservice {
        uuid: "u-1".into(),
        name: "web".into(),
        iofog_uuid: Some("agent-1".into()),
        log_size: 50,
        service_account: Some(Box::new(ServiceAccount {
            role_ref: Some(RoleRef { kind: "Role".into(), name: "viewer".into(), api_group: None }),
            ..ServiceAccount::default()
        })),
        ..Microservice::default()
    }
}

#[test]
fn a_change_of_a_microservice_always_carries_agent_log_size_and_role() {
    let expected = json!({ "iofogUuid": "agent-1", "logSize": 50,
        "serviceAccount": { "roleRef": { "kind": "Role", "name": "viewer" } } });
    assert_eq!(Value::from(MicroservicePatch::of(&live())), expected);
    // A body from a manifest that leaves them out, or says null, does not take them away.
    let body = json!({ "name": "web", "application": "shop", "logSize": null, "iofogUuid": null,
        "serviceAccount": {}, "schedule": 50 });
    let mut with = expected.clone();
    with["schedule"] = json!(50);
    assert_eq!(Value::from(MicroservicePatch::of(&live()).with(body)), with);
}

#[test]
fn a_change_of_a_microservice_can_say_another_agent_log_size_and_role() {
    let patch = MicroservicePatch::of(&live())
        .with(json!({ "agentName": "hub", "logSize": 7, "serviceAccount": { "roleRef": { "kind": "Role", "name": "ops" } } }));
    let expected = json!({ "agentName": "hub", "logSize": 7,
        "serviceAccount": { "roleRef": { "kind": "Role", "name": "ops" } } });
    assert_eq!(Value::from(patch), expected);
}

#[test]
fn what_goes_beside_a_change_takes_nothing_of_it_away() {
    let beside = json!({ "agentName": "hub", "name": "web", "logSize": 1, "ports": [] });
    let patch =
        MicroservicePatch::of(&live()).with(json!({ "schedule": 50 })).beside(beside.as_object().unwrap());
    let expected = json!({ "iofogUuid": "agent-1", "logSize": 50, "schedule": 50, "agentName": "hub", "name": "web",
        "ports": [], "serviceAccount": { "roleRef": { "kind": "Role", "name": "viewer" } } });
    assert_eq!(Value::from(patch), expected);
}

#[test]
fn a_microservice_can_be_detached_from_its_catalog_item_by_null() {
    let patch = MicroservicePatch::of(&live()).with(json!({ "catalogItemId": null, "memoryLimit": null }));
    let sent = Value::from(patch);
    assert_eq!(sent.get("catalogItemId"), Some(&Value::Null));
    assert_eq!(sent.get("memoryLimit"), None, "the Controller refuses null everywhere else");
}

#[test]
fn an_application_that_is_not_there_shows_as_not_found_although_it_comes_as_500() {
    let answer = json(
        500,
        json!({ "name": "TypeError", "message": "Cannot read properties of null (reading 'isSystem')" }),
    );
    let script = Script::new([answer]);
    let error = block_on(script.client().send(api::applications::delete("gone"))).unwrap_err();
    assert!(error.is_not_found());
}

#[test]
fn a_new_application_runs_unless_its_body_says_otherwise() {
    let asked = |body: Value| body_of(&api::applications::create(body).request)["isActivated"].clone();
    assert_eq!(asked(json!({ "name": "shop" })), true);
    assert_eq!(asked(json!({ "name": "shop", "isActivated": false })), false);
}

#[test]
fn a_registry_in_the_form_of_answers_keeps_its_address_as_email() {
    let registry = json!({ "url": "r.example", "userEmail": "ci@example.com" });
    let call = api::registries::update(3, registry);
    assert_eq!(*body_of(&call.request), json!({ "url": "r.example", "email": "ci@example.com" }));
}

#[test]
fn names_that_an_address_cannot_hold_are_never_sent() {
    let script = Script::new([]);
    for name in ["", ".", ".."] {
        let error = block_on(script.client().send(api::secrets::delete(name))).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Invalid, "{name:?}");
    }
    assert_eq!(script.lines(), [""; 0]);
}

#[test]
fn an_application_called_system_is_not_confused_with_the_list_of_that_name() {
    let script = Script::new([json(200, json!({ "id": 7, "name": "system" }))]);
    let error = block_on(script.client().send(api::applications::get("system"))).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Invalid);
    assert!(error.message.contains("list of the system's applications"), "{error}");
    assert_eq!(script.lines(), [""; 0]);
    // The older Controller has no such list.
    let older = script.client().with_capabilities(model::Capabilities::of_version("3.0.4"));
    assert_eq!(block_on(older.send(api::applications::get("system"))).unwrap().id, 7);
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
        let microservice: Microservice = model::from_value(&object).unwrap();
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
