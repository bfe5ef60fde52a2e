//! Eclipse ioFog Controllers 3.0: another header, fewer endpoints, other fields (Controller contract 22).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use client::{
    ErrorKind, FixedToken, Request, Token, api,
    session::{SignIn, Tokens},
};
use model::{Capabilities, Hidden};
use serde_json::json;
use std::sync::Arc;
use support::{Script, block_on, json, text};

const SEEDS: &str = include_str!("fixtures/seed-registries.json");

fn eclipse() -> Capabilities {
    let mut status = model::Status::default();
    status.versions.controller = "3.0.4".into();
    Capabilities::of(&status)
}

#[test]
fn the_older_controller_gets_a_bare_token() {
    let script = Script::new([text(200, "application/json", SEEDS)]);
    let credentials = Arc::new(FixedToken(Token::new("ab".repeat(32))));
    let client = script.client().with_capabilities(eclipse()).with_credentials(credentials);
    let registries = block_on(client.send(api::registries::list())).unwrap();
    assert_eq!(script.header(0, "authorization"), Some("ab".repeat(32)));
    assert_eq!(registries.len(), 2);
    assert_eq!(registries[0].url, "registry.hub.docker.com");
    assert_eq!((registries[0].is_secure, registries[0].user_id), (Some(true), None));
    assert_eq!(registries[1].certificate.as_deref(), Some(""));
}

#[test]
fn endpoints_that_the_older_controller_lacks_are_not_asked_for() {
    let script = Script::new([]);
    let client = script.client().with_capabilities(eclipse());
    let errors = [
        block_on(client.send(api::secrets::list())).unwrap_err(),
        block_on(client.send(api::system_microservices::list())).unwrap_err(),
        block_on(client.send(api::microservices::rebuild("u"))).unwrap_err(),
        block_on(client.send(api::auth::refresh(&Hidden::new("r".into())))).unwrap_err(),
    ];
    assert!(errors.iter().all(|error| error.kind == ErrorKind::NotSupported));
    assert_eq!(errors[0].message, "Secrets do not exist on this Controller (version 3.0.4).");
    assert_eq!(script.lines(), [""; 0]);
}

/// The line "absent" of the contract's table.
fn absent_kinds() -> Vec<Request> {
    use api::{config_maps, events, nats_rules, roles, secrets, volume_mounts as mounts};
    vec![
        secrets::list().request,
        secrets::get("n").request,
        secrets::create(json!({})).request,
        secrets::update("n", json!({})).request,
        secrets::delete("n").request,
        config_maps::list().request,
        config_maps::get("n").request,
        config_maps::create(json!({})).request,
        config_maps::update("n", json!({})).request,
        config_maps::delete("n").request,
        mounts::list().request,
        mounts::get("n").request,
        mounts::create(json!({})).request,
        mounts::update("n", json!({})).request,
        mounts::delete("n").request,
        events::list(&Default::default()).request,
        roles::list().request,
        nats_rules::account_rules().request,
        nats_rules::user_rules().request,
    ]
}

/// The lines "microservice routes" and "refresh".
fn absent_endpoints() -> Vec<Request> {
    use api::{microservices as ms, system_microservices as system};
    vec![
        ms::start("u").request,
        ms::stop("u").request,
        ms::rebuild("u").request,
        ms::start_exec("u").request,
        ms::stop_exec("u").request,
        system::list().request,
        api::auth::refresh(&Hidden::from("r")).request,
    ]
}

fn there() -> Vec<Request> {
    use api::{agents, applications, microservices as ms, registries};
    let patch = client::MicroservicePatch::of(&model::Microservice::default());
    vec![
        api::auth::login("a@b.example", &Hidden::from("p"), None).request,
        api::auth::logout().request,
        api::status::get().request,
        registries::list().request,
        registries::create(json!({})).request,
        registries::update(3, json!({})).request,
        registries::delete(3).request,
        api::catalog::list().request,
        agents::list().request,
        applications::list().request,
        applications::create(json!({})).request,
        applications::start("a").request,
        api::application_templates::list().request,
        ms::list().request,
        ms::list_of("a").request,
        ms::get("u").request,
        ms::create(json!({})).request,
        ms::update("u", patch).request,
        ms::delete("u").request,
    ]
}

#[test]
fn everything_that_the_older_controller_lacks_is_known_and_nothing_else() {
    for request in absent_kinds().into_iter().chain(absent_endpoints()) {
        assert!(request.missing_on(&eclipse()).is_some(), "{} {}", request.method, request.path);
        assert_eq!(request.missing_on(&Capabilities::default()), None, "{} {}", request.method, request.path);
    }
    for request in there() {
        assert_eq!(request.missing_on(&eclipse()), None, "{} {}", request.method, request.path);
    }
}

#[test]
fn agents_that_are_listed_apart_come_with_the_others() {
    let list = |name: &str| json(200, json!({ "fogs": [{ "uuid": name, "name": name }] }));
    let check = |capabilities, answers: Vec<_>, names: &[&str], lines: &[&str]| {
        let script = Script::new(answers);
        let client = script.client().with_capabilities(capabilities);
        let agents = block_on(client.send(api::agents::list())).unwrap();
        assert_eq!(agents.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), names);
        assert_eq!(script.lines(), lines);
    };
    let both = ["GET /iofog-list", "GET /iofog-list?system=true"];
    check(eclipse(), vec![list("edge"), list("hub")], &["edge", "hub"], &both);
    check(Capabilities::default(), vec![list("edge")], &["edge"], &both[..1]);
}

#[test]
fn an_older_microservice_is_read_with_its_own_fields() {
    let older = json!({ "uuid": "8kHxG87pGny9N7WjwrBKmkcc3DfGYWJH", "config": "{}", "name": "web",
        "rootHostAccess": true, "routes": [], "userId": 1, "ports": [{ "internal": 80, "external": 5000,
        "public": { "links": ["https://h:6000"], "schemes": ["https"], "protocol": "http", "enabled": true,
        "router": { "port": 6000, "host": "default-router" } } }], "logSize": "50", "flowId": null });
    let script = Script::new([json(200, older)]);
    let microservice = block_on(script.client().send(api::microservices::get("8kHx"))).unwrap();
    assert_eq!(
        (microservice.root_host_access, microservice.log_size, microservice.user_id),
        (Some(true), 50, Some(1))
    );
    let public = microservice.ports[0].public.as_deref().unwrap();
    assert_eq!((public.links[0].as_str(), public.router.as_ref().unwrap().port), ("https://h:6000", 6000));
    assert_eq!(microservice.is_activated, None, "only its application has a switch");
    assert!(microservice.is_switched_on());
    assert_eq!(microservice.raw["routes"], json!([]), "what is not known is kept");
}

#[test]
fn a_placeholder_is_told_from_the_tokens_of_both_kinds_of_controller() {
    let eclipse = Capabilities::of_version("3.0.4");
    let newest = Capabilities::of_version("3.7.3");
    let given = |text: &str| {
        let login = model::LoginTokens {
            access_token: Hidden::new(text.to_owned()),
            refresh_token: None,
            id_token: None,
        };
        Tokens::received(login, SignIn::Password, 0)
    };
    // token                              Controller  placeholder
    for (token, capabilities, expected) in [
        ("mock-access-token".to_owned(), &newest, true),
        ("e30.e30.signature".to_owned(), &newest, false),
        ("0123456789abcdef".repeat(4), &eclipse, false),
        ("e30.e30.signature".to_owned(), &eclipse, false),
    ] {
        assert_eq!(
            given(&token).is_placeholder(capabilities),
            expected,
            "{token} at {}",
            capabilities.title()
        );
    }
}
