//! A button that opens a short list over the page, on the native element that opens and closes. Escape, a choice and
//! leaving it close it, and Escape gives the focus back.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use super::alive::alive;

#[component]
pub fn Menu(
    /// What the list is called: "Controllers".
    label: &'static str,
    /// What the style sheet calls the place: `ctl`, or the classes of a button.
    #[prop(optional)]
    place: &'static str,
    /// The classes of the button itself, where it is one.
    #[prop(optional)]
    button: &'static str,
    /// Whether it opens towards the left.
    #[prop(optional)]
    end: bool,
    /// What the button shows; words among it name it.
    face: ChildrenFn,
    /// The entries, each an `li`.
    children: Children,
) -> impl IntoView {
    let menu = NodeRef::<html::Details>::new();
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
    };
    let keys = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape"
            && let Some(menu) = menu.get_untracked().filter(web_sys::HtmlDetailsElement::open)
        {
            menu.set_open(false);
            focus_button(&menu);
        }
    };
    // Anywhere outside of it.
    let pressed = move |event: ev::PointerEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        if menu.get_untracked().is_some_and(|menu| !menu.contains(target.as_ref())) {
            close();
        }
    };
    let outside = window_event_listener(ev::pointerdown, pressed);
    on_cleanup(move || outside.remove());
    let left = move |event: ev::FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        if to.is_some() && menu.get_untracked().is_some_and(|menu| !menu.contains(to.as_ref())) {
            close();
        }
    };
    view! {
        <details class=format!("anchor {place}") node_ref=menu on:keydown=keys on:focusout=alive(left)>
            <summary class=button>{face()}</summary>
            <ul class=if end { "menu pop end" } else { "menu pop" } aria-label=label on:click=move |_| close()>
                {children()}
            </ul>
        </details>
    }
}

fn focus_button(menu: &web_sys::Element) {
    let button = menu.query_selector("summary").ok().flatten();
    if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        // An element that cannot take the focus leaves it where it is.
        let _ = button.focus();
    }
}
