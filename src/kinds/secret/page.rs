//! The pages of secrets: the list, one of them, and its form. Values are read when somebody asks, and are in the page only
//! while they are shown.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Kind, Lists, Microservice, Secret, VolumeMount};
use serde_json::Value;

use super::ROW;
use crate::deploy::form::FormKind;
use crate::kinds::container::words;
use crate::kinds::named::{self, Line, NAME, NamedKind, USED};
use crate::live::source::{self, Source};
use crate::live::{Live, LiveList, OneKind, Scope};
use crate::resource::contents::{Contents, ContentsKind};
use crate::resource::facts::Facts;
use crate::resource::form::shape::{FormSection, FormShape, Particular};
use crate::resource::kind_list::{KindList, KindListPage};
use crate::resource::object_page::{Found, ObjectKind, ObjectPage, Section, facts};
use crate::resource::row::{KindPages, Row};
use crate::resource::row_menu::RowMenu;
use crate::ui::table::Column;

impl NamedKind for Secret {
    const KIND: Kind = Kind::Secret;
    const ROW: &'static Row = &ROW;
    const SOURCE: &'static [Source] = &[source::SECRETS];
    const OTHERS: &'static [Source] = &[source::VOLUME_MOUNTS, source::MICROSERVICES];
    const PURPOSE: &'static str =
        "A secret holds passwords and keys that microservices get as variables or files.";
    const BESIDES: &'static str = " Volume mounts made from it are deleted with it.";

    fn list(live: Live) -> LiveList<Self> {
        live.secrets
    }

    fn property(&self) -> String {
        self.kind.clone()
    }

    fn users<'a>(lists: &'a Lists, name: &'a str) -> Vec<&'a Microservice> {
        lists.users_of_secret(name).collect()
    }

    fn mounts<'a>(lists: &'a Lists, name: &'a str) -> Vec<&'a VolumeMount> {
        lists.mounts_of_secret(name).collect()
    }
}

const TYPE: Column<Line> = Column::text("type", "Type", |line| &line.property);

static LIST: KindList<Line> = KindList {
    note: "Values are read only when you ask for them.",
    ..named::list::<Secret>(&[NAME, TYPE, USED])
};

pub static PAGES: KindPages = named::pages::<Secret>(
    || view! { <KindListPage kind=&LIST /> }.into_any(),
    |key, tab| view! { <ObjectPage kind=&SECRET key tab /> }.into_any(),
    |asked| view! { <RowMenu kind=&SECRET asked /> }.into_any(),
);

type One = Arc<Secret>;

static SECRET: ObjectKind<One> = ObjectKind {
    sections: &[Section { title: "Data", body: data }],
    aside: &[Section { title: "About", body: |found| facts(found, about) }],
    ..named::object::<Secret>()
};

fn about(secret: &One) -> AnyView {
    Facts::default().text("Type", &secret.kind).view("Not set")
}

static CONTENTS: ContentsKind = ContentsKind {
    ask: "Show keys",
    note: "The keys and values were not read. Each value stays hidden until you show it.",
    is_secret: true,
    read: |api, name| {
        Box::pin(async move {
            let secret = api.send(client::api::secrets::get(&name)).await?;
            Ok(secret.value.data.map_or(Value::Null, |data| data.expose().clone()))
        })
    },
};

fn data(found: Found<One>) -> AnyView {
    let name = named::name_of(found);
    view! { <Contents kind=&CONTENTS name=Signal::derive(move || name.get().unwrap_or_default()) /> }
        .into_any()
}

pub static FORM: FormKind = FormKind {
    kind: Kind::Secret,
    begin: |_| BEGIN.to_owned(),
    shape: &SHAPE,
    scope: |_| Scope::Kind(&SCOPE),
    describe: |_, _, _| None,
    read: Some(|api, key| {
        Box::pin(async move {
            named::described(Kind::Secret, api.send(client::api::secrets::get(key.own())).await)
        })
    }),
};

static SCOPE: OneKind = OneKind {
    kind: Kind::Secret,
    compared: &[source::SECRETS, source::VOLUME_MOUNTS, source::MICROSERVICES],
    optional: &[],
};

const BEGIN: &str = "apiVersion: datasance.com/v3
kind: Secret
metadata:
  name: my-secret
spec:
  type: Opaque
data: {}
";

static SHAPE: FormShape = FormShape {
    sections: &[
        FormSection {
            title: "Secret",
            about: "name and type cannot be changed later",
            fields: &["metadata.name", "spec.type"],
            folded: false,
        },
        FormSection { title: "Data", about: "", fields: &["data"], folded: false },
    ],
    particulars: &[
        ("metadata.name", Particular::OnlyNew),
        ("metadata.tags", Particular::List(&words("tag"))),
        ("spec.type", Particular::OnlyNew),
        ("spec.type", Particular::Choice(|_| types())),
        ("data", Particular::Data { is_secret: true }),
    ],
};

fn types() -> Vec<(String, String)> {
    let types = [("Opaque", "Opaque: any values"), ("tls", "tls: every value is base64")];
    types.map(|(value, shown)| (value.to_owned(), shown.to_owned())).into()
}
