//! How fast the longest list is decoded: 5,000 microservices, 9 MB, beside reading the same bytes in other ways.
//! `cargo bench -p client`; the browser's side of it is `cargo xtask bench`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a tool for people")]

use client::{BaseUrl, Client, HttpRequest, HttpResponse, Retry, Transport, TransportError, api};
use model::Microservice;
use std::{
    future::Future,
    hint::black_box,
    pin::pin,
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

const COUNT: usize = 5_000;
const ROUNDS: usize = 15;

/// Always the same answer.
struct Canned(Vec<u8>);

impl Transport for Canned {
    async fn send(&self, _: HttpRequest) -> Result<HttpResponse, TransportError> {
        Ok(HttpResponse { status: 200, body: self.0.clone(), ..HttpResponse::default() })
    }

    async fn pause(&self, _: u32) {}
}

/// The answer of a Controller with many microservices: a recorded one, again and again under other names.
fn answer() -> Vec<u8> {
    let recording = include_str!("../tests/fixtures/controller-3.7.3.jsonl");
    let line = recording.lines().find(|line| line.contains("\"microservices/get-full\"")).unwrap();
    let one = serde_json::from_str::<serde_json::Value>(line).unwrap()["responseBody"].to_string();
    let one = one.replace("<time>", "2026-11-21T19:51:06.947Z");
    let mut ids = one.split("\"<id:");
    let mut template = ids.next().unwrap().to_owned();
    for rest in ids {
        template.push('7');
        template.push_str(rest.split_once('"').unwrap().1);
    }
    let numbered = |index: usize| {
        let number = index.to_string();
        template
            .replace("<uuid:12>", &format!("60851f1c-0000-4000-8000-{number:0>12}"))
            .replace("\"full\"", &format!("\"sensor-{number}\""))
    };
    let entries: Vec<_> = (0..COUNT).map(numbered).collect();
    format!("{{\"microservices\":[{}]}}", entries.join(",")).into_bytes()
}

fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("nothing here waits"),
    }
}

fn fastest(name: &str, mut work: impl FnMut()) {
    let time = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    let best = (0..ROUNDS).map(|_| time(&mut work)).min().unwrap_or(Duration::ZERO);
    println!("{name:<28} {:>7.1} ms", best.as_secs_f64() * 1000.0);
}

fn main() {
    let bytes = answer();
    println!("{COUNT} microservices, {:.1} MB, best of {ROUNDS}", bytes.len() as f64 / 1e6);
    println!("{} bytes each before their texts and lists", size_of::<Microservice>());
    fastest("skipped", || {
        black_box(serde_json::from_slice::<serde::de::IgnoredAny>(&bytes).unwrap());
    });
    fastest("as serde_json::Value", || {
        black_box(serde_json::from_slice::<serde_json::Value>(&bytes).unwrap());
    });
    let base = BaseUrl::parse("http://controller.test").unwrap();
    let client = Client::new(Canned(bytes), base).with_retry(Retry::NEVER);
    fastest("as microservices, by the client", || {
        assert_eq!(black_box(now(client.send(api::microservices::list())).unwrap()).len(), COUNT);
    });
}
