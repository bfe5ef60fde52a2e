//! Everything that can be gone to: the pages, and the objects that the live lists know.

use crate::kinds;
use crate::live::Live;
use crate::navigation;
use crate::palette::rank::Entry;
use crate::resource::row::KindPages;
use crate::routes::Page;

/// The pages, and what can be begun.
pub fn pages() -> Vec<Entry> {
    let page = |title: String, path: String| Entry { title, kind: "page", beside: String::new(), path };
    let main = navigation::entries().into_iter().map(|entry| entry.page).chain([Page::Settings]);
    let begun = kinds::ROWS.iter().filter_map(|row| Some((Page::New(row.kind).title(), row.begin()?)));
    main.map(|target| page(target.title(), target.path()))
        .chain(begun.map(|(title, path)| page(title, path)))
        .collect()
}

/// The objects. What is not read yet is missing, and comes when it is.
pub fn objects(live: Live) -> Vec<Entry> {
    let of = |pages: &&'static KindPages| {
        let kind = pages.row.kind;
        (pages.entries)(live).into_iter().map(move |found| Entry {
            title: found.name,
            kind: kind.noun(),
            beside: found.beside,
            path: Page::object(kind, found.key).path(),
        })
    };
    kinds::PAGES.iter().flat_map(of).collect()
}
