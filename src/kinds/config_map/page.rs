//! The pages of config maps: the list, one of them, and its form. What one holds is read when somebody asks for it.

use std::sync::Arc;

use leptos::prelude::*;
use model::{ConfigMap, Kind, Lists, Microservice, VolumeMount};

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

impl NamedKind for ConfigMap {
    const KIND: Kind = Kind::ConfigMap;
    const ROW: &'static Row = &ROW;
    const SOURCE: &'static [Source] = &[source::CONFIG_MAPS];
    const OTHERS: &'static [Source] = &[source::VOLUME_MOUNTS, source::MICROSERVICES];
    const PURPOSE: &'static str = "A config map holds settings that microservices get as variables or files.";
    const BESIDES: &'static str = " Volume mounts made from it are deleted with it.";

    fn list(live: Live) -> LiveList<Self> {
        live.config_maps
    }

    fn property(&self) -> String {
        changes(self).to_owned()
    }

    fn users<'a>(lists: &'a Lists, name: &'a str) -> Vec<&'a Microservice> {
        lists.users_of_config_map(name).collect()
    }

    fn mounts<'a>(lists: &'a Lists, name: &'a str) -> Vec<&'a VolumeMount> {
        lists.mounts_of_config_map(name).collect()
    }
}

const CHANGES: Column<Line> = Column::text("changes", "Changes", |line| &line.property);

static LIST: KindList<Line> = KindList {
    note: "What they hold is read only when you ask for it.",
    ..named::list::<ConfigMap>(&[NAME, CHANGES, USED])
};

pub static PAGES: KindPages = named::pages::<ConfigMap>(
    || view! { <KindListPage kind=&LIST /> }.into_any(),
    |key, tab| view! { <ObjectPage kind=&CONFIG_MAP key tab /> }.into_any(),
    |asked| view! { <RowMenu kind=&CONFIG_MAP asked /> }.into_any(),
);

type One = Arc<ConfigMap>;

static CONFIG_MAP: ObjectKind<One> = ObjectKind {
    sections: &[Section { title: "Data", body: data }],
    aside: &[Section { title: "About", body: |found| facts(found, about) }],
    ..named::object::<ConfigMap>()
};

/// An immutable one never changes again.
fn changes(map: &ConfigMap) -> &'static str {
    if map.immutable { "immutable" } else { "can be changed" }
}

fn about(map: &One) -> AnyView {
    let vault = if map.use_vault { "In the vault, where the Controller has one" } else { "Not in the vault" };
    Facts::default().text("Changes", changes(map)).text("Kept", vault).view("Not set")
}

static CONTENTS: ContentsKind = ContentsKind {
    ask: "Show contents",
    note: "The keys and values were not read.",
    is_secret: false,
    read: |api, name| {
        Box::pin(async move {
            let map = api.send(client::api::config_maps::get(&name)).await?;
            Ok(map.value.data.unwrap_or_default())
        })
    },
};

fn data(found: Found<One>) -> AnyView {
    let name = named::name_of(found);
    view! { <Contents kind=&CONTENTS name=Signal::derive(move || name.get().unwrap_or_default()) /> }
        .into_any()
}

pub static FORM: FormKind = FormKind {
    kind: Kind::ConfigMap,
    begin: |_| BEGIN.to_owned(),
    shape: &SHAPE,
    scope: |_| Scope::Kind(&SCOPE),
    describe: |_, _, _| None,
    read: Some(|api, key| {
        Box::pin(async move {
            named::described(Kind::ConfigMap, api.send(client::api::config_maps::get(key.own())).await)
        })
    }),
};

static SCOPE: OneKind = OneKind {
    kind: Kind::ConfigMap,
    compared: &[source::CONFIG_MAPS, source::VOLUME_MOUNTS, source::MICROSERVICES],
    optional: &[],
};

const BEGIN: &str = "apiVersion: datasance.com/v3
kind: ConfigMap
metadata:
  name: my-settings
spec:
  immutable: false
data: {}
";

static SHAPE: FormShape = FormShape {
    sections: &[
        FormSection {
            title: "Config map",
            about: "",
            fields: &["metadata.name", "spec.immutable", "spec.useVault"],
            folded: false,
        },
        FormSection { title: "Data", about: "", fields: &["data"], folded: false },
    ],
    particulars: &[
        ("metadata.name", Particular::OnlyNew),
        ("metadata.tags", Particular::List(&words("tag"))),
        ("spec.immutable", Particular::Choice(|_| whether_immutable())),
        ("data", Particular::Data { is_secret: false }),
    ],
};

fn whether_immutable() -> Vec<(String, String)> {
    let changes = [("false", "Can be changed"), ("true", "Immutable: never changed again")];
    changes.map(|(value, shown)| (value.to_owned(), shown.to_owned())).into()
}
