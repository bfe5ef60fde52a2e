//! The bar above every page: where one is, whether what is shown is of now, the search, and who is signed in.

use std::sync::Arc;

use leptos::prelude::*;

use crate::address::A;
use crate::controllers::Controllers;
use crate::live::{Freshness, Live};
use crate::routes::Page;
use crate::session::Session;
use crate::turn::switch::leaver;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::menu::Menu;
use crate::ui::state::{State, Tone};

#[component]
pub fn Bar(page: Memo<Option<Page>>, menu: RwSignal<bool>, search: RwSignal<bool>) -> impl IntoView {
    let live = expect_context::<Live>();
    view! {
        <header class="bar">
            <button
                type="button"
                class="btn quiet icon phone-only"
                aria-label="Menu"
                aria-expanded=move || menu.get().to_string()
                on:click=move |_| menu.update(|open| *open = !*open)
            >
                <Glyph icon=Icon::Menu />
            </button>
            <nav class="crumbs" aria-label="Breadcrumb">{move || crumbs(page.get())}</nav>
            <div class="bar__end">
                <span class="live">{move || freshness(live)}</span>
                <button type="button" class="seek" aria-keyshortcuts="Control+K Meta+K" on:click=move |_| search.set(true)>
                    <Glyph icon=Icon::Search />
                    <span class="sr">"Search"</span>
                    <span aria-hidden="true">"Search …"</span>
                    <kbd aria-hidden="true">"Ctrl K"</kbd>
                </button>
                <Person />
            </div>
        </header>
    }
}

/// Who is signed in, and the way out.
#[component]
fn Person() -> impl IntoView {
    let session = expect_context::<Session>();
    let leave = leaver();
    let name = move || {
        let user = session.user().unwrap_or_else(|| "Account".to_owned());
        user.split('@').next().unwrap_or_default().to_owned()
    };
    let face = move || {
        view! {
            <Glyph icon=Icon::User />
            <span class="sr">"Account: "</span>
            <span>{name}</span>
            <Glyph icon=Icon::Down after=true />
        }
        .into_any()
    };
    view! {
        <Menu label="Account" place="desk-only" button="btn quiet" face=Arc::new(face)>
            {move || session.user().map(|user| view! { <li class="hd">{user}</li> })}
            <li>
                <A href=Page::Settings.path() attr:class="it">
                    <Glyph icon=Icon::Gear />
                    {Page::Settings.title()}
                </A>
            </li>
            <li>
                <button type="button" class="it" on:click=move |_| leave.run(())>
                    <Glyph icon=Icon::Leave />
                    "Sign out"
                </button>
            </li>
        </Menu>
    }
}

/// The way from the list down to the page, which ends it.
fn crumbs(page: Option<Page>) -> impl IntoView {
    let title = page.as_ref().map_or_else(|| "Not found".to_owned(), Page::title);
    let above = page.map(|page| page.above()).unwrap_or_default().into_iter().map(|above| {
        view! {
            <A href=above.path()>{above.title()}</A>
            <Glyph icon=Icon::Right />
        }
    });
    view! {
        {above.collect_view()}
        <span aria-current="page">{title}</span>
    }
}

/// Whether what is on screen is of now. A phone has room for the icon and the name of the Controller.
fn freshness(live: Live) -> AnyView {
    let controllers = expect_context::<Controllers>();
    let said = |tone: Tone, text: String| {
        view! {
            <span class="desk-only">
                <State tone text />
            </span>
            <span class="phone-only">
                <State tone text=controllers.label(&controllers.current()) />
            </span>
        }
        .into_any()
    };
    match live.freshness() {
        Freshness::Waiting if live.needs_nothing() => ().into_any(),
        Freshness::Waiting => said(Tone::Busy, "Connecting".to_owned()),
        Freshness::Current(_) if !live.troubles().is_empty() => said(Tone::Warn, "Incomplete".to_owned()),
        Freshness::Current(at) => said(Tone::Ok, format!("Updated {at}")),
        Freshness::Lost { .. } => said(Tone::Bad, "Not answering".to_owned()),
    }
}
