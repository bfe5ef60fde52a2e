//! The pages of the identity provider: plain HTML, no script, no style.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use super::{Pairs, empty, value};
use crate::api::page::escape;

/// Parameters that the form carries along.
const CARRIED: [&str; 8] = [
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
];

/// The sign-in form, with what went wrong the last time.
pub(super) fn login(pairs: &Pairs, problem: Option<&str>) -> Response {
    let carried = CARRIED.iter().map(|key| {
        format!("<input type=\"hidden\" name=\"{key}\" value=\"{}\">\n", escape(value(pairs, key)))
    });
    let problem = problem.map(|text| format!("<p role=\"alert\">{}</p>\n", escape(text))).unwrap_or_default();
    let body = format!(
        "<h1>Sign in</h1>\n{problem}<form method=\"post\" action=\"auth\">\n{}\
         <p><label for=\"username\">User name or e-mail</label> \
         <input id=\"username\" name=\"username\" autocomplete=\"username\" required></p>\n\
         <p><label for=\"password\">Password</label> \
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" required></p>\n\
         <p><label for=\"totp\">One-time code, if you have one</label> \
         <input id=\"totp\" name=\"totp\" autocomplete=\"one-time-code\" inputmode=\"numeric\"></p>\n\
         <p><button type=\"submit\">Sign in</button></p>\n</form>\n",
        carried.collect::<String>()
    );
    page(StatusCode::OK, &body, value(pairs, "redirect_uri"))
}

pub(super) fn refusal(reason: &str) -> Response {
    page(StatusCode::BAD_REQUEST, &format!("<h1>We are sorry</h1>\n<p>{}</p>\n", escape(reason)), "")
}

/// The question that comes when nothing shows that the sign-out is meant.
pub(super) fn confirm_leaving(pairs: &Pairs) -> Response {
    let carried = ["client_id", "post_logout_redirect_uri", "state"].map(|key| {
        format!("<input type=\"hidden\" name=\"{key}\" value=\"{}\">\n", escape(value(pairs, key)))
    });
    let body = format!(
        "<h1>Logging out</h1>\n<p>Do you want to log out?</p>\n<form method=\"get\" action=\"logout\">\n{}\
         <input type=\"hidden\" name=\"confirmed\" value=\"true\">\n\
         <p><button type=\"submit\">Log out</button></p>\n</form>\n",
        carried.concat()
    );
    page(StatusCode::OK, &body, value(pairs, "post_logout_redirect_uri"))
}

pub(super) fn goodbye() -> Response {
    page(StatusCode::OK, "<h1>You are logged out</h1>\n", "")
}

fn page(status: StatusCode, body: &str, redirect: &str) -> Response {
    let mut response = empty(status);
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>Demo identity provider</title>\n</head>\n\
         <body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    );
    *response.body_mut() = Body::from(html);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    // The answer to the form is a redirect, which browsers count as a target of the form.
    let origin = redirect.split('/').take(3).collect::<Vec<_>>().join("/");
    let policy =
        format!("default-src 'none'; form-action 'self' {origin}; frame-ancestors 'none'; base-uri 'none'");
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}
