//! Sending plans: order, failures, and what happens when answers do not come.

use serde_json::{Value, json};

use super::scripted::Answer::{self, Json, Late, Lost};
use super::scripted::{Line, Scripted};
use super::support::{plan_of, recorded};
use crate::Choices;
use crate::apply::Run;

const REGISTRY: &str = "kind: Registry\nspec: {url: r.example.com, username: u, password: p, email: a@b.cd, private: true}\n---\n";
const APPLICATION: &str = "kind: Application\nmetadata: {name: shop}\nspec: {}\n---\n";
const WEB: &str = "kind: Microservice\nmetadata: {name: shop/web}\nspec: {agent: {name: edge-1}, images: {x86: 'web:1'}}\n---\n";
const IN_LINE_A: &str = "kind: Microservice\nmetadata: {name: line-a/web}\nspec: {agent: {name: edge-1}, images: {x86: 'web:1'}}\n---\n";

fn run_of(text: &str) -> Run {
    Run::new(&plan_of(text, &recorded(), &Choices::default()), &Choices::default())
}

#[track_caller]
fn check(run: &mut Run, lines: impl IntoIterator<Item = Line>, expected: &[&str]) -> Vec<String> {
    let script = Scripted::new(lines);
    assert_eq!(script.drive(run), expected);
    script.assert_used_up();
    script.bodies.take()
}

fn made(id: i64) -> Answer {
    Json(201, json!({ "id": id }))
}

fn made_uuid() -> Answer {
    Json(201, json!({ "uuid": "m-9", "name": "web" }))
}

fn refusal(status: u16, name: &str, message: &str) -> Answer {
    Json(status, json!({ "name": name, "message": message }))
}

fn list(microservices: &Value) -> Answer {
    Json(200, json!({ "microservices": microservices }))
}

fn half() -> Value {
    json!([{ "uuid": "m-8", "name": "web", "application": "shop", "serviceAccount": null }])
}

fn whole() -> Value {
    json!([{ "uuid": "m-9", "name": "web", "application": "shop", "status": { "status": "QUEUED" } }])
}

