//! What comes out for the objects that a Controller 3.7 answers.

use model::{Lists, World};
use serde_json::{Value, json};

use super::*;
use crate::kinds::{application, application_template, catalog_item, microservice, registry};

fn world() -> World {
    World::new(Lists::read(&json!({
        "agents": [{"uuid": "u-1", "name": "edge-1", "fogTypeId": 1}],
        "catalogItems": [{"id": 6, "name": "probe", "images": [
            {"containerImage": "probe:amd64", "fogTypeId": 1}, {"containerImage": null, "fogTypeId": 2}]}],
    })))
}

fn of<T: model::Lenient>(live: &Value) -> T {
    model::from_value(live).unwrap()
}

/// A microservice with everything that breaks when `potctl describe` output is deployed again.
fn full() -> Value {
    json!({
        "uuid": "m-1", "name": "web", "application": "shop", "iofogUuid": "u-1", "isActivated": true,
        "config": r#"{"z":1.0,"big":12345678901234567890123,"day":"2024-01-01","note":"{{ not a template }}","q":"say \u0022hi\u0022\u005c","lines":"a\nb\n","list":[[1,[]],{"a":{}}]}"#,
        "annotations": r#"{"team":"on"}"#, "hostNetworkMode": true, "isPrivileged": false, "runAsUser": "1000",
        "platform": "", "runtime": "", "logSize": 7, "pidMode": "", "ipcMode": "", "schedule": 50, "cpuSetCpus": "0",
        "memoryLimit": null, "catalogItemId": null, "registryId": 3,
        "serviceAccount": {"id": 5, "name": "web", "roleRef": {"kind": "Role", "name": "viewer"}},
        "ports": [{"internal": 80, "external": 8080, "protocol": "udp"}],
        "volumeMappings": [
            {"id": 4, "hostDestination": "/a", "containerDestination": "/b", "accessMode": "rw", "type": "bind"},
            {"id": 5, "hostDestination": "nats-creds-shop-web", "containerDestination": "/c", "accessMode": "ro", "type": "volumeMount"}],
        "env": [
            {"key": "PASS", "value": "in clear", "valueFromSecret": "db/pass", "valueFromConfigMap": null},
            {"key": "EMPTY", "value": "", "valueFromSecret": null, "valueFromConfigMap": null},
            {"key": "YES", "value": "yes"}, {"key": "VERSION", "value": "1.10"},
            {"key": "NATS_CREDS_PATH", "value": "/c"}],
        "cmd": ["--frames", "25"], "cdiDevices": [], "capAdd": ["NET_ADMIN"], "capDrop": [],
        "extraHosts": [{"name": "h", "address": "${Agents.hub}", "value": "10.0.0.1"}],
        "images": [{"containerImage": "web:1", "fogTypeId": 2}, {"containerImage": "", "fogTypeId": 1}],
        "healthCheck": {"test": ["CMD", "true"], "interval": 5},
        "natsConfig": {"natsAccess": true, "natsRule": null}, "status": {"status": "RUNNING"},
    })
}

#[test]
fn a_microservice_keeps_what_potctl_describe_loses() {
    let text = microservice::describe(&of(&full()), &world(), &Options::default());
    assert_eq!(text, include_str!("fixtures/microservice.yaml"), "{text}");
}

#[test]
fn iofogctl_gets_its_version_and_the_name_it_can_find() {
    let text = microservice::describe(
        &of(&full()),
        &world(),
        &Options { api_version: ApiVersion::Iofog, ..Options::default() },
    );
    assert!(
        text.starts_with(
            "apiVersion: iofog.org/v3\nkind: Microservice\nmetadata:\n  name: shop/web\nspec:\n  agent:"
        ),
        "{text}"
    );
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(text, expected, "{text}");
    let problems = crate::Manifest::parse(text).problems();
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn a_registry_never_shows_its_password() {
    let live = json!({"id": 3, "url": "ghcr.io/acme", "isPublic": false, "username": "robot", "userEmail": "ops@example.com",
        "password": "hush"});
    check(
        &registry::describe(&of(&live), &Options::default()),
        "apiVersion: datasance.com/v3\nkind: Registry\nmetadata:\n  name: \"3\"\nspec:\n  url: ghcr.io/acme\n  private: true\n  \
         username: robot\n  email: ops@example.com\n  # The password is not shown. Without one here, the Controller keeps its own.\n  id: 3\n",
    );
}

#[test]
fn a_catalog_item_has_only_the_keys_that_potctl_takes() {
    let live = json!({"id": 7, "name": "tool", "description": "", "category": "A\nB: c", "publisher": "Acme", "configExample": "{}",
        "registryId": 3, "images": [{"containerImage": "tool:1", "fogTypeId": 1}, {"containerImage": null, "fogTypeId": 2}]});
    check(
        &catalog_item::describe(
            &of(&live),
            &Options { api_version: ApiVersion::Iofog, namespace: Some("default".to_owned()) },
        ),
        "apiVersion: iofog.org/v3\nkind: CatalogItem\nmetadata:\n  name: tool\n  namespace: default\nspec:\n  id: 7\n  # category: A\n  \
         # B: c\n  # publisher: Acme\n  x86: tool:1\n  registry: 3\n",
    );
}

#[test]
fn what_a_manifest_cannot_say_stands_in_comments() {
    let mut live = full();
    for (key, value) in [
        ("iofogUuid", json!("gone")),
        ("catalogItemId", json!(6)),
        ("schedule", json!(3)),
        ("config", json!("{\"q\":\"say \"hi\"\"}")),
    ] {
        live[key] = value;
    }
    for key in ["ports", "volumeMappings", "env", "cmd", "capAdd", "extraHosts"] {
        live[key] = json!([]);
    }
    for key in [
        "annotations",
        "runAsUser",
        "cpuSetCpus",
        "healthCheck",
        "serviceAccount",
        "natsConfig",
        "hostNetworkMode",
    ] {
        live[key] = json!(null);
    }
    let stopped = json!({"name": "shop", "description": "{{ sales }}", "isActivated": false, "natsConfig": {"natsAccess": false}});
    check(
        &application::describe(&of(&stopped), &[of(&live)], &world(), &Options::default()),
        include_str!("fixtures/application.yaml"),
    );
}

#[test]
fn a_template_keeps_the_braces_that_make_it_one() {
    let live = json!({"name": "t", "description": "{{ literal }}",
        "variables": [{"key": "p", "description": "a port", "defaultValue": "15020"}, {"key": "s", "description": "", "defaultValue": "\"1.0\""}],
        "application": {"microservices": [{"name": "m", "agentName": "{{agent}}", "images": [{"containerImage": "i:{{s}}", "fogTypeId": 2}],
            "ports": [{"internal": 80, "external": "{{p}}"}], "config": "{\"k\":\"{{s}}\"}", "cmd": ["run"]}]}});
    check(
        &application_template::describe(&of(&live), true, &world(), &Options::default()),
        include_str!("fixtures/template.yaml"),
    );
}

#[test]
fn a_configuration_of_falsy_values_is_written() {
    for (stored, written) in [
        (r#"{"a":false,"b":0,"c":""}"#, "config:\n    a: false\n    b: 0\n    c: \"\"\n"),
        ("0", "config: 0\n"),
        ("[]", "config: []\n"),
    ] {
        let live = json!({ "name": "m", "application": "a", "iofogUuid": "u-1", "config": stored, "annotations": stored });
        let text = microservice::describe(&of(&live), &world(), &Options::default());
        assert!(text.contains(written), "{text}");
        assert!(text.contains("annotations:"), "{text}");
    }
}
