//! The pages of secrets: the list, one of them, and its form. Values are read when somebody asks, and are in the page only
//! while they are shown.

use std::sync::Arc;

use leptos::prelude::*;
use manifest::describe;
use model::{Kind, Secret};
use serde_json::Value;

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
    kind: Kind::Secret,
    microservice: |one, name| one.uses_secret(name),
    mount: |mount, name| mount.secret_name.as_deref() == Some(name),
    besides: " Volume mounts made from it are deleted with it.",
};

const TYPE: Column<Line> = Column::text("type", "Type", |line| &line.property);

static LIST: KindList<Line> = KindList {
    row: &ROW,
    list: ListKind {
        title: Kind::Secret.facts().title,
        noun: Kind::Secret.plural(),
        columns: &[NAME, TYPE, USED],
        facets: &[],
        order: ByDefault::up(&NAME),
    },
    own: &[source::SECRETS],
    others: &[source::MICROSERVICES, source::VOLUME_MOUNTS],
    lines: |live| {
        live.secrets.rows().iter().map(|one| Line::new(live, &USES, &one.name, &one.kind)).collect()
    },
    note: "Values are read only when you ask for them.",
    empty: |begin| {
        view! {
            <Empty title="No secrets yet">
                <p>"A secret holds passwords and keys that microservices get as variables or files."</p>
                {begin}
            </Empty>
        }
        .into_any()
    },
};

pub static PAGES: KindPages = KindPages {
    row: &ROW,
    list: || view! { <KindListPage kind=&LIST /> }.into_any(),
    object: |key, tab| view! { <ObjectPage kind=&SECRET key tab /> }.into_any(),
    source: &[source::SECRETS],
    entries: |live| {
        let entry = |one: &Arc<Secret>| Entry {
            key: (&one.name).into(),
            name: one.name.clone(),
            beside: one.kind.clone(),
        };
        live.secrets.rows().iter().map(entry).collect()
    },
};

type One = Arc<Secret>;

static SECRET: ObjectKind<One> = ObjectKind {
    row: &ROW,
    own: &[source::SECRETS],
    others: &[source::MICROSERVICES, source::VOLUME_MOUNTS],
    find: |live: Live, key| live.secrets.rows().iter().find(|one| one.name == key.own()).cloned(),
    key: |secret| (&secret.name).into(),
    head: |secret| Head {
        name: secret.name.clone(),
        state: None,
        badges: Vec::new(),
        vital: Vec::new(),
        reason: None,
    },
    sections: &[Section { title: "Data", body: data }],
    aside: &[Section { title: "About", body: |found| facts(found, about) }],
    needs: no_needs,
    needed_by: Some(|live, secret| named::needed_by(live, &USES, &secret.name)),
    actions: |found| named::actions(&USES, name_of(found)),
    tab: |_, _| ().into_any(),
    gone: |key| format!("There is no secret {key} that you can see. It was deleted, or has another name."),
};

fn name_of(found: Found<One>) -> Signal<Option<String>> {
    Signal::derive(move || found.with(|found| found.as_ref().map(|one| one.name.clone())))
}

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
    let name = name_of(found);
    view! { <Contents kind=&CONTENTS name=Signal::derive(move || name.get().unwrap_or_default()) /> }
        .into_any()
}

pub static FORM: FormKind = FormKind {
    kind: Kind::Secret,
    begin: |_| BEGIN.to_owned(),
    fields,
    scope: |_| Scope::Kind(&SCOPE),
    describe: |_, _, _| None,
    read: Some(|api, key| {
        Box::pin(async move {
            match api.send(client::api::secrets::get(key.own())).await {
                Ok(secret) => {
                    let text = describe::named(Kind::Secret, &secret.raw, &describe::Options::default());
                    Ok(Some(Described { text, system: None }))
                }
                Err(error) if error.is_not_found() => Ok(None),
                Err(error) => Err(error),
            }
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

const NAME_FIELD: FormField = FormField { id: "name", path: "metadata.name", optional: false };
const TYPE_FIELD: FormField = FormField { id: "type", path: "spec.type", optional: false };

fn fields(draft: Draft, is_new: bool) -> AnyView {
    let types = [("Opaque", "Opaque: any values"), ("tls", "tls: every value is base64")];
    let types = Input::Choice(types.map(|(value, shown)| (value.to_owned(), shown.to_owned())).into());
    view! {
        {is_new
            .then(|| {
                view! {
                    <DraftField draft kind=Kind::Secret field=NAME_FIELD input=Input::Line />
                    <DraftField draft kind=Kind::Secret field=TYPE_FIELD input=types />
                }
            })}
        <DraftMap draft kind=Kind::Secret key="data" is_secret=true />
    }
    .into_any()
}
