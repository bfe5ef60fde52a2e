//! The built app as a production server would serve it: strict headers, compressed siblings, caching by name, page
//! addresses answered with the app, and `controller-config.js` in the real Controller's form.

use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use serde_json::json;

use crate::api::query;
use crate::state::Api;

const HEADERS: [(&str, &str); 7] = [
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("vary", "Accept-Encoding"),
];

/// File extensions with their content types.
const TYPES: [(&str, &str); 14] = [
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("json", "application/json; charset=utf-8"),
    ("map", "application/json; charset=utf-8"),
    ("webmanifest", "application/manifest+json"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("ico", "image/x-icon"),
    ("woff2", "font/woff2"),
    ("txt", "text/plain; charset=utf-8"),
    ("md", "text/plain; charset=utf-8"),
];

/// Compressions in the order of preference, with the ending of the sibling file.
const ENCODINGS: [(&str, &str); 2] = [("br", "br"), ("gzip", "gz")];

/// A folder with a built app.
pub(crate) struct Site {
    folder: PathBuf,
    config: String,
    policy: String,
}

impl Site {
    /// `connect`: origins of further Controllers that the app may talk to.
    pub(crate) fn new(
        folder: PathBuf,
        version: Api,
        port: u16,
        keycloak: Option<&str>,
        connect: &[String],
    ) -> Self {
        let mut config = json!({"port": port, "user": {}});
        // Controller 3.0 says no more than that, and knows no identity providers.
        if version == Api::V37 {
            config["controllerDevMode"] = json!(true);
            if let Some(url) = keycloak {
                config["keycloakUrl"] = json!(url);
                config["keycloakRealm"] = json!("pot");
                config["keycloakClientId"] = json!("ecn-viewer");
            }
            config["controlPlane"] = json!("Remote");
        }
        Self { folder, config: format!("window.controllerConfig = {config}"), policy: policy(connect) }
    }

    pub(crate) async fn answer(&self, method: &Method, path: &str, asked: &HeaderMap) -> Response {
        let mut response = self.found(method, path, asked).await;
        put(response.headers_mut(), "content-security-policy", &self.policy);
        if method == Method::HEAD {
            *response.body_mut() = Body::empty();
        }
        response
    }

    async fn found(&self, method: &Method, path: &str, asked: &HeaderMap) -> Response {
        if method != Method::GET && method != Method::HEAD {
            return respond(StatusCode::METHOD_NOT_ALLOWED, HeaderMap::new(), Vec::new());
        }
        if path == "/controller-config.js" {
            let mut headers = HeaderMap::new();
            put(&mut headers, "content-type", "text/javascript; charset=utf-8");
            put(&mut headers, "cache-control", "no-cache");
            respond(StatusCode::OK, headers, self.config.clone().into_bytes())
        } else {
            self.file(path, asked).await
        }
    }

    async fn file(&self, path: &str, asked: &HeaderMap) -> Response {
        let decoded = query::decode_segment(path);
        let relative = Path::new(decoded.trim_start_matches('/'));
        let inside = relative.components().all(|part| matches!(part, Component::Normal(_)));
        if inside && relative.components().next().is_some() {
            let file = self.folder.join(relative);
            if tokio::fs::metadata(&file).await.is_ok_and(|data| data.is_file()) {
                return send(&file, asked).await;
            }
        }
        // Names of objects may hold dots, so an address of a page looks like that of a file: what tells them apart is
        // whether the browser wants to show it. A missing file is missing.
        let wanted = asked.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
        let is_page = relative.extension().is_none() || wanted.contains("text/html");
        if !inside || !is_page {
            return missing();
        }
        send(&self.folder.join("index.html"), asked).await
    }
}

/// Nothing from anywhere but this server, and requests to the Controllers that were allowed by name. A source with http
/// does not cover sockets.
fn policy(connect: &[String]) -> String {
    let sources = connect.iter().map(|origin| format!(" {origin} {}", origin.replacen("http", "ws", 1)));
    let further = sources.collect::<String>();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'{further}; form-action 'self'; base-uri 'self'; frame-ancestors 'none'; \
         manifest-src 'self'"
    )
}

fn missing() -> Response {
    let mut headers = HeaderMap::new();
    put(&mut headers, "content-type", "text/plain; charset=utf-8");
    respond(StatusCode::NOT_FOUND, headers, b"Not found\n".to_vec())
}

async fn send(file: &Path, asked: &HeaderMap) -> Response {
    let accepted = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut headers = HeaderMap::new();
    let (chosen, encoding) = compressed(file, accepted).await.unwrap_or_else(|| (file.to_owned(), None));
    let (Ok(bytes), Ok(data)) = (tokio::fs::read(&chosen).await, tokio::fs::metadata(&chosen).await) else {
        return missing();
    };
    let changed = data.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let tag = format!("\"{:x}-{:x}\"", data.len(), changed.map_or(0, |time| time.as_millis()));
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or("");
    let kind = TYPES
        .iter()
        .find(|(known, _)| *known == extension)
        .map_or("application/octet-stream", |(_, kind)| kind);
    put(&mut headers, "content-type", kind);
    put(&mut headers, "etag", &tag);
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or("");
    let cache = if is_hashed(name) { "public, max-age=31536000, immutable" } else { "no-cache" };
    put(&mut headers, "cache-control", cache);
    if let Some(encoding) = encoding {
        put(&mut headers, "content-encoding", encoding);
    }
    if asked.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return respond(StatusCode::NOT_MODIFIED, headers, Vec::new());
    }
    respond(StatusCode::OK, headers, bytes)
}

/// The compressed sibling that the browser accepts, if there is one.
async fn compressed(file: &Path, accepted: &str) -> Option<(PathBuf, Option<&'static str>)> {
    for (encoding, ending) in ENCODINGS {
        let takes = accepted
            .split(',')
            .any(|item| item.split(';').next().is_some_and(|name| name.trim() == encoding));
        let sibling = PathBuf::from(format!("{}.{ending}", file.display()));
        if takes && tokio::fs::metadata(&sibling).await.is_ok_and(|data| data.is_file()) {
            return Some((sibling, Some(encoding)));
        }
    }
    None
}

/// Whether a file name contains a hash of its content: at least eight hexadecimal digits after a dash.
fn is_hashed(name: &str) -> bool {
    name.split('-').skip(1).any(|part| {
        let digits = part.bytes().take_while(u8::is_ascii_hexdigit).count();
        digits >= 8 && part.bytes().take(digits).any(|byte| byte.is_ascii_digit())
    })
}

fn put(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

fn respond(status: StatusCode, mut headers: HeaderMap, bytes: Vec<u8>) -> Response {
    for (name, value) in HEADERS {
        put(&mut headers, name, value);
    }
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_allows_this_server_and_the_controllers_that_are_named() {
        assert!(policy(&[]).contains("connect-src 'self';"));
        let named = policy(&["http://edge:1".into(), "https://far".into()]);
        assert!(
            named.contains("connect-src 'self' http://edge:1 ws://edge:1 https://far wss://far;"),
            "{named}"
        );
    }

    #[test]
    fn only_names_with_a_hash_are_cached_for_good() {
        for (name, expected) in [
            ("ecn-console-1a2b3c4d5e6f7a8b_bg.wasm", true),
            ("style-0123456789abcdef.css", true),
            ("index.html", false),
            ("ecn-console.js", false),
            ("read-decade.txt", false),
        ] {
            assert_eq!(is_hashed(name), expected, "{name}");
        }
    }
}
