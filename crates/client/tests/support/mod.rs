//! A transport that answers from a script, and the recording of a real Controller 3.7.3.
#![allow(dead_code, reason = "each test file uses its own part of this")]

use client::{BaseUrl, Client, HttpRequest, HttpResponse, Transport, TransportError};
use serde_json::Value;
use std::{
    cell::RefCell,
    collections::VecDeque,
    future::Future,
    pin::pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

pub(crate) type Answer = Result<HttpResponse, TransportError>;

/// Answers in order and remembers what was asked. More requests than answers fail the test.
#[derive(Clone, Default)]
pub(crate) struct Script {
    answers: Rc<RefCell<VecDeque<Answer>>>,
    pub(crate) asked: Rc<RefCell<Vec<HttpRequest>>>,
    pub(crate) pauses: Rc<RefCell<Vec<u32>>>,
}

impl Script {
    pub(crate) fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self { answers: Rc::new(RefCell::new(answers.into_iter().collect())), ..Self::default() }
    }

    pub(crate) fn client(&self) -> Client<Self> {
        Client::new(self.clone(), BaseUrl::parse("http://controller.test:51121").unwrap())
    }

    /// `METHOD /path?query` of every request, in order.
    pub(crate) fn lines(&self) -> Vec<String> {
        let line = |request: &HttpRequest| {
            let target = request.url.strip_prefix("http://controller.test:51121/api/v3").unwrap();
            format!("{} {target}", request.method)
        };
        self.asked.borrow().iter().map(line).collect()
    }

    /// The JSON body of the request with this number.
    pub(crate) fn body(&self, index: usize) -> Value {
        serde_json::from_slice(&self.asked.borrow()[index].body).unwrap()
    }

    pub(crate) fn header(&self, index: usize, name: &str) -> Option<String> {
        let asked = self.asked.borrow();
        asked[index].headers.iter().find(|(header, _)| *header == name).map(|(_, value)| value.clone())
    }
}

impl Transport for Script {
    async fn send(&self, request: HttpRequest) -> Answer {
        self.asked.borrow_mut().push(request);
        self.answers.borrow_mut().pop_front().expect("a request that the script has no answer for")
    }

    async fn pause(&self, ms: u32) {
        self.pauses.borrow_mut().push(ms);
    }
}

pub(crate) fn json(status: u16, body: impl Into<Value>) -> Answer {
    let body = body.into().to_string().into_bytes();
    let content_type = "application/json; charset=utf-8".into();
    Ok(HttpResponse { status, content_type, body, retry_after_s: None })
}

pub(crate) fn text(status: u16, content_type: &str, body: &str) -> Answer {
    let (content_type, body) = (content_type.into(), body.as_bytes().to_vec());
    Ok(HttpResponse { status, content_type, body, retry_after_s: None })
}

pub(crate) fn empty(status: u16) -> Answer {
    text(status, "", "")
}

/// Runs a future that never really waits.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..1000 {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
    panic!("the future waits for something that never comes");
}

/// One step of the recording, its placeholders replaced by values of their type.
pub(crate) struct Step {
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) request_body: Option<Value>,
    /// The form field and the text of an uploaded file.
    pub(crate) upload: Option<(String, String)>,
    pub(crate) status: Option<u16>,
    pub(crate) content_type: String,
    pub(crate) body: Value,
}

impl Step {
    pub(crate) fn succeeded(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }

