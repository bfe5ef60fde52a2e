//! `false`, 0 and empty values are values: only `{}` clears a configuration, and only null says nothing.

use serde_json::{Value, json};

use super::support::{Live, bodies, changes, live, outline, plan_of};
use crate::{Choices, Plan};

/// The recorded lists, with this in the gateway.
fn lists(change: impl FnOnce(&mut Value)) -> Live {
    let mut lists: Value = serde_json::from_str(include_str!("fixtures/context-3.7.json")).unwrap();
    let microservices = lists["microservices"].as_array_mut().unwrap();
    change(microservices.iter_mut().find(|it| it["name"] == "gateway").unwrap());
    live(&lists)
}

/// The plan for the gateway with `config` and `annotations` as JSON text, and this below `spec`.
fn plan(config: &str, annotations: &str, spec: &str) -> Plan {
    let lists = lists(|gateway| {
        gateway["config"] = json!(config);
        gateway["annotations"] = json!(annotations);
    });
    let text = format!(
        "apiVersion: datasance.com/v3\nkind: Microservice\nmetadata: {{name: line-a/gateway}}\nspec:\n  \
         agent: {{name: edge-1}}\n  images: {{x86: 'docker.io/acme/gateway:1.0', arm: 'docker.io/acme/gateway:1.0-arm'}}\n  {spec}\n"
    );
    plan_of(&text, &lists, &Choices::default())
}

const PORTS: &str = "container: {ports: [{internal: 8080, external: 18080}]";

#[test]
fn a_configuration_of_falsy_values_is_one_and_can_be_cleared() {
    for falsy in [
        r#"{"a":false}"#,
        r#"{"a":0}"#,
        r#"{"a":""}"#,
        r#"{"a":null}"#,
        r#"{"a":{}}"#,
        r#"{"a":[]}"#,
        "false",
        "0",
        "[]",
        "\"\"",
    ] {
        let same = plan(falsy, falsy, &format!("{PORTS}, annotations: {falsy}}}\n  config: {falsy}"));
        assert_eq!(
            outline(&same),
            ["no change Microservice line-a/gateway"],
            "{falsy}: {:?}",
            changes(&same)
        );
        let unsaid = plan(falsy, falsy, &format!("{PORTS}}}"));
        assert_eq!(outline(&unsaid), ["no change Microservice line-a/gateway"], "{falsy} is kept");
        let cleared = plan(falsy, falsy, &format!("{PORTS}, annotations: {{}}}}\n  config: {{}}"));
        let sent = bodies(&cleared);
        assert_eq!((&sent[0]["config"], &sent[0]["annotations"]), (&json!("{}"), &json!("{}")), "{falsy}");
        let set = plan("{}", "{}", &format!("{PORTS}, annotations: {falsy}}}\n  config: {falsy}"));
        let sent = bodies(&set);
        assert_eq!((&sent[0]["config"], &sent[0]["annotations"]), (&json!(falsy), &json!(falsy)));
    }
}

#[test]
fn a_default_of_a_variable_may_be_falsy() {
    let template = |default: &str| {
        format!(
            "apiVersion: datasance.com/v3\nkind: ApplicationTemplate\nmetadata: {{name: t}}\nspec:\n  \
             variables: [{{key: a, description: d{default}}}]\n  application: {{microservices: []}}\n"
        )
    };
    let lists = |variable: Value| {
        let application = json!({ "microservices": [] });
        live(
            &json!({ "applicationTemplates": [{ "id": 1, "name": "t", "description": "", "variables": [variable], "application": application }] }),
        )
    };
    for (text, default) in
        [("false", json!("false")), ("0", json!("0")), ("''", json!("\"\"")), ("[]", json!("[]"))]
    {
        let with = json!({ "key": "a", "description": "d", "defaultValue": default });
        let without = json!({ "key": "a", "description": "d" });
        let outline_of = |text: &str, variable: &Value| {
            outline(&plan_of(text, &lists(variable.clone()), &Choices::default()))
        };
        let given = template(&format!(", defaultValue: {text}"));
        assert_eq!(outline_of(&given, &with), ["no change ApplicationTemplate t"], "{text}");
        assert_eq!(outline_of(&given, &without), ["update ApplicationTemplate t"], "{text}");
        assert_eq!(outline_of(&template(""), &with), ["update ApplicationTemplate t"], "{text}");
    }
}

#[test]
fn nats_that_ends_takes_along_what_the_controller_added_for_it() {
    let lists = || {
        lists(|gateway| {
            gateway["natsConfig"] = json!({ "natsAccess": true, "natsRule": null });
            gateway["env"] =
                json!([{ "key": "A", "value": "1" }, { "key": "NATS_CREDS_PATH", "value": "/c" }]);
            gateway["volumeMappings"] = json!([{ "id": 5, "hostDestination": "nats-creds-x", "containerDestination": "/c",
                "accessMode": "ro", "type": "volumeMount" }]);
        })
    };
    let text = |nats: bool| {
        format!(
            "apiVersion: datasance.com/v3\nkind: Microservice\nmetadata: {{name: line-a/gateway}}\nspec:\n  \
             agent: {{name: edge-1}}\n  images: {{x86: 'docker.io/acme/gateway:1.0', arm: 'docker.io/acme/gateway:1.0-arm'}}\n  \
             {PORTS}, env: [{{key: A, value: '2'}}], volumes: [{{hostDestination: /a, containerDestination: /b, accessMode: rw}}]}}\n  \
             config: {{mode: auto}}\n  natsConfig: {{natsAccess: {nats}}}\n"
        )
    };
    for (nats, variables, volumes) in [(true, 2, 2), (false, 1, 1)] {
        let sent = bodies(&plan_of(&text(nats), &lists(), &Choices::default()));
        assert_eq!(sent[0]["env"].as_array().map(Vec::len), Some(variables), "{sent:?}");
        assert_eq!(sent[0]["volumeMappings"].as_array().map(Vec::len), Some(volumes), "{sent:?}");
    }
}
