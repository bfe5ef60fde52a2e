//! A list of small objects in a form, such as ports: rows of inputs on the draft's text, each one place in it.

use std::str::FromStr;

use leptos::{ev, html, prelude::*};
use manifest::fields::Field;
use manifest::{Path, kinds};
use model::Kind;
use serde_json::Value;

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
}

/// A column of a list.
pub struct Column {
    /// The key of the value; of several the one that the entry has, else the first.
    pub keys: &'static [&'static str],
    /// What can be chosen; empty when it is typed.
    pub options: &'static [&'static str],
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
    let add = move |_| {
        let at = rows.get_untracked();
        if let Err(reason) = draft.edit(|document| document.insert(&list.place(), at, &(list.new)())) {
            toasts.warn(reason);
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
            <button type="button" class="btn" node_ref=add_button on:click=add>
                <Glyph icon=Icon::Plus />
                {format!("Add {}", list.noun)}
            </button>
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
        let named = Named { label: Some(Signal::derive(named)), ..Named::default() };
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
