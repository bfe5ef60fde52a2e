//! The form of a microservice.

use model::Kind;
use serde_json::json;

use super::page::find;
use crate::deploy::form::{Described, FormKind};
use crate::kinds::registries::choices;
use crate::live::{Live, OneKind, Scope, source};
use crate::resource::form::FormField;
use crate::resource::form_list::{Column, FormList, Other};
use crate::resource::form_section::{FormPart, FormSection};
use crate::ui::field::Input;

pub static FORM: FormKind = FormKind {
    kind: Kind::Microservice,
    begin,
    sections: &SECTIONS,
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

const NAME: FormField = FormField { id: "name", path: "metadata.name", optional: false };
const APPLICATION: FormField = FormField { id: "application", path: "spec.application", optional: false };
const AGENT: FormField = FormField { id: "agent", path: "spec.agent.name", optional: false };
const ITEM: FormField = FormField { id: "item", path: "spec.images.catalogId", optional: true };
const X86: FormField = FormField { id: "x86", path: "spec.images.x86", optional: true };
const ARM: FormField = FormField { id: "arm", path: "spec.images.arm", optional: true };
const REGISTRY: FormField = FormField { id: "registry", path: "spec.images.registry", optional: true };
const HOST: FormField = FormField { id: "host", path: "spec.container.hostNetworkMode", optional: true };
const PRIVILEGED: FormField =
    FormField { id: "privileged", path: "spec.container.isPrivileged", optional: true };

const PORTS: FormList = FormList {
    path: "spec.container.ports",
    noun: "port",
    columns: &[
        Column::typed(&["external"]),
        Column::typed(&["internal"]),
        Column::one_of(&["protocol"], &["tcp", "udp"]),
    ],
    new: || json!({ "internal": 80, "external": 15000 }),
    others: &[],
};

const ENV: FormList = FormList {
    path: "spec.container.env",
    noun: "variable",
    columns: &[
        Column::typed(&["key"]),
        Column::offering(&["value", "valueFromSecret", "valueFromConfigMap"], sources),
    ],
    new: || json!({ "key": "", "value": "" }),
    others: &[
        Other { noun: "variable from a secret", new: || json!({ "key": "", "valueFromSecret": "" }) },
        Other { noun: "variable from a config map", new: || json!({ "key": "", "valueFromConfigMap": "" }) },
    ],
};

/// What a variable can take its value from: the name, up to the key.
fn sources(live: Live, _: &dyn Fn(&str) -> String, key: &str) -> Vec<String> {
    match key {
        "valueFromSecret" => live.secrets.rows().iter().map(|one| format!("{}/", one.name)).collect(),
        "valueFromConfigMap" => live.config_maps.rows().iter().map(|one| format!("{}/", one.name)).collect(),
        _ => Vec::new(),
    }
}

/// What a volume of the type volumeMount can be.
fn mounts(live: Live, other: &dyn Fn(&str) -> String, _: &str) -> Vec<String> {
    match other("type").as_str() {
        "volumeMount" => live.volume_mounts.rows().iter().map(|one| one.name.clone()).collect(),
        _ => Vec::new(),
    }
}

const VOLUMES: FormList = FormList {
    path: "spec.container.volumes",
    noun: "volume",
    columns: &[
        Column::offering(&["hostDestination"], mounts),
        Column::typed(&["containerDestination"]),
        Column::one_of(&["accessMode"], &["rw", "ro"]),
        Column::one_of(&["type"], &["bind", "volume", "volumeMount"]),
    ],
    new: || json!({ "hostDestination": "", "containerDestination": "", "accessMode": "rw", "type": "volume" }),
    others: &[],
};

static SECTIONS: [FormSection; 7] = [
    FormSection {
        title: "Where",
        about: "another agent moves the microservice",
        parts: &[
            FormPart::new_only(NAME, |_| Input::Line),
            // In another application it would be another microservice.
            FormPart::new_only(APPLICATION, |live| {
                one_of(
                    "Choose an application",
                    live.applications.rows_untracked().iter().map(|one| one.name.clone()),
                )
            }),
            FormPart::field(AGENT, |live| {
                one_of("Choose an agent", live.agents.rows_untracked().iter().map(|agent| agent.name.clone()))
            }),
        ],
    },
    FormSection {
        title: "Image",
        about: "of its own, or those of a catalog item",
        parts: &[
            FormPart::field(ITEM, items),
            FormPart::field(REGISTRY, registries),
            FormPart::line(X86),
            FormPart::line(ARM),
        ],
    },
    FormSection { title: "Ports", about: "", parts: &[FormPart::List(&PORTS)] },
    FormSection { title: "Environment", about: "", parts: &[FormPart::List(&ENV)] },
    FormSection { title: "Volumes", about: "", parts: &[FormPart::List(&VOLUMES)] },
    FormSection { title: "Network", about: "", parts: &[FormPart::field(HOST, |_| yes_or_no())] },
    FormSection { title: "Rights", about: "", parts: &[FormPart::field(PRIVILEGED, |_| yes_or_no())] },
];

/// A choice by name, with a first line for when nothing is chosen.
fn one_of(nothing: &str, names: impl Iterator<Item = String>) -> Input {
    let names = names.map(|name| (name.clone(), name));
    Input::Choice([(String::new(), nothing.to_owned())].into_iter().chain(names).collect())
}

/// Items are chosen by name; the manifest wants the number. The Controller's own must not be used.
fn items(live: Live) -> Input {
    let items = live.catalog.rows_untracked();
    let own =
        items.iter().filter(|item| !item.is_system()).map(|item| (item.id.to_string(), item.name.clone()));
    Input::Choice([(String::new(), "None: images of its own".to_owned())].into_iter().chain(own).collect())
}

fn registries(live: Live) -> Input {
    let none = (String::new(), "That of the catalog item, or else remote".to_owned());
    Input::Choice([none].into_iter().chain(choices(live)).collect())
}

fn yes_or_no() -> Input {
    let choice = |value: &str, shown: &str| (value.to_owned(), shown.to_owned());
    Input::Choice(vec![choice("", "No"), choice("true", "Yes")])
}
