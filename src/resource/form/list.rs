//! A list in a form: rows of inputs on the draft's text, each one place in it. Rows can be added, doubled, moved and taken
//! out, and many can be pasted at once.

use leptos::{ev, html, prelude::*};
use manifest::fields::{Field, Required, Type};
use serde_json::{Value, json};
use wasm_bindgen::JsCast;

use super::field::{is_required, required_mark};
use super::paste;
use super::row::{ListRow, RowMenu, Steps};
use super::shape::{Particular, Spot};
use super::{Drawn, Touched, outermost};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::toast::Toasts;

/// What the declaration of a list cannot say.
pub struct ListShape {
    /// One of its entries in a sentence: "port".
    pub noun: &'static str,
    /// The keys of an entry in the order of the columns; those that are not named come behind.
    pub order: &'static [&'static str],
    /// Keys of which an entry has one, and what each is called in short. They are one column.
    pub one_of: &'static [(&'static str, &'static str)],
    /// What a new entry begins with.
    pub new: fn() -> Value,
    /// An entry out of a line that is pasted.
    pub paste: Option<fn(&str) -> Option<Value>>,
    /// What can be pasted: "Lines like KEY=value can be pasted into a name."
    pub pastes: &'static str,
}

/// A list of which nothing is particular.
static PLAIN: ListShape =
    ListShape { noun: "entry", order: &[], one_of: &[], new: || json!({}), paste: None, pastes: "" };

/// A column of a list.
#[derive(Clone, Copy)]
pub enum Column {
    /// The entry itself is the value.
    Own(&'static Type),
    Key(&'static Field),
    /// Which of several keys an entry has.
    Which,
    /// The value at that key.
    OneOf,
}

/// A list that is drawn.
#[derive(Clone, Copy)]
pub struct List {
    pub form: Drawn,
    pub spot: StoredValue<Spot>,
    pub shape: &'static ListShape,
    pub columns: StoredValue<Vec<Column>>,
    toasts: Toasts,
}

impl List {
    pub fn of(form: Drawn, spot: Spot) -> Self {
        let own = form.shape.of(&spot.declared).find_map(|it| match it {
            Particular::List(shape) | Particular::Members(_, shape) => Some(*shape),
            _ => None,
        });
        let shape = own.unwrap_or(&PLAIN);
        let columns = columns(&spot, shape);
        Self {
            form,
            spot: StoredValue::new(spot),
            shape,
            columns: StoredValue::new(columns),
            toasts: expect_context(),
        }
    }

    pub fn path(self) -> manifest::Path {
        self.spot.with_value(|spot| spot.path.clone())
    }

    pub fn length(self) -> usize {
        self.spot.with_value(|spot| self.form.draft.length(&spot.path))
    }

    /// The field with a key of an entry.
    pub fn field(self, key: &str) -> Option<&'static Field> {
        self.spot.with_value(|spot| spot.columns().into_iter().find(|field| field.key == key))
    }

    fn new_entry(self) -> Value {
        match self.spot.with_value(|spot| spot.field.ty.items().is_some()) {
            true => (self.shape.new)(),
            false => json!(""),
        }
    }

    pub fn add(self) {
        let at = untrack(|| self.length());
        self.form.edit(self.toasts, |document| document.insert(&self.path(), at, &self.new_entry()));
    }

    pub fn remove(self, row: usize) {
        let path = self.path();
        // What may not be empty goes with its last entry.
        let is_needed = self.spot.with_value(|spot| spot.field.required != Required::No);
        self.form.edit(self.toasts, |document| match document.get(&path).map(|node| node.items().len()) {
            Some(1) if is_needed => document.remove(&outermost(document, &path)),
            _ => document.remove(&path.index(row)),
        });
    }

    pub fn double(self, row: usize) {
        self.form.edit(self.toasts, |document| document.double(&self.path(), row));
    }

    /// Lets a row and the one behind it change places.
    pub fn swap(self, row: usize) {
        self.form.edit(self.toasts, |document| document.swap(&self.path(), row));
    }

    /// Gives an entry another key in the place of one.
    pub fn rename(self, row: usize, old: &str, new: &str) {
        let entry = self.path().index(row);
        self.form.edit(self.toasts, |document| {
            let Some(Value::Object(mut map)) = document.get(&entry).map(manifest::Node::to_json) else {
                return Ok(Vec::new());
            };
            map.remove(old);
            map.insert(new.to_owned(), json!(""));
            document.set(&entry, &Value::Object(map))
        });
    }

    /// Puts entries in the place of a row that nobody has filled in, or behind one that is.
    fn put(self, row: usize, entries: Vec<Value>) {
        self.form.edit(self.toasts, |document| {
            let path = self.path();
            let mut items = match document.get(&path).map(manifest::Node::to_json) {
                Some(Value::Array(items)) => items,
                _ => Vec::new(),
            };
            let is_new = items.get(row).is_some_and(|item| is_blank(item) || *item == self.new_entry());
            let from = (row + usize::from(!is_new)).min(items.len());
            items.splice(from..from + usize::from(is_new), entries);
            document.set(&path, &Value::Array(items))
        });
    }

    /// Takes what is pasted into the first input of a row, where it says many entries.
    fn pasted(self, event: &ev::ClipboardEvent) {
        let text = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok());
        let is_own = self.columns.with_value(|columns| matches!(columns.first(), Some(Column::Own(_))));
        let read = if is_own { Some(paste::line as fn(&str) -> Option<Value>) } else { self.shape.paste };
        let (Some(text), Some(read)) = (text, read) else { return };
        let target = event.target().and_then(|it| it.dyn_into::<web_sys::Element>().ok());
        // In the other inputs lines are a value of several lines.
        let cell = target.as_ref().and_then(|it| it.closest(".list__cell").ok().flatten());
        if cell.is_some_and(|cell| cell.previous_element_sibling().is_some()) {
            return;
        }
        let row = target.and_then(|it| it.closest("[data-row]").ok().flatten());
        let row = row.and_then(|row| row.get_attribute("data-row")?.parse().ok());
        if let Some(entries) = paste::entries(&text, read, !is_own) {
            event.prevent_default();
            event.stop_propagation();
            self.put(row.unwrap_or_else(|| untrack(|| self.length())), entries);
        }
    }
}

