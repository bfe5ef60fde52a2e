//! One row of a list in a form: its inputs, what is wrong with it, and what can be done with it.

use leptos::{ev, prelude::*};
use manifest::fields::{Field, Required, Type};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::input::{Place, example, input};
use super::list::{Column, List};
use super::{Emptied, Touched};
use crate::ui::alive::{alive, alive_value};
use crate::ui::field::{options, severity};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::line::Named;
use crate::ui::menu::{Popup, PopupList};

/// What is shared by the rows of a list: the menu of one of them.
#[derive(Clone, Copy)]
pub struct Steps {
    popup: Popup,
    row: RwSignal<usize>,
    rows: Memo<usize>,
}

impl Steps {
    pub fn new(rows: Memo<usize>) -> Self {
        Self { popup: Popup::new(), row: RwSignal::new(0), rows }
    }
}

#[component]
pub fn ListRow(list: List, row: usize, removed: Callback<()>, steps: Steps) -> impl IntoView {
    let (number, noun) = (row + 1, list.shape.noun);
    let touched = expect_context::<Touched>();
    let entry = move || list.path().index(row);
    let problem = Memo::new(move |_| touched.problem(list.form.draft, &entry()));
    let changed = Memo::new(move |_| list.form.draft.is_changed(&entry()));
    let columns = list.columns.get_value();
    let remove = move |_| {
        list.remove(row);
        removed.run(());
    };
    let more = move |event: ev::MouseEvent| {
        steps.row.set(row);
        steps.popup.on_press(&event);
    };
    let left = move |_: ev::FocusEvent| touched.touch(&entry());
    view! {
        <div
            class="list__row"
            class:changed=move || changed.get()
            data-row=row.to_string()
            on:focusout=alive(left)
            on:keydown=move |event| moved(list, row, steps, &event)
        >
            {columns.into_iter().map(|column| cell(list, row, column)).collect_view()}
            <button type="button" class="btn quiet icon" aria-label=format!("More for {noun} {number}") on:click=more>
                <Glyph icon=Icon::More />
            </button>
            <button type="button" class="btn quiet icon" aria-label=format!("Remove {noun} {number}") on:click=remove>
                <Glyph icon=Icon::Bad />
            </button>
            <p class="err list__problem" data-severity=move || severity(problem.into())>
                {move || problem.get().map(|problem| problem.text)}
            </p>
        </div>
    }
}

/// The menu of the row that asked for it.
#[component]
pub fn RowMenu(list: List, steps: Steps) -> impl IntoView {
    let Steps { popup, row, rows } = steps;
    let noun = list.shape.noun;
    let at = move || row.get_untracked();
    let entry = move |words: &'static str, icon: Icon, act: Callback<()>| {
        view! {
            <li>
                <button type="button" class="it" on:click=move |_| act.run(())>
                    <Glyph icon />
                    {words}
                </button>
            </li>
        }
    };
    view! {
        <PopupList popup label=format!("More for one {noun}")>
            {entry("Duplicate", Icon::Copy, Callback::new(move |()| list.double(at())))}
            {(at() > 0)
                .then(|| entry("Move up", Icon::Sort, Callback::new(move |()| list.swap(at() - 1))))}
            {(at() + 1 < rows.get_untracked())
                .then(|| entry("Move down", Icon::Down, Callback::new(move |()| list.swap(at()))))}
        </PopupList>
    }
}

/// Alt and an arrow move the row, and the focus with it.
fn moved(list: List, row: usize, steps: Steps, event: &ev::KeyboardEvent) {
    let to = match event.key().as_str() {
        "ArrowUp" if event.alt_key() => row.checked_sub(1),
        "ArrowDown" if event.alt_key() => Some(row + 1).filter(|to| *to < steps.rows.get_untracked()),
        _ => return,
    };
    event.prevent_default();
    let Some(to) = to else { return };
    list.swap(row.min(to));
    let here = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(input) = here.and_then(|here| beside(&here, to)) {
        let _ = input.focus();
    }
}

/// The input of the same column in another row.
fn beside(input: &Element, row: usize) -> Option<HtmlElement> {
    let cell = input.closest(".list__cell").ok()??;
    let cells = cell.parent_element()?.children();
    let column = (0..cells.length()).find(|at| cells.item(*at).as_ref() == Some(&cell))?;
    let rows = cell.closest("fieldset").ok()??;
    let row = rows.query_selector(&format!("[data-row='{row}']")).ok()??;
    row.children().item(column)?.query_selector(".in").ok()??.dyn_into().ok()
}

fn cell(list: List, row: usize, column: Column) -> AnyView {
    match column {
        Column::Own(ty) => {
            let field = list.spot.with_value(|spot| spot.field);
            let label = format!("{}, {} {}", field.label, list.shape.noun, row + 1);
            value_cell(list, None, field, ty, (row, field.label, label))
        }
        Column::Key(field) => keyed(list, row, field, field.label),
        Column::Which => which(list, row).into_any(),
        Column::OneOf => {
            let key = key_of(list, row);
            (move || list.field(key.get()).map(|field| keyed(list, row, field, "Value"))).into_any()
        }
    }
}

/// The input at a key of an entry, below a head.
fn keyed(list: List, row: usize, field: &'static Field, head: &'static str) -> AnyView {
    let label = format!("{}, {} {}", field.label, list.shape.noun, row + 1);
    value_cell(list, Some(field.key), field, &field.ty, (row, head, label))
}

fn value_cell(
    list: List,
    key: Option<&'static str>,
    field: &'static Field,
    ty: &'static Type,
    (row, head, label): (usize, &'static str, String),
) -> AnyView {
    let entry = list.path().index(row);
    let declared = list.spot.with_value(|spot| match key {
        Some(key) => format!("{}[].{key}", spot.declared),
        None => spot.declared.clone(),
    });
    let path = key.map_or(entry.clone(), |key| entry.key(key));
    // A text without a sign is a value like any other; a choice of none takes the key out.
    let chosen = !ty.choices().is_empty() || matches!(ty, Type::Any);
    let spare = key.is_some() && field.required == Required::No && chosen;
    let emptied = if spare { Emptied::TakenOut } else { Emptied::Stays };
    let place = Place { path, declared, field, ty, emptied };
    let label = Some(Signal::stored(label));
    let named = Named { label, example: example(field), ..Named::default() };
    view! {
        <label class="list__cell">
            <span class="list__label">{head}</span>
            {input(list.form, place, named)}
        </label>
    }
    .into_any()
}

/// The key that an entry has of those of which it has one.
fn key_of(list: List, row: usize) -> Memo<&'static str> {
    let one_of = list.shape.one_of;
    Memo::new(move |_| {
        let entry = list.path().index(row);
        let there = one_of.iter().find(|(key, _)| list.form.draft.has(&entry.key(*key)));
        there.or(one_of.first()).map_or("", |(key, _)| key)
    })
}

/// Chooses which of several keys an entry has. The value does not go along: it means something else there.
fn which(list: List, row: usize) -> impl IntoView {
    let key = key_of(list, row);
    let label = format!("From, {} {}", list.shape.noun, row + 1);
    let choices = list.shape.one_of.iter().map(|(key, words)| ((*key).to_owned(), (*words).to_owned()));
    let choose = move |wanted: String| {
        let old = key.get_untracked();
        list.rename(row, old, &wanted);
    };
    view! {
        <label class="list__cell list__cell--short">
            <span class="list__label">"From"</span>
            <select class="in" aria-label=label on:change=alive_value(choose)>
                {options(choices.collect(), Signal::derive(move || key.get().to_owned()))}
            </select>
        </label>
    }
}
