//! A real server on a free port: log and exec sessions, cut connections, state across restarts.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use std::path::PathBuf;
use std::time::Duration;

use common::Demo;
use demo_controller::{Api, Options, Seed, serve};
use futures_util::{SinkExt as _, StreamExt as _};
use rmpv::Value as Packed;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A server that stops when this is dropped.
struct Running {
    port: u16,
    stop: Option<oneshot::Sender<()>>,
    ended: tokio::task::JoinHandle<std::io::Result<()>>,
}

async fn start(options: Options) -> Running {
    let (told, port) = oneshot::channel();
    let (stop, stopped) = oneshot::channel::<()>();
    let speed = if options.speed == 1.0 { 1000.0 } else { options.speed };
    let options = Options { port: 0, speed, ..options };
    let ended = tokio::spawn(serve(
        options,
        move |address| {
            let _ = told.send(address.port());
        },
        async {
            let _ = stopped.await;
        },
    ));
    Running { port: port.await.expect("it listens"), stop: Some(stop), ended }
}

impl Running {
    /// One request on a connection of its own; everything that came back.
    async fn send(&self, method: &str, path: &str, token: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.expect("it listens");
        let head = format!(
            "{method} /api/v3{path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut answer = Vec::new();
        // A cut connection is an error here: what arrived before is kept.
        let _ = stream.write_all(head.as_bytes()).await;
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).into_owned()
    }

    async fn json(&self, method: &str, path: &str, token: &str, body: &str) -> serde_json::Value {
        let answer = self.send(method, path, token, body).await;
        let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        serde_json::from_str(body).unwrap_or_default()
    }

    async fn token(&self, user: &str) -> String {
        let body = json!({"email": format!("{user}@example.com"), "password": "password"}).to_string();
        self.json("POST", "/user/login", "", &body).await["accessToken"].as_str().unwrap_or("").to_owned()
    }

    /// The uuid of a microservice that runs.
    async fn microservice(&self, token: &str, name: &str) -> String {
        let list = self.json("GET", "/microservices", token, "").await;
        let found = list["microservices"]
            .as_array()
            .and_then(|all| all.iter().find(|one| one["name"] == name).cloned());
        found.unwrap_or_default()["uuid"].as_str().unwrap_or("").to_owned()
    }

    async fn open(&self, path: &str) -> Socket {
        let address = format!("ws://127.0.0.1:{}/api/v3{path}", self.port);
        connect_async(address).await.expect("upgrades always succeed").0
    }

    async fn stop(mut self) {
        drop(self.stop.take());
        self.ended.await.expect("no panic").expect("the state was saved");
    }
}

fn small() -> Options {
    Options { seed: Seed::Small, ..Options::default() }
}

/// Type and text of the next frame, or the code and reason of the close.
async fn next(socket: &mut Socket) -> (u64, String) {
    loop {
        match socket.next().await.expect("a frame").expect("a frame") {
            Message::Binary(bytes) => {
                let map = rmpv::decode::read_value(&mut &bytes[..]).expect("MessagePack");
                let entry = |key: &str| {
                    let map = map.as_map().expect("a map");
                    map.iter().find(|(name, _)| name.as_str() == Some(key)).expect("the key").1.clone()
                };
                let Packed::Binary(data) = entry("data") else { panic!("data is not binary") };
                return (
                    entry("type").as_u64().expect("a number"),
                    String::from_utf8_lossy(&data).into_owned(),
                );
            }
            Message::Close(Some(frame)) => return (u16::from(frame.code).into(), frame.reason.to_string()),
            _ => {}
        }
    }
}

