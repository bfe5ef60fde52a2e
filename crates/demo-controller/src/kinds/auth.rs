//! Sign-in, tokens and the users of the demo (Controller contract 2). Tokens are signed with a key that everybody can
//! read here: they protect nothing, they only behave like real ones.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac as _};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::api::dispatch::unauthorized;
use crate::api::{Call, Caller, Fields as _, Refusal, Reply, Route, expects, get, post};
use crate::ids;
use crate::state::{Api, State};

const LOGIN: u8 = expects::VALIDATION | expects::CREDENTIALS;

pub(crate) const ROUTES: &[Route] = &[
    post("/user/login", login).answers(200).expects(LOGIN),
    post("/user/refresh", refresh).answers(200).expects(LOGIN),
    get("/user/profile", profile),
    post("/user/logout", logout).answers(204),
];

/// The client whose roles the Controller reads from a token.
pub(crate) const CLIENT: &str = "pot-controller";
const KEY: &[u8] = b"the demo Controller keeps no secrets";
/// Life of a refresh token, milliseconds.
const REFRESH_LIFE: i64 = 30 * 60_000;

/// A user of the demo.
pub(crate) struct User {
    pub(crate) name: &'static str,
    pub(crate) role: &'static str,
    /// Whether a one-time code is asked for.
    pub(crate) totp: bool,
}

pub(crate) const USERS: &[User] = &[
    User { name: "admin", role: "admin", totp: false },
    User { name: "sre", role: "sre", totp: false },
    User { name: "developer", role: "developer", totp: false },
    User { name: "viewer", role: "viewer", totp: false },
    User { name: "totp", role: "admin", totp: true },
];

pub(crate) const PASSWORD: &str = "password";
pub(crate) const CODE: &str = "123456";

impl User {
    pub(crate) fn email(&self) -> String {
        format!("{}@example.com", self.name)
    }

    pub(crate) fn subject(&self) -> String {
        format!("{:08x}-0000-4000-8000-{:012x}", ids::hash(self.name) >> 32, ids::hash(self.role) >> 16)
    }

    pub(crate) fn info(&self) -> Value {
        json!({
            "sub": self.subject(),
            "preferred_username": self.name,
            "email": self.email(),
            "realm_access": {"roles": [self.role]},
        })
    }
}

/// Counts the users from 1, as Controller 3.0 does.
pub(crate) fn number(name: &str) -> i64 {
    let place = USERS.iter().position(|user| user.name == name);
    place.and_then(|at| i64::try_from(at).ok()).map_or(0, |at| at + 1)
}

/// What a refresh token (or, on 3.0, an access token) stands for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Session {
    user: String,
    /// Shared by all tokens that descend from one sign-in.
    sid: String,
    pub(crate) expires: i64,
}

/// The user with these credentials.
pub(crate) fn sign_in(email: &str, password: &str, code: Option<&str>) -> Option<&'static User> {
    let user = USERS.iter().find(|user| user.email() == email)?;
    (password == PASSWORD && (!user.totp || code == Some(CODE))).then_some(user)
}

/// The two tokens of a new or prolonged session.
pub(crate) fn tokens(state: &mut State, user: &User, sid: Option<String>, now: i64) -> (String, String) {
    let sid = sid.unwrap_or_else(|| state.ids.uuid());
    let refresh = state.ids.letters(64);
    let session = Session { user: user.name.to_owned(), sid: sid.clone(), expires: now + REFRESH_LIFE };
    state.sessions.insert(refresh.clone(), session);
    (sign(state, user, &sid, now), refresh)
}

fn sign(state: &mut State, user: &User, sid: &str, now: i64) -> String {
    let claims = json!({
        "exp": (now + state.settings.token_life) / 1000,
        "iat": now / 1000,
        "jti": state.ids.uuid(),
        "iss": state.settings.issuer,
        "aud": [CLIENT],
        "sub": user.subject(),
        "typ": "Bearer",
        "sid": sid,
        "preferred_username": user.name,
        "email": user.email(),
        "realm_access": {"roles": [user.role]},
        "resource_access": {CLIENT: {"roles": [user.role]}},
    });
    sealed(&claims)
}

