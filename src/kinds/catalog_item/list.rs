//! The list of catalog items.

use std::collections::HashMap;
use std::sync::Arc;

use client::permissions::Verb;
use leptos::prelude::*;
use model::CatalogItem;
use model::Resource;

use crate::kinds::format;
use crate::live::{Live, source};
use crate::resource::link::{Card, card, link, main_button, refused_button};
use crate::resource::list_page::{Facet, ListKind, ListPage, Listed, Sort};
use crate::routes::Page;
use crate::session::Session;
use crate::ui::icon::Icon;
use crate::ui::notice::Empty;
use crate::ui::table::{Column, Row};
use crate::words::fold;

#[derive(Clone, Debug, PartialEq)]
struct Line {
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
        let image = |fog_type: i64| {
            let own = item.images.iter().find(|image| image.fog_type_id == fog_type);
            own.and_then(|image| image.container_image.clone()).unwrap_or_default()
        };
        let (x86, arm) = (image(1), image(2));
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
        Page::CatalogEdit(self.key.clone())
    }
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
        card((!self.is_system).then(|| self.page().path()), facts)
    }
}

impl Listed for Line {
    fn haystack(&self) -> &str {
        &self.haystack
    }

    fn sort(&self, key: &str) -> Sort<'_> {
        match key {
            "id" => Sort::Number(self.id as f64),
            "description" => Sort::Text(&self.description),
            "registry" => Sort::Text(&self.registry),
            "x86" => Sort::Text(&self.x86),
            "arm" => Sort::Text(&self.arm),
            "used" => Sort::Number(self.users.unwrap_or(0) as f64),
            _ => Sort::Text(&self.name),
        }
    }

    fn facet(&self, _key: &str) -> &str {
        self.kind()
    }
}

static KIND: ListKind<Line> = ListKind {
    title: "Catalog",
    noun: "catalog items",
    order: "name",
    facets: &[Facet { key: "kind", all: "System and own" }],
    columns: &[
        Column { key: "name", title: "Name", number: false, cell: name_cell },
        Column { key: "id", title: "Id", number: true, cell: |line| line.id.into_any() },
        Column {
            key: "description",
            title: "Description",
            number: false,
            cell: |line| line.description.clone().into_any(),
        },
        Column { key: "x86", title: "x86 image", number: false, cell: |line| mono(&line.x86) },
        Column { key: "arm", title: "ARM image", number: false, cell: |line| mono(&line.arm) },
        Column {
            key: "registry",
            title: "Registry",
            number: false,
            cell: |line| line.registry.clone().into_any(),
        },
        Column { key: "used", title: "Used by", number: true, cell: |line| line.users.into_any() },
    ],
};

fn name_cell(line: &Line) -> AnyView {
    if line.is_system {
        view! {
            {line.name.clone()}
            <span class="soft">" system"</span>
        }
        .into_any()
    } else {
        link(line.page().path(), line.name.clone())
    }
}

fn mono(text: &str) -> AnyView {
    view! { <span class="mono soft">{text.to_owned()}</span> }.into_any()
}

#[component]
pub fn CatalogPage() -> impl IntoView {
    let live = expect_context::<Live>();
    let state = live.need(&[source::CATALOG], &[source::REGISTRIES, source::MICROSERVICES]);
    let rows = Memo::new(move |_| lines(live));
    let session = expect_context::<Session>();
    let why = Memo::new(move |_| session.refuses(Resource::Catalog, Verb::Create));
    let add = move || {
        view! {
            {move || match why.get() {
                None => new_item(),
                Some(why) => refused_button(Icon::Plus, "New catalog item", why),
            }}
            <span class="soft head__why">
                "System items belong to the Controller: they cannot be changed, and microservices must not use them."
            </span>
        }
    };
    let empty = move || {
        view! {
            <Empty title="No catalog items">
                <p>"A catalog item names an image once, for every microservice that uses it."</p>
                {move || why.with(Option::is_none).then(new_item)}
            </Empty>
        }
    };
    view! { <ListPage kind=&KIND rows=rows state actions=add empty /> }
}

fn new_item() -> AnyView {
    main_button(Page::CatalogNew.path(), Icon::Plus, "New catalog item")
}

fn lines(live: Live) -> Arc<Vec<Arc<Line>>> {
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
        Arc::new(Line::new(item, registry, known.then(|| users.get(&item.id).copied().unwrap_or(0))))
    };
    Arc::new(live.catalog.rows().iter().map(line).collect())
}
