//! A field of a form with one input: its label, what it is for, and what is wrong with it.

use leptos::{ev, prelude::*};
use manifest::fields::Required;

use super::input::{Place, example, input};
use super::shape::{Particular, Spot};
use super::{Drawn, Emptied, Touched};
use crate::ui::alive::alive;
use crate::ui::field::{FieldProblem, severity};
use crate::ui::line::Named;

#[component]
pub fn DraftField(form: Drawn, spot: Spot) -> impl IntoView {
    let touched = expect_context::<Touched>();
    let (id, field) = (spot.id(), spot.field);
    let (hint_id, problem_id) = (format!("{id}-hint"), format!("{id}-problem"));
    let place = Place {
        path: spot.path.clone(),
        declared: spot.declared.clone(),
        field,
        ty: &field.ty,
        emptied: Emptied::of(&spot),
    };
    let is_wide = form.shape.of(&spot.declared).any(|it| matches!(it, Particular::Area));
    let spot = StoredValue::new(spot);
    let required = Memo::new(move |_| spot.with_value(|spot| is_required(form, spot)));
    let problem = Memo::new(move |_| spot.with_value(|spot| problem(form, touched, spot, required)));
    let invalid = Signal::derive(move || problem.with(|it| it.as_ref().is_some_and(|it| it.severe)));
    let changed = Memo::new(move |_| spot.with_value(|spot| form.draft.is_changed(&spot.path)));
    let left = move |_: ev::FocusEvent| spot.with_value(|spot| touched.touch(&spot.path));
    let described = Some(format!("{hint_id} {problem_id}"));
    let named =
        Named { id: Some(id.clone()), described, invalid, example: example(field), ..Named::default() };
    view! {
        <div class="fld" class:wide=is_wide class:changed=move || changed.get() on:focusout=alive(left)>
            <div class="lab">
                <label for=id>{field.label}</label>
                {required_mark(required)}
            </div>
            {input(form, place, named)}
            <p class="hint" id=hint_id>
                {field.help}
            </p>
            <p class="err" id=problem_id data-severity=move || severity(problem.into())>
                {move || problem.get().map(|problem| problem.text)}
            </p>
        </div>
    }
}

/// Says beside a name that nothing goes without it.
pub(super) fn required_mark(required: Memo<bool>) -> impl IntoView {
    let mark = || view! { <span class="opt" aria-hidden="true">"required"</span> };
    move || required.get().then(mark)
}

/// Whether nothing goes without it: what it stands in has to be there, or is.
pub(super) fn is_required(form: Drawn, spot: &Spot) -> bool {
    let asked = match spot.field.required {
        Required::No => false,
        Required::Yes => true,
        Required::OnCreate => form.is_new,
    };
    asked && (spot.is_rooted() || spot.path.parent().is_some_and(|parent| form.draft.has(&parent)))
}

fn problem(form: Drawn, touched: Touched, spot: &Spot, required: Memo<bool>) -> Option<FieldProblem> {
    touched.problem(form.draft, &spot.path).or_else(|| {
        // What is not there has no place in the text where a check could say so.
        let lacks = required.get() && touched.is_touched(&spot.path) && !form.draft.has(&spot.path);
        lacks.then(|| FieldProblem { severe: true, text: format!("{} is needed here.", spot.field.label) })
    })
}
