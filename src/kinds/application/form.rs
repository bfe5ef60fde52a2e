//! The form of an application.

use model::Kind;

use crate::deploy::form::{Described, FormKind};
use crate::live::Scope;
use crate::resource::form::FormField;
use crate::resource::form_section::{FormPart, FormSection};
use crate::ui::field::Input;

pub static FORM: FormKind = FormKind {
    kind: Kind::Application,
    begin: |_| BEGIN.to_owned(),
    sections: &SECTIONS,
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

static SECTIONS: [FormSection; 1] = [FormSection {
    title: "Application",
    about: "",
    parts: &[
        FormPart::field(DESCRIPTION, |_| Input::Area),
        FormPart::Note(
            "The text lists all its microservices; taking one out deletes it. Each also has a form on its own page.",
        ),
    ],
}];
