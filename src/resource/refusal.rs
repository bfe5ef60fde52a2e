//! Why something on a page cannot be done, to be read beside the buttons that do it.

use leptos::prelude::*;

/// The reasons of several buttons, each said once.
#[component]
pub fn Refusals(whys: Vec<Signal<Option<String>>>) -> impl IntoView {
    let said = Memo::new(move |_| {
        let mut said: Vec<String> = Vec::new();
        for why in whys.iter().filter_map(|why| why.get()) {
            if !said.contains(&why) {
                said.push(why);
            }
        }
        said.join(" ")
    });
    view! {
        <Show when=move || said.with(|said| !said.is_empty())>
            // The buttons are described by their own reasons.
            <span class="soft head__why" aria-hidden="true">
                {move || said.get()}
            </span>
        </Show>
    }
}
