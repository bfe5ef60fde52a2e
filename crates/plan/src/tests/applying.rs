//! Sending plans: order, failures, what is read before, and what every change of a microservice repeats.

use serde_json::{Value, json};

use super::applied::{
    APPLICATION, GATEWAY, IN_LINE_A, REGISTRY, WEB, check, gone, list, made, made_uuid, no_application,
    no_registries, refusal, run_of,
};
use super::scripted::Answer::{self, Json, Lost};
use super::support::{plan_of, recorded};
use crate::Choices;
use crate::apply::Run;

#[test]
fn steps_go_out_in_order_and_report_what_they_made() {
    let mut run = run_of(&format!("{WEB}{APPLICATION}{REGISTRY}"));
    let bodies = check(
        &mut run,
        [
            ("GET /registries", no_registries()),
            ("POST /registries", made(7)),
            ("GET /registries", no_registries()),
            ("GET /application/shop", no_application()),
            ("POST /application", made(8)),
            ("GET /microservices?application=shop", list(&json!([]))),
            ("POST /microservices", made_uuid()),
        ],
        &["start 0", "done 0", "start 1", "done 1", "start 2", "done 2"],
    );
    assert!(run.is_finished());
    let application: Value = serde_json::from_str(&bodies[1]).unwrap();
    assert_eq!(application, json!({ "name": "shop", "isActivated": true }));
    let web: Value = serde_json::from_str(&bodies[2]).unwrap();
    assert_eq!(
        web,
        json!({ "name": "web", "application": "shop", "iofogUuid": "2cdf4d8f-010e-4660-98dd-b84b38078349",
            "images": [{ "containerImage": "web:1", "fogTypeId": 1 }] })
    );
}

#[test]
fn a_failure_skips_only_what_depends_on_it() {
    let mut run = run_of(&format!("{REGISTRY}{APPLICATION}{WEB}{IN_LINE_A}"));
    check(
        &mut run,
        [
            ("GET /registries", no_registries()),
            ("POST /registries", made(7)),
            ("GET /registries", no_registries()),
            ("GET /application/shop", no_application()),
            ("POST /application", refusal(400, "ValidationError", "natsAccess must be provided")),
            ("GET /application/shop", no_application()),
            ("GET /microservices?application=line-a", list(&json!([]))),
            ("POST /microservices", made_uuid()),
        ],
        &[
            "start 0",
            "done 0",
            "start 1",
            "failed 1: natsAccess must be provided",
            "skipped 2 because of 1",
            "start 3",
            "done 3",
        ],
    );
}

#[test]
fn an_expired_session_stops_the_run_and_sends_the_same_again_after_signing_in() {
    let mut run = run_of(APPLICATION);
    let unauthorized = Json(401, json!({ "error": "Unauthorized: No authentication information found" }));
    check(
        &mut run,
        [("GET /application/shop", no_application()), ("POST /application", unauthorized)],
        &["start 0", "interrupted 0: Unauthorized"],
    );
    assert!(run.interrupted().is_some() && !run.is_finished());
    run.resume();
    check(
        &mut run,
        [("GET /application/shop", no_application()), ("POST /application", made(8))],
        &["done 0"],
    );
}

#[test]
fn nothing_is_sent_when_what_is_there_before_it_cannot_be_read() {
    let mut run = run_of(REGISTRY);
    check(&mut run, [("GET /registries", Lost)], &["start 0", "interrupted 0: Unreachable"]);
    let mut run = run_of(REGISTRY);
    let forbidden = Json(403, json!({ "error": "Forbidden", "message": "Authorization denied" }));
    check(
        &mut run,
        [("GET /registries", forbidden)],
        &[
            "start 0",
            "failed 0: Your role does not allow this. (It was not sent, because what is there now could not be read.)",
        ],
    );
    // An entry that cannot be read may be the one that matters.
    let mut run = run_of(REGISTRY);
    let spoilt = Json(200, json!({ "registries": [{ "id": "three" }] }));
    let said = "failed 0: The Controller's answer cannot be read: `registries[0].id` is not as expected (it is text). \
                (It was not sent, because what is there now could not be read.)";
    check(&mut run, [("GET /registries", spoilt)], &["start 0", said]);
}

#[test]
fn what_somebody_else_made_since_the_plan_is_left_alone() {
    let item = "kind: CatalogItem\nmetadata: {name: sensor}\nspec: {x86: 'a:1'}\n";
    let there = json!([{ "uuid": "m-8", "name": "web", "application": "shop", "serviceAccount": null }]);
    for (text, get, answer, what) in [
        (
            item,
            "GET /catalog/microservices",
            json!({ "catalogItems": [{ "id": 9, "name": "sensor" }] }),
            "catalog item sensor",
        ),
        (APPLICATION, "GET /application/shop", json!({ "id": 8, "name": "shop" }), "application shop"),
        (
            IN_LINE_A,
            "GET /microservices?application=line-a",
            json!({ "microservices": there }),
            "microservice line-a/web",
        ),
    ] {
        let said = format!("failed 0: The {what} was made by somebody else since the plan was made.");
        check(&mut run_of(text), [(get, Json(200, answer))], &["start 0", &said]);
    }
}

