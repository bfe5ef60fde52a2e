//! What can be done to an object from its page, as data: each with the reason where it may not be done.

use leptos::prelude::*;

use crate::address::A;
use crate::resource::confirm::{AskButton, Asker};
use crate::resource::refusal::Refusals;
use crate::ui::icon::{Glyph, Icon};

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
}

/// What pressing it leads to.
#[derive(Clone, Copy)]
pub enum Does {
    /// A question, before anything is done.
    Ask(Asker),
    /// Another page.
    Go(Signal<String>),
}

/// The buttons. Each is drawn anew only when it is about something else: a refresh takes no button from under the pointer,
/// and no question from the screen.
#[component]
pub fn Actions(actions: Vec<Action>) -> impl IntoView {
    let whys = actions.iter().map(|action| {
        let (shown, why) = (action.shown, action.why);
        Signal::derive(move || why.get().filter(|_| shown.get()))
    });
    let whys = whys.collect::<Vec<_>>();
    view! {
        <Refusals whys />
        {actions.into_iter().map(one).collect_view()}
    }
}

fn one(action: Action) -> impl IntoView {
    let Action { icon, text, shown, why, does } = action;
    let there = Memo::new(move |_| shown.get());
    let draw = move || match does {
        Does::Ask(asker) => view! { <AskButton icon text why asker /> }.into_any(),
        Does::Go(to) => view! { <Go icon text why to /> }.into_any(),
    };
    view! { <Show when=move || there.get()>{draw()}</Show> }
}

/// A link, which is none where it may not be followed.
#[component]
fn Go(icon: Icon, text: &'static str, why: Signal<Option<String>>, to: Signal<String>) -> impl IntoView {
    let may = Memo::new(move |_| why.with(Option::is_none));
    let inside = move || {
        view! {
            <Glyph icon />
            {text}
        }
    };
    move || match may.get() {
        true => view! { <A href=to.get() attr:class="btn">{inside()}</A> }.into_any(),
        false => view! {
            <button type="button" class="btn" aria-disabled="true" title=why.get()>
                {inside()}
            </button>
        }
        .into_any(),
    }
}
