//! All pages but the list of microservices, which is what most people open, and the sign-in before it.

use client::session::ControllerLink;
use leptos::prelude::*;
use model::Kind;

use crate::kinds;
use crate::kinds::event::list::ActivityPage;
use crate::pages::{overview::Overview, settings::SettingsPage};
use crate::palette::Palette;
use crate::part::{NotLoaded, Pages, Part};
use crate::resource::row::RowAsked;
use crate::routes::Page;
use crate::turn::question::Question;

/// Makes the part known to everything below the present owner.
pub fn provide() {
    Part::<Pages>::provide(|_| Box::pin(load()));
}

async fn load() -> Result<Pages, NotLoaded> {
    let pages = pages();
    #[cfg(feature = "split")]
    let pages = pages.await;
    pages
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(pages, fallible))]
fn pages() -> Result<Pages, NotLoaded> {
    Ok(Pages { show, menu, palette, question })
}

fn menu(kind: Kind, asked: RowAsked) -> AnyView {
    kinds::pages(kind).map_or_else(|| ().into_any(), |pages| (pages.menu)(asked))
}

fn palette(open: RwSignal<bool>) -> AnyView {
    view! { <Palette open /> }.into_any()
}

fn question(link: ControllerLink, leave: Callback<()>) -> AnyView {
    view! { <Question link leave /> }.into_any()
}

fn show(page: Page) -> AnyView {
    let nothing = || ().into_any();
    match page {
        Page::Overview => view! { <Overview /> }.into_any(),
        Page::List(kind) => kinds::pages(kind).map_or_else(nothing, |pages| (pages.list)()),
        Page::Object { kind, key, tab } => {
            kinds::pages(kind).map_or_else(nothing, |pages| (pages.object)(key, tab))
        }
        Page::Activity => view! { <ActivityPage /> }.into_any(),
        Page::Settings => view! { <SettingsPage /> }.into_any(),
        // These are elsewhere: in the workbench, and outside the shell.
        Page::New(_) | Page::Deploy | Page::SignIn => nothing(),
    }
}
