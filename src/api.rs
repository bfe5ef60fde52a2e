//! The one client of the app: the browser's fetch, the session's token, the address of this tab's Controller.

use std::sync::Arc;

#[cfg(target_arch = "wasm32")]
use client::Browser;
use client::session::Settings;
use client::{BaseUrl, Call, Client, Error};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

#[cfg(not(target_arch = "wasm32"))]
use self::elsewhere::Browser;
use crate::controllers::Controllers;
use crate::session::{Bearer, Session};

/// The handle to the client of whichever Controller this tab works with, copied into components and closures.
#[derive(Clone, Copy)]
pub struct Api {
    controllers: Controllers,
    session: Session,
}

impl Api {
    pub fn provide(controllers: Controllers, session: Session) -> Self {
        let api = Self { controllers, session };
        provide_context(api);
        api
    }

    /// Sends a call as whoever is signed in, once it is known which contract the Controller speaks.
    pub async fn send<A>(self, call: Call<A>) -> Result<A, Error> {
        // Boxed: every type of answer then shares one copy of this in the wasm.
        Box::pin(self.ready()).await?.send(call).await
    }

    /// The client itself, for work that takes several calls. It stays with its Controller and its person, whatever the
    /// tab turns to and whoever signs in meanwhile.
    pub fn client(self) -> AppClient {
        let address = self.controllers.current_untracked();
        let dialect = untrack(|| self.controllers.known_dialect(&address)).unwrap_or_default();
        let credentials = Arc::new(Bearer::now(self.session.with(&address)));
        anonymous(address).with_credentials(credentials).with_dialect(dialect)
    }

    async fn ready(self) -> Result<Client<Browser>, Error> {
        let address = self.controllers.current_untracked();
        // Who asks is who is there now, not who has come when it is known which contract to speak.
        let credentials = Arc::new(Bearer::now(self.session.with(&address)));
        let dialect = self.controllers.dialect(&address).await?;
        Ok(anonymous(address).with_credentials(credentials).with_dialect(dialect))
    }
}

/// A client without a session: for signing in and the public endpoints.
pub fn anonymous(controller: BaseUrl) -> Client<Browser> {
    Client::new(Browser, controller)
}

/// A client as this app has it.
pub type AppClient = Client<Browser>;

/// What carries requests to hosts other than the Controller: only its identity provider.
pub fn carrier() -> Browser {
    Browser
}

/// The Controller of this page: what `controller-config.js` says, else the host that served the page.
pub fn own_address() -> BaseUrl {
    let page = page_address();
    settings().controller(&page).unwrap_or(page)
}

/// The host that served the page.
pub fn page_address() -> BaseUrl {
    let origin = window().location().origin().unwrap_or_default();
    #[expect(
        clippy::expect_used,
        reason = "the browser loaded this page from an http address, so there is one"
    )]
    BaseUrl::parse(&origin).expect("the page has an origin")
}

/// What `controller-config.js` says, which a Controller writes for the page that it serves.
pub fn settings() -> Settings {
    Settings::read(&config_text()).unwrap_or_default()
}

/// What is wrong with `controller-config.js`, in a sentence for whoever runs the console.
pub fn settings_problem() -> Option<String> {
    // The script that watches over the start saw whether the browser could run the file.
    let seen = get(&get(&window(), "ecnConsole"), "config").as_string().filter(|seen| !seen.is_empty());
    let text = config_text();
    let empty = "controller-config.js sets no window.controllerConfig: it is empty, or not what it was.";
    let read = || match text.is_empty() {
        true => Err(empty),
        false => Settings::read(&text).and_then(|settings| settings.check()),
    };
    seen.or_else(|| read().err().map(str::to_owned))
}

/// The settings as JSON text; empty where the file set none. Of what is no object, the browser makes no text.
fn config_text() -> String {
    let text = js_sys::JSON::stringify(&get(&window(), "controllerConfig"));
    text.ok().and_then(|text| JsValue::from(text).as_string()).unwrap_or_default()
}

fn get(of: &JsValue, key: &str) -> JsValue {
    js_sys::Reflect::get(of, &key.into()).unwrap_or_default()
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
