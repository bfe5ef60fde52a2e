//! The form of a registry. The password is never read from the Controller; one that is not typed anew stays as it is.

use model::Kind;

use crate::deploy::form::{Described, FormKind};
use crate::live::{OneKind, Scope, source};
use crate::resource::form::FormField;
use crate::resource::form_section::{FormPart, FormSection};
use crate::ui::field::Input;

pub static FORM: FormKind = FormKind {
    kind: Kind::Registry,
    begin: |_| BEGIN.to_owned(),
    sections: &SECTIONS,
    scope: |_| Scope::Kind(&SCOPE),
    describe: |live, lookup, key| {
        let registry = live.registries.rows().iter().find(|one| one.id.to_string() == key.own()).cloned()?;
        let system = lookup.fixed(|lists| lists.why_fixed_registry(&registry));
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

static SECTIONS: [FormSection; 2] = [
    FormSection {
        title: "Where",
        about: "what agents pull images from",
        parts: &[FormPart::line(URL), FormPart::field(PRIVATE, |_| access())],
    },
    FormSection {
        title: "Login",
        about: "with what agents log in",
        parts: &[
            FormPart::line(USERNAME),
            FormPart::field(PASSWORD, |_| Input::NewSecret),
            FormPart::line(EMAIL),
        ],
    },
];

fn access() -> Input {
    let access = [("false", "Public: agents pull without logging in"), ("true", "Private: agents log in")];
    Input::Choice(access.map(|(value, shown)| (value.to_owned(), shown.to_owned())).into())
}
