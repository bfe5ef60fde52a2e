//! Applications, templates and services.

use serde_json::json;

use super::{filled, got, requests, uploads, world};

const APPLICATIONS: &str = r#"
    POST /application {"name": "new", "natsAccess": true} => 400 natsAccess must be provided under natsConfig.natsAccess
    POST /application {"name": "shop", "natsAccess": true} => 500 Duplicate name 'shop'
    POST /application {"name": "new", "microservices": [{"name": "one", "agentName": "edge", "natsAccess": true}]} => 400 natsAccess must be provided under natsConfig.natsAccess
    GET /application/new => 404 Invalid application id 'new'
    POST /application {"name": "new", "natsConfig": {"natsRule": "nope"}, "isActivated": 5} => 400 Field 'isActivated' is not of a type(s) boolean
    POST /application {"name": "new", "microservices": null} => 400 Field 'microservices' is not of a type(s) array
    POST /application {"name": "new", "microservices": "x"} => 500 applicationData.microservices.map is not a function
    POST /application {"name": "new", "microservices": ["x"]} => 400 Required field 'name' is missing
    POST /application {"name": "new", "natsConfig": {"foo": 1}} => 400 Field 'foo' not allowed
    PATCH /application/nope {"natsAccess": true} => 404 Invalid application id '{}'
    PATCH /application/shop {"natsConfig": {"natsRule": "nope"}} => 400 NATS account rule nope does not exist
    PUT /application/nope {"natsAccess": true} => 404 Invalid application id 'nope'
    // What fits a creation need not fit the change that it becomes.
    PUT /application/shop {"microservices": [{"name": "web", "agentName": "edge", "logSize": -1}]} => 400 logSize must be greater than or equal to 0
    // Taking back an application of the system is refused in its turn.
    POST /application {"name": "sys", "isSystem": true, "microservices": [{"name": "a", "agentName": "nope"}]} => 400 Cannot delete system application.
    GET /application/system/sys => 200
"#;

#[tokio::test]
async fn an_application_is_checked_as_a_whole_before_its_parts() {
    requests(&world().await, APPLICATIONS).await;
}

const MANIFESTS: &str = r#"
    POST /application/yaml {kind: Application, metadata: {name: 12345}, spec: {}} => 400 Field 'name' is not of a type(s) string
    POST /application/yaml {kind: Application, metadata: {name: a}, spec: {name: null}} => 400 Field 'name' is not of a type(s) string
    POST /application/yaml {kind: Application, metadata: {name: a}, spec: {description: null}} => 400 Field 'description' is not of a type(s) string
    POST /application/yaml {kind: Application, metadata: {name: a}, spec: {microservices: {}}} => 500 (app.microservices || []).map is not a function
    POST /application/yaml {kind: Application, metadata: {name: a}, spec: {microservices: [{name: x/y, agent: {name: edge}, images: {x86: a}}]}} => 400 Invalid format for field 'microservices[0].name'
    POST /application/yaml {kind: Application, metadata: {name: a}, spec: {name: b, isActivated: false}} => 201
    PUT /application/yaml/b {kind: Application, metadata: {name: a}, spec: {}} => 400 Application Resource Name is immutable
"#;

#[tokio::test]
async fn a_manifest_of_an_application_is_read_as_the_controller_reads_it() {
    let demo = world().await;
    uploads(&demo, "application", MANIFESTS).await;
    assert_eq!(got(&demo, "/application/b").await["isActivated"], true);
}

const TEMPLATES: &str = r#"
    POST /applicationTemplate {"name": "t", "application": {"name": "X", "microservices": [{"name": "one", "agentName": "edge", "images": [{"containerImage": "a:{{ tag }}", "fogTypeId": 1}], "config": "{\"n\":\"{{ n }}\",\"more\":\"{{ more }}\"}"}]}, "variables": [{"key": "n", "defaultValue": 5}, {"key": "tag", "defaultValue": "1"}]} => 201
    PATCH /applicationTemplate/nope {} => 404 Invalid application id '{}'
    PATCH /applicationTemplate/t {"variables": 5, "description": "d"} => 204
    PUT /applicationTemplate/BAD {} => 400 Invalid format for field 'name'
    PUT /applicationTemplate/u {} => 200
    PATCH /applicationTemplate/u {"name": "t"} => 500 Duplicate name 't'
    PUT /applicationTemplate/u {"name": "t"} => 500 Duplicate name 't'
    POST /application {"name": "a", "template": {"name": "u"}} => 500 newApplication.microservices is not iterable
    POST /application {"name": "a", "template": {"name": "T"}} => 400 Invalid format for field 'name'
    POST /application {"name": "b", "template": {"name": "t", "variables": [5]}} => 400 Field 'variables[0]' is not of a type(s) object
    POST /application {"name": "a", "template": {"name": "t", "variables": [{"key": "more", "value": true}]}} => 201
