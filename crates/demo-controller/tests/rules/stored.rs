//! What is stored by name or number: secrets, config maps, volume mounts, registries, roles, edge resources, agents.

use demo_controller::Options;
use serde_json::{Value, json};

use super::common::Demo;
use super::{filled, got, requests, uploads, world};

const SECRETS: &str = r#"
    POST /secrets {"name": "s", "type": "tls", "data": {"a": "YQ==", "b": "YQ", "c": "/w=="}} => 400 Invalid base64 encoding for keys: b, c
    POST /secrets {"name": "s", "type": "tls", "data": {"a": "YQ=="}} => 201
    PATCH /secrets/s {"data": {}} => 400 Secret type mismatch. Secret s is of type tls but trying to update with type undefined
    POST /microservices {"name": "tls", "application": "shop", "agentName": "edge", "images": [{"containerImage": "a:1", "fogTypeId": 1}], "env": [{"key": "A", "valueFromSecret": "s/a/more"}]} => 201
    POST /configmaps {"name": "cm", "data": {"k": "v"}} => 201
    PATCH /configmaps/cm {"data": {}, "immutable": false, "useVault": false} => 200
"#;

const SECRET_FILES: &str = r#"
    POST /secrets/yaml {a: [b => 400
    POST /secrets/yaml {} => 400 Invalid YAML format: missing kind field
    POST /secrets/yaml {kind: X} => 400 Invalid kind X
    POST /secrets/yaml {kind: Secret, metadata: {name: y}, data: {}} => 400 Invalid YAML format: missing metadata or spec
    POST /secrets/yaml {kind: Secret, metadata: {name: y}, type: Opaque, data: {}} => 400 Error parsing YAML: Cannot read properties of undefined (reading 'type')
    PATCH /secrets/yaml/z {kind: Secret, metadata: {name: y}, type: Opaque, data: {}} => 400 Secret name in YAML (y) doesn't match endpoint path (z)
"#;

const MAP_FILES: &str = r#"
    POST /configmaps/yaml {kind: ConfigMap, metadata: {name: y}, data: {a: b}} => 400 Error parsing YAML: Cannot read properties of undefined (reading 'immutable')
    POST /configmaps/yaml {kind: ConfigMap, metadata: {name: y}, data: {a: b}, spec: {}} => 201
    PATCH /configmaps/yaml/y {kind: ConfigMap, metadata: {name: y}, data: {a: c}, spec: {immutable: true}} => 200
"#;

#[tokio::test]
async fn secrets_reach_containers_decoded_and_their_files_say_what_they_lack() {
    let demo = world().await;
    requests(&demo, SECRETS).await;
    assert_eq!(got(&demo, "/microservices/@tls").await["env"][0]["value"], "a");
    assert_eq!(got(&demo, "/configmaps/cm").await["useVault"], false);
    requests(&demo, r#"PATCH /secrets/s {"type": "tls", "data": {"a": "Yg=="}} => 200"#).await;
    assert_eq!(got(&demo, "/microservices/@tls").await["env"][0]["value"], "b");
    uploads(&demo, "secret", SECRET_FILES).await;
    uploads(&demo, "configMap", MAP_FILES).await;
    assert_eq!(got(&demo, "/configmaps/y").await["immutable"], true);
    requests(&demo, "POST /secrets/yaml => 500 Cannot read properties of undefined (reading 'buffer')").await;
}

const MOUNTS: &str = r#"
    POST /secrets {"name": "s", "type": "Opaque", "data": {"a": "b"}} => 201
    POST /volumeMounts {"name": "m", "secretName": ""} => 400 Must specify either secretName or configMapName
    POST /volumeMounts {"name": "m", "secretName": "s"} => 200
    PATCH /volumeMounts/nope {"secretName": ""} => 404 Volume mount with name nope not found
    POST /volumeMounts/m/link {"fogUuids": ["@edge", "nope"]} => 500 Could not find agent nope
    DELETE /volumeMounts/nope/link {"fogUuids": ["nope"]} => 500 Volume mount with name nope not found
"#;

const MOUNT_FILES: &str = r#"
    POST /volumeMounts/yaml {kind: VolumeMount, metadata: {name: y}} => 400 Invalid YAML format: missing metadata or spec
    POST /volumeMounts/yaml {kind: VolumeMount, metadata: {name: y}, spec: {secretName: s, configMapName: c}} => 400 Cannot specify both secretName and configMapName
    PATCH /volumeMounts/yaml/m {kind: VolumeMount, metadata: {name: y}, spec: {secretName: s}} => 400 VolumeMount name in YAML (y) doesn't match endpoint path (m)
"#;

#[tokio::test]
async fn a_mount_is_linked_up_to_the_first_agent_that_is_unknown() {
    let demo = world().await;
    requests(&demo, MOUNTS).await;
    assert_eq!(got(&demo, "/volumeMounts/m/link").await, json!({"fogUuids": [filled(&demo, "@edge").await]}));
    uploads(&demo, "volumeMount", MOUNT_FILES).await;
}

const REGISTRIES: &str = r#"
    POST /registries {"url": "u", "isPublic": true, "username": "u", "password": "", "email": "a@b.cd"} => 201
    PATCH /registries/3x {} => 404 Registry not found
    PATCH /registries/1x {} => 400 Registry is system and can't be updated or deleted
    GET /registries/-1 => 404 Invalid registry id '-1'
    DELETE /registries/3x => 204
"#;

#[tokio::test]
async fn a_registry_is_found_leniently_to_read_and_delete_it_only() {
    requests(&world().await, REGISTRIES).await;
}

const ROLES: &str = r#"
    GET /roles/Viewer => 200
    POST /roles {"name": "ops", "rules": [{"apiGroups": [""], "resources": ["router"], "verbs": ["get"]}]} => 201
    POST /rolebindings {"name": "b", "roleRef": {"kind": "Role", "name": "ops", "apiGroup": "x"}, "subjects": [{"kind": "Group", "name": "nobody"}]} => 201
    PATCH /rolebindings/nope {"roleRef": {"kind": "Role", "name": "nope"}, "subjects": [{"kind": "User", "name": "u"}]} => 404 RoleBinding 'nope' not found
    PATCH /roles/ops {"name": "ops2", "rules": [{"apiGroups": [""], "resources": ["x"], "verbs": ["get"]}]} => 400 Referenced role 'ops' does not exist
    GET /roles/ops2 => 200
    POST /serviceaccounts {"name": "a", "applicationName": "nope", "roleRef": {"kind": "Role", "name": "nope"}} => 400 Referenced role 'nope' does not exist
    POST /serviceaccounts {"name": "a", "applicationName": "shop", "roleRef": {"kind": "Role", "name": "ops2"}} => 201
    POST /serviceaccounts {"name": "a", "applicationName": "shop", "roleRef": {"kind": "Role", "name": "ops2"}} => 500 ServiceAccount 'a' already exists in application 'shop'
    GET /serviceaccounts/shop/b => 404 ServiceAccount 'b' not found in application 'shop'
    GET /serviceaccounts/nope/b => 404 Application 'nope' not found
    PATCH /serviceaccounts/shop/a {"name": "a2", "roleRef": {"kind": "Role", "name": "viewer"}} => 200
    GET /serviceaccounts/shop/a2 => 200
"#;

const ROLE_FILES: &str = r#"
    POST /roles/yaml {kind: X} => 400 Invalid kind X, expected Role
    POST /roles/yaml {kind: Role} => 400 Invalid YAML format: metadata is required
    POST /roles/yaml {kind: Role, metadata: {}, rules: [{apiGroups: [""], resources: [x], verbs: [get]}]} => 400 Required field 'name' is missing
    POST /roles/yaml ~ => 400 Error parsing Role YAML: Cannot read properties of undefined (reading 'kind')
"#;

const ACCOUNT_FILES: &str = r#"
    POST /serviceaccounts/yaml {kind: ServiceAccount, metadata: {name: a}} => 400 ServiceAccount YAML must have metadata.applicationName
    POST /serviceaccounts/yaml {kind: ServiceAccount, metadata: {name: a, applicationName: shop}} => 400 ServiceAccount must have a roleRef with a name
    PATCH /serviceaccounts/yaml/shop/a2 {kind: ServiceAccount, metadata: {name: a2, applicationName: shop}, roleRef: {kind: Role, name: viewer}} => 400 Field 'applicationName' not allowed
"#;

#[tokio::test]
async fn roles_are_referred_to_as_given_and_renamed_only_when_nothing_does() {
    let demo = world().await;
    requests(&demo, ROLES).await;
    let binding = &got(&demo, "/rolebindings/b").await["binding"];
    assert_eq!(binding["roleRef"], json!({"kind": "Role", "name": "ops", "apiGroup": "x"}));
    let account = &got(&demo, "/serviceaccounts/shop/a2").await["serviceAccount"];
    assert_eq!((&account["roleRef"]["name"], &account["roleId"]), (&json!("viewer"), &json!(1)));
    uploads(&demo, "role", ROLE_FILES).await;
    uploads(&demo, "serviceaccount", ACCOUNT_FILES).await;
    let none = "POST /rolebindings/yaml {kind: RoleBinding, metadata: {}} \
                => 400 Invalid YAML format: metadata and roleRef are required";
    uploads(&demo, "rolebinding", none).await;
}

#[tokio::test]
async fn a_binding_gives_a_built_in_role_too() {
    let demo = world().await;
    let mut viewer =
        Demo { controller: demo.controller.clone(), clock: demo.clock.clone(), token: String::new() };
    viewer.sign_in("viewer").await;
    requests(&viewer, "POST /registries {} => 403\nGET /events => 403").await;
    let bind = r#"POST /rolebindings {"name": "b", "roleRef": {"kind": "Role", "name": "admin"}, "subjects": [{"kind": "User", "name": "viewer"}]} => 201"#;
    requests(&demo, bind).await;
    requests(&viewer, "POST /registries {} => 400\nGET /events => 200").await;
}

const AGENTS: &str = r#"
    PATCH /iofog/@hub {"isSystem": false} => 400 System fog can't be changed
    PATCH /iofog/@hub {"routerMode": "edge", "tags": ["t"]} => 400 Invalid router mode 'edge'
    PATCH /iofog/@edge {"networkRouter": ""} => 400 Field networkRouter does not meet minimum length of 1
    PATCH /iofog/@edge {"gpsMode": "nowhere", "gpsScanFrequency": "often", "natsMode": "none"} => 204
    PATCH /iofog/@edge {"networkRouter": "nope", "natsMode": "none"} => 204
"#;

#[tokio::test]
async fn an_agent_learns_in_the_background_that_a_router_is_missing() {
    let demo = world().await;
    requests(&demo, AGENTS).await;
    assert_eq!(got(&demo, "/iofog/@hub").await["tags"], json!(["t"]));
    demo.clock.advance(5000);
    let edge = got(&demo, "/iofog/@edge").await;
    assert_eq!(edge["warningMessage"], "Background orchestration error: Invalid router 'nope'");
    assert_eq!((&edge["gpsMode"], &edge["gpsScanFrequency"]), (&Value::Null, &json!(60)));
}

const EVENTS: &str = r#"
    DELETE /events {"days": 0} => 200
    POST /nope {"name": "n"} => 404
    PATCH /nats/account-rules/nope {} => 404
    GET /events?startTime=soon => 400 Invalid startTime format. Use Unix timestamp (seconds or milliseconds) or ISO 8601 format (e.g., 2023-10-01T12:00:00Z)
    GET /events?startTime=2&endTime=1 => 400 startTime must be before or equal to endTime
"#;

#[tokio::test]
async fn events_tell_who_did_what_to_which() {
    let demo = Demo::signed_in(&Options::default(), "admin").await;
    requests(&demo, EVENTS).await;
    let events = got(&demo, "/events").await["events"].clone();
    let row = |index: usize| {
        let event = &events[index];
        let text = |key: &str| event[key].as_str().unwrap_or("-").to_owned();
        [text("actorId"), text("resourceType"), text("resourceId"), text("statusMessage")].join(" ")
    };
    assert_eq!(row(0), "admin nats nope HTTP 404");
    assert_eq!(row(1), "admin - n HTTP 404");
    assert_eq!(row(2), "admin event - Deleted all 1 events");
}
