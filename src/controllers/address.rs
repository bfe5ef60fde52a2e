//! The `controller=` of addresses: what a link says when it is not about the console's own Controller. The address bar says
//! it too, and so does every link on the page at the moment it can be copied or opened elsewhere.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlAnchorElement, Url};

use super::Controllers;
use crate::address::base_path;
use crate::routes::Page;

/// The name of the query parameter.
pub const CONTROLLER: &str = "controller";

/// What the window's address says now.
pub fn asked() -> Option<String> {
    let here = Url::new(&window().location().href().ok()?).ok()?;
    here.search_params().get(CONTROLLER).filter(|text| !text.is_empty())
}

/// The whole address of a page, for somebody else: it says which Controller it is about.
pub fn link_to(page: &Page, controllers: Controllers) -> String {
    let origin = window().location().origin().unwrap_or_default();
    let plain = format!("{origin}{}{}", base_path(), page.path());
    with_mention(&plain, controllers.mention().as_deref()).unwrap_or(plain)
}

/// Lets the window's address say which Controller this tab works with. Nobody follows that part of the address, so nobody is told.
pub fn show(mention: Option<&str>) -> Option<()> {
    let here = window().location().href().ok()?;
    let there = with_mention(&here, mention)?;
    if there == here {
        return Some(());
    }
    let history = window().history().ok()?;
    let state = history.state().unwrap_or(JsValue::NULL);
    history.replace_state_with_url(&state, "", Some(&there)).ok()
}

/// Links get their mention when they are pointed at or reached by the keyboard, so that opening one in another tab, or
/// copying it, leads to the same Controller.
pub fn mark_links(controllers: Controllers) {
    let pressed = window_event_listener(ev::pointerdown, move |event| mark(event.target(), controllers));
    let reached = window_event_listener(ev::focusin, move |event| mark(event.target(), controllers));
    on_cleanup(move || {
        pressed.remove();
        reached.remove();
    });
}

fn mark(target: Option<web_sys::EventTarget>, controllers: Controllers) {
    let mention = untrack(|| controllers.mention());
    let element = target.and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let link = element.and_then(|element| element.closest("a[href]").ok().flatten());
    let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else { return };
    let ours = window().location().origin().is_ok_and(|origin| origin == link.origin());
    if !ours || link.rel() == "external" {
        return;
    }
    let here = link.href();
    if let Some(there) = with_mention(&here, mention.as_deref()).filter(|there| *there != here) {
        link.set_href(&there);
    }
}

/// The same address with another `controller=`, or without one.
fn with_mention(address: &str, mention: Option<&str>) -> Option<String> {
    let url = Url::new(address).ok()?;
    let params = url.search_params();
    if params.get(CONTROLLER).as_deref() == mention {
        return Some(address.to_owned());
    }
    match mention {
        Some(mention) => params.set(CONTROLLER, mention),
        None => params.delete(CONTROLLER),
    }
    Some(url.href())
}
