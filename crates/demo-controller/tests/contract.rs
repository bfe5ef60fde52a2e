//! Rules of the contract that the recording does not show: sign-in by redirect, the older Controller, the served app,
//! and what agents make of microservices as time goes by.

#![allow(clippy::expect_used, reason = "a test may stop at the first surprise")]

mod common;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use common::Demo;
use demo_controller::{Api, Options, Seed, help};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

fn small() -> Options {
    Options { seed: Seed::Small, ..Options::default() }
}

#[tokio::test]
async fn a_new_microservice_is_queued_pulled_and_started_and_its_numbers_move() {
    let demo = Demo::signed_in(&small(), "admin").await;
    let create = |name: &str, agent: &str, image: &str| {
        json!({"name": name, "application": "shop", "agentName": agent,
            "images": [{"containerImage": image, "fogTypeId": 1}]})
    };
    let mut uuids = Vec::new();
    for body in [
        create("good", "edge-1", "a:1"),
        create("bad", "edge-1", "no-such:1"),
        create("lost", "attic-3", "a:1"),
    ] {
        let answer = demo.send("POST", "/microservices", &body).await;
        uuids.push(answer.json()["uuid"].as_str().expect("created").to_owned());
    }
    let mut seen = vec![Vec::<String>::new(); 3];
    for _ in 0..20 {
        for (uuid, words) in uuids.iter().zip(&mut seen) {
            let status = demo.get(&format!("/microservices/{uuid}")).await.json()["status"].clone();
            let word = status["status"].as_str().expect("a word").to_owned();
            if words.last() != Some(&word) {
                words.push(word);
            }
        }
        demo.clock.advance(500);
    }
    assert_eq!(seen[0], ["QUEUED", "PULLING", "STARTING", "RUNNING"]);
    assert_eq!(seen[1], ["QUEUED", "PULLING", "FAILED"]);
    assert_eq!(seen[2], ["QUEUED"]);
    let numbers = || async {
        let status = demo.get(&format!("/microservices/{}", uuids[0])).await.json()["status"].clone();
        (status["cpuUsage"].clone(), status["memoryUsage"].clone(), status["operatingDuration"].clone())
    };
    let before = numbers().await;
    demo.clock.advance(10_000);
    let after = numbers().await;
    assert!(before.0 != after.0 && before.1 != after.1 && before.2 != after.2, "{before:?} {after:?}");
}

#[tokio::test]
async fn a_refused_reference_leaves_a_half_created_microservice_behind() {
    let demo = Demo::signed_in(&small(), "admin").await;
    let body = json!({"name": "half", "application": "shop", "agentName": "edge-1",
        "images": [{"containerImage": "a:1", "fogTypeId": 1}], "env": [{"key": "A", "valueFromSecret": "nope/key"}]});
    let answer = demo.send("POST", "/microservices", &body).await;
    assert_eq!((answer.status, answer.json()["name"].as_str()), (500, Some("NotFoundError")));
    let again = demo.send("POST", "/microservices", &body).await;
    assert_eq!(again.json()["message"], "Duplicate name 'half'");
    let list = demo.get("/microservices?application=shop").await.json();
    let half =
        list["microservices"].as_array().expect("a list").iter().find(|one| one["name"] == "half").cloned();
    let half = half.expect("it is there");
    assert!(half["serviceAccount"].is_null() && half.get("status").is_none());
}

#[tokio::test]
async fn system_microservices_are_changed_by_their_own_routes_only() {
    let demo = Demo::signed_in(&small(), "admin").await;
    let list = demo.get("/microservices/system?application=system-hub").await.json();
    let router = list["microservices"][1]["uuid"].as_str().expect("the router").to_owned();
    let body = json!({"agentName": "hub", "schedule": 3});
    let message =
        |answer: common::Answer| (answer.status, answer.json()["message"].as_str().unwrap_or("").to_owned());
    let refused = message(demo.send("PATCH", &format!("/microservices/{router}"), &body).await);
    assert_eq!(refused, (400, format!("Microservice uuid {router} is system and can't be updated")));
    assert_eq!(message(demo.send("PATCH", &format!("/microservices/system/{router}"), &body).await).0, 204);
    assert_eq!(demo.get(&format!("/microservices/{router}")).await.status, 404);
    assert_eq!(demo.get(&format!("/microservices/system/{router}")).await.json()["schedule"], 3);
    let gone = message(demo.send("DELETE", &format!("/microservices/{router}"), &Value::Null).await);
    assert_eq!(gone, (404, format!("Microservice uuid {router} is system and can't be deleted")));
}

