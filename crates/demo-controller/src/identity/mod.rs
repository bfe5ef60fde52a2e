//! A small identity provider with Keycloak's addresses, for sign-in by redirect: authorization code with PKCE. It knows
//! the users of the demo and sends codes only to pages of this machine. Who is signed in here is let in without a question
//! until the session is ended here, too.

mod form;

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::api::{Fields as _, query};
use crate::kinds::auth::{self, USERS};
use crate::state::State;

/// All addresses stand below this.
pub(crate) const REALM: &str = "/realms/pot";
const OPENID: &str = "/realms/pot/protocol/openid-connect/";
/// The cookie by which a browser is known here.
const COOKIE: &str = "DEMO_IDENTITY";
/// Life of a code, milliseconds.
const CODE_LIFE: i64 = 60_000;

/// A sign-in whose code has not been exchanged yet.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    user: &'static str,
    challenge: String,
    redirect: String,
    client: String,
    nonce: Option<String>,
    pub(crate) expires: i64,
}

/// A request to the provider.
pub(crate) struct Asked<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) body: &'a str,
    pub(crate) authorization: Option<&'a str>,
    pub(crate) cookie: Option<&'a str>,
}

impl Asked<'_> {
    /// The session that the browser has here.
    fn browser(&self) -> Option<&str> {
        let cookies = self.cookie?.split(';').filter_map(|pair| pair.trim().split_once('='));
        cookies.filter(|(name, _)| *name == COOKIE).map(|(_, value)| value).next()
    }
}

type Pairs = Vec<(String, String)>;

fn value<'a>(pairs: &'a Pairs, key: &str) -> &'a str {
    pairs.iter().find(|(name, _)| name == key).map_or("", |(_, value)| value.as_str())
}

/// Answers a request below [`REALM`].
pub(crate) fn answer(state: &mut State, asked: &Asked<'_>, now: i64) -> Response {
    state.advance(now);
    let (queried, posted) = (query::pairs(asked.query), query::pairs(asked.body));
    if asked.path == "/realms/pot/.well-known/openid-configuration" {
        return data(StatusCode::OK, &configuration(&state.settings.issuer));
    }
    match (asked.method, asked.path.strip_prefix(OPENID)) {
        ("GET", Some("auth")) => begin(state, asked.browser(), &queried, now),
        ("POST", Some("auth")) => sign_in(state, &posted, now),
        ("POST", Some("token")) => token(state, &posted, now),
        ("OPTIONS", Some(_)) => empty(StatusCode::NO_CONTENT),
        ("GET", Some("logout")) => leave(state, asked.browser(), &queried),
        ("POST", Some("logout")) => {
            state.sessions.remove(value(&posted, "refresh_token"));
            empty(StatusCode::NO_CONTENT)
        }
        ("GET" | "POST", Some("userinfo")) => userinfo(state, asked.authorization, now),
        // Tokens are signed with a shared key, so there is none to publish.
        ("GET", Some("certs")) => data(StatusCode::OK, &json!({"keys": []})),
        _ => data(StatusCode::NOT_FOUND, &json!({"error": "Unknown address"})),
    }
}

fn configuration(issuer: &str) -> Value {
    let address = |name: &str| format!("{issuer}/protocol/openid-connect/{name}");
    json!({
        "issuer": issuer,
        "authorization_endpoint": address("auth"),
        "token_endpoint": address("token"),
        "userinfo_endpoint": address("userinfo"),
        "end_session_endpoint": address("logout"),
        "jwks_uri": address("certs"),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid", "profile", "email"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["HS256"],
        "token_endpoint_auth_methods_supported": ["none"],
    })
}

/// What is wrong with a request for a code, if anything.
fn fault(pairs: &Pairs) -> Option<&'static str> {
    if !is_local(value(pairs, "redirect_uri")) {
        return Some("Invalid parameter: redirect_uri");
    }
    if value(pairs, "response_type") != "code" {
        return Some("Invalid parameter: response_type");
    }
    if value(pairs, "code_challenge_method") != "S256" || value(pairs, "code_challenge").is_empty() {
        return Some("Missing parameter: code_challenge");
    }
    value(pairs, "client_id").is_empty().then_some("Missing parameter: client_id")
}

/// Whether an address is one of this machine.
fn is_local(address: &str) -> bool {
    let rest = address.strip_prefix("http://").or_else(|| address.strip_prefix("https://"));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or(""));
    host.is_some_and(|host| {
        ["127.0.0.1", "localhost", "[::1]"].iter().any(|local| {
            host.strip_prefix(local).is_some_and(|port| {
                port.is_empty()
                    || port.strip_prefix(':').is_some_and(|port| port.bytes().all(|b| b.is_ascii_digit()))
            })
        })
    })
}

fn begin(state: &mut State, browser: Option<&str>, pairs: &Pairs, now: i64) -> Response {
    if let Some(fault) = fault(pairs) {
        return form::refusal(fault);
    }
    let known = browser.and_then(|browser| state.browsers.get(browser).copied());
    if let Some(name) = known.filter(|_| value(pairs, "prompt") != "login") {
        return grant(state, name, pairs, now);
    }
    if value(pairs, "prompt") == "none" {
        return redirect(
            value(pairs, "redirect_uri"),
            &[("error", "login_required"), ("state", value(pairs, "state"))],
        );
    }
    form::login(pairs, None)
}

