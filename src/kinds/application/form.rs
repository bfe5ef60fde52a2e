//! The form of an application.

use leptos::prelude::*;
use model::Kind;

use crate::deploy::form::{Described, FormKind};
use crate::live::Scope;
use crate::resource::draft::Draft;
use crate::resource::form::{DraftField, FormField};
use crate::ui::field::Input;

pub static FORM: FormKind = FormKind {
    kind: Kind::Application,
    begin: |_| BEGIN.to_owned(),
    fields,
    scope: |_| Scope::Everything,
    describe: |live, lookup, key| {
        let application = live.applications.rows().iter().find(|one| one.name == key.own()).cloned()?;
        Some(Described { text: lookup.describe_application(&application)?, system: None })
    },
    read: None,
};

const BEGIN: &str = "apiVersion: datasance.com/v3
kind: Application
metadata:
  name: my-application
spec:
  description: ''
  microservices: []
";

const DESCRIPTION: FormField = FormField { id: "description", path: "spec.description", optional: false };

fn fields(draft: Draft, _: bool) -> AnyView {
    view! {
        <DraftField draft kind=Kind::Application field=DESCRIPTION input=Input::Area />
        <p class="soft">
            "The text lists all its microservices; taking one out deletes it. Each also has a form on its own page."
        </p>
    }
    .into_any()
}
