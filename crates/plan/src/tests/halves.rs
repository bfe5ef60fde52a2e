//! Creations that the Controller is still at, or has left half done: nothing of them is touched before two looks agree.

use serde_json::{Value, json};

use super::applied::{
    IN_LINE_A, check, list, made_uuid, no_application, none, one, refusal, run_of, web, web_but,
};
use super::scripted::Answer::{self, Json, Late, Lost};
use crate::apply::Run;

const LIST: &str = "GET /microservices?application=line-a";
const DELETE: &str = "DELETE /microservices/m-9";

/// All but the service account, which the Controller writes last.
fn half() -> Value {
    web_but(|web| web["serviceAccount"] = Value::Null)
}

#[test]
fn a_microservice_in_the_making_is_waited_for_and_not_removed() {
    let mut run = run_of(IN_LINE_A);
    check(&mut run, [(LIST, none()), ("POST /microservices", Late)], &["start 0", "interrupted 0: Timeout"]);
    run.resume();
    let begun = web_but(|web| {
        web["status"] = Value::Null;
        web["execStatus"] = Value::Null;
        web["serviceAccount"] = Value::Null;
    });
    check(
        &mut run,
        [(LIST, none()), (LIST, one(&begun)), (LIST, one(&web()))],
        &["wait 0", "wait 0", "done 0"],
    );
}

#[test]
fn the_half_that_a_lost_creation_left_is_removed_and_made_again() {
    let mut run = run_of(IN_LINE_A);
    check(
        &mut run,
        [(LIST, none()), ("POST /microservices", Lost)],
        &["start 0", "interrupted 0: Unreachable"],
    );
    run.resume();
    check(
        &mut run,
        [
            (LIST, one(&half())),
            (LIST, one(&half())),
            (DELETE, Json(204, Value::Null)),
            (LIST, none()),
            ("POST /microservices", made_uuid()),
        ],
        &["wait 0", "done 0"],
    );
}

/// A creation that is refused after the microservice was written.
fn refused_late() -> [(&'static str, Answer); 2] {
    [
        (LIST, none()),
        ("POST /microservices", refusal(400, "ValidationError", "Referenced role 'x' does not exist")),
    ]
}

#[test]
fn a_microservice_without_its_service_account_is_not_made_and_its_half_is_removed() {
    let lines = [(LIST, one(&half())), (LIST, one(&half())), (DELETE, Json(204, Value::Null))];
    check(
        &mut run_of(IN_LINE_A),
        refused_late().into_iter().chain(lines),
        &[
            "start 0",
            "wait 0",
            "failed 0: Referenced role 'x' does not exist (The Controller had created half of it; that half was removed again.)",
        ],
    );
}

#[test]
fn a_half_that_cannot_be_removed_is_told() {
    const GET: &str = "GET /microservices/m-9";
    let system = refusal(404, "NotFoundError", "Microservice uuid m-9 is system and can't be deleted");
    let lines = [(LIST, one(&half())), (LIST, one(&half())), (DELETE, system), (GET, Json(200, half()))];
    check(
        &mut run_of(IN_LINE_A),
        refused_late().into_iter().chain(lines),
        &[
            "start 0",
            "wait 0",
            "failed 0: Referenced role 'x' does not exist (The Controller had created half of it, and that half could not be \
             removed.)",
        ],
    );
}

#[test]
fn a_half_that_could_not_be_looked_for_is_told() {
    let mut run = run_of(IN_LINE_A);
    let unread = [(LIST, Json(403, json!({ "error": "Forbidden", "message": "no" })))];
    check(
        &mut run,
        refused_late().into_iter().chain(unread),
        &[
            "start 0",
            "failed 0: Referenced role 'x' does not exist (Whether it was done, wholly or in part, could not be checked.)",
        ],
    );
}

const TWO: &str = "kind: Application\nmetadata: {name: shop}\nspec: {microservices: [{name: web, agent: {name: edge-1}, images: {x86: 'web:1'}}, {name: db, agent: {name: edge-1}, images: {x86: 'db:1'}}]}\n";
const SHOP: &str = "GET /application/shop";
const OF_SHOP: &str = "GET /microservices?application=shop";

fn shop() -> Answer {
    Json(200, json!({ "id": 8, "name": "shop", "isActivated": true }))
}

/// A run of [`TWO`] whose answer did not come.
fn late_application() -> Run {
    let mut run = run_of(TWO);
    check(
        &mut run,
        [(SHOP, no_application()), ("POST /application", Late)],
        &["start 0", "interrupted 0: Timeout"],
    );
    run.resume();
    run
}

fn db() -> Value {
    web_but(|web| {
        web["uuid"] = json!("m-10");
        web["name"] = json!("db");
        web["images"][0]["containerImage"] = json!("db:1");
    })
}

#[test]
fn an_application_in_the_making_is_waited_for_and_nothing_of_it_is_touched() {
    check(
        &mut late_application(),
        [
            (SHOP, shop()),
            (OF_SHOP, one(&half())),
            (SHOP, shop()),
            (OF_SHOP, one(&web())),
            (SHOP, shop()),
            (OF_SHOP, list(&json!([web(), db()]))),
        ],
        &["wait 0", "wait 0", "done 0"],
    );
}

#[test]
fn an_application_that_stays_unfinished_gets_the_members_it_lacks() {
    let bodies = check(
        &mut late_application(),
        [
            (SHOP, shop()),
            (OF_SHOP, one(&half())),
            (SHOP, shop()),
            (OF_SHOP, one(&half())),
            (DELETE, Json(204, Value::Null)),
            (OF_SHOP, none()),
            ("POST /microservices", made_uuid()),
            (OF_SHOP, one(&web())),
            ("POST /microservices", made_uuid()),
        ],
        &["wait 0", "progress 0 1/3", "progress 0 2/3", "done 0"],
    );
    let db: Value = serde_json::from_str(&bodies[2]).unwrap();
    assert_eq!((&db["name"], &db["application"]), (&json!("db"), &json!("shop")));
}

#[test]
fn a_member_that_is_otherwise_than_asked_keeps_the_application_from_being_called_made() {
    let members = || list(&json!([web_but(|web| web["images"][0]["containerImage"] = json!("web:0")), db()]));
    check(
        &mut late_application(),
        [(SHOP, shop()), (OF_SHOP, members()), (SHOP, shop()), (OF_SHOP, members())],
        &[
            "wait 0",
            "failed 0: It was not created as requested. (It exists now, but differs from what was requested: microservices. Go back to the \
             plan to compare.)",
        ],
    );
}
