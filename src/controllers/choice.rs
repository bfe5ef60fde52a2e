//! The small switcher: which Controller this tab works with, and the others. Not there while only one is known.

use client::BaseUrl;
use client::session::KnownController;
use leptos::html;
use leptos::prelude::*;

use super::Controllers;
use super::switch::turner;
use crate::address::A;
use crate::routes::Page;
use crate::ui::icon::{Glyph, Icon};

#[component]
pub fn ControllerChoice(
    /// Where turning to another Controller leads: the same list there, not the same object.
    #[prop(into)]
    page: Signal<Page>,
) -> impl IntoView {
    let controllers = expect_context::<Controllers>();
    let turner = turner(page);
    let list = NodeRef::<html::Details>::new();
    let close = move || {
        if let Some(list) = list.get_untracked() {
            list.set_open(false);
        }
    };
    let turn = Callback::new(move |address: BaseUrl| {
        close();
        turner.run(address);
    });
    let several = Memo::new(move |_| controllers.all().len() > 1);
    let label = move || controllers.label(&controllers.current());
    view! {
        <Show when=move || several.get()>
            <details class="switcher" node_ref=list on:keydown=move |event| if event.key() == "Escape" { close() }>
                <summary>
                    <Glyph icon=Icon::Store />
                    <span class="quietly">"Controller: "</span>
                    <span class="switcher__name">{label}</span>
                </summary>
                <ul aria-label="Controllers">
                    {move || controllers.all().into_iter().map(|one| entry(&one, controllers, turn)).collect_view()}
                    <li>
                        <A href=Page::Settings.path()>"Manage Controllers"</A>
                    </li>
                </ul>
            </details>
        </Show>
    }
}

fn entry(one: &KnownController, controllers: Controllers, turn: Callback<BaseUrl>) -> impl IntoView + use<> {
    let (label, address) = (one.label().to_owned(), one.address.clone());
    let here = address.clone();
    let current = move || (controllers.current() == here).then_some("true");
    view! {
        <li>
            <button type="button" aria-current=current on:click=move |_| turn.run(address.clone())>
                <strong>{label}</strong>
                <span class="soft">{one.address.short()}</span>
            </button>
        </li>
    }
}
