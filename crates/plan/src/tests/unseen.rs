//! A change that would write over what somebody else did since the plan was made is not sent.

use std::sync::Arc;

use serde_json::{Value, json};

use super::applied::{GATEWAY, check, run_of};
use super::scripted::Answer::{self, Json};
use super::scripted::Line;
use super::support::{Live, list, plan_of, recorded};
use crate::Choices;
use crate::apply::Run;

const GET: &str = "GET /microservices/bf270971-b6f9-4e88-83a9-98b1dc6892f1";
const PATCH: &str = "PATCH /microservices/bf270971-b6f9-4e88-83a9-98b1dc6892f1";

/// The ports that the document asks for.
fn ports() -> Value {
    json!([{ "internal": 1, "external": 54321, "protocol": "tcp" }])
}

fn run() -> Run {
    run_of(GATEWAY).of_what_was_seen(Arc::new(recorded().world()))
}

/// The microservice that the plan saw, changed.
fn now(change: impl FnOnce(&mut Value)) -> Answer {
    let mut live: Value = serde_json::to_value(&recorded().microservices[0]).unwrap();
    change(&mut live);
    Json(200, live)
}

#[track_caller]
fn check_sent(change: impl FnOnce(&mut Value)) {
    let lines: [Line; 3] =
        [(GET, now(change)), (PATCH, Json(204, Value::Null)), (GET, now(|live| live["ports"] = ports()))];
    check(&mut run(), lines, &["start 0", "done 0"]);
}

#[test]
fn what_is_as_it_was_seen_is_changed() {
    check_sent(|_| ());
}

#[test]
fn what_the_change_does_not_write_may_be_otherwise() {
    check_sent(|live| live["env"] = json!([{ "key": "NEW", "value": "1" }]));
    check_sent(|live| live["status"]["status"] = json!("RUNNING"));
}

#[test]
fn what_somebody_else_changed_is_not_written_over() {
    let ports = json!([{ "internal": 8080, "external": 19000, "protocol": "tcp" }]);
    check(
        &mut run(),
        [(GET, now(|live| live["ports"] = ports))],
        &[
            "start 0",
            "failed 0: Somebody changed it since the plan was made: container.ports. (It was not sent, so that their \
             change stays.)",
        ],
    );
}

/// A document that changes something, where that is read, and the answer as the plan saw it.
struct Case {
    text: &'static str,
    get: &'static str,
    answer: Value,
    write: &'static str,
    /// Where the object is in the answer.
    within: &'static str,
    /// What somebody else writes, and what that is called.
    field: &'static str,
    place: &'static str,
    /// What somebody else may write without being in the way.
    beside: Option<&'static str>,
}

fn cases() -> Vec<Case> {
    let lists: Value = serde_json::from_str(include_str!("fixtures/context-3.7.json")).unwrap();
    vec![
        Case {
            text: "kind: CatalogItem\nmetadata: {name: x86-only-tool}\nspec: {id: 7, description: new}\n",
            get: "GET /catalog/microservices",
            answer: json!({ "catalogItems": lists["catalogItems"] }),
            write: "PATCH /catalog/microservices/7",
            within: "/catalogItems/6",
            field: "description",
            place: "description",
            beside: Some("publisher"),
        },
        Case {
            text: "kind: Registry\nspec: {id: 3, url: ghcr.io/acme, email: new@example.com}\n",
            get: "GET /registries",
            answer: json!({ "registries": lists["registries"] }),
            write: "PATCH /registries/3",
            within: "/registries/2",
            field: "userEmail",
            place: "email",
            beside: Some("username"),
        },
        Case {
            text: "kind: Application\nmetadata: {name: line-a}\nspec: {description: new}\n",
            get: "GET /application/line-a",
            answer: lists["applications"][0].clone(),
            write: "PATCH /application/line-a",
            within: "",
            field: "description",
            place: "description",
            beside: None,
        },
        Case {
            text: "kind: VolumeMount\nmetadata: {name: line-conf}\nspec: {configMapName: other}\n",
            get: "GET /volumeMounts/line-conf",
            answer: lists["volumeMounts"][0].clone(),
            write: "PATCH /volumeMounts/line-conf",
            within: "",
            field: "configMapName",
            place: "configMapName",
            beside: None,
        },
    ]
}

impl Case {
    /// What the run asks first, and why it stops there, after somebody has written a field.
    #[track_caller]
    fn check_stops(&self) {
        let refusal = format!(
            "failed 0: Somebody changed it since the plan was made: {}. (It was not sent, so that their change stays.)",
            self.place
        );
        let run = &mut run_of(self.text).of_what_was_seen(Arc::new(recorded().world()));
        check(run, [(self.get, self.after(Some(self.field)))], &["start 0", &refusal]);
    }

    #[track_caller]
    fn check_goes_on(&self, field: Option<&str>) {
        let run = &mut run_of(self.text).of_what_was_seen(Arc::new(recorded().world()));
        let lines = [(self.get, self.after(field)), (self.write, Answer::Lost)];
        let sent = check(run, lines, &["start 0", "interrupted 0: Unreachable"]);
        assert_eq!(sent.len(), 1, "{sent:?}");
    }

    fn after(&self, field: Option<&str>) -> Answer {
        let mut answer = self.answer.clone();
        if let Some(field) = field {
            answer.pointer_mut(self.within).unwrap()[field] = json!("theirs");
        }
        Json(200, answer)
    }
}

#[test]
fn of_every_kind_what_somebody_else_changed_is_not_written_over() {
    cases().iter().for_each(Case::check_stops);
}

#[test]
fn of_every_kind_other_changes_are_no_hindrance() {
    for case in cases() {
        case.check_goes_on(None);
        case.beside.iter().for_each(|field| case.check_goes_on(Some(field)));
    }
}

/// A template is replaced whole, and replacing one that is not there makes it.
#[test]
fn a_template_of_somebody_else_is_not_replaced() {
    let text = "kind: ApplicationTemplate\nmetadata: {name: tpl}\nspec: {description: d, application: {microservices: []}}\n";
    let live = |description: &str| json!({ "id": 1, "name": "tpl", "description": description, "variables": [], "application": { "microservices": [] } });
    let mut world = recorded();
    let answer = |it: &Value| Json(200, json!({ "applicationTemplates": [it] }));
    let refused = |then: &Live, words: &str| {
        let run = Run::new(&plan_of(text, then, &Choices::default()), &Choices::default());
        let run = &mut run.of_what_was_seen(Arc::new(then.world()));
        check(run, [("GET /applicationTemplates", answer(&live("theirs")))], &["start 0", words]);
    };
    refused(
        &world,
        "failed 0: The application template tpl was made by somebody else since the plan was made.",
    );
    world.application_templates = list(&json!({ "all": [live("before")] }), "all");
    refused(
        &world,
        "failed 0: Somebody changed it since the plan was made: description. (It was not sent, so that their change stays.)",
    );
}
