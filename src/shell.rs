//! The frame around every page: navigation, bar with breadcrumb and freshness, banners, and files dropped anywhere.

use leptos::prelude::*;

use crate::address::A;
use crate::controllers::Controllers;
use crate::controllers::choice::ControllerChoice;
use crate::deploy::drop::DropTarget;
use crate::live::{Freshness, Live};
use crate::navigation::entries;
use crate::part::{Pages, Part, SignIn};
use crate::resource::row::Count;
use crate::routes::Page;
use crate::session::{Phase, Session};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::notice::Notice;
use crate::ui::state::{State, Tone};

#[component]
pub fn Shell(page: Memo<Option<Page>>, children: ChildrenFn) -> impl IntoView {
    let menu = RwSignal::new(false);
    let search = RwSignal::new(false);
    Effect::new(move |_| {
        page.with(|_| menu.set(false));
    });
    view! {
        <a class="skip" href="#main" rel="external" on:click=skip_to_main>
            "Skip to the page"
        </a>
        <div class="app">
            <Rail page open=menu />
            <div>
                <Bar page menu search />
                <main id="main" tabindex="-1">
                    <Unreachable />
                    <Incomplete />
                    {children()}
                </main>
            </div>
        </div>
        <DropTarget />
        {palette(search)}
        {sign_in_again()}
    }
}

/// The search over the page, from the first time that it is asked for.
fn palette(search: RwSignal<bool>) -> impl IntoView {
    let part = expect_context::<Part<Pages>>();
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        if (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("k") {
            event.prevent_default();
            search.update(|open| *open = !*open);
        }
    });
    on_cleanup(move || handle.remove());
    let asked = Memo::new(move |before: Option<&bool>| search.get() || before.is_some_and(|asked| *asked));
    move || asked.get().then(|| part.show(move |pages| (pages.palette)(search)))
}

/// The form over the page, from the first time that a session ends in the middle of work.
fn sign_in_again() -> impl IntoView {
    let (session, part) = (expect_context::<Session>(), expect_context::<Part<SignIn>>());
    let ended = Memo::new(move |before: Option<&bool>| {
        session.phase() == Phase::Ended || before.is_some_and(|ended| *ended)
    });
    move || ended.get().then(|| part.show(|sign_in| (sign_in.again)()))
}

/// With a base address in the page, a plain `#main` would lead to the overview.
fn skip_to_main(event: leptos::ev::MouseEvent) {
    event.prevent_default();
    if let Some(main) = document().get_element_by_id("main") {
        use wasm_bindgen::JsCast;
        let _ = main.dyn_into::<web_sys::HtmlElement>().map(|main| main.focus());
    }
}

#[component]
fn Rail(page: Memo<Option<Page>>, open: RwSignal<bool>) -> impl IntoView {
    let live = expect_context::<Live>();
    let links = entries()
        .into_iter()
        .map(|entry| {
            let (target, icon) = (entry.page.clone(), entry.icon);
            let own = target.clone();
            let current = move || {
                page.with(|page| {
                    let shown = page.as_ref().and_then(|page| page.parent().or_else(|| Some(page.clone())));
                    (shown.as_ref() == Some(&own)).then_some("page")
                })
            };
            let count = move || entry.count(live).map(Count::shown);
            view! {
                <A href=target.path() attr:aria-current=current>
                    <Glyph icon />
                    {target.title()}
                    {move || {
                        count()
                            .map(|(number, bad)| {
                                view! {
                                    <span class="rail__count" data-bad=bad.to_string()>
                                        {number}
                                    </span>
                                }
                            })
                    }}
                </A>
            }
        })
        .collect_view();
    view! {
        <nav class="rail" aria-label="Main" data-open=move || open.get().to_string()>
            <div class="rail__brand">
                <Glyph icon=Icon::Logo />
                "ECN Console"
            </div>
            <ControllerChoice page=Signal::derive(move || home(page.get())) />
            <div class="rail__links">
                {links}
                <A href=Page::Settings.path() attr:class="narrow">
                    <Glyph icon=Icon::Gear />
                    {Page::Settings.title()}
                </A>
            </div>
        </nav>
    }
}

/// Where the same kind of thing is listed on another Controller.
fn home(page: Option<Page>) -> Page {
    page.map_or(Page::Overview, |page| page.parent().unwrap_or(page))
}

