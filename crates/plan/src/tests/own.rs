//! Templates that read `self`: it is the body that is sent, so what they read goes along.

use serde_json::{Value, json};

use super::applied::{check as drive, no_application, none, run_of};
use super::scripted::Answer::{Json, Late};
use super::support::{Live, bodies, changes, outline, plan_of, recorded, sentences};
use crate::Choices;

/// The body that is sent, of a microservice without what every change repeats.
#[track_caller]
fn check(text: &str, live: &Live, expected: &[Value]) {
    let plan = plan_of(text, live, &Choices::default());
    assert_eq!(bodies(&plan), expected, "{:?}", outline(&plan));
}

/// The gateway of the recorded lists, with this config.
fn gateway(config: &str, more: &str) -> String {
    format!(
        "kind: Microservice\nmetadata: {{name: line-a/gateway}}\nspec:\n  agent: {{name: edge-1}}\n  \
         images: {{x86: 'docker.io/acme/gateway:1.0', arm: 'docker.io/acme/gateway:1.0-arm'}}\n  config: {config}\n  \
         container: {{ports: [{{internal: 8080, external: 18080}}]{more}}}\n"
    )
}

fn ports() -> Value {
    json!([{ "internal": 8080, "external": 18080, "protocol": "tcp" }])
}

#[test]
fn a_change_takes_along_what_its_templates_read() {
    let live = recorded();
    let text = gateway("{mode: \"http://x:{{ self.ports[0].external }}\"}", "");
    let config = json!(r#"{"mode":"http://x:{{ self.ports[0].external }}"}"#);
    check(&text, &live, &[json!({ "config": config, "ports": ports(), "rebuild": true })]);
    let plan = plan_of(&text, &live, &Choices::default());
    assert_eq!(changes(&plan).len(), 1, "what goes along is no change");
    assert_eq!(
        sentences(&plan),
        ["Restarts the container of line-a/gateway."],
        "the Controller does that for ports"
    );
    for (read, more) in [
        ("self.name", json!({ "name": "gateway" })),
        ("self.application", json!({ "application": "line-a" })),
        ("self.agentName", json!({ "agentName": "edge-1" })),
        ("self.schedule", json!({ "schedule": 50 })),
        ("self.hostNetworkMode", json!({ "hostNetworkMode": false })),
        ("self.memoryLimit", json!({})),
        (
            "self.images[0].containerImage",
            json!({ "images": [
            { "containerImage": "docker.io/acme/gateway:1.0", "fogTypeId": 1 },
            { "containerImage": "docker.io/acme/gateway:1.0-arm", "fogTypeId": 2 }] }),
        ),
    ] {
        let mut expected = json!({ "config": format!("{{\"a\":\"{{{{ {read} }}}}\"}}") });
        expected.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        check(&gateway(&format!("{{a: '{{{{ {read} }}}}'}}"), ""), &live, &[expected]);
    }
    let protected = gateway("{a: '{% raw %}{{ self.ports }}{% endraw %}'}", "");
    check(&protected, &live, &[json!({ "config": r#"{"a":"{\u007b self.ports }}"}"# })]);
}

#[test]
fn what_goes_along_may_read_more() {
    let text = gateway("{a: '{{ self.cmd[0] }}'}", ", commands: ['{{ self.ports[0].external | toString }}']");
    let sent = bodies(&plan_of(&text, &recorded(), &Choices::default())).remove(0);
    assert_eq!(
        (&sent["ports"], &sent["cmd"]),
        (&ports(), &json!(["{{ self.ports[0].external | toString }}"]))
    );
}

#[test]
fn what_goes_along_does_not_say_that_the_change_was_made() {
    const GET: &str = "GET /microservices/bf270971-b6f9-4e88-83a9-98b1dc6892f1";
    const PATCH: &str = "PATCH /microservices/bf270971-b6f9-4e88-83a9-98b1dc6892f1";
    let live = || Json(200, serde_json::to_value(&recorded().microservices[0]).unwrap());
    let mut run = run_of(&gateway("{mode: \"http://x:{{ self.ports[0].external }}\"}", ""));
    drive(&mut run, [(GET, live()), (PATCH, Late)], &["start 0", "interrupted 0: Timeout"]);
    run.resume();
    let sent = drive(
        &mut run,
        [(GET, live()), (GET, live()), (GET, live()), (PATCH, Json(204, Value::Null)), (GET, live())],
        &["wait 0", "done 0"],
    );
    let sent: Value = serde_json::from_str(&sent[0]).unwrap();
    assert_eq!(sent["ports"], ports());
    assert!(sent["iofogUuid"].is_string(), "the agent as it is now");
}

#[test]
fn the_agents_name_goes_beside_its_uuid() {
    const GET: &str = "GET /microservices/bf270971-b6f9-4e88-83a9-98b1dc6892f1";
    const PATCH: &str = "PATCH /microservices/bf270971-b6f9-4e88-83a9-98b1dc6892f1";
    let live = || {
        let mut live = serde_json::to_value(&recorded().microservices[0]).unwrap();
        live["iofogUuid"] = json!("moved-meanwhile");
        Json(200, live)
    };
    let sent = drive(
        &mut run_of(&gateway("{mode: '{{ self.agentName }}'}", "")),
        [(GET, live()), (PATCH, Json(204, Value::Null)), (GET, live())],
        &["start 0", "done 0"],
    );
    let sent: Value = serde_json::from_str(&sent[0]).unwrap();
    assert_eq!((&sent["iofogUuid"], &sent["agentName"]), (&json!("moved-meanwhile"), &json!("edge-1")));
}

#[test]
fn a_creation_has_what_its_templates_read_though_it_is_at_its_default() {
    let uuid = json!("2cdf4d8f-010e-4660-98dd-b84b38078349");
    let text = "kind: Microservice\nmetadata: {name: line-a/new}\nspec: {agent: {name: edge-1}, images: {x86: 'a:1'}, config: {a: '{{ self.agentName }} {{ self.schedule }} {{ self.env.size }}'}}\n";
    check(
        text,
        &recorded(),
        &[
            json!({ "name": "new", "application": "line-a", "iofogUuid": uuid, "agentName": "edge-1", "schedule": 50, "env": [],
            "images": [{ "containerImage": "a:1", "fogTypeId": 1 }],
            "config": r#"{"a":"{{ self.agentName }} {{ self.schedule }} {{ self.env.size }}"}"# }),
        ],
    );
}

/// An application of two members, one of which reads this.
fn shop(name: &str, read: &str) -> String {
    format!(
        "kind: Application\nmetadata: {{name: {name}}}\nspec: {{description: d, microservices: [{{name: gateway, agent: {{name: edge-1}}, images: {{x86: 'docker.io/acme/gateway:1.0', arm: 'docker.io/acme/gateway:1.0-arm'}}, container: {{ports: [{{internal: 8080, external: 18080}}]}}, config: {{mode: auto}}}}, \
         {{name: b, agent: {{name: edge-1}}, images: {{x86: 'b:1'}}, config: {{a: \"{read}\"}}}}]}}\n"
    )
}

#[test]
fn in_a_new_application_the_members_are_whole_for_who_reads_them() {
    let sent = bodies(&plan_of(
        &shop("new", "{{ self.microservices[0].agentName }}"),
        &recorded(),
        &Choices::default(),
    ));
    let first = &sent[0]["microservices"][0];
    assert_eq!(
        (&first["agentName"], &first["schedule"], &first["cmd"]),
        (&json!("edge-1"), &json!(50), &json!([]))
    );
    assert!(first["iofogUuid"].is_string());
}

#[test]
fn a_member_that_is_sent_alone_reads_its_application_all_the_same() {
    let sent = |read: &str| bodies(&plan_of(&shop("line-a", read), &recorded(), &Choices::default()));
    let named = sent("{{ self.name | upcase }}");
    assert_eq!(named.len(), 2, "the description and the new member");
    assert_eq!(named[1]["config"], json!(r#"{"a":"{{ 'line-a' | upcase }}"}"#));
    assert_eq!(named[1]["name"], json!("b"));
    let read = sent("{{ self.microservices[0].ports[0].external }}");
    assert_eq!(read[1]["microservices"][0]["ports"], ports());
    for whole in ["{{ self | size }}", "{% assign me = self %}{{ me.name }}"] {
        let plan = plan_of(&shop("line-a", whole), &recorded(), &Choices::default());
        assert!(
            outline(&plan)[0].contains("A template reads self of the application"),
            "{:?}",
            outline(&plan)
        );
    }
}

#[test]
fn a_change_of_an_application_or_an_item_or_a_registry_takes_along_what_it_reads() {
    for (text, expected) in [
        (
            "kind: Application\nmetadata: {name: line-a}\nspec: {description: 'of {{ self.name }}'}\n",
            json!({ "description": "of {{ self.name }}", "name": "line-a" }),
        ),
        (
            "kind: CatalogItem\nmetadata: {name: probe}\nspec: {description: '{{ self.name }}', x86: 'docker.io/acme/probe:2.1-amd64', registry: remote}\n",
            json!({ "description": "{{ self.name }}", "name": "probe" }),
        ),
        (
            "kind: Registry\nspec: {id: 3, url: ghcr.io/acme, private: true, username: 'robot-{{ self.url | size }}', email: ops@example.com}\n",
            json!({ "username": "robot-{{ self.url | size }}", "url": "ghcr.io/acme" }),
        ),
    ] {
        check(text, &recorded(), &[expected]);
    }
}

#[test]
fn members_that_an_unfinished_application_lacks_are_made_as_they_were_meant() {
    let text = "kind: Application\nmetadata: {name: shop}\nspec: {microservices: [{name: web, agent: {name: edge-1}, images: {x86: 'web:1'}, config: {a: '{{ self.name }}'}}]}\n";
    let shop = || Json(200, json!({ "id": 8, "name": "shop", "isActivated": true }));
    let mut run = run_of(text);
    drive(
        &mut run,
        [("GET /application/shop", no_application()), ("POST /application", Late)],
        &["start 0", "interrupted 0: Timeout"],
    );
    run.resume();
    const OF_SHOP: &str = "GET /microservices?application=shop";
    let sent = drive(
        &mut run,
        [
            ("GET /application/shop", shop()),
            (OF_SHOP, none()),
            ("GET /application/shop", shop()),
            (OF_SHOP, none()),
            (OF_SHOP, none()),
            ("POST /microservices", super::applied::made_uuid()),
        ],
        &["wait 0", "progress 0 1/2", "done 0"],
    );
    let sent: Value = serde_json::from_str(&sent[0]).unwrap();
    assert_eq!(sent["config"], json!(r#"{"a":"{{ 'shop' }}"}"#));
}
