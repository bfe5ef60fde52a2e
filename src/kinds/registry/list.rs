//! The list of registries. Passwords are never asked for here.

use std::sync::Arc;

use client::permissions::Verb;
use leptos::prelude::*;
use model::Registry;
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
    url: String,
    access: &'static str,
    username: String,
    email: String,
    /// How many catalog items and microservices use it; `None` before both are read.
    users: Option<(usize, usize)>,
    haystack: String,
}

impl Line {
    fn new(registry: &Registry, users: Option<(usize, usize)>) -> Self {
        let access = if registry.is_public { "public" } else { "private" };
        Self {
            haystack: fold(&format!("{} {} {access} {}", registry.id, registry.url, registry.username)),
            key: registry.id.to_string(),
            id: registry.id,
            url: registry.url.clone(),
            access,
            username: registry.username.clone(),
            email: registry.user_email.clone(),
            users,
        }
    }

    /// The word that manifests use for the two registries every Controller starts with.
    fn alias(&self) -> &'static str {
        match self.id {
            1 => "remote",
            2 => "local",
            _ => "",
        }
    }

    /// The Controller's own two cannot be changed.
    fn is_system(&self) -> bool {
        !self.alias().is_empty()
    }

    fn owner_and_access(&self) -> String {
        if self.is_system() { format!("system, {}", self.access) } else { self.access.to_owned() }
    }

    fn page(&self) -> Page {
        Page::RegistryEdit(self.key.clone())
    }

    fn used(&self) -> String {
        let Some((items, microservices)) = self.users else { return String::new() };
        let by_items = format::count(items, "catalog item", "catalog items");
        let by_microservices = format::count(microservices, "microservice", "microservices");
        match (items, microservices) {
            (0, 0) => "nothing".into(),
            (0, _) => by_microservices,
            (_, 0) => by_items,
            _ => format!("{by_items}, {by_microservices}"),
        }
    }
}

impl Row for Line {
    fn key(&self) -> &str {
        &self.key
    }

    fn card(&self) -> AnyView {
        let facts = Card {
            title: self.url.clone(),
            state: view! { <span class="soft">{self.owner_and_access()}</span> }.into_any(),
            below: match self.used() {
                used if used.is_empty() => used,
                used => format!("used by {used}"),
            },
            beside: format!("id {}", self.id),
        };
        card((!self.is_system()).then(|| self.page().path()), facts)
    }
}

impl Listed for Line {
    fn haystack(&self) -> &str {
        &self.haystack
    }

    fn sort(&self, key: &str) -> Sort<'_> {
        let (items, microservices) = self.users.unwrap_or_default();
        match key {
            "url" => Sort::Text(&self.url),
            "access" => Sort::Text(self.access),
            "username" => Sort::Text(&self.username),
            "email" => Sort::Text(&self.email),
            "used" => Sort::Numbers(microservices as f64, items as f64),
            _ => Sort::Number(self.id as f64),
        }
    }

    fn facet(&self, _key: &str) -> &str {
        self.access
    }
}

static KIND: ListKind<Line> = ListKind {
    title: "Registries",
    noun: "registries",
    order: "id",
    facets: &[Facet { key: "access", all: "Public and private" }],
    columns: &[
        Column { key: "url", title: "URL", number: false, cell: url_cell },
        Column { key: "id", title: "Id", number: true, cell: |line| line.id.into_any() },
        Column { key: "access", title: "Access", number: false, cell: |line| line.access.into_any() },
        Column {
            key: "username",
            title: "User name",
            number: false,
            cell: |line| line.username.clone().into_any(),
        },
        Column { key: "email", title: "E-mail", number: false, cell: |line| line.email.clone().into_any() },
        Column { key: "used", title: "Used by", number: false, cell: |line| line.used().into_any() },
    ],
};

fn url_cell(line: &Line) -> AnyView {
    if !line.is_system() {
        return link(line.page().path(), line.url.clone());
    }
    view! {
        {line.url.clone()}
        <span class="soft">" "{line.alias()}", system"</span>
    }
    .into_any()
}

#[component]
pub fn RegistriesPage() -> impl IntoView {
    let live = expect_context::<Live>();
    let state = live.need(&[source::REGISTRIES], &[source::CATALOG, source::MICROSERVICES]);
    let rows = Memo::new(move |_| lines(live));
    let session = expect_context::<Session>();
    let why = Memo::new(move |_| session.refuses(Resource::Registries, Verb::Create));
    let add = move || {
        view! {
            {move || match why.get() {
                None => main_button(Page::RegistryNew.path(), Icon::Plus, "New registry"),
                Some(why) => refused_button(Icon::Plus, "New registry", why),
            }}
            <span class="soft head__why">"System registries belong to the Controller: they cannot be changed."</span>
        }
    };
    let empty = || {
        view! {
            <Empty title="No registries">
                <p>"Every Controller starts with two. If they are missing, something removed them."</p>
            </Empty>
        }
    };
    view! { <ListPage kind=&KIND rows=rows state actions=add empty /> }
}

fn lines(live: Live) -> Arc<Vec<Arc<Line>>> {
    let (catalog, microservices) = (live.catalog.rows(), live.microservices.rows());
    let known = live.catalog.is_ready() && live.microservices.is_ready();
    let line = |registry: &Arc<Registry>| {
        let items = catalog.iter().filter(|item| item.registry_id == Some(registry.id)).count();
        let users = microservices.iter().filter(|one| one.registry_id == Some(registry.id)).count();
        Arc::new(Line::new(registry, known.then_some((items, users))))
    };
    Arc::new(live.registries.rows().iter().map(line).collect())
}
