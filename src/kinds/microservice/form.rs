//! The form of a microservice.

use model::Kind;

use super::page::find;
use crate::deploy::form::{Described, FormKind};
use crate::kinds::container::{PARTICULARS, sections};
use crate::live::{OneKind, Scope, source};
use crate::resource::form::shape::{FormSection, FormShape};

pub static FORM: FormKind = FormKind {
    kind: Kind::Microservice,
    begin,
    shape: &SHAPE,
    scope: |key| {
        let application = key.and_then(|key| key.outer());
        application.map_or(Scope::Everything, |name| Scope::Within(&SCOPE, name.to_owned()))
    },
    describe: |live, lookup, key| {
        let text = lookup.describe_microservice(&*find(live, key)?)?;
        Some(Described { text, system: None })
    },
    read: None,
};

static SCOPE: OneKind = OneKind {
    kind: Kind::Microservice,
    compared: &[
        source::AGENTS,
        source::CATALOG,
        source::REGISTRIES,
        source::NAMED_APPLICATION,
        source::MICROSERVICES,
    ],
    optional: &[
        source::SECRETS,
        source::CONFIG_MAPS,
        source::VOLUME_MOUNTS,
        source::ROLES,
        source::ACCOUNT_RULES,
        source::USER_RULES,
        source::SYSTEM_MICROSERVICES,
    ],
};

/// A new one runs images of its own, or those of the catalog item that it is made from.
fn begin(item: &str) -> String {
    let images = match item.parse::<i64>() {
        Ok(id) => format!("    catalogId: {id}\n"),
        Err(_) => "    x86: ''\n    registry: remote\n".to_owned(),
    };
    format!("{HEAD}{images}  container: {{}}\n")
}

const HEAD: &str = "apiVersion: datasance.com/v3
kind: Microservice
metadata:
  name: my-microservice
spec:
  application: ''
  agent:
    name: ''
  images:
";

static SHAPE: FormShape = FormShape {
    sections: sections!("spec.", ["metadata.name", "spec.application"]),
    particulars: PARTICULARS,
};
