//! The form of a catalog item.

use leptos::prelude::*;
use model::Kind;

use crate::deploy::form::{Described, FormKind};
use crate::kinds::registries::choices;
use crate::live::{Live, OneKind, Scope, source};
use crate::resource::draft::Draft;
use crate::resource::form::{DraftField, FormField};
use crate::ui::field::Input;

pub static FORM: FormKind = FormKind {
    kind: Kind::CatalogItem,
    begin: |_| BEGIN.to_owned(),
    fields,
    scope: |_| Scope::Kind(&SCOPE),
    describe: |live, lookup, key| {
        let item = live.catalog.rows().iter().find(|item| item.id.to_string() == key.own()).cloned()?;
        let system = item.is_system().then(|| item.name.clone());
        Some(Described { text: lookup.describe_catalog_item(&item)?, system })
    },
    read: None,
};

/// Its own kind, and what uses it.
static SCOPE: OneKind = OneKind {
    kind: Kind::CatalogItem,
    compared: &[source::CATALOG, source::REGISTRIES, source::MICROSERVICES],
    optional: &[],
};

const BEGIN: &str = "apiVersion: datasance.com/v3
kind: CatalogItem
metadata:
  name: my-microservice
spec:
  description: ''
  x86: ''
  registry: remote
";

const NAME: FormField = FormField { id: "name", path: "metadata.name", optional: false };
const DESCRIPTION: FormField = FormField { id: "description", path: "spec.description", optional: true };
const X86: FormField = FormField { id: "x86", path: "spec.x86", optional: true };
const ARM: FormField = FormField { id: "arm", path: "spec.arm", optional: true };
const REGISTRY: FormField = FormField { id: "registry", path: "spec.registry", optional: false };
const EXAMPLE: FormField = FormField { id: "example", path: "spec.configExample", optional: true };

fn fields(draft: Draft, _: bool) -> AnyView {
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
