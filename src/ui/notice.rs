//! A message that stays in its place: what happened, what was not lost, what can be done.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use super::state::Tone;

#[component]
pub fn Notice(tone: Tone, #[prop(into)] title: String, children: Children) -> impl IntoView {
    let role = if matches!(tone, Tone::Bad) { "alert" } else { "status" };
    view! {
        <section class=format!("note {}", tone.name()) role=role>
            <Glyph icon=tone.icon() />
            <div>
                <p class="note__title">{title}</p>
                {children()}
            </div>
        </section>
    }
}

/// What an empty list says: never only that it is empty, but what to do next.
#[component]
pub fn Empty(
    #[prop(into)] title: String,
    /// What there is none of.
    #[prop(optional)]
    icon: Option<Icon>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="empty">
            {icon.map(|icon| view! { <Glyph icon /> })}
            <h2>{title}</h2>
            {children()}
        </div>
    }
}
