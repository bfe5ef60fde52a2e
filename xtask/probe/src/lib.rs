//! The hot paths of the app, callable from a benchmark: reading and checking manifests, decoding answers.

use std::cell::RefCell;
use std::future::{Future, pending, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use client::{BaseUrl, Client, HttpRequest, HttpResponse, List, Transport, TransportError, api};
use manifest::{Checker, Edit, Manifest};
use model::{Lists, Microservice, World};
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    /// Lists that are held on to, so that the memory they need can be seen.
    static KEPT: RefCell<Vec<List<Microservice>>> = const { RefCell::new(Vec::new()) };
}

/// Reads a text and counts its documents.
#[wasm_bindgen]
pub fn read(text: String) -> usize {
    Manifest::parse(text).documents().len()
}

/// A text under edit with the live lists that it is checked against, as the workspace holds them.
#[wasm_bindgen]
pub struct Desk {
    manifest: Manifest,
    checker: Checker,
    world: World,
}

#[wasm_bindgen]
impl Desk {
    /// Reads and checks the text, as opening it does. `lists` is JSON.
    #[wasm_bindgen(constructor)]
    pub fn new(text: String, lists: &str) -> Desk {
        let world = World::new(Lists::read(&serde_json::from_str(lists).unwrap_or_default()));
        let mut desk = Desk { manifest: Manifest::parse(text), checker: Checker::new(), world };
        desk.problems();
        desk
    }

    /// Reads and checks another text against the same lists, all of it, and counts the problems.
    pub fn check(&self, text: String) -> usize {
        manifest::check(&Manifest::parse(text), Some(&self.world)).len()
    }

    /// Replaces `length` bytes at `at`, checks again, and counts the problems.
    pub fn replace(&mut self, at: usize, length: usize, with: &str) -> usize {
        self.manifest.replace(at..at + length, with);
        self.problems()
    }

    /// Sets a value of one document, as a field of a form does, without checking it; gives the number of edits made.
    pub fn set(&mut self, document: usize, path: &str, value: i32) -> usize {
        let edits = self.edits(document, path, value).unwrap_or_default();
        self.manifest.edit(&edits);
        edits.len()
    }

    fn edits(&self, document: usize, path: &str, value: i32) -> Option<Vec<Edit>> {
        self.manifest.documents().get(document)?.set(&path.parse().ok()?, &value.into()).ok()
    }

    fn problems(&mut self) -> usize {
        self.checker.problems(&self.manifest, Some(&self.world)).len()
    }
}

/// Decodes the answer with a list of microservices, holds on to it, and counts what could be read; 0 when nothing could.
#[wasm_bindgen]
pub fn decode(body: Vec<u8>) -> usize {
    let Some(list) = decoded(body) else { return 0 };
    let count = list.items.len();
    KEPT.with_borrow_mut(|kept| kept.push(list));
    count
}

/// Lets go of everything that was decoded.
#[wasm_bindgen]
pub fn release() {
    KEPT.take();
}

fn decoded(body: Vec<u8>) -> Option<List<Microservice>> {
    let base = BaseUrl::parse("http://localhost/api/v3").ok()?;
    let client = Client::new(Memory(RefCell::new(body)), base);
    let answer = pin!(client.send(api::microservices::list()));
    match answer.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(list) => list.ok(),
        Poll::Pending => None,
    }
}

/// Answers once, with what it holds.
struct Memory(RefCell<Vec<u8>>);

impl Transport for Memory {
    fn send(&self, _: HttpRequest) -> impl Future<Output = Result<HttpResponse, TransportError>> {
        ready(Ok(HttpResponse { status: 200, body: self.0.take(), ..HttpResponse::default() }))
    }

    fn pause(&self, _: u32) -> impl Future<Output = ()> {
        pending()
    }
}
