//! The Controller's traps, each with a test that names it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use client::{
    AgentPatch, Body, Changed, ErrorKind, Left, Leftover, MicroservicePatch, NotChanged, NotCreated, Request,
    Retry, TransportError, api, config_text, create_microservice, liquid, update_microservice,
};
use model::{Agent, Microservice, RoleRef, ServiceAccount};
use serde_json::{Value, json};
use support::{Script, block_on, empty, json};

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

fn answered(agent: &str, log_size: i64) -> Value {
    json!({ "uuid": "u-1", "name": "web", "iofogUuid": agent, "logSize": log_size, "config": "{}",
            "status": { "status": "RUNNING" } })
}

/// What the Controller does to the text of a configuration before it stores it.
fn stored(text: &str) -> String {
    text.replace("\\\"", "\"")
}

#[test]
fn quotes_and_backslashes_in_a_config_survive_the_controller() {
    let texts = [
        "say \"hi\"",
        "C:\\",
        "\\\"",
        "a\\\\",
        "{{ x }}",
        "{% raw %}",
        "{{{",
        "{",
        "\u{0}\n\t\u{7f}é😀</script>",
        "",
    ];
    for text in texts {
        let value =
            json!({ "a": text, "b": [text, { text: 1.5 }], "c": null, "d": true, "e": -7, "f": {}, "g": [] });
        let sent = config_text::encode(&value);
        assert_eq!(serde_json::from_str::<Value>(&stored(&sent)).unwrap(), value, "{sent}");
        assert!(!liquid::is_template(&sent), "{sent}");
    }
    assert_eq!(config_text::encode(&json!({ "q": "say \"hi\"" })), r#"{"q":"say \u0022hi\u0022"}"#);
}

#[test]
fn a_change_of_config_or_annotations_goes_out_encoded() {
    let value = json!({ "q": "say \"hi\" to {{ x }}" });
    let patch = MicroservicePatch::of(&live()).config(&value).annotations(&value);
    for field in ["config", "annotations"] {
        assert_eq!(patch.fields()[field], config_text::encode(&value), "{field}");
    }
}

#[test]
fn a_config_with_quotes_is_not_sent_to_the_endpoint_that_breaks_it() {
    for spoiled in
        [json!({ "q": "say \"hi\"" }), json!({ "p": "C:\\" }), json!({ "a\"b": 1 }), json!([["\""]])]
    {
        assert!(api::microservices::set_config("u", &spoiled).is_none(), "{spoiled}");
        assert!(api::system_microservices::set_config("u", &spoiled).is_none(), "{spoiled}");
    }
    assert!(api::microservices::set_config("u", &json!({ "p": "C:\\dir", "t": "{{ x }}" })).is_some());
}

#[test]
fn text_that_looks_like_liquid_stays_literal() {
    // text, and what LiquidJS 9.17 renders to exactly that text
    let texts = [
        ("plain }} %} { {", "plain }} %} { {"),
        ("p{{x}}q", "{% raw %}p{{x}}q{% endraw %}"),
        ("{% endraw %}", "{% raw %}{{% endraw %}{% raw %}% endraw %}{% endraw %}"),
        ("{{%", "{% raw %}{{{% endraw %}{% raw %}%{% endraw %}"),
    ];
    for (text, sent) in texts {
        assert_eq!(liquid::literal(text), sent);
    }
    let value = json!({ "{{key}}": ["{{a}}", 1, null], "b": { "c": "x" } });
    let expected = json!({ "{{key}}": ["{% raw %}{{a}}{% endraw %}", 1, null], "b": { "c": "x" } });
    assert_eq!(liquid::literal_json(value), expected);
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
        .set("agentName", "hub")
        .set("logSize", 7)
        .set("serviceAccount", json!({ "roleRef": { "kind": "Role", "name": "ops" } }));
    let expected = json!({ "agentName": "hub", "logSize": 7,
        "serviceAccount": { "roleRef": { "kind": "Role", "name": "ops" } } });
    assert_eq!(Value::from(patch), expected);
}

#[test]
fn what_goes_beside_a_change_takes_nothing_of_it_away() {
    let beside = json!({ "agentName": "hub", "name": "web", "logSize": 1, "ports": [] });
    let patch = MicroservicePatch::of(&live()).set("schedule", 50).beside(beside.as_object().unwrap());
    let expected = json!({ "iofogUuid": "agent-1", "logSize": 50, "schedule": 50, "agentName": "hub", "name": "web",
        "ports": [], "serviceAccount": { "roleRef": { "kind": "Role", "name": "viewer" } } });
    assert_eq!(Value::from(patch), expected);
}

#[test]
fn a_microservice_can_be_detached_from_its_catalog_item_by_null() {
    let patch =
        MicroservicePatch::of(&live()).set("catalogItemId", Value::Null).set("memoryLimit", Value::Null);
    assert_eq!(patch.fields().get("catalogItemId"), Some(&Value::Null));
    assert_eq!(patch.fields().get("memoryLimit"), None, "the Controller refuses null everywhere else");
}

#[test]
fn a_patch_made_from_inside_an_application_is_completed_before_it_resets_the_role() {
    let embedded = Microservice { service_account: None, ..live() };
    let single = json!({ "uuid": "u-1", "name": "web", "iofogUuid": "agent-1", "logSize": 50, "status": {},
        "serviceAccount": { "roleRef": { "kind": "Role", "name": "viewer" } } });
    let script = Script::new([json(200, single.clone()), empty(204), json(200, single)]);
    let patch = MicroservicePatch::of(&embedded).set("schedule", 60);
    block_on(update_microservice(&script.client(), "u-1", patch)).unwrap();
    assert_eq!(script.body(1)["serviceAccount"]["roleRef"]["name"], "viewer");
    assert_eq!(script.body(1)["schedule"], 60);
}

#[test]
fn an_unknown_agent_that_the_controller_ignores_is_an_error() {
    let script = Script::new([empty(204), json(200, answered("agent-1", 50))]);
    let patch = MicroservicePatch::of(&live()).set("iofogUuid", "nowhere");
    let NotChanged { error, now } =
        block_on(update_microservice(&script.client(), "u-1", patch)).unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound);
    assert_eq!(now.unwrap().iofog_uuid.as_deref(), Some("agent-1"));
}

