//! Saving a text as a file, by the browser's own way of downloading.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::js_sys::Array;
use web_sys::{Blob, HtmlAnchorElement, Url};

/// Has the browser save a text under a name; false when it does not.
pub fn save(name: &str, text: &str) -> bool {
    let saved = || {
        let blob = Blob::new_with_str_sequence(&Array::of1(&text.into())).ok()?;
        let address = Url::create_object_url_with_blob(&blob).ok()?;
        let link = document().create_element("a").ok()?.dyn_into::<HtmlAnchorElement>().ok()?;
        link.set_href(&address);
        link.set_download(name);
        link.click();
        // The browser has taken the text by then; one that cannot be given back goes with the page.
        let _ = Url::revoke_object_url(&address);
        Some(())
    };
    saved().is_some()
}
