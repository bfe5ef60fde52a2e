//! Signing in and out (Controller contract 2).

use serde_json::{Map, Value};

use crate::{Call, Request};
use model::{Feature, Hidden, LoginTokens};

/// Signs in. The e-mail must look like an address; a wrong password and a wrong code get the same answer.
pub fn login(email: &str, password: &Hidden<String>, one_time_code: Option<&str>) -> Call<LoginTokens> {
    let mut body = Map::new();
    body.insert("email".into(), email.into());
    body.insert("password".into(), password.expose().as_str().into());
    if let Some(code) = one_time_code {
        // The Controller wants text, even for six digits.
        body.insert("totp".into(), code.into());
    }
    Call::answer(Request::post(&["user", "login"]).json(Value::Object(body)).public())
}

/// Trades a refresh token for new tokens. The old refresh token is used up, even when the answer gets lost.
pub fn refresh(refresh_token: &Hidden<String>) -> Call<LoginTokens> {
    let body = serde_json::json!({ "refreshToken": refresh_token.expose() });
    Call::answer(Request::post(&["user", "refresh"]).json(body).public().needs(Feature::RefreshTokens))
}

/// Signs out at the identity provider.
pub fn logout() -> Call<()> {
    Call::done(Request::post(&["user", "logout"]).timeout(5_000))
}
