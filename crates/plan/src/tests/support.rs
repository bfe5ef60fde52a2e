//! Live state and files for the tests of plans.

use manifest::Manifest;
use serde_json::Value;

use crate::{Action, Choices, File, Live, Plan, Step};

pub(crate) fn list<T: serde::de::DeserializeOwned>(value: &Value, key: &str) -> Vec<T> {
    serde_json::from_value(value.get(key).cloned().unwrap_or(Value::Array(Vec::new()))).unwrap()
}

/// The lists that a Controller 3.7.3 answered.
pub(crate) fn recorded() -> Live {
    live(&serde_json::from_str(include_str!("fixtures/context-3.7.json")).unwrap())
}

pub(crate) fn live(lists: &Value) -> Live {
    Live {
        agents: list(lists, "agents"),
        registries: list(lists, "registries"),
        catalog_items: list(lists, "catalogItems"),
        applications: list(lists, "applications"),
        microservices: list(lists, "microservices"),
        application_templates: list(lists, "applicationTemplates"),
        others: serde_json::from_value(lists.clone()).unwrap(),
    }
}

pub(crate) fn plan_of(text: &str, live: &Live, choices: &Choices) -> Plan {
    let manifest = Manifest::parse(text);
    let problems = manifest.problems();
    crate::plan(&[File { name: "file.yaml", manifest: &manifest, problems: &problems }], live, choices)
}

/// One line per step: `action kind name`.
pub(crate) fn outline(plan: &Plan) -> Vec<String> {
    plan.steps.iter().map(line).collect()
}

fn line(step: &Step) -> String {
    let action = match &step.action {
        Action::Create => "create",
        Action::Update => "update",
        Action::NoChange => "no change",
        Action::Blocked(reason) => return format!("blocked {} {}: {reason}", step.kind, step.name),
        Action::Skipped(reason) => return format!("skipped {} {}: {reason}", step.kind, step.name),
    };
    format!("{action} {} {}", step.kind, step.name)
}