"#;

#[tokio::test]
async fn templates_keep_no_name_inside_and_are_filled_by_value() {
    let demo = world().await;
    requests(&demo, TEMPLATES).await;
    let stored = got(&demo, "/applicationTemplate/t").await;
    assert_eq!((stored["application"].get("name"), &stored["description"]), (None, &json!("d")));
    let one = got(&demo, "/application/a").await["microservices"][0].clone();
    assert_eq!(one["config"], "{\"n\":5,\"more\":true}");
    assert_eq!(one["images"][0]["containerImage"], "a:1");
    // A template that is replaced without an application has none.
    requests(&demo, "PUT /applicationTemplate/t {} => 200").await;
    assert_eq!(got(&demo, "/applicationTemplate/t").await["application"], json!({}));
}

const TEMPLATE_FILES: &str = r#"
    POST /applicationTemplate/yaml {kind: ApplicationTemplate, metadata: {name: y}, spec: {}} => 500 Cannot read properties of undefined (reading 'isActivated')
    POST /applicationTemplate/yaml {kind: ApplicationTemplate, metadata: {name: y}, spec: {application: {microservices: [{name: m}]}}} => 201
"#;

#[tokio::test]
async fn a_template_in_a_file_is_stored_as_a_request_has_it() {
    let demo = world().await;
    uploads(&demo, "template", TEMPLATE_FILES).await;
    let inside = &got(&demo, "/applicationTemplate/y").await["application"];
    assert_eq!((&inside["isActivated"], &inside["microservices"][0]["schedule"]), (&json!(true), &json!(50)));
    requests(&demo, "POST /applicationTemplate/yaml => 400 Application file missing").await;
}

const SERVICES: &str = r#"
    POST /services {"name": "router", "type": "external", "resource": "h", "targetPort": 1} => 400 Service name cannot be "controller" or "router" or "router-internal" or "docker"
    POST /services {"name": "s", "targetPort": 80, "type": "microservice", "resource": "nope"} => 400 Invalid microservice UUID 'nope'
    POST /services {"name": "s", "targetPort": 80, "type": "microservice", "resource": "shop/nope"} => 400 Invalid microservice NAME 'shop/nope'
    POST /services {"name": "s", "targetPort": 80, "type": "external", "resource": "h", "defaultBridge": "x"} => 400 Invalid default bridge, If service type is not microservice, defaultBridge must be default-router'x'
    POST /services {"name": "s", "targetPort": 80, "type": "agent", "resource": "edge", "defaultBridge": "@hub"} => 400 Invalid router '@edge'
    POST /services {"name": "s", "targetPort": 80, "type": "microservice", "resource": "shop/web", "servicePort": 5} => 201
    PATCH /services/s {"name": "s"} => 500 Cannot read properties of undefined (reading 'toLowerCase')
    PATCH /services/s {"name": "s", "type": "microservice"} => 500 Cannot read properties of undefined (reading 'includes')
    PATCH /services/s {"name": "s", "type": "microservice", "resource": "shop/web"} => 500 WHERE parameter "iofog_uuid" has invalid "undefined" value
    PATCH /services/s {"name": "s", "defaultBridge": "x"} => 400 Changing default bridge is not allowed. Please delete the service and create a new one with the desired default bridge.
    PATCH /services/s {"name": "s", "type": "microservice", "resource": "@web", "defaultBridge": "default-router", "targetPort": 81} => 204
"#;

#[tokio::test]
async fn services_lead_to_uuids_and_go_with_their_microservice() {
    let demo = world().await;
    requests(&demo, SERVICES).await;
    let stored = got(&demo, "/services/s").await;
    assert_eq!(stored["resource"], filled(&demo, "@web").await);
    assert_eq!((&stored["servicePort"], &stored["targetPort"]), (&json!(10024), &json!(81)));
    requests(
        &demo,
        "DELETE /microservices/@web => 204\nGET /services/s => 404 Service with name s not found",
    )
    .await;
}
