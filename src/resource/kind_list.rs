//! The list of a kind: what it needs, its lines, and how a new object is begun, with the reason where it may not be.

use std::sync::Arc;

use client::permissions::Verb;
use leptos::prelude::*;

use crate::live::Live;
use crate::live::source::Source;
use crate::resource::link::{main_button, refused_button};
use crate::resource::list_page::{ListKind, ListPage, Listed};
use crate::resource::row::{Row, refusal};
use crate::ui::icon::Icon;

/// The list of one kind.
pub struct KindList<T: 'static> {
    pub row: &'static Row,
    pub list: ListKind<T>,
    /// The lists that its lines are made of, and those that it can do without.
    pub own: &'static [Source],
    pub others: &'static [Source],
    pub lines: fn(Live) -> Vec<T>,
    /// What is to be known of all of them, beside the heading.
    pub note: &'static str,
    /// What an empty list says to do next. The button begins a new one, where that may be.
    pub empty: fn(begin: AnyView) -> AnyView,
}

#[component]
pub fn KindListPage<T: Listed>(kind: &'static KindList<T>) -> impl IntoView {
    let live = expect_context::<Live>();
    let state = live.need(kind.own, kind.others);
    let rows = Memo::new(move |_| Arc::new((kind.lines)(live).into_iter().map(Arc::new).collect::<Vec<_>>()));
    let why = refusal(kind.row.kind, Verb::Create);
    let actions = move || {
        view! {
            {move || begin(kind.row, why.get())}
            {(!kind.note.is_empty()).then(|| view! { <span class="soft head__why">{kind.note}</span> })}
        }
    };
    let empty = move || (kind.empty)(begin(kind.row, why.get()));
    view! { <ListPage kind=&kind.list rows state actions empty of=kind.row.kind /> }
}

/// The button that begins a new object.
fn begin(row: &'static Row, why: Option<String>) -> AnyView {
    let text = format!("New {}", row.kind.noun());
    match (row.begin(), why) {
        (None, _) => ().into_any(),
        (Some(href), None) => main_button(href, Icon::Plus, text),
        (Some(_), Some(why)) => refused_button(Icon::Plus, text, why),
    }
}
