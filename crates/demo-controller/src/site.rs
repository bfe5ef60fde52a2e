//! The built app as a production server would serve it: strict headers, compressed siblings, caching by name, page
//! addresses answered with the app, and `controller-config.js` in the real Controller's form.

use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use tower_http::services::ServeDir;

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

/// A folder with a built app.
pub(crate) struct Site {
    files: ServeDir,
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
        let files = ServeDir::new(folder).append_index_html_on_directories(false);
        let files = files.precompressed_br().precompressed_gzip();
        Self { files, config: format!("window.controllerConfig = {config}"), policy: policy(connect) }
    }

    pub(crate) async fn answer(&self, method: &Method, path: &str, asked: &HeaderMap) -> Response {
        let mut response = if path == "/controller-config.js" && [Method::GET, Method::HEAD].contains(method)
        {
            let kind = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")];
            (kind, self.config.clone()).into_response()
        } else {
            self.file(method, path, asked).await
        };
        let headers = response.headers_mut();
        for (name, value) in HEADERS.into_iter().chain([("content-security-policy", self.policy.as_str())]) {
            put(headers, name, value);
        }
        if !headers.contains_key(header::CACHE_CONTROL) {
            put(headers, "cache-control", "no-cache");
        }
        response
    }

    async fn file(&self, method: &Method, path: &str, asked: &HeaderMap) -> Response {
        let mut response = self.read(method, path, asked).await;
        if response.status() != StatusCode::NOT_FOUND {
            if is_hashed(path.rsplit('/').next().unwrap_or_default()) {
                put(response.headers_mut(), "cache-control", "public, max-age=31536000, immutable");
            }
            return response;
        }
        // Names of objects may hold dots, so an address of a page looks like that of a file: what tells them apart is
        // whether the browser wants to show it. A missing file is missing.
        let decoded = query::decode_segment(path);
        let wanted = asked.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
        let is_page = Path::new(&decoded).extension().is_none() || wanted.contains("text/html");
        let outside = decoded.split('/').any(|part| part == "..");
        if is_page && !outside { self.read(method, "/index.html", asked).await } else { response }
    }

    async fn read(&self, method: &Method, path: &str, asked: &HeaderMap) -> Response {
        let mut request = Request::new(Body::empty());
        request.method_mut().clone_from(method);
        request.headers_mut().clone_from(asked);
        let Ok(address) = path.parse() else { return StatusCode::NOT_FOUND.into_response() };
        *request.uri_mut() = address;
        // A name that no file can have is one of a file that is missing.
        let read = self.files.clone().try_call(request).await;
        let mut response =
            read.map_or_else(|_| StatusCode::NOT_FOUND.into_response(), Response::into_response);
        let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if let Some(kind) = kind.filter(|kind| kind.starts_with("text/")) {
            let kind = format!("{kind}; charset=utf-8");
            put(response.headers_mut(), "content-type", &kind);
        }
        response
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
