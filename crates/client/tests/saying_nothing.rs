//! Answers with a good status that do not say what they should: each is an error on every call, never an empty list or a
//! thing that was done.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use client::{Call, Error, ErrorKind, MicroservicePatch, Retry, api};
use model::Hidden;
use serde_json::{Value, json};
use support::{Script, block_on, text};

fn answer<T>(call: Call<T>, body: &str) -> Result<T, Error> {
    let script = Script::new([text(200, "application/json", body)]);
    block_on(script.client().with_retry(Retry::NEVER).send(call))
}

/// Every body is an error that leaves open what became of it.
fn check<T>(calls: impl Fn() -> Vec<Call<T>>, bodies: &[&str]) {
    for body in bodies {
        for call in calls() {
            let asked = format!("{} {} answered with {body:?}", call.request.method, call.request.path);
            let error = answer(call, body).err().unwrap_or_else(|| panic!("{asked} was taken"));
            assert_eq!(error.kind, ErrorKind::Garbled, "{asked}");
            assert_eq!(error.status, Some(200), "{asked}");
        }
    }
}

/// What somebody else says in the Controller's place; none of it is about an object.
const NOTHING: [&str; 9] = [
    r#"{"message":"ok"}"#,
    r#"{"status":"success","data":null}"#,
    r#"{"error":"maintenance"}"#,
    "null",
    "true",
    "\"ok\"",
    "ok",
    "[]",
    "<html></html>",
];
/// The same where something must come.
const NOT_ENOUGH: [&str; 4] =
    ["", "{}", r#"{"id":null,"uuid":null,"name":null}"#, r#"{"uuid":"","name":"","id":0}"#];

fn both() -> Vec<&'static str> {
    // `{"status":…}` is what one call is answered with.
    [&NOTHING[..], &NOT_ENOUGH[..]].concat()
}

#[test]
fn nothing_is_created_by_an_answer_that_names_nothing() {
    let body = || json!({ "name": "n" });
    check(
        || {
            vec![
                api::registries::create(body()),
                api::catalog::create(body()),
                api::applications::create(body()),
                api::application_templates::replace("n", body()),
            ]
        },
        &both(),
    );
    check(|| vec![api::microservices::create(body()), api::microservices::create_yaml("")], &both());
    check(|| vec![api::secrets::create(body())], &both());
    check(|| vec![api::config_maps::create(body())], &both());
    check(|| vec![api::volume_mounts::create(body()), api::volume_mounts::update("n", body())], &both());
    let exec = || vec![api::microservices::start_exec("u"), api::microservices::stop_exec("u")];
    check(exec, &both());
}

#[test]
fn nobody_is_signed_in_by_an_answer_without_a_token() {
    let secret = Hidden::from("s");
    check(|| vec![api::auth::login("a@b.c", &secret, None), api::auth::refresh(&secret)], &both());
}

#[test]
fn nothing_is_changed_or_deleted_by_an_answer_about_something_else() {
    let patch = || MicroservicePatch::of(&model::Microservice::default());
    check(
        || {
            vec![
                api::registries::update(3, json!({})),
                api::registries::delete(3),
                api::catalog::update(6, json!({})),
                api::catalog::delete(6),
                api::applications::update("n", json!({})),
                api::applications::replace("n", json!({})),
                api::applications::delete("n"),
                api::microservices::update("u", patch()),
                api::microservices::delete("u"),
                api::microservices::start("u"),
                api::microservices::rebuild("u"),
                api::secrets::delete("n"),
                api::secrets::update("n", json!({})),
                api::config_maps::delete("n"),
                api::config_maps::update("n", json!({})),
                api::volume_mounts::delete("n"),
                api::auth::logout(),
            ]
        },
        &NOTHING,
    );
}

#[test]
fn an_object_without_its_name_is_none() {
    check(|| vec![api::microservices::get("u")], &both());
    check(|| vec![api::catalog::get(6)], &both());
    check(|| vec![api::applications::get("n")], &both());
    check(|| vec![api::application_templates::get("n")], &both());
    check(|| vec![api::secrets::get("n")], &both());
    check(|| vec![api::config_maps::get("n")], &both());
    check(|| vec![api::volume_mounts::get("n")], &both());
    let no_status = both().into_iter().filter(|body| !body.contains("status")).collect::<Vec<_>>();
    check(|| vec![api::status::get()], &no_status);
}

/// Lists that are not there, whatever stands in their place.
fn no_lists(key: &str) -> Vec<String> {
    let wrong = [json!(null), json!({}), json!("none"), json!(0), json!(false), json!({ "items": [] })];
    let under = wrong.map(|value| json!({ key: value }).to_string());
    let other = [json!({ "data": [] }), json!({ "items": [] }), json!({ key.to_uppercase(): [] })];
    under.into_iter().chain(other.map(|value| value.to_string())).collect()
}

fn check_list<T>(call: impl Fn() -> Call<T>, key: &str, bare: bool) {
    let wrong = no_lists(key);
    let mut bodies = both();
    bodies.extend(wrong.iter().map(String::as_str));
    bodies.retain(|body| !(bare && *body == "[]"));
    check(|| vec![call()], &bodies);
    let empty = answer(call(), &json!({ key: [] }).to_string());
    assert!(empty.is_ok(), "{key}: {:?}", empty.err());
}

#[test]
fn a_list_that_is_null_or_something_else_is_not_empty() {
    check_list(api::registries::list, "registries", false);
    check_list(api::catalog::list, "catalogItems", false);
    check_list(api::agents::list, "fogs", false);
    check_list(api::applications::list, "applications", false);
    check_list(api::application_templates::list, "applicationTemplates", false);
    check_list(api::microservices::list, "microservices", false);
    check_list(|| api::microservices::list_of("a"), "microservices", false);
    check_list(api::system_microservices::list, "microservices", false);
    check_list(api::secrets::list, "secrets", false);
    check_list(api::config_maps::list, "configMaps", false);
    check_list(api::volume_mounts::list, "volumeMounts", true);
    check_list(api::roles::list, "roles", false);
    check_list(api::nats_rules::account_rules, "rules", false);
    check_list(api::nats_rules::user_rules, "rules", false);
    check_list(|| api::events::list(&api::events::Filter::default()), "events", false);
}

#[test]
fn an_entry_without_its_name_is_reported_and_loses_no_other() {
    let body = json!({ "registries": [{ "id": 3, "url": "hub" }, { "message": "ok" }, null, { "id": 4 }] });
    let list = answer(api::registries::list(), &body.to_string()).unwrap();
    assert_eq!(list.iter().map(|one| one.id).collect::<Vec<_>>(), [3]);
    let problems = list.unreadable.iter().map(|one| one.problem.as_str()).collect::<Vec<_>>();
    let expected = [
        "`registries[1]` says no id",
        "`registries[2]` is not as expected (it is null)",
        "`registries[3]` says no url",
    ];
    assert_eq!(problems, expected);
}

#[test]
fn what_real_controllers_say_when_they_have_done_something_is_taken() {
    for body in
        ["", " \n", "{}", r#"{"uuid":"u","name":"n"}"#, r#"{"deletedCount":0}"#, r#"{"role":{"name":"n"}}"#]
    {
        assert_eq!(answer(api::secrets::delete("n"), body), Ok(()), "{body}");
    }
    let created: Value = json!({ "id": 3 });
    assert_eq!(answer(api::registries::create(json!({})), &created.to_string()).unwrap().id, 3);
}
