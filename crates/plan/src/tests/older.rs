//! Plans for Eclipse ioFog Controllers 3.0: what only they know is kept and sent, what they do not know is not planned
//! again and again (Controller contract 22).

use client::{BaseUrl, Client, Retry};
use manifest::describe::Options;
use manifest::kinds::{application, microservice, registry};
use model::Capabilities;
use serde_json::{Value, json};

use super::support::{Live, bodies, changes, live, outline, plan_of};
use crate::Choices;
use crate::act::{Act, Removal, Switch};
use crate::tests::scripted::{Answer, Scripted, no_time, now};

fn agent() -> Value {
    json!({ "uuid": "E", "name": "edge-1", "fogTypeId": 1, "daemonStatus": "RUNNING", "userId": 1 })
}

/// As its list of microservices has one.
fn web() -> Value {
    json!({ "uuid": "W", "config": "{}", "name": "web", "rootHostAccess": true, "logSize": 1, "applicationId": 1,
        "registryId": 1, "iofogUuid": "E", "userId": 1, "application": "line", "flowId": 1, "routes": [],
        "ports": [
            { "internal": 80, "external": 6200, "protocol": "tcp", "public": { "links": ["https://10.0.0.1:6000"],
              "protocol": "http", "schemes": ["https"], "enabled": true,
              "router": { "port": 6000, "host": "default-router" } } },
            { "internal": 81, "external": 6201, "protocol": "tcp" }],
        "volumeMappings": [], "env": [{ "key": "A", "value": "1" }], "cmd": [], "extraHosts": [],
        "images": [{ "containerImage": "docker.io/acme/web:1", "fogTypeId": 1 }],
        "status": { "status": "RUNNING" } })
}

fn at(version: &str) -> Live {
    live(&json!({ "controllerVersion": version, "agents": [agent()], "microservices": [web()],
        "catalogItems": [], "applicationTemplates": [],
        "registries": [
            { "id": 1, "url": "registry.hub.docker.com", "isPublic": true },
            { "id": 3, "url": "mine.example.com", "isPublic": false, "username": "u", "userEmail": "ops@example.com",
              "certificate": "PEM", "requiresCert": true, "userId": 1 }],
        "applications": [{ "id": 1, "name": "line", "isActivated": true, "userId": 1,
            "routes": [{ "name": "a-web", "from": "a", "to": "web" }] }] }))
}

fn described(at: &Live) -> [String; 3] {
    let (world, options) = (at.world(), Options::of(&Capabilities::of_version("3.0.4")));
    [
        microservice::describe(&at.microservices[0], &world, &options),
        application::describe(&at.applications[0], &at.microservices, &world, &options),
        registry::describe(&at.registries[1], &options),
    ]
}

#[test]
fn what_is_described_has_all_that_there_is_and_comes_to_nothing() {
    let live = at("3.0.4");
    for text in described(&live) {
        let plan = plan_of(&text, &live, &Choices::default());
        assert!(
            outline(&plan)[0].starts_with("no change"),
            "{:?}\n{:?}\n{text}",
            outline(&plan),
            changes(&plan)
        );
    }
    let [web, line, registry] = described(&live);
    assert!(web.contains("apiVersion: iofog.org/v3") && web.contains("rootHostAccess: true"), "{web}");
    assert!(web.contains("port: 6000") && !web.contains("links"), "{web}");
    assert!(line.contains("from: a"), "{line}");
    assert!(registry.contains("certificate: PEM"), "{registry}");
}

/// One change of what is described, and the one body that it comes to.
fn check(text: &str, from: &str, to: &str, body: &Value) {
    let changed = text.replacen(from, to, 1);
    assert_ne!(changed, text, "{text}");
    let plan = plan_of(&changed, &at("3.0.4"), &Choices::default());
    assert_eq!(bodies(&plan), std::slice::from_ref(body), "{:?}\n{changed}", outline(&plan));
}

