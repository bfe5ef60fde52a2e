//! The one client of the app: the browser's fetch, the session's token, the Controller's address.

use std::sync::Arc;

#[cfg(target_arch = "wasm32")]
use client::Browser;
use client::session::Settings;
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

/// What carries requests to hosts other than the Controller: only its identity provider.
pub fn carrier() -> Browser {
    Browser
}

/// The Controller of this page: what `controller-config.js` says, else the host that served the page.
fn address() -> BaseUrl {
    let origin = window().location().origin().unwrap_or_default();
    #[expect(
        clippy::expect_used,
        reason = "the browser loaded this page from an http address, so there is one"
    )]
    let page = BaseUrl::parse(&origin).expect("the page has an origin");
    settings().controller(&page).unwrap_or(page)
}

/// What `controller-config.js` says, which a Controller writes for the page that it serves.
pub fn settings() -> Settings {
    let read = || {
        let config = js_sys::Reflect::get(&window(), &"controllerConfig".into()).ok()?;
        let text = String::from(js_sys::JSON::stringify(&config).ok()?);
        Settings::read(&text).ok()
    };
    read().unwrap_or_default()
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
