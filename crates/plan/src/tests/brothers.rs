//! The brothers of mistakes that people met: the same thought in other places.

use serde_json::{Value, json};

use super::applied::{check as drive, list, no_application, none, registries, run_of};
use super::scripted::Answer::{self, Json, Late};
use super::support::{Live, bodies, changes, live, outline, plan_of, plan_of_files, recorded, sentences};
use crate::Choices;
use crate::apply::Run;

#[track_caller]
fn check(live: &Live, files: &[&str], expected: &[&str]) {
    assert_eq!(outline(&plan_of_files(files, live, &Choices::default())), expected);
}

/// The recorded lists, changed.
fn lists(change: impl FnOnce(&mut Value)) -> Live {
    let mut lists: Value = serde_json::from_str(include_str!("fixtures/context-3.7.json")).unwrap();
    change(&mut lists);
    live(&lists)
}

fn gateway(spec: &str, container: &str) -> String {
    format!(
        "kind: Microservice\nmetadata: {{name: line-a/gateway}}\nspec:\n  agent: {{name: edge-1}}\n  \
         images: {{x86: 'docker.io/acme/gateway:1.0', arm: 'docker.io/acme/gateway:1.0-arm'}}\n  config: {{mode: auto}}\n  \
         container: {{ports: [{{internal: 8080, external: 18080}}]{container}}}\n{spec}"
    )
}

const SAME: &str = "no change Microservice line-a/gateway";

#[test]
fn what_a_document_leaves_open_of_nats_stays_and_is_no_change() {
    let live = lists(|lists| {
        lists["microservices"][0]["natsConfig"] = json!({ "natsAccess": true, "natsRule": "r" });
        lists["applications"][0]["natsConfig"] = json!({ "natsAccess": true, "natsRule": "r" });
    });
    for nats in ["{}", "{natsRule: r}", "{natsAccess: true}"] {
        check(&live, &[&gateway(&format!("  natsConfig: {nats}\n"), "")], &[SAME]);
        let application =
            format!("kind: Application\nmetadata: {{name: line-a}}\nspec: {{natsConfig: {nats}}}\n");
        check(&live, &[&application], &["no change Application line-a"]);
    }
    let other = gateway("  natsConfig: {natsRule: s}\n", "");
    assert_eq!(changes(&plan_of(&other, &live, &Choices::default())), ["spec.natsConfig.natsRule: r -> s"]);
}

#[test]
fn nats_that_ends_with_its_application_takes_along_what_was_added_for_it() {
    let live = lists(|lists| {
        let gateway = &mut lists["microservices"][0];
        gateway["natsConfig"] = json!({ "natsAccess": true, "natsRule": null });
        gateway["env"] = json!([{ "key": "A", "value": "1" }, { "key": "NATS_CREDS_PATH", "value": "/c" }]);
        lists["applications"][0]["natsConfig"] = json!({ "natsAccess": true, "natsRule": null });
    });
    let member = "{name: gateway, agent: {name: edge-1}, images: {x86: 'docker.io/acme/gateway:1.0', arm: 'docker.io/acme/gateway:1.0-arm'}, container: {ports: [{internal: 8080, external: 18080}], env: [{key: A, value: '2'}]}}";
    let application = |nats: &str, members: &str| {
        format!(
            "kind: Application\nmetadata: {{name: line-a}}\nspec: {{natsConfig: {{natsAccess: {nats}}}{members}}}\n"
        )
    };
    let alone = gateway("", ", env: [{key: A, value: '2'}]");
    for (nats, variables) in [("true", 2), ("false", 1)] {
        for files in [
            vec![application(nats, &format!(", microservices: [{member}]"))],
            vec![application(nats, ""), alone.clone()],
        ] {
            let files: Vec<&str> = files.iter().map(String::as_str).collect();
            let sent = bodies(&plan_of_files(&files, &live, &Choices::default()));
            let env = sent.iter().find_map(|body| body.get("env")).unwrap();
            assert_eq!(env.as_array().map(Vec::len), Some(variables), "{files:?}");
        }
    }
}

#[test]
fn a_log_size_of_nothing_is_the_default() {
    check(&recorded(), &[&gateway("  logSize: 0\n", "")], &[SAME]);
    let live = lists(|lists| lists["microservices"][0]["logSize"] = json!(50));
    assert_eq!(
        bodies(&plan_of(&gateway("  logSize: 0\n", ""), &live, &Choices::default())),
        [json!({ "logSize": 1 })]
    );
}

