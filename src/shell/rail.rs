//! Where one can go: the rail with every page, its icon and how many there are, and the tabs below a phone's page.

use leptos::prelude::*;
use model::Kind;

use crate::address::A;
use crate::live::Live;
use crate::navigation::{Entry, entries};
use crate::resource::row::{Count, Group};
use crate::routes::Page;
use crate::session::Session;
use crate::turn::choice::ControllerChoice;
use crate::turn::switch::leaver;
use crate::ui::icon::{Glyph, Icon, Mark};

/// What stands above a part of the rail.
fn title(group: Group) -> &'static str {
    match group {
        Group::Work => "Work",
        Group::Network => "Network",
        Group::Library => "Library",
    }
}

#[component]
pub fn Rail(page: Memo<Option<Page>>, open: RwSignal<bool>) -> impl IntoView {
    let first = move |entry: &Entry| entry.page == Page::Overview;
    let of = move |group: Option<Group>| {
        let own = entries().into_iter().filter(move |entry| entry.group == group);
        own.map(move |entry| (first(&entry), link(page, entry)))
    };
    let (above, below) = of(None).partition::<Vec<_>, _>(|(first, _)| *first);
    let links = |links: Vec<(bool, AnyView)>| links.into_iter().map(|(_, link)| link).collect_view();
    let groups = [Group::Work, Group::Network, Group::Library].map(|group| {
        view! {
            <h2>{title(group)}</h2>
            {links(of(Some(group)).collect())}
        }
    });
    let settings = Entry { page: Page::Settings, icon: Icon::Gear, group: None };
    view! {
        <nav class="rail" aria-label="Main" data-open=move || open.get().to_string()>
            <div class="brand">
                <Mark />
                <span class="word">"ECN Console"</span>
            </div>
            <ControllerChoice always=true page=Signal::derive(move || home(page.get())) />
            {links(above)}
            {groups.collect_view()}
            <div class="end">
                {links(below)}
                {link(page, settings)}
                <Person />
            </div>
        </nav>
    }
}

/// On a phone there is no room in the bar for who is signed in.
#[component]
fn Person() -> impl IntoView {
    let session = expect_context::<Session>();
    let leave = leaver();
    view! {
        <button type="button" class="nav phone-only" on:click=move |_| leave.run(())>
            <Glyph icon=Icon::User />
            "Sign out"
            <span class="n">{move || session.user()}</span>
        </button>
    }
}

fn link(page: Memo<Option<Page>>, entry: Entry) -> AnyView {
    let live = expect_context::<Live>();
    let (href, title, icon) = (entry.page.path(), entry.page.title(), entry.icon);
    let (here, tooltip) = (current(page, &entry.page), title.clone());
    let count = move || {
        entry.count(live).map(Count::shown).map(|(number, bad)| {
            let failed = bad.then(|| view! { <Glyph icon=Icon::Failed /> });
            let word = bad.then(|| view! { <span class="sr">" failed"</span> });
            view! { <span class="n" class:bad=bad>{failed} {number} {word}</span> }
        })
    };
    view! {
        <A href=href attr:class="nav" attr:title=tooltip attr:aria-current=here>
            <Glyph icon />
            <span class="word">{title}</span>
            {count}
        </A>
    }
    .into_any()
}

/// Whether the page is this one, or one below it.
fn current(page: Memo<Option<Page>>, target: &Page) -> impl Fn() -> Option<&'static str> + Clone + use<> {
    let own = target.clone();
    move || {
        page.with(|page| {
            let shown = page.as_ref().and_then(|page| page.parent().or_else(|| Some(page.clone())));
            (shown.as_ref() == Some(&own)).then_some("page")
        })
    }
}

/// Where the same kind of thing is listed on another Controller.
fn home(page: Option<Page>) -> Page {
    page.map_or(Page::Overview, |page| page.parent().unwrap_or(page))
}

/// The four pages that are needed on the way, and the menu with the others.
#[component]
pub fn PhoneTabs(page: Memo<Option<Page>>, menu: RwSignal<bool>) -> impl IntoView {
    let live = expect_context::<Live>();
    let tab = |entry: Entry| {
        let (href, title, icon) = (entry.page.path(), entry.page.title(), entry.icon);
        let here = current(page, &entry.page);
        let failed = move || {
            let bad = entry.count(live).map(|count| count.bad).filter(|bad| *bad > 0);
            bad.map(|bad| view! { <span class="dot">{bad} <span class="sr">" failed"</span></span> })
        };
        view! {
            <A href=href attr:aria-current=here>
                <Glyph icon />
                <span>{title}</span>
                {failed}
            </A>
        }
    };
    let most = [Page::Overview, Page::List(Kind::Microservice), Page::List(Kind::Agent), Page::Deploy];
    let tabs = entries().into_iter().filter(|entry| most.contains(&entry.page)).map(tab);
    view! {
        <nav class="tabbar" aria-label="Most used">
            {tabs.collect_view()}
            <button type="button" aria-expanded=move || menu.get().to_string() on:click=move |_| menu.update(|open| *open = !*open)>
                <Glyph icon=Icon::Menu />
                <span>"More"</span>
            </button>
        </nav>
    }
}
