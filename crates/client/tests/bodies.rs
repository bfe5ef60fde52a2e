//! Every body that the recorded Controller accepted can be sent by a typed call, with the same keys and values.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use client::{
    AgentPatch, Body, MicroservicePatch, Request, api,
    api::{application_templates as templates, microservices as ms, volume_mounts::Source},
};
use model::Hidden;
use serde_json::{Value, json};
use support::{Step, recording};

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

fn source(body: &Value) -> Source {
    match body["secretName"].as_str() {
        Some(secret) => Source::Secret(secret.to_owned()),
        None => Source::ConfigMap(text(body, "configMapName").to_owned()),
    }
}

/// A microservice without agent, log size and role, so that the change holds nothing but what it is told.
fn change(body: &Value) -> MicroservicePatch {
    MicroservicePatch::of(&model::Microservice::default()).with(body.clone())
}

/// The typed request for a recorded one and the keys that it sends in addition; `None` for what no screen does.
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
        ("POST", ["application", "yaml"]) => with(api::applications::create_yaml(file).request),
        ("PUT", ["application", "yaml", name]) => with(api::applications::replace_yaml(name, file).request),
        ("PATCH", ["application", name]) => with(api::applications::update(name, body).request),
        ("PUT", ["application", name]) => with(api::applications::replace(name, body).request),
        ("POST", ["applicationTemplate"]) => with(templates::create(body).request),
        ("PATCH", ["applicationTemplate", name]) => with(templates::update(name, body).request),
        ("PUT", ["applicationTemplate", name]) => with(templates::replace(name, body).request),
        ("POST", ["iofog"]) => with(api::agents::create(body).request),
        ("PATCH", ["iofog", uuid]) => {
            with(api::agents::update(uuid, AgentPatch::of(&model::Agent::default()).with(body)).request)
        }
        ("POST", ["iofog", uuid, "exec"]) => with(api::agents::start_exec(uuid, None).request),
        ("POST", ["microservices"]) => with(ms::create(body).request),
        ("POST", ["microservices", "yaml"]) => with(ms::create_yaml(file).request),
        ("PATCH", ["microservices", "yaml", uuid]) => with(ms::replace_yaml(uuid, file).request),
        ("PATCH", ["microservices", uuid]) => Some((ms::update(uuid, change(&body)).request, &["logSize"])),
        ("PATCH", ["microservices", uuid, "config"]) => with(ms::set_config(uuid, &body).unwrap().request),
        ("POST", ["microservices", uuid, "port-mapping"]) => {
            with(ms::add_port(uuid, &model::from_value(&body).unwrap()).request)
        }
        ("POST", ["microservices", uuid, "volume-mapping"]) => {
            with(ms::add_volume(uuid, &model::from_value(&body).unwrap()).request)
        }
        _ => stores(step, &segments, &body),
    }
}

fn stores(step: &Step, segments: &[&str], body: &Value) -> Option<(Request, &'static [&'static str])> {
    use api::{config_maps, secrets, services, volume_mounts};
    let (name, data) = (text(body, "name"), &body["data"]);
    let secret = || Hidden::new(data.clone());
    let immutable = body["immutable"] == true;
    Some(match (step.method.as_str(), segments) {
        ("POST", ["secrets"]) => (secrets::create(name, text(body, "type"), &secret()).request, &[]),
        ("PATCH", ["secrets", name]) => (secrets::update(name, text(body, "type"), &secret()).request, &[]),
        ("POST", ["configmaps"]) => {
            let vault = body["useVault"] != false;
            (config_maps::create(name, data, immutable, vault).request, &["immutable", "useVault"])
        }
        ("PATCH", ["configmaps", name]) => (config_maps::update(name, data, immutable).request, &[]),
        ("POST", ["volumeMounts"]) => (volume_mounts::create(name, &source(body)).request, &[]),
        ("PATCH", ["volumeMounts", name]) => (volume_mounts::update(name, &source(body)).request, &["name"]),
        ("POST", ["volumeMounts", name, "link"]) => {
            let agents: Vec<String> = serde_json::from_value(body["fogUuids"].clone()).unwrap();
            (volume_mounts::link(name, &agents).request, &[])
        }
        ("POST", ["services"]) => (services::create(body.clone()).request, &[]),
        ("DELETE", ["events"]) => {
            let days = u16::try_from(body["days"].as_u64().unwrap()).unwrap();
            (api::events::delete(days).unwrap().request, &[])
        }
        _ => return None,
    })
}

#[test]
fn every_accepted_body_of_the_recording_is_sent_by_its_typed_call() {
    let steps = recording();
    let accepted = steps.iter().filter(|step| {
        let sends = step.request_body.is_some() || step.upload.is_some();
        sends && step.succeeded()
    });
    let mut without = Vec::new();
    for step in accepted {
        match typed(step) {
            Some((request, more)) => check(step, &request, more),
            None => without.push(step.name.as_str()),
        }
    }
    // What the console only reads, does not know, or (the last) sends without a body that has no effect.
    let expected = [
        "secrets/create-yaml",
        "rbac/role-create",
        "rbac/role-patch",
        "rbac/binding-create",
        "edgeResources/create",
        "nats/account-rule-create",
        "nats/account-rule-patch",
        "microservices/delete-with-cleanup",
        "serviceaccounts/create",
    ];
    assert_eq!(without, expected);
}

#[test]
fn a_template_is_uploaded_under_the_field_of_its_endpoint() {
    // The recording holds none.
    for request in [templates::create_yaml("x").request, templates::replace_yaml("t", "x").request] {
        assert!(
            matches!(&request.body, Body::Multipart(upload) if upload.field == "template"),
            "{request:?}"
        );
    }
    assert_eq!(templates::replace_yaml("t", "x").request.path, "/applicationTemplate/yaml/t");
}
