//! Which component shows which page.

pub mod settings;
pub mod sign_in;

mod not_found;
mod overview;

use leptos::prelude::*;

use crate::deploy::page::DeployPage;
use crate::kinds::{agent, application, catalog_item, microservice, registry};
use crate::routes::Page;

/// The page below the shell's bar. It is made anew only when the address names another page.
#[component]
pub fn PageView(page: Memo<Option<Page>>) -> impl IntoView {
    move || match page.get() {
        None => view! { <not_found::NotFound /> }.into_any(),
        Some(Page::Overview) => view! { <overview::Overview /> }.into_any(),
        Some(Page::Microservices) => view! { <microservice::list::MicroservicesPage /> }.into_any(),
        Some(Page::Microservice { application, name, tab }) => {
            view! { <microservice::detail::MicroservicePage application name tab /> }.into_any()
        }
        Some(Page::MicroserviceById(uuid)) => {
            view! { <microservice::by_id::MicroserviceById uuid /> }.into_any()
        }
        Some(Page::Applications) => view! { <application::list::ApplicationsPage /> }.into_any(),
        Some(Page::Catalog) => view! { <catalog_item::list::CatalogPage /> }.into_any(),
        Some(Page::CatalogNew) => view! { <catalog_item::form::CatalogForm id=None /> }.into_any(),
        Some(Page::CatalogEdit(id)) => view! { <catalog_item::form::CatalogForm id=Some(id) /> }.into_any(),
        Some(Page::Registries) => view! { <registry::list::RegistriesPage /> }.into_any(),
        Some(Page::Agents) => view! { <agent::list::AgentsPage /> }.into_any(),
        Some(Page::Deploy) => view! { <DeployPage /> }.into_any(),
        Some(Page::Settings) => view! { <settings::SettingsPage /> }.into_any(),
        // The sign-in page stands outside the shell.
        Some(Page::SignIn) => ().into_any(),
    }
}
