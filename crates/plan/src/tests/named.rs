//! Secrets, config maps and volume mounts: objects with a name, whose contents no list holds.

use serde_json::{Value, json};

use super::applied::{self, refusal, run_of};
use super::scripted::Answer::Json;
use super::support::{bodies, changes, outline, plan_of, recorded, sentences};
use crate::Choices;

const SECRET: &str = "apiVersion: datasance.com/v3\nkind: Secret\nmetadata: {name: db-credentials}\nspec: {type: Opaque}\ndata: {password: hunter2}\n";
const MAP: &str = "apiVersion: datasance.com/v3\nkind: ConfigMap\nmetadata: {name: line-settings}\nspec: {immutable: false}\ndata: {threshold: 7}\n";
const MOUNT: &str = "apiVersion: datasance.com/v3\nkind: VolumeMount\nmetadata: {name: line-conf}\nspec: {configMapName: line-settings}\n";

fn check(text: &str, expected: &str, sent: &[Value]) {
    let plan = plan_of(text, &recorded(), &Choices::default());
    assert_eq!(outline(&plan), [expected]);
    assert_eq!(bodies(&plan), sent, "{text}");
    assert!(!format!("{plan:?}").contains("hunter2"), "no value is in a plan");
}

#[test]
fn a_new_one_is_created_with_all_it_holds() {
    let data = json!({ "password": "hunter2" });
    let new = json!({ "name": "fresh", "type": "Opaque", "data": data });
    check(&SECRET.replace("db-credentials", "fresh"), "create Secret fresh", &[new]);
    let new = json!({ "name": "fresh", "immutable": false, "data": { "threshold": 7 } });
    check(&MAP.replace("line-settings", "fresh"), "create ConfigMap fresh", &[new]);
    let new = json!({ "name": "fresh", "configMapName": "line-settings" });
    check(&MOUNT.replace("line-conf", "fresh"), "create VolumeMount fresh", &[new]);
}

#[test]
fn what_no_list_holds_is_sent_again_with_what_every_change_must_repeat() {
    let sent = json!({ "type": "Opaque", "data": { "password": "hunter2" } });
    check(SECRET, "update Secret db-credentials", &[sent]);
    let sent = json!({ "immutable": false, "data": { "threshold": 7 } });
    check(MAP, "update ConfigMap line-settings", &[sent]);
    let plan = plan_of(SECRET, &recorded(), &Choices::default());
    assert_eq!(changes(&plan), ["data.password: secret [SentAgain]"]);
    assert!(sentences(&plan)[0].starts_with("Replaces everything that it holds with 1 key"));
}

#[test]
fn what_cannot_change_is_said_before_anything_is_sent() {
    let typed = SECRET.replace("Opaque", "tls").replace("hunter2", "YQ==");
    let why = "The secret db-credentials is of type Opaque, and the type cannot change: delete the secret and create it again.";
    assert!(plan_of(&typed, &recorded(), &Choices::default()).steps[0].writes.is_empty(), "{why}");
    let mut live = recorded();
    live.others.config_maps = [model::ConfigMap { immutable: true, ..named_map() }].into_iter().collect();
    let plan = plan_of(MAP, &live, &Choices::default());
    assert_eq!(
        outline(&plan),
        [
            "blocked ConfigMap line-settings: It is immutable and cannot be changed. Delete it and create it again."
        ]
    );
    let switched = MOUNT.replace("configMapName: line-settings", "secretName: db-credentials");
    let plan = plan_of(&switched, &recorded(), &Choices::default());
    let why = "It is made from a secret or from a config map, and that cannot change. Delete it and create it again.";
    assert_eq!(outline(&plan), [format!("blocked VolumeMount line-conf: {why}")]);
}

fn named_map() -> model::ConfigMap {
    model::ConfigMap { name: "line-settings".into(), ..model::ConfigMap::default() }
}

#[test]
fn a_volume_mount_is_compared_and_may_be_made_from_another_of_its_kind() {
    check(MOUNT, "no change VolumeMount line-conf", &[]);
    let mut live = recorded();
    let other = model::ConfigMap { name: "other".into(), ..model::ConfigMap::default() };
    live.others.config_maps = [named_map(), other].into_iter().collect();
    let plan = plan_of(&MOUNT.replace("line-settings", "other"), &live, &Choices::default());
    assert_eq!(bodies(&plan), [json!({ "configMapName": "other" })]);
    assert_eq!(changes(&plan), ["spec.configMapName: line-settings -> other"]);
}

#[test]
fn who_takes_values_and_files_from_it_comes_after_it() {
    let text = format!(
        "{}---\n{}---\nkind: Microservice\nmetadata: {{name: line-a/new}}\nspec:\n  agent: {{name: edge-1}}\n  images: {{x86: 'a:1'}}\n  container:\n    env: [{{key: A, valueFromSecret: fresh/password}}]\n    volumes: [{{hostDestination: files, containerDestination: /f, accessMode: ro, type: volumeMount}}]\n",
        SECRET.replace("db-credentials", "fresh"),
        MOUNT.replace("line-conf", "files").replace("configMapName: line-settings", "secretName: fresh"),
    );
    let plan = plan_of(&text, &recorded(), &Choices::default());
    assert_eq!(
        outline(&plan),
        ["create Secret fresh", "create VolumeMount files", "create Microservice line-a/new"]
    );
    let needs = |at: usize| plan.steps[at].depends_on.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(needs(1), ["Secret fresh"]);
    assert_eq!(needs(2), ["Secret fresh", "VolumeMount files"]);
}

#[test]
fn an_answer_that_leaves_it_open_is_looked_up_and_nothing_is_sent_twice() {
    let made = json!({ "id": 9, "name": "fresh", "type": "Opaque", "data": { "password": "hunter2" } });
    let refusal = refusal(500, "TypeError", "Cannot read properties of undefined");
    applied::check(
        &mut run_of(&SECRET.replace("db-credentials", "fresh")),
        [
            ("GET /secrets", Json(200, json!({ "secrets": [] }))),
            ("POST /secrets", refusal),
            ("GET /secrets/fresh", Json(200, made)),
        ],
        &["start 0", "done 0"],
    );
}

#[test]
fn where_only_new_ones_are_made_nothing_that_is_there_is_changed() {
    let plan = plan_of(SECRET, &recorded(), &Choices::default()).that_only_makes();
    let why = "There is a secret db-credentials already. Choose another name, or open it to change it.";
    assert_eq!(outline(&plan), [format!("blocked Secret db-credentials: {why}")]);
    assert_eq!(bodies(&plan), Vec::<Value>::new());
    let fresh = SECRET.replace("db-credentials", "fresh");
    let plan = plan_of(&fresh, &recorded(), &Choices::default()).that_only_makes();
    assert_eq!(outline(&plan), ["create Secret fresh"]);
}
