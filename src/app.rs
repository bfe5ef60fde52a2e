//! The root: what every page shares, and the choice between sign-in and shell.

use client::BaseUrl;
use client::session::ControllerLink;
use leptos::prelude::*;

use crate::address::{Address, Step, query_param};
use crate::api::Api;
use crate::controllers::Controllers;
use crate::controllers::address::{CONTROLLER, mark_links, show};
use crate::kinds;
use crate::later;
use crate::live::Live;
use crate::pages::PageView;
use crate::part::{KeptDrafts, Pages, Part, SignIn, Workbench};
use crate::prefs::Prefs;
use crate::resource::spare;
use crate::routes::{self, Page};
use crate::session::Session;
use crate::shell::Shell;
use crate::turn::switch::Switch;
use crate::ui::toast::{ToastRegion, Toasts};

#[component]
pub fn App() -> impl IntoView {
    Address::provide();
    let toasts = Toasts::provide();
    let prefs = Prefs::provide();
    let controllers = Controllers::provide();
    let session = Session::provide(controllers);
    let api = Api::provide(controllers, session);
    Live::provide(api, session, prefs);
    KeptDrafts::provide();
    later::pages::provide();
    later::sign_in::provide();
    later::workbench::provide();
    mark_links(controllers);
    if spare::is_there() {
        expect_context::<Part<Workbench>>().ask();
    }
    view! {
        <Frame />
        <ToastRegion toasts />
    }
}

/// The page of the present address, inside the shell; the sign-in page stands alone, and so does the question whether to
/// trust a Controller.
#[component]
fn Frame() -> impl IntoView {
    #[cfg(not(feature = "split"))]
    if expect_context::<Address>().path_untracked() == crate::gallery::PATH {
        return crate::gallery::Gallery().into_any();
    }
    let session = expect_context::<Session>();
    let address = expect_context::<Address>();
    let page = Memo::new(move |_| Page::parse(&address.path()).filter(kinds::has));
    let controllers = expect_context::<Controllers>();
    let (pages, sign_in) = (expect_context::<Part<Pages>>(), expect_context::<Part<SignIn>>());
    let (link, leave) = follow_link();
    let pending = Memo::new(move |_| link.with(Option::is_some));
    // A cold link by someone who is not signed in: sign in first, then exactly that address.
    Effect::new(move |_| {
        let here = page.get();
        if session.is_out() && here != Some(Page::SignIn) && !pending.get() {
            let asked = address.path_untracked() + &address.query_untracked();
            let next = if here == Some(Page::Overview) { String::new() } else { asked };
            let door = routes::with_query(&Page::SignIn, &[("next", &next)]);
            // What no server may see stays in the part that none is sent.
            address.go(&(door + &Address::fragment()), Step::Replace);
        }
    });
    announce(page);
    follow_person();
    let shown = Memo::new(move |_| match page.get() {
        _ if pending.get() => Shown::Question,
        Some(Page::SignIn) => Shown::SignIn(controllers.current()),
        _ if session.is_out() => Shown::Nothing,
        _ => Shown::Shell(controllers.current(), session.epoch()),
    });
    view! {
        {move || match shown.get() {
            Shown::SignIn(_) => sign_in.show(|sign_in| (sign_in.page)()),
            Shown::Shell(..) => view! { <Shell page><PageView page /></Shell> }.into_any(),
            Shown::Question => pages.show(move |pages| {
                (move || link.get().map(|link| (pages.question)(link, leave))).into_any()
            }),
            Shown::Nothing => ().into_any(),
        }}
    }
    .into_any()
}

/// What the page is drawn for; another Controller, or another person, means another page, with nothing of the last one in
/// it.
#[derive(Clone, PartialEq, Eq)]
enum Shown {
    SignIn(BaseUrl),
    Shell(BaseUrl, u64),
    Question,
    /// While leaving for the sign-in page.
    Nothing,
}

/// When somebody else signs in over the page, what was read and begun for the one before is dropped.
fn follow_person() {
    let (session, controllers) = (expect_context::<Session>(), expect_context::<Controllers>());
    let switch = Switch::here();
    Effect::new(move |before: Option<(BaseUrl, u64)>| {
        let now = (controllers.current(), session.epoch());
        if before.is_some_and(|before| before.0 == now.0 && before.1 != now.1) {
            switch.begin_anew();
        }
        now
    });
}

/// Turns to the Controller that the address names, where it is known; an address that names none is about the console's
/// own. What has to be asked first is the answer, with how to leave it be.
fn follow_link() -> (Memo<Option<ControllerLink>>, Callback<()>) {
    let controllers = expect_context::<Controllers>();
    let switch = Switch::here();
    let address = expect_context::<Address>();
    let (asked, set_asked) = query_param(CONTROLLER);
    let link = Memo::new(move |_| {
        let text = asked.get();
        if text.is_empty() { ControllerLink::Known(controllers.own()) } else { controllers.link(&text) }
    });
    address.carry(CONTROLLER, Callback::new(move |()| untrack(|| controllers.mention())));
    let leave = Callback::new(move |()| {
        switch.to(&untrack(|| controllers.refuge()));
        set_asked.run(untrack(|| controllers.mention()).unwrap_or_default());
    });
    Effect::new(move |_| {
        if let ControllerLink::Known(address) = link.get()
            && !switch.to(&address)
        {
            leave.run(());
        }
    });
    let open = Memo::new(move |_| Some(link.get()).filter(|link| !matches!(link, ControllerLink::Known(_))));
    Effect::new(move |_| {
        address.follow();
        let mention = controllers.mention();
        if open.with(Option::is_none) {
            show(mention.as_deref());
        }
    });
    (open, leave)
}

/// Says the page to the window's title and moves the focus to its heading, so that a screen reader follows. Not on
/// the first page, where the browser has said it already.
fn announce(page: Memo<Option<Page>>) {
    Effect::new(move |before: Option<Option<Page>>| {
        let now = page.get();
        let title = now.as_ref().map_or_else(|| "Not found".to_owned(), Page::title);
        document().set_title(&format!("{title} · ECN Console"));
        if before.is_some_and(|before| before != now) {
            request_animation_frame(focus_heading);
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
        now
    });
}

fn focus_heading() {
    use wasm_bindgen::JsCast;
    let heading = document().query_selector("main h1").ok().flatten();
    if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<web_sys::HtmlElement>().ok()) {
        // A heading takes the focus only when it says so; a page without one keeps the focus where it is.
        let _ = heading.set_attribute("tabindex", "-1");
        let _ = heading.focus();
    }
}
