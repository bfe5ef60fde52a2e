//! Every body that the recorded Controller accepted can be sent by a typed call, with the same keys and values.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use client::{
    Body, MicroservicePatch, Request, api,
    api::{application_templates as templates, microservices as ms},
};
use model::Hidden;
use serde_json::{Value, json};
use support::{Step, not_sent, recording};

/// The request must be the recorded one: verb, address, and every key of the body with its value. `more` names the keys
/// that are sent in addition, because the Controller falls back to a surprising default without them.
fn check(step: &Step, request: &Request, more: &[&str]) {
    let name = &step.name;
    assert_eq!(
        format!("{} {}", request.method, request.path),
        format!("{} {}", step.method, step.path),
        "{name}"
    );
    match &request.body {
        Body::Multipart(upload) => {
            let (field, text) = step.upload.as_ref().expect("a recorded upload");
            assert_eq!((upload.field, &upload.text), (field.as_str(), text), "{name}");
        }
        Body::Json(sent) => {
            let mut sent = sent.clone();
            for key in more.iter().filter(|key| step.request_body.as_ref().unwrap().get(**key).is_none()) {
                assert!(sent.as_object_mut().unwrap().remove(*key).is_some(), "{name}: `{key}` is not sent");
            }
            assert_eq!(Some(&sent), step.request_body.as_ref(), "{name}");
        }
        Body::None => assert!(step.request_body.as_ref().is_none_or(|body| *body == json!({})), "{name}"),
    }
}

fn text<'a>(body: &'a Value, key: &str) -> &'a str {
    body[key].as_str().unwrap_or_default()
}

fn hidden(body: &Value, key: &str) -> Hidden<String> {
    Hidden::new(text(body, key).to_owned())
}

/// A microservice without agent, log size and role, so that the change holds nothing but what it is told.
fn change(body: &Value) -> MicroservicePatch {
    MicroservicePatch::of(&model::Microservice::default()).with(body.clone())
}

/// The typed request for a recorded one and the keys that it sends in addition; `None` when there is none.
fn typed(step: &Step) -> Option<(Request, &'static [&'static str])> {
    let body = step.request_body.clone().unwrap_or_default();
    let file = step.upload.as_ref().map(|(_, text)| text.clone()).unwrap_or_default();
    let segments = step.segments();
    let with = |request: Request| Some((request, [].as_slice()));
    match (step.method.as_str(), segments.as_slice()) {
        ("POST", ["user", "login"]) => {
            let (email, password) = (text(&body, "email"), hidden(&body, "password"));
            with(api::auth::login(email, &password, body["totp"].as_str()).request)
        }
        ("POST", ["user", "refresh"]) => with(api::auth::refresh(&hidden(&body, "refreshToken")).request),
        ("POST", ["registries"]) => with(api::registries::create(body).request),
        ("PATCH", ["registries", id]) => with(api::registries::update(id.parse().unwrap(), body).request),
        ("POST", ["catalog", _]) => with(api::catalog::create(body).request),
        ("PATCH", ["catalog", _, id]) => with(api::catalog::update(id.parse().unwrap(), body).request),
        ("POST", ["application"]) => Some((api::applications::create(body).request, &["isActivated"])),
        ("PATCH", ["application", name]) => with(api::applications::update(name, body).request),
        ("PUT", ["application", name]) => with(api::applications::replace(name, body).request),
        ("PUT", ["applicationTemplate", name]) => with(templates::replace(name, body).request),
        ("POST", ["microservices"]) => with(ms::create(body).request),
        ("POST", ["microservices", "yaml"]) => with(ms::create_yaml(file).request),
        ("PATCH", ["microservices", uuid]) => Some((ms::update(uuid, change(&body)).request, &["logSize"])),
        _ => stores(step, &segments, &body),
    }
}

fn stores(step: &Step, segments: &[&str], body: &Value) -> Option<(Request, &'static [&'static str])> {
    use api::{config_maps, secrets, volume_mounts};
    let body = body.clone();
    let request = match (step.method.as_str(), segments) {
        ("POST", ["secrets"]) => secrets::create(body).request,
        ("PATCH", ["secrets", name]) => secrets::update(name, body).request,
        ("POST", ["configmaps"]) => config_maps::create(body).request,
        ("PATCH", ["configmaps", name]) => config_maps::update(name, body).request,
        ("POST", ["volumeMounts"]) => volume_mounts::create(body).request,
        ("PATCH", ["volumeMounts", name]) => volume_mounts::update(name, body).request,
        _ => return None,
    };
    Some((request, &[]))
}

#[test]
fn every_accepted_body_of_the_recording_is_sent_by_its_typed_call() {
    let steps = recording();
    let accepted = steps.iter().filter(|step| {
        let sends = step.request_body.is_some() || step.upload.is_some();
        sends && step.succeeded() && not_sent(step).is_none()
    });
    let mut without = Vec::new();
    for step in accepted {
        match typed(step) {
            Some((request, more)) => check(step, &request, more),
            None => without.push(step.name.as_str()),
        }
    }
    // Its body has no effect.
    assert_eq!(without, ["microservices/delete-with-cleanup"]);
}
