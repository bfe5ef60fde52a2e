//! All pages but the list of microservices, which is what most people open, and the sign-in before it.

use client::session::ControllerLink;
use leptos::prelude::*;

use super::{NotLoaded, Part};
use crate::controllers::question::Question;
use crate::kinds::{agent, application, catalog_item, event, microservice, registry};
use crate::pages::{overview::Overview, settings::SettingsPage};
use crate::palette::Palette;
use crate::routes::Page;

/// What shows a page.
#[derive(Clone, Copy)]
pub struct Pages {
    pub show: fn(Page) -> AnyView,
    /// The search over the page, open while the signal is true.
    pub palette: fn(RwSignal<bool>) -> AnyView,
    /// What an address with a Controller leads to that cannot just be turned to; the callback is how to leave it be.
    pub question: fn(ControllerLink, Callback<()>) -> AnyView,
}

impl Pages {
    /// Makes the part known to everything below the present owner.
    pub fn provide() {
        Part::<Self>::provide(|_| Box::pin(load()));
    }
}

async fn load() -> Result<Pages, NotLoaded> {
    let pages = pages();
    #[cfg(feature = "split")]
    let pages = pages.await;
    pages
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(pages, fallible))]
fn pages() -> Result<Pages, NotLoaded> {
    Ok(Pages { show, palette, question })
}

fn palette(open: RwSignal<bool>) -> AnyView {
    view! { <Palette open /> }.into_any()
}

fn question(link: ControllerLink, leave: Callback<()>) -> AnyView {
    view! { <Question link leave /> }.into_any()
}

fn show(page: Page) -> AnyView {
    match page {
        Page::Overview => view! { <Overview /> }.into_any(),
        Page::Microservice { application, name, tab } => {
            view! { <microservice::detail::MicroservicePage application name tab /> }.into_any()
        }
        Page::MicroserviceById(uuid) => view! { <microservice::by_id::MicroserviceById uuid /> }.into_any(),
        Page::Application { name, tab } => {
            view! { <application::detail::ApplicationPage name tab /> }.into_any()
        }
        Page::Agent(name) => view! { <agent::detail::AgentPage name /> }.into_any(),
        Page::Applications => view! { <application::list::ApplicationsPage /> }.into_any(),
        Page::Catalog => view! { <catalog_item::list::CatalogPage /> }.into_any(),
        Page::Registries => view! { <registry::list::RegistriesPage /> }.into_any(),
        Page::Agents => view! { <agent::list::AgentsPage /> }.into_any(),
        Page::Activity => view! { <event::list::ActivityPage /> }.into_any(),
        Page::Settings => view! { <SettingsPage /> }.into_any(),
        // The rest is elsewhere: in the first load, or in the workbench.
        _ => ().into_any(),
    }
}
