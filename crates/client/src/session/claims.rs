//! What an access token says about its user. For display only: nobody but the Controller verifies a token.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

/// The claims of a JWT that the product shows or reckons with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claims {
    /// Seconds since 1970 at which it ends, by the provider's clock.
    pub expires: Option<i64>,
    /// Seconds since 1970 at which it was made, by the provider's clock.
    pub issued: Option<i64>,
    /// The name that role bindings use.
    pub user: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The provider's own name for the user, which never changes.
    pub subject: Option<String>,
    audience: Vec<String>,
    access: Vec<(String, Vec<String>)>,
}

impl Claims {
    /// Reads the middle part of a JWT without verifying it; `None` for any other text.
    pub fn read(token: &str) -> Option<Self> {
        let mut parts = token.split('.');
        let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
        let bytes = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
        // As text, like everything else that is read: a second reader of bytes would weigh as much again.
        let payload: Value = serde_json::from_str(std::str::from_utf8(&bytes).ok()?).ok()?;
        let text = |key: &str| payload.get(key).and_then(Value::as_str).map(str::to_owned);
        let seconds = |key: &str| payload.get(key).and_then(Value::as_f64).map(|seconds| seconds as i64);
        payload.is_object().then(|| Self {
            expires: seconds("exp"),
            issued: seconds("iat"),
            user: text("preferred_username"),
            email: text("email"),
            subject: text("sub"),
            audience: texts(payload.get("aud")),
            access: access(payload.get("resource_access")),
        })
    }

    /// Milliseconds that the token lives from now on, at the moment it is received; the provider's clock counts only
    /// as far as its own two times go.
    pub fn lifetime_ms(&self, now_ms: i64) -> Option<i64> {
        let end = self.expires?;
        let lifetime = match self.issued {
            Some(issued) => end.saturating_sub(issued).saturating_mul(1000),
            None => end.saturating_mul(1000).saturating_sub(now_ms),
        };
        Some(lifetime.max(0))
    }

    /// The roles that the Controller reads, in lower case: those of its own client (Controller contract 2).
    /// When that client's name is not known, those of the clients that the token is meant for.
    pub fn roles(&self, controller_client: Option<&str>) -> Vec<String> {
        let of = |wanted: &dyn Fn(&str) -> bool| -> Vec<String> {
            let mut roles: Vec<String> = Vec::new();
            for role in self.access.iter().filter(|(client, _)| wanted(client)).flat_map(|(_, roles)| roles) {
                let role = role.to_lowercase();
                if !roles.contains(&role) {
                    roles.push(role);
                }
            }
            roles
        };
        match controller_client {
            Some(name) => of(&|client| client == name),
            None => {
                let meant =
                    of(&|client| client != "account" && self.audience.iter().any(|name| name == client));
                if meant.is_empty() { of(&|client| client != "account") } else { meant }
            }
        }
    }
}

/// One text or a list of them, as `aud` may be.
fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn access(value: Option<&Value>) -> Vec<(String, Vec<String>)> {
    let clients = value.and_then(Value::as_object);
    let clients = clients.into_iter().flatten();
    clients.map(|(client, access)| (client.clone(), texts(access.get("roles")))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(payload: &str) -> String {
        format!("e30.{}.signature", URL_SAFE_NO_PAD.encode(payload))
    }

    #[test]
    fn roles_are_those_of_the_controllers_client_only() {
        let payload = r#"{"exp":2000,"iat":1700,"aud":["pot","account"],"preferred_username":"ann",
            "realm_access":{"roles":["admin"]},
            "resource_access":{"pot":{"roles":["SRE","Viewer"]},"other":{"roles":["admin"]},"account":{"roles":["manage"]}}}"#;
        let claims = Claims::read(&token(payload)).unwrap();
        assert_eq!(claims.roles(Some("pot")), ["sre", "viewer"]);
        assert_eq!(claims.roles(None), ["sre", "viewer"], "the audience says which client");
        assert_eq!(claims.roles(Some("missing")), [""; 0]);
        assert_eq!(claims.user.as_deref(), Some("ann"));
    }

    #[test]
    fn a_lifetime_does_not_depend_on_this_clock() {
        let claims = Claims::read(&token(r#"{"exp":2000,"iat":1700}"#)).unwrap();
        for now_ms in [0, 1_700_000, 9_999_999_000] {
            assert_eq!(claims.lifetime_ms(now_ms), Some(300_000));
        }
    }

    #[test]
    fn other_texts_are_no_token() {
        let hex = "0123456789abcdef".repeat(4);
        for text in ["", "mock-access-token", "a.b.c", &hex, "..", "é.é.é", &token("[]"), &token("{")] {
            assert_eq!(Claims::read(text), None, "{text}");
        }
        let odd = Claims::read(&token(r#"{"exp":"soon","aud":7,"resource_access":{"a":[]}}"#)).unwrap();
        assert_eq!((odd.expires, odd.roles(None)), (None, vec![]));
    }
}