#[test]
fn a_change_keeps_what_is_not_changed() {
    let [web, _, registry] = described(&at("3.0.4"));
    let public = json!({ "schemes": ["https"], "protocol": "http",
        "router": { "port": 6000, "host": "default-router" } });
    let ports = |public: Value| {
        json!([{ "internal": 80, "external": 6200, "protocol": "tcp", "public": public },
            { "internal": 81, "external": 6202, "protocol": "tcp" }])
    };
    let sent = |ports: Value| json!({ "ports": ports, "rebuild": true });
    check(&web, "external: 6201", "external: 6202", &sent(ports(public.clone())));
    // Where it opens is not said any more, and stays.
    let from = web.find("          router:").map(|at| &web[at..]).unwrap();
    let router = &from[..from.find("      - ").unwrap()];
    let without = web.replacen(router, "", 1);
    assert_ne!(without, web, "{web}");
    check(&without, "external: 6201", "external: 6202", &sent(ports(public)));
    check(
        &web,
        "rootHostAccess: true",
        "rootHostAccess: false",
        &json!({ "rootHostAccess": false, "rebuild": true }),
    );
    check(&registry, "certificate: PEM", "certificate: NEW", &json!({ "certificate": "NEW" }));
}

#[test]
fn what_this_controller_does_not_know_is_planned_nowhere() {
    let [web, ..] = described(&at("3.0.4"));
    let more = web.replacen(
        "rootHostAccess: true",
        "rootHostAccess: true\n    hostNetworkMode: true\n    isPrivileged: true",
        1,
    );
    let plan = plan_of(&more, &at("3.0.4"), &Choices::default());
    assert_eq!(outline(&plan), ["no change Microservice line/web"], "{:?}", changes(&plan));
    // And the other way round.
    let mut newer = at("3.7.3");
    newer.microservices[0].root_host_access = None;
    newer.microservices[0].ports.iter_mut().for_each(|port| port.public = None);
    let plan = plan_of(&web, &newer, &Choices::default());
    assert_eq!(outline(&plan), ["no change Microservice line/web"], "{:?}", changes(&plan));
}

#[test]
fn routes_are_sent_with_a_new_application_and_one_by_one_in_a_change() {
    let text = |name: &str, to: &str| {
        format!(
            "apiVersion: iofog.org/v3\nkind: Application\nmetadata: {{name: {name}}}\nspec:\n  \
             routes: [{{name: a-web, from: a, to: {to}}}]\n"
        )
    };
    let plan = plan_of(&text("new", "web"), &at("3.0.4"), &Choices::default());
    assert_eq!(bodies(&plan)[0]["routes"], json!([{ "name": "a-web", "from": "a", "to": "web" }]));
    let plan = plan_of(&text("new", "web"), &at("3.7.3"), &Choices::default());
    assert_eq!(bodies(&plan)[0].get("routes"), None);
    let plan = plan_of(&text("line", "web"), &at("3.0.4"), &Choices::default());
    assert_eq!(outline(&plan), ["no change Application line"]);
    let plan = plan_of(&text("line", "other"), &at("3.0.4"), &Choices::default());
    assert_eq!(outline(&plan), ["update Application line"]);
    assert_eq!(changes(&plan), ["spec.routes[0].to: web -> other"]);
    let lines =
        [("DELETE /routes/line/a-web", DONE), ("POST /routes", Answer::Json(200, json!({ "id": 2 })))];
    let script = Scripted::new(lines);
    for write in &plan.steps[0].writes {
        assert!(now(crate::kinds::send(write, &crate::apply::Before::Nothing, &client(&script))).is_ok());
    }
    script.assert_used_up();
    let sent: Value = serde_json::from_str(&script.bodies.borrow()[1]).unwrap();
    assert_eq!(sent, json!({ "application": "line", "name": "a-web", "from": "a", "to": "other" }));
    let nameless = text("line", "other").replace("name: a-web, ", "");
    assert!(outline(&plan_of(&nameless, &at("3.0.4"), &Choices::default()))[0].starts_with("blocked"));
}

