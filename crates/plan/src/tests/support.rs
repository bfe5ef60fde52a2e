//! Live state and files for the tests of plans.

use manifest::Manifest;
use model::{Agent, Application, ApplicationTemplate, CatalogItem, Lists, Microservice, Registry, World};
use serde_json::Value;

use crate::write::{Body, Deed, Write};
use crate::{Action, Change, Choices, FieldChange, File, Note, Plan, Step};

pub(crate) fn list<T: model::Lenient>(value: &Value, key: &str) -> Vec<T> {
    value.get(key).map_or_else(Vec::new, |list| model::from_value(list).unwrap())
}

/// The lists that a Controller 3.7.3 answered.
pub(crate) fn recorded() -> Live {
    live(&serde_json::from_str(include_str!("fixtures/context-3.7.json")).unwrap())
}

/// The lists of a Controller as a test changes them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Live {
    pub(crate) agents: Vec<Agent>,
    pub(crate) registries: Vec<Registry>,
    pub(crate) catalog_items: Vec<CatalogItem>,
    pub(crate) applications: Vec<Application>,
    pub(crate) microservices: Vec<Microservice>,
    pub(crate) application_templates: Vec<ApplicationTemplate>,
    /// The lists that only checks need.
    pub(crate) others: Lists,
}

impl Live {
    pub(crate) fn world(&self) -> World {
        World::new(Lists {
            agents: self.agents.iter().cloned().collect(),
            registries: self.registries.iter().cloned().collect(),
            catalog_items: self.catalog_items.iter().cloned().collect(),
            applications: self.applications.iter().cloned().collect(),
            microservices: self.microservices.iter().cloned().collect(),
            application_templates: self.application_templates.iter().cloned().collect(),
            ..self.others.clone()
        })
    }
}

pub(crate) fn live(lists: &Value) -> Live {
    Live {
        agents: list(lists, "agents"),
        registries: list(lists, "registries"),
        catalog_items: list(lists, "catalogItems"),
        applications: list(lists, "applications"),
        microservices: list(lists, "microservices"),
        application_templates: list(lists, "applicationTemplates"),
        others: Lists::read(lists),
    }
}

pub(crate) fn plan_of(text: &str, live: &Live, choices: &Choices) -> Plan {
    plan_of_files(&[text], live, choices)
}

/// Files called `file.yaml`, as reading finds them.
pub(crate) fn plan_of_files(texts: &[&str], live: &Live, choices: &Choices) -> Plan {
    let manifests: Vec<Manifest> = texts.iter().map(|text| Manifest::parse(*text)).collect();
    let problems: Vec<_> = manifests.iter().map(Manifest::problems).collect();
    let files = manifests.iter().zip(&problems);
    let files: Vec<File> =
        files.map(|(manifest, problems)| File { name: "file.yaml", manifest, problems }).collect();
    crate::plan(&files, &live.world(), choices)
}

/// One line per step: `action kind name`.
pub(crate) fn outline(plan: &Plan) -> Vec<String> {
    plan.steps.iter().map(|step| line(step)).collect()
}

fn line(step: &Step) -> String {
    let action = match &step.action {
        Action::Create => "create",
        Action::Update => "update",
        Action::NoChange => "no change",
        Action::Blocked(reason) => return format!("blocked {} {}: {reason}", step.id.kind(), step.name),
        Action::Skipped(reason) => return format!("skipped {} {}: {reason}", step.id.kind(), step.name),
    };
    format!("{action} {} {}", step.id.kind(), step.name)
}

/// One line per changed field: `path: from -> to [note]`.
pub(crate) fn changes(plan: &Plan) -> Vec<String> {
    plan.steps.iter().flat_map(|step| &step.changes).map(change).collect()
}

fn change(change: &FieldChange) -> String {
    let note = if change.note == Note::Plain { String::new() } else { format!(" [{:?}]", change.note) };
    match &change.change {
        Change::Shown { from, to } => {
            let [from, to] = [from, to].map(|side| side.as_deref().unwrap_or("(none)"));
            format!("{}: {from} -> {to}{note}", change.path)
        }
        Change::Secret => format!("{}: secret{note}", change.path),
    }
}

pub(crate) fn sentences(plan: &Plan) -> Vec<String> {
    plan.steps.iter().flat_map(|step| &step.consequences).map(ToString::to_string).collect()
}

/// The JSON bodies that would be sent, in order.
pub(crate) fn bodies(plan: &Plan) -> Vec<Value> {
    let writes = plan.steps.iter().flat_map(|step| &step.writes);
    let in_json = |write: &&Write| !matches!(write.deed, Deed::Create(Body::Yaml { .. }) | Deed::Delete);
    writes.filter(in_json).map(Write::sent).collect()
}
