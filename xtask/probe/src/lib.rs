//! The hot paths of the app, callable from a benchmark: reading and checking manifests, decoding answers.

use std::cell::RefCell;
use std::future::{Future, pending, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use client::{BaseUrl, Client, HttpRequest, HttpResponse, Transport, TransportError, api};
use manifest::{Checker, Manifest};
use wasm_bindgen::prelude::wasm_bindgen;

/// Reads a text and counts its documents.
#[wasm_bindgen]
pub fn read(text: String) -> usize {
    Manifest::parse(text).documents().len()
}

/// Reads and checks a text and counts its problems.
#[wasm_bindgen]
pub fn check(text: String) -> usize {
    manifest::check(&Manifest::parse(text), None).len()
}

/// A text under edit, checked after every keystroke.
#[wasm_bindgen]
pub struct Typing {
    manifest: Manifest,
    checker: Checker,
}

#[wasm_bindgen]
impl Typing {
    /// Reads and checks the text once, as opening it does.
    #[wasm_bindgen(constructor)]
    pub fn new(text: String) -> Typing {
        let mut typing = Typing { manifest: Manifest::parse(text), checker: Checker::new() };
        typing.problems();
        typing
    }

    /// Replaces `length` bytes at `at`, checks again, and counts the problems.
    pub fn replace(&mut self, at: usize, length: usize, with: &str) -> usize {
        self.manifest.replace(at..at + length, with);
        self.problems()
    }

    fn problems(&mut self) -> usize {
        self.checker.problems(&self.manifest, None, 0).len()
    }
}

/// Decodes the answer with a list of microservices and counts what could be read; 0 when nothing could.
#[wasm_bindgen]
pub fn decode(body: Vec<u8>) -> usize {
    let Ok(base) = BaseUrl::parse("http://localhost/api/v3") else { return 0 };
    let client = Client::new(Memory(RefCell::new(body)), base);
    let answer = pin!(client.send(api::microservices::list()));
    match answer.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(list)) => list.items.len(),
        _ => 0,
    }
}

/// Answers once, with what it holds.
struct Memory(RefCell<Vec<u8>>);

impl Transport for Memory {
    fn send(&self, _: HttpRequest) -> impl Future<Output = Result<HttpResponse, TransportError>> {
        ready(Ok(HttpResponse { status: 200, content_type: String::new(), body: self.0.take() }))
    }

    fn pause(&self, _: u32) -> impl Future<Output = ()> {
        pending()
    }
}
