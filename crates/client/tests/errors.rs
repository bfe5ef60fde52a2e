//! Every error answer of the recording becomes an error that says what happened, in a reviewed list.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use client::{Error, ErrorKind, Method, Request};
use support::{Script, Step, block_on, empty, json, recording, text};

const REVIEWED: &str = include_str!("fixtures/errors.txt");

fn method(step: &Step) -> Method {
    match step.method.as_str() {
        "GET" => Method::Get,
        "HEAD" => Method::Head,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        "PATCH" => Method::Patch,
        _ => Method::Delete,
    }
}

/// The error that a request gets for an answer.
fn error(request: Request, answer: support::Answer) -> Error {
    let script = Script::new([answer]);
    let client = script.client().with_retry(client::Retry::NEVER);
    block_on(client.send(client::Call::done(request))).expect_err("an error answer")
}

fn line(step: &Step, error: &Error) -> String {
    let field = error.field.as_deref().map(|field| format!(" [{field}]")).unwrap_or_default();
    let advice = if error.advice.is_empty() { String::new() } else { format!(" | {}", error.advice) };
    format!(
        "{} {}: {:?}{field}: {}{advice}",
        step.name,
        step.status.unwrap_or_default(),
        error.kind,
        error.message
    )
}

#[test]
fn every_recorded_error_is_worded_as_reviewed() {
    let steps = recording();
    let failed = steps.iter().filter(|step| step.status.is_some() && !step.succeeded());
    let lines: Vec<_> = failed
        .map(|step| line(step, &error(Request::new(method(step), &step.segments()), step.answer())))
        .collect();
    let worded = lines.join("\n") + "\n";
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write("tests/fixtures/errors.txt", &worded).unwrap();
    } else {
        for (now, reviewed) in worded.lines().zip(REVIEWED.lines()) {
            assert_eq!(now, reviewed, "run with UPDATE_EXPECT=1 and review the difference");
        }
        assert_eq!(worded.lines().count(), REVIEWED.lines().count());
    }
}

#[test]
fn no_error_shows_a_stack_a_dump_or_the_inside_of_the_server() {
    for step in recording().iter().filter(|step| step.status.is_some() && !step.succeeded()) {
        let error = error(Request::new(method(step), &step.segments()), step.answer());
        assert!(!error.message.is_empty(), "{}", step.name);
        for inside in
            ["<stack>", "    at ", "\"schema\"", "instance", "SQLITE", "Cannot read", "<pre>", "&quot;"]
        {
            assert!(!error.message.contains(inside), "{}: {}", step.name, error.message);
            assert!(!error.advice.contains(inside), "{}: {}", step.name, error.advice);
        }
    }
}

#[test]
fn a_server_error_is_classified_by_its_name_and_not_by_its_status() {
    // name                                  kind
    let names = [
        ("NotFoundError", ErrorKind::NotFound),
        ("DuplicatePropertyError", ErrorKind::Conflict),
        ("ConflictError", ErrorKind::Conflict),
        ("SequelizeUniqueConstraintError", ErrorKind::Conflict),
        ("ValidationError", ErrorKind::Invalid),
        ("InvalidArgumentError", ErrorKind::Invalid),
        ("YAMLException", ErrorKind::Invalid),
        ("ForbiddenError", ErrorKind::Forbidden),
        ("AuthenticationError", ErrorKind::Unauthorized),
        ("TransactionError", ErrorKind::Server),
        ("TypeError", ErrorKind::Server),
    ];
    for (name, kind) in names {
        let body =
            serde_json::json!({ "name": name, "message": "words", "stack": "Error: words\n    at x.js" });
        let error = error(Request::post(&["iofog"]), json(500, body));
        assert_eq!(error.kind, kind, "{name}");
        assert!(!format!("{error:?}").contains("x.js"), "{name}");
    }
}

#[test]
fn a_violation_that_comes_as_json_text_is_unpacked_and_keeps_the_json_name_of_its_field() {
    let message = serde_json::json!({
        "path": ["images", 0, "fogTypeId"], "property": "instance.images[0].fogTypeId",
        "message": "must be less than or equal to 2", "schema": { "type": "integer" },
        "instance": { "password": "hunter2" }, "name": "maximum", "stack": "instance.images[0].fogTypeId must be …"
    });
    let body = serde_json::json!({ "name": "ValidationError", "message": message.to_string() });
    let error = error(Request::post(&["catalog", "microservices"]), json(400, body));
    assert_eq!(error.field.as_deref(), Some("images[0].fogTypeId"));
    assert_eq!(error.message, "images[0].fogTypeId must be less than or equal to 2");
    assert!(!format!("{error:?} {error}").contains("hunter2"), "what was sent is never repeated");
}

#[test]
fn a_broken_yaml_is_reported_without_quoting_its_lines() {
    let body = serde_json::json!({ "name": "YAMLException",
        "message": "bad indentation of a mapping entry (3:2)\n\n 2 | password: hunter2\n 3 |  x" });
    let error = error(Request::post(&["secrets", "yaml"]), json(500, body));
    assert_eq!(error.message, "bad indentation of a mapping entry (3:2)");
    assert!(!format!("{error:?} {error}").contains("hunter2"));
}

#[test]
fn any_body_can_be_an_error() {
    // content type, body
    let bodies = [
        ("", ""),
        ("application/json", "{"),
        ("application/json", "[]"),
        ("application/json", "null"),
        ("application/json", "{\"name\":1,\"message\":{}}"),
        ("application/json", "{\"message\":\"{\\\"property\\\":7}\"}"),
        ("text/html", "<html>"),
        ("text/html", "<pre>"),
        ("text/html", "<pre>&lt;b&gt; &amp;lt;"),
        ("text/plain", "\u{0}\u{fffd}"),
    ];
    for (content_type, body) in bodies {
        for status in [400, 401, 403, 404, 409, 413, 418, 500, 501, 503] {
            let error = error(Request::get(&["registries"]), text(status, content_type, body));
            assert!(!error.message.is_empty(), "{status} {body}");
        }
    }
    assert_eq!(error(Request::get(&["x"]), empty(503)).kind, ErrorKind::Unreachable);
}

#[test]
fn a_page_instead_of_json_means_that_there_is_no_such_endpoint() {
    let page = "<!DOCTYPE html>\n<pre>Cannot GET /api/v3/secrets</pre>";
    let error = error(Request::get(&["secrets"]), text(404, "text/html; charset=utf-8", page));
    assert_eq!(error.kind, ErrorKind::NotSupported);
    assert_eq!(error.said.as_deref(), Some("Cannot GET /api/v3/secrets"));
}

#[test]
fn an_error_says_what_was_tried() {
    let error = error(Request::delete(&["application", "a b"]), empty(500));
    assert_eq!(
        error.to_string(),
        "The Controller failed while it handled the request. (DELETE /application/a%20b, status 500)"
    );
}

#[test]
fn the_older_controllers_way_to_refuse_a_token_is_understood() {
    let missing = serde_json::json!({ "name": "Error", "stack": "x",
        "message": "WHERE parameter \"token\" has invalid \"undefined\" value" });
    let bad = serde_json::json!({ "name": "AuthenticationError", "message": "authorization failed" });
    for answer in [json(500, missing), json(401, bad)] {
        assert!(error(Request::get(&["registries"]), answer).is_unauthorized());
    }
}
