//! The form of a registry. The password is never read from the Controller; one that is not typed anew stays as it is.

use model::Kind;

use crate::deploy::form::{Described, FormKind};
use crate::kinds::container::words;
use crate::live::{OneKind, Scope, source};
use crate::resource::form::shape::{FormSection, FormShape, Particular};

pub static FORM: FormKind = FormKind {
    kind: Kind::Registry,
    begin: |_| BEGIN.to_owned(),
    shape: &SHAPE,
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

static SHAPE: FormShape = FormShape {
    sections: &[
        FormSection {
            title: "Where",
            about: "what agents pull images from",
            fields: &["spec.url", "spec.private"],
            folded: false,
        },
        FormSection {
            title: "Login",
            about: "with what agents log in",
            fields: &["spec.username", "spec.password", "spec.email"],
            folded: false,
        },
    ],
    particulars: &[
        ("spec.private", Particular::Choice(|_| access())),
        ("metadata.tags", Particular::List(&words("tag"))),
    ],
};

fn access() -> Vec<(String, String)> {
    let access = [("false", "Public: agents pull without logging in"), ("true", "Private: agents log in")];
    access.map(|(value, shown)| (value.to_owned(), shown.to_owned())).into()
}
