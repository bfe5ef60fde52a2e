//! A titled part of a page.

use leptos::prelude::*;

#[component]
pub fn Panel(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="panel">
            <header>
                <h2>{title}</h2>
            </header>
            {children()}
        </section>
    }
}
