//! What stands in the place of content that is on its way, the first time only.

use leptos::prelude::*;

#[component]
pub fn Skeleton(
    /// What is said to those who cannot see it: "Loading microservices".
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let row = |_| {
        view! {
            <div>
                <span class="sk"></span>
                <span class="sk w3"></span>
                <span class="sk w2"></span>
            </div>
        }
    };
    view! {
        <div class="sk-rows" aria-busy="true">
            <p class="sr" role="status">
                {text}
            </p>
            {(0..3).map(row).collect_view()}
        </div>
    }
}
