//! Knobs of a view that live in the address. Read from the whole address, not from the router's copy for the present
//! route, which does not follow when the same route shows another path.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};
use web_sys::UrlSearchParams;

use crate::app::replace;

/// One query parameter: its value, empty when it is not there, and how to set it. Setting leaves no step back.
pub fn query_param(key: &'static str) -> (Memo<String>, Callback<String>) {
    let location = use_location();
    let (search, path) = (location.search, location.pathname);
    let navigate = use_navigate();
    let value =
        Memo::new(move |_| params(&search.get()).and_then(|params| params.get(key)).unwrap_or_default());
    let set = Callback::new(move |value: String| {
        // The newest address, not the last one drawn: two knobs may be set at once.
        let Some(params) = params(&search.get_untracked()) else { return };
        if value.is_empty() {
            params.delete(key);
        } else {
            params.set(key, &value);
        }
        let query = String::from(params.to_string());
        let mark = if query.is_empty() { "" } else { "?" };
        navigate(&format!("{}{mark}{query}", path.get_untracked()), replace());
    });
    (value, set)
}

fn params(search: &str) -> Option<UrlSearchParams> {
    UrlSearchParams::new_with_str(search).ok()
}
