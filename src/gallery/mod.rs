//! Every widget in every state, light and dark side by side, for who works on them and for the browser test that looks
//! at all of them: `cargo xtask gallery`. The release build does not have it.

mod moving;
mod plain;

use leptos::prelude::*;

use crate::ui::toast::{ToastRegion, Toasts};

/// Where it is, below the base path.
pub const PATH: &str = "/gallery";

/// A theme by force, whatever the system says.
#[derive(Clone, Copy)]
struct Theme {
    class: &'static str,
    title: &'static str,
}

const THEMES: [Theme; 2] = [Theme { class: "light", title: "Light" }, Theme { class: "dark", title: "Dark" }];

impl Theme {
    /// An id of this side's own, because a page has each only once. There are a handful, made once.
    fn id(self, name: &str) -> &'static str {
        format!("{name}-{}", self.class).leak()
    }
}

#[component]
pub fn Gallery() -> impl IntoView {
    document().set_title("Gallery · ECN Console");
    let toasts = Toasts::provide();
    let side = |theme: Theme| {
        view! {
            <section class=format!("gallery__side {}", theme.class) aria-label=theme.title>
                <h2>{theme.title}</h2>
                {plain::all(theme)}
                {moving::all(theme)}
            </section>
        }
    };
    view! {
        <main class="gallery app">
            <h1 class="sr">"Gallery"</h1>
            {THEMES.map(side).collect_view()}
        </main>
        <ToastRegion toasts />
    }
}

/// One widget with its name.
fn shown(name: &'static str, view: AnyView) -> AnyView {
    view! {
        <div class="gallery__one">
            <h3>{name}</h3>
            <div class="row">{view}</div>
        </div>
    }
    .into_any()
}
