//! Documents and answers for the tests of runs.

use serde_json::{Value, json};

use super::scripted::Answer::{self, Json};
use super::scripted::{Line, Scripted};
use super::support::{plan_of, recorded};
use crate::Choices;
use crate::apply::Run;

pub(crate) const REGISTRY: &str = "kind: Registry\nspec: {url: r.example.com, username: u, password: p, email: a@b.cd, private: true}\n---\n";
pub(crate) const APPLICATION: &str = "kind: Application\nmetadata: {name: shop}\nspec: {}\n---\n";
pub(crate) const WEB: &str = "kind: Microservice\nmetadata: {name: shop/web}\nspec: {agent: {name: edge-1}, images: {x86: 'web:1'}}\n---\n";
pub(crate) const IN_LINE_A: &str = "kind: Microservice\nmetadata: {name: line-a/web}\nspec: {agent: {name: edge-1}, images: {x86: 'web:1'}}\n---\n";
/// Changes the ports of a microservice that is there.
pub(crate) const GATEWAY: &str = "kind: Microservice\nmetadata: {name: line-a/gateway}\nspec: {agent: {name: edge-1}, config: {mode: auto}, container: {ports: [{internal: 1, external: 54321}]}}\n";

pub(crate) fn run_of(text: &str) -> Run {
    Run::new(&plan_of(text, &recorded(), &Choices::default()), &Choices::default())
}

/// Lets a run go on until it stops, against these requests and answers. Gives the bodies of its writes.
#[track_caller]
pub(crate) fn check(run: &mut Run, lines: impl IntoIterator<Item = Line>, expected: &[&str]) -> Vec<String> {
    let script = Scripted::new(lines);
    assert_eq!(script.drive(run), expected);
    script.assert_used_up();
    script.bodies.take()
}

pub(crate) fn made(id: i64) -> Answer {
    Json(201, json!({ "id": id }))
}

pub(crate) fn made_uuid() -> Answer {
    Json(201, json!({ "uuid": "m-9", "name": "web" }))
}

pub(crate) fn refusal(status: u16, name: &str, message: &str) -> Answer {
    Json(status, json!({ "name": name, "message": message }))
}

pub(crate) fn no_application() -> Answer {
    refusal(404, "NotFoundError", "Invalid application id 'shop'")
}

pub(crate) fn gone() -> Answer {
    refusal(404, "NotFoundError", "Invalid microservice user or UUID")
}

pub(crate) fn list(microservices: &Value) -> Answer {
    Json(200, json!({ "microservices": microservices }))
}

/// An application without microservices.
pub(crate) fn none() -> Answer {
    list(&json!([]))
}

/// An application with one microservice.
pub(crate) fn one(microservice: &Value) -> Answer {
    list(&json!([microservice]))
}

/// The registries that the plan saw, and these.
pub(crate) fn registries(more: &[Value]) -> Answer {
    let mut all = serde_json::to_value(recorded().registries).unwrap();
    all.as_array_mut().unwrap().extend(more.iter().cloned());
    Json(200, json!({ "registries": all }))
}

pub(crate) fn no_registries() -> Answer {
    registries(&[])
}

/// What the Controller makes of [`REGISTRY`].
pub(crate) fn registry(id: i64) -> Value {
    json!({ "id": id, "url": "r.example.com", "isPublic": false, "username": "u", "userEmail": "a@b.cd" })
}

/// What the Controller makes of [`WEB`] or [`IN_LINE_A`].
pub(crate) fn web() -> Value {
    json!({ "uuid": "m-9", "name": "web", "application": "shop", "logSize": 1, "schedule": 50, "registryId": 1,
        "iofogUuid": "2cdf4d8f-010e-4660-98dd-b84b38078349", "images": [{ "containerImage": "web:1", "fogTypeId": 1 }],
        "serviceAccount": { "roleRef": { "kind": "Role", "name": "microservice" } },
        "status": { "status": "QUEUED" }, "execStatus": { "status": "INACTIVE" } })
}

/// The same, changed.
pub(crate) fn web_but(change: impl FnOnce(&mut Value)) -> Value {
    let mut web = web();
    change(&mut web);
    web
}
