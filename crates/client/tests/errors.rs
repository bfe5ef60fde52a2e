//! Every error answer of the recording becomes an error that says what happened, in a reviewed list.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use client::{Error, ErrorKind, Method, Request};
use support::{Script, Step, block_on, empty, json, recording, text};

const REVIEWED: &str = include_str!("fixtures/errors.txt");

fn method(step: &Step) -> Method {
    match step.method.as_str() {
        "GET" => Method::Get,
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
        for inside in [
            "<stack>",
            "    at ",
            "\"schema\"",
            "instance",
            "SQLITE",
            "Cannot read",
            "undefined",
            "<pre>",
            "&quot;",
        ] {
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
        ("InvalidCredentialsError", ErrorKind::Unauthorized),
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

/// What people read when the Controller refuses a request with this name and message.
fn check_words(request: Request, status: u16, name: &str, message: &str, expected: (ErrorKind, &str)) {
    let body = serde_json::json!({ "name": name, "message": message, "stack": "x" });
    let error = error(request, json(status, body));
    assert_eq!((error.kind, error.message.as_str()), expected, "{name}: {message}");
}

#[test]
fn a_refusal_by_alternatives_never_speaks_of_subschemas() {
    let violation = |property: &str, message: &str| {
        serde_json::json!({ "property": property, "message": message, "schema": {}, "instance": {} })
            .to_string()
    };
    let check = |request, property, message, expected| {
        check_words(
            request,
            400,
            "ValidationError",
            &violation(property, message),
            (ErrorKind::Invalid, expected),
        );
    };
    let one = "is not exactly one from [subschema 0],[subschema 1],[subschema 2]";
    let source = "An environment variable needs exactly one source.";
    check(Request::post(&["microservices"]), "instance.env[0]", one, source);
    check(Request::post(&["application"]), "instance.microservices[1].env[0]", one, source);
    check(Request::put(&["application", "shop"]), "instance.microservices[1].env[0]", one, source);
    let none = "is not any of [subschema 0],[subschema 1]";
    check(
        Request::post(&["services"]),
        "instance.resource",
        none,
        "resource has none of the forms that are allowed.",
    );
    check(
        Request::post(&["services"]),
        "instance",
        one,
        "The request has none, or several, of the forms that are allowed.",
    );
}

#[test]
fn what_is_undefined_or_not_there_is_said_in_words() {
    let image = "The microservice has no image for the architecture of its agent.";
    check_words(
        Request::patch(&["microservices", "u"]),
        400,
        "ValidationError",
        "Microservice undefined does not have a valid image for its Agent type",
        (ErrorKind::Invalid, image),
    );
    check_words(
        Request::delete(&["microservices", "u", "volume-mapping", "9"]),
        400,
        "ValidationError",
        "Invalid volume mapping id '9'",
        (ErrorKind::NotFound, "There is no volume mapping `9`."),
    );
    check_words(
        Request::delete(&["microservices", "u", "port-mapping", "80"]),
        404,
        "NotFoundError",
        "port mapping not exists",
        (ErrorKind::NotFound, "There is no such port mapping."),
    );
}

#[test]
fn refusals_that_the_contract_names_but_no_recording_holds_are_explained() {
    let undefined = r#"WHERE parameter "name" has invalid "undefined" value"#;
    let check = |request, name, message, kind, expected| {
        check_words(request, 500, name, message, (kind, expected));
    };
    check(
        Request::post(&["application"]),
        "NotFoundError",
        "Could not find Application Template {}",
        ErrorKind::NotFound,
        "There is no such application template.",
    );
    check(
        Request::post(&["application"]),
        "TypeError",
        "images is not iterable",
        ErrorKind::Invalid,
        "A microservice has neither images nor a catalog item.",
    );
    check(
        Request::put(&["application", "shop"]),
        "Error",
        undefined,
        ErrorKind::Invalid,
        "A microservice names no agent.",
    );
    check(
        Request::patch(&["services", "svc"]),
        "Error",
        r#"WHERE parameter "iofog_uuid" has invalid "undefined" value"#,
        ErrorKind::Server,
        "The Controller cannot change an external service.",
    );
    check(
        Request::post(&["services"]),
        "SequelizeUniqueConstraintError",
        "Validation error",
        ErrorKind::Conflict,
        "A service of this name exists already.",
    );
    let used = serde_json::json!({ "name": "ValidationError",
        "message": "Registry is in use by microservices and can't be deleted" });
    let error = error(Request::delete(&["registries", "3"]), json(400, used));
    assert_eq!(error.kind, ErrorKind::Conflict);
    assert_eq!(error.advice, "Give these microservices another registry first.");
}

#[test]
fn what_the_database_says_is_not_for_people() {
    let check =
        |name, message, expected| check_words(Request::post(&["iofog"]), 500, name, message, expected);
    check(
        "SequelizeForeignKeyConstraintError",
        "SQLITE_CONSTRAINT: FOREIGN KEY constraint failed",
        (ErrorKind::NotFound, "Something that the request names does not exist."),
    );
    check(
        "SequelizeForeignKeyConstraintError",
        "insert or update on table \"Microservices\" violates foreign key constraint \"x\"",
        (ErrorKind::NotFound, "Something that the request names does not exist."),
    );
    check(
        "SequelizeUniqueConstraintError",
        "Validation error",
        (ErrorKind::Conflict, "Something of this name exists already."),
    );
    check(
        "SequelizeValidationError",
        "notNull Violation: Secret.type cannot be null",
        (ErrorKind::Invalid, "The Controller could not store this: a value is missing or does not fit."),
    );
    check(
        "TransactionError",
        "Transaction not provided",
        (ErrorKind::Server, "The Controller failed while it handled the request."),
    );
}

#[test]
fn a_request_that_is_too_large_is_called_so_whoever_refuses_it() {
    let own = "<pre>PayloadTooLargeError: request entity too large<br> &nbsp; &nbsp;at readStream</pre>";
    let proxy = "<html><center><h1>413 Request Entity Too Large</h1></center></html>";
    let (by_controller, by_proxy) = (
        "The request is larger than the Controller takes (100 kB).",
        "A proxy in front of the Controller refuses a request of this size.",
    );
    for (content_type, page, message, advice) in [
        ("text/html", own, by_controller, "Take something out of it"),
        ("text/html", proxy, by_proxy, "client_max_body_size"),
        ("text/plain", "too large", by_proxy, "client_max_body_size"),
        ("", "", by_proxy, "client_max_body_size"),
    ] {
        let error = error(Request::post(&["application"]), text(413, content_type, page));
        assert_eq!((error.kind, error.message.as_str()), (ErrorKind::Invalid, message));
        assert!(error.advice.contains(advice), "{}", error.advice);
    }
}

#[test]
fn a_page_that_no_controller_writes_is_blamed_on_whoever_stands_in_front_of_it() {
    let page = |status: u16| {
        format!("<html><head><title>{status}</title></head><body><center><h1>{status}</h1></center></html>")
    };
    for status in [301, 400, 401, 403, 404, 405, 407, 429, 451] {
        let error = error(Request::delete(&["registries", "3"]), text(status, "text/html", &page(status)));
        assert_eq!(error.kind, ErrorKind::Unreachable, "{status}");
        assert!(
            error.message.starts_with("Something in front of the Controller answered"),
            "{status} {error}"
        );
        assert!(!error.is_not_found() && !error.is_unauthorized(), "{status}");
    }
    let error = error(Request::get(&["registries"]), text(500, "text/html", &page(500)));
    assert_eq!(error.message, "A gateway answered, but no Controller behind it.");
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
    assert_eq!(error(Request::get(&["x"]), empty(501)).kind, ErrorKind::NotSupported);
    assert_eq!(
        error(Request::get(&["x"]), text(405, "text/html", "<pre>no</pre>")).kind,
        ErrorKind::NotSupported
    );
    let long = serde_json::json!({ "name": "ValidationError", "message": "é".repeat(2_000) });
    assert_eq!(error(Request::get(&["x"]), json(400, long)).message.chars().count(), 601, "cut, with a mark");
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
