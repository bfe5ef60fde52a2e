//! A Controller that carries plans out on its lists, for tests of what plans come to.

use std::collections::BTreeMap;

use manifest::Manifest;
use manifest::kinds;
use manifest::wire::{Json, Row, Spec, live as wire_live};
use model::{Kind, World};
use serde_json::{Map, Value, json};

use super::support::live;
use crate::apply::Made;
use crate::diff::{self, Mode};
use crate::write::{Deed, Write};
use crate::{Change, Choices, FieldChange, File, Plan, RegistryChoice, StepId, plan};

/// A Controller that does what it is asked, as far as lists show it.
pub(crate) struct Controller {
    pub(crate) lists: Value,
    next: i64,
}

fn list_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Application => "applications",
        Kind::ApplicationTemplate => "applicationTemplates",
        Kind::CatalogItem => "catalogItems",
        Kind::Microservice => "microservices",
        Kind::Registry => "registries",
        Kind::Secret => "secrets",
        Kind::ConfigMap => "configMaps",
        Kind::VolumeMount => "volumeMounts",
        Kind::Agent => "agents",
    }
}

impl Controller {
    pub(crate) fn world(&self) -> World {
        live(&self.lists).world()
    }

    fn rows(&mut self, kind: Kind) -> &mut Vec<Value> {
        self.lists[list_of(kind)].as_array_mut().unwrap()
    }

    fn number(&mut self) -> i64 {
        self.next += 1;
        self.next
    }

    /// A request body as the row that the Controller keeps.
    fn row(&self, kind: Kind, body: &Map<String, Value>) -> Map<String, Value> {
        let mut row = Map::new();
        for (key, value) in body {
            let field = kinds::of(kind).rows().iter().find(|row| row.request() == Some(key));
            let key = field.and_then(Row::answer).unwrap_or(key);
            let is_template = kind == Kind::ApplicationTemplate;
            row.insert(key.to_owned(), if is_template { value.clone() } else { evaluated(value) });
        }
        if let Some(name) = row.remove("agentName") {
            let agents = self.lists["agents"].as_array().unwrap();
            let agent = agents.iter().find(|agent| agent["name"] == name).unwrap();
            row.insert("iofogUuid".to_owned(), agent["uuid"].clone());
        }
        row.remove("rebuild");
        // Templates are listed with the defaults of their variables as JSON text.
        for variable in row.get_mut("variables").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(default) = variable.get_mut("defaultValue") {
                *default = Value::String(default.to_string());
            }
        }
        row
    }

    /// Carries a request out, and gives the number of what it made.
    pub(crate) fn carry_out(&mut self, write: &Write) -> Option<i64> {
        let sent = write.sent();
        let body = sent.as_object().unwrap();
        let id = self.number();
        match &write.deed {
            Deed::Create(_) => {
                let mut row = self.row(write.kind, body);
                row.insert("id".to_owned(), id.into());
                row.insert("uuid".to_owned(), format!("u-{id}").into());
                if write.kind == Kind::Microservice {
                    row.entry("registryId").or_insert(1.into());
                    row.entry("schedule").or_insert(50.into());
                }
                row.insert("isActivated".to_owned(), true.into());
                let members = row.remove("microservices");
                self.rows(write.kind).push(Value::Object(row));
                for member in members.iter().filter_map(Value::as_array).flatten() {
                    let mut body = member.as_object().unwrap().clone();
                    body.insert("application".to_owned(), write.object.name.as_str().into());
                    self.carry_out(&Write::create(Kind::Microservice, write.object.clone(), body));
                }
                Some(id)
            }
            Deed::Change(_) => {
                let row = self.row(write.kind, body);
                let place = self.place(write).unwrap();
                let of_item = row.get("catalogItemId").and_then(Value::as_i64).is_some_and(|id| id > 0);
                let live = &mut self.rows(write.kind)[place];
                merge(live, row);
                if of_item {
                    live["images"] = json!([]);
                }
                None
            }
            Deed::Replace { .. } => {
                let mut row = self.row(write.kind, body);
                row.insert("name".to_owned(), write.object.name.as_str().into());
                match self.place(write) {
                    Some(place) => self.rows(write.kind)[place] = Value::Object(row),
                    None => self.rows(write.kind).push(Value::Object(row)),
                }
                None
            }
            Deed::Delete => {
                let place = self.place(write).unwrap();
                self.rows(write.kind).remove(place);
                if write.kind == Kind::Application {
                    self.rows(Kind::Microservice).retain(|one| one["application"] != *write.object.name);
                }
                None
            }
        }
    }

    fn place(&mut self, write: &Write) -> Option<usize> {
        let object = &write.object;
        self.rows(write.kind).iter().position(|row| match write.kind {
            Kind::Microservice => row["uuid"] == *object.uuid,
            Kind::CatalogItem | Kind::Registry => row["id"] == object.id,
            _ => row["name"] == *object.name,
        })
    }

    /// What a text comes to here, with everything consented to.
    pub(crate) fn plan(&self, text: &str) -> (Plan, Choices) {
        let manifest = Manifest::parse(text);
        let problems = manifest.problems();
        let files = [File { name: "file.yaml", manifest: &manifest, problems: &problems }];
        let mut choices = Choices::default();
        let first = plan(&files, &self.world(), &choices);
        for step in &first.steps {
            choices.tick(step);
            choices.choose(step, Some(RegistryChoice::CreateAnother));
        }
        (plan(&files, &self.world(), &choices), choices)
    }

    /// Applies a text; gives what each step made.
    pub(crate) fn apply(&mut self, text: &str) -> Vec<(StepId, Option<Made>)> {
        let (plan, choices) = self.plan(text);
        let mut applied = Vec::new();
        for step in plan.steps.iter().filter(|step| step.writes()) {
            let writes: Vec<Write> = step.requests(&choices).cloned().collect();
            let made: Vec<Option<i64>> = writes.iter().map(|write| self.carry_out(write)).collect();
            applied.push((step.id.clone(), made.first().copied().flatten().map(Made::Id)));
        }
        applied
    }

    /// Every object in the shape in which plans compare it.
    pub(crate) fn shape(&self) -> BTreeMap<String, Spec> {
        let world = self.world();
        let mut shape = BTreeMap::new();
        for kind in Kind::deployed() {
            for row in self.lists[list_of(kind)].as_array().unwrap() {
                let spec = match kind {
                    Kind::ApplicationTemplate => {
                        let live = super::support::list(&json!({ "t": [row] }), "t");
                        kinds::application_template::listed(&live[0], &world)
                    }
                    _ => wire_live::read(kind, row, &world),
                };
                let above = row["application"].as_str().unwrap_or_default();
                let number = if kind == Kind::Registry { row["id"].to_string() } else { String::new() };
                shape.insert(format!("{} {above}/{}{number}", kind.noun(), spec.name), spec);
            }
        }
        shape
    }
}

