//! What can be done to an object, as data, and the menu that offers it: on the object's page and at the end of its row.
//! What may not be done keeps its place and says why.

use leptos::{ev, prelude::*};

use crate::address::A;
use crate::controllers::Controllers;
use crate::controllers::address::link_to;
use crate::resource::confirm::{Asker, Inquiry};
use crate::routes::Page;
use crate::ui::copy::Copying;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::menu::{Popup, PopupList};

/// One thing that can be done.
#[derive(Clone, Copy)]
pub struct Action {
    pub icon: Icon,
    pub text: &'static str,
    /// Whether there is something to do it to.
    pub shown: Signal<bool>,
    /// Why it may not be done.
    pub why: Signal<Option<String>>,
    pub does: Does,
    /// Whether it cannot be taken back.
    pub grave: bool,
}

/// What pressing it leads to.
#[derive(Clone, Copy)]
pub enum Does {
    /// A question, before anything is done.
    Ask(Asker),
    /// Another page.
    Go(Signal<String>),
}

/// A page that the menu leads to: "Edit".
#[derive(Clone)]
pub struct Way {
    pub icon: Icon,
    pub text: &'static str,
    pub page: Page,
}

/// An action with the place where its question is asked, which outlasts the open menu.
#[derive(Clone, Copy)]
struct Ready {
    action: Action,
    inquiry: Option<Inquiry>,
}

impl Ready {
    fn new(action: Action) -> Self {
        let inquiry = match action.does {
            Does::Ask(asker) => Some(Inquiry::new(action.text, asker)),
            Does::Go(_) => None,
        };
        Self { action, inquiry }
    }
}

/// The list of what can be done, and the dialogs of its questions. What cannot be taken back comes last.
#[component]
pub fn ActionList(
    popup: Popup,
    label: String,
    /// What stands above the entries, where the page does not say it; may be empty.
    head: String,
    ways: Vec<Way>,
    actions: Vec<Action>,
    /// What a link to the object leads to.
    page: Page,
) -> impl IntoView {
    let (grave, mild) = actions.into_iter().map(Ready::new).partition::<Vec<_>, _>(|one| one.action.grave);
    let dialogs = mild.iter().chain(&grave).filter_map(|one| one.inquiry).map(Inquiry::dialog).collect_view();
    let copying = Copying::new();
    let controllers = expect_context::<Controllers>();
    let copy = move |page: &Page| {
        let address = untrack(|| link_to(page, controllers));
        if let Some(button) = popup.close() {
            copying.copy(address, "Link copied".to_owned(), button);
        }
    };
    let entries = move || {
        let page = page.clone();
        view! {
            {(!head.is_empty()).then(|| view! { <li class="hd">{head.clone()}</li> })}
            {ways.iter().map(way).collect_view()}
            {mild.iter().map(|one| entry(popup, *one)).collect_view()}
            <li class="apart">
                <button type="button" class="it" on:click=move |_| copy(&page)>
                    <Glyph icon=Icon::Link />
                    "Copy link"
                </button>
            </li>
            {grave.iter().map(|one| entry(popup, *one)).collect_view()}
        }
    };
    view! {
        <PopupList popup label>
            {entries()}
        </PopupList>
        {dialogs}
        {copying.by_hand()}
    }
}

fn way(way: &Way) -> impl IntoView + use<> {
    let Way { icon, text, page } = way.clone();
    view! {
        <li>
            <A href=page.path() attr:class="it">
                <Glyph icon />
                {text}
            </A>
        </li>
    }
}

/// An entry follows what is true of its object while the menu is open.
fn entry(popup: Popup, Ready { action, inquiry }: Ready) -> impl IntoView {
    let Action { icon, text, shown, why, does, grave } = action;
    let may = Memo::new(move |_| why.with(Option::is_none));
    let reason = format!("why-not-{}", text.to_lowercase().replace(' ', "-"));
    let inside = move || {
        let asks = inquiry.is_some().then_some(" …");
        view! {
            <Glyph icon />
            {text}
            {asks}
        }
    };
    let press = move |_: ev::MouseEvent| {
        if let Some(inquiry) = inquiry.filter(|_| may.get_untracked()) {
            // First, so that the dialog gives the focus back to where the menu is.
            popup.close();
            inquiry.ask();
        }
    };
    let face = move || match does {
        Does::Go(to) if may.get() => view! { <A href=to.get() attr:class="it">{inside()}</A> }.into_any(),
        _ => {
            let reason = reason.clone();
            view! {
                <button
                    type="button"
                    class="it"
                    class:bad=grave
                    aria-disabled=move || (!may.get()).to_string()
                    aria-describedby=reason.clone()
                    on:click=press
                >
                    {inside()}
                </button>
                <span class="menu__why" id=reason>{move || why.get()}</span>
            }
            .into_any()
        }
    };
    let face = StoredValue::new(face);
    view! {
        <Show when=move || shown.get()>
            <li class=if grave { "apart" } else { "act" }>{move || face.with_value(|face| face())}</li>
        </Show>
    }
}
