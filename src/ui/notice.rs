//! A message that stays in its place: what happened, what was not lost, what can be done.

use leptos::prelude::*;

use super::state::Tone;

#[component]
pub fn Notice(tone: Tone, #[prop(into)] title: String, children: Children) -> impl IntoView {
    let role = if matches!(tone, Tone::Bad) { "alert" } else { "status" };
    view! {
        <section class="notice" data-tone=tone.name() role=role>
            <p class="notice__title">{title}</p>
            {children()}
        </section>
    }
}

/// What an empty list says: never only that it is empty, but what to do next.
#[component]
pub fn Empty(#[prop(into)] title: String, children: Children) -> impl IntoView {
    view! {
        <div class="empty">
            <h2>{title}</h2>
            {children()}
        </div>
    }
}
