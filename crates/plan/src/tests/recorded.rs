//! The recorded answers of a real Controller 3.7.3 as the third witness: what it made of a YAML file is what we read in
//! that file, and what it answers comes to nothing when it is described and planned.

use manifest::describe::Options;
use manifest::kinds::{application, application_template, catalog_item, microservice, registry};
use manifest::{Manifest, Severity};
use model::Microservice;
use serde_json::{Value, json};

use super::support::{Live, changes, list, live, outline, plan_of};
use crate::Choices;

fn answers() -> Value {
    serde_json::from_str(include_str!("fixtures/recorded-answers.json")).unwrap()
}

fn of<T: model::Lenient>(answer: &Value) -> T {
    model::from_value(answer).unwrap()
}

#[track_caller]
fn check(text: &str, live: &Live) {
    let plan = plan_of(text, live, &Choices::default());
    let words = outline(&plan);
    assert!(words.len() == 1 && words[0].starts_with("no change"), "{words:?} {:?}\n{text}", changes(&plan));
    let found = manifest::check(&Manifest::parse(text), Some(&live.world()));
    let errors: Vec<_> = found.iter().filter(|problem| problem.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}\n{text}");
}

fn with_microservice(microservice: &Value) -> Live {
    let mut live = live(&answers());
    let mut own = list(&json!({ "m": [microservice] }), "m");
    live.microservices.retain(|other| Some(other.name.as_str()) != microservice["name"].as_str());
    live.microservices.append(&mut own);
    live
}

#[test]
fn what_the_controller_made_of_a_yaml_file_is_what_we_read_in_it() {
    let answers = answers();
    check(answers["fromYamlText"].as_str().unwrap(), &with_microservice(&answers["fromYaml"]));
}

#[test]
fn a_recorded_microservice_described_changes_nothing() {
    let answers = answers();
    let all =
        answers["microservices"].as_array().unwrap().iter().chain([&answers["full"], &answers["fromYaml"]]);
    for raw in all {
        let live = with_microservice(raw);
        check(&microservice::describe(&of(raw), &live.world(), &Options::default()), &live);
    }
}

#[test]
fn recorded_applications_templates_items_and_registries_described_change_nothing() {
    let answers = answers();
    let live = live(&answers);
    let (lists, options) = (live.world(), Options::default());
    let all = |key: &str| answers[key].as_array().unwrap().clone();
    for application in all("applications") {
        let of_it = |it: &&Value| it["application"] == application["name"];
        let members: Vec<Microservice> = all("microservices").iter().filter(of_it).map(of).collect();
        check(&application::describe(&of(&application), &members, &lists, &options), &live);
    }
    for template in all("applicationTemplates") {
        check(&application_template::describe(&of(&template), true, &lists, &options), &live);
    }
    check(&application_template::describe(&of(&answers["template"]), false, &lists, &options), &live);
    for item in all("catalogItems").iter().filter(|item| item["category"] != "SYSTEM") {
        check(&catalog_item::describe(&of(item), &options), &live);
    }
    for registry in all("registries").iter().filter(|registry| registry["id"].as_i64() > Some(2)) {
        check(&registry::describe(&of(registry), &options), &live);
    }
}

#[test]
fn what_command_line_tools_lose_when_they_describe_is_kept() {
    let answers = answers();
    let mut raw = answers["full"].clone();
    raw["logSize"] = json!(7);
    raw["serviceAccount"] = json!({ "name": "x", "roleRef": { "kind": "Role", "name": "sre" } });
    raw["env"] = json!([{ "key": "P", "value": "top secret", "valueFromSecret": "db-credentials/password" }]);
    let live = with_microservice(&raw);
    let text = microservice::describe(&of(&raw), &live.world(), &Options::default());
    assert!(!text.contains("top secret"), "{text}");
    check(&text, &live);
    // Each is really compared: another value is a change.
    for (ours, other) in [
        ("logSize: 7", "logSize: 8"),
        ("name: sre", "name: viewer"),
        ("db-credentials/password", "other/password"),
    ] {
        assert!(text.contains(ours), "{ours} is missing\n{text}");
        let changed = text.replace(ours, other);
        let words = outline(&plan_of(&changed, &live, &Choices::default()));
        assert!(!words[0].starts_with("no change"), "{ours}: {words:?}");
    }
}
