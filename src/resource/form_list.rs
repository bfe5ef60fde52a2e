//! A list of small objects in a form, such as ports: rows of inputs on the draft's text, each one place in it.

use std::str::FromStr;

use leptos::{ev, html, prelude::*};
use manifest::fields::Field;
use manifest::{Path, kinds};
use model::Kind;
use serde_json::Value;

use crate::live::Live;
use crate::resource::draft::Draft;
use crate::resource::form::{self, Touched, typing, value_of};
use crate::ui::alive::{alive, alive_value};
use crate::ui::field::{Input, options, severity};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::line::{Line, Named};
use crate::ui::toast::Toasts;

/// A list of a kind's form.
pub struct FormList {
    /// Where it stands: `spec.container.ports`.
    pub path: &'static str,
    /// One of its entries in a sentence: "port".
    pub noun: &'static str,
    pub columns: &'static [Column],
    /// What a new entry begins with.
    pub new: fn() -> Value,
    /// Entries that begin otherwise.
    pub others: &'static [Other],
}

/// An entry of another beginning.
pub struct Other {
    /// What it is called: "variable from a secret".
    pub noun: &'static str,
    pub new: fn() -> Value,
}

/// A column of a list.
pub struct Column {
    /// The key of the value; of several the one that the entry has, else the first.
    pub keys: &'static [&'static str],
    /// What can be chosen; empty when it is typed.
    pub options: &'static [&'static str],
    /// What is offered as it is typed.
    pub offers: Option<Offers>,
}

/// What may be meant by a value of an entry, from the Controller's lists, the value at another key of the entry, and the
/// key of the value.
pub type Offers = fn(Live, other: &dyn Fn(&str) -> String, key: &str) -> Vec<String>;

impl Column {
    /// A value that is typed.
    pub const fn typed(keys: &'static [&'static str]) -> Self {
        Self { keys, options: &[], offers: None }
    }

    /// A value that is one of these.
    pub const fn one_of(keys: &'static [&'static str], options: &'static [&'static str]) -> Self {
        Self { keys, options, offers: None }
    }

    /// A value that is typed, and may be one of those that there are.
    pub const fn offering(keys: &'static [&'static str], offers: Offers) -> Self {
        Self { keys, options: &[], offers: Some(offers) }
    }
}

impl FormList {
    fn place(&self) -> Path {
        // The paths are written in this program; one that is none leads nowhere and shows an empty list.
        Path::from_str(self.path).unwrap_or_else(|_| Path::root())
    }

    fn declared(&self, kind: Kind, key: &str) -> Option<&'static Field> {
        kinds::of(kind).field(&format!("{}[].{key}", self.path))
    }
}

#[component]
pub fn DraftList(draft: Draft, kind: Kind, list: &'static FormList) -> impl IntoView {
    let declared = kinds::of(kind).field(list.path);
    let (title, help) = declared.map_or((list.path, ""), |declared| (declared.label, declared.help));
    let rows = Memo::new(move |_| draft.length(&list.place()));
    let add_button = NodeRef::<html::Button>::new();
    let toasts = expect_context::<Toasts>();
    let add = move |new: fn() -> Value| {
        let at = rows.get_untracked();
        if let Err(reason) = draft.edit(|document| document.insert(&list.place(), at, &new())) {
            toasts.warn(reason);
        }
    };
    let other = |other: &'static Other| {
        view! {
            <button type="button" class="btn" on:click=move |_| add(other.new)>
                <Glyph icon=Icon::Plus />
                {format!("Add {}", other.noun)}
            </button>
        }
    };
    // The button that was pressed is gone then, and the focus with it.
    let removed = Callback::new(move |()| {
        if let Some(button) = add_button.get_untracked() {
            let _ = button.focus();
        }
    });
    view! {
        <fieldset class="list wide" class:even=list.columns.iter().all(|column| column.keys.len() == 1)>
            <legend class="lab">{title}</legend>
            <p class="hint">{help}</p>
            <For each=move || 0..rows.get() key=|row| *row let(row)>
                <ListRow draft kind list row removed />
            </For>
            <div class="row">
                <button type="button" class="btn" node_ref=add_button on:click=move |_| add(list.new)>
                    <Glyph icon=Icon::Plus />
                    {format!("Add {}", list.noun)}
                </button>
                {list.others.iter().map(other).collect_view()}
            </div>
        </fieldset>
    }
}

#[component]
fn ListRow(
    draft: Draft,
    kind: Kind,
    list: &'static FormList,
    row: usize,
    removed: Callback<()>,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let number = row + 1;
    let remove = move |_| match draft.edit(|document| document.remove(&list.place().index(row))) {
        Ok(()) => removed.run(()),
        Err(reason) => toasts.warn(reason),
    };
    let touched = expect_context::<Touched>();
    let problem = Memo::new(move |_| touched.problem(draft, &list.place().index(row)));
    view! {
        <div class="list__row" on:focusout=alive(move |_: ev::FocusEvent| touched.touch(&list.place().index(row)))>
            {list.columns.iter().map(|column| cell(draft, kind, list, row, column)).collect_view()}
            <button
                type="button"
                class="btn quiet"
                aria-label=format!("Remove {} {number}", list.noun)
                on:click=remove
            >
                <Glyph icon=Icon::Bad />
            </button>
            <p class="err list__problem" data-severity=move || severity(problem.into())>
                {move || problem.get().map(|problem| problem.text)}
            </p>
        </div>
    }
}

fn cell(
    draft: Draft,
    kind: Kind,
    list: &'static FormList,
    row: usize,
    column: &'static Column,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let entry = move || list.place().index(row);
    let key = Memo::new(move |_| {
        let has = |key: &&&str| draft.has(&entry().key(**key));
        column.keys.iter().find(has).or(column.keys.first()).copied().unwrap_or_default()
    });
    let declared = move || list.declared(kind, key.get());
    let label = move || declared().map_or("", |declared| declared.label);
    let named = move || format!("{}, {} {}", label(), list.noun, row + 1);
    let value = Memo::new(move |_| {
        let typing = typing(kind, declared(), &Input::Line);
        typing.shown(&draft.field(&entry().key(key.get()))).into_owned()
    });
    let write = move |text: String| {
        let (path, declared) = (entry().key(key.get_untracked()), list.declared(kind, key.get_untracked()));
        let text = typing(kind, declared, &Input::Line).typed(&untrack(|| draft.field(&path)), &text);
        if let Err(reason) = form::write(draft, &path, &value_of(declared, text), None) {
            toasts.warn(reason);
        }
    };
    let input = if column.options.is_empty() {
        let live = expect_context::<Live>();
        let offers = column.offers.map(|offers| {
            let texts = move || offers(live, &|other| draft.field(&entry().key(other)), key.get());
            (format!("offers-{}-{row}", column.keys.concat()), Signal::derive(texts))
        });
        let named = Named { label: Some(Signal::derive(named)), offers, ..Named::default() };
        view! { <Line named input=Input::Line value on_input=Callback::new(write) /> }.into_any()
    } else {
        let list = column.options.iter().map(|option| ((*option).to_owned(), (*option).to_owned())).collect();
        view! {
            <select class="in" aria-label=named on:change=alive_value(write)>
                {options(list, value.into())}
            </select>
        }
        .into_any()
    };
    view! {
        <label class="list__cell">
            <span class="list__label">{label}</span>
            {input}
        </label>
    }
}
