//! A recorded request, and sending it to a Controller in the same process.

use axum::body::Body;
use axum::http::Request;
use demo_controller::Controller;
use http_body_util::BodyExt as _;
use serde::Deserialize;
use serde_json::Value;
use tower::ServiceExt as _;

use super::compare::Bound;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Step {
    pub(crate) step: u32,
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) request_headers: Headers,
    #[serde(default)]
    pub(crate) request_body: Option<Value>,
    pub(crate) raw_body: Option<String>,
    pub(crate) multipart: Option<Multipart>,
    pub(crate) until: Option<Until>,
    pub(crate) pause_ms: Option<i64>,
    /// `None` where the real one never answers.
    pub(crate) status: Option<u16>,
    pub(crate) response_headers: Headers,
    pub(crate) response_body: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Headers {
    pub(crate) content_type: Option<String>,
    pub(crate) authorization: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Multipart {
    field: String,
    filename: String,
    content_type: String,
    content: String,
}

/// What an answer must look like before it is compared.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Until {
    path: String,
    differs_from: Option<String>,
    equals: Option<Value>,
}

impl Until {
    pub(crate) fn holds(&self, body: &Value) -> bool {
        let found = body.get(&self.path);
        match (&self.differs_from, &self.equals) {
            (Some(other), _) => found != body.get(other),
            (None, wanted) => found == wanted.as_ref(),
        }
    }
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    /// JSON, or the text of anything else.
    pub(crate) body: Value,
}

pub(crate) async fn send(controller: &Controller, step: &Step, bound: &Bound) -> Answer {
    let path = bound.fill(&step.path);
    let query = step.query.as_ref().map(|query| format!("?{}", bound.fill(query))).unwrap_or_default();
    let uri = format!("/api/v3{path}{query}").replace('[', "%5B").replace(']', "%5D");
    let mut request = Request::builder().method(step.method.as_str()).uri(uri);
    if let Some(authorization) = &step.request_headers.authorization {
        request = request.header("authorization", bound.authorization(authorization));
    }
    let (kind, body) = payload(step, bound);
    if let Some(kind) = kind {
        request = request.header("content-type", kind);
    }
    let request = request.body(Body::from(body)).expect("a valid request");
    let response = controller.router().oneshot(request).await.expect("routers do not fail");
    let status = response.status().as_u16();
    let content_type =
        response.headers().get("content-type").and_then(|kind| kind.to_str().ok()).map(str::to_owned);
    let bytes = response.into_body().collect().await.expect("a whole body").to_bytes();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let json = content_type.as_deref().is_some_and(|kind| kind.starts_with("application/json"));
    let body =
        if json { serde_json::from_str(&text).unwrap_or(Value::from(text)) } else { Value::from(text) };
    Answer { status, content_type, body }
}

fn payload(step: &Step, bound: &Bound) -> (Option<String>, String) {
    let kind = step.request_headers.content_type.clone();
    if let Some(part) = &step.multipart {
        let boundary = "----replay";
        let body = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\nContent-Type: {}\r\n\r\n\
             {}\r\n--{boundary}--\r\n",
            part.field,
            part.filename,
            part.content_type,
            bound.fill(&part.content)
        );
        return (Some(format!("multipart/form-data; boundary={boundary}")), body);
    }
    let body = match (&step.raw_body, &step.request_body) {
        (Some(raw), _) => raw.clone(),
        (None, Some(body)) => bound.fill_value(body).to_string(),
        (None, None) => String::new(),
    };
    (kind, body)
}
