//! Which Controller this tab works with, what it is, and the others that are known.

use std::sync::Arc;

use client::BaseUrl;
use client::session::KnownController;
use leptos::prelude::*;

use super::switch::turner;
use crate::address::A;
use crate::controllers::Controllers;
use crate::routes::Page;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::menu::Menu;

#[component]
pub fn ControllerChoice(
    /// Where turning to another Controller leads: the same list there, not the same object.
    #[prop(into)]
    page: Signal<Page>,
    /// Whether it is there too while only one is known.
    #[prop(optional)]
    always: bool,
) -> impl IntoView {
    let controllers = expect_context::<Controllers>();
    let turner = turner(page);
    let several = Memo::new(move |_| controllers.all().len() > 1);
    let face = move || {
        view! {
            <Glyph icon=Icon::Store />
            <span class="sr">"Controller: "</span>
            {what(controllers)}
            <Glyph icon=Icon::Down />
        }
        .into_any()
    };
    let face = Arc::new(face);
    view! {
        <Show
            when=move || several.get()
            fallback=move || always.then(|| view! {
                <div class="ctl">
                    <div class="ctl__one">
                        <Glyph icon=Icon::Store />
                        {what(controllers)}
                    </div>
                </div>
            })
        >
            <Menu label="Controllers" place="ctl" face=face.clone()>
                {move || controllers.all().into_iter().map(|one| entry(&one, controllers, turner)).collect_view()}
                <li>
                    <A href=Page::Settings.path() attr:class="it">
                        <Glyph icon=Icon::Gear />
                        "Manage Controllers"
                    </A>
                </li>
            </Menu>
        </Show>
    }
}

/// Its name, and below it what it is, as far as it has said so.
fn what(controllers: Controllers) -> impl IntoView {
    let label = move || controllers.label(&controllers.current());
    let version = move || {
        let capabilities = controllers.current_capabilities();
        capabilities.map_or_else(|| "Controller".to_owned(), |capabilities| capabilities.title())
    };
    view! {
        <span>
            <b>{label}</b>
            <small>{version}</small>
        </span>
    }
}

fn entry(one: &KnownController, controllers: Controllers, turn: Callback<BaseUrl>) -> impl IntoView + use<> {
    let (label, address) = (one.label().to_owned(), one.address.clone());
    let here = address.clone();
    let current = Memo::new(move |_| controllers.current() == here);
    view! {
        <li>
            <button
                type="button"
                class="it"
                aria-current=move || current.get().then_some("true")
                on:click=move |_| turn.run(address.clone())
            >
                <Glyph icon=Icon::Store />
                <span>
                    <b>{label}</b>
                    <small>{one.address.short()}</small>
                </span>
                {move || current.get().then(|| view! { <span class="r"><Glyph icon=Icon::Ok /></span> })}
            </button>
        </li>
    }
}
