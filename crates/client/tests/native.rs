//! The `reqwest` transport against a server that misbehaves: slow, cut short, silent, gone.
#![cfg(feature = "native")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use client::{BaseUrl, Client, Error, ErrorKind, Native, Retry, api};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};

/// What the server does with a connection, after it has read the request.
#[derive(Clone, Copy)]
enum Manner {
    Answer(&'static str),
    /// Sends this and then closes the connection.
    CutOff(&'static str),
    /// Never answers, and tells when the other side has given up.
    Silence,
}

const OK: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 17\r\n\r\n{\"registries\":[]}";
const TRUNCATED: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{\"registries\":[{\"id\"";

struct Server {
    client: Client<Native>,
    requests: mpsc::UnboundedReceiver<String>,
    given_up: mpsc::UnboundedReceiver<()>,
}

/// A server that treats one connection after the other as told, then refuses to answer at all.
async fn server(manners: &[Manner]) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (seen, requests) = mpsc::unbounded_channel();
    let (gone, given_up) = mpsc::unbounded_channel();
    let manners = manners.to_vec();
    tokio::spawn(async move {
        for manner in manners {
            let (mut stream, _) = listener.accept().await.unwrap();
            seen.send(request_of(&mut stream).await).unwrap();
            match manner {
                Manner::Answer(text) | Manner::CutOff(text) => {
                    stream.write_all(text.as_bytes()).await.unwrap();
                }
                Manner::Silence => {
                    // The end of the stream is the client's giving up.
                    while stream.read(&mut [0; 64]).await.is_ok_and(|count| count > 0) {}
                    gone.send(()).unwrap();
                }
            }
            stream.shutdown().await.ok();
        }
    });
    let base = BaseUrl::parse(&address.to_string()).unwrap();
    let retry = Retry { attempts: 3, first_ms: 1, factor: 1, longest_ms: 1 };
    Server { client: Client::new(Native::new(), base).with_retry(retry), requests, given_up }
}

/// Head and body of a request.
async fn request_of(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let count = stream.read(&mut chunk).await.unwrap();
        bytes.extend_from_slice(&chunk[..count]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
        if count == 0 || body.len() >= length.parse().unwrap() {
            return text;
        }
    }
}

fn kind<T>(result: Result<T, Error>) -> ErrorKind {
    result.err().expect("an error").kind
}

#[tokio::test]
async fn an_answer_arrives_and_the_request_is_as_built() {
    let mut server = server(&[Manner::Answer(OK)]).await;
    let list = server.client.send(api::registries::list()).await.unwrap();
    assert_eq!(list.len(), 0);
    let request = server.requests.recv().await.unwrap();
    assert!(request.starts_with("GET /api/v3/registries HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("accept: application/json\r\n"), "{request}");
}

#[tokio::test]
async fn a_yaml_document_is_sent_as_one_file() {
    let created = "HTTP/1.1 201 Created\r\ncontent-length: 25\r\n\r\n{\"uuid\":\"u\",\"name\":\"web\"}";
    let mut server = server(&[Manner::Answer(created)]).await;
    let created = server.client.send(api::microservices::create_yaml("kind: Microservice\n")).await.unwrap();
    assert_eq!(created.uuid, "u");
    let request = server.requests.recv().await.unwrap();
    assert!(
        request.contains("content-type: multipart/form-data; boundary=ecn-console-manifest\r\n"),
        "{request}"
    );
    assert!(request.contains("name=\"microservice\"; filename=\"manifest.yaml\"\r\n"), "{request}");
    assert!(request.contains("\r\n\r\nkind: Microservice\n\r\n--ecn-console-manifest--\r\n"), "{request}");
}

#[tokio::test]
async fn a_read_that_broke_off_is_repeated_until_it_comes_whole() {
    let mut server = server(&[Manner::CutOff(""), Manner::CutOff(TRUNCATED), Manner::Answer(OK)]).await;
    server.client.send(api::registries::list()).await.unwrap();
    server.requests.recv().await.unwrap();
    server.requests.recv().await.unwrap();
    server.requests.recv().await.unwrap();
}

#[tokio::test]
async fn a_truncated_answer_is_never_taken_for_a_whole_one() {
    let server = server(&[Manner::CutOff(TRUNCATED)]).await;
    let client = server.client.clone().with_retry(Retry::NEVER);
    assert_eq!(kind(client.send(api::registries::list()).await), ErrorKind::Unreachable);
}

#[tokio::test]
async fn a_write_that_broke_off_is_sent_once_and_its_outcome_is_unknown() {
    let mut server = server(&[Manner::CutOff(""), Manner::Answer(OK)]).await;
    let error = server.client.send(api::microservices::delete("u")).await.unwrap_err();
    assert!(error.outcome_unknown());
    server.requests.recv().await.unwrap();
    assert!(server.requests.try_recv().is_err(), "no second attempt");
}

#[tokio::test]
async fn a_request_that_is_never_answered_ends_with_its_time_limit() {
    let mut server = server(&[Manner::Silence]).await;
    let call = api::auth::profile().map_request(|request| request.timeout(50));
    assert_eq!(kind(server.client.send(call).await), ErrorKind::Timeout);
    server.given_up.recv().await.expect("the connection is given up as well");
}

#[tokio::test]
async fn dropping_a_call_cancels_its_request() {
    let mut server = server(&[Manner::Silence]).await;
    let client = server.client.clone();
    let sending = tokio::select! {
        biased;
        result = client.send(api::registries::list()) => Some(result.map(drop)),
        _ = server.requests.recv() => None,
    };
    assert!(sending.is_none());
    server.given_up.recv().await.expect("the connection is closed");
}

#[tokio::test]
async fn a_controller_that_is_not_there_is_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client =
        Client::new(Native::new(), BaseUrl::parse(&address.to_string()).unwrap()).with_retry(Retry::NEVER);
    assert_eq!(kind(client.send(api::status::get()).await), ErrorKind::Unreachable);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    const ELSEWHERE: &str = "HTTP/1.1 302 Found\r\nlocation: /sign-in\r\ncontent-length: 0\r\n\r\n";
    let mut server = server(&[Manner::Answer(ELSEWHERE), Manner::Answer(OK)]).await;
    let error = server.client.send(api::registries::list()).await.unwrap_err();
    assert!(error.message.contains("sends requests on to another address"), "{error}");
    server.requests.recv().await.unwrap();
    assert!(server.requests.try_recv().is_err(), "the token went nowhere else");
}
