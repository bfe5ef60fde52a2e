//! A plan says what it does and what it leaves: kept fields, cleared passwords, deletions that nobody ticked, rights.

use client::permissions::Verb;
use model::Kind;
use serde_json::json;

use super::support::{Live, bodies, changes, outline, plan_of, recorded, sentences};
use crate::Choices;

const EMPTY_LINE: &str =
    "kind: Application\nmetadata: {name: line-a}\nspec: {description: Packing line A, microservices: []}\n";

#[track_caller]
fn check(text: &str, live: &Live, expected: &[&str]) {
    let said = sentences(&plan_of(text, live, &Choices::default()));
    let said: Vec<&str> =
        said.iter().map(String::as_str).filter(|it| it.starts_with("Not in the file")).collect();
    assert_eq!(said, expected, "{text}");
}

#[test]
fn a_field_that_is_taken_out_and_kept_is_named() {
    let live = recorded();
    let gateway = |spec: &str| {
        format!(
            "kind: Microservice\nmetadata: {{name: line-a/gateway}}\nspec: {{agent: {{name: edge-1}}{spec}}}\n"
        )
    };
    let ports = ", container: {ports: [{internal: 8080, external: 18080}]}";
    let images = ", images: {x86: 'docker.io/acme/gateway:1.0', arm: 'docker.io/acme/gateway:1.0-arm'}";
    check(&gateway(&format!("{ports}{images}, config: {{mode: auto}}")), &live, &[]);
    check(
        &gateway(&format!("{ports}{images}")),
        &live,
        &["Not in the file, and left as it is: spec.config."],
    );
    check(&gateway(images), &live, &["Not in the file, and left as it is: spec.config."]);
    check(&gateway(ports), &live, &["Not in the file, and left as it is: spec.images, spec.config."]);
    let listed = format!(
        "kind: Application\nmetadata: {{name: line-a}}\nspec: {{microservices: [{{name: gateway, agent: {{name: edge-1}}{ports}{images}}}]}}\n"
    );
    check(
        &listed,
        &live,
        &["Not in the file, and left as it is: spec.description, spec.microservices[0].config."],
    );
    check(
        "kind: Registry\nspec: {id: 3, url: ghcr.io/acme, private: true}\n",
        &live,
        &["Not in the file, and left as it is: spec.username, spec.email."],
    );
    check("kind: Application\nmetadata: {name: new}\nspec: {}\n", &live, &[]);
}

#[test]
fn an_emptied_description_is_an_update() {
    for (text, path) in [
        (
            "kind: Application\nmetadata: {name: line-a}\nspec: {description: ''}\n",
            "spec.description: Packing line A -> ",
        ),
        (
            "kind: CatalogItem\nmetadata: {name: probe}\nspec: {description: '', x86: 'docker.io/acme/probe:2.1-amd64', registry: remote}\n",
            "spec.description: ",
        ),
    ] {
        let plan = plan_of(text, &recorded(), &Choices::default());
        assert!(changes(&plan).iter().any(|change| change.starts_with(path)), "{:?}", changes(&plan));
        assert_eq!(bodies(&plan), [json!({ "description": "" })], "{text}");
    }
}

