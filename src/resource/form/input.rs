//! The input of one value: what it is follows from the type of its field.

use leptos::{ev, prelude::*};
use manifest::fields::{Field, Text, Type};
use manifest::{Path, value};

use super::shape::Particular;
use super::{Drawn, Emptied, source, typing, value_of, write};
use crate::live::Live;
use crate::ui::alive::alive;
use crate::ui::field::{Input, area, choice};
use crate::ui::line::{Line, Named};
use crate::ui::toast::Toasts;

/// A value that an input is for.
#[derive(Clone)]
pub struct Place {
    pub path: Path,
    /// As declared; for what is particular to it.
    pub declared: String,
    pub field: &'static Field,
    /// The type of the field, or of the items in it.
    pub ty: &'static Type,
    pub(super) emptied: Emptied,
}

impl Place {
    /// The text that the input shows.
    fn shown(&self, form: Drawn) -> String {
        match self.ty {
            Type::Any => form.draft.own_text(&self.path),
            ty => typing(form.kind, ty).shown(&form.draft.field(&self.path)).into_owned(),
        }
    }

    /// Puts what was typed into the text.
    fn take(&self, form: Drawn, typed: &str) -> Result<(), String> {
        let before = untrack(|| form.draft.field(&self.path));
        match self.ty {
            Type::Any => match value(typed)? {
                None => write(form.draft, &self.path, &"".into(), &self.emptied),
                Some(_) => form.draft.edit(|document| document.set_text(&self.path, typed)),
            },
            ty => {
                let text = typing(form.kind, ty).typed(&before, typed);
                write(form.draft, &self.path, &value_of(ty, text), &self.emptied)
            }
        }
    }
}

/// What the value of a field may look like, as it would be typed.
pub fn example(field: &Field) -> Option<&'static str> {
    let plain = field.hint.trim_matches(['"', '\'']);
    (!plain.is_empty() && !plain.starts_with('[')).then_some(plain)
}

/// Draws the input. Its id says also what lists of offers are called.
pub fn input(form: Drawn, place: Place, named: Named) -> AnyView {
    let (live, toasts) = (expect_context::<Live>(), expect_context::<Toasts>());
    let id = place.path.to_string();
    let particulars = || form.shape.of(&place.declared);
    let choices = source::choices(live, place.field, place.ty, particulars());
    let is_area = particulars().any(|it| matches!(it, Particular::Area));
    let offered = place.field.source.and_then(|source| source::offers(form, live, source, &place.path));
    let kind = match place.ty {
        Type::Text(Text::Secret) => Input::NewSecret,
        Type::Integer { .. } => Input::Whole,
        _ => Input::Line,
    };
    let is_any = matches!(place.ty, Type::Any);
    let place = StoredValue::new(place);
    let value = Memo::new(move |_| place.with_value(|place| place.shown(form)));
    let on_input = Callback::new(move |typed: String| {
        if let Err(reason) = place.with_value(|place| place.take(form, &typed)) {
            toasts.warn(reason);
        }
    });
    if is_any {
        return any(named, value, place, form).into_any();
    }
    if let Some(choices) = choices {
        return choice(named, choices, value.into(), on_input).into_any();
    }
    if is_area {
        return area(named, value.into(), on_input).into_any();
    }
    let offers = offered.map(|offered| (format!("offers-{id}"), offered));
    view! { <Line named=Named { offers, ..named } input=kind value on_input /> }.into_any()
}

/// Any YAML in one line. Half of a value is none yet, so what is typed stays as it is until the input is left.
fn any(named: Named, value: Memo<String>, place: StoredValue<Place>, form: Drawn) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let typed = RwSignal::new(None::<String>);
    let shown = Signal::derive(move || typed.get().unwrap_or_else(|| value.get()));
    let on_input = Callback::new(move |text: String| {
        // What is wrong with it is said when it is left.
        let _ = place.with_value(|place| place.take(form, &text));
        typed.set(Some(text));
    });
    let left = move |_: ev::FocusEvent| {
        let outcome = typed.with_untracked(|typed| typed.as_deref().map(value_read));
        match outcome {
            Some(Err(reason)) => toasts.warn(reason),
            Some(Ok(())) => typed.set(None),
            None => {}
        }
    };
    view! {
        <span class="any" on:focusout=alive(left)>
            <Line named input=Input::Line value=shown on_input />
        </span>
    }
}

fn value_read(text: &str) -> Result<(), String> {
    value(text).map(|_| ())
}
