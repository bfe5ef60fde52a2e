//! A plan before it is applied: one entry per document, each changed field live against new, and what it sets off.

use leptos::prelude::*;
use plan::{Action, Change, Choices, Deletion, FieldChange, Note, Plan, RegistryChoice, RegistryTwin, Step};

use crate::ui::alive::{alive, alive_value};
use crate::ui::long::long;
use crate::ui::sign::{PlanSign, Sign};

/// The steps of a plan, with the decisions that it asks for.
#[component]
pub fn Steps(#[prop(into)] plan: Signal<Plan>, choices: RwSignal<Choices>) -> impl IntoView {
    view! {
        <ol aria-label="Plan">
            {long(
                move || plan.with(|plan| plan.steps.clone()),
                |step| step.id.clone(),
                move |step| entry((*step).clone(), choices),
            )}
        </ol>
    }
}

fn entry(step: Step, choices: RwSignal<Choices>) -> impl IntoView {
    let (sign, word) = word(&step.action);
    let why = match &step.action {
        Action::Blocked(why) | Action::Skipped(why) => Some(why.clone()),
        Action::Create | Action::Update | Action::NoChange => None,
    };
    let title = format!("{} {}", step.id.kind(), step.name);
    let changed = step.changes.iter().map(change).collect_view();
    let warnings = step
        .consequences
        .iter()
        .map(|consequence| view! { <p class="step__warn">{consequence.to_string()}</p> })
        .collect_view();
    let asks_for_twin = !step.twins.is_empty();
    let deletes = step.deletion.clone();
    let step = StoredValue::new(step);
    view! {
        <li class="step">
            <div class="step__top">
                <PlanSign sign />
                {title}
                <span class="sub">{word}</span>
            </div>
            {why.map(|why| view! { <p class="step__why">{why}</p> })}
            {changed}
            {warnings}
            {asks_for_twin.then(|| registry_choice(step, choices))}
            {deletes.map(|deletion| deletion_tick(step, &deletion, choices))}
        </li>
    }
}

fn word(action: &Action) -> (Sign, &'static str) {
    match action {
        Action::Create => (Sign::Create, "create"),
        Action::Update => (Sign::Update, "update"),
        Action::NoChange => (Sign::Same, "no change"),
        Action::Blocked(_) => (Sign::Stopped, "blocked"),
        Action::Skipped(_) => (Sign::Stopped, "skipped"),
    }
}

fn change(change: &FieldChange) -> impl IntoView + use<> {
    let note = match change.note {
        Note::Plain => "",
        Note::Reset => " (not in the manifest: back to its default)",
        Note::Computed => " (a template; the Controller computes it)",
        Note::SentAgain => " (cannot be compared; sent again)",
        Note::Cleared => " (empty in the manifest: it is cleared)",
    };
    let values = match &change.change {
        Change::Secret => "hidden".to_owned(),
        Change::Shown { from, to } => {
            let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
            format!("{} → {}", shown(from), shown(to))
        }
    };
    view! {
        <p class="step__why">
            <span class="mono">{change.path.clone()}</span>
            ": "
            {values}
            {note}
        </p>
    }
}

/// A registry has no name, so only the person knows whether a twin is meant. A choice can be taken back.
fn registry_choice(step: StoredValue<Step>, choices: RwSignal<Choices>) -> impl IntoView {
    let pick = move |value: &str| {
        let choice = match value {
            UNDECIDED => None,
            ANOTHER => Some(RegistryChoice::CreateAnother),
            id => id.parse().ok().map(RegistryChoice::Update),
        };
        step.with_value(|step| choices.update(|choices| choices.choose(step, choice)));
    };
    let chosen = step.with_value(|step| step.choice);
    let options = step.with_value(|step| {
        let option = |twin: &RegistryTwin| {
            let text = format!("Update registry {} ({}, user {})", twin.id, twin.url, twin.username);
            let selected = chosen == Some(RegistryChoice::Update(twin.id));
            view! { <option value=twin.id.to_string() selected=selected>{text}</option> }
        };
        step.twins.iter().map(option).collect_view()
    });
    view! {
        <select
            class="in"
            aria-label="What to do with this registry"
            on:change=alive_value(move |value| pick(&value))
        >
            <option value=UNDECIDED selected=chosen.is_none()>
                "Choose what to do"
            </option>
            {options}
            <option value=ANOTHER selected=chosen == Some(RegistryChoice::CreateAnother)>
                "Create another registry"
            </option>
        </select>
    }
}

const UNDECIDED: &str = "";
const ANOTHER: &str = "another";

fn deletion_tick(
    step: StoredValue<Step>,
    deletion: &Deletion,
    choices: RwSignal<Choices>,
) -> impl IntoView + use<> {
    let ticked = move || step.with_value(|step| choices.with(|choices| choices.ticks(step)));
    let toggle = move |on: bool| {
        step.with_value(|step| {
            choices.update(|choices| if on { choices.tick(step) } else { choices.untick(&step.id) });
        });
    };
    let label = match (&deletion.template, deletion.microservices.len()) {
        (Some(template), _) => {
            format!("Make it again from {template} and delete the microservices that it does not make")
        }
        (None, 1) => "Delete this microservice".to_owned(),
        (None, _) => "Delete these microservices".to_owned(),
    };
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=ticked
                on:change=alive(move |event: web_sys::Event| toggle(event_target_checked(&event)))
            />
            {label}
        </label>
    }
}
