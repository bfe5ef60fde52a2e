//! A titled part of a page.

use leptos::prelude::*;

#[component]
pub fn Panel(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="card">
            <header class="card__head">
                <h2>{title}</h2>
            </header>
            {children()}
        </section>
    }
}
