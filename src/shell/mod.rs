//! The frame around every page: rail, bar, the tabs of a phone, banners, and files dropped anywhere.

mod banners;
mod bar;
mod rail;

use leptos::prelude::*;

use crate::deploy::drop::DropTarget;
use crate::part::{Pages, Part, SignIn};
use crate::routes::Page;
use crate::session::{Phase, Session};
use banners::{Incomplete, Unreachable};
use bar::Bar;
use rail::{PhoneTabs, Rail};

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
            <div class="shell">
                <Rail page open=menu />
                <div class="stage">
                    <Bar page menu search />
                    <main id="main" tabindex="-1">
                        <Unreachable />
                        <Incomplete />
                        {children()}
                    </main>
                    <PhoneTabs page menu />
                </div>
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
