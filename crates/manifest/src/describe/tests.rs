//! What comes out for the objects that a Controller 3.7 answers.

use serde_json::{Value, json};

use super::*;

fn lists() -> Lists {
    serde_json::from_value(json!({
        "agents": [{"uuid": "u-1", "name": "edge-1", "fogTypeId": 1}],
        "catalogItems": [{"id": 6, "name": "probe", "images": [
            {"containerImage": "probe:amd64", "fogTypeId": 1}, {"containerImage": null, "fogTypeId": 2}]}],
    }))
    .unwrap()
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
    let text = microservice(&full(), &lists(), &Options::default());
    assert_eq!(text, include_str!("fixtures/microservice.yaml"), "{text}");
}
