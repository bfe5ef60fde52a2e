//! Sign-in at an identity provider with Keycloak's addresses: authorization code with PKCE.

use percent_encoding::{percent_decode_str, utf8_percent_encode};

use super::Pkce;
use crate::{
    Call, Error, ErrorKind, HttpRequest, HttpResponse, Method, Request, Transport, TransportError,
    request::ENCODED,
};
use model::{Hidden, LoginTokens};

/// A realm of a provider, and this app's client there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityProvider {
    authority: String,
    client: String,
}

/// What a sign-in by redirect needs to be started, and to be finished after the redirect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInRequest {
    /// Where the provider sends the browser back to; must be registered there.
    pub redirect_uri: String,
    /// Comes back unchanged; see [`Pkce::state`].
    pub state: String,
    /// The proof key.
    pub pkce: Pkce,
}

/// What the provider says when it sends the browser back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Callback {
    /// The code to exchange.
    Code(Hidden<String>),
    /// The provider's error and its words, to be shown as text.
    Refused(String),
    /// The answer belongs to another sign-in, or to none: ignore it.
    Foreign,
}

impl IdentityProvider {
    /// From the provider's address, realm and client, as `controller-config.js` names them; `None` when the address
    /// is not http(s) or holds a user name.
    pub fn new(url: &str, realm: &str, client: &str) -> Option<Self> {
        let url = url.trim().trim_end_matches('/');
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
        let odd = |character: char| character.is_whitespace() || character.is_control();
        if rest.is_empty() || rest.contains(['@', '?', '#', '\\']) || rest.contains(odd) || realm.is_empty() {
            return None;
        }
        let authority = format!("{url}/realms/{}", encode(realm));
        Some(Self { authority, client: client.to_owned() }).filter(|provider| !provider.client.is_empty())
    }

    /// Where to send the browser to sign in.
    pub fn authorization_url(&self, request: &SignInRequest) -> String {
        let query = form(&[
            ("client_id", &self.client),
            ("redirect_uri", &request.redirect_uri),
            ("response_type", "code"),
            ("scope", "openid profile email"),
            ("state", &request.state),
            ("code_challenge", &request.pkce.challenge),
            ("code_challenge_method", "S256"),
        ]);
        format!("{}?{query}", self.endpoint("auth"))
    }

    /// Where to send the browser to sign out there, too. With the provider's own token about the sign-in it asks nothing;
    /// `return_to` must be registered there. The address holds that token, so it is not for showing.
    pub fn logout_url(&self, return_to: &str, identity: Option<&Hidden<String>>) -> Hidden<String> {
        let mut fields = vec![("client_id", self.client.as_str()), ("post_logout_redirect_uri", return_to)];
        fields.extend(identity.map(|token| ("id_token_hint", token.expose().as_str())));
        Hidden::new(format!("{}?{}", self.endpoint("logout"), form(&fields)))
    }

    /// Exchanges a code for tokens.
    pub async fn exchange<T: Transport>(
        &self,
        transport: &T,
        code: &Hidden<String>,
        request: &SignInRequest,
    ) -> Result<LoginTokens, Error> {
        let fields = [
            ("grant_type", "authorization_code"),
            ("client_id", &self.client),
            ("redirect_uri", &request.redirect_uri),
            ("code", code.expose()),
            ("code_verifier", request.pkce.verifier.expose()),
        ];
        self.tokens(transport, form(&fields)).await
    }