#[test]
fn an_unknown_agent_by_name_is_an_error_before_anything_is_sent() {
    let script = Script::new([json(200, json!({ "fogs": [{ "uuid": "agent-2", "name": "hub" }] }))]);
    let patch = MicroservicePatch::of(&live()).set("agentName", "nope");
    let failed = block_on(update_microservice(&script.client(), "u-1", patch)).unwrap_err();
    assert!(failed.error.message.contains("`nope`"));
    assert_eq!(script.lines(), ["GET /iofog-list"]);
}

#[test]
fn an_agent_by_name_is_sent_by_uuid_and_verified() {
    let agents = json!({ "fogs": [{ "uuid": "agent-2", "name": "hub" }] });
    let script = Script::new([json(200, agents), empty(204), json(200, answered("agent-2", 50))]);
    let patch = MicroservicePatch::of(&live()).set("agentName", "hub");
    let Changed { now, altered } = block_on(update_microservice(&script.client(), "u-1", patch)).unwrap();
    assert_eq!(script.body(1)["iofogUuid"], "agent-2");
    assert_eq!(script.body(1).get("agentName"), None);
    assert_eq!((now.iofog_uuid.as_deref(), altered), (Some("agent-2"), vec![]));
}

#[test]
fn a_half_applied_change_shows_the_microservice_as_it_is_now() {
    let refusal =
        json!({ "name": "ValidationError", "message": "Port '54321' is reserved for internal use" });
    let script = Script::new([json(400, refusal), json(200, answered("agent-1", 50))]);
    let patch = MicroservicePatch::of(&live()).set("ports", json!([]));
    let NotChanged { error, now } =
        block_on(update_microservice(&script.client(), "u-1", patch)).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Invalid);
    assert_eq!(now.unwrap().ports, []);
}

#[test]
fn a_value_that_the_controller_rendered_is_reported() {
    let mut after = answered("agent-1", 50);
    after["runAsUser"] = json!("undefined");
    let script = Script::new([empty(204), json(200, after)]);
    let patch = MicroservicePatch::of(&live()).set("runAsUser", "{{ nobody }}");
    let changed = block_on(update_microservice(&script.client(), "u-1", patch)).unwrap();
    assert_eq!(changed.altered, ["runAsUser"]);
}

#[test]
fn text_that_was_kept_literal_is_not_reported_as_altered() {
    let text = "{{ nobody }} {% x %}";
    let mut after = answered("agent-1", 50);
    after["runAsUser"] = json!(text);
    let script = Script::new([empty(204), json(200, after)]);
    let patch = MicroservicePatch::of(&live()).set("runAsUser", liquid::literal(text));
    let changed = block_on(update_microservice(&script.client(), "u-1", patch)).unwrap();
    assert_eq!(changed.altered, [""; 0]);
}

fn creation() -> Value {
    json!({ "name": "web", "application": "my shop", "agentName": "hub" })
}

fn refused() -> support::Answer {
    json(
        500,
        json!({ "name": "NotFoundError", "message": "Secret with name \"db\" not found", "stack": "x" }),
    )
}

fn half() -> Value {
    json!({ "microservices": [{ "uuid": "other", "name": "api", "status": {} }, { "uuid": "half", "name": "web",
        "serviceAccount": null }] })
}

fn check_creation(answers: Vec<support::Answer>, leftover: Leftover, left: &Left, lines: &[&str]) {
    let script = Script::new(answers);
    let client = script.client().with_retry(Retry::NEVER);
    let NotCreated { left: found, .. } =
        block_on(create_microservice(&client, creation(), leftover)).unwrap_err();
    assert_eq!(found, *left);
    assert_eq!(script.lines(), lines);
}

