//! The root: what every page shares, and the choice between sign-in and shell.

use leptos::prelude::*;

use crate::address::{Address, Step};
use crate::api::Api;
use crate::later::{Pages, Workbench};
use crate::live::Live;
use crate::pages::PageView;
use crate::pages::sign_in::SignInPage;
use crate::prefs::Prefs;
use crate::routes::{self, Page};
use crate::session::Session;
use crate::shell::Shell;
use crate::ui::toast::{ToastRegion, Toasts};

#[component]
pub fn App() -> impl IntoView {
    Address::provide();
    let toasts = Toasts::provide();
    let prefs = Prefs::provide();
    let session = Session::provide();
    let api = Api::provide(session);
    Live::provide(api, session, prefs);
    Pages::provide();
    Workbench::provide();
    view! {
        <Frame />
        <ToastRegion toasts />
    }
}

/// The page of the present address, inside the shell; the sign-in page stands alone.
#[component]
fn Frame() -> impl IntoView {
    let session = expect_context::<Session>();
    let address = expect_context::<Address>();
    let page = Memo::new(move |_| Page::parse(&address.path()));
    // A cold link by someone who is not signed in: sign in first, then exactly that address.
    Effect::new(move |_| {
        let here = page.get();
        if session.is_out() && here != Some(Page::SignIn) {
            let asked = address.path_untracked() + &address.query_untracked();
            let next = if here == Some(Page::Overview) { String::new() } else { asked };
            address.go(&routes::with_query(&Page::SignIn, &[("next", &next)]), Step::Replace);
        }
    });
    announce(page);
    let shown =
        Memo::new(move |_| if page.get() == Some(Page::SignIn) { Shown::SignIn } else { shown(session) });
    view! {
        {move || match shown.get() {
            Shown::SignIn => view! { <SignInPage /> }.into_any(),
            Shown::Shell => view! { <Shell page><PageView page /></Shell> }.into_any(),
            Shown::Nothing => ().into_any(),
        }}
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    SignIn,
    Shell,
    /// While leaving for the sign-in page.
    Nothing,
}

fn shown(session: Session) -> Shown {
    if session.is_out() { Shown::Nothing } else { Shown::Shell }
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
