//! A labelled input that owns its ids, so that label, hint and problem always belong to it.

use leptos::prelude::*;

/// What an input is.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    Line,
    Area,
    /// Hidden as it is typed.
    Secret,
    /// The same, and none that the browser knows.
    NewSecret,
    /// An address; the browser offers the ones it knows.
    Email,
    Number,
    /// One of these: value and what is shown.
    Choice(Vec<(String, String)>),
}

/// What is wrong with a value, said below its input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    pub severe: bool,
    pub text: String,
}

#[component]
pub fn Field(
    id: &'static str,
    #[prop(into)] label: String,
    #[prop(into)] hint: String,
    input: Input,
    #[prop(into)] value: Signal<String>,
    on_input: Callback<String>,
    #[prop(into)] problem: Signal<Option<FieldProblem>>,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let problem_id = format!("{id}-problem");
    let described = format!("{hint_id} {problem_id}");
    let invalid =
        move || problem.with(|problem| problem.as_ref().is_some_and(|problem| problem.severe)).to_string();
    let control = match input {
        Input::Choice(options) => choice(id, described, options, value, on_input, invalid).into_any(),
        Input::Area => view! {
            <textarea
                id=id
                class="input mono"
                rows="4"
                spellcheck="false"
                aria-describedby=described
                aria-invalid=invalid
                prop:value=move || value.get()
                on:input:target=move |event| on_input.run(event.target().value())
            />
        }
        .into_any(),
        line => view! {
            <input
                id=id
                class="input"
                type=input_type(&line)
                autocomplete=autocomplete(&line)
                inputmode=if line == Input::Number { "numeric" } else { "text" }
                spellcheck="false"
                aria-describedby=described
                aria-invalid=invalid
                prop:value=move || value.get()
                on:input:target=move |event| on_input.run(event.target().value())
            />
        }
        .into_any(),
    };
    view! {
        <div class="field">
            <label class="field__label" for=id>
                {label}
            </label>
            {control}
            <p class="field__hint" id=hint_id>
                {hint}
            </p>
            <p class="field__problem" id=problem_id data-severity=move || severity(problem)>
                {move || problem.get().map(|problem| problem.text)}
            </p>
        </div>
    }
}

fn choice(
    id: &'static str,
    described: String,
    options: Vec<(String, String)>,
    value: Signal<String>,
    on_input: Callback<String>,
    invalid: impl Fn() -> String + Send + 'static,
) -> impl IntoView {
    let options = options
        .into_iter()
        .map(|(option, shown)| {
            let own = option.clone();
            let selected = move || value.with(|value| *value == own);
            view! {
                <option value=option prop:selected=selected>
                    {shown}
                </option>
            }
        })
        .collect_view();
    view! {
        <select
            id=id
            class="input"
            aria-describedby=described
            aria-invalid=invalid
            on:change:target=move |event| on_input.run(event.target().value())
        >
            {options}
        </select>
    }
}

fn input_type(input: &Input) -> &'static str {
    match input {
        Input::Secret | Input::NewSecret => "password",
        Input::Email => "email",
        _ => "text",
    }
}

fn autocomplete(input: &Input) -> &'static str {
    match input {
        Input::Secret => "current-password",
        Input::NewSecret => "new-password",
        Input::Email => "username",
        Input::Number => "one-time-code",
        _ => "off",
    }
}

/// What a problem is to the style sheet.
pub fn severity(problem: Signal<Option<FieldProblem>>) -> &'static str {
    problem.with(|problem| match problem {
        Some(problem) if !problem.severe => "warning",
        _ => "error",
    })
}
