//! The form of a catalog item.

use model::Kind;

use crate::deploy::form::{Described, FormKind};
use crate::kinds::container::words;
use crate::live::{OneKind, Scope, source};
use crate::resource::form::shape::{FormSection, FormShape, Particular};

pub static FORM: FormKind = FormKind {
    kind: Kind::CatalogItem,
    begin: |_| BEGIN.to_owned(),
    shape: &SHAPE,
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

static SHAPE: FormShape = FormShape {
    sections: &[
        FormSection {
            title: "Item",
            about: "",
            fields: &["metadata.name", "spec.description", "spec.category", "spec.publisher"],
            folded: false,
        },
        FormSection {
            title: "Images",
            about: "one for each architecture that it is to run on",
            fields: &["spec.x86", "spec.arm", "spec.registry"],
            folded: false,
        },
        FormSection { title: "Example", about: "", fields: &["spec.configExample"], folded: false },
    ],
    particulars: &[
        ("spec.configExample", Particular::Area),
        ("metadata.tags", Particular::List(&words("tag"))),
    ],
};