    /// The answer as it came over the wire.
    pub(crate) fn answer(&self) -> Answer {
        let body = match &self.body {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        text(self.status.expect("a step with an answer"), &self.content_type, &body)
    }

    pub(crate) fn segments(&self) -> Vec<&str> {
        self.path.split('/').filter(|segment| !segment.is_empty()).collect()
    }
}

/// Recorded steps that the console does not send, with the reason: names of steps, or verbs with the start of a path in
/// which `*` is any one name.
const NOT_SENT: [(&str, &[&str]); 9] = [
    ("agents are looked at, and not made or told to do anything", &["* /iofog/*", "POST /iofog"]),
    (
        "the console has no page about them",
        &[
            "* /cluster",
            "* /edgeResource",
            "* /edgeResources",
            "* /flow",
            "* /nats/hub",
            "* /rolebindings",
            "* /router",
            "* /serviceaccounts",
            "* /services",
        ],
    ),
    (
        "of roles and rules the console reads the list",
        &["* /roles/*", "POST /roles", "* /nats/account-rules/*", "POST /nats/account-rules"],
    ),
    (
        "templates are replaced, which makes them, too",
        &["POST /applicationTemplate", "PATCH /applicationTemplate", "DELETE /applicationTemplate"],
    ),
    (
        "parts of a microservice are changed with the whole, and read with it",
        &[
            "* /microservices/*/config",
            "* /microservices/*/port-mapping",
            "* /microservices/*/volume-mapping",
        ],
    ),
    (
        "only a microservice is created from a YAML document",
        &["* /application/yaml", "PATCH /microservices/yaml", "POST /secrets/yaml"],
    ),
    (
        "the lists, the status and the token say it",
        &[
            "* /fog-types",
            "HEAD /capabilities",
            "GET /user/profile",
            "GET /registries/*",
            "GET /application/system",
            "GET /microservices/system/*",
        ],
    ),
    (
        "volume mounts are not linked from here, and the audit log is not emptied",
        &["* /volumeMounts/*/link", "DELETE /events"],
    ),
    (
        "no typed call can say it",
        &[
            "GET /nope",
            "PUT /registries",
            "agents/list-filter-equals",
            "agents/list-filter-incomplete",
            "auth/login-bad-json",
            "auth/login-no-body",
            "auth/login-urlencoded",
            "catalog/get-text-id",
            "events/list-filter",
            "events/list-unknown-parameter",
            "registries/delete-text-id",
        ],
    ),
];

/// Why the console does not send what was recorded in a step.
pub(crate) fn not_sent(step: &Step) -> Option<&'static str> {
    let fits = |place: &&str| match place.split_once(" /") {
        None => *place == step.name,
        Some((method, path)) => {
            let (wanted, segments) = (path.split('/').collect::<Vec<_>>(), step.segments());
            let same = |(wanted, segment): (&&str, &&str)| *wanted == "*" || wanted == segment;
            (method == "*" || method == step.method)
                && wanted.len() <= segments.len()
                && wanted.iter().zip(&segments).all(same)
        }
    };
    NOT_SENT.iter().find(|(_, places)| places.iter().any(fits)).map(|(reason, _)| *reason)
}

pub(crate) fn recording() -> Vec<Step> {
    include_str!("../fixtures/controller-3.7.3.jsonl").lines().map(step).collect()
}

fn step(line: &str) -> Step {
    let step = filled(&serde_json::from_str(line).unwrap());
    let text = |key: &str| step[key].as_str().unwrap_or_default().to_owned();
    Step {
        name: text("name"),
        method: text("method"),
        path: ids(&text("path")),
        query: step["query"].as_str().map(str::to_owned),
        request_body: step.get("requestBody").cloned(),
        upload: step["multipart"]["field"]
            .as_str()
            .map(|field| (field.to_owned(), step["multipart"]["content"].as_str().unwrap().to_owned())),
        status: step["status"].as_u64().map(|status| u16::try_from(status).unwrap()),
        content_type: step["responseHeaders"]["content-type"].as_str().unwrap_or_default().to_owned(),
        body: step["responseBody"].clone(),
    }
}

fn filled(value: &Value) -> Value {
    match value {
        Value::String(text) => placeholder(text),
        Value::Array(items) => items.iter().map(filled).collect(),
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), filled(value))).collect(),
        other => other.clone(),
    }
}

fn placeholder(text: &str) -> Value {
    match text {
        "<time>" => "2026-11-21T19:51:06.947Z".into(),
        "<ms>" => 1_795_291_866_947_i64.into(),
        "<number>" => 1.into(),
        "<array>" => Value::Array(Vec::new()),
        "<object>" => serde_json::json!({ "controller": "3.7.3" }),
        "<any>" => Value::Null,
        _ if text.starts_with("<id:") && text.matches('<').count() == 1 && text.ends_with('>') => {
            id(text.trim_end_matches('>')).into()
        }
        _ => uuids(text).into(),
    }
}

/// Replaces `<uuid:N>` inside a text, too.
fn uuids(text: &str) -> String {
    let mut parts = text.split("<uuid:");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, rest) = part.split_once('>').unwrap();
        filled.push_str(&format!(
            "00000000-0000-4000-8000-{:0>12}{rest}",
            number.parse::<u32>().unwrap() + 900
        ));
    }
    filled
}

fn id(placeholder: &str) -> i64 {
    placeholder.rsplit(':').next().and_then(|number| number.parse().ok()).unwrap()
}

/// Replaces `<id:KIND:N>` inside a path.
fn ids(path: &str) -> String {
    let segment = |segment: &str| match segment.strip_prefix("<id:") {
        Some(rest) => id(rest.trim_end_matches('>')).to_string(),
        None => segment.to_owned(),
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}
