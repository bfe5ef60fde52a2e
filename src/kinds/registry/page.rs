//! The page of one registry: who logs in there, and what is pulled from it. Its password is never asked for.

use std::sync::Arc;

use leptos::prelude::*;
use model::{CatalogItem, Kind, Lists, Registry};
use plan::act::Removal;

use super::ROW;
use super::list::{LIST, alias};
use crate::kinds::users::user;
use crate::live::Live;
use crate::live::source::{self, Source};
use crate::resource::action::Action;
use crate::resource::dependents::Wanted;
use crate::resource::facts::Facts;
use crate::resource::kind_list::KindListPage;
use crate::resource::object_page::{Found, Head, ObjectKind, ObjectPage, Section, Vital, facts, no_needs};
use crate::resource::relation::{Relation, Relations};
use crate::resource::remove::remove;
use crate::resource::row::{Entry, KindPages};
use crate::resource::row_menu::RowMenu;
use crate::routes::Page;
use crate::ui::icon::Icon;

pub static PAGES: KindPages = KindPages {
    row: &ROW,
    list: || view! { <KindListPage kind=&LIST /> }.into_any(),
    object: |key, tab| view! { <ObjectPage kind=&REGISTRY key tab /> }.into_any(),
    menu: |asked| view! { <RowMenu kind=&REGISTRY asked /> }.into_any(),
    source: &[source::REGISTRIES],
    entries: |live| {
        let entry = |one: &Arc<Registry>| Entry {
            key: one.id.into(),
            name: one.url.clone(),
            beside: one.username.clone(),
        };
        live.registries.rows().iter().map(entry).collect()
    },
};

type One = Arc<Registry>;

/// The lists that tell who uses one.
const USED_BY: &[Source] = &[source::CATALOG, source::MICROSERVICES];

static REGISTRY: ObjectKind<One> = ObjectKind {
    row: &ROW,
    own: &[source::REGISTRIES],
    others: USED_BY,
    find: |live: Live, key| {
        live.registries.rows().iter().find(|one| one.id.to_string() == key.own()).cloned()
    },
    key: |registry| registry.id.into(),
    head,
    sections: &[Section { title: "Access", body: |found| facts(found, access) }],
    aside: &[],
    needs: no_needs,
    needed_by: Some(needed_by),
    actions,
    tab: |_, _| ().into_any(),
    gone: |key| format!("There is no registry {key}. It was deleted, or the link is for another Controller."),
};

fn head(registry: &One) -> Head {
    let mut badges = vec![if registry.is_public { "Public" } else { "Private" }];
    badges.extend(registry.is_system().then_some("System"));
    let alias = alias(registry.id);
    let called = (!alias.is_empty()).then(|| format!("{alias} in manifests"));
    let vital = |text: String| Vital { icon: Icon::Store, link: None, text };
    let id = format!("id {}", registry.id);
    Head {
        name: registry.url.clone(),
        state: None,
        badges,
        vital: [Some(id), called].into_iter().flatten().map(vital).collect(),
        reason: None,
    }
}

fn access(registry: &One) -> AnyView {
    let how =
        if registry.is_public { "Public: agents pull without logging in" } else { "Private: agents log in" };
    let note = registry
        .is_system()
        .then(|| view! { <p class="faint">"It belongs to the Controller and cannot be changed."</p> });
    Facts::default()
        .note(note)
        .mono("Address", &registry.url)
        .text("Access", how)
        .text("User name", &registry.username)
        .text("E-mail", &registry.user_email)
        .view("Not set")
}

/// What is pulled from it: catalog items, and microservices with images of their own.
fn needed_by(live: Live, registry: &One) -> Relations {
    let Some(lists) = live.whole(USED_BY) else {
        return Relations::Unknown("Not known until the catalog items and microservices have loaded.");
    };
    let item = |item: &CatalogItem| Relation {
        icon: Icon::Book,
        page: Some(Page::object(Kind::CatalogItem, item.id)),
        name: item.name.clone(),
        role: "catalog item".to_owned(),
    };
    let items = lists.items_of_registry(registry.id).map(item);
    Relations::Known(items.chain(lists.users_of_registry(registry.id).map(user)).collect())
}

fn actions(found: Found<One>) -> Vec<Action> {
    let own = Signal::derive(move || found.with(|found| found.as_ref().is_some_and(|one| !one.is_system())));
    let wanted = Callback::new(|()| Wanted::all(USED_BY));
    let removal = Callback::new(move |lists: Lists| {
        let registry = found.get_untracked()?;
        let removal =
            Removal::of_registry(&registry, lists.catalog_items.known(), lists.microservices.known());
        Some((registry.url.clone(), removal.unless(lists.why_fixed_registry(&registry))))
    });
    vec![remove(Kind::Registry, own, wanted, removal)]
}
