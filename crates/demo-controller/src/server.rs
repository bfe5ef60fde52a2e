//! The HTTP server: turns requests into plain data for the API, adds the headers of the real one, serves the app.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State as Shared};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use http_body_util::BodyExt as _;

use crate::api::BASE;
use crate::api::body;
use crate::api::dispatch::{self, Content, Incoming, Outgoing};
use crate::clock::Clock;
use crate::ids;
use crate::options::Options;
use crate::seed;
use crate::site::Site;
use crate::state::{Settings, State};

/// Bodies beyond this are cut off, whatever their kind.
const LARGEST_BODY: usize = 64 * 1024 * 1024;

/// A Controller that answers requests.
#[derive(Clone)]
pub struct Controller {
    inner: Arc<Inner>,
}

struct Inner {
    state: Mutex<State>,
    clock: Clock,
    site: Option<Site>,
}

impl Controller {
    /// A Controller with the seed that the options ask for. `port` is the one that the app is told.
    pub fn new(options: &Options, clock: Clock, port: u16) -> Self {
        let now = clock.now();
        let mut state = State { api: options.api, ..State::default() };
        state.ids.form = options.id_form();
        state.settings = Settings {
            speed: options.speed,
            token_life: options.token_life,
            issuer: format!("http://{}:{port}/realms/pot", options.host),
            started: now,
        };
        seed::fill(&mut state, options, now);
        let site = options.app.clone().map(|folder| Site::new(folder, port, None));
        Self { inner: Arc::new(Inner { state: Mutex::new(state), clock, site }) }
    }

    /// All routes: the API, and the app when there is one.
    pub fn router(&self) -> Router {
        Router::new().fallback(handle).with_state(self.clone())
    }

    /// A handler that panicked leaves the state as it was then, which is good enough for a demo.
    fn state(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Listens until `shutdown` completes; `ready` is told the address.
///
/// # Errors
/// When the port cannot be had.
pub async fn serve(
    options: Options,
    ready: impl FnOnce(SocketAddr),
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let listener = tokio::net::TcpListener::bind((options.host.as_str(), options.port)).await?;
    let address = listener.local_addr()?;
    let controller = Controller::new(&options, Clock::System, address.port());
    ready(address);
    let service = controller.router().into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(shutdown).await
}

async fn handle(Shared(controller): Shared<Controller>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let below = path.strip_prefix(BASE).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    match below {
        Some(below) => {
            let below = below.to_owned();
            api(&controller, request, &below).await
        }
        None if path.starts_with("/api/") => plain(StatusCode::NOT_FOUND, "Not found\n"),
        None => match &controller.inner.site {
            Some(site) => site.answer(request.method(), &path, request.headers()).await,
            None => plain(StatusCode::NOT_FOUND, "The demo Controller answers below /api/v3.\n"),
        },
    }
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

async fn api(controller: &Controller, request: Request, below: &str) -> Response {
    let (parts, body) = request.into_parts();
    let headers = &parts.headers;
    if parts.method == Method::OPTIONS {
        return preflight(headers);
    }
    let bytes = match http_body_util::Limited::new(body, LARGEST_BODY).collect().await {
        Ok(collected) => collected.to_bytes(),
        Err(_) => return plain(StatusCode::PAYLOAD_TOO_LARGE, "Too large\n"),
    };
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let address = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let incoming = Incoming {
        method: parts.method.as_str().to_owned(),
        path: below.to_owned(),
        query: parts.uri.query().unwrap_or("").to_owned(),
        authorization: text("authorization"),
        request_id: text("request-id"),
        address: Some(address.map_or_else(|| "127.0.0.1".to_owned(), |info| info.ip().to_string())),
        payload: body::read(&text("content-type").unwrap_or_default(), &bytes).await,
    };
    let now = controller.inner.clock.now();
    let outgoing = dispatch::answer(&mut controller.state(), incoming, now);
    respond(outgoing, &parts.method, headers, now)
}

/// The answer on the wire, with the headers of the real one (Controller contract 1).
fn respond(outgoing: Outgoing, method: &Method, asked: &HeaderMap, now: i64) -> Response {
    let (kind, bytes) = match outgoing.body {
        Content::None => (None, Vec::new()),
        Content::Json(bytes) => (Some("application/json; charset=utf-8"), bytes),
        Content::Html(text) => (Some("text/html; charset=utf-8"), text.into_bytes()),
    };
    let mut status = StatusCode::from_u16(outgoing.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut headers = HeaderMap::new();
    put_security(&mut headers);
    put(&mut headers, "x-timestamp", &now.to_string());
    if !has_session(asked) {
        let id = ids::mix(u64::try_from(now).unwrap_or_default());
        put(&mut headers, "set-cookie", &format!("connect.sid=s%3Ademo{id:016x}; Path=/; HttpOnly"));
    }
    if let Some(kind) = kind {
        put(&mut headers, "content-type", kind);
        let tag = format!("W/\"{:x}-{:016x}\"", bytes.len(), ids::hash_bytes(&bytes));
        put(&mut headers, "etag", &tag);
        let same = asked.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
        if same && status == StatusCode::OK && (method == Method::GET || method == Method::HEAD) {
            status = StatusCode::NOT_MODIFIED;
        }
    }
    let silent = method == Method::HEAD || status == StatusCode::NOT_MODIFIED;
    let mut response = Response::new(if silent { Body::empty() } else { Body::from(bytes) });
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

fn has_session(asked: &HeaderMap) -> bool {
    asked
        .get(header::COOKIE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|text| text.contains("connect.sid="))
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

fn put_security(headers: &mut HeaderMap) {
    for (name, value) in SECURITY {
        put(headers, name, value);
    }
}

fn preflight(asked: &HeaderMap) -> Response {
    let mut headers = HeaderMap::new();
    put_security(&mut headers);
    put(&mut headers, "access-control-allow-methods", "GET,HEAD,PUT,PATCH,POST,DELETE");
    if let Some(wanted) = asked.get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone());
    }
    put(&mut headers, "vary", "Access-Control-Request-Headers");
    let mut response = StatusCode::NO_CONTENT.into_response();
    *response.headers_mut() = headers;
    response
}
