//! A Controller of paper: it expects requests in an order and has the answers ready.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use client::{BaseUrl, Client, HttpRequest, HttpResponse, Transport, TransportError};
use serde_json::Value;

use crate::StepId;
use crate::apply::{Event, Run};

/// `METHOD path` of a request, and what comes back.
pub(crate) type Line = (&'static str, Answer);

pub(crate) enum Answer {
    Json(u16, Value),
    Lost,
    Late,
}

pub(crate) struct Scripted {
    lines: RefCell<VecDeque<Line>>,
    /// Bodies of the writes, in order.
    pub(crate) bodies: RefCell<Vec<String>>,
}

impl Transport for &Scripted {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let path = request.url.strip_prefix("http://c:51121/api/v3").unwrap();
        let sent = format!("{} {path}", request.method);
        let (expected, answer) =
            self.lines.borrow_mut().pop_front().unwrap_or_else(|| panic!("not expected: {sent}"));
        assert_eq!(sent, expected);
        if request.method != client::Method::Get {
            self.bodies.borrow_mut().push(String::from_utf8(request.body).unwrap());
        }
        match answer {
            Answer::Json(status, body) => {
                let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
                Ok(HttpResponse {
                    status,
                    content_type: "application/json".to_owned(),
                    body,
                    ..HttpResponse::default()
                })
            }
            Answer::Lost => Err(TransportError::CutShort),
            Answer::Late => Err(TransportError::Timeout),
        }
    }

    async fn pause(&self, _: u32) {}
}

impl Scripted {
    pub(crate) fn new(lines: impl IntoIterator<Item = Line>) -> Scripted {
        Scripted { lines: RefCell::new(lines.into_iter().collect()), bodies: RefCell::default() }
    }

    /// Lets the run go on until it stops, and gives one word per event.
    #[track_caller]
    pub(crate) fn drive(&self, run: &mut Run) -> Vec<String> {
        let client =
            Client::new(self, BaseUrl::parse("http://c:51121").unwrap()).with_retry(client::Retry::NEVER);
        let mut words = Vec::new();
        while let Some(event) = now(run.advance(&client)) {
            words.push(word(run, &event));
        }
        words
    }

    #[track_caller]
    pub(crate) fn assert_used_up(&self) {
        let left: Vec<&str> = self.lines.borrow().iter().map(|(expected, _)| *expected).collect();
        assert!(left.is_empty(), "never asked for: {left:?}");
    }
}

/// A step by its place in the plan.
fn word(run: &Run, event: &Event) -> String {
    let place = |id: &StepId| run.rows().position(|(step, _)| step.id == *id).unwrap();
    match event {
        Event::Started { id } => format!("start {}", place(id)),
        Event::Progress { id, done, of } => format!("progress {} {done}/{of}", place(id)),
        Event::Waiting { id, .. } => format!("wait {}", place(id)),
        Event::Done { id, remark, .. } => {
            let remark = remark.as_ref().map(|remark| format!(" ({remark})")).unwrap_or_default();
            format!("done {}{remark}", place(id))
        }
        Event::Failed { id, failure } => {
            let left = failure.left.as_deref().map(|left| format!(" ({left})")).unwrap_or_default();
            format!("failed {}: {}{left}", place(id), failure.error.message)
        }
        Event::Skipped { id, because } => format!("skipped {} because of {}", place(id), place(because)),
        Event::Interrupted { id, error } => format!("interrupted {}: {:?}", place(id), error.kind),
    }
}

/// Scripted answers are always ready, so one poll is enough.
pub(crate) fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the script never waits"),
    }
}

/// Waiting, where no time passes.
pub(crate) async fn no_time(_: u32) {}
