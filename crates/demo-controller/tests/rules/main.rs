//! Rules of the contract that the recording does not show, as tables of requests and of what is said to them.

#![allow(clippy::expect_used, reason = "a test may stop at the first surprise")]

#[path = "../common/mod.rs"]
mod common;

mod agents;
mod applications;
mod microservices;
mod older;
mod platform;
mod stored;
mod wire;

use common::{Answer, Demo};
use demo_controller::Options;
use serde_json::{Value, json};

/// A Controller with a hub, an agent for x86, an application and a microservice in it.
async fn world() -> Demo {
    let demo = Demo::signed_in(&Options::default(), "admin").await;
    let hub = json!({"name": "hub", "fogType": 2, "isSystem": true, "host": "10.0.0.1", "routerMode": "interior",
        "interRouterPort": 55671, "edgeRouterPort": 45671, "natsMode": "server"});
    let edge =
        json!({"name": "edge", "fogType": 1, "routerMode": "none", "natsMode": "none", "host": "10.0.0.2"});
    let web = json!({"name": "web", "application": "shop", "agentName": "edge",
        "images": [{"containerImage": "web:1", "fogTypeId": 1}]});
    for (path, body) in [
        ("/iofog", hub),
        ("/iofog", edge),
        ("/application", json!({"name": "shop", "isActivated": true})),
        ("/microservices", web),
    ] {
        assert_eq!(demo.send("POST", path, &body).await.status, 201, "{path}");
        demo.clock.advance(5000);
    }
    demo
}

/// Puts uuids in the place of names.
async fn filled(demo: &Demo, text: &str) -> String {
    let mut filled = text.to_owned();
    if text.contains('@') {
        let lists = [
            ("/iofog-list", "fogs"),
            ("/microservices/system", "microservices"),
            ("/microservices", "microservices"),
        ];
        for (path, key) in lists {
            let list = demo.get(path).await.json();
            for one in list[key].as_array().into_iter().flatten() {
                let name = format!("@{}", one["name"].as_str().unwrap_or_default());
                filled = filled.replace(&name, one["uuid"].as_str().unwrap_or_default());
            }
        }
    }
    filled
}

/// Sends the requests of a table one after the other and looks at what is said to them. A row is
/// `METHOD PATH BODY => STATUS MESSAGE`: without a body nothing is sent, without a message only the status counts.
/// `@name` stands for the uuid of the agent or microservice of that name.
async fn requests(demo: &Demo, table: &str) {
    for row in rows(table) {
        let (method, path, body, status, message) = parts(demo, row).await;
        let body = if body.is_empty() { Value::Null } else { serde_json::from_str(&body).expect(row) };
        expect(row, &demo.send(&method, &path, &body).await, status, &message);
    }
}

/// The same with files, for a field of a form.
async fn uploads(demo: &Demo, field: &str, table: &str) {
    for row in rows(table) {
        let (method, path, file, status, message) = parts(demo, row).await;
        expect(row, &demo.upload(&method, &path, field, &file).await, status, &message);
    }
}

fn rows(table: &str) -> impl Iterator<Item = &str> {
    table.lines().map(str::trim).filter(|row| !row.is_empty() && !row.starts_with("//"))
}

async fn parts(demo: &Demo, row: &str) -> (String, String, String, u16, String) {
    let row = filled(demo, row).await;
    let (request, expected) = row.rsplit_once(" => ").expect("an arrow");
    let (method, rest) = request.split_once(' ').expect("a path");
    let (path, body) = rest.split_once(' ').unwrap_or((rest, ""));
    let (status, message) = expected.split_once(' ').unwrap_or((expected, ""));
    (method.into(), path.into(), body.into(), status.parse().expect("a status"), message.into())
}

fn expect(row: &str, answer: &Answer, status: u16, message: &str) {
    let said = answer.json()["message"].as_str().unwrap_or_default().to_owned();
    let shown = if message.is_empty() { "" } else { said.as_str() };
    assert_eq!((answer.status, shown), (status, message), "{row} {}", answer.text);
}

/// The object that a path leads to.
async fn got(demo: &Demo, path: &str) -> Value {
    demo.get(&filled(demo, path).await).await.json()
}