#[test]
fn values_that_are_false_or_zero_or_empty_are_values() {
    let template = |default: &str| {
        format!(
            "kind: ApplicationTemplate\nmetadata: {{name: t}}\nspec: {{variables: [{{key: v{default}}}], application: {{microservices: []}}}}\n"
        )
    };
    for value in ["false", "0", "''", "[]", "{}"] {
        let mut body = bodies(&plan_of(&template(""), &recorded(), &Choices::default())).remove(0);
        body["variables"][0]["defaultValue"] = json!(null);
        let mut live = recorded();
        live.application_templates = model::from_value(&json!([body])).unwrap();
        let text = template(&format!(", defaultValue: {value}"));
        assert_eq!(
            outline(&plan_of(&text, &live, &Choices::default())),
            ["update ApplicationTemplate t"],
            "{value}"
        );
        assert_eq!(
            outline(&plan_of(&template(""), &live, &Choices::default())),
            ["no change ApplicationTemplate t"]
        );
    }
    let gateway = |config: &str| {
        format!(
            "kind: Microservice\nmetadata: {{name: line-a/gateway}}\nspec: {{agent: {{name: edge-1}}, config: {config}, container: {{ports: [{{internal: 8080, external: 18080}}]}}}}\n"
        )
    };
    for (text, config, sent) in [
        (r#"{"mode":false}"#, "{mode: false}", None),
        (r#"{"mode":0,"deep":{"a":""}}"#, "{mode: 0, deep: {a: ''}}", None),
        (r#"{"mode":false}"#, "{mode: true}", Some(r#"{"mode":true}"#)),
        (r#"{"mode":false}"#, "{}", Some("{}")),
        ("{}", "{mode: false}", Some(r#"{"mode":false}"#)),
        ("{}", "{mode: {deep: []}}", Some(r#"{"mode":{"deep":[]}}"#)),
    ] {
        let mut live = recorded();
        live.microservices[0].config = text.to_owned();
        let sent = sent.map(|config| json!({ "config": config }));
        let plan = plan_of(&gateway(config), &live, &Choices::default());
        assert_eq!(bodies(&plan), Vec::from_iter(sent), "{text} {config}");
    }
}

#[test]
fn an_empty_password_is_said_to_be_cleared() {
    let registry = |password: &str| {
        format!(
            "kind: Registry\nspec: {{id: 3, url: ghcr.io/acme, username: robot, email: ops@example.com, private: true{password}}}\n"
        )
    };
    for (password, note) in [(", password: ''", "Cleared"), (", password: hush", "SentAgain")] {
        let plan = plan_of(&registry(password), &recorded(), &Choices::default());
        let expected = format!("spec.password: secret [{note}]");
        assert!(changes(&plan).contains(&expected), "{:?}", changes(&plan));
    }
    let plan = plan_of(&registry(""), &recorded(), &Choices::default());
    assert!(changes(&plan).iter().all(|change| !change.contains("password")));
}

#[test]
fn a_deletion_that_is_not_ticked_is_not_counted_and_needs_no_right() {
    let mut choices = Choices::default();
    let plan = plan_of(EMPTY_LINE, &recorded(), &choices);
    assert_eq!((plan.sent(&choices), plan.unticked(&choices)), (0, 1));
    assert!(plan.permissions(&choices).is_empty());
    choices.tick(&plan.steps[0]);
    assert_eq!((plan.sent(&choices), plan.unticked(&choices)), (1, 0));
    assert_eq!(plan.permissions(&choices), [(Kind::Microservice.resource(), Verb::Delete)]);
    let described = plan_of(&EMPTY_LINE.replace("Packing line A", "x"), &recorded(), &Choices::default());
    assert_eq!((described.sent(&Choices::default()), described.unticked(&Choices::default())), (1, 1));
    assert_eq!(described.permissions(&Choices::default()), [(Kind::Application.resource(), Verb::Change)]);
}

#[test]
fn every_request_names_the_right_it_needs() {
    let choices = Choices::default();
    for (text, needed) in [
        (
            "kind: Registry\nspec: {url: new.example.com, username: u, password: p, email: a@b.cd}\n",
            vec![(Kind::Registry.resource(), Verb::Create)],
        ),
        (
            "kind: CatalogItem\nmetadata: {name: new}\nspec: {x86: a, registry: remote}\n",
            vec![(Kind::CatalogItem.resource(), Verb::Create)],
        ),
        (
            "kind: ApplicationTemplate\nmetadata: {name: t}\nspec: {application: {microservices: []}}\n",
            vec![(Kind::ApplicationTemplate.resource(), Verb::Change)],
        ),
        ("kind: Secret\nmetadata: {name: s}\n", vec![]),
        ("kind: Unheard\nmetadata: {name: s}\n", vec![]),
        (
            "kind: Application\nmetadata: {name: line-a}\nspec: {description: x, microservices: [{name: new, agent: {name: edge-1}, images: {x86: 'a:1'}}]}\n",
            vec![(Kind::Application.resource(), Verb::Change), (Kind::Microservice.resource(), Verb::Create)],
        ),
    ] {
        assert_eq!(plan_of(text, &recorded(), &choices).permissions(&choices), needed, "{text}");
    }
}

#[test]
fn two_plans_look_alike_when_only_what_is_not_shown_differs() {
    let text = "kind: Microservice\nmetadata: {name: line-a/gateway}\nspec: {agent: {name: edge-1}, config: {mode: manual}, container: {ports: [{internal: 8080, external: 18080}]}}\n---\n\
                kind: Registry\nspec: {url: new.example.com, username: u, password: p, email: a@b.cd}\n";
    let plan = plan_of(text, &recorded(), &Choices::default());
    let mut hidden = recorded();
    hidden.microservices[0].status =
        model::from_value(&json!({ "status": "RUNNING", "cpuUsage": 12.5 })).unwrap();
    let mut other = hidden.registries[2].clone();
    (other.id, other.url) = (44, "elsewhere.example.com".to_owned());
    hidden.registries.push(other);
    let again = plan_of(text, &hidden, &Choices::default());
    assert!(again.looks_like(&plan), "{:?}", outline(&again));
    let mut shown = recorded();
    shown.microservices[0].config = r#"{"mode":"slow"}"#.to_owned();
    for other in [
        plan_of(text, &shown, &Choices::default()),
        plan_of(&text.replace("manual", "other"), &recorded(), &Choices::default()),
    ] {
        assert!(!other.looks_like(&plan));
    }
}