#[test]
fn steps_go_out_in_order_and_report_what_they_made() {
    let mut run = run_of(&format!("{WEB}{APPLICATION}{REGISTRY}"));
    let bodies = check(
        &mut run,
        [("POST /registries", made(7)), ("POST /application", made(8)), ("POST /microservices", made_uuid())],
        &[
            "start r.example.com as u",
            "done r.example.com as u",
            "start shop",
            "done shop",
            "start shop/web",
            "done shop/web",
        ],
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
fn a_failure_skips_only_what_depends_on_it_and_a_retry_sends_only_the_rest() {
    let mut run = run_of(&format!("{REGISTRY}{APPLICATION}{WEB}{IN_LINE_A}"));
    check(
        &mut run,
        [
            ("POST /registries", made(7)),
            ("POST /application", refusal(400, "ValidationError", "natsAccess must be provided")),
            ("POST /microservices", made_uuid()),
        ],
        &[
            "start r.example.com as u",
            "done r.example.com as u",
            "start shop",
            "failed shop: natsAccess must be provided",
            "skipped shop/web because of shop",
            "start line-a/web",
            "done line-a/web",
        ],
    );
    run.retry_failed();
    check(
        &mut run,
        [("POST /application", made(8)), ("POST /microservices", made_uuid())],
        &["start shop", "done shop", "start shop/web", "done shop/web"],
    );
}

#[test]
fn an_expired_session_stops_the_run_and_sends_the_same_again_after_signing_in() {
    let mut run = run_of(APPLICATION);
    let unauthorized = Json(401, json!({ "error": "Unauthorized: No authentication information found" }));
    check(&mut run, [("POST /application", unauthorized)], &["start shop", "interrupted shop: Unauthorized"]);
    assert!(run.interrupted().is_some() && !run.is_finished());
    run.resume();
    check(&mut run, [("POST /application", made(8))], &["done shop"]);
}

#[test]
fn what_was_carried_out_although_the_answer_was_lost_is_not_sent_again() {
    let mut run = run_of(&format!("{APPLICATION}{WEB}"));
    check(&mut run, [("POST /application", Lost)], &["start shop", "interrupted shop: Unreachable"]);
    run.resume();
    check(
        &mut run,
        [
            ("GET /application/shop", Json(200, json!({ "id": 8, "name": "shop" }))),
            ("GET /microservices?application=shop", list(&json!([]))),
            ("POST /microservices", Late),
        ],
        &["done shop", "start shop/web", "interrupted shop/web: Timeout"],
    );
    run.resume();
    check(&mut run, [("GET /microservices?application=shop", list(&whole()))], &["done shop/web"]);
}

#[test]
fn what_was_not_carried_out_is_sent_once_more_after_reading_back() {
    let mut run = run_of(REGISTRY);
    check(
        &mut run,
        [("POST /registries", Late)],
        &["start r.example.com as u", "interrupted r.example.com as u: Timeout"],
    );
    run.resume();
    let registries = |more: Value| {
        let mut all = serde_json::to_value(recorded().registries).unwrap();
        all.as_array_mut().unwrap().push(more);
        Json(200, json!({ "registries": all }))
    };
    let other = json!({ "id": 9, "url": "other", "isPublic": true, "username": "u", "userEmail": "a@b.cd" });
    check(
        &mut run,
        [("GET /registries", registries(other)), ("POST /registries", Late)],
        &["interrupted r.example.com as u: Timeout"],
    );
    run.resume();
    let ours = json!({ "id": 10, "url": "r.example.com", "isPublic": false, "username": "u", "userEmail": "a@b.cd" });
    check(&mut run, [("GET /registries", registries(ours))], &["done r.example.com as u"]);
}

#[test]
fn without_reading_back_nothing_is_sent_again() {
    let mut run = run_of(REGISTRY);
    check(
        &mut run,
        [("POST /registries", Lost)],
        &["start r.example.com as u", "interrupted r.example.com as u: Unreachable"],
    );
    run.resume();
    check(&mut run, [("GET /registries", Lost)], &["interrupted r.example.com as u: Unreachable"]);
}

#[test]
fn the_half_that_a_refused_creation_leaves_is_removed() {
    let mut run = run_of(&format!("{APPLICATION}{WEB}"));
    check(
        &mut run,
        [
            ("POST /application", made(8)),
            ("POST /microservices", refusal(500, "NotFoundError", "Secret with name \"s\" not found")),
            ("GET /microservices?application=shop", list(&half())),
            ("DELETE /microservices/m-8", Json(204, Value::Null)),
        ],
        &[
            "start shop",
            "done shop",
            "start shop/web",
            "failed shop/web: Secret with name \"s\" not found (The Controller had made half of it; that half was removed again.)",
        ],
    );
}

#[test]
fn a_half_that_could_not_be_removed_is_removed_by_the_retry() {
    let mut run = run_of(&format!("{APPLICATION}{WEB}"));
    check(
        &mut run,
        [
            ("POST /application", made(8)),
            ("POST /microservices", refusal(400, "ValidationError", "Referenced role 'x' does not exist")),
            ("GET /microservices?application=shop", Lost),
        ],
        &[
            "start shop",
            "done shop",
            "start shop/web",
            "failed shop/web: Referenced role 'x' does not exist (Whether a part of it was done could not be read.)",
        ],
    );
    run.retry_failed();
    check(
        &mut run,
        [
            ("GET /microservices?application=shop", list(&half())),
            ("DELETE /microservices/m-8", Json(204, Value::Null)),
            ("POST /microservices", made_uuid()),
        ],
        &["start shop/web", "done shop/web"],
    );
}

#[test]
fn a_microservice_that_somebody_else_made_meanwhile_is_left_alone() {
    let mut run = run_of(IN_LINE_A);
    check(
        &mut run,
        [
            ("POST /microservices", refusal(500, "DuplicatePropertyError", "Duplicate name 'web'")),
            ("GET /microservices?application=line-a", list(&half())),
        ],
        &[
            "start line-a/web",
            "failed line-a/web: Duplicate name 'web' (line-a/web exists by now. It is only half made; delete it first.)",
        ],
    );
}

#[test]
fn an_application_that_was_made_without_its_answer_gets_the_members_it_lacks() {
    let text = "kind: Application\nmetadata: {name: shop}\nspec: {microservices: [{name: web, agent: {name: edge-1}, images: {x86: 'web:1'}}, {name: db, agent: {name: edge-1}, images: {x86: 'db:1'}}]}\n";
    let mut run = run_of(text);
    check(&mut run, [("POST /application", Late)], &["start shop", "interrupted shop: Timeout"]);
    run.resume();
    let bodies = check(
        &mut run,
        [
            ("GET /application/shop", Json(200, json!({ "id": 8, "name": "shop" }))),
            ("GET /microservices?application=shop", list(&whole())),
            ("POST /microservices", made_uuid()),
        ],
        &["progress shop 1/2", "done shop"],
    );
    let db: Value = serde_json::from_str(&bodies[0]).unwrap();
    assert_eq!((&db["name"], &db["application"]), (&json!("db"), &json!("shop")));
}

#[test]
fn a_refused_change_says_what_it_has_done_already() {
    let text = "kind: Microservice\nmetadata: {name: line-a/gateway}\nspec: {agent: {name: edge-1}, config: {mode: auto}, container: {ports: [{internal: 1, external: 54321}]}}\n";
    let mut run = run_of(text);
    let mut now = serde_json::to_value(&recorded().microservices[0]).unwrap();
    now["ports"] = json!([]);
    let uuid = "/microservices/bf270971-b6f9-4e88-83a9-98b1dc6892f1";
    let (patch, get): (&'static str, &'static str) =
        (format!("PATCH {uuid}").leak(), format!("GET {uuid}").leak());
    let bodies = check(
        &mut run,
        [
            (patch, refusal(400, "ValidationError", "Port '54321' is reserved for internal use")),
            (get, Json(200, now)),
        ],
        &[
            "start line-a/gateway",
            "failed line-a/gateway: Port '54321' is reserved for internal use (The Controller had changed a part already: ports.)",
        ],
    );
    let body: Value = serde_json::from_str(&bodies[0]).unwrap();
    assert_eq!(
        body,
        json!({ "iofogUuid": "2cdf4d8f-010e-4660-98dd-b84b38078349", "logSize": 1, "rebuild": true,
            "serviceAccount": { "roleRef": { "kind": "Role", "name": "microservice" } },
            "ports": [{ "internal": 1, "external": 54321, "protocol": "tcp" }] })
    );
}

#[test]
fn deletions_wait_for_their_tick() {
    let text = "kind: Application\nmetadata: {name: line-a}\nspec: {microservices: []}\n";
    let plan = plan_of(text, &recorded(), &Choices::default());
    let mut run = Run::new(&plan, &Choices::default());
    check(&mut run, [], &[]);
    assert!(run.is_finished());
    let mut ticked = Choices::default();
    ticked.tick(&plan.steps[0]);
    let uuid = "DELETE /microservices/bf270971-b6f9-4e88-83a9-98b1dc6892f1";
    let gone = refusal(404, "NotFoundError", "Invalid microservice UUID 'x'");
    check(&mut Run::new(&plan, &ticked), [(uuid, gone)], &["start line-a", "done line-a"]);
}

#[test]
fn a_run_dropped_in_the_middle_of_a_request_reads_back_first() {
    let mut run = run_of(REGISTRY);
    {
        let waiting = std::pin::pin!(async {
            let client = client::Client::new(Never, client::BaseUrl::parse("http://c:51121").unwrap());
            run.advance(&client).await;
            run.advance(&client).await;
        });
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(waiting.poll(&mut context).is_pending());
    }
    let registries = Json(200, json!({ "registries": [] }));
    check(
        &mut run,
        [("GET /registries", registries), ("POST /registries", made(7))],
        &["done r.example.com as u"],
    );
}

/// A connection on which nothing ever comes back.
struct Never;

impl client::Transport for Never {
    async fn send(&self, _: client::HttpRequest) -> Result<client::HttpResponse, client::TransportError> {
        std::future::pending().await
    }

    async fn pause(&self, _: u32) {}
}
