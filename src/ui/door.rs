//! A page that stands alone, outside the frame: the console's mark, a title, and one panel.

use leptos::prelude::*;

use super::icon::Mark;

#[component]
pub fn Door(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <main class="door">
            <section class="door-card" aria-labelledby="door-title">
                <div class="door-head">
                    <Mark />
                    <h1 id="door-title">{title}</h1>
                </div>
                <div class="panel">
                    <div class="body">{children()}</div>
                </div>
            </section>
        </main>
    }
}
