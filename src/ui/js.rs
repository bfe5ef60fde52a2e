//! Values of the browser that no binding names: read and made by the names of their parts.

use leptos::prelude::window;
use wasm_bindgen::JsValue;
use web_sys::js_sys::{Object, Reflect};

/// What stands under a name; `undefined` where nothing does.
pub fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

/// Puts something under a name of a value of ours, which takes every key.
pub fn set(of: &JsValue, name: &str, value: &JsValue) {
    // Refused only by what is no object, or is frozen.
    let _ = Reflect::set(of, &name.into(), value);
}

/// A plain object.
pub fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    entries.iter().for_each(|(name, value)| set(&object, name, value));
    object.into()
}

/// What our own scripts left for the program under a name: `window.ecnConsole`.
pub fn console(name: &str) -> JsValue {
    get(&get(&window(), "ecnConsole"), name)
}