fn packed(kind: u64, data: &[u8]) -> Message {
    let map = Packed::Map(vec![("type".into(), kind.into()), ("data".into(), Packed::Binary(data.to_vec()))]);
    let mut bytes = Vec::new();
    rmpv::encode::write_value(&mut bytes, &map).expect("memory");
    Message::Binary(bytes.into())
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_complained_of_at_once() {
    let data = Some(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("no/where"));
    let options = Options { port: 0, data, ..Options::default() };
    let mut ready = false;
    let ended = serve(options, |_| ready = true, std::future::pending()).await;
    assert!(!ready && ended.is_err(), "{ended:?}");
}

#[tokio::test]
async fn controller_30_has_no_sessions() {
    let server = start(Options { api: Api::V30, ..Options::default() }).await;
    let address = format!("ws://127.0.0.1:{}/api/v3/microservices/exec/x?token=x", server.port);
    let refused = connect_async(address).await.expect_err("there is nothing to upgrade").to_string();
    assert!(refused.contains("404"), "{refused}");
    server.stop().await;
}

#[tokio::test]
async fn an_exec_session_runs_commands_until_one_side_ends_it() {
    let server = start(small()).await;
    let token = server.token("developer").await;
    let uuid = server.microservice(&token, "cart").await;
    server.send("POST", &format!("/microservices/{uuid}/exec"), &token, "{}").await;
    let mut socket = server.open(&format!("/microservices/exec/{uuid}?token={token}")).await;
    assert!(next(&mut socket).await.1.starts_with("Waiting for agent connection."));
    assert_eq!(next(&mut socket).await, (1, "/ # ".into()));
    socket.send(Message::text("echo $DB_USER")).await.expect("sent");
    assert_eq!(next(&mut socket).await, (1, "echo $DB_USER\r\nshop\r\n/ # ".into()));
    socket.send(packed(3, b"keepalive")).await.expect("sent");
    assert_eq!(next(&mut socket).await, (3, "keepalive".into()));
    let mut second = server.open(&format!("/microservices/exec/{uuid}?token={token}")).await;
    assert_eq!(next(&mut second).await, (1008, "Microservice has already active exec session.".into()));
    socket.send(packed(0, b"exit\r")).await.expect("sent");
    assert_eq!(next(&mut socket).await, (1, "exit\r\n".into()));
    assert_eq!(next(&mut socket).await, (1000, "Agent closed connection".into()));
    server.stop().await;
}

#[tokio::test]
async fn a_client_with_a_shell_is_pinged() {
    let server = start(small()).await;
    let token = server.token("developer").await;
    let uuid = server.microservice(&token, "cart").await;
    server.send("POST", &format!("/microservices/{uuid}/exec"), &token, "{}").await;
    let mut socket = server.open(&format!("/microservices/exec/{uuid}?token={token}")).await;
    for _ in 0..3 {
        while !matches!(socket.next().await.expect("a frame").expect("a frame"), Message::Ping(_)) {}
    }
    server.stop().await;
}

#[tokio::test]
async fn one_of_those_who_wait_for_a_shell_gets_it_and_loses_it_when_exec_is_disabled() {
    let server = start(Options { speed: 2.0, ..small() }).await;
    let token = server.token("developer").await;
    let uuid = server.microservice(&token, "cart").await;
    let path = format!("/microservices/exec/{uuid}?token={token}");
    let (mut first, mut second) = (server.open(&path).await, server.open(&path).await);
    for socket in [&mut first, &mut second] {
        assert!(next(socket).await.1.starts_with("Waiting for agent connection."));
    }
    server.send("POST", &format!("/microservices/{uuid}/exec"), &token, "{}").await;
    let (prompt, winner, other) = tokio::select! {
        prompt = next(&mut first) => (prompt, &mut first, &mut second),
        prompt = next(&mut second) => (prompt, &mut second, &mut first),
    };
    assert_eq!(prompt, (1, "/ # ".into()));
    assert!(tokio::time::timeout(Duration::from_millis(600), next(other)).await.is_err());
    server.send("DELETE", &format!("/microservices/{uuid}/exec"), &token, "").await;
    assert_eq!(next(winner).await, (1000, "Agent closed connection".into()));
    server.stop().await;
}

#[tokio::test]
async fn a_log_session_announces_itself_and_sends_the_wanted_lines() {
    let server = start(small()).await;
    let token = server.token("developer").await;
    let uuid = server.microservice(&token, "web").await;
    let mut socket =
        server.open(&format!("/microservices/{uuid}/logs?token={token}&tail=30&follow=false")).await;
    let (kind, start) = next(&mut socket).await;
    assert!(kind == 7 && start.contains("\"lines\":30"), "{start}");
    assert!(next(&mut socket).await.1.starts_with("Waiting for agent connection."));
    assert!(next(&mut socket).await.1.contains("Agent connected."));
    let mut text = String::new();
    let end = loop {
        match next(&mut socket).await {
            (6, part) => text.push_str(&part),
            other => break other,
        }
    };
    assert_eq!((text.lines().count(), end), (30, (8, String::new())));
    assert_eq!(next(&mut socket).await.0, 1000);
    let admin = server.token("admin").await;
    let events = server.json("GET", "/events?eventType=WS_CONNECT", &admin, "").await;
    let event = &events["events"][0];
    assert_eq!(
        (&event["endpointPath"], &event["resourceId"], &event["statusCode"]),
        (
            &json!(format!("/api/v3/microservices/{uuid}/logs?tail=30&follow=false")),
            &json!(uuid),
            &json!(null)
        )
    );
    server.stop().await;
}

#[tokio::test]
async fn sessions_are_refused_by_close_frames() {
    let server = start(small()).await;
    let (admin, viewer) = (server.token("admin").await, server.token("viewer").await);
    let (web, broken) =
        (server.microservice(&admin, "web").await, server.microservice(&admin, "legacy-import").await);
    for (path, reason) in [
        (format!("/microservices/{web}/logs"), "Missing authentication token".to_owned()),
        (format!("/microservices/{web}/logs?token=x.y.z"), "No subjects found in WebSocket token".to_owned()),
        (format!("/microservices/{web}/logs?token={viewer}"), "Authorization denied".to_owned()),
        (format!("/microservices/nope/logs?token={admin}"), "Microservice not found: nope".to_owned()),
        (
            format!("/microservices/system/{web}/logs?token={admin}"),
            format!("Microservice {web} is not found"),
        ),
        (format!("/microservices/{broken}/logs?token={admin}"), "Microservice is not running".to_owned()),
        (format!("/iofog/nope/logs?token={admin}"), "Fog node not found: nope".to_owned()),
        ("/nope".to_owned(), "Route not registered".to_owned()),
        (
            format!("/microservices/{web}/logs?token={admin}&since=today"),
            "Invalid since format. Expected ISO 8601.".to_owned(),
        ),
    ] {
        let (code, text) = next(&mut server.open(&path).await).await;
        assert!(code == 1008 && text.starts_with(&reason), "{code} {text} for {path}");
    }
    let events = server.json("GET", "/events?eventType=WS_CONNECT", &admin, "").await;
    assert_eq!(events["total"], 0, "a refusal is no event");
    server.stop().await;
}

#[tokio::test]
async fn connections_are_cut_for_objects_with_telling_names() {
    let server = start(Options::default()).await;
    let token = server.token("admin").await;
    for name in ["fail-drop", "fail-lost", "garbled-one", "fail-create"] {
        let body = json!({"name": name, "type": "Opaque", "data": {}}).to_string();
        let answer = server.send("POST", "/secrets", &token, &body).await;
        let expected = match name {
            "fail-lost" => "",
            "fail-create" => "HTTP/1.1 500",
            _ => "HTTP/1.1 201",
        };
        assert!(answer.starts_with(expected) && answer.is_empty() == expected.is_empty(), "{name}: {answer}");
    }
    assert_eq!(server.send("DELETE", "/secrets/fail-drop", &token, "").await, "");
    assert_eq!(server.json("GET", "/secrets/garbled-one", &token, "").await, serde_json::Value::Null);
    let list = server.json("GET", "/secrets", &token, "").await;
    let names =
        list["secrets"].as_array().expect("a list").iter().map(|one| one["name"].clone()).collect::<Vec<_>>();
    // What was dropped was carried out, what failed was not.
    assert_eq!(names, ["fail-lost", "garbled-one"]);
    server.stop().await;
}

#[tokio::test]
async fn a_share_of_answers_is_dropped_truncated_or_an_error() {
    let server = start(Options { fail: 60.0, ..Options::default() }).await;
    let (mut dropped, mut cut, mut errors, mut whole) = (0, 0, 0, 0);
    for _ in 0..60 {
        let answer = server.send("GET", "/fog-types", "", "").await;
        match answer {
            answer if answer.is_empty() => dropped += 1,
            answer if answer.starts_with("HTTP/1.1 500") => errors += 1,
            answer if answer.ends_with("]}") => whole += 1,
            answer => {
                assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
                cut += 1;
            }
        }
    }
    assert!(dropped > 3 && cut > 3 && errors > 3 && whole > 10, "{dropped} {cut} {errors} {whole}");
    server.stop().await;
}

#[tokio::test]
async fn the_state_survives_a_restart_when_it_has_a_file() {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("state.json");
    let _ = std::fs::remove_file(&file);
    let options = Options { data: Some(file.clone()), ..Options::default() };
    let server = start(options.clone()).await;
    let token = server.token("admin").await;
    server.send("POST", "/application", &token, r#"{"name":"kept"}"#).await;
    server.stop().await;
    let demo = Demo::signed_in(&options, "admin").await;
    let answer = demo.get("/application/kept").await;
    assert_eq!((answer.status, answer.json()["id"].as_i64()), (200, Some(1)));
    assert_eq!(demo.get("/registries").await.json()["registries"].as_array().map(Vec::len), Some(2));
}
