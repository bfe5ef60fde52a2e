//! The tabs of an application that are about its manifest: changing it, and reading it.

use leptos::prelude::*;
use model::Kind;

use super::detail::Shown;
use crate::deploy::form::{FormBody, FormKind, Start};
use crate::kinds::manifest_card::ManifestCard;
use crate::live::{Lookup, Scope};
use crate::resource::draft::Draft;
use crate::resource::form::{DraftField, FormField};
use crate::ui::field::Input;

const KIND: FormKind = FormKind { kind: Kind::Application, file: "application.yaml", fields };

const DESCRIPTION: FormField = FormField { id: "description", path: "spec.description", optional: false };

#[component]
pub fn EditTab(name: String, shown: Shown) -> impl IntoView {
    let lookup = expect_context::<Lookup>();
    let key = format!("application/{name}");
    let text = move || lookup.describe_application(&*shown.get()?);
    let start = Callback::new(move |()| text().map_or(Start::Missing, Start::Text));
    view! { <FormBody kind=&KIND key start scope=Scope::Everything /> }
}

fn fields(draft: Draft) -> AnyView {
    view! {
        <DraftField draft kind=Kind::Application field=DESCRIPTION input=Input::Area />
        <p class="soft">
            "Its microservices are in the text: all of them, and those that are taken out of it are deleted. Each has a form on its own page, too."
        </p>
    }
    .into_any()
}

#[component]
pub fn YamlTab(shown: Shown) -> impl IntoView {
    let lookup = expect_context::<Lookup>();
    let text = Memo::new(move |_| shown.get().and_then(|shown| lookup.describe_application(&shown)));
    view! { <ManifestCard text=text.into() /> }
}
