//! Signing in at the identity provider: away with a proof key, back with a code, the code for tokens. What must survive
//! the redirect is kept in the tab's sessionStorage and removed when it comes back.

use client::session::{Callback, IdentityProvider, Pkce, SignIn, SignInRequest, Tokens};
use leptos::prelude::*;
use model::Hidden;
use serde::{Deserialize, Serialize};

use super::{One, session_ms};
use crate::address::base_path;
use crate::host::{carrier, settings};
use crate::routes::Page;
use crate::storage::Keep;

const KEY: &str = "ecn-console.sign-in";

/// A sign-in that is under way at the provider.
#[derive(Serialize, Deserialize)]
struct Pending {
    verifier: String,
    state: String,
    next: String,
    /// Whether it goes on in a window of its own, so that the page that asked for it stays.
    #[serde(default)]
    window: bool,
}

/// What a finished sign-in leads to.
pub enum Finished {
    /// Go there.
    Next(String),
    /// The page that asked for it has heard; this window has done its work.
    Window,
}

/// The provider of the console's own Controller, when it has one. Nobody tells about those of others.
pub fn provider() -> Option<IdentityProvider> {
    settings().identity_provider()
}

/// Leaves for the provider; `next` is where to go afterwards. `None` when the browser lacks what this needs.
pub fn leave(next: &str) -> Option<()> {
    window().location().assign(&begin(next, false)?).ok()
}

/// Goes to the provider in a window of its own, so that the page stays with everything that was written on it. The new
/// tokens come over the channel between tabs. `None` when the browser opens no window.
pub fn open_window() -> Option<()> {
    // A window that a page opens begins with a copy of its storage.
    let opened = begin("", true).and_then(|address| {
        window()
            .open_with_url_and_target_and_features(&address, "_blank", "popup,width=520,height=720")
            .ok()?
    });
    Keep::Tab.forget(KEY);
    opened.map(drop)
}

/// Where to send the browser to end the session at the provider, and from there back to the sign-in.
pub fn logout_address(identity: Option<&Hidden<String>>) -> Option<Hidden<String>> {
    Some(provider()?.logout_url(&redirect_uri()?, identity))
}

/// Keeps what must survive the redirect; the answer is where to go.
fn begin(next: &str, window: bool) -> Option<String> {
    let provider = provider()?;
    let pkce = Pkce::new(&random()?);
    let state = Pkce::state(&random()?);
    let (verifier, next) = (pkce.verifier.expose().clone(), next.to_owned());
    let pending = Pending { verifier, state: state.clone(), next, window };
    Keep::Tab.write(KEY, &serde_json::to_string(&pending).ok()?).then_some(())?;
    let request = SignInRequest { redirect_uri: redirect_uri()?, state, pkce };
    Some(provider.authorization_url(&request))
}

/// Finishes a sign-in that comes back with `query`: where to go now, or why it failed; `None` when there is none.
/// `session` is the one with the console's own Controller: only that one's provider is known.
pub async fn finish(session: One, query: &str) -> Option<Result<Finished, String>> {
    let pending: Pending = serde_json::from_str(&Keep::Tab.read(KEY)?).ok()?;
    let code = match Callback::read(query, &pending.state) {
        Callback::Foreign => return None,
        Callback::Refused(why) => Err(why),
        Callback::Code(code) => Ok(code),
    };
    // A code works once, and so does what belongs to it.
    Keep::Tab.forget(KEY);
    let code = match code {
        Ok(code) => code,
        Err(why) => return Some(Err(format!("The identity provider says: {why}"))),
    };
    let pkce = Pkce::of_verifier(pending.verifier);
    let request = SignInRequest { redirect_uri: redirect_uri()?, state: pending.state, pkce };
    Some(match provider()?.exchange(&carrier(), &code, &request).await {
        Ok(login) => {
            session.take(Tokens::received(login, SignIn::Provider, session_ms()));
            Ok(if pending.window { Finished::Window } else { Finished::Next(pending.next) })
        }
        Err(error) => Err(format!("{} {}", error.message, error.advice)),
    })
}

/// Where the provider sends the browser back to; it must be registered there.
fn redirect_uri() -> Option<String> {
    Some(format!("{}{}{}", window().location().origin().ok()?, base_path(), Page::SignIn.path()))
}

/// Random bytes from the browser's source for cryptography.
fn random<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    window().crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}
