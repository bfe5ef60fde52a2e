//! The pages of config maps: the list, one of them, and its form. What one holds is read when somebody asks for it.

use std::sync::Arc;

use leptos::prelude::*;
use manifest::describe;
use model::{ConfigMap, Kind};

use super::ROW;
use crate::deploy::form::{Described, FormKind};
use crate::kinds::named::{self, Line, NAME, USED, Uses};
use crate::live::{Live, OneKind, Scope, source};
use crate::resource::contents::{Contents, ContentsKind};
use crate::resource::draft::Draft;
use crate::resource::facts::Facts;
use crate::resource::form::{DraftField, FormField};
use crate::resource::form_map::DraftMap;
use crate::resource::kind_list::{KindList, KindListPage};
use crate::resource::list_page::ListKind;
use crate::resource::object_page::{Found, Head, ObjectKind, ObjectPage, Section, facts, no_needs};
use crate::resource::order::ByDefault;
use crate::resource::row::{Entry, KindPages};
use crate::ui::field::Input;
use crate::ui::notice::Empty;
use crate::ui::table::Column;

static USES: Uses = Uses {
    kind: Kind::ConfigMap,
    microservice: |one, name| one.uses_config_map(name),
    mount: |mount, name| mount.config_map_name.as_deref() == Some(name),
    besides: " Volume mounts made from it are deleted with it.",
};

const CHANGES: Column<Line> = Column::text("changes", "Changes", |line| &line.property);

static LIST: KindList<Line> = KindList {
    row: &ROW,
    list: ListKind {
        title: Kind::ConfigMap.facts().title,
        noun: Kind::ConfigMap.plural(),
        columns: &[NAME, CHANGES, USED],
        facets: &[],
        order: ByDefault::up(&NAME),
    },
    own: &[source::CONFIG_MAPS],
    others: &[source::MICROSERVICES, source::VOLUME_MOUNTS],
    lines: |live| {
        live.config_maps.rows().iter().map(|one| Line::new(live, &USES, &one.name, changes(one))).collect()
    },
    note: "What they hold is read only when you ask for it.",
    empty: |begin| {
        view! {
            <Empty title="No config maps yet">
                <p>"A config map holds settings that microservices get as variables or files."</p>
                {begin}
            </Empty>
        }
        .into_any()
    },
};

pub static PAGES: KindPages = KindPages {
    row: &ROW,
    list: || view! { <KindListPage kind=&LIST /> }.into_any(),
    object: |key, tab| view! { <ObjectPage kind=&CONFIG_MAP key tab /> }.into_any(),
    source: &[source::CONFIG_MAPS],
    entries: |live| {
        let entry = |one: &Arc<ConfigMap>| Entry {
            key: (&one.name).into(),
            name: one.name.clone(),
            beside: changes(one).to_owned(),
        };
        live.config_maps.rows().iter().map(entry).collect()
    },
};

type One = Arc<ConfigMap>;

static CONFIG_MAP: ObjectKind<One> = ObjectKind {
    row: &ROW,
    own: &[source::CONFIG_MAPS],
    others: &[source::MICROSERVICES, source::VOLUME_MOUNTS],
    find: |live: Live, key| live.config_maps.rows().iter().find(|one| one.name == key.own()).cloned(),
    key: |map| (&map.name).into(),
    head: |map| Head {
        name: map.name.clone(),
        state: None,
        badges: Vec::new(),
        vital: Vec::new(),
        reason: None,
    },
    sections: &[Section { title: "Data", body: data }],
    aside: &[Section { title: "About", body: |found| facts(found, about) }],
    needs: no_needs,
    needed_by: Some(|live, map| named::needed_by(live, &USES, &map.name)),
    actions: |found| named::actions(&USES, name_of(found)),
    tab: |_, _| ().into_any(),
    gone: |key| {
        format!("There is no config map {key} that you can see. It was deleted, or has another name.")
    },
};

fn name_of(found: Found<One>) -> Signal<Option<String>> {
    Signal::derive(move || found.with(|found| found.as_ref().map(|one| one.name.clone())))
}

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
    let name = name_of(found);
    view! { <Contents kind=&CONTENTS name=Signal::derive(move || name.get().unwrap_or_default()) /> }
        .into_any()
}

pub static FORM: FormKind = FormKind {
    kind: Kind::ConfigMap,
    begin: |_| BEGIN.to_owned(),
    fields,
    scope: |_| Scope::Kind(&SCOPE),
    describe: |_, _, _| None,
    read: Some(|api, key| {
        Box::pin(async move {
            match api.send(client::api::config_maps::get(key.own())).await {
                Ok(map) => {
                    let text = describe::named(Kind::ConfigMap, &map.raw, &describe::Options::default());
                    Ok(Some(Described { text, system: None }))
                }
                Err(error) if error.is_not_found() => Ok(None),
                Err(error) => Err(error),
            }
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

const NAME_FIELD: FormField = FormField { id: "name", path: "metadata.name", optional: false };
const IMMUTABLE: FormField = FormField { id: "immutable", path: "spec.immutable", optional: false };

fn fields(draft: Draft, is_new: bool) -> AnyView {
    let changes = [("false", "Can be changed"), ("true", "Immutable: never changed again")];
    let changes = Input::Choice(changes.map(|(value, shown)| (value.to_owned(), shown.to_owned())).into());
    view! {
        {is_new
            .then(|| view! { <DraftField draft kind=Kind::ConfigMap field=NAME_FIELD input=Input::Line /> })}
        <DraftField draft kind=Kind::ConfigMap field=IMMUTABLE input=changes />
        <DraftMap draft kind=Kind::ConfigMap key="data" is_secret=false />
    }
    .into_any()
}
