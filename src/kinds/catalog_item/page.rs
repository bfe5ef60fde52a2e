//! The page of one catalog item: its images, where they come from, and who uses it.

use std::sync::Arc;

use client::permissions::Verb;
use leptos::prelude::*;
use model::{CatalogItem, Kind, Lists, Registry};
use plan::act::Removal;

use super::ROW;
use super::list::{LIST, image};
use crate::api::Api;
use crate::kinds::users::user;
use crate::live::Live;
use crate::live::source::{self, Source};
use crate::resource::action::{Action, Does};
use crate::resource::dependents::Wanted;
use crate::resource::facts::Facts;
use crate::resource::kind_list::KindListPage;
use crate::resource::object_page::{Found, Head, ObjectKind, ObjectPage, Section, Vital, facts};
use crate::resource::relation::{Relation, Relations};
use crate::resource::remove::remove;
use crate::resource::row::{Entry, KindPages, refusal};
use crate::resource::row_menu::RowMenu;
use crate::routes::{FROM, Page, with_query};
use crate::ui::icon::Icon;

pub static PAGES: KindPages = KindPages {
    row: &ROW,
    list: || view! { <KindListPage kind=&LIST /> }.into_any(),
    object: |key, tab| view! { <ObjectPage kind=&ITEM key tab /> }.into_any(),
    menu: |asked| view! { <RowMenu kind=&ITEM asked /> }.into_any(),
    source: &[source::CATALOG],
    entries: |live| {
        let entry = |one: &Arc<CatalogItem>| Entry {
            key: one.id.into(),
            name: one.name.clone(),
            beside: one.description.clone(),
        };
        live.catalog.rows().iter().map(entry).collect()
    },
};

/// The lists that tell who uses one.
const USED_BY: &[Source] = &[source::MICROSERVICES];

/// An item, with the registry that its images come from.
#[derive(Clone, PartialEq)]
pub struct One {
    item: Arc<CatalogItem>,
    registry: Option<Arc<Registry>>,
}

static ITEM: ObjectKind<One> = ObjectKind {
    row: &ROW,
    own: &[source::CATALOG],
    others: &[source::REGISTRIES, source::MICROSERVICES],
    find: |live, key| find(live, key.own()),
    key: |one| one.item.id.into(),
    head,
    sections: &[Section { title: "Images", body: |found| facts(found, images) }],
    aside: &[Section { title: "About", body: |found| facts(found, about) }],
    needs: |_, one| Relations::Known(one.registry.iter().map(|registry| registry_of(registry)).collect()),
    needed_by: Some(needed_by),
    actions,
    tab: |_, _| ().into_any(),
    gone: |key| {
        format!("There is no catalog item {key}. It was deleted, or the link is for another Controller.")
    },
};

fn find(live: Live, id: &str) -> Option<One> {
    let item = live.catalog.rows().iter().find(|item| item.id.to_string() == id).cloned()?;
    let registries = live.registries.rows();
    let registry = registries.iter().find(|registry| Some(registry.id) == item.registry_id).cloned();
    Some(One { item, registry })
}

fn head(one: &One) -> Head {
    let item = &one.item;
    let from = one.registry.as_ref().map(|registry| Vital {
        icon: Icon::Store,
        link: Some((Page::object(Kind::Registry, registry.id), registry.url.clone())),
        text: String::new(),
    });
    let id = Vital { icon: Icon::Book, link: None, text: format!("id {}", item.id) };
    Head {
        name: item.name.clone(),
        state: None,
        badges: if item.is_system() { vec!["System"] } else { Vec::new() },
        vital: [id].into_iter().chain(from).collect(),
        reason: None,
    }
}

fn images(one: &One) -> AnyView {
    Facts::default().mono("x86", image(&one.item, 1)).mono("ARM", image(&one.item, 2)).view("Not set")
}

fn about(one: &One) -> AnyView {
    let item = &one.item;
    let registry = one.registry.as_ref();
    let registry = registry.map(|registry| (Page::object(Kind::Registry, registry.id), registry.url.clone()));
    let is_seed = expect_context::<Api>().capabilities().is_seed_item(item.id);
    let note = match (item.is_system(), is_seed) {
        (true, _) => {
            Some("It belongs to the Controller: it cannot be changed, and microservices must not use it.")
        }
        (false, true) => Some("It came with the Controller: everybody can use it, and nobody can change it."),
        (false, false) => None,
    };
    let note = note.map(|note| view! { <p class="faint">{note}</p> });
    Facts::default()
        .note(note)
        .text("Description", &item.description)
        .link("Registry", registry)
        .mono("Configuration example", item.config_example.clone().unwrap_or_default())
        .view("Not set")
}

fn registry_of(registry: &Registry) -> Relation {
    Relation {
        icon: Icon::Store,
        page: Some(Page::object(Kind::Registry, registry.id)),
        name: registry.url.clone(),
        role: "registry".to_owned(),
    }
}

fn needed_by(live: Live, one: &One) -> Relations {
    let Some(lists) = live.whole(USED_BY) else {
        return Relations::Unknown("Not known until the microservices have loaded.");
    };
    Relations::Known(lists.users_of_catalog_item(one.item.id).map(user).collect())
}

fn actions(found: Found<One>) -> Vec<Action> {
    let own =
        Signal::derive(move || found.with(|found| found.as_ref().is_some_and(|one| !one.item.is_system())));
    let form = Signal::derive(move || {
        let id = found.with(|found| found.as_ref().map(|one| one.item.id.to_string())).unwrap_or_default();
        with_query(&Page::New(Kind::Microservice), &[(FROM, &id)])
    });
    let deploy = Action {
        icon: Icon::Upload,
        text: "Deploy from this",
        shown: own,
        why: refusal(Kind::Microservice, Verb::Create).into(),
        does: Does::Go(form),
        grave: false,
    };
    let wanted = Callback::new(|()| Wanted::all(USED_BY));
    let removal = Callback::new(move |lists: Lists| {
        let item = found.get_untracked()?.item;
        let removal = Removal::of_catalog_item(&item, lists.microservices.known());
        Some((item.name.clone(), removal.unless(lists.why_fixed_item(&item))))
    });
    vec![deploy, remove(Kind::CatalogItem, own, wanted, removal)]
}
