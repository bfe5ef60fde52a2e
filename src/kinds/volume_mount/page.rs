//! The pages of volume mounts: the list, one of them, and its form.

use std::sync::Arc;

use leptos::prelude::*;
use manifest::describe;
use model::{Kind, VolumeMount};

use super::ROW;
use crate::deploy::form::{Described, FormKind};
use crate::kinds::named::{self, Line, NAME, USED, Uses};
use crate::live::{Live, OneKind, Scope, source};
use crate::resource::draft::Draft;
use crate::resource::facts::Facts;
use crate::resource::form::{DraftField, FormField};
use crate::resource::kind_list::{KindList, KindListPage};
use crate::resource::list_page::ListKind;
use crate::resource::object_page::{Found, Head, ObjectKind, ObjectPage, Section, facts};
use crate::resource::order::ByDefault;
use crate::resource::relation::{Relation, Relations};
use crate::resource::row::{Entry, KindPages};
use crate::routes::Page;
use crate::ui::field::Input;
use crate::ui::icon::Icon;
use crate::ui::notice::Empty;
use crate::ui::table::Column;

static USES: Uses = Uses {
    kind: Kind::VolumeMount,
    microservice: |one, name| one.uses_volume_mount(name),
    mount: |_, _| false,
    besides: "",
};

const SOURCE: Column<Line> = Column::text("source", "Made from", |line| &line.property);

static LIST: KindList<Line> = KindList {
    row: &ROW,
    list: ListKind {
        title: Kind::VolumeMount.facts().title,
        noun: Kind::VolumeMount.plural(),
        columns: &[NAME, SOURCE, USED],
        facets: &[],
        order: ByDefault::up(&NAME),
    },
    own: &[source::VOLUME_MOUNTS],
    others: &[source::MICROSERVICES],
    lines: |live| {
        live.volume_mounts
            .rows()
            .iter()
            .map(|one| Line::new(live, &USES, &one.name, &made_from(one)))
            .collect()
    },
    note: "",
    empty: |begin| {
        view! {
            <Empty title="No volume mounts yet">
                <p>"A volume mount turns a secret or a config map into files that microservices can mount."</p>
                {begin}
            </Empty>
        }
        .into_any()
    },
};

pub static PAGES: KindPages = KindPages {
    row: &ROW,
    list: || view! { <KindListPage kind=&LIST /> }.into_any(),
    object: |key, tab| view! { <ObjectPage kind=&VOLUME_MOUNT key tab /> }.into_any(),
    source: &[source::VOLUME_MOUNTS],
    entries: |live| {
        let entry = |one: &Arc<VolumeMount>| Entry {
            key: (&one.name).into(),
            name: one.name.clone(),
            beside: made_from(one),
        };
        live.volume_mounts.rows().iter().map(entry).collect()
    },
};

type One = Arc<VolumeMount>;

static VOLUME_MOUNT: ObjectKind<One> = ObjectKind {
    row: &ROW,
    own: &[source::VOLUME_MOUNTS],
    others: &[source::MICROSERVICES],
    find: |live: Live, key| live.volume_mounts.rows().iter().find(|one| one.name == key.own()).cloned(),
    key: |mount| (&mount.name).into(),
    head: |mount| Head {
        name: mount.name.clone(),
        state: None,
        badges: Vec::new(),
        vital: Vec::new(),
        reason: None,
    },
    sections: &[Section { title: "About", body: |found| facts(found, about) }],
    aside: &[],
    needs: |_, mount| Relations::Known(source_of(mount).into_iter().collect()),
    needed_by: Some(|live, mount| named::needed_by(live, &USES, &mount.name)),
    actions: |found| named::actions(&USES, name_of(found)),
    tab: |_, _| ().into_any(),
    gone: |key| {
        format!("There is no volume mount {key} that you can see. It was deleted, or has another name.")
    },
};

fn name_of(found: Found<One>) -> Signal<Option<String>> {
    Signal::derive(move || found.with(|found| found.as_ref().map(|one| one.name.clone())))
}

/// What it is made from: kind and name.
fn source(mount: &VolumeMount) -> Option<(Kind, &str)> {
    let secret = mount.secret_name.as_deref().map(|name| (Kind::Secret, name));
    secret.or_else(|| mount.config_map_name.as_deref().map(|name| (Kind::ConfigMap, name)))
}

fn made_from(mount: &VolumeMount) -> String {
    source(mount).map_or_else(String::new, |(kind, name)| format!("{} {name}", kind.noun()))
}

fn source_of(mount: &One) -> Option<Relation> {
    source(mount).map(|(kind, name)| Relation {
        icon: Icon::Layers,
        page: Some(Page::object(kind, name)),
        name: name.to_owned(),
        role: kind.noun().to_owned(),
    })
}

fn about(mount: &One) -> AnyView {
    let made =
        source(mount).map(|(kind, name)| (Page::object(kind, name), format!("{} {name}", kind.noun())));
    Facts::default().link("Made from", made).text("Version", mount.version.to_string()).view("Not set")
}

pub static FORM: FormKind = FormKind {
    kind: Kind::VolumeMount,
    begin: |_| BEGIN.to_owned(),
    fields,
    scope: |_| Scope::Kind(&SCOPE),
    describe: |live, _, key| {
        let mount = live.volume_mounts.rows().iter().find(|one| one.name == key.own()).cloned()?;
        let text = describe::named(Kind::VolumeMount, &*mount, &describe::Options::default());
        Some(Described { text, system: None })
    },
    read: None,
};

static SCOPE: OneKind = OneKind {
    kind: Kind::VolumeMount,
    compared: &[source::VOLUME_MOUNTS, source::MICROSERVICES],
    optional: &[source::SECRETS, source::CONFIG_MAPS],
};

const BEGIN: &str = "apiVersion: datasance.com/v3
kind: VolumeMount
metadata:
  name: my-files
spec:
  secretName: ''
";

const NAME_FIELD: FormField = FormField { id: "name", path: "metadata.name", optional: false };
const SECRET: FormField = FormField { id: "secret", path: "spec.secretName", optional: true };
const CONFIG_MAP: FormField = FormField { id: "config-map", path: "spec.configMapName", optional: true };

fn fields(draft: Draft, is_new: bool) -> AnyView {
    let live = expect_context::<Live>();
    let choices = |none: &str, names: Vec<String>| {
        let none = (String::new(), none.to_owned());
        Input::Choice([none].into_iter().chain(names.into_iter().map(|name| (name.clone(), name))).collect())
    };
    let secrets = live.secrets.rows().iter().map(|one| one.name.clone()).collect();
    let maps = live.config_maps.rows().iter().map(|one| one.name.clone()).collect();
    view! {
        {is_new
            .then(|| view! { <DraftField draft kind=Kind::VolumeMount field=NAME_FIELD input=Input::Line /> })}
        <DraftField draft kind=Kind::VolumeMount field=SECRET input=choices("No secret", secrets) />
        <DraftField draft kind=Kind::VolumeMount field=CONFIG_MAP input=choices("No config map", maps) />
    }
    .into_any()
}