#[tokio::test]
async fn a_role_made_by_hand_gives_a_viewer_exactly_its_rights() {
    let demo = Demo::signed_in(&small(), "admin").await;
    let role = json!({"name": "ops", "rules": [
        {"apiGroups": [""], "resources": ["registries"], "verbs": ["create"]},
        {"apiGroups": [""], "resources": ["applications"], "verbs": ["patch"], "resourceNames": ["shop"]}]});
    assert_eq!(demo.send("POST", "/roles", &role).await.status, 201);
    let binding = "kind: RoleBinding\nmetadata: {name: b}\nroleRef: {kind: Role, name: ops}\n\
                   subjects: [{kind: User, name: viewer}]\n";
    let part = "Content-Disposition: form-data; name=\"rolebinding\"; filename=\"b.yaml\"";
    let body = format!("--x\r\n{part}\r\n\r\n{binding}\r\n--x--\r\n");
    let bearer = format!("Bearer {}", demo.token);
    let headers = [("content-type", "multipart/form-data; boundary=x"), ("authorization", bearer.as_str())];
    let bound = demo.raw("POST", "/api/v3/rolebindings/yaml", &headers, body).await;
    assert_eq!((bound.status, bound.json()["binding"]["roleRef"]["name"].as_str()), (201, Some("ops")));
    let mut viewer =
        Demo { controller: demo.controller.clone(), clock: demo.clock.clone(), token: String::new() };
    viewer.sign_in("viewer").await;
    for (method, path, expected) in [
        ("POST", "/registries", 400),
        ("DELETE", "/registries/3", 403),
        ("PATCH", "/application/shop", 204),
        ("PATCH", "/application/gateway", 403),
    ] {
        assert_eq!(viewer.send(method, path, &json!({})).await.status, expected, "{method} {path}");
    }
}

#[tokio::test]
async fn an_agent_whose_set_up_fails_says_so_in_its_warning() {
    let demo = Demo::signed_in(&small(), "admin").await;
    let created = demo.send("POST", "/iofog", &json!({"name": "new", "fogType": 1})).await;
    let path = format!("/iofog/{}", created.json()["uuid"].as_str().expect("created"));
    assert_eq!(demo.get(&path).await.json()["warningMessage"], "HEALTHY");
    demo.clock.advance(5000);
    let agent = demo.get(&path).await.json();
    assert_eq!(agent["warningMessage"], "Background orchestration error: \"host\" is required");
    assert_eq!(
        (agent["daemonStatus"].as_str(), agent["routerMode"].as_str()),
        (Some("WARNING"), Some("none"))
    );
}

#[tokio::test]
async fn endpoints_that_are_not_imitated_say_so_and_unknown_ones_are_not_found() {
    let demo = Demo::signed_in(&Options::default(), "admin").await;
    for path in ["/certificates", "/edgeResources", "/edgeResource/cam/v1.0.0", "/microservices/x/strace"] {
        let answer = demo.get(path).await;
        assert_eq!(answer.status, 501);
        assert_eq!(answer.json()["message"], format!("The demo does not imitate GET /api/v3{path}"));
    }
    assert_eq!(demo.get("/certificate").await.status, 404);
    let viewer = Demo::signed_in(&Options::default(), "viewer").await;
    assert_eq!(viewer.send("POST", "/certificates", &json!({})).await.status, 403);
}

#[tokio::test]
async fn tokens_expire_and_answers_carry_the_headers_of_the_real_one() {
    let demo = Demo::signed_in(&Options { token_life: Some(30_000), ..Options::default() }, "admin").await;
    let answer = demo.get("/registries").await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, "*"));
    assert!(answer.header("x-timestamp").parse::<i64>().is_ok());
    let tag = answer.header("etag").to_owned();
    let bearer = format!("Bearer {}", demo.token);
    let headers = [("authorization", bearer.as_str()), ("if-none-match", tag.as_str())];
    assert_eq!(demo.raw("GET", "/api/v3/registries", &headers, String::new()).await.status, 304);
    demo.clock.advance(31_000);
    assert_eq!(demo.get("/registries").await.status, 401);
    let headers = [("origin", "https://x"), ("access-control-request-headers", "authorization")];
    let preflight = demo.raw("OPTIONS", "/api/v3/registries", &headers, String::new()).await;
    assert_eq!((preflight.status, preflight.header("access-control-allow-headers")), (204, "authorization"));
}

#[tokio::test]
async fn controller_30_takes_bare_tokens_and_knows_less() {
    let options = Options { api: Api::V30, ..small() };
    let mut demo = Demo::start(&options);
    demo.sign_in("admin").await;
    assert_eq!(demo.token.len(), 64);
    let bare = |path: &'static str, token: String| {
        let demo = &demo;
        async move {
            demo.raw("GET", &format!("/api/v3{path}"), &[("authorization", &token)], String::new()).await
        }
    };
    let registries = bare("/registries", demo.token.clone()).await;
    assert_eq!(registries.json()["registries"][0]["isSecure"], true);
    let agents = bare("/iofog-list", demo.token.clone()).await.json();
    assert_eq!(agents["fogs"][0]["uuid"].as_str().map(str::len), Some(32));
    let microservices = bare("/microservices", demo.token.clone()).await.json();
    assert!(microservices["microservices"].as_array().is_some_and(|all| all.len() > 10));
    assert_eq!(bare("/secrets", demo.token.clone()).await.status, 404);
    let refused = demo.get("/registries").await;
    assert_eq!((refused.status, refused.json()["name"].as_str()), (401, Some("AuthenticationError")));
    assert_eq!(demo.raw("GET", "/api/v3/registries", &[], String::new()).await.status, 500);
}

