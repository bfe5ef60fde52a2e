//! Sending requests to a Controller in the same process.

#![allow(dead_code, reason = "each test binary uses a part")]
#![allow(clippy::expect_used, reason = "a test may stop at the first surprise")]

use axum::body::Body;
use axum::http::{HeaderMap, Request};
use demo_controller::{Clock, Controller, Options};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

pub(crate) const NOW: i64 = 1_795_290_000_000;

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }
}

/// A Controller, its clock, and a token of a user.
pub(crate) struct Demo {
    pub(crate) controller: Controller,
    pub(crate) clock: Clock,
    pub(crate) token: String,
}

impl Demo {
    pub(crate) fn start(options: &Options) -> Self {
        let clock = Clock::manual(NOW);
        let controller = Controller::new(options, clock.clone(), 51121).expect("nothing to load");
        Self { controller, clock, token: String::new() }
    }

    pub(crate) async fn signed_in(options: &Options, user: &str) -> Self {
        let mut demo = Self::start(options);
        demo.sign_in(user).await;
        demo
    }

    pub(crate) async fn sign_in(&mut self, user: &str) {
        let body = json!({"email": format!("{user}@example.com"), "password": "password"});
        let answer = self.send("POST", "/user/login", &body).await;
        answer.json()["accessToken"].as_str().unwrap_or("").clone_into(&mut self.token);
    }

    /// A request to the API; `null` sends no body.
    pub(crate) async fn send(&self, method: &str, path: &str, body: &Value) -> Answer {
        let content = if body.is_null() { String::new() } else { body.to_string() };
        let bearer = format!("Bearer {}", self.token);
        let headers = [("content-type", "application/json"), ("authorization", bearer.as_str())];
        self.raw(method, &format!("/api/v3{path}"), &headers, content).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &Value::Null).await
    }

    /// A file in a field of a form.
    pub(crate) async fn upload(&self, method: &str, path: &str, field: &str, text: &str) -> Answer {
        let part = format!("Content-Disposition: form-data; name=\"{field}\"; filename=\"f.yaml\"");
        let body = format!("--x\r\n{part}\r\n\r\n{text}\r\n--x--\r\n");
        let bearer = format!("Bearer {}", self.token);
        let headers =
            [("content-type", "multipart/form-data; boundary=x"), ("authorization", bearer.as_str())];
        self.raw(method, &format!("/api/v3{path}"), &headers, body).await
    }

    pub(crate) async fn raw(
        &self,
        method: &str,
        uri: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body)).expect("a valid request");
        let response = self.controller.router().oneshot(request).await.expect("routers do not fail");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.into_body().collect().await.expect("a whole body").to_bytes();
        Answer { status, headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }
}
