//! The pages of volume mounts: the list, one of them, and its form.

use std::sync::Arc;

use leptos::prelude::*;
use manifest::describe;
use model::{Kind, Lists, Microservice, VolumeMount};

use super::ROW;
use crate::deploy::form::{Described, FormKind};
use crate::kinds::container::words;
use crate::kinds::named::{self, Line, NAME, NamedKind, USED};
use crate::live::source::{self, Source};
use crate::live::{Live, LiveList, OneKind, Scope};
use crate::resource::facts::Facts;
use crate::resource::form::shape::{FormSection, FormShape, Particular};
use crate::resource::kind_list::{KindList, KindListPage};
use crate::resource::object_page::{ObjectKind, ObjectPage, Section, facts};
use crate::resource::relation::{Relation, Relations};
use crate::resource::row::{KindPages, Row};
use crate::resource::row_menu::RowMenu;
use crate::routes::Page;
use crate::ui::icon::Icon;
use crate::ui::table::Column;

impl NamedKind for VolumeMount {
    const KIND: Kind = Kind::VolumeMount;
    const ROW: &'static Row = &ROW;
    const SOURCE: &'static [Source] = &[source::VOLUME_MOUNTS];
    const OTHERS: &'static [Source] = &[source::MICROSERVICES];
    const PURPOSE: &'static str =
        "A volume mount turns a secret or a config map into files that microservices can mount.";
    const BESIDES: &'static str = "";

    fn list(live: Live) -> LiveList<Self> {
        live.volume_mounts
    }

    fn property(&self) -> String {
        made_from(self)
    }

    fn users<'a>(lists: &'a Lists, name: &'a str) -> Vec<&'a Microservice> {
        lists.users_of_volume_mount(name).collect()
    }
}

const SOURCE: Column<Line> = Column::text("source", "Made from", |line| &line.property);

static LIST: KindList<Line> = named::list::<VolumeMount>(&[NAME, SOURCE, USED]);

pub static PAGES: KindPages = named::pages::<VolumeMount>(
    || view! { <KindListPage kind=&LIST /> }.into_any(),
    |key, tab| view! { <ObjectPage kind=&VOLUME_MOUNT key tab /> }.into_any(),
    |asked| view! { <RowMenu kind=&VOLUME_MOUNT asked /> }.into_any(),
);

type One = Arc<VolumeMount>;

static VOLUME_MOUNT: ObjectKind<One> = ObjectKind {
    sections: &[Section { title: "About", body: |found| facts(found, about) }],
    needs: |_, mount| Relations::Known(source_of(mount).into_iter().collect()),
    ..named::object::<VolumeMount>()
};

/// What it is made from: kind and name.
fn made(mount: &VolumeMount) -> Option<(Kind, &str)> {
    let secret = mount.secret_name.as_deref().map(|name| (Kind::Secret, name));
    secret.or_else(|| mount.config_map_name.as_deref().map(|name| (Kind::ConfigMap, name)))
}

fn made_from(mount: &VolumeMount) -> String {
    made(mount).map_or_else(String::new, |(kind, name)| format!("{} {name}", kind.noun()))
}

fn source_of(mount: &One) -> Option<Relation> {
    made(mount).map(|(kind, name)| Relation {
        icon: Icon::Layers,
        page: Some(Page::object(kind, name)),
        name: name.to_owned(),
        role: kind.noun().to_owned(),
    })
}

fn about(mount: &One) -> AnyView {
    let made = made(mount).map(|(kind, name)| (Page::object(kind, name), format!("{} {name}", kind.noun())));
    Facts::default().link("Made from", made).text("Version", mount.version.to_string()).view("Not set")
}

pub static FORM: FormKind = FormKind {
    kind: Kind::VolumeMount,
    begin: |_| BEGIN.to_owned(),
    shape: &SHAPE,
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

static SHAPE: FormShape = FormShape {
    sections: &[FormSection {
        title: "Volume mount",
        about: "the files that it is made from: a secret or a config map",
        fields: &["metadata.name", "spec.secretName", "spec.configMapName"],
        folded: false,
    }],
    particulars: &[
        ("metadata.name", Particular::OnlyNew),
        ("metadata.tags", Particular::List(&words("tag"))),
    ],
};
