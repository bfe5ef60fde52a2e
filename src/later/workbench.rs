//! Everything that reads, checks, writes or plans manifests: the deploy workspace, the forms, a microservice's YAML.

use leptos::prelude::*;

use super::{NotLoaded, Part};
use crate::controllers::{Controllers, Minder};
use crate::deploy::drop::take;
use crate::deploy::open::OpenDrafts;
use crate::deploy::page::DeployPage;
use crate::deploy::user;
use crate::deploy::workspace::Workspace;
use crate::kinds::application::detail as application;
use crate::kinds::application::form as application_form;
use crate::kinds::catalog_item::form::CatalogForm;
use crate::kinds::microservice::detail::Found;
use crate::kinds::microservice::form::{EditTab, NewMicroservice};
use crate::kinds::microservice::yaml::YamlTab;
use crate::kinds::registry::form::RegistryForm;
use crate::live::{Live, Lookup};
use crate::panic;
use crate::resource::spare;
use crate::routes::Page;

/// What can be done once it is there.
#[derive(Clone, Copy)]
pub struct Workbench {
    /// Makes known what texts are kept in and looked up in. Called once, before everything else.
    begin: fn(),
    pub deploy: fn() -> AnyView,
    /// A page on which a document is written.
    pub form: fn(Page) -> AnyView,
    /// The tabs of a microservice on which its manifest is changed and shown.
    pub edit: fn(String, Memo<Option<Found>>) -> AnyView,
    pub yaml: fn(Memo<Option<Found>>) -> AnyView,
    /// The same of an application.
    pub edit_application: fn(String, application::Shown) -> AnyView,
    pub application_yaml: fn(application::Shown) -> AnyView,
    /// Takes files into the workspace.
    pub take: fn(Vec<web_sys::File>),
}

impl Workbench {
    /// Makes the part known to everything below the present owner.
    pub fn provide() {
        Part::<Self>::provide(|owner| {
            Box::pin(async move {
                let workbench = load().await?;
                owner.with(workbench.begin);
                Ok(workbench)
            })
        });
    }
}

async fn load() -> Result<Workbench, NotLoaded> {
    let workbench = workbench();
    #[cfg(feature = "split")]
    let workbench = workbench.await;
    workbench
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(workbench, fallible))]
fn workbench() -> Result<Workbench, NotLoaded> {
    Ok(Workbench { begin, deploy, form, edit, yaml, edit_application, application_yaml, take })
}

fn begin() {
    Lookup::provide(expect_context::<Live>());
    Workspace::provide();
    OpenDrafts::provide(expect_context::<Controllers>());
    guard_unsaved();
    mind_the_controller();
    user::mind();
    panic::on_failure(spare::rescue);
}

/// Texts stay when the tab turns to another Controller; what was planned and ticked for one does not, and no plan is
/// left while it is being applied.
fn mind_the_controller() {
    let (workspace, drafts) = (expect_context::<Workspace>(), expect_context::<OpenDrafts>());
    expect_context::<Controllers>().mind(Minder {
        busy: Callback::new(move |()| workspace.is_applying() || drafts.any_applying()),
        unsaved: Callback::new(move |()| workspace.is_unsaved() || drafts.any_unsaved()),
        forget: Callback::new(move |()| workspace.forget_controller()),
    });
}

/// Asks before the window is closed over text that was not applied, or over a run that would be cut off. The browser words
/// the question.
fn guard_unsaved() {
    let (workspace, drafts) = (expect_context::<Workspace>(), expect_context::<OpenDrafts>());
    let handle = window_event_listener(leptos::ev::beforeunload, move |event| {
        // After a failure the texts are put aside, and nothing here can be asked any more.
        if panic::has_failed() {
            return;
        }
        if workspace.is_applying() || drafts.any_applying() || workspace.is_unsaved() || drafts.any_unsaved()
        {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

fn deploy() -> AnyView {
    view! { <DeployPage /> }.into_any()
}

fn form(page: Page) -> AnyView {
    match page {
        Page::MicroserviceNew => view! { <NewMicroservice /> }.into_any(),
        Page::CatalogNew => view! { <CatalogForm id=None /> }.into_any(),
        Page::CatalogEdit(id) => view! { <CatalogForm id=Some(id) /> }.into_any(),
        Page::RegistryNew => view! { <RegistryForm id=None /> }.into_any(),
        Page::RegistryEdit(id) => view! { <RegistryForm id=Some(id) /> }.into_any(),
        _ => ().into_any(),
    }
}

fn edit(name: String, found: Memo<Option<Found>>) -> AnyView {
    view! { <EditTab name found /> }.into_any()
}

fn yaml(found: Memo<Option<Found>>) -> AnyView {
    view! { <YamlTab found /> }.into_any()
}

fn edit_application(name: String, shown: application::Shown) -> AnyView {
    view! { <application_form::EditTab name shown /> }.into_any()
}

fn application_yaml(shown: application::Shown) -> AnyView {
    view! { <application_form::YamlTab shown /> }.into_any()
}
