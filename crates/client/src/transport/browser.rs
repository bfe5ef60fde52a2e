//! The browser's fetch, through gloo-net, with a time limit and cancellation by an abort signal.

use gloo_net::http::{RequestBuilder, Response};
use gloo_timers::callback::Timeout;
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortController, RequestCredentials, RequestRedirect};

use super::{HttpRequest, HttpResponse, Transport, TransportError};
use crate::Method;

/// Sends requests with fetch: without cookies, which the Controller sets but never reads.
#[derive(Clone, Copy, Debug, Default)]
pub struct Browser;

impl Transport for Browser {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let limit = Limit::start(request.timeout_ms);
        let response = fetch(request, &limit).await.map_err(|()| limit.error(TransportError::Unreachable))?;
        let status = response.status();
        // That is all that a browser tells of a redirect that it was told not to follow.
        if status == 0 {
            return Err(TransportError::Redirected);
        }
        let content_type = response.headers().get("content-type").unwrap_or_default();
        let retry_after_s = response.headers().get("retry-after").and_then(|text| seconds(&text));
        let body = response.binary().await.map_err(|_| limit.error(TransportError::CutShort))?;
        limit.finish();
        Ok(HttpResponse { status, content_type, body, retry_after_s })
    }

    async fn pause(&self, ms: u32) {
        gloo_timers::future::TimeoutFuture::new(ms).await;
    }
}

async fn fetch(request: HttpRequest, limit: &Limit) -> Result<Response, ()> {
    let method = match request.method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
        Method::Put => gloo_net::http::Method::PUT,
        Method::Patch => gloo_net::http::Method::PATCH,
        Method::Delete => gloo_net::http::Method::DELETE,
    };
    let mut builder = RequestBuilder::new(&request.url)
        .method(method)
        .credentials(RequestCredentials::Omit)
        .redirect(RequestRedirect::Manual)
        .abort_signal(limit.controller.as_ref().map(AbortController::signal).as_ref());
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    if request.body.is_empty() {
        return builder.send().await.map_err(|_| ());
    }
    let body: JsValue = js_sys::Uint8Array::from(request.body.as_slice()).unchecked_into();
    builder.body(body).map_err(|_| ())?.send().await.map_err(|_| ())
}

/// The seconds of a `retry-after`, which may name a moment in their place.
fn seconds(text: &str) -> Option<u32> {
    let text = text.trim();
    let until = || {
        let left = (js_sys::Date::parse(text) - js_sys::Date::now()) / 1000.0;
        (!left.is_nan()).then(|| left.ceil().max(0.0) as u32)
    };
    text.parse().ok().or_else(until)
}

/// Aborts the request when its time has passed, and when it is dropped before its end (that is: cancelled).
struct Limit {
    controller: Option<AbortController>,
    passed: Rc<Cell<bool>>,
    finished: Cell<bool>,
    _timer: Option<Timeout>,
}

impl Limit {
    fn start(ms: u32) -> Self {
        let controller = AbortController::new().ok();
        let passed = Rc::new(Cell::new(false));
        let timer = controller.clone().map(|controller| {
            let passed = Rc::clone(&passed);
            Timeout::new(ms, move || {
                passed.set(true);
                controller.abort();
            })
        });
        Self { controller, passed, finished: Cell::new(false), _timer: timer }
    }

    fn error(&self, otherwise: TransportError) -> TransportError {
        if self.passed.get() { TransportError::Timeout } else { otherwise }
    }

    fn finish(&self) {
        self.finished.set(true);
    }
}

impl Drop for Limit {
    fn drop(&mut self) {
        if !self.finished.get()
            && let Some(controller) = &self.controller
        {
            controller.abort();
        }
    }
}