/// A signed token with these claims.
pub(crate) fn sealed(claims: &Value) -> String {
    let head = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT","kid":"demo"}"#);
    let body = URL_SAFE_NO_PAD.encode(claims.to_string());
    let signed = format!("{head}.{body}");
    let signature = signature(&signed).map(|mac| mac.finalize().into_bytes()).unwrap_or_default();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn signature(signed: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(KEY).ok()?;
    mac.update(signed.as_bytes());
    Some(mac)
}

/// Whether a token comes from here, however old it is.
pub(crate) fn is_sealed(token: &str) -> bool {
    let genuine = || {
        let (signed, mac) = token.rsplit_once('.')?;
        signature(signed)?.verify_slice(&URL_SAFE_NO_PAD.decode(mac).ok()?).ok()
    };
    genuine().is_some()
}

/// The token of an `Authorization` header.
pub(crate) fn credential(api: Api, header: Option<&str>) -> Option<String> {
    let header = header?;
    if api == Api::V30 {
        return Some(header.to_owned());
    }
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

/// The caller of a token that is genuine and has not expired.
pub(crate) fn verify(state: &State, token: &str, now: i64) -> Option<Caller> {
    if state.api == Api::V30 {
        let user = USERS
            .iter()
            .find(|user| Some(user.name) == state.sessions.get(token).map(|s| s.user.as_str()))?;
        return Some(Caller { name: user.name.into(), email: user.email(), roles: vec!["admin".into()] });
    }
    let claims = claims(token).filter(|_| is_sealed(token))?;
    let alive = claims.int("exp")? * 1000 > now && claims.get("typ")? == "Bearer";
    let roles = claims.get("resource_access")?.get(CLIENT)?.texts("roles")?;
    let roles = roles.iter().map(|role| role.to_lowercase()).collect();
    alive.then_some(Caller { name: claims.text("preferred_username")?, email: claims.text("email")?, roles })
}

/// Every use of a token of Controller 3.0 adds a whole life to it.
pub(crate) fn prolong(state: &mut State, token: &str, now: i64) {
    let life = state.settings.token_life;
    if let Some(session) = state.sessions.get_mut(token).filter(|_| state.api == Api::V30) {
        session.expires = session.expires.max(now) + life;
    }
}

/// The claims of a token, genuine or not.
pub(crate) fn claims(token: &str) -> Option<Value> {
    let body = token.split('.').nth(1)?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(body).ok()?).ok()
}

fn refused() -> Refusal {
    Refusal::unexpected("InvalidCredentialsError", "Invalid credentials")
}

fn login(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("login")?;
    let (email, password) = (call.body.text("email"), call.body.text("password"));
    let code = call.body.text("totp");
    let user = sign_in(&email.unwrap_or_default(), &password.unwrap_or_default(), code.as_deref());
    let user = user.ok_or_else(refused)?;
    if call.state.api == Api::V30 {
        let token = old_token(call.state, user, call.now);
        return Reply::json(&json!({"accessToken": token}));
    }
    let (access, refresh) = tokens(call.state, user, None, call.now);
    Reply::json(&json!({"accessToken": access, "refreshToken": refresh}))
}

/// A token of Controller 3.0: 64 hexadecimal digits, kept by the Controller.
fn old_token(state: &mut State, user: &User, now: i64) -> String {
    let token = (0..2).map(|_| state.ids.uuid().replace('-', "")).collect::<String>();
    let session =
        Session { user: user.name.to_owned(), sid: String::new(), expires: now + state.settings.token_life };
    state.sessions.insert(token.clone(), session);
    token
}

fn refresh(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("refresh")?;
    let token = call.body.text("refreshToken").unwrap_or_default();
    let (access, refresh) = exchange(call.state, &token, call.now).ok_or_else(refused)?;
    Reply::json(&json!({"accessToken": access, "refreshToken": refresh}))
}

/// New tokens for a refresh token, which is used up by this.
pub(crate) fn exchange(state: &mut State, token: &str, now: i64) -> Option<(String, String)> {
    let session = state.sessions.remove(token)?;
    let user = USERS.iter().find(|user| user.name == session.user)?;
    Some(tokens(state, user, Some(session.sid), now))
}

fn profile(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let caller = call.caller.as_ref().ok_or_else(|| unauthorized(call))?;
    if call.state.api == Api::V30 {
        return Reply::json(
            &json!({"firstName": capital(&caller.name), "lastName": "Demo", "email": caller.email}),
        );
    }
    match USERS.iter().find(|user| user.name == caller.name) {
        Some(user) => Reply::json(&user.info()),
        None => Err(Refusal::Unauthorized),
    }
}

fn capital(name: &str) -> String {
    let (first, rest) = name.split_at_checked(1).unwrap_or((name, ""));
    format!("{}{rest}", first.to_ascii_uppercase())
}

fn logout(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    // The provider decides about tokens; Controller 3.0 keeps them itself.
    if call.state.api == Api::V30 && call.caller.is_none() {
        return Err(unauthorized(call));
    }
    let Some(token) = call.token.as_deref() else { return Err(Refusal::Bare(500)) };
    end(call.state, token);
    Ok(Reply::Empty)
}

/// Ends the session that an access token belongs to.
pub(crate) fn end(state: &mut State, token: &str) {
    if let Some(sid) = claims(token).and_then(|claims| claims.text("sid")) {
        state.sessions.retain(|_, session| session.sid != sid);
    }
    // Controller 3.0 ends all sessions of the user.
    if let Some(session) = state.sessions.remove(token).filter(|_| state.api == Api::V30) {
        state.sessions.retain(|_, other| other.user != session.user);
    }
}