fn sign_in(state: &mut State, pairs: &Pairs, now: i64) -> Response {
    if let Some(fault) = fault(pairs) {
        return form::refusal(fault);
    }
    let name = value(pairs, "username");
    let email = if name.contains('@') { name.to_owned() } else { format!("{name}@example.com") };
    let code = Some(value(pairs, "totp")).filter(|code| !code.is_empty());
    let Some(user) = auth::sign_in(&email, value(pairs, "password"), code) else {
        return form::login(pairs, Some("Invalid username or password."));
    };
    let browser = state.ids.letters(32);
    state.browsers.insert(browser.clone(), user.name);
    let mut response = grant(state, user.name, pairs, now);
    let cookie = format!("{COOKIE}={browser}; Path={REALM}; HttpOnly; SameSite=Lax");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// Sends the browser back with a code for this user.
fn grant(state: &mut State, user: &'static str, pairs: &Pairs, now: i64) -> Response {
    let grant = Grant {
        user,
        challenge: value(pairs, "code_challenge").to_owned(),
        redirect: value(pairs, "redirect_uri").to_owned(),
        client: value(pairs, "client_id").to_owned(),
        nonce: Some(value(pairs, "nonce")).filter(|nonce| !nonce.is_empty()).map(str::to_owned),
        expires: now + CODE_LIFE,
    };
    let (code, session) = (state.ids.letters(40), state.ids.uuid());
    state.grants.insert(code.clone(), grant);
    let parameters = [("state", value(pairs, "state")), ("session_state", &session), ("code", &code)];
    redirect(value(pairs, "redirect_uri"), &parameters)
}

fn refused(description: &str) -> Response {
    data(StatusCode::BAD_REQUEST, &json!({"error": "invalid_grant", "error_description": description}))
}

fn token(state: &mut State, pairs: &Pairs, now: i64) -> Response {
    let (tokens, nonce, client) = match value(pairs, "grant_type") {
        "authorization_code" => {
            let Some(grant) = state.grants.remove(value(pairs, "code")) else {
                return refused("Code not valid");
            };
            let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(value(pairs, "code_verifier")));
            if hash != grant.challenge {
                return refused("PKCE verification failed: Code mismatch");
            }
            if grant.redirect != value(pairs, "redirect_uri") || grant.client != value(pairs, "client_id") {
                return refused("Incorrect redirect_uri");
            }
            let Some(user) = USERS.iter().find(|user| user.name == grant.user) else {
                return refused("Code not valid");
            };
            (auth::tokens(state, user, None, now), grant.nonce, grant.client)
        }
        "refresh_token" => match auth::exchange(state, value(pairs, "refresh_token"), now) {
            Some(tokens) => (tokens, None, value(pairs, "client_id").to_owned()),
            None => return refused("Token is not active"),
        },
        _ => return data(StatusCode::BAD_REQUEST, &json!({"error": "unsupported_grant_type"})),
    };
    let mut identity = auth::claims(&tokens.0).unwrap_or_default();
    identity["typ"] = json!("ID");
    identity["aud"] = json!(client);
    if let Some(nonce) = nonce {
        identity["nonce"] = json!(nonce);
    }
    data(
        StatusCode::OK,
        &json!({
            "access_token": tokens.0,
            "expires_in": state.settings.token_life / 1000,
            "refresh_expires_in": 1800,
            "refresh_token": tokens.1,
            "token_type": "Bearer",
            "id_token": auth::sealed(&identity),
            "not-before-policy": 0,
            "session_state": identity.text("sid"),
            "scope": "openid profile email",
        }),
    )
}

fn userinfo(state: &State, authorization: Option<&str>, now: i64) -> Response {
    let caller =
        auth::credential(state.api, authorization).and_then(|token| auth::verify(state, &token, now));
    match caller.and_then(|caller| USERS.iter().find(|user| user.name == caller.name)) {
        Some(user) => data(StatusCode::OK, &user.info()),
        None => data(StatusCode::UNAUTHORIZED, &json!({"error": "invalid_token"})),
    }
}

/// Ends the browser's session here. Only who shows the token of the sign-in is not asked whether that is meant.
fn leave(state: &mut State, browser: Option<&str>, pairs: &Pairs) -> Response {
    let back = value(pairs, "post_logout_redirect_uri");
    let meant = auth::is_sealed(value(pairs, "id_token_hint"));
    if !meant && value(pairs, "confirmed").is_empty() {
        return form::confirm_leaving(pairs);
    }
    if let Some(browser) = browser {
        state.browsers.remove(browser);
    }
    if is_local(back) {
        return redirect(back, &[("state", value(pairs, "state"))]);
    }
    form::goodbye()
}

/// Sends the browser back with parameters; empty ones are left out.
fn redirect(to: &str, parameters: &[(&str, &str)]) -> Response {
    let given = parameters.iter().filter(|(_, value)| !value.is_empty());
    let pairs = given.map(|(key, value)| format!("{key}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)));
    let pairs = pairs.collect::<Vec<_>>().join("&");
    let sign = if to.contains('?') { '&' } else { '?' };
    let address = if pairs.is_empty() { to.to_owned() } else { format!("{to}{sign}{pairs}") };
    let mut response = empty(StatusCode::FOUND);
    if let Ok(address) = HeaderValue::from_str(&address) {
        response.headers_mut().insert(header::LOCATION, address);
    }
    response
}

fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    for (name, value) in [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-headers", "authorization, content-type"),
        ("access-control-allow-methods", "GET, POST"),
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn data(status: StatusCode, value: &Value) -> Response {
    let mut response = empty(status);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    *response.body_mut() = Body::from(value.to_string());
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sent_to_pages_of_this_machine_only() {
        for (address, expected) in [
            ("http://127.0.0.1:51121/sign-in", true),
            ("http://localhost/", true),
            ("http://localhost.example.com/", false),
            ("http://127.0.0.1:80@example.com/", false),
            ("https://example.com/", false),
            ("javascript:alert(1)", false),
        ] {
            assert_eq!(is_local(address), expected, "{address}");
        }
    }
}
