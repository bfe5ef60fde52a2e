//! Of a few, one: side by side, all in view.

use leptos::prelude::*;

use super::alive::alive;

#[component]
pub fn Segments(
    /// What is chosen: "Theme".
    label: &'static str,
    /// Tells it from others on the page.
    name: &'static str,
    /// Each value and what is shown.
    options: &'static [(&'static str, &'static str)],
    #[prop(into)] value: Signal<String>,
    on_choice: Callback<String>,
) -> impl IntoView {
    let option = |(own, shown): &'static (&'static str, &'static str)| {
        let chosen = move || value.with(|value| value == own);
        view! {
            <label>
                <input
                    type="radio"
                    name=name
                    value=*own
                    prop:checked=chosen
                    on:change=alive(move |_| on_choice.run((*own).to_owned()))
                />
                {*shown}
            </label>
        }
    };
    view! {
        <span class="seg" role="radiogroup" aria-label=label>
            {options.iter().map(option).collect_view()}
        </span>
    }
}
