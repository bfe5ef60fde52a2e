//! The form of a registry. The password is never read from the Controller; one that is not typed anew stays as it is.

use leptos::prelude::*;
use model::Kind;

use crate::deploy::form::{Described, FormKind};
use crate::live::{OneKind, Scope, source};
use crate::resource::draft::Draft;
use crate::resource::form::{DraftField, FormField};
use crate::ui::field::Input;

pub static FORM: FormKind = FormKind {
    kind: Kind::Registry,
    begin: |_| BEGIN.to_owned(),
    fields,
    scope: |_| Scope::Kind(&SCOPE),
    describe: |live, lookup, key| {
        let registry = live.registries.rows().iter().find(|one| one.id.to_string() == key.own()).cloned()?;
        let system = registry.is_system().then(|| registry.url.clone());
        Some(Described { text: lookup.describe_registry(&registry)?, system })
    },
    read: None,
};

/// Its own kind, and what uses it.
static SCOPE: OneKind = OneKind {
    kind: Kind::Registry,
    compared: &[source::CATALOG, source::REGISTRIES, source::MICROSERVICES],
    optional: &[],
};

const BEGIN: &str = "apiVersion: datasance.com/v3
kind: Registry
metadata: {}
spec:
  url: ''
  private: true
  username: ''
  password: ''
  email: ''
";

const URL: FormField = FormField { id: "url", path: "spec.url", optional: false };
const PRIVATE: FormField = FormField { id: "private", path: "spec.private", optional: false };
const USERNAME: FormField = FormField { id: "username", path: "spec.username", optional: false };
const PASSWORD: FormField = FormField { id: "password", path: "spec.password", optional: true };
const EMAIL: FormField = FormField { id: "email", path: "spec.email", optional: false };

fn fields(draft: Draft, _: bool) -> AnyView {
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
