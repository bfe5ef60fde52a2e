//! What Controller 3.0 does differently.

use demo_controller::{Api, Options};
use serde_json::{Value, json};

use super::common::{Answer, Demo};

/// A request with the token alone, which is how this version wants it.
async fn bare(demo: &Demo, method: &str, path: &str, body: &Value) -> Answer {
    let headers = [("authorization", demo.token.as_str()), ("content-type", "application/json")];
    let body = if body.is_null() { String::new() } else { body.to_string() };
    demo.raw(method, &format!("/api/v3{path}"), &headers, body).await
}

async fn started() -> (Demo, String) {
    let mut demo = Demo::start(&Options { api: Api::V30, ..Options::default() });
    demo.sign_in("admin").await;
    let edge = json!({"name": "edge", "fogType": 1, "isSystem": true, "host": "h", "routerMode": "interior",
        "interRouterPort": 1, "edgeRouterPort": 2});
    let made = bare(&demo, "POST", "/iofog", &edge).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let uuid = made.json()["uuid"].as_str().unwrap_or_default().to_owned();
    (demo, uuid)
}

#[tokio::test]
async fn controller_30_lets_agents_applications_and_microservices_be_renamed() {
    let (demo, agent) = started().await;
    assert_eq!(bare(&demo, "PATCH", &format!("/iofog/{agent}"), &json!({"name": "far"})).await.status, 204);
    assert_eq!(bare(&demo, "POST", "/application", &json!({"name": "a"})).await.status, 201);
    assert_eq!(bare(&demo, "PATCH", "/application/a", &json!({"name": "b"})).await.status, 204);
    let web = json!({"name": "web", "application": "b", "agentName": "far",
        "images": [{"containerImage": "web:1", "fogTypeId": 1}]});
    let made = bare(&demo, "POST", "/microservices", &web).await.json();
    let path = microservice(&made);
    let renaming = json!({"name": "www", "agentName": "far"});
    assert_eq!(bare(&demo, "PATCH", &path, &renaming).await.status, 204);
    assert_eq!(bare(&demo, "GET", &path, &Value::Null).await.json()["name"], "www");
    assert_eq!(bare(&demo, "DELETE", "/application/nope", &Value::Null).await.status, 204);
}

fn microservice(made: &Value) -> String {
    format!("/microservices/{}", made["uuid"].as_str().unwrap_or_default())
}

#[tokio::test]
async fn controller_30_knows_one_switch_for_the_host_and_plain_values() {
    let (demo, _) = started().await;
    bare(&demo, "POST", "/application", &json!({"name": "a"})).await;
    // Its own catalog items, which are hidden or not there, come before.
    let image = json!([{"containerImage": "web:1", "fogTypeId": 1}]);
    let item = json!({"name": "item", "registryId": 1, "images": image});
    assert_eq!(bare(&demo, "POST", "/catalog/microservices", &item).await.json(), json!({"id": 18}));
    let web = json!({"name": "web", "application": "a", "agentName": "edge", "rootHostAccess": true,
        "images": image, "env": [{"key": "A", "value": "1"}]});
    let path = microservice(&bare(&demo, "POST", "/microservices", &web).await.json());
    let shown = bare(&demo, "GET", &path, &Value::Null).await.json();
    assert_eq!(
        (&shown["rootHostAccess"], &shown["env"]),
        (&json!(true), &json!([{"key": "A", "value": "1"}]))
    );
    for later in ["execSessionIds", "healthStatus"] {
        assert!(shown["status"].get("status").is_some() && shown["status"].get(later).is_none(), "{later}");
    }
    // The switches of the later version mean nothing.
    let change = json!({"agentName": "edge", "isPrivileged": true, "rootHostAccess": false});
    assert_eq!(bare(&demo, "PATCH", &path, &change).await.status, 204);
    let change = json!({"agentName": "edge", "hostNetworkMode": true});
    assert_eq!(bare(&demo, "PATCH", &path, &change).await.status, 204);
    assert_eq!(bare(&demo, "GET", &path, &Value::Null).await.json()["rootHostAccess"], json!(false));
}

#[tokio::test]
async fn tokens_of_controller_30_live_a_whole_life_longer_with_every_use() {
    for (life, seconds) in [(None, 3600), (Some(30_000), 30)] {
        let mut demo = Demo::start(&Options { api: Api::V30, token_life: life, ..Options::default() });
        demo.sign_in("admin").await;
        for (pause, status) in [(seconds - 1, 200), (seconds - 1, 200), (seconds + 3, 401)] {
            demo.clock.advance(pause * 1000);
            let answer = bare(&demo, "GET", "/registries", &Value::Null).await;
            assert_eq!(answer.status, status, "{seconds} {}", answer.text);
        }
    }
}

#[tokio::test]
async fn controller_30_tells_an_absent_token_from_a_wrong_one_everywhere() {
    let (demo, _) = started().await;
    for (method, path) in [("GET", "/registries"), ("GET", "/user/profile"), ("POST", "/user/logout")] {
        let path = format!("/api/v3{path}");
        let absent = demo.raw(method, &path, &[], String::new()).await;
        let message = "WHERE parameter \"token\" has invalid \"undefined\" value";
        assert_eq!((absent.status, absent.json()["message"].as_str()), (500, Some(message)), "{path}");
        let wrong = demo.raw(method, &path, &[("authorization", "x")], String::new()).await;
        assert_eq!(wrong.json(), json!({"name": "AuthenticationError", "message": "authorization failed"}));
        assert_eq!(wrong.status, 401, "{path}");
    }
}

#[tokio::test]
async fn controller_30_tells_the_app_little() {
    let app = Some(env!("CARGO_TARGET_TMPDIR").into());
    let demo = Demo::start(&Options { api: Api::V30, app, idp: true, ..Options::default() });
    let config = demo.raw("GET", "/controller-config.js", &[], String::new()).await.text;
    assert_eq!(config, r#"window.controllerConfig = {"port":51121,"user":{}}"#);
}

#[tokio::test]
async fn controller_30_sends_its_own_headers() {
    let (demo, _) = started().await;
    let answer = bare(&demo, "GET", "/registries", &Value::Null).await;
    assert_eq!(answer.header("x-xss-protection"), "1; mode=block");
    assert_eq!((answer.header("content-security-policy"), answer.header("set-cookie")), ("", ""));
}

#[tokio::test]
async fn controller_30_shows_agents_at_once_and_with_other_defaults_and_applications_without_nats() {
    let (demo, agent) = started().await;
    let shown = bare(&demo, "GET", &format!("/iofog/{agent}"), &Value::Null).await.json();
    for (key, value) in [
        ("routerMode", json!("interior")),
        ("location", json!(null)),
        ("description", json!(null)),
        ("timeZone", json!(null)),
        ("networkInterface", json!("eth0")),
        ("watchdogEnabled", json!(true)),
        ("dockerPruningFrequency", json!(1)),
        ("daemonStatus", json!("UNKNOWN")),
    ] {
        assert_eq!(shown.get(key), Some(&value), "{key}");
    }
    bare(&demo, "POST", "/application", &json!({"name": "a"})).await;
    let shown = bare(&demo, "GET", "/application/a", &Value::Null).await.json();
    assert_eq!((&shown["userId"], &shown["routes"]), (&json!(1), &json!([])));
    assert!(shown.get("natsAccess").is_none() && shown.get("natsConfig").is_none());
}
