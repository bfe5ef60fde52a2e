//! The line of help below the text: what the field at the caret is, or what is proposed.

use leptos::prelude::*;

use super::About;

/// The line; while there is nothing to say, how to have something proposed.
pub(super) fn line(about: Option<About>) -> impl IntoView {
    let said = match about {
        Some(About { title, lines }) => view! {
            <b class="mono">{title}</b>
            " "
            {lines.join(" ")}
        }
        .into_any(),
        None => view! {
            <kbd>"Ctrl"</kbd>
            "+"
            <kbd>"Space"</kbd>
            " suggests what can go here."
        }
        .into_any(),
    };
    view! {
        <div class="editor__help" role="note" aria-label="About the field at the cursor" tabindex="0">
            {said}
        </div>
    }
}