#[component]
fn Bar(page: Memo<Option<Page>>, menu: RwSignal<bool>, search: RwSignal<bool>) -> impl IntoView {
    let session = expect_context::<Session>();
    let live = expect_context::<Live>();
    let controllers = expect_context::<Controllers>();
    let sign_out = move |_| {
        if controllers.lets_go() {
            session.sign_out();
        }
    };
    view! {
        <header class="bar">
            <button
                type="button"
                class="btn btn--quiet bar__menu"
                aria-label="Menu"
                aria-expanded=move || menu.get().to_string()
                on:click=move |_| menu.update(|open| *open = !*open)
            >
                <Glyph icon=Icon::Menu />
            </button>
            <nav class="bar__crumbs" aria-label="Breadcrumb">{move || crumbs(page.get())}</nav>
            <div class="bar__push">
                {move || freshness(live)}
                <button type="button" class="btn btn--quiet" aria-keyshortcuts="Control+K Meta+K" on:click=move |_| search.set(true)>
                    <Glyph icon=Icon::Search />
                    <span class="quietly">"Search"</span>
                    <span class="wide" aria-hidden="true">"Search"</span>
                    <kbd class="wide" aria-hidden="true">"Ctrl K"</kbd>
                </button>
                <A href=Page::Settings.path() attr:class="btn btn--quiet wide">
                    <Glyph icon=Icon::Gear />
                    {move || session.user().unwrap_or_else(|| "Settings".to_owned())}
                </A>
                <button type="button" class="btn btn--quiet" on:click=sign_out>
                    "Sign out"
                </button>
            </div>
        </header>
    }
}

fn crumbs(page: Option<Page>) -> AnyView {
    let Some(page) = page else { return "Not found".into_any() };
    let above = page.above().into_iter().map(|above| {
        view! {
            <A href=above.path()>{above.title()}</A>
            " / "
        }
    });
    view! {
        {above.collect_view()}
        {page.title()}
    }
    .into_any()
}

/// Whether what is on screen is of now.
fn freshness(live: Live) -> AnyView {
    match live.freshness() {
        Freshness::Waiting if live.needs_nothing() => ().into_any(),
        Freshness::Waiting => view! { <State tone=Tone::Busy text="connecting" /> }.into_any(),
        Freshness::Current(_) if !live.troubles().is_empty() => {
            view! { <State tone=Tone::Warn text="incomplete" /> }.into_any()
        }
        Freshness::Current(at) => view! {
            <State tone=Tone::Ok text="live" />
            <span class="wide">"updated " {at}</span>
        }
        .into_any(),
        Freshness::Lost { .. } => view! { <State tone=Tone::Bad text="not answering" /> }.into_any(),
    }
}

/// The banner of a Controller that does not answer; what is on screen stays.
#[component]
fn Unreachable() -> impl IntoView {
    let live = expect_context::<Live>();
    let controllers = expect_context::<Controllers>();
    move || match live.freshness() {
        Freshness::Lost { last, error, next } => {
            let said = match last {
                Some(last) => format!("Its last answer was at {last}; what you see is from then."),
                None => "It has not answered since this page was opened.".to_owned(),
            };
            view! {
                <Notice tone=Tone::Bad title="The Controller does not answer">
                    {move || controllers.obstacle().map(|why| view! { <p>{why}</p> })}
                    <p>{said} " Nothing you typed is lost. " {next}</p>
                    <p class="soft">{error}</p>
                    <div>
                        <button type="button" class="btn" on:click=move |_| live.refresh_now()>
                            "Try now"
                        </button>
                    </div>
                </Notice>
            }
            .into_any()
        }
        _ => ().into_any(),
    }
}

/// The banner of a Controller that answers, but not with everything that the page needs.
#[component]
fn Incomplete() -> impl IntoView {
    let live = expect_context::<Live>();
    let told = Memo::new(move |_| match live.freshness() {
        Freshness::Lost { .. } => Vec::new(),
        _ => live.troubles(),
    });
    let lines = move || told.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <Show when=move || told.with(|told| !told.is_empty())>
            <Notice tone=Tone::Bad title="Not everything could be read">
                <ul>{lines}</ul>
                <p class="soft">"It is tried again by itself. Nothing you typed is lost."</p>
            </Notice>
        </Show>
    }
}
