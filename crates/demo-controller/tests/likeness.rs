//! Where the demo is as uncomfortable as the real one: its pace, its agents' reports, half-made microservices, a provider
//! that remembers who is signed in, and pages whose address looks like that of a file.

#![allow(clippy::expect_used, reason = "a test may stop at the first surprise")]

mod common;

use std::time::{Duration, Instant};

use common::Demo;
use demo_controller::{Options, Seed};
use serde_json::{Value, json};

fn small() -> Options {
    Options { seed: Seed::Small, ..Options::default() }
}

#[tokio::test]
async fn agents_report_every_ten_seconds_and_people_can_be_told_from_them() {
    let mut demo = Demo::signed_in(&small(), "admin").await;
    demo.clock.advance(25_000);
    demo.sign_in("admin").await;
    let events = |kind: &'static str| {
        let demo = &demo;
        async move { demo.get(&format!("/events?endpointType={kind}")).await.json()["events"].clone() }
    };
    let agents = events("agent").await;
    let agents = agents.as_array().expect("a list");
    // A hub and four of the five agents are there; the fifth has been offline for hours.
    assert_eq!(agents.len(), 2 * 2 * 5);
    let said = ["method", "endpointPath", "statusCode", "resourceType", "resourceId", "status"]
        .map(|key| &agents[0][key]);
    let changes = ["PATCH", "/api/v3/agent/config/changes", "200", "agent", "null", "SUCCESS"];
    assert_eq!(said.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)), changes);
    let actor = agents[0]["actorId"].as_str().expect("an actor");
    assert_eq!(demo.get(&format!("/iofog/{actor}")).await.status, 200, "the actor is an agent's id");
    let people = events("user").await;
    assert!(
        people
            .as_array()
            .is_some_and(|all| all.iter().all(|one| one["endpointPath"] == "/api/v3/user/login"))
    );
}

#[tokio::test]
async fn requests_take_turns_and_cost_by_the_microservices_in_their_answers() {
    let demo = Demo::signed_in(&Options { cost: 20.0, ..small() }, "admin").await;
    let count = demo.get("/microservices").await.json()["microservices"].as_array().map_or(0, Vec::len);
    let cost = Duration::from_millis(20) * u32::try_from(count).expect("a few");
    let start = Instant::now();
    let (list, _, agents) =
        tokio::join!(demo.get("/microservices"), demo.get("/application"), demo.get("/iofog-list"));
    assert!(start.elapsed() >= 2 * cost, "{:?} for twice {cost:?}", start.elapsed());
    assert_eq!((list.status, agents.status), (200, 200));
}

#[tokio::test]
async fn a_microservice_is_left_without_its_service_account() {
    let demo = Demo::signed_in(&small(), "admin").await;
    let body = json!({
        "name": "fail-account-1", "application": "shop", "agentName": "edge-1",
        "images": [{"containerImage": "acme/tool:1", "fogTypeId": 1}],
    });
    assert_eq!(demo.send("POST", "/microservices", &body).await.status, 500);
    let list = demo.get("/microservices").await.json();
    let left = list["microservices"]
        .as_array()
        .and_then(|all| all.iter().find(|one| one["name"] == "fail-account-1"));
    let left = left.expect("it is there");
    assert_eq!(left["serviceAccount"], Value::Null);
    assert!(left["status"].is_object() && left["execStatus"].is_object(), "but for that it is complete");
}

const PROVIDER: &str = "/realms/pot/protocol/openid-connect";
const ASKED: &str = "client_id=ecn-viewer&response_type=code&state=s1&code_challenge=c&code_challenge_method=S256\
                     &redirect_uri=http%3A%2F%2F127.0.0.1%3A51121%2F";

#[tokio::test]
async fn a_browser_is_let_in_again_until_its_session_is_ended_at_the_provider() {
    let demo = Demo::start(&Options { idp: true, ..Options::default() });
    let form = format!("{ASKED}&username=admin&password=password");
    let entered = demo.raw("POST", &format!("{PROVIDER}/auth"), &[], form).await;
    let cookie = entered.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
    let get = |path: String| {
        let (demo, cookie) = (&demo, cookie.as_str());
        async move { demo.raw("GET", &path, &[("cookie", cookie)], String::new()).await }
    };
    assert_eq!(get(format!("{PROVIDER}/auth?{ASKED}")).await.status, 302, "without a question");
    let back = "post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A51121%2Fsign-in";
    let question = get(format!("{PROVIDER}/logout?client_id=ecn-viewer&{back}")).await;
    assert!(question.status == 200 && question.text.contains("Do you want to log out?"));
    assert_eq!(get(format!("{PROVIDER}/auth?{ASKED}")).await.status, 302, "nothing has ended");
    let forged = get(format!("{PROVIDER}/logout?id_token_hint=a.b.c&{back}")).await;
    assert_eq!(forged.status, 200, "a token of somebody else's shows nothing");
    let login = json!({"email": "admin@example.com", "password": "password"});
    let token =
        demo.send("POST", "/user/login", &login).await.json()["accessToken"].as_str().map(str::to_owned);
    let left = get(format!("{PROVIDER}/logout?id_token_hint={}&{back}", token.expect("a token"))).await;
    assert_eq!((left.status, left.header("location")), (302, "http://127.0.0.1:51121/sign-in"));
    assert_eq!(get(format!("{PROVIDER}/auth?{ASKED}")).await.status, 200, "now it asks who is there");
}

#[tokio::test]
async fn a_page_whose_name_holds_a_dot_is_a_page() {
    let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("dots");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("index.html"), "<!DOCTYPE html>").expect("a file");
    let demo = Demo::start(&Options { app: Some(folder), ..Options::default() });
    for (path, accept, status) in [
        ("/agents/edge.1", "text/html,application/xhtml+xml,*/*;q=0.8", 200),
        ("/microservices/a.b/v1.0.css", "text/html", 200),
        ("/missing.js", "*/*", 404),
        ("/missing.css", "text/css,*/*;q=0.1", 404),
    ] {
        let answer = demo.raw("GET", path, &[("accept", accept)], String::new()).await;
        assert_eq!(answer.status, status, "{path} as {accept}");
    }
}
