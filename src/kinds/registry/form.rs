//! The form of a registry: at `/registries/new` and `/registries/:id/edit`. The password is never read from the
//! Controller; one that is not typed anew stays as it is.

use leptos::prelude::*;
use model::{Kind, Resource};
use plan::act::Removal;

use crate::deploy::begin;
use crate::deploy::form::{FormKind, FormPage, Start};
use crate::live::{Live, Lookup, Scope};
use crate::resource::dependents::{Dependents, Microservices, Wanted};
use crate::resource::draft::Draft;
use crate::resource::form::{DraftField, FormField};
use crate::resource::remove::Remove;
use crate::routes::Page;
use crate::ui::field::Input;

const KIND: FormKind = FormKind { kind: Kind::Registry, file: "registry.yaml", fields };

const URL: FormField = FormField { id: "url", path: "spec.url", optional: false };
const PRIVATE: FormField = FormField { id: "private", path: "spec.private", optional: false };
const USERNAME: FormField = FormField { id: "username", path: "spec.username", optional: false };
const PASSWORD: FormField = FormField { id: "password", path: "spec.password", optional: true };
const EMAIL: FormField = FormField { id: "email", path: "spec.email", optional: false };

/// `id` is `None` for a new registry.
#[component]
pub fn RegistryForm(id: Option<String>) -> impl IntoView {
    let live = expect_context::<Live>();
    let lookup = expect_context::<Lookup>();
    let title = if id.is_some() { "Edit registry" } else { "New registry" };
    let key = format!("registry/{}", id.as_deref().unwrap_or("new"));
    let id = StoredValue::new(id);
    let registry = move || {
        let rows = live.registries.rows();
        id.with_value(|id| rows.iter().find(|registry| Some(registry.id.to_string()) == *id).cloned())
    };
    let start = Callback::new(move |()| match registry() {
        _ if id.with_value(Option::is_none) => Start::New(begin::REGISTRY),
        None => Start::Missing,
        Some(registry) if registry.is_system() => Start::System(registry.url.clone()),
        Some(registry) => lookup.describe_registry(&registry).map_or(Start::Missing, Start::Text),
    });
    let wanted = Callback::new(|()| Wanted { microservices: Microservices::All, catalog: true });
    let removal = Callback::new(move |lists: Dependents| {
        let registry = untrack(registry)?;
        let removal = Removal::of_registry(&registry, lists.catalog(), lists.microservices());
        Some((registry.url.clone(), removal))
    });
    let deletable = Memo::new(move |_| registry().is_some_and(|registry| !registry.is_system()));
    let actions = move || {
        view! {
            <Show when=move || deletable.get()>
                <Remove resource=Resource::Registries wanted removal back=Page::Registries />
            </Show>
        }
    };
    view! { <FormPage kind=&KIND key title start scope=Scope::Registry actions /> }
}

fn fields(draft: Draft) -> AnyView {
    let access = [("false", "Public: agents pull without logging in"), ("true", "Private: agents log in")];
    let access = Input::Choice(access.map(|(value, shown)| (value.to_owned(), shown.to_owned())).into());
    view! {
        <DraftField draft kind=Kind::Registry field=URL input=Input::Line />
        <DraftField draft kind=Kind::Registry field=PRIVATE input=access />
        <DraftField draft kind=Kind::Registry field=USERNAME input=Input::Line />
        <DraftField draft kind=Kind::Registry field=PASSWORD input=Input::NewSecret />
        <DraftField draft kind=Kind::Registry field=EMAIL input=Input::Line />
    }
    .into_any()
}
