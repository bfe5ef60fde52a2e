//! source component shows which page.

pub mod overview;
pub mod settings;
pub mod sign_in;

mod not_found;

use leptos::prelude::*;

use crate::kinds;
use crate::part::{Pages, Part, Workbench};
use crate::routes::Page;

/// The page below the shell's bar. It is made anew only when the address names another page.
#[component]
pub fn PageView(page: Memo<Option<Page>>) -> impl IntoView {
    let pages = expect_context::<Part<Pages>>();
    let workbench = expect_context::<Part<Workbench>>();
    move || match page.get() {
        None => view! { <not_found::NotFound /> }.into_any(),
        Some(Page::Deploy) => workbench.show(|workbench| (workbench.deploy)()),
        Some(Page::New(kind)) => workbench.show(move |workbench| (workbench.new)(kind)),
        // The sign-in page stands outside the shell.
        Some(Page::SignIn) => ().into_any(),
        Some(page) => match kinds::first(&page) {
            Some(list) => list(),
            None => pages.show(move |pages| (pages.show)(page.clone())),
        },
    }
}
