//! Requests that the recording does not hold, or not as the console sends them: address, body, time limit, token.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use client::{Body, Method, Request, api};
use model::Hidden;
use serde_json::{Value, json};

/// A request in one line, and its JSON body (null for none).
fn check(request: &Request, line: &str, body: &Value) {
    assert_eq!(format!("{} {}", request.method, request.target()), line);
    match &request.body {
        Body::Json(sent) => assert_eq!(sent, body, "{line}"),
        Body::None => assert_eq!(body, &Value::Null, "{line}"),
        Body::Multipart(_) => panic!("{line}: an upload"),
    }
}

#[test]
fn events_are_asked_for_by_every_part_of_a_filter() {
    let filter = api::events::Filter {
        start_ms: Some(1),
        end_ms: Some(2),
        endpoint_type: Some("user".into()),
        resource_type: Some("fogs".into()),
        status: Some("FAILED".into()),
        methods: vec!["POST".into(), "PUT".into()],
        actor: Some("a&b@example.com".into()),
        event_type: Some("HTTP".into()),
        limit: Some(10),
        offset: Some(20),
    };
    let line = "GET /events?startTime=1&endTime=2&endpointType=user&resourceType=fogs&status=FAILED\
                &actorId=a%26b%40example.com&eventType=HTTP&limit=10&offset=20&method=POST&method=PUT";
    check(&api::events::list(&filter).request, line, &Value::Null);
}

#[test]
fn bodies_say_what_the_controller_would_guess_wrong() {
    let (start, stop) = (json!({ "isActivated": true }), json!({ "isActivated": false }));
    check(&api::applications::start("a/b").request, "PATCH /application/a%2Fb", &start);
    check(&api::applications::stop("a").request, "PATCH /application/a", &stop);
    let source = json!({ "secretName": "s" });
    check(&api::volume_mounts::update("m", source.clone()).request, "PATCH /volumeMounts/m", &source);
    // What is said as a request says it counts more than what is said as an answer does.
    let both = json!({ "email": "new@example.com", "userEmail": "old@example.com" });
    let registry = api::registries::update(3, both);
    check(&registry.request, "PATCH /registries/3", &json!({ "email": "new@example.com" }));
}

#[test]
fn time_limits_tokens_and_repetition_fit_what_is_asked() {
    let flags = |request: Request| (request.signed_in, request.repeatable, request.timeout_ms);
    // signed in, repeatable, milliseconds
    assert_eq!(flags(api::registries::list().request), (true, true, 20_000));
    assert_eq!(flags(api::registries::create(json!({})).request), (true, false, 45_000));
    assert_eq!(flags(api::status::get().request), (false, true, 8_000));
    let (password, token) = (Hidden::from("p"), Hidden::from("r"));
    assert_eq!(flags(api::auth::login("a@b.example", &password, None).request), (false, false, 45_000));
    assert_eq!(flags(api::auth::refresh(&token).request), (false, false, 45_000));
    assert_eq!(flags(api::auth::logout().request), (true, false, 5_000));
    for method in [Method::Post, Method::Put, Method::Patch, Method::Delete] {
        assert_eq!(flags(Request::new(method, &["x"])), (true, false, 45_000), "{method}");
    }
}
