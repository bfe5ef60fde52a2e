//! The root: what every page shares, the router, and the choice between sign-in and shell.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::hooks::use_location;
use leptos_router::path;

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
    let toasts = Toasts::provide();
    let prefs = Prefs::provide();
    let session = Session::provide();
    let api = Api::provide(session);
    Live::provide(api, session, prefs);
    Pages::provide();
    Workbench::provide();
    view! {
        <Router base=base_path()>
            <FlatRoutes fallback=|| ()>
                // One route for all: the address is read by `Page::parse`, the only place that knows addresses.
                <Route path=path!("/*any") view=Frame />
            </FlatRoutes>
        </Router>
        <ToastRegion toasts />
    }
}

/// The page of the present address, inside the shell; the sign-in page stands alone.
#[component]
fn Frame() -> impl IntoView {
    let session = expect_context::<Session>();
    let location = use_location();
    let page = Memo::new(move |_| Page::parse(&below_base(&location.pathname.get())));
    let navigate = leptos_router::hooks::use_navigate();
    // A cold link by someone who is not signed in: sign in first, then exactly that address.
    Effect::new(move |_| {
        let here = page.get();
        if session.is_out() && here != Some(Page::SignIn) {
            let address =
                format!("{}{}", below_base(&location.pathname.get_untracked()), query_of(&location));
            let next = if here == Some(Page::Overview) { String::new() } else { address };
            navigate(&routes::with_query(&Page::SignIn, &[("next", &next)]), replace());
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

/// Navigation that leaves no step back to where it came from.
pub fn replace() -> leptos_router::NavigateOptions {
    leptos_router::NavigateOptions { replace: true, scroll: false, ..Default::default() }
}

fn query_of(location: &leptos_router::location::Location) -> String {
    let query = location.search.get_untracked();
    if query.is_empty() { query } else { format!("?{}", query.trim_start_matches('?')) }
}

/// The base path that `<base href>` names, without its last slash; empty at the root.
pub fn base_path() -> String {
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    let path = web_sys::Url::new(&base).map(|url| url.pathname()).unwrap_or_default();
    path.trim_end_matches('/').to_owned()
}

fn below_base(path: &str) -> String {
    let base = base_path();
    path.strip_prefix(base.as_str()).unwrap_or(path).to_owned()
}
