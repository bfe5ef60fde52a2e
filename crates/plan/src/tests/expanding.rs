//! What an application template comes to is told as the Controller makes it, or not at all.

use serde_json::{Value, json};

use super::support::{Live, changes, live, outline, plan_of};
use crate::{Choices, Plan};

/// An application of one microservice, whose template has this in its config, with the variable `v`.
fn lists(config: &Value, annotations: &Value) -> Live {
    let mut lists: Value = serde_json::from_str(include_str!("fixtures/context-3.7.json")).unwrap();
    let gateway = &mut lists["microservices"][0];
    gateway["config"] = config.clone();
    gateway["annotations"] = annotations.clone();
    live(&lists)
}

fn text(config: &str, annotations: &str, value: &str) -> String {
    format!(
        "kind: ApplicationTemplate\nmetadata: {{name: t}}\nspec:\n  variables: [{{key: v, defaultValue: 1}}, {{key: w, defaultValue: 2}}]\n  \
         application:\n    microservices:\n      - name: gateway\n        agent: {{name: edge-1}}\n        \
         images: {{x86: 'docker.io/acme/gateway:1.0', arm: 'docker.io/acme/gateway:1.0-arm'}}\n        config: {config}\n        \
         container: {{ports: [{{internal: 8080, external: 18080}}], annotations: {annotations}}}\n---\n\
         kind: Application\nmetadata: {{name: line-a}}\nspec: {{template: {{name: t, variables: [{{key: v{value}}}]}}}}\n"
    )
}

fn plan(config: &str, annotations: &str, value: &str, live: &Live) -> Plan {
    plan_of(&text(config, annotations, value), live, &Choices::default())
}

/// With this value the template's config comes to what the Controller has.
#[track_caller]
fn check(config: &str, value: &str, stored: &str) {
    let live = lists(&json!(stored), &json!("{}"));
    let plan = plan(config, "{}", &format!(", value: {value}"), &live);
    assert_eq!(outline(&plan)[1], "no change Application line-a", "{config} {value}: {:?}", changes(&plan));
}

#[test]
fn values_keep_their_type_in_the_config_and_are_text_inside_of_text() {
    check("{a: '{{ v }}'}", "5", r#"{"a":5}"#);
    check("{a: '{{ v }}'}", "'5'", r#"{"a":"5"}"#);
    check("{a: '{{ v }}'}", "true", r#"{"a":true}"#);
    check("{a: '{{ v }}'}", "{b: [1, x]}", r#"{"a":{"b":[1,"x"]}}"#);
    check("{a: '{{ v }}'}", r#"'say "x"'"#, r#"{"a":"say \"x\""}"#);
    check("{a: ['{{ v }}', 'x{{ v }}']}", "5", r#"{"a":[5,"x5"]}"#);
    check("{a: '{{ w }}-{{ v }}'}", "5", r#"{"a":"2-5"}"#);
    check("{'{{ v }}': 1}", "5", r#"{"{{ v }}":1}"#);
}

#[test]
fn braces_in_a_value_stay_braces() {
    check("{a: '{{ v }}'}", "'{% raw %}{{ x }}{% endraw %}'", r#"{"a":"{{ x }}"}"#);
    check("{a: 'b {{ v }}'}", "'{% raw %}{{ x }}{% endraw %}'", r#"{"a":"b {{ x }}"}"#);
}

#[test]
fn annotations_are_one_text() {
    let live = lists(&json!("{}"), &json!(r#"{"a":"5","k5":"x"}"#));
    let plan = plan("{}", "{a: '{{ v }}', 'k{{ v }}': x}", ", value: 5", &live);
    assert_eq!(outline(&plan)[1], "no change Application line-a", "{:?}", changes(&plan));
}

#[test]
fn what_only_the_controller_can_tell_is_left_to_it() {
    let live = lists(&json!("{}"), &json!("{}"));
    for (config, annotations, value) in [
        // Two numbers are added up.
        ("{a: '{{ v }}{{ w }}'}", "{}", ", value: 5"),
        // A variable without a value has none, whatever its default is.
        ("{a: '{{ v }}'}", "{}", ""),
        ("{a: '{{ v }}'}", "{}", ", value: null"),
        ("{a: '{{ true }}'}", "{}", ", value: 5"),
        ("'{{ v }}'", "{}", ", value: 5"),
        ("{}", "{a: '{{ v }}'}", r#", value: 'say "x"'"#),
        ("{a: 'x {{ v }}'}", "{}", ", value: 1.5"),
    ] {
        let plan = plan(config, annotations, value, &live);
        assert!(plan.steps[1].deletion.is_some(), "{config} {annotations} {value}: {:?}", outline(&plan));
    }
}
