//! A button that copies a text and says so.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::icon::{Glyph, Icon};
use super::toast::Toasts;

#[component]
pub fn CopyButton(
    /// What the button says.
    #[prop(into)]
    label: String,
    /// What is copied, asked for when the button is pressed.
    #[prop(into)]
    text: Signal<String>,
    /// What the toast says afterwards.
    #[prop(into)]
    done: String,
    icon: Icon,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let done = StoredValue::new(done);
    let copy = move |_| {
        let text = text.get_untracked();
        spawn_local(async move {
            let copied = JsFuture::from(window().navigator().clipboard().write_text(&text)).await;
            match copied {
                Ok(_) => toasts.say(done.get_value()),
                Err(_) => {
                    toasts.warn("The browser did not allow copying. Select the text and copy it by hand.");
                }
            }
        });
    };
    view! {
        <button type="button" class="btn" on:click=copy>
            <Glyph icon=icon />
            {label}
        </button>
    }
}
