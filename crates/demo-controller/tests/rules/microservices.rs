//! Microservices: what is checked in which order, and what a refused change leaves behind.

use serde_json::{Value, json};

use super::{filled, got, requests, uploads, world};

/// Fields that are wrong, each on its own in an otherwise good creation.
const WRONG: &str = r#"
    "application": "" => 500 Cannot read properties of null (reading 'id')
    "application": null => 500 Cannot read properties of null (reading 'id')
    "application": 999 => 500 Invalid application id '999'
    "natsAccess": true => 400 natsAccess must be provided under natsConfig.natsAccess
    "natsConfig": {"natsRule": "nope"}, "name": 5 => 400 NATS user rule nope does not exist
    "iofogUuid": "", "agentName": "nope" => 400 Invalid ioFog UUID 'nope'
    "catalogItemId": 6, "images": [{"containerImage": "i:1", "fogTypeId": 1}] => 400 Catalog item 6 does not match provided images
    "serviceAccount": {"roleRef": {"kind": "Role"}} => 400 Required field 'name' is missing
    "extraHosts": [{"name": "h", "address": "${Apps.nope.web.x}"}] => 400 Could not find nope host template
    "extraHosts": [{"name": "h", "address": "${Apps.shop.web.x}"}] => 400 Apps.shop.web.x is not a valid host template
    "extraHosts": [{"name": "h", "address": "${Apps.shop.web}"}] => 400 Apps.shop.web is not a valid host template
    "registryId": 99, "application": "nope" => 500 Invalid registry id '99'
    "pidMode": 5, "application": "nope" => 500 Invalid application id 'nope'
"#;

#[tokio::test]
async fn a_microservice_is_refused_for_the_first_thing_that_is_wrong() {
    let demo = world().await;
    let item = r#"{"name": "item", "registryId": 1, "images": [{"containerImage": "i:1", "fogTypeId": 1}]}"#;
    requests(&demo, &format!("POST /catalog/microservices {item} => 201")).await;
    let good = json!({"name": "new", "application": "shop", "agentName": "edge",
        "images": [{"containerImage": "a:1", "fogTypeId": 1}]});
    for row in super::rows(WRONG) {
        let (field, expected) = row.split_once(" => ").expect("an arrow");
        let field: Value = serde_json::from_str(&format!("{{{field}}}")).expect("JSON");
        let mut body = good.as_object().expect("an object").clone();
        body.extend(field.as_object().expect("an object").clone());
        requests(&demo, &format!("POST /microservices {} => {expected}", Value::Object(body))).await;
    }
    let mut flow = good;
    flow["application"] = json!(0);
    flow["flowId"] = got(&demo, "/application/shop").await["id"].clone();
    requests(&demo, &format!("POST /microservices {flow} => 201")).await;
}

const HALF: &str = r#"
    POST /configmaps {"name": "cm", "data": {"other": "v"}} => 201
    POST /microservices {"name": "half", "application": "shop", "agentName": "edge", "images": [{"containerImage": "a:1", "fogTypeId": 1}], "cmd": ["run"], "healthCheck": {"test": ["x"]}, "ports": [{"internal": 1, "external": 2}], "env": [{"key": "A", "value": "1"}, {"key": "B", "valueFromConfigMap": "cm/k"}]} => 400 Configmap key k not found in configmap cm
    PATCH /microservices/@half {"agentName": "edge", "env": [{"key": "C", "valueFromSecret": "one"}]} => 400 Invalid secret reference: one
"#;

const IMAGES: &str = r#"
    // Images are replaced before they are found not to fit the agent, and are looked at in every change.
    PATCH /microservices/@web {"agentName": "edge", "images": [{"containerImage": "arm:1", "fogTypeId": 2}]} => 400 Microservice undefined does not have a valid image for its Agent type
    PATCH /microservices/@web {"agentName": "edge"} => 400 Microservice undefined does not have a valid image for its Agent type
"#;

