//! The reader of answers: it takes what is JSON and nothing else, and reads the same from the same value however written.

use std::future::Future;
use std::io::Error;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use client::api::{agents, applications, catalog, microservices, registries};
use client::{BaseUrl, Call, Client, HttpRequest, HttpResponse, Transport, TransportError};
use serde_json::Value;

pub(super) const WORDS: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1.5",
    "1e9",
    "\"",
    "\\",
    "\\u00e4",
    "\\ud800",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    " ",
    "\n",
    "\"name\":",
    "\"uuid\":",
    "\"id\":",
    "\"microservices\":",
    "[]",
    "{}",
    "\"\"",
    "99999999999999999999",
    "ä",
    "😀",
    "\u{1}",
];

/// The recorded answers of a real Controller.
pub(super) fn corpus() -> Result<Vec<Vec<u8>>, Error> {
    let file =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../crates/client/tests/fixtures/controller-3.7.3.jsonl");
    let steps = std::fs::read_to_string(file)?;
    let answer = |line: &str| {
        let step: Value = serde_json::from_str(line).ok()?;
        Some(
            step.get("responseBody")
                .filter(|body| body.is_object() || body.is_array())?
                .to_string()
                .into_bytes(),
        )
    };
    Ok(steps.lines().filter_map(answer).filter(|body| body.len() < 20_000).collect())
}

pub(super) fn run(input: &[u8]) {
    // Bytes that are no text are only refused where they are read, which is as good.
    let text = String::from_utf8_lossy(input);
    // Half a character is text to a browser and to our reader, and none to the library.
    if text.to_lowercase().contains("\\ud") {
        return;
    }
    let input = text.as_bytes();
    let value: Option<Value> = serde_json::from_slice(input).ok();
    same(microservices::list, input, value.as_ref());
    same(agents::list, input, value.as_ref());
    same(applications::list, input, value.as_ref());
    same(catalog::list, input, value.as_ref());
    same(registries::list, input, value.as_ref());
}

/// What is no JSON is refused; what is, gives the same as the same value written by the library.
fn same<T: PartialEq + std::fmt::Debug>(call: fn() -> Call<T>, input: &[u8], value: Option<&Value>) {
    let read = ask(call(), input.to_vec());
    match value {
        None => assert!(read.is_none(), "no JSON, and yet {read:?}"),
        Some(value) => {
            let plain = ask(call(), value.to_string().into_bytes());
            assert_eq!(read, plain);
        }
    }
}

/// `None` when the answer is refused.
fn ask<T>(call: Call<T>, body: Vec<u8>) -> Option<T> {
    let client = Client::new(Answer(body), BaseUrl::parse("http://controller.test").ok()?);
    let mut sent = pin!(client.send(call));
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(answer) = sent.as_mut().poll(&mut context) {
            return answer.ok();
        }
    }
}

/// Answers everything with this body.
struct Answer(Vec<u8>);

impl Transport for Answer {
    async fn send(&self, _: HttpRequest) -> Result<HttpResponse, TransportError> {
        let body = self.0.clone();
        Ok(HttpResponse {
            status: 200,
            content_type: "application/json".into(),
            body,
            ..HttpResponse::default()
        })
    }

    async fn pause(&self, _: u32) {}
}
