//! Sign-in by redirect at a provider with Keycloak's addresses.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use client::{
    ErrorKind, TransportError,
    session::{Callback, IdentityProvider, Pkce, SignInRequest},
};
use model::Hidden;
use serde_json::json;
use support::{Script, block_on, json, text};

fn provider() -> IdentityProvider {
    IdentityProvider::new("https://id.example:8443/", "pot", "ecn console").unwrap()
}

fn request() -> SignInRequest {
    SignInRequest {
        redirect_uri: "https://edge.example:8008/?signed-in".into(),
        state: Pkce::state(&[1; 16]),
        pkce: Pkce::new(&[2; 32]),
    }
}

#[test]
fn the_browser_is_sent_to_the_realms_own_page() {
    let url = provider().authorization_url(&request());
    let start = "https://id.example:8443/realms/pot/protocol/openid-connect/auth?client_id=ecn%20console\
                 &redirect_uri=https%3A%2F%2Fedge.example%3A8008%2F%3Fsigned-in&response_type=code\
                 &scope=openid%20profile%20email&state=";
    assert!(url.starts_with(start), "{url}");
    assert!(url.ends_with("&code_challenge_method=S256"), "{url}");
    assert!(!url.contains(request().pkce.verifier.expose().as_str()), "the verifier stays here");
    assert_eq!(
        provider().logout_url("https://edge.example", None).expose(),
        "https://id.example:8443/realms/pot/protocol/openid-connect/logout?client_id=ecn%20console\
         &post_logout_redirect_uri=https%3A%2F%2Fedge.example"
    );
    let identity = Hidden::from("a.b.c");
    let known = provider().logout_url("https://edge.example", Some(&identity));
    assert!(known.expose().ends_with("&id_token_hint=a.b.c"), "then the provider asks nothing");
    assert!(!format!("{known:?}").contains("a.b.c"));
}

#[test]
fn addresses_that_are_no_provider_are_refused() {
    for url in
        ["javascript:alert(1)", "//id.example", "https://", "https://a@b", "https://a?b", "https://a b", ""]
    {
        assert_eq!(IdentityProvider::new(url, "pot", "console"), None, "{url}");
    }
    assert_eq!(IdentityProvider::new("https://a", "", "console"), None);
    assert_eq!(IdentityProvider::new("https://a", "pot", ""), None);
}

#[test]
fn only_the_answer_to_this_sign_in_is_taken() {
    let code = |text: &str| Callback::Code(Hidden::from(text));
    // query, the answer
    let answers = [
        ("?state=s1&session_state=x&code=a%2Bb", code("a+b")),
        ("code=c&state=s1", code("c")),
        ("code=c&state=other", Callback::Foreign),
        ("code=c", Callback::Foreign),
        ("state=s1", Callback::Foreign),
        ("state=s1&code=", Callback::Foreign),
        ("", Callback::Foreign),
        ("state=s1&error=access_denied&error_description=No+%3Cb%3E", Callback::Refused("No <b>".into())),
        ("state=s1&error=access_denied&code=c", Callback::Refused("access_denied".into())),
    ];
    for (query, answer) in answers {
        assert_eq!(Callback::read(query, "s1"), answer, "{query}");
    }
    assert_eq!(Callback::read("code=c&state=", ""), Callback::Foreign, "no sign-in was started");
}

#[test]
fn a_code_is_exchanged_with_the_verifier() {
    let script = Script::new([json(
        200,
        json!({ "access_token": "a", "refresh_token": "r", "id_token": "i", "expires_in": 60 }),
    )]);
    let tokens = block_on(provider().exchange(&script, &Hidden::from("the+code"), &request())).unwrap();
    assert_eq!(tokens.access_token.expose(), "a");
    assert_eq!(tokens.refresh_token.unwrap().expose(), "r");
    assert_eq!(tokens.id_token.unwrap().expose(), "i");
    let asked = script.asked.borrow();
    assert_eq!(asked[0].url, "https://id.example:8443/realms/pot/protocol/openid-connect/token");
    let body = String::from_utf8(asked[0].body.clone()).unwrap();
    assert!(
        body.starts_with("grant_type=authorization_code&client_id=ecn%20console&redirect_uri="),
        "{body}"
    );
    let verifier = request().pkce.verifier;
    assert!(body.ends_with(&format!("&code=the%2Bcode&code_verifier={}", verifier.expose())), "{body}");
}

#[test]
fn a_used_up_refresh_token_is_told_from_a_provider_that_fails() {
    // answer, kind
    let answers = [
        (
            json(400, json!({ "error": "invalid_grant", "error_description": "Token is not active" })),
            ErrorKind::Unauthorized,
        ),
        (json(400, json!({ "error": "unauthorized_client" })), ErrorKind::Invalid),
        (json(400, json!({ "error": "invalid_client" })), ErrorKind::Invalid),
        (json(503, json!({})), ErrorKind::Unreachable),
        (text(200, "text/html", "<html>"), ErrorKind::Garbled),
        (json(200, json!({})), ErrorKind::Garbled),
        (Err(TransportError::Timeout), ErrorKind::Timeout),
    ];
    for (answer, kind) in answers {
        let script = Script::new([answer]);
        let error = block_on(provider().renew(&script, &Hidden::from("hunter2"))).unwrap_err();
        assert_eq!(error.kind, kind, "{error}");
        assert!(!format!("{error:?}{error}").contains("hunter2"));
    }
}

#[test]
fn a_provider_that_does_not_answer_is_not_called_the_controller() {
    // answer, kind, what is said
    let answers = [
        (
            Err(TransportError::Unreachable),
            ErrorKind::Unreachable,
            "The identity provider cannot be reached.",
        ),
        (Err(TransportError::CutShort), ErrorKind::Unreachable, "The identity provider's answer broke off."),
        (Err(TransportError::Timeout), ErrorKind::Timeout, "The identity provider did not answer in time."),
        (
            text(200, "text/html", "<html>"),
            ErrorKind::Garbled,
            "The identity provider's answer cannot be read: the answer is not JSON (line 1, column 1).",
        ),
    ];
    for (answer, kind, says) in answers {
        let script = Script::new([answer]);
        let error = block_on(provider().exchange(&script, &Hidden::from("c"), &request())).unwrap_err();
        assert_eq!((error.kind, error.message.as_str()), (kind, says));
        assert!(!error.advice.contains("change"), "{}", error.advice);
    }
}