#[tokio::test]
async fn a_user_signs_in_by_redirect_with_code_and_pkce() {
    let demo = Demo::start(&Options { idp: true, ..Options::default() });
    let verifier = "a-verifier-that-only-the-page-knows-0123456789";
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    let base = "/realms/pot/protocol/openid-connect";
    let asked = format!(
        "client_id=ecn-viewer&response_type=code&state=s1&code_challenge={challenge}&code_challenge_method=S256\
         &redirect_uri=http%3A%2F%2F127.0.0.1%3A51121%2F"
    );
    let form = demo.raw("GET", &format!("{base}/auth?{asked}"), &[], String::new()).await;
    assert!(form.status == 200 && form.text.contains("name=\"password\"") && !form.text.contains("<script"));
    let posted = |password: &str| format!("{asked}&username=viewer&password={password}");
    let wrong = demo.raw("POST", &format!("{base}/auth"), &[], posted("wrong")).await;
    assert!(wrong.text.contains("Invalid username or password."));
    let back = demo.raw("POST", &format!("{base}/auth"), &[], posted("password")).await;
    let location = back.header("location").to_owned();
    assert!(back.status == 302 && location.starts_with("http://127.0.0.1:51121/?state=s1&"), "{location}");
    let code = location.split("&code=").nth(1).expect("a code").to_owned();
    let exchange = |verifier: &str| {
        format!(
            "grant_type=authorization_code&code={code}&client_id=ecn-viewer&code_verifier={verifier}\
             &redirect_uri=http%3A%2F%2F127.0.0.1%3A51121%2F"
        )
    };
    let tokens = demo.raw("POST", &format!("{base}/token"), &[], exchange(verifier)).await;
    let access = tokens.json()["access_token"].as_str().expect("a token").to_owned();
    let bearer = format!("Bearer {access}");
    let read = demo.raw("GET", "/api/v3/registries", &[("authorization", &bearer)], String::new()).await;
    assert_eq!(read.status, 200);
    let again = demo.raw("POST", &format!("{base}/token"), &[], exchange(verifier)).await;
    assert_eq!((again.status, again.json()["error"].as_str()), (400, Some("invalid_grant")));
    let foreign = asked.replace("127.0.0.1", "example.com");
    assert_eq!(demo.raw("GET", &format!("{base}/auth?{foreign}"), &[], String::new()).await.status, 400);
}

#[tokio::test]
async fn the_app_is_served_with_strict_headers_and_a_fallback_for_pages() {
    let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("app");
    std::fs::create_dir_all(&folder).expect("a folder");
    for (name, text) in [
        ("index.html", "<!DOCTYPE html>"),
        ("app-0123456789abcdef_bg.wasm", "wasm"),
        ("app-0123456789abcdef_bg.wasm.br", "small"),
    ] {
        std::fs::write(folder.join(name), text).expect("a file");
    }
    let demo = Demo::start(&Options { app: Some(folder), idp: true, ..Options::default() });
    let get = |path: &'static str, accept: &'static str| {
        let demo = &demo;
        async move { demo.raw("GET", path, &[("accept-encoding", accept)], String::new()).await }
    };
    let page = get("/microservices/shop/web", "").await;
    assert_eq!((page.status, page.header("cache-control")), (200, "no-cache"));
    assert!(
        page.header("content-security-policy")
            .starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';")
    );
    assert!(!page.header("content-security-policy").contains("unsafe-inline"));
    let wasm = get("/app-0123456789abcdef_bg.wasm", "gzip, br").await;
    assert_eq!((wasm.text.as_str(), wasm.header("content-encoding")), ("small", "br"));
    assert_eq!(wasm.header("content-type"), "application/wasm");
    assert!(wasm.header("cache-control").contains("immutable"));
    assert_eq!(get("/missing.js", "").await.status, 404);
    assert_eq!(get("/%2e%2e/%2e%2e/etc/passwd", "").await.status, 404);
    assert_eq!(get("/api/v2/status", "").await.status, 404);
    let config = get("/controller-config.js", "").await.text;
    let config: Value =
        serde_json::from_str(config.trim_start_matches("window.controllerConfig = ")).expect("JSON");
    assert_eq!(config["port"], 51121);
    assert_eq!(config["keycloakUrl"], "http://127.0.0.1:51121/");
}

#[test]
fn the_documentation_has_the_text_of_help() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/demo-controller.md");
    let docs = std::fs::read_to_string(path).expect("docs/demo-controller.md");
    assert!(
        docs.contains(&help()),
        "docs/demo-controller.md must contain the output of --help:\n\n{}",
        help()
    );
}
