//! What an ApplicationTemplate is to the Controller.

use model::Kind;
use serde_json::{Map, Value as Sent};

use crate::check::Answer;
use crate::kinds::{application, microservice};
use crate::liquid::Value;
use crate::tree::Node;
use crate::wire::body::{put_fields, requested, value};
use crate::wire::live::{self, Names};
use crate::wire::{Json, NAMED, Reader, Reading, Spec, present};

const fn answer(keys: &'static [&'static str]) -> Answer {
    Answer::new("applicationTemplates", "an application template", "application templates", keys)
        .written(super::describe::told)
}

pub(crate) const READING: Reading = Reading {
    check: super::check::check,
    document,
    live,
    // The application gets its name after the template was filled in.
    own: |root| {
        Value::object(application::own_parts(root.get("spec").and_then(|spec| spec.get("application"))))
    },
    made: Some("application"),
    sample: include_str!("../samples/application-template.yaml"),
    answers: &[answer(&["name", "applicationJSON"]), answer(&["name", "schemaVersion", "variables"])],
    ..NAMED
};

fn document(reader: &mut Reader, read: &mut Spec, root: Node) {
    let spec = present(root, "spec");
    if let Some(spec) = spec {
        reader.fields(read, spec);
    }
    let Some(spec) = spec.and_then(|spec| present(spec, "application")) else {
        return reader.misfit("spec", "A template needs an application.");
    };
    let mut made = Spec::new(Kind::Application);
    "spec.application".clone_into(&mut made.layout.base);
    application::below(reader, &mut made, spec);
    read.template = Some(Box::new(made));
}

fn live(spec: &mut Spec, json: &Json, names: &dyn Names) {
    let none = Json::Null;
    let made = json.get("application").unwrap_or(&none);
    let members = made.get("microservices").and_then(Json::as_array).unwrap_or_default();
    let members = members.iter().map(|member| live::answered(Kind::Microservice, member, names)).collect();
    let mut made = live::answered(Kind::Application, made, names);
    made.microservices = Some(members);
    spec.template = Some(Box::new(made));
}

/// A template of the list, where the default of a variable is JSON text; in the single object it is the value itself
/// (Controller contract 12).
pub fn listed(live: &model::ApplicationTemplate, names: &dyn Names) -> Spec {
    let mut spec = live::read(Kind::ApplicationTemplate, live, names);
    let variables = spec.get("variables").and_then(Json::as_array).unwrap_or_default();
    spec.set_items("variables", variables.iter().map(read_default).collect());
    spec
}

/// The variable with its default read out of JSON text.
fn read_default(variable: &Json) -> Json {
    let Json::Object(fields) = variable else { return variable.clone() };
    let read = |(key, value): &(String, Json)| match value {
        Json::String(text) if key == "defaultValue" => {
            (key.clone(), Json::parse(text).unwrap_or(value.clone()))
        }
        _ => (key.clone(), value.clone()),
    };
    Json::Object(fields.iter().map(read).filter(|(_, value)| !value.is_null()).collect())
}

/// The whole body of a template (Controller contract 12); a template is always replaced whole.
pub fn body(spec: &Spec) -> Map<String, Sent> {
    let mut body = Map::new();
    body.insert("name".to_owned(), Sent::String(spec.name.clone()));
    for (row, name) in requested(spec) {
        // This body is the only one that is not evaluated, so protective tags would be stored.
        body.insert(name.to_owned(), value(row, &spec.get_or_default(row).evaluated()));
    }
    let mut application = Map::new();
    if let Some(made) = &spec.template {
        put_fields(&mut application, made);
        let members = made.microservices.as_deref().unwrap_or_default();
        application.insert("microservices".to_owned(), microservice::bodies(members));
    }
    body.insert("application".to_owned(), Sent::Object(application));
    body
}
