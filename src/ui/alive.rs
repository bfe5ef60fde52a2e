//! Handlers of events that a browser also fires while an element is taken away, or just after: `blur`, `focusout`,
//! `change`, `close`, `toggle`, `scroll`. Signals are gone before their elements are, so such a handler would read what
//! is no more and stop the console. A test of the house holds that each goes through here.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::js;

/// A handler that does nothing once the part of the page that it was made in is gone.
pub fn alive<E>(mut handle: impl FnMut(E) + 'static) -> impl FnMut(E) + 'static {
    let here = StoredValue::new(());
    move |event| {
        if !here.is_disposed() {
            handle(event);
        }
    }
}

/// The same for a handler that wants the new value of the input, list or text that the event is about.
pub fn alive_value(mut handle: impl FnMut(String) + 'static) -> impl FnMut(web_sys::Event) + 'static {
    alive(move |event: web_sys::Event| {
        let target = event.target().map(JsValue::from).unwrap_or_default();
        if let Some(value) = js::get(&target, "value").as_string() {
            handle(value);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handler_is_silent_when_what_it_belongs_to_is_gone() {
        let owner = Owner::new();
        let (mut handle, heard) = owner.with(|| {
            let heard = RwSignal::new(0);
            (alive(move |by: i32| heard.set(heard.get_untracked() + by)), heard)
        });
        handle(2);
        assert_eq!(heard.get_untracked(), 2);
        owner.cleanup();
        handle(1);
    }
}
