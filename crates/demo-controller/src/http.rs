//! Between axum and the API: reads requests, applies faults, writes answers with the headers of the real one.

use std::io::Write as _;
use std::net::IpAddr;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{ConnectInfo, FromRequestParts as _, Request, State as Shared};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use http_body_util::{BodyExt as _, Limited};

use crate::api::BASE;
use crate::api::body;
use crate::api::dispatch::{self, Content, Incoming, Outgoing};
use crate::faults::Fault;
use crate::identity;
use crate::ids;
use crate::live;
use crate::pace;
use crate::server::Controller;
use crate::state::Api;
use crate::wire::Peer;

/// Bodies beyond this are refused, whatever their kind.
const LARGEST_BODY: usize = 64 * 1024 * 1024;
/// Payload of a WebSocket message.
const LARGEST_MESSAGE: usize = 1024 * 1024;

pub(crate) async fn handle(Shared(controller): Shared<Controller>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let below = path.strip_prefix(BASE).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    if let Some(below) = below {
        return api(&controller, request, below).await;
    }
    if path.starts_with("/api/") {
        return plain(StatusCode::NOT_FOUND, "Not found\n");
    }
    if controller.inner.identity && path.starts_with(identity::REALM) {
        return sign_in(&controller, request).await;
    }
    match &controller.inner.site {
        Some(site) => site.answer(request.method(), &path, request.headers()).await,
        None => plain(StatusCode::NOT_FOUND, "The demo Controller answers below /api/v3.\n"),
    }
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

async fn whole(body: Body) -> Option<Bytes> {
    Limited::new(body, LARGEST_BODY).collect().await.ok().map(http_body_util::Collected::to_bytes)
}

async fn sign_in(controller: &Controller, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Some(bytes) = whole(body).await else { return plain(StatusCode::PAYLOAD_TOO_LARGE, "Too large\n") };
    let asked = identity::Asked {
        method: parts.method.as_str(),
        path: parts.uri.path(),
        query: parts.uri.query().unwrap_or(""),
        body: &String::from_utf8_lossy(&bytes),
        authorization: text(&parts.headers, "authorization"),
        cookie: text(&parts.headers, "cookie"),
    };
    controller.mark_changed();
    controller.with(|state, now| identity::answer(state, &asked, now))
}

async fn api(controller: &Controller, request: Request, below: &str) -> Response {
    let (mut parts, body) = request.into_parts();
    let version = controller.with(|state, _| state.api);
    // Controller 3.0 has no sessions: there such a request is one like any other.
    if version == Api::V37
        && let Ok(upgrade) = WebSocketUpgrade::from_request_parts(&mut parts, &()).await
    {
        return session(controller, &parts, below, upgrade);
    }
    let headers = &parts.headers;
    if parts.method == Method::OPTIONS {
        return preflight(version, headers);
    }
    let Some(bytes) = whole(body).await else { return plain(StatusCode::PAYLOAD_TOO_LARGE, "Too large\n") };
    let peer = parts.extensions.get::<ConnectInfo<Peer>>().map(|info| &info.0);
    let incoming = Incoming {
        method: parts.method.as_str().to_owned(),
        path: below.to_owned(),
        query: parts.uri.query().unwrap_or("").to_owned(),
        authorization: text(headers, "authorization").map(str::to_owned),
        request_id: text(headers, "request-id").map(str::to_owned),
        address: address(peer),
        payload: body::read(text(headers, "content-type").unwrap_or_default(), &bytes).await,
    };
    let plan = controller.with(|state, _| controller.inner.faults.plan(&incoming, state));
    if plan.delay > 0 {
        tokio::time::sleep(Duration::from_millis(plan.delay)).await;
    }
    let outgoing = match plan.fault {
        Some(Fault::Error) => broken(),
        _ => {
            let work = |controller: &Controller| {
                controller.with(|state, now| dispatch::answer(state, incoming, now))
            };
            pace::take_turn(controller, work).await.unwrap_or_else(broken)
        }
    };
    let page = matches!(outgoing.body, Content::Html(_));
    if outgoing.status == 501 || (outgoing.status == 404 && page) {
        // Loud, because it is a mistake of the console or a gap of the demo. The query may hold secrets.
        let _ =
            writeln!(std::io::stderr(), "demo-controller: no such endpoint: {} {BASE}{below}", parts.method);
    }
    if parts.method != Method::GET && parts.method != Method::HEAD {
        controller.mark_changed();
    }
    let response = respond(version, outgoing, plan.fault, (&parts.method, headers), controller.now());
    if let (Some(peer), Some(fault)) = (peer, plan.fault) {
        cut(peer, fault, &response);
    }
    response
}

/// The caller's address as events have it: those of the sixth version have none.
fn address(peer: Option<&Peer>) -> Option<String> {
    match peer.map(|peer| peer.address.ip().to_canonical()) {
        None => Some("127.0.0.1".to_owned()),
        Some(IpAddr::V4(address)) => Some(address.to_string()),
        Some(IpAddr::V6(_)) => None,
    }
}

/// The answer to a request that failed on purpose.
fn broken() -> Outgoing {
    let body = serde_json::json!({
        "name": "Error",
        "message": "This failed on purpose",
        "stack": "Error: This failed on purpose\n    at demo-controller",
    });
    Outgoing { status: 500, body: Content::Json(body.to_string().into_bytes()) }
}

/// Limits what may still go over the connection.
fn cut(peer: &Peer, fault: Fault, response: &Response) {
    match fault {
        Fault::Drop => peer.budget.cut_after(0),
        Fault::Truncate => {
            // The head is about a kilobyte; then comes the half of the body.
            let length = http_body::Body::size_hint(response.body()).lower();
            let head = response
                .headers()
                .iter()
                .map(|(name, value)| name.as_str().len() + value.len() + 4)
                .sum::<usize>();
            let half = i64::try_from(head + 80).unwrap_or(0) + i64::try_from(length / 2).unwrap_or(0);
            peer.budget.cut_after(half);
        }
        Fault::Error | Fault::Garble => {}
    }
}

/// Opens a log or exec session.
fn session(controller: &Controller, parts: &Parts, below: &str, upgrade: WebSocketUpgrade) -> Response {
    let opening = live::Opening {
        path: below.to_owned(),
        query: parts.uri.query().unwrap_or("").to_owned(),
        authorization: text(&parts.headers, "authorization").map(str::to_owned),
    };
    let controller = controller.clone();
    upgrade.max_message_size(LARGEST_MESSAGE).on_upgrade(|socket| live::run(controller, socket, opening))
}

/// The answer on the wire, with the headers of the real one (Controller contract 1).
fn respond(
    version: Api,
    outgoing: Outgoing,
    fault: Option<Fault>,
    (method, asked): (&Method, &HeaderMap),
    now: i64,
) -> Response {
    let (kind, mut bytes) = match outgoing.body {
        Content::None => (None, Vec::new()),
        Content::Json(bytes) => (Some("application/json; charset=utf-8"), bytes),
        Content::Html(text) => (Some("text/html; charset=utf-8"), text.into_bytes()),
    };
    if fault == Some(Fault::Garble) {
        bytes.truncate(bytes.len() / 2);
    }
    let mut status = StatusCode::from_u16(outgoing.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut headers = security(version);
    put(&mut headers, "x-timestamp", &now.to_string());
    if version == Api::V37 && !text(asked, "cookie").is_some_and(|cookies| cookies.contains("connect.sid=")) {
        let id = ids::mix(u64::try_from(now).unwrap_or_default());
        put(&mut headers, "set-cookie", &format!("connect.sid=s%3Ademo{id:016x}; Path=/; HttpOnly"));
    }
    let page = kind.is_some_and(|kind| kind.starts_with("text/html"));
    if let Some(kind) = kind {
        put(&mut headers, "content-type", kind);
    }
    if page {
        // Pages come from another part of the framework, with a policy of their own and without a tag.
        put(&mut headers, "content-security-policy", "default-src 'none'");
    }
    if kind.is_some() && !page {
        let tag = format!("W/\"{:x}-{:016x}\"", bytes.len(), ids::hash_bytes(&bytes));
        put(&mut headers, "etag", &tag);
        let same = text(asked, "if-none-match") == Some(tag.as_str());
        if same && status == StatusCode::OK && (method == Method::GET || method == Method::HEAD) {
            status = StatusCode::NOT_MODIFIED;
            headers.remove("content-type");
        }
    }
    let silent = method == Method::HEAD || status == StatusCode::NOT_MODIFIED;
    if method == Method::HEAD && status != StatusCode::NOT_MODIFIED && status != StatusCode::NO_CONTENT {
        put(&mut headers, "content-length", &bytes.len().to_string());
    }
    let mut response = Response::new(if silent { Body::empty() } else { Body::from(bytes) });
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

fn put(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// The headers that every answer of the API server carries.
const SECURITY: [(&str, &str); 13] = [
    ("access-control-allow-origin", "*"),
    (
        "content-security-policy",
        "default-src 'self';base-uri 'self';font-src 'self' https: data:;form-action 'self';frame-ancestors 'self';\
         img-src 'self' data:;object-src 'none';script-src 'self';script-src-attr 'none';\
         style-src 'self' https: 'unsafe-inline';upgrade-insecure-requests",
    ),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("origin-agent-cluster", "?1"),
    ("referrer-policy", "no-referrer"),
    ("strict-transport-security", "max-age=15552000; includeSubDomains"),
    ("x-content-type-options", "nosniff"),
    ("x-dns-prefetch-control", "off"),
    ("x-download-options", "noopen"),
    ("x-frame-options", "SAMEORIGIN"),
    ("x-permitted-cross-domain-policies", "none"),
    ("x-xss-protection", "0"),
];

fn security(version: Api) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in SECURITY {
        put(&mut headers, name, value);
    }
    if version == Api::V30 {
        headers.remove("content-security-policy");
        put(&mut headers, "x-xss-protection", "1; mode=block");
    }
    headers
}

fn preflight(version: Api, asked: &HeaderMap) -> Response {
    let mut headers = security(version);
    put(&mut headers, "access-control-allow-methods", "GET,HEAD,PUT,PATCH,POST,DELETE");
    if let Some(wanted) = asked.get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone());
    }
    put(&mut headers, "vary", "Access-Control-Request-Headers");
    let mut response = StatusCode::NO_CONTENT.into_response();
    *response.headers_mut() = headers;
    response
}