fn client(script: &Scripted) -> Client<&Scripted> {
    let base = BaseUrl::parse("http://c:51121").unwrap();
    Client::new(script, base).with_retry(Retry::NEVER).with_capabilities(Capabilities::of_version("3.0.4"))
}

const DONE: Answer = Answer::Json(204, Value::Null);

#[test]
fn an_application_is_deleted_by_the_number_that_it_has_now() {
    const READ: &str = "GET /application/line";
    let live = at("3.0.4");
    let removal = Removal::of_application(&live.applications[0], Ok(std::iter::empty()));
    let check = |lines: Vec<(&'static str, Answer)>, done: bool| {
        let script = Scripted::new(lines);
        assert_eq!(now(removal.target.carry_out(&client(&script), no_time)).is_ok(), done);
        script.assert_used_up();
    };
    let there = |id: i64| Answer::Json(200, json!({ "id": id, "name": "line" }));
    let gone =
        || Answer::Json(404, json!({ "name": "NotFoundError", "message": "Invalid application id 'line'" }));
    check(vec![(READ, there(7)), ("DELETE /flow/7", DONE)], true);
    // Somebody else was quicker.
    check(vec![(READ, gone()), (READ, gone())], true);
    check(vec![(READ, Answer::Late), (READ, there(7)), (READ, there(7))], false);
}

#[test]
fn a_rebuild_is_a_change_that_keeps_agent_and_log_size() {
    let script =
        Scripted::new([("GET /microservices/W", Answer::Json(200, web())), ("PATCH /microservices/W", DONE)]);
    assert!(now(Act::Rebuild.carry_out(&client(&script), "W", no_time)).is_ok());
    script.assert_used_up();
    let sent: Value = serde_json::from_str(&script.bodies.borrow()[0]).unwrap();
    assert_eq!(sent, json!({ "iofogUuid": "E", "logSize": 1, "rebuild": true }));
}

#[test]
fn stopping_an_application_stops_all_that_it_has() {
    let live = at("3.0.4");
    let said = |switch: Switch| switch.preview(&live.applications[0], Ok(&live.microservices)).effects;
    assert_eq!(said(Switch::Stop), ["Stops the containers of web, until somebody starts the application."]);
    assert_eq!(said(Switch::Start), ["Starts the containers of web."]);
}

#[test]
fn a_change_that_was_answered_and_not_made_has_failed() {
    const LIST: &str = "GET /registries";
    let mut there = at("3.0.4");
    // Who asks is known by nothing, so nothing says before that it is somebody else's.
    there.registries[1].is_public = true;
    there.registries[1].user_id = Some(2);
    (there.applications, there.microservices, there.agents) = (Vec::new(), Vec::new(), Vec::new());
    let text = "apiVersion: iofog.org/v3\nkind: Registry\nmetadata: {}\nspec: {id: 3, username: robot}\n";
    let registry = |user: &str| json!({ "registries": [{ "id": 3, "url": "mine.example.com", "isPublic": true, "username": user, "userId": 2 }] });
    let plan = plan_of(text, &there, &Choices::default());
    let write = &plan.steps[0].writes[0];
    let check = |user: &str, done: bool| {
        let script =
            Scripted::new([("PATCH /registries/3", DONE), (LIST, Answer::Json(200, registry(user)))]);
        let answer = now(crate::kinds::send(write, &crate::apply::Before::Nothing, &client(&script)));
        assert_eq!(answer.is_ok(), done, "{user}");
    };
    check("robot", true);
    check("u", false);
}

#[test]
fn what_belongs_to_others_is_not_planned() {
    let mut there = at("3.0.4");
    there.registries[1].is_public = true;
    there.registries[1].user_id = Some(2);
    let text = "apiVersion: iofog.org/v3\nkind: Registry\nmetadata: {}\nspec: {id: 3, username: robot}\n";
    let plan = plan_of(text, &there, &Choices::default());
    assert_eq!(
        outline(&plan),
        ["blocked Registry : mine.example.com belongs to another user, who made it public: everybody \
          can use it, and only its owner can change it."]
    );
}
