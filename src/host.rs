//! What this page is told by its host: which Controller it is for, and what carries its requests. It knows nobody who is
//! signed in.

#[cfg(target_arch = "wasm32")]
use client::Browser;
use client::session::Settings;
use client::{BaseUrl, Client};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::ui::js;

#[cfg(not(target_arch = "wasm32"))]
use self::elsewhere::Browser;

/// A client as this app has it.
pub type AppClient = Client<Browser>;

/// A client without a session: for signing in and the public endpoints.
pub fn anonymous(controller: BaseUrl) -> Client<Browser> {
    Client::new(Browser, controller)
}

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
    let seen = js::console("config").as_string().filter(|seen| !seen.is_empty());
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
    let text = js_sys::JSON::stringify(&js::get(&window(), "controllerConfig"));
    text.ok().and_then(|text| JsValue::from(text).as_string()).unwrap_or_default()
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
