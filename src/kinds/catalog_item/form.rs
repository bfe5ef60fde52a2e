//! The form of a catalog item: at `/catalog/new` and `/catalog/:id/edit`.

use leptos::prelude::*;
use model::{Kind, Resource};
use plan::act::Removal;

use crate::deploy::begin;
use crate::deploy::form::{FormKind, FormPage, Start};
use crate::kinds::registries::choices;
use crate::live::{Live, Lookup, Scope};
use crate::resource::dependents::{Dependents, Microservices, Wanted};
use crate::resource::draft::Draft;
use crate::resource::form::{DraftField, FormField};
use crate::resource::remove::Remove;
use crate::routes::Page;
use crate::ui::field::Input;

const KIND: FormKind = FormKind { kind: Kind::CatalogItem, file: "catalog-item.yaml", fields };

const NAME: FormField = FormField { id: "name", path: "metadata.name", optional: false };
const DESCRIPTION: FormField = FormField { id: "description", path: "spec.description", optional: true };
const X86: FormField = FormField { id: "x86", path: "spec.x86", optional: true };
const ARM: FormField = FormField { id: "arm", path: "spec.arm", optional: true };
const REGISTRY: FormField = FormField { id: "registry", path: "spec.registry", optional: false };
const EXAMPLE: FormField = FormField { id: "example", path: "spec.configExample", optional: true };

/// `id` is `None` for a new item.
#[component]
pub fn CatalogForm(id: Option<String>) -> impl IntoView {
    let live = expect_context::<Live>();
    let lookup = expect_context::<Lookup>();
    let title = if id.is_some() { "Edit catalog item" } else { "New catalog item" };
    let key = format!("catalog/{}", id.as_deref().unwrap_or("new"));
    let id = StoredValue::new(id);
    let item = move || {
        let rows = live.catalog.rows();
        id.with_value(|id| rows.iter().find(|item| Some(item.id.to_string()) == *id).cloned())
    };
    let start = Callback::new(move |()| match item() {
        _ if id.with_value(Option::is_none) => Start::New(begin::CATALOG_ITEM),
        None => Start::Missing,
        Some(item) if item.is_system() => Start::System(item.name.clone()),
        Some(item) => lookup.describe_catalog_item(&item).map_or(Start::Missing, Start::Text),
    });
    let wanted = Callback::new(|()| Wanted { microservices: Microservices::All, catalog: false });
    let removal = Callback::new(move |lists: Dependents| {
        let item = untrack(item)?;
        let removal = Removal::of_catalog_item(&item, lists.microservices());
        Some((item.name.clone(), removal))
    });
    let deletable = Memo::new(move |_| item().is_some_and(|item| !item.is_system()));
    let actions = move || {
        view! {
            <Show when=move || deletable.get()>
                <Remove resource=Resource::Catalog wanted removal back=Page::Catalog />
            </Show>
        }
    };
    view! { <FormPage kind=&KIND key title start scope=Scope::CatalogItem actions /> }
}

fn fields(draft: Draft) -> AnyView {
    let registries = Input::Choice(choices(expect_context::<Live>()));
    view! {
        <DraftField draft kind=Kind::CatalogItem field=NAME input=Input::Line />
        <DraftField draft kind=Kind::CatalogItem field=DESCRIPTION input=Input::Line />
        <DraftField draft kind=Kind::CatalogItem field=X86 input=Input::Line />
        <DraftField draft kind=Kind::CatalogItem field=ARM input=Input::Line />
        <DraftField draft kind=Kind::CatalogItem field=REGISTRY input=registries />
        <DraftField draft kind=Kind::CatalogItem field=EXAMPLE input=Input::Area />
    }
    .into_any()
}
