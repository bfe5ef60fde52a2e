//! Links inside rows: built from owned text, because a row may be gone before its link is.

use leptos::prelude::*;

use crate::address::A;
use crate::ui::icon::{Glyph, Icon};

/// A link that says `text`.
pub fn link(href: String, text: String) -> AnyView {
    view! { <A href=href>{text}</A> }.into_any()
}

/// A link whose text alone would not say where it leads.
pub fn labelled_link(href: String, label: String, text: String) -> AnyView {
    view! {
        <A href=href attr:aria-label=label>
            {text}
        </A>
    }
    .into_any()
}

/// The page's main thing to do, when it is on another page.
pub fn main_button(href: String, icon: Icon, text: impl Into<String>) -> AnyView {
    let text = text.into();
    view! {
        <A href=href attr:class="btn main">
            <Glyph icon />
            {text}
        </A>
    }
    .into_any()
}

/// The same where the role does not allow it: with the reason beside it.
pub fn refused_button(icon: Icon, text: String, why: String) -> AnyView {
    view! {
        <span class="soft" id="refused">
            {why}
        </span>
        <button type="button" class="btn main" aria-disabled="true" aria-describedby="refused">
            <Glyph icon />
            {text}
        </button>
    }
    .into_any()
}

/// The facts of a row, stacked for a phone.
pub struct Card {
    pub title: String,
    /// A state, or a short word.
    pub state: AnyView,
    pub below: String,
    pub beside: String,
}

/// A row on a phone; a link when there is a page to go to.
pub fn card(href: Option<String>, card: Card) -> AnyView {
    let inside = view! {
        <strong>{card.title}</strong>
        {card.state}
        <span class="phone__sub">{card.below}</span>
        <span class="phone__sub">{card.beside}</span>
    };
    match href {
        Some(href) => view! {
            <A href=href attr:class="phone__row">
                {inside}
            </A>
        }
        .into_any(),
        None => view! { <div class="phone__row">{inside}</div> }.into_any(),
    }
}