#[test]
fn the_order_of_what_says_who_it_is_and_empty_values_are_no_change() {
    let live = lists(|lists| {
        let gateway = &mut lists["microservices"][0];
        gateway["env"] = json!([{ "key": "A", "value": "" }, { "key": "B", "value": "2" }]);
        gateway["volumeMappings"] = json!([
            { "id": 1, "hostDestination": "a", "containerDestination": "/a", "accessMode": "rw", "type": "volume" },
            { "id": 2, "hostDestination": "/b", "containerDestination": "/b", "accessMode": "ro", "type": "bind" }]);
        gateway["extraHosts"] = json!([
            { "name": "x", "address": "${Apps.line-b.y.local}", "value": "10.0.0.1" },
            { "name": "z", "address": "10.0.0.2", "value": "10.0.0.2" }]);
    });
    let same = ", env: [{key: B, value: 2}, {key: A, value: ''}], \
                volumes: [{hostDestination: /b, containerDestination: /b, accessMode: ro}, {hostDestination: a, containerDestination: /a, accessMode: rw, type: volume}], \
                extraHosts: [{name: z, address: 10.0.0.2}, {name: x, address: '${Apps.line-b.y.local}'}]";
    check(&live, &[&gateway("", same)], &[SAME]);
}

#[test]
fn an_image_of_an_item_that_is_emptied_stays_and_that_is_said() {
    let text = "kind: CatalogItem\nmetadata: {name: probe}\nspec: {id: 6, x86: 'docker.io/acme/probe:2.1-amd64', arm: '', registry: remote}\n";
    let plan = plan_of(text, &recorded(), &Choices::default());
    assert_eq!(outline(&plan), ["no change CatalogItem probe"]);
    assert!(sentences(&plan).concat().contains("spec.arm"), "{:?}", sentences(&plan));
}

#[test]
fn two_applications_that_exchange_a_microservice_delete_and_make_each_their_own() {
    let live = lists(|lists| {
        let mut line_b = lists["applications"][0].clone();
        (line_b["id"], line_b["name"]) = (json!(90), json!("line-b"));
        lists["applications"].as_array_mut().unwrap().push(line_b);
        let mut pump = lists["microservices"][0].clone();
        (pump["uuid"], pump["name"], pump["application"]) = (json!("b-1"), json!("pump"), json!("line-b"));
        pump["ports"] = json!([]);
        lists["microservices"].as_array_mut().unwrap().push(pump);
    });
    let application = |name: &str, member: &str, ports: &str| {
        format!(
            "kind: Application\nmetadata: {{name: {name}}}\nspec: {{microservices: [{{name: {member}, agent: {{name: edge-1}}, images: {{x86: 'a:1'}}, container: {{ports: [{ports}]}}}}]}}\n"
        )
    };
    let (a, b) = (
        application("line-a", "pump", ""),
        application("line-b", "gateway", "{internal: 8080, external: 18080}"),
    );
    let mut choices = Choices::default();
    let plan = plan_of_files(&[&a, &b], &live, &choices);
    assert_eq!(
        outline(&plan)[1],
        "blocked Application line-b: line-a/gateway holds port 18080 until its deletion is ticked and applied."
    );
    choices.tick(&plan.steps[0]);
    for files in [[a.as_str(), &b], [b.as_str(), &a]] {
        let plan = plan_of_files(&files, &live, &choices);
        assert_eq!(outline(&plan), ["update Application line-a", "update Application line-b"]);
        assert!(
            choices.ticks(&plan.steps[0]) && !choices.ticks(&plan.steps[1]),
            "each deletion has its own tick"
        );
    }
}

#[test]
fn a_document_that_stands_twice_does_not_keep_its_port_from_who_takes_it() {
    let gives = gateway("", "").replace("18080", "19090");
    let takes = "kind: Microservice\nmetadata: {name: line-a/new}\nspec: {agent: {name: edge-1}, images: {x86: 'a:1'}, container: {ports: [{internal: 1, external: 18080}]}}\n";
    check(
        &recorded(),
        &[takes, &gives, &gives],
        &[
            "update Microservice line-a/gateway",
            "create Microservice line-a/new",
            "blocked Microservice line-a/gateway: An earlier document is about the same Microservice.",
        ],
    );
}

