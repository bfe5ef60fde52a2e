//! The form of an application.

use model::Kind;
use serde_json::json;

use crate::deploy::form::{Described, FormKind};
use crate::kinds::container::{PARTICULARS, sections, words};
use crate::live::Scope;
use crate::resource::form::list::ListShape;
use crate::resource::form::paste;
use crate::resource::form::shape::{FormSection, FormShape, Particular};

pub static FORM: FormKind = FormKind {
    kind: Kind::Application,
    begin: |_| BEGIN.to_owned(),
    shape: &SHAPE,
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

static SHAPE: FormShape = FormShape {
    sections: &[
        FormSection {
            title: "Application",
            about: "",
            fields: &["metadata.name", "spec.description"],
            folded: false,
        },
        FormSection {
            title: "Microservices",
            about: "all of them: taking one out deletes it",
            fields: &["spec.microservices"],
            folded: false,
        },
        FormSection { title: "Template", about: "", fields: &["spec.template"], folded: true },
        FormSection { title: "Network", about: "", fields: &["spec.natsConfig"], folded: true },
    ],
    particulars: &[
        ("metadata.name", Particular::OnlyNew),
        ("metadata.tags", Particular::List(&words("tag"))),
        ("spec.description", Particular::Area),
        ("spec.template.variables", Particular::List(&VARIABLES)),
        ("spec.microservices", Particular::Members(&MEMBER, &MEMBERS)),
    ],
};

const VARIABLES: ListShape = ListShape {
    noun: "variable",
    order: &["key", "value"],
    one_of: &[],
    new: || json!({ "key": "", "value": "" }),
    paste: Some(paste::variable),
    pastes: "Lines like KEY=value can be pasted into a name.",
};

const MEMBERS: ListShape = ListShape {
    noun: "microservice",
    order: &[],
    one_of: &[],
    new: || json!({ "name": "", "agent": { "name": "" }, "images": { "x86": "", "registry": "remote" } }),
    paste: None,
    pastes: "",
};

static MEMBER: FormShape = FormShape { sections: sections!("", ["name"]), particulars: PARTICULARS };