/// The microservice that the plan saw, changed in place.
fn gateway(change: impl FnOnce(&mut Value)) -> Answer {
    let mut live = serde_json::to_value(&recorded().microservices[0]).unwrap();
    change(&mut live);
    Json(200, live)
}

const PATCH: &str = "PATCH /microservices/bf270971-b6f9-4e88-83a9-98b1dc6892f1";
const GET: &str = "GET /microservices/bf270971-b6f9-4e88-83a9-98b1dc6892f1";

fn ports() -> Value {
    json!([{ "internal": 1, "external": 54321, "protocol": "tcp" }])
}

#[test]
fn a_change_repeats_agent_log_size_and_role_as_they_are_now_and_not_as_they_were_planned() {
    let bodies = check(
        &mut run_of(GATEWAY),
        [
            (
                GET,
                gateway(|live| {
                    live["iofogUuid"] = json!("moved-meanwhile");
                    live["logSize"] = json!(50);
                    live["serviceAccount"]["roleRef"]["name"] = json!("operator");
                }),
            ),
            (PATCH, Json(204, Value::Null)),
            (GET, gateway(|live| live["ports"] = ports())),
        ],
        &["start 0", "done 0"],
    );
    let body: Value = serde_json::from_str(&bodies[0]).unwrap();
    assert_eq!(
        body,
        json!({ "iofogUuid": "moved-meanwhile", "logSize": 50, "rebuild": true,
            "serviceAccount": { "roleRef": { "kind": "Role", "name": "operator" } }, "ports": ports() })
    );
}

#[test]
fn a_microservice_that_was_deleted_meanwhile_is_not_changed() {
    check(
        &mut run_of(GATEWAY),
        [(GET, gone())],
        &["start 0", "failed 0: It was deleted since the plan was made."],
    );
}

#[test]
fn a_refused_change_says_what_it_has_done_already() {
    check(
        &mut run_of(GATEWAY),
        [
            (GET, gateway(|live| live["ports"] = json!([{ "internal": 1, "external": 1000 }]))),
            (PATCH, refusal(400, "ValidationError", "Port '54321' is reserved for internal use")),
            (GET, gateway(|live| live["ports"] = json!([]))),
        ],
        &[
            "start 0",
            "failed 0: Port '54321' is reserved for internal use (The Controller had changed a part already: container.ports.)",
        ],
    );
}

#[test]
fn success_that_changed_nothing_is_no_success_and_a_part_of_it_is_told() {
    check(
        &mut run_of(GATEWAY),
        [(GET, gateway(|_| ())), (PATCH, Json(204, Value::Null)), (GET, gateway(|_| ()))],
        &[
            "start 0",
            "failed 0: The Controller reported success, but nothing has changed. (These are as before: container.ports.)",
        ],
    );
    let same = || (GET, gateway(|_| ()));
    check(
        &mut run_of(GATEWAY),
        [same(), (PATCH, Json(200, json!({ "message": "ok" }))), same(), same()],
        &[
            "start 0",
            "wait 0",
            "failed 0: The Controller's answer cannot be read: it does not speak of the object.",
        ],
    );
    let other = json!([{ "internal": 1, "external": 54000 }]);
    check(
        &mut run_of(GATEWAY),
        [
            (GET, gateway(|_| ())),
            (PATCH, Json(204, Value::Null)),
            (GET, gateway(|live| live["ports"] = other)),
        ],
        &["start 0", "done 0 (The Controller accepted it, but stored another value: container.ports.)"],
    );
    check(
        &mut run_of(GATEWAY),
        [(GET, gateway(|_| ())), (PATCH, Json(204, Value::Null)), (GET, refusal(500, "Error", "x"))],
        &["start 0", "done 0 (The Controller reported success, but that could not be checked afterwards.)"],
    );
}

#[test]
fn a_deletion_is_done_when_the_object_is_gone_and_only_then() {
    let text = "kind: Application\nmetadata: {name: line-a}\nspec: {microservices: []}\n";
    let plan = plan_of(text, &recorded(), &Choices::default());
    let mut run = Run::new(&plan, &Choices::default());
    check(&mut run, [], &[]);
    assert!(run.is_finished());
    let mut ticked = Choices::default();
    ticked.tick(&plan.steps[0]);
    let uuid = "DELETE /microservices/bf270971-b6f9-4e88-83a9-98b1dc6892f1";
    let missing = || refusal(404, "NotFoundError", "Invalid microservice UUID 'x'");
    let system = || refusal(404, "NotFoundError", "Microservice uuid x is system and can't be deleted");
    let there = || gateway(|_| ());
    for (answer, reads, expected) in [
        (Json(204, Value::Null), vec![], vec!["done 0"]),
        (missing(), vec![gone()], vec!["done 0"]),
        (
            system(),
            vec![there()],
            vec!["failed 0: Microservice uuid x is system and can't be deleted (It is still there.)"],
        ),
        (Json(200, json!({ "message": "ok" })), vec![there(), gone()], vec!["wait 0", "done 0"]),
    ] {
        let lines = [(uuid, answer)].into_iter().chain(reads.into_iter().map(|read| (GET, read)));
        let expected: Vec<&str> = ["start 0"].into_iter().chain(expected).collect();
        check(&mut Run::new(&plan, &ticked), lines, &expected);
    }
}