#[test]
fn a_registry_whose_privacy_is_a_template_is_found_as_asked() {
    let text = "kind: Registry\nspec: {url: r.example.com, username: u, password: p, email: a@b.cd, private: '{{ false }}'}\n";
    for public in [true, false] {
        let made = json!({ "id": 7, "url": "r.example.com", "isPublic": public, "username": "u", "userEmail": "a@b.cd" });
        drive(
            &mut run_of(text),
            [
                ("GET /registries", registries(&[])),
                ("POST /registries", super::applied::refusal(500, "TypeError", "x")),
                ("GET /registries", registries(&[made])),
            ],
            &["start 0", "done 0"],
        );
    }
}

#[test]
fn a_registry_that_moves_to_an_address_is_the_one_that_is_there() {
    let moved = "kind: Registry\nspec: {id: 3, url: new.example.com, private: true}\n";
    let new = "kind: Registry\nspec: {url: 'https://New.example.com', username: robot, password: p, email: a@b.cd}\n";
    check(
        &recorded(),
        &[moved, new],
        &[
            "update Registry new.example.com",
            "blocked Registry https://New.example.com: An earlier document is about the same Registry.",
        ],
    );
    let other = new.replace("robot", "other");
    let lines = outline(&plan_of_files(&[moved, &other], &recorded(), &Choices::default()));
    assert_eq!(lines[1], "create Registry https://New.example.com");
}

#[test]
fn a_run_says_which_documents_it_leaves_out_as_blocked() {
    let text = format!(
        "{}---\n{}",
        gateway("", "").replace("edge-1", "nowhere"),
        gateway("", "").replace("gateway", "x")
    );
    let plan = plan_of(&text, &recorded(), &Choices::default());
    assert_eq!(Run::new(&plan, &Choices::default()).blocked(), 1);
}

/// A template that only the Controller can put together, and an application made from it.
const OPAQUE: &str = "kind: ApplicationTemplate\nmetadata: {name: t}\nspec: {application: {microservices: [{name: '{{ n | downcase }}', agent: {name: edge-1}, images: {x86: 'a:1'}}]}}\n---\n\
                      kind: Application\nmetadata: {name: line-a}\nspec: {template: {name: t, variables: [{key: n, value: X}]}}\n";

fn template_is_put() -> (&'static str, Answer) {
    ("PUT /applicationTemplate/t", Json(200, json!({ "id": 3, "name": "t" })))
}

#[test]
fn what_joined_an_application_after_the_tick_is_not_deleted_by_its_template() {
    let mut choices = Choices::default();
    choices.tick(&plan_of(OPAQUE, &recorded(), &choices).steps[1]);
    let plan = plan_of(OPAQUE, &recorded(), &choices);
    let gateway = serde_json::to_value(&recorded().microservices[0]).unwrap();
    let late = json!({ "uuid": "late", "name": "late", "application": "line-a" });
    let members = "GET /microservices?application=line-a";
    drive(
        &mut Run::new(&plan, &choices),
        [template_is_put(), (members, list(&json!([gateway, late])))],
        &[
            "start 0",
            "done 0",
            "start 1",
            "failed 1: The microservice line-a/late was added since the plan was made, and this may delete it.",
        ],
    );
    let made = json!({ "uuid": "made", "name": "x", "application": "line-a" });
    drive(
        &mut Run::new(&plan, &choices),
        [
            template_is_put(),
            (members, list(&json!([gateway]))),
            ("PUT /application/line-a", Json(200, json!({ "id": 5, "name": "line-a" }))),
            ("GET /application/line-a", Json(200, json!({ "id": 5, "name": "line-a" }))),
            (members, list(&json!([made]))),
        ],
        &["start 0", "done 0", "start 1", "done 1"],
    );
}

#[test]
fn an_application_that_its_template_is_still_filling_is_not_called_made() {
    let text = OPAQUE.replace("line-a", "shop");
    let shop =
        || ("GET /application/shop", Json(200, json!({ "id": 8, "name": "shop", "isActivated": true })));
    let members = "GET /microservices?application=shop";
    let account = json!({ "roleRef": { "kind": "Role", "name": "microservice" } });
    let x = json!({ "uuid": "x", "name": "x", "application": "shop", "serviceAccount": account, "status": { "status": "QUEUED" },
        "execStatus": { "status": "INACTIVE" } });
    let mut run = run_of(&text);
    drive(
        &mut run,
        [template_is_put(), ("GET /application/shop", no_application()), ("POST /application", Late)],
        &["start 0", "done 0", "start 1", "interrupted 1: Timeout"],
    );
    run.resume();
    let one = || (members, list(&json!([x])));
    drive(
        &mut run,
        [shop(), (members, none()), shop(), one(), shop(), one()],
        &["wait 1", "wait 1", "done 1"],
    );
}
