//! The one client of the app: the browser's fetch, the session's token, the Controller's address.

use std::sync::Arc;

#[cfg(target_arch = "wasm32")]
use client::Browser;
use client::{BaseUrl, Call, Client, Error};
use leptos::prelude::*;

#[cfg(not(target_arch = "wasm32"))]
use self::elsewhere::Browser;
use crate::session::Session;

/// The handle to the client, copied into components and closures.
#[derive(Clone, Copy)]
pub struct Api(StoredValue<Client<Browser>>);

impl Api {
    pub fn provide(session: Session) -> Self {
        let api = Self(StoredValue::new(anonymous().with_credentials(Arc::new(session))));
        provide_context(api);
        api
    }

    /// Sends a call as whoever is signed in.
    pub async fn send<A>(self, call: Call<A>) -> Result<A, Error> {
        self.client().send(call).await
    }

    /// The client itself, for work that takes several calls.
    pub fn client(self) -> Client<Browser> {
        self.0.get_value()
    }
}

/// A client without a session: for signing in and the public endpoints.
pub fn anonymous() -> Client<Browser> {
    Client::new(Browser, address())
}

/// The Controller of this page: what `controller-config.js` says, else the host that served the page.
fn address() -> BaseUrl {
    let location = window().location();
    let origin = location.origin().unwrap_or_default();
    let configured = configured("url").or_else(|| {
        let port = configured("port")?;
        let (protocol, host) = (location.protocol().ok()?, location.hostname().ok()?);
        Some(format!("{protocol}//{host}:{port}"))
    });
    let configured = configured.and_then(|text| BaseUrl::parse(&text).ok());
    #[expect(
        clippy::expect_used,
        reason = "the browser loaded this page from an http address, so there is one"
    )]
    configured.or_else(|| BaseUrl::parse(&origin).ok()).expect("the page has an origin")
}

/// A setting of `controller-config.js`, which the Controller writes for the page that it serves.
fn configured(key: &str) -> Option<String> {
    let config = js_sys::Reflect::get(&window(), &"controllerConfig".into()).ok()?;
    let value = js_sys::Reflect::get(&config, &key.into()).ok()?;
    let text = value.as_string().or_else(|| value.as_f64().map(|number| number.to_string()))?;
    (!text.is_empty()).then_some(text)
}

/// Unit tests run where there is no browser; nothing in them sends.
#[cfg(not(target_arch = "wasm32"))]
mod elsewhere {
    use client::{HttpRequest, HttpResponse, Transport, TransportError};

    #[derive(Clone)]
    pub struct Browser;

    impl Transport for Browser {
        async fn send(&self, _: HttpRequest) -> Result<HttpResponse, TransportError> {
            Err(TransportError::Unreachable)
        }

        async fn pause(&self, _: u32) {}
    }
}
