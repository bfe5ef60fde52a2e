//! The form of a catalog item.

use model::Kind;

use crate::deploy::form::{Described, FormKind};
use crate::kinds::registries::choices;
use crate::live::{OneKind, Scope, source};
use crate::resource::form::FormField;
use crate::resource::form_section::{FormPart, FormSection};
use crate::ui::field::Input;

pub static FORM: FormKind = FormKind {
    kind: Kind::CatalogItem,
    begin: |_| BEGIN.to_owned(),
    sections: &SECTIONS,
    scope: |_| Scope::Kind(&SCOPE),
    describe: |live, lookup, key| {
        let item = live.catalog.rows().iter().find(|item| item.id.to_string() == key.own()).cloned()?;
        let system = lookup.fixed(|lists| lists.why_fixed_item(&item));
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

static SECTIONS: [FormSection; 3] = [
    FormSection { title: "Item", about: "", parts: &[FormPart::line(NAME), FormPart::line(DESCRIPTION)] },
    FormSection {
        title: "Images",
        about: "one for each architecture that it is to run on",
        parts: &[
            FormPart::line(X86),
            FormPart::line(ARM),
            FormPart::field(REGISTRY, |live| Input::Choice(choices(live))),
        ],
    },
    FormSection { title: "Example", about: "", parts: &[FormPart::field(EXAMPLE, |_| Input::Area)] },
];