#[test]
fn a_half_created_microservice_is_found_and_removed_or_reported() {
    let (create, list) = ("POST /microservices", "GET /microservices?application=my%20shop");
    let delete = "DELETE /microservices/half";
    check_creation(
        vec![refused(), json(200, half()), empty(204)],
        Leftover::Remove,
        &Left::Removed,
        &[create, list, delete],
    );
    check_creation(
        vec![refused(), json(200, half())],
        Leftover::Report,
        &Left::Part("half".into()),
        &[create, list],
    );
    check_creation(
        vec![refused(), json(200, half()), empty(500)],
        Leftover::Remove,
        &Left::Part("half".into()),
        &[create, list, delete],
    );
    let gone =
        || json(404, json!({ "name": "NotFoundError", "message": "Invalid application id 'my shop'" }));
    check_creation(
        vec![refused(), json(200, half()), gone()],
        Leftover::Remove,
        &Left::Removed,
        &[create, list, delete],
    );
    for nothing in [json(200, json!({ "microservices": [] })), gone()] {
        check_creation(vec![refused(), nothing], Leftover::Remove, &Left::Nothing, &[create, list]);
    }
}

#[test]
fn a_microservice_in_the_making_is_not_removed_when_its_creation_got_no_answer() {
    let lines = ["POST /microservices", "GET /microservices?application=my%20shop"];
    for lost in [Err(TransportError::Timeout), Err(TransportError::CutShort), empty(504)] {
        check_creation(vec![lost, json(200, half())], Leftover::Remove, &Left::Part("half".into()), &lines);
    }
}

#[test]
fn a_complete_microservice_of_that_name_is_never_removed() {
    let complete =
        json!({ "microservices": [{ "uuid": "whole", "name": "web", "status": {}, "execStatus": {} }] });
    let lost = Err(TransportError::CutShort);
    let lines = ["POST /microservices", "GET /microservices?application=my%20shop"];
    check_creation(
        vec![lost, json(200, complete)],
        Leftover::Remove,
        &Left::Complete("whole".into()),
        &lines,
    );
    let taken = json(500, json!({ "name": "DuplicatePropertyError", "message": "Duplicate name 'web'" }));
    check_creation(vec![taken], Leftover::Remove, &Left::Nothing, &["POST /microservices"]);
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
fn a_secret_repeats_its_type_and_a_config_map_its_immutability() {
    let secret = api::secrets::update("a/b c", "tls", &model::Hidden::new(json!({ "k": "v" })));
    assert_eq!(secret.request.path, "/secrets/a%2Fb%20c");
    assert_eq!(*body_of(&secret.request), json!({ "type": "tls", "data": { "k": "v" } }));
    let map = api::config_maps::update("m", &json!({}), false);
    assert_eq!(*body_of(&map.request), json!({ "data": {}, "immutable": false }));
}

#[test]
fn a_change_of_an_agent_keeps_its_nats_mode_and_never_says_is_system() {
    let agent = Agent { nats_mode: Some("none".into()), is_system: true, ..Agent::default() };
    let patch = AgentPatch::of(&agent)
        .with(json!({ "description": "d", "isSystem": true, "fogTypeId": 2, "host": null,
            "uuid": "u" }));
    assert_eq!(Value::from(patch), json!({ "natsMode": "none", "description": "d", "fogType": 2 }));
    let patch = AgentPatch::of(&agent).set("natsMode", "leaf");
    assert_eq!(Value::from(patch), json!({ "natsMode": "leaf" }));
}

#[test]
fn an_agent_in_the_making_is_told_from_a_finished_one() {
    let time = |text: &str| model::Time::parse(text);
    let mut agent = Agent { created_at: time("2026-11-21T10:00:00Z"), ..Agent::default() };
    agent.updated_at = agent.created_at;
    assert!(!agent.is_being_made(), "the older Controller is done when it answers, and knows no NATS");
    agent.nats_mode = Some("none".into());
    assert!(agent.is_being_made());
    agent.warning_message = Some("Background orchestration error: \"host\" is required".into());
    assert!(!agent.is_being_made());
    assert_eq!(agent.orchestration_error(), Some("\"host\" is required"));
    agent.warning_message = Some("HEALTHY".into());
    agent.updated_at = time("2026-11-21T10:00:04Z");
    assert!(!agent.is_being_made());
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
    let older = script.client().with_dialect(client::Dialect::of_version("3.0.4"));
    assert_eq!(block_on(older.send(api::applications::get("system"))).unwrap().id, 7);
}

#[test]
fn deleting_events_with_a_body_that_is_never_answered_is_not_possible() {
    assert!(api::events::delete(366).is_none());
    assert!(api::events::delete(365).is_some());
}
