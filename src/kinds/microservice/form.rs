//! The form of a microservice: a new one at `/microservices/new`, an existing one on its tab.

use leptos::prelude::*;
use model::Kind;
use serde_json::json;

use super::detail::Found;
use crate::deploy::begin;
use crate::deploy::form::{FormBody, FormKind, FormPage, Start};
use crate::kinds::registries::choices;
use crate::live::{Live, Lookup, Scope};
use crate::resource::draft::Draft;
use crate::resource::form::{DraftField, FormField};
use crate::resource::form_list::{Column, DraftList, FormList};
use crate::ui::field::Input;

const NEW_KIND: FormKind =
    FormKind { kind: Kind::Microservice, file: "microservice.yaml", fields: new_fields };
const KIND: FormKind = FormKind { kind: Kind::Microservice, file: "microservice.yaml", fields };

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
        Column { keys: &["external"], options: &[] },
        Column { keys: &["internal"], options: &[] },
        Column { keys: &["protocol"], options: &["tcp", "udp"] },
    ],
    new: || json!({ "internal": 80, "external": 15000 }),
};

const ENV: FormList = FormList {
    path: "spec.container.env",
    noun: "variable",
    columns: &[
        Column { keys: &["key"], options: &[] },
        Column { keys: &["value", "valueFromSecret", "valueFromConfigMap"], options: &[] },
    ],
    new: || json!({ "key": "", "value": "" }),
};

const VOLUMES: FormList = FormList {
    path: "spec.container.volumes",
    noun: "volume",
    columns: &[
        Column { keys: &["hostDestination"], options: &[] },
        Column { keys: &["containerDestination"], options: &[] },
        Column { keys: &["accessMode"], options: &["rw", "ro"] },
        Column { keys: &["type"], options: &["bind", "volume", "volumeMount"] },
    ],
    new: || json!({ "hostDestination": "", "containerDestination": "", "accessMode": "rw", "type": "volume" }),
};

/// The page of a new one.
#[component]
pub fn NewMicroservice() -> impl IntoView {
    let start = Callback::new(|()| Start::New(begin::MICROSERVICE));
    let scope = Scope::Everything;
    view! { <FormPage kind=&NEW_KIND key="microservice" title="New microservice" start scope actions=|| () /> }
}

/// The tab of an existing one.
#[component]
pub fn EditTab(
    /// `application/name`: made again, it is the same one.
    name: String,
    found: Memo<Option<Found>>,
) -> impl IntoView {
    let lookup = expect_context::<Lookup>();
    let key = format!("microservice/{name}");
    let text = move || lookup.describe_microservice(&found.get()?.microservice);
    let start = Callback::new(move |()| text().map_or(Start::Missing, Start::Text));
    let application = name.split_once('/').map(|(application, _)| application.to_owned());
    let scope = application.map_or(Scope::Everything, Scope::Microservice);
    view! { <FormBody kind=&KIND key start scope /> }
}

fn new_fields(draft: Draft) -> AnyView {
    let live = expect_context::<Live>();
    let names = live.applications.rows_untracked().iter().map(|one| one.name.clone()).collect();
    view! {
        <DraftField draft kind=Kind::Microservice field=NAME input=Input::Line />
        <DraftField draft kind=Kind::Microservice field=APPLICATION input=one_of("Choose an application", names) />
        {fields(draft)}
    }
    .into_any()
}

fn fields(draft: Draft) -> AnyView {
    let live = expect_context::<Live>();
    let agents = live.agents.rows_untracked().iter().map(|agent| agent.name.clone()).collect();
    view! {
        <DraftField draft kind=Kind::Microservice field=AGENT input=one_of("Choose an agent", agents) />
        <DraftField draft kind=Kind::Microservice field=ITEM input=items(live) />
        <DraftField draft kind=Kind::Microservice field=X86 input=Input::Line />
        <DraftField draft kind=Kind::Microservice field=ARM input=Input::Line />
        <DraftField draft kind=Kind::Microservice field=REGISTRY input=registries(live) />
        <DraftList draft kind=Kind::Microservice list=&PORTS />
        <DraftList draft kind=Kind::Microservice list=&ENV />
        <DraftList draft kind=Kind::Microservice list=&VOLUMES />
        <DraftField draft kind=Kind::Microservice field=HOST input=yes_or_no() />
        <DraftField draft kind=Kind::Microservice field=PRIVILEGED input=yes_or_no() />
    }
    .into_any()
}

/// A choice by name, with a first line for when nothing is chosen.
fn one_of(nothing: &str, names: Vec<String>) -> Input {
    let names = names.into_iter().map(|name| (name.clone(), name));
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
