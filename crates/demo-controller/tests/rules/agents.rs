//! Filters of the list of agents, system microservices, and what an agent shows of what is linked to it.

use demo_controller::Options;
use serde_json::json;

use super::common::Demo;
use super::{filled, got, requests, world};

/// A filter and the agents that pass it.
const FILTERS: &str = r"
    key=host&value=0.0&condition=has => edge hub
    key=host&value=10.0.0.1&condition=equals => hub
    // Nothing but a text equals a text.
    key=fogTypeId&value=1&condition=equals =>
    key=isSystem&value=true&condition=equals =>
    key=bluetoothEnabled&value=false&condition=has =>
    key=natsMode&value=server&condition=equals =>
    key=tags&value=&condition=has =>
    key=nope&value=&condition=equals =>
";

async fn listed(demo: &Demo, filters: &str) -> (u16, String) {
    let answer = demo.get(&format!("/iofog-list?{filters}")).await;
    let fogs = answer.json()["fogs"].clone();
    let names = fogs.as_array().into_iter().flatten().filter_map(|fog| fog["name"].as_str());
    (answer.status, names.collect::<Vec<_>>().join(" "))
}

fn filter(index: usize, filter: &str) -> String {
    let parts = filter.split('&').filter_map(|part| part.split_once('='));
    parts.map(|(key, value)| format!("filters[{index}][{key}]={value}&")).collect()
}

#[tokio::test]
async fn filters_of_agents_compare_texts_only() {
    let demo = world().await;
    for row in super::rows(FILTERS) {
        let (given, names) = row.split_once(" =>").expect("an arrow");
        assert_eq!(listed(&demo, &filter(0, given)).await, (200, names.trim().to_owned()), "{row}");
    }
    let (none, number) =
        (filter(0, "key=name&value=x&condition=equals"), filter(1, "key=fogTypeId&value=1&condition=has"));
    assert_eq!(listed(&demo, &format!("{none}{number}")).await.0, 500);
}

const NODE_SHELL: &str = r#"
    POST /iofog/nope/exec {"image": 1} => 400 Field 'image' is not of a type(s) string
    POST /iofog/nope/exec {"image": "debug:1"} => 404 Invalid ioFog UUID 'nope'
    POST /iofog/@edge/exec {"image": "debug:1", "other": 1} => 204
"#;

#[tokio::test]
async fn a_node_shell_can_have_an_image_of_its_own() {
    let demo = world().await;
    requests(&demo, NODE_SHELL).await;
    let debug = got(&demo, "/microservices/system/@debug").await;
    assert_eq!(
        debug["images"],
        json!([{"containerImage": "debug:1", "fogTypeId": 1}, {"containerImage": "debug:1", "fogTypeId": 2}])
    );
    for (key, value) in [
        ("catalogItemId", json!(null)),
        ("hostNetworkMode", json!(true)),
        ("isPrivileged", json!(true)),
        ("pidMode", json!("host")),
        ("ipcMode", json!("host")),
        ("schedule", json!(0)),
        ("capAdd", json!([])),
    ] {
        assert_eq!(debug[key], value, "{key}");
    }
    requests(&demo, r"DELETE /iofog/@edge/exec => 204").await;
}

