//! A plan before it is applied: one entry per document, each changed field live against new, and what it sets off.

use leptos::prelude::*;
use plan::{
    Action, Change, Choices, Consequence, FieldChange, Note, Plan, RegistryChoice, RegistryTwin, Step, StepId,
};

use crate::ui::state::{State, Tone};

/// The steps of a plan, with the decisions that it asks for.
#[component]
pub fn Steps(#[prop(into)] plan: Signal<Plan>, choices: RwSignal<Choices>) -> impl IntoView {
    view! {
        <ol aria-label="Plan">
            {move || plan.get().steps.into_iter().map(|step| entry(step, choices)).collect_view()}
        </ol>
    }
}

fn entry(step: Step, choices: RwSignal<Choices>) -> impl IntoView {
    let (tone, word) = word(&step.action);
    let why = match &step.action {
        Action::Blocked(why) | Action::Skipped(why) => Some(why.clone()),
        _ => None,
    };
    let title = format!("{} {}", step.kind, step.name);
    let (id, ticks) = (step.id, step.needs_tick);
    let twins = step.consequences.iter().find_map(|consequence| match consequence {
        Consequence::SecondRegistry { twins, .. } => Some(twins.clone()),
        _ => None,
    });
    let deletes = step.consequences.iter().find_map(|consequence| match consequence {
        Consequence::Deletes { microservices } => Some(microservices.len()),
        _ => None,
    });
    view! {
        <li class="step">
            <div class="step__top">
                <State tone text=word />
                {title}
            </div>
            {why.map(|why| view! { <p class="step__why">{why}</p> })}
            {step.changes.into_iter().map(change).collect_view()}
            {step
                .consequences
                .into_iter()
                .map(|consequence| view! { <p class="step__warn">{consequence.to_string()}</p> })
                .collect_view()}
            {twins.map(|twins| registry_choice(id, twins, choices))}
            {deletes.filter(|_| ticks).map(|count| deletion_tick(id, count, choices))}
        </li>
    }
}

fn word(action: &Action) -> (Tone, &'static str) {
    match action {
        Action::Create => (Tone::Busy, "create"),
        Action::Update => (Tone::Busy, "update"),
        Action::NoChange => (Tone::Idle, "no change"),
        Action::Blocked(_) => (Tone::Bad, "blocked"),
        Action::Skipped(_) => (Tone::Idle, "skipped"),
    }
}

fn change(change: FieldChange) -> impl IntoView {
    let note = match change.note {
        Note::Plain => "",
        Note::Reset => " (not in the manifest: back to its default)",
        Note::Computed => " (a template; the Controller computes it)",
        Note::SentAgain => " (cannot be compared; sent again)",
    };
    let values = match change.change {
        Change::Secret => "hidden".to_owned(),
        Change::Shown { from, to } => {
            let shown = |value: Option<String>| value.unwrap_or_else(|| "none".to_owned());
            format!("{} → {}", shown(from), shown(to))
        }
    };
    view! {
        <p class="step__why">
            <span class="mono">{change.path}</span>
            ": "
            {values}
            {note}
        </p>
    }
}

/// A registry has no name, so only the person knows whether a twin is meant.
fn registry_choice(id: StepId, twins: Vec<RegistryTwin>, choices: RwSignal<Choices>) -> impl IntoView {
    let chosen = choices.with_untracked(|choices| choices.registries.get(&id).copied()).unwrap_or_default();
    let pick = move |value: String| {
        let choice = value.parse().map_or(RegistryChoice::CreateAnother, RegistryChoice::Update);
        choices.update(|choices| {
            choices.registries.insert(id, choice);
        });
    };
    let options = twins
        .into_iter()
        .filter(|twin| !twin.is_system)
        .map(|twin| {
            let selected = chosen == RegistryChoice::Update(twin.id);
            view! {
                <option value=twin.id.to_string() selected=selected>
                    {format!("Update registry {} ({}, user {})", twin.id, twin.url, twin.username)}
                </option>
            }
        })
        .collect::<Vec<_>>();
    (!options.is_empty()).then(|| {
        view! {
            <select
                class="input"
                aria-label="What to do with this registry"
                on:change:target=move |event| pick(event.target().value())
            >
                <option value="" selected=chosen == RegistryChoice::CreateAnother>
                    "Create another registry"
                </option>
                {options}
            </select>
        }
    })
}

fn deletion_tick(id: StepId, count: usize, choices: RwSignal<Choices>) -> impl IntoView {
    let ticked = choices.with_untracked(|choices| choices.ticked.contains(&id));
    let toggle = move |on: bool| {
        choices.update(|choices| {
            if on {
                choices.ticked.insert(id);
            } else {
                choices.ticked.remove(&id);
            }
        });
    };
    let noun = if count == 1 { "this microservice" } else { "these microservices" };
    view! {
        <label class="tick">
            <input type="checkbox" checked=ticked on:change:target=move |event| toggle(event.target().checked()) />
            {format!("Delete {noun}")}
        </label>
    }
}
