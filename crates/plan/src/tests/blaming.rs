//! From a failed step back to the document.

use manifest::Manifest;
use serde_json::json;

use super::applied::{list, no_application, refusal, run_of};
use super::scripted::Answer;
use crate::apply::StepState;

const WEB: &str = "kind: Microservice
metadata: {name: line-a/web}
spec:
  agent: {name: edge-1}
  images: {x86: 'web:1'}
  container:
    env:
    - {key: MODE, value: auto}
    - {key: LEVEL, value: '3'}
";

const SHOP: &str = "kind: Application
metadata:
  name: shop
spec:
  microservices:
  - name: web
    agent: {name: edge-1}
    images: {x86: 'web:1'}
    container:
      ports:
      - {internal: 80, external: 8080}
";

/// The line and the words that the failure of the only step comes to.
#[track_caller]
fn blamed(
    text: &str,
    lines: impl IntoIterator<Item = (&'static str, Answer)>,
    expected: Option<(u32, &str)>,
) {
    let mut run = run_of(text);
    let script = super::scripted::Scripted::new(lines);
    script.drive(&mut run);
    script.assert_used_up();
    let Some((_, StepState::Failed(failure))) = run.steps().next() else { panic!("it did not fail") };
    let manifest = Manifest::parse(text);
    let found = failure.blame(&manifest.documents()[0]);
    let found = found.as_ref().map(|it| (it.position.line, it.field.as_str()));
    assert_eq!(found, expected);
}

fn refused_microservice(answer: Answer) -> [(&'static str, Answer); 3] {
    const LIST: &str = "GET /microservices?application=line-a";
    [(LIST, list(&json!([]))), ("POST /microservices", answer), (LIST, list(&json!([])))]
}

#[test]
fn a_path_in_the_answer_leads_to_the_variable_and_its_line() {
    let violation = json!({ "path": ["env", 1], "property": "instance.env[1]", "name": "oneOf",
        "message": "is not exactly one from [subschema 0],[subschema 1]", "instance": { "key": "LEVEL" } });
    let answer = refusal(400, "ValidationError", &violation.to_string());
    blamed(WEB, refused_microservice(answer), Some((9, "Environment: container.env[1] (LEVEL)")));
    let answer = refusal(400, "ValidationError", "Field 'env[0].value' is not of a type(s) string");
    blamed(WEB, refused_microservice(answer), Some((8, "Value: container.env[0].value (MODE)")));
    let answer = refusal(400, "ValidationError", "Required field 'registryId' is missing");
    blamed(WEB, refused_microservice(answer), Some((5, "Registry: images.registry")));
}

#[test]
fn a_value_that_the_answer_quotes_leads_to_its_line_in_an_application_too() {
    let answer = refusal(400, "ValidationError", "Port '8080' is not available");
    blamed(
        SHOP,
        [
            ("GET /application/shop", no_application()),
            ("POST /application", answer),
            ("GET /application/shop", no_application()),
        ],
        Some((11, "Port on the agent: microservices[0].container.ports[0].external (web, 8080)")),
    );
}

#[test]
fn an_answer_about_no_field_leads_nowhere() {
    blamed(WEB, refused_microservice(refusal(500, "Error", "SQLITE_BUSY")), None);
}