/// What differs, one object or field a line.
pub(crate) fn differing(before: &BTreeMap<String, Spec>, after: &BTreeMap<String, Spec>) -> Vec<String> {
    let mut found = Vec::new();
    for name in before.keys().chain(after.keys()) {
        match (before.get(name), after.get(name)) {
            (Some(before), Some(after)) => found.extend(fields(name, before, after)),
            (before, _) => found.push(format!("{name} is {}", if before.is_some() { "gone" } else { "new" })),
        }
    }
    found
}

fn fields(name: &str, before: &Spec, after: &Spec) -> Vec<String> {
    // An item brings its own registry.
    let of_item = before.get("images.catalogId").is_some();
    let apart: &[&str] = if of_item { &["images.registry"] } else { &[] };
    let changes =
        diff::differences(before, after, Mode::Replace, apart).into_iter().flat_map(|it| it.changes);
    // Plans take an empty list for an empty object: neither says anything.
    let is_empty =
        |side: &Option<String>| side.as_ref().is_none_or(|it| ["", "[]", "{}", "null"].contains(&&**it));
    let counts = |change: &FieldChange| match &change.change {
        Change::Shown { from, to } => !(is_empty(from) && is_empty(to)),
        Change::Secret => true,
    };
    let mut found: Vec<String> =
        changes.filter(counts).map(|change| format!("{name} {}: {:?}", change.path, change.change)).collect();
    if let (Some(before), Some(after)) = (&before.template, &after.template) {
        found.extend(fields(name, before, after));
        for member in before.microservices.iter().chain(&after.microservices).flatten() {
            match (before.microservice(&member.name), after.microservice(&member.name)) {
                (Some(before), Some(after)) => found.extend(fields(name, before, after)),
                _ => found.push(format!("{name}: {}", member.name)),
            }
        }
    }
    found
}

/// The Controller evaluates what it is sent.
fn evaluated(value: &Value) -> Value {
    match value {
        Value::String(text) => Json::string(text).evaluated().to_value(),
        Value::Array(items) => items.iter().map(evaluated).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(key, value)| (key.clone(), evaluated(value))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

/// What is sent takes the place of what was there; of images and NATS only what is named.
fn merge(row: &mut Value, sent: Map<String, Value>) {
    let is_item = row.get("publisher").is_some() || row.get("category").is_some();
    for (key, value) in sent {
        match (key.as_str(), &mut row[&key], value) {
            ("images", Value::Array(images), Value::Array(new)) if is_item => {
                for image in new {
                    images.retain(|old| old["fogTypeId"] != image["fogTypeId"]);
                    images.push(image);
                }
            }
            ("natsConfig", Value::Object(old), Value::Object(new)) => old.extend(new),
            (_, slot, value) => *slot = value,
        }
    }
}

pub(crate) fn recorded() -> Controller {
    let mut lists: Value = serde_json::from_str(include_str!("fixtures/context-3.7.json")).unwrap();
    lists["applicationTemplates"] = json!([]);
    Controller { lists, next: 100 }
}