    /// Renews tokens that came from here.
    pub async fn renew<T: Transport>(
        &self,
        transport: &T,
        refresh_token: &Hidden<String>,
    ) -> Result<LoginTokens, Error> {
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", &self.client),
            ("refresh_token", refresh_token.expose()),
        ];
        self.tokens(transport, form(&fields)).await
    }

    async fn tokens<T: Transport>(&self, transport: &T, body: String) -> Result<LoginTokens, Error> {
        let described = Request::post(&["protocol", "openid-connect", "token"]);
        let request = HttpRequest {
            method: Method::Post,
            url: self.endpoint("token"),
            headers: vec![("content-type", "application/x-www-form-urlencoded".to_owned())],
            body: body.into_bytes(),
            timeout_ms: described.timeout_ms,
        };
        let response = transport.send(request).await.map_err(|error| silence(&described, error))?;
        if response.status != 200 {
            return Err(refusal(&described, &response));
        }
        let answer = Call::<ProviderTokens>::answer(described.clone()).decode(&response.body);
        let tokens = answer.map_err(|garbled| {
            let message = format!("The identity provider's answer cannot be read: {}.", garbled.0);
            Error::garbled(&described, &response, &garbled.0).reworded(message, "Check its address.")
        })?;
        let ProviderTokens { access_token, refresh_token, id_token } = tokens;
        Ok(LoginTokens { access_token, refresh_token, id_token })
    }

    fn endpoint(&self, name: &str) -> String {
        format!("{}/protocol/openid-connect/{name}", self.authority)
    }
}

model::api_object! {
    /// The provider's names for what the Controller calls `accessToken` and `refreshToken`.
    pub struct ProviderTokens known by access_token {
        /// The access token.
        pub access_token as "access_token": Hidden<String>,
        /// The refresh token.
        pub refresh_token as "refresh_token": Option<Hidden<String>>,
        /// What it says about the sign-in.
        pub id_token as "id_token": Option<Hidden<String>>,
    }
}

/// The transport speaks of the Controller, which has no part in this.
fn silence(request: &Request, error: TransportError) -> Error {
    let (message, advice) = match error {
        TransportError::Unreachable => (
            "The identity provider cannot be reached.",
            "Check the network, and that the provider lets pages of this address ask it (web origins of its client).",
        ),
        TransportError::CutShort => ("The identity provider's answer broke off.", "Sign in again."),
        TransportError::Timeout => ("The identity provider did not answer in time.", "Sign in again."),
        TransportError::Redirected => (
            "The identity provider sends its visitors on to another address.",
            "Its address in controller-config.js has to be the one that answers itself.",
        ),
    };
    Error::of_transport(request, error).reworded(message, advice)
}

/// `invalid_grant` is a used or expired code or refresh token; everything else is the set-up's fault.
fn refusal(request: &Request, response: &HttpResponse) -> Error {
    let error = Error::of_answer(request, response);
    let body = String::from_utf8_lossy(&response.body);
    if response.status >= 500 {
        return error.reworded("The identity provider failed.", "Try again later.");
    }
    if body.contains("invalid_grant") {
        let message = "The identity provider no longer accepts this sign-in.";
        return Error::found(ErrorKind::Unauthorized, request, message, "Sign in again.");
    }
    error.reworded(
        "The identity provider refused the sign-in.",
        "Its client for this console must be public and allow this address.",
    )
}

impl Callback {
    /// Reads the query that the provider appended to the redirect address (with or without `?`).
    pub fn read(query: &str, expected_state: &str) -> Self {
        let get = |wanted: &str| {
            let pairs = query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
            let value =
                pairs.filter(|(key, _)| *key == wanted).map(|(_, value)| value.replace('+', " ")).next();
            value.map(|value| percent_decode_str(&value).decode_utf8_lossy().into_owned())
        };
        if expected_state.is_empty() || get("state").as_deref() != Some(expected_state) {
            return Self::Foreign;
        }
        match (get("code"), get("error")) {
            (_, Some(error)) => Self::Refused(get("error_description").unwrap_or(error)),
            (Some(code), None) if !code.is_empty() => Self::Code(Hidden::new(code)),
            _ => Self::Foreign,
        }
    }
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

fn form(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<_> = fields.iter().map(|(key, value)| format!("{key}={}", encode(value))).collect();
    pairs.join("&")
}
