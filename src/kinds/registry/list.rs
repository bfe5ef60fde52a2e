//! The list of registries. Passwords are never asked for here.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Kind, Registry};

use super::ROW;
use crate::live::{Live, source};
use crate::resource::kind_list::KindList;
use crate::resource::link::{Card, card, link};
use crate::resource::list_page::{Facet, ListKind, Listed};
use crate::resource::order::ByDefault;
use crate::routes::{Key, Page};
use crate::ui::format;
use crate::ui::notice::Empty;
use crate::ui::table::{Column, Row, Sort};
use crate::words::fold;

#[derive(Clone, Debug, PartialEq)]
pub struct Line {
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

    /// The Controller's own two cannot be changed.
    fn is_system(&self) -> bool {
        !alias(self.id).is_empty()
    }

    fn owner_and_access(&self) -> String {
        if self.is_system() { format!("system, {}", self.access) } else { self.access.to_owned() }
    }

    fn users(&self) -> Sort<'_> {
        let (items, microservices) = self.users.unwrap_or_default();
        Sort::Numbers(microservices as f64, items as f64)
    }

    fn page(&self) -> Page {
        Page::object(Kind::Registry, self.id)
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

/// The word that manifests use for the two registries every Controller starts with.
pub fn alias(id: i64) -> &'static str {
    match id {
        1 => "remote",
        2 => "local",
        _ => "",
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
        card(Some(self.page().path()), facts)
    }
}

impl Listed for Line {
    fn haystack(&self) -> &str {
        &self.haystack
    }

    fn object(&self) -> Option<(Key, &str)> {
        Some((self.id.into(), &self.url))
    }
}

const URL: Column<Line> = Column::view("url", "URL", url_cell, |line| Sort::Text(&line.url));
const ID: Column<Line> =
    Column::number("id", "Id", |line| line.id.into_any(), |line| Sort::Number(line.id as f64));
const ACCESS: Column<Line> = Column::text("access", "Access", |line| line.access);
const USERNAME: Column<Line> = Column::text("username", "User name", |line| &line.username);
const EMAIL: Column<Line> = Column::text("email", "E-mail", |line| &line.email);
const USED: Column<Line> = Column::view("used", "Used by", |line| line.used().into_any(), Line::users);

pub static LIST: KindList<Line> = KindList {
    row: &ROW,
    list: ListKind {
        title: Kind::Registry.facts().title,
        noun: Kind::Registry.plural(),
        columns: &[URL, ID, ACCESS, USERNAME, EMAIL, USED],
        facets: &[Facet {
            key: "access",
            title: "Access",
            all: "Public and private",
            value: |line| line.access,
        }],
        order: ByDefault::up(&ID),
    },
    own: &[source::REGISTRIES],
    others: &[source::CATALOG, source::MICROSERVICES],
    lines,
    note: "System registries belong to the Controller: they cannot be changed.",
    empty: |_| {
        view! {
            <Empty title="No registries">
                <p>"Every Controller starts with two. If they are missing, something removed them."</p>
            </Empty>
        }
        .into_any()
    },
};

fn url_cell(line: &Line) -> AnyView {
    let alias = alias(line.id);
    view! {
        {link(line.page().path(), line.url.clone())}
        {line.is_system().then(|| view! { <span class="soft">" "{alias}", system"</span> })}
    }
    .into_any()
}

fn lines(live: Live) -> Vec<Line> {
    let (catalog, microservices) = (live.catalog.rows(), live.microservices.rows());
    let known = live.catalog.is_ready() && live.microservices.is_ready();
    let line = |registry: &Arc<Registry>| {
        let items = catalog.iter().filter(|item| item.registry_id == Some(registry.id)).count();
        let users = microservices.iter().filter(|one| one.registry_id == Some(registry.id)).count();
        Line::new(registry, known.then_some((items, users)))
    };
    live.registries.rows().iter().map(line).collect()
}