#[tokio::test]
async fn hardware_and_bluetooth_are_served_by_system_microservices_while_they_are_enabled() {
    let demo = world().await;
    let names = async |demo: &Demo| {
        let list = demo.get("/microservices/system?application=system-edge").await.json();
        let list = list["microservices"].as_array().expect("a list").clone();
        let mut names = list
            .iter()
            .map(|known| format!("{} {}", known["name"].as_str().unwrap_or_default(), known["catalogItemId"]))
            .collect::<Vec<_>>();
        names.sort();
        names
    };
    requests(
        &demo,
        r#"PATCH /iofog/@edge {"abstractedHardwareEnabled": true, "bluetoothEnabled": true, "natsMode": "none"} => 204"#,
    )
    .await;
    demo.clock.advance(5000);
    assert_eq!(names(&demo).await, ["ble 2", "hal 3"]);
    requests(&demo, r#"PATCH /iofog/@edge {"abstractedHardwareEnabled": false, "natsMode": "none"} => 204"#)
        .await;
    demo.clock.advance(5000);
    assert_eq!(names(&demo).await, ["ble 2"]);
}

#[tokio::test]
async fn a_changed_router_shows_when_the_background_work_is_done() {
    let demo = world().await;
    let modes = async || {
        let edge = got(&demo, "/iofog/@edge").await;
        [edge["routerMode"].clone(), edge["natsMode"].clone(), edge["upstreamNatsServers"].clone()]
    };
    for (change, after) in [
        (r#"{"routerMode": "edge"}"#, ["edge", "leaf"]),
        (r#"{"routerMode": "none", "natsMode": "none"}"#, ["none", "none"]),
    ] {
        let before = modes().await;
        requests(&demo, &format!("PATCH /iofog/@edge {change} => 204")).await;
        assert_eq!(modes().await, before, "{change}");
        demo.clock.advance(5000);
        assert_eq!(modes().await[..2], after, "{change}");
    }
}

const ROUTED: &str = r#"
    PUT /router {"messagingPort": 1} => 400 Required field 'host' is missing
    POST /iofog {"name": "lone", "fogType": 1, "routerMode": "none", "natsMode": "none"} => 500 Invalid router 'default-router'
    PUT /router {"host": "{{ 'r' | append: 1 }}", "messagingPort": 1} => 200
    POST /iofog {"name": "lone", "fogType": 1, "routerMode": "none", "natsMode": "none"} => 201
"#;

#[tokio::test]
async fn a_default_router_can_stand_outside_of_all_agents_or_be_moved() {
    let demo = Demo::signed_in(&Options::default(), "admin").await;
    requests(&demo, ROUTED).await;
    let router = json!({"host": "r1", "messagingPort": 1, "edgeRouterPort": 45671, "interRouterPort": 55671});
    assert_eq!(got(&demo, "/router").await, router);
    demo.clock.advance(5000);
    let lone = got(&demo, "/iofog/@lone").await;
    assert_eq!((&lone["routerId"], &lone["networkRouter"]), (&json!(1), &json!("default-router")));
    let demo = world().await;
    let row = demo.send("PUT", "/router", &json!({"host": "far", "edgeRouterPort": 7})).await.json();
    let hub = got(&demo, "/iofog/@hub").await;
    assert_eq!(
        (&row["iofogUuid"], &row["isDefault"], &row["isEdge"]),
        (&hub["uuid"], &json!(true), &json!(false))
    );
    assert_eq!((&hub["host"], &hub["interRouterPort"]), (&json!("10.0.0.1"), &json!(55671)));
    assert_eq!(got(&demo, "/router").await["host"], "far");
}

#[tokio::test]
async fn the_hub_of_the_large_seed_runs_a_router_and_no_nats_server() {
    let options = Options { microservices: Some(1), ..Options::default() };
    let demo = Demo::signed_in(&options, "admin").await;
    let list = demo.get("/microservices/system").await.json();
    let names = list["microservices"].as_array().expect("a list").iter().map(|known| &known["name"]);
    assert_eq!(names.collect::<Vec<_>>(), ["router"]);
    requests(&demo, "GET /nats/hub => 404 NATS hub not found").await;
}

const LINKED: &str = r#"
    POST /secrets {"name": "s", "type": "Opaque", "data": {"k": "v"}} => 201
    POST /volumeMounts {"name": "m", "secretName": "s"} => 200
    POST /volumeMounts/m/link {"fogUuids": ["@edge"]} => 200
    PATCH /microservices/@web {"agentName": "edge", "extraHosts": [{"name": "a", "address": "${Agents.edge}"}, {"name": "b", "address": "10.0.0.2"}]} => 204
    PATCH /iofog/@edge {"host": "10.0.0.9"} => 204
"#;

#[tokio::test]
async fn an_agent_shows_what_is_linked_to_it_and_its_host_is_followed() {
    let demo = world().await;
    requests(&demo, LINKED).await;
    let edge = got(&demo, "/iofog/@edge").await;
    assert_eq!(
        edge["volumeMounts"],
        json!([{"name": "m", "version": 1, "configMapName": null, "secretName": "s"}])
    );
    let hosts = got(&demo, "/microservices/@web").await["extraHosts"].clone();
    assert_eq!(
        (&hosts[0]["value"], &hosts[1]["value"]),
        (&json!("10.0.0.9"), &json!("10.0.0.2")),
        "{}",
        filled(&demo, "@web").await
    );
}
