//! The list of catalog items.

use std::collections::HashMap;
use std::sync::Arc;

use leptos::prelude::*;
use model::{CatalogItem, Kind};

use super::ROW;
use crate::live::{Live, source};
use crate::resource::kind_list::KindList;
use crate::resource::link::{Card, card, link};
use crate::resource::list_page::{Facet, ListKind, Listed};
use crate::resource::order::ByDefault;
use crate::routes::{Key, Page};
use crate::ui::cut::Cut;
use crate::ui::format;
use crate::ui::notice::Empty;
use crate::ui::table::{Column, Row, Sort};
use crate::words::fold;

#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    key: String,
    id: i64,
    name: String,
    description: String,
    /// Items of the platform cannot be changed and must not be used (manifest rules, trap 7).
    is_system: bool,
    registry: String,
    x86: String,
    arm: String,
    /// `None` before the microservices are read.
    users: Option<usize>,
    haystack: String,
}

impl Line {
    fn new(item: &CatalogItem, registry: String, users: Option<usize>) -> Self {
        let (x86, arm) = (image(item, 1), image(item, 2));
        Self {
            haystack: fold(&format!("{} {} {} {x86} {arm} {registry}", item.id, item.name, item.description)),
            key: item.id.to_string(),
            id: item.id,
            name: item.name.clone(),
            description: item.description.clone(),
            is_system: item.is_system(),
            registry,
            x86,
            arm,
            users,
        }
    }

    fn kind(&self) -> &'static str {
        if self.is_system { "system" } else { "own" }
    }

    fn page(&self) -> Page {
        Page::object(Kind::CatalogItem, self.id)
    }
}

/// The image for an architecture.
pub fn image(item: &CatalogItem, fog_type: i64) -> String {
    let own = item.images.iter().find(|image| image.fog_type_id == fog_type);
    own.and_then(|image| image.container_image.clone()).unwrap_or_default()
}

impl Row for Line {
    fn key(&self) -> &str {
        &self.key
    }

    fn card(&self) -> AnyView {
        let facts = Card {
            title: self.name.clone(),
            state: view! { <span class="soft">{format!("{}, id {}", self.kind(), self.id)}</span> }
                .into_any(),
            below: self.description.clone(),
            beside: self
                .users
                .map(|users| format::count(users, "microservice", "microservices"))
                .unwrap_or_default(),
        };
        card(Some(self.page().path()), facts)
    }
}

impl Listed for Line {
    fn haystack(&self) -> &str {
        &self.haystack
    }

    fn object(&self) -> Option<(Key, &str)> {
        Some((self.id.into(), &self.name))
    }
}

const NAME: Column<Line> = Column::view("name", "Name", name_cell, |line| Sort::Text(&line.name));
const ID: Column<Line> =
    Column::number("id", "Id", |line| line.id.into_any(), |line| Sort::Number(line.id as f64));
const DESCRIPTION: Column<Line> = Column::text("description", "Description", |line| &line.description);
const X86: Column<Line> =
    Column::view("x86", "x86 image", |line| cut(&line.x86), |line| Sort::Text(&line.x86));
const ARM: Column<Line> =
    Column::view("arm", "ARM image", |line| cut(&line.arm), |line| Sort::Text(&line.arm));
const REGISTRY: Column<Line> = Column::text("registry", "Registry", |line| &line.registry);
const USED: Column<Line> = Column::number(
    "used",
    "Used by",
    |line| line.users.into_any(),
    |line| Sort::Number(line.users.unwrap_or(0) as f64),
);

pub static LIST: KindList<Line> = KindList {
    row: &ROW,
    list: ListKind {
        title: Kind::CatalogItem.facts().title,
        noun: Kind::CatalogItem.plural(),
        columns: &[NAME, ID, DESCRIPTION, X86, ARM, REGISTRY, USED],
        facets: &[Facet { key: "kind", title: "Owner", all: "System and own", value: |line| line.kind() }],
        order: ByDefault::up(&NAME),
    },
    own: &[source::CATALOG],
    others: &[source::REGISTRIES, source::MICROSERVICES],
    lines,
    note: "System items belong to the Controller: they cannot be changed, and microservices must not use them.",
    empty: |begin| {
        view! {
            <Empty title="No catalog items">
                <p>"A catalog item names an image once, for every microservice that uses it."</p>
                {begin}
            </Empty>
        }
        .into_any()
    },
};

fn name_cell(line: &Line) -> AnyView {
    view! {
        {link(line.page().path(), line.name.clone())}
        {line.is_system.then(|| view! { <span class="soft">" system"</span> })}
    }
    .into_any()
}

fn cut(image: &str) -> AnyView {
    view! { <Cut text=image /> }.into_any()
}

fn lines(live: Live) -> Vec<Line> {
    let registries = live.registries.rows();
    let names =
        registries.iter().map(|registry| (registry.id, registry.url.clone())).collect::<HashMap<_, _>>();
    let mut users = HashMap::new();
    for id in live.microservices.rows().iter().filter_map(|one| one.catalog_item_id) {
        *users.entry(id).or_insert(0_usize) += 1;
    }
    let line = |item: &Arc<CatalogItem>| {
        let registry = item.registry_id.map_or_else(
            || "deleted".to_owned(),
            |id| match names.get(&id) {
                Some(url) => url.clone(),
                None if live.registries.is_ready() => format!("id {id}"),
                None => String::new(),
            },
        );
        let known = live.microservices.is_ready();
        Line::new(item, registry, known.then(|| users.get(&item.id).copied().unwrap_or(0)))
    };
    live.catalog.rows().iter().map(line).collect()
}