#[tokio::test]
async fn what_was_written_before_a_refusal_is_there() {
    let demo = world().await;
    requests(&demo, HALF).await;
    let half = got(&demo, "/microservices/@half").await;
    assert_eq!((&half["env"], &half["cmd"], half.get("healthCheck")), (&json!([]), &json!([]), None));
    assert_eq!(half["ports"], json!([{"internal": 1, "external": 2, "protocol": "tcp"}]));
    requests(&demo, IMAGES).await;
    let images = got(&demo, "/microservices/@web").await["images"].clone();
    assert_eq!(images, json!([{"containerImage": "arm:1", "fogTypeId": 2}]));
}

#[tokio::test]
async fn a_rebuild_is_asked_for_by_what_a_container_is_made_of() {
    let demo = world().await;
    let flag = async || {
        let shop = got(&demo, "/application/shop").await;
        shop["microservices"][0]["rebuild"].as_bool().expect("a flag")
    };
    assert!(!flag().await);
    for (change, expected) in [
        (json!({"rebuild": true}), true),
        (json!({"config": "{\"a\":1}"}), false),
        (json!({"cmd": []}), true),
        (json!({"logSize": 5}), false),
        (json!({"hostNetworkMode": false}), false),
        (json!({"hostNetworkMode": true}), true),
        (json!({"healthCheck": {"test": ["x"]}}), false),
        (json!({"schedule": 50}), false),
        (json!({"schedule": 51}), true),
        (json!({"images": [{"containerImage": "web:1", "fogTypeId": 1}]}), false),
        (json!({"images": [{"containerImage": "web:2", "fogTypeId": 1}]}), true),
    ] {
        let mut body = change;
        body["agentName"] = json!("edge");
        requests(&demo, &format!("PATCH /microservices/@web {body} => 204")).await;
        assert_eq!(flag().await, expected, "{body}");
    }
    let volume = r#"{"hostDestination": "/a", "containerDestination": "/b", "accessMode": "rw"}"#;
    let volume = format!("POST /microservices/@web/volume-mapping {volume} => 201");
    requests(&demo, r#"PATCH /microservices/@web {"agentName": "nope"} => 204"#).await;
    requests(&demo, &volume).await;
    assert!(!flag().await);
    requests(&demo, r#"POST /microservices/@web/port-mapping {"internal": 1, "external": 2} => 201"#).await;
    assert!(flag().await);
}

const APART: &str = r#"
    POST /microservices/@router/port-mapping {"internal": 1, "external": 2} => 404 Invalid microservice user or UUID
    POST /microservices/nope/port-mapping {"internal": 1, "external": 2} => 404 Invalid microservice user or UUID
    DELETE /microservices/@router/port-mapping/1 => 404 Invalid microservice UUID '@router'
    POST /microservices/@router/volume-mapping {"hostDestination": "/a", "containerDestination": "/b", "accessMode": "rw"} => 404 Invalid microservice UUID '@router'
    PATCH /microservices/@router/stop => 400 Microservice uuid @router is system and can't be updated
    GET /microservices/@router/config => 400 Microservice uuid @router is system and can't be updated
    GET /microservices/system/@web/config => 400 Microservice uuid @web is system and can't be updated
    PATCH /microservices/system/@web {"agentName": "edge"} => 404 Invalid microservice UUID '@web'
    PATCH /microservices/system/@router {"schedule": 6} => 400 System microservice schedule must be between 0 and 5
    POST /microservices/system/nope/exec => 404 Invalid microservice UUID 'nope'
    // An item of the Controller makes a microservice untouchable wherever it stands.
    POST /microservices {"name": "borrowed", "application": "shop", "agentName": "edge", "catalogItemId": 5} => 201
    PATCH /microservices/@borrowed/stop => 400 Microservice uuid @borrowed is system and can't be updated
    PATCH /microservices/@borrowed/config {} => 400 Microservice uuid @borrowed is system and can't be updated
    DELETE /microservices/@borrowed => 404 Microservice uuid @borrowed is system and can't be deleted
"#;

#[tokio::test]
async fn user_and_system_routes_keep_their_microservices_apart_each_in_its_words() {
    requests(&world().await, APART).await;
}

const CHANGES: &str = r#"
    PATCH /microservices/@web {"agentName": "edge", "registryId": "x"} => 404 Invalid registry id 'x'
    PATCH /microservices/@web {"agentName": "edge", "registryId": 0} => 204
    PATCH /microservices/@web {"agentName": "edge", "catalogItemId": "x"} => 404 Invalid catalog item id 'x'
    PATCH /microservices/@web {"agentName": "edge", "catalogItemId": null} => 204
    PATCH /microservices/@web {"agentName": "edge", "name": ""} => 400 Invalid format for field 'name'
    PATCH /microservices/@web {"agentName": "edge", "serviceAccount": {"foo": 1}} => 400 Field 'foo' not allowed
    PATCH /microservices/@web {"agentName": "edge", "schedule": 60.0} => 204
    GET /microservices?application= => 200
    POST /microservices/@web/volume-mapping {"hostDestination": "v", "containerDestination": "/b", "accessMode": "rw"} => 201
    POST /microservices/@web/volume-mapping {"hostDestination": "v", "containerDestination": "/b", "accessMode": "rw", "type": "volume"} => 201
    POST /microservices/@web/volume-mapping {"hostDestination": "v", "containerDestination": "/b", "accessMode": "ro"} => 400 Volume mapping already exists
"#;

#[tokio::test]
async fn a_change_through_json_checks_less_than_a_creation() {
    let demo = world().await;
    requests(&demo, CHANGES).await;
    assert_eq!(got(&demo, "/microservices/@web").await["schedule"], 60);
}

/// Name and spec of manifests.
const MANIFESTS: &str = r#"
    12345 | images: {x86: "a:1"} => 500 microservice.name.split is not a function
    a | name: null, images: {x86: "a:1"} => 400 Field 'name' is not of a type(s) string
    x/ | images: {x86: "a:1"} => 400 Invalid format for field 'name'
    a | images: {registry: foo, x86: a} => 400 Field 'registryId' is not of a type(s) integer
    a | images: {catalogId: "7"} => 400 Field 'catalogItemId' is not of a type(s) integer
    a | images: {catalogId: abc} => 400 Microservice a does not have a valid image for its Agent type
    a | container: {} => 500 images is not iterable
    a | images: {x86: "a:1"}, container: {ports: null} => 400 Field 'ports' is not of a type(s) array
    a | images: {x86: "a:1"}, container: {env: [[]]} => 400 Environment variable must have a key
    a | images: {x86: "a:1"}, container: {logSize: 7, volumeMappings: [1], cmd: [1], images: [1]} => 201
"#;

#[tokio::test]
async fn a_manifest_of_a_microservice_is_read_as_the_controller_reads_it() {
    let demo = world().await;
    let file = |name: &str, spec: &str| {
        let agent = "application: shop, agent: {name: edge}";
        format!("{{kind: Microservice, metadata: {{name: {name}}}, spec: {{{agent}, {spec}}}}}")
    };
    for row in super::rows(MANIFESTS) {
        let (name, rest) = row.split_once(" | ").expect("a name");
        let (spec, expected) = rest.split_once(" => ").expect("an arrow");
        let row = format!("POST /microservices/yaml {} => {expected}", file(name, spec));
        uploads(&demo, "microservice", &row).await;
    }
    let none = "{kind: Microservice, metadata: {name: b}, spec: {agent: {name: null}, images: {x86: a}}}";
    let none = format!("POST /microservices/yaml {none} => 400 Field 'agentName' is not of a type(s) string");
    uploads(&demo, "microservice", &none).await;
    assert_eq!(got(&demo, "/microservices/@a").await["logSize"], 7);
    let uuid = filled(&demo, "@a").await;
    let change = file("a", "images: {registry: foo, x86: \"b:1\"}");
    uploads(&demo, "microservice", &format!("PATCH /microservices/yaml/{uuid} {change} => 204")).await;
    let a = got(&demo, &format!("/microservices/{uuid}")).await;
    assert_eq!(a["images"][0]["containerImage"], "b:1");
    assert_eq!((&a["logSize"], &a["registryId"]), (&json!(1), &json!(1)));
}
