//! Rules of NATS, settings, and rights by rules of one's own.

use demo_controller::Options;
use serde_json::json;

use super::common::Demo;
use super::{got, requests, world};

const RULES: &str = r#"
    // The default rules are there once rules have been listed.
    POST /application {"name": "a", "natsConfig": {"natsAccess": true, "natsRule": "default-account"}} => 400 NATS account rule default-account does not exist
    POST /nats/user-rules {"name": "default-account"} => 400 Rule default-account is reserved and immutable
    POST /nats/user-rules {} => 400 name is required
    POST /nats/user-rules {"name": "u", "foo": 1} => 400 Field 'foo' not allowed
    POST /nats/user-rules {"name": "u", "maxSubscriptions": -2} => 400 maxSubscriptions must be greater than or equal to -1
    POST /nats/user-rules {"name": "u", "allowedConnectionTypes": ["TCP"]} => 400 Field allowedConnectionTypes[0] is not one of enum values: STANDARD,WEBSOCKET,LEAFNODE,LEAFNODE_WS,MQTT,MQTT_WS,IN_PROCESS
    POST /nats/user-rules {"name": "u", "maxPayload": "2k", "tags": ["t"]} => 201
    POST /nats/user-rules {"name": "u"} => 400 NATS user rule u already exists
    PATCH /nats/user-rules/nope {} => 404 NATS user rule nope not found
    DELETE /nats/user-rules/nope => 404 NATS user rule nope not found
    GET /nats/user-rules => 200
    POST /application {"name": "a", "natsConfig": {"natsAccess": true, "natsRule": "default-account"}} => 201
    POST /nats/account-rules {"name": "r", "maxExports": true} => 400 Field 'maxExports' is not of a type(s) integer
    POST /nats/account-rules {"name": "r"} => 201
    PATCH /application/a {"natsConfig": {"natsRule": "r"}} => 204
    DELETE /nats/account-rules/r => 500 Cannot delete NATS account rule that is attached to one or more applications. Detach or change the rule on each application first.
    GET /nats/accounts/nope => 404 Invalid application name 'nope'
    GET /nats/bootstrap => 403 NATS bootstrap is only available when the Controller runs on the Kubernetes control plane
    GET /cluster/controllers => 500 Transaction not provided
"#;

#[tokio::test]
async fn rules_of_both_kinds_are_kept_and_the_default_ones_appear_when_listed() {
    let demo = Demo::signed_in(&Options::default(), "admin").await;
    requests(&demo, RULES).await;
    let rules = got(&demo, "/nats/user-rules").await["rules"].clone();
    let own = rules.as_array().and_then(|rules| rules.last()).expect("a rule");
    assert_eq!(
        (&own["maxPayload"], &own["isSystem"], &own["tags"]),
        (&json!(2048), &json!(false), &json!(["t"]))
    );
    let made = demo.send("POST", "/nats/user-rules", &json!({"name": "v"})).await.json();
    let keys = made.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys, ["id", "name", "maxData", "respTtl", "bearerToken"]);
}

const SETTINGS: &str = r#"
    GET /config/k => 404 Unkown config key 'k'
    PUT /config {"key": ""} => 400 Field key does not meet minimum length of 1
    PUT /config {"key": "k", "value": "v"} => 200
    PUT /config {"key": "k", "value": "{{ self.key }}"} => 200
"#;

#[tokio::test]
async fn settings_are_stored_by_key() {
    let demo = Demo::signed_in(&Options::default(), "admin").await;
    requests(&demo, SETTINGS).await;
    assert_eq!(got(&demo, "/config").await, json!({"config": [{"key": "k", "value": "k"}]}));
}

/// Rules of a role, a request that needs them, and its status.
const RIGHTS: &str = r#"
    {"apiGroups": ["x"], "resources": ["registries"], "verbs": ["create"]} => POST /registries 403
    {"apiGroups": ["*"], "resources": ["regi*"], "verbs": ["*"]} => POST /registries 400
    {"apiGroups": [""], "resources": ["registries"], "verbs": ["delete"], "resourceNames": []} => DELETE /registries/9 404
    {"apiGroups": [""], "resources": ["registries"], "verbs": ["delete"], "resourceNames": ["8"]} => DELETE /registries/9 403
    {"apiGroups": [""], "resources": ["secrets"], "verbs": ["delete"], "resourceNames": ["my-*"]} => DELETE /secrets/my-own 404
    {"apiGroups": [""], "resources": ["serviceAccounts"], "verbs": ["delete"], "resourceNames": ["shop"]} => DELETE /serviceaccounts/shop/web 403
    {"apiGroups": [""], "resources": ["serviceAccounts"], "verbs": ["delete"], "resourceNames": ["web"]} => DELETE /serviceaccounts/shop/web 500
"#;

#[tokio::test]
async fn a_rule_is_read_by_group_resource_verb_and_name() {
    let demo = world().await;
    let mut viewer =
        Demo { controller: demo.controller.clone(), clock: demo.clock.clone(), token: String::new() };
    viewer.sign_in("viewer").await;
    let role = json!({"name": "own", "rules": [{"apiGroups": [""], "resources": ["x"], "verbs": ["get"]}]});
    let binding = json!({"name": "own", "roleRef": {"kind": "Role", "name": "own"}, "subjects": [{"kind": "User", "name": "viewer"}]});
    requests(&demo, &format!("POST /roles {role} => 201\nPOST /rolebindings {binding} => 201")).await;
    for row in super::rows(RIGHTS) {
        let (rule, rest) = row.split_once(" => ").expect("an arrow");
        let (request, status) = rest.rsplit_once(' ').expect("a status");
        requests(&demo, &format!("PATCH /roles/own {{\"rules\": [{rule}]}} => 200")).await;
        requests(&viewer, &format!("{request} => {status}")).await;
    }
}
