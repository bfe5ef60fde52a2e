//! Everything that can be gone to: the pages, and the objects that the live lists know.

use crate::live::Live;
use crate::palette::rank::Entry;
use crate::routes::{NAVIGATION, NEW, Page, with_query};

/// The pages, and what can be begun.
pub fn pages() -> Vec<Entry> {
    let page =
        |page: Page| Entry { title: page.title(), kind: "page", beside: String::new(), path: page.path() };
    let begun = [Page::MicroserviceNew, Page::CatalogNew, Page::RegistryNew, Page::Settings];
    let application = Entry {
        title: "New application".into(),
        kind: "page",
        beside: String::new(),
        path: with_query(&Page::Deploy, &[(NEW, "application")]),
    };
    let pages = NAVIGATION.into_iter().map(|(target, _)| page(target));
    pages.chain(begun.into_iter().map(page)).chain([application]).collect()
}

/// The objects. What is not read yet is missing, and comes when it is.
pub fn objects(live: Live) -> Vec<Entry> {
    let entry = |title: &str, kind: &'static str, beside: String, page: Page| Entry {
        title: title.to_owned(),
        kind,
        beside,
        path: page.path(),
    };
    let mut all = Vec::new();
    for one in live.microservices.rows().iter() {
        let page = Page::microservice(&one.application, &one.name);
        all.push(entry(&one.name, "microservice", one.application.clone(), page));
    }
    for one in live.applications.rows().iter() {
        all.push(entry(&one.name, "application", one.description.clone(), Page::application(&one.name)));
    }
    for one in live.agents.rows().iter() {
        let host = one.host.clone().unwrap_or_default();
        all.push(entry(&one.name, "agent", host, Page::Agent(one.name.clone())));
    }
    for one in live.catalog.rows().iter().filter(|item| !item.is_system()) {
        let page = Page::CatalogEdit(one.id.to_string());
        all.push(entry(&one.name, "catalog item", one.description.clone(), page));
    }
    for one in live.registries.rows().iter().filter(|registry| !registry.is_system()) {
        let page = Page::RegistryEdit(one.id.to_string());
        all.push(entry(&one.url, "registry", one.username.clone(), page));
    }
    all
}
