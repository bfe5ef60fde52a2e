//! A labelled input that owns its ids, so that label, hint and problem always belong to it.

use leptos::prelude::*;

use super::alive::alive_value;
use super::line::{Line, Named};

/// What an input is.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    Line,
    /// Hidden as it is typed.
    Secret,
    /// The same, and none that the browser knows.
    NewSecret,
    /// An address; the browser offers the ones it knows.
    Email,
    /// A number that is known once: that of a second factor.
    Number,
    /// A whole number.
    Whole,
}

/// What is wrong with a value, said below its input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    pub severe: bool,
    pub text: String,
}

/// What a field is called.
pub struct Label {
    pub text: String,
    /// Whether nothing goes without it; said beside it.
    pub required: bool,
}

impl<T: Into<String>> From<T> for Label {
    fn from(text: T) -> Self {
        Self { text: text.into(), required: false }
    }
}

#[component]
pub fn Field(
    id: &'static str,
    #[prop(into)] label: Label,
    #[prop(into)] hint: String,
    input: Input,
    #[prop(into)] value: Signal<String>,
    on_input: Callback<String>,
    #[prop(into)] problem: Signal<Option<FieldProblem>>,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let problem_id = format!("{id}-problem");
    let described = format!("{hint_id} {problem_id}");
    let invalid = Signal::derive(move || {
        problem.with(|problem| problem.as_ref().is_some_and(|problem| problem.severe))
    });
    let named = Named { id: Some(id.to_owned()), described: Some(described), invalid, ..Named::default() };
    view! {
        <div class="fld">
            <div class="lab">
                <label for=id>{label.text}</label>
                {label.required.then(|| view! { <span class="opt" aria-hidden="true">"required"</span> })}
            </div>
            <Line named input value on_input />
            <p class="hint" id=hint_id>
                {hint}
            </p>
            <p class="err" id=problem_id data-severity=move || severity(problem)>
                {move || problem.get().map(|problem| problem.text)}
            </p>
        </div>
    }
}

/// A choice among values, each with what is shown of it.
pub fn choice(
    named: Named,
    choices: Vec<(String, String)>,
    value: Signal<String>,
    on_input: Callback<String>,
) -> impl IntoView {
    let Named { id, label, described, invalid, .. } = named;
    view! {
        <select
            id=id
            class="in"
            aria-label=move || label.map(|label| label.get())
            aria-describedby=described
            aria-invalid=move || invalid.get().to_string()
            on:change=alive_value(move |value| on_input.run(value))
        >
            {options(choices, value)}
        </select>
    }
}

/// A text of several lines.
pub fn area(named: Named, value: Signal<String>, on_input: Callback<String>) -> impl IntoView {
    let Named { id, label, described, invalid, .. } = named;
    view! {
        <textarea
            id=id
            class="in mono"
            rows="4"
            spellcheck="false"
            aria-label=move || label.map(|label| label.get())
            aria-describedby=described
            aria-invalid=move || invalid.get().to_string()
            prop:value=move || value.get()
            on:input:target=move |event| on_input.run(event.target().value())
        />
    }
}

/// The choices of a list, value and what is shown. The first also stands for none; a value that is none of them is shown
/// as it is, or the list would say something else than the text.
pub fn options(list: Vec<(String, String)>, value: Signal<String>) -> impl IntoView {
    let first = list.first().map(|(value, _)| value.clone()).unwrap_or_default();
    let list = StoredValue::new(list);
    let shown = Memo::new(move |_| {
        let other = value.get();
        let mut shown = list.get_value();
        if !other.is_empty() && shown.iter().all(|(value, _)| *value != other) {
            shown.push((other.clone(), other));
        }
        shown
    });
    move || {
        let option = |(option, shown): (String, String)| {
            let (own, stands_for_none) = (option.clone(), option == first);
            let selected = move || value.with(|value| *value == own || (value.is_empty() && stands_for_none));
            view! {
                <option value=option prop:selected=selected>
                    {shown}
                </option>
            }
        };
        shown.get().into_iter().map(option).collect_view()
    }
}

impl Input {
    /// The `type` of the element.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Input::Secret | Input::NewSecret => "password",
            Input::Email => "email",
            _ => "text",
        }
    }

    /// The keys that a phone shows.
    pub(super) fn mode(&self) -> &'static str {
        if matches!(self, Input::Number | Input::Whole) { "numeric" } else { "text" }
    }

    pub(super) fn autocomplete(&self) -> &'static str {
        match self {
            Input::Secret => "current-password",
            Input::NewSecret => "new-password",
            Input::Email => "username",
            Input::Number => "one-time-code",
            _ => "off",
        }
    }
}

/// What a problem is to the style sheet.
pub fn severity(problem: Signal<Option<FieldProblem>>) -> &'static str {
    problem.with(|problem| match problem {
        Some(problem) if !problem.severe => "warning",
        _ => "error",
    })
}