/// Nothing but texts without a sign.
fn is_blank(entry: &Value) -> bool {
    match entry {
        Value::Object(map) => map.values().all(is_blank),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// The columns of a list: the named ones in their order, then all others that are declared.
fn columns(spot: &Spot, shape: &ListShape) -> Vec<Column> {
    let mut fields = spot.columns();
    let Some(ty) = spot.field.ty.item().filter(|_| fields.is_empty()) else {
        let place = |key: &str| shape.order.iter().position(|it| *it == key).unwrap_or(usize::MAX);
        fields.sort_by_key(|field| place(field.key));
        let is_one = |field: &&Field| shape.one_of.iter().any(|(key, _)| *key == field.key);
        let (one_of, own): (Vec<_>, Vec<_>) = fields.into_iter().partition(is_one);
        let switch = if one_of.is_empty() { &[][..] } else { &[Column::Which, Column::OneOf] };
        return own.into_iter().map(Column::Key).chain(switch.iter().copied()).collect();
    };
    vec![Column::Own(ty)]
}

/// The declared paths of the inputs in a row, for who asks whether each field has one.
#[cfg(test)]
pub fn inputs(spot: &Spot, shape: Option<&ListShape>) -> Vec<String> {
    let shape = shape.unwrap_or(&PLAIN);
    let keys = columns(spot, shape).into_iter().flat_map(|column| match column {
        Column::Key(field) => vec![field.key],
        Column::OneOf => shape.one_of.iter().map(|(key, _)| *key).collect(),
        Column::Own(_) | Column::Which => Vec::new(),
    });
    keys.map(|key| format!("{}[].{key}", spot.declared)).collect()
}

#[component]
pub fn DraftList(form: Drawn, spot: Spot) -> impl IntoView {
    let field = spot.field;
    let list = List::of(form, spot);
    let rows = Memo::new(move |_| list.length());
    let add_button = NodeRef::<html::Button>::new();
    let touched = expect_context::<Touched>();
    let required = Memo::new(move |_| list.spot.with_value(|spot| is_required(form, spot)));
    let whole = Memo::new(move |_| {
        let path = list.path();
        let own = touched.problem(form.draft, &path).map(|problem| problem.text);
        let lacks = required.get() && touched.is_touched(&path);
        own.or_else(|| lacks.then(|| format!("{} is needed here.", field.label))).filter(|_| rows.get() == 0)
    });
    // The button that was pressed is gone then, and the focus with it.
    let removed = Callback::new(move |()| {
        if let Some(button) = add_button.get_untracked() {
            let _ = button.focus();
        }
    });
    let steps = Steps::new(rows);
    view! {
        <fieldset class="list wide" on:paste:capture=move |event| list.pasted(&event)>
            <legend class="lab">{field.label} {required_mark(required)}</legend>
            <p class="hint">{format!("{} {}", field.help, list.shape.pastes)}</p>
            <For each=move || 0..rows.get() key=|row| *row let(row)>
                <ListRow list row removed steps />
            </For>
            <RowMenu list steps />
            <p class="err">{move || whole.get()}</p>
            <button type="button" class="btn small" node_ref=add_button on:click=move |_| list.add()>
                <Glyph icon=Icon::Plus />
                {format!("Add {}", list.shape.noun)}
            </button>
        </fieldset>
    }
}
