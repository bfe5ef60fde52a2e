//! One document of a run: what became of it, and what its agents make of it.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Keyed, Kind};
use plan::apply::{Made, Remark, StepState};
use plan::{Action, Step};

use crate::address::A;
use crate::deploy::blame::blamed;
use crate::deploy::roll_out::RollOuts;
use crate::deploy::run::Run;
use crate::deploy::workspace::Workspace;
use crate::routes::Page;
use crate::ui::state::{State, Tone};

/// The row of a step.
pub fn row(
    workspace: Workspace,
    rolls: RollOuts,
    step: &Arc<Step>,
    state: Option<&StepState>,
) -> impl IntoView + use<> {
    let (tone, word) = word(step, state);
    let done = matches!(state, Some(StepState::Done { .. }));
    let title = format!("{} {}", step.id.kind(), step.name);
    let page = matches!(state, Some(StepState::Done { .. }) | None).then(|| page(step, state)).flatten();
    let details = match state {
        Some(StepState::Failed(failure)) => {
            let left = failure.left.clone().unwrap_or_default();
            vec![failure.error.message.clone(), left, failure.error.advice.clone()]
        }
        Some(StepState::Skipped { .. }) => vec!["Needs a step that did not succeed.".to_owned()],
        Some(StepState::LeftOut) => vec!["It only deletes, and the deletion was not ticked.".to_owned()],
        _ => match &step.action {
            Action::Blocked(why) | Action::Skipped(why) => vec![why.clone()],
            _ => Vec::new(),
        },
    };
    let details = details.into_iter().filter(|text| !text.is_empty());
    let blamed = match state {
        Some(StepState::Failed(failure)) => blamed(workspace, &step.id, failure),
        _ => None,
    };
    let remark = match state {
        Some(StepState::Done { remark: Some(remark), .. }) => Some(remarked(remark)),
        _ => None,
    };
    view! {
        <li class="step">
            <div class="step__top">
                <State tone text=word />
                {title}
                {page.map(|page| view! { <A href=page.path()>"Open"</A> })}
            </div>
            {details.map(|text| view! { <p class="step__why">{text}</p> }).collect_view()}
            {blamed}
            {remark}
            {done.then(|| rolls.of(step))}
        </li>
    }
}

/// What is to be said of a step that was done, with the way to a registry too many.
fn remarked(remark: &Remark) -> impl IntoView + use<> {
    let surplus = match remark {
        Remark::Surplus(ids) => ids.clone(),
        _ => Vec::new(),
    };
    let link = |id: i64| {
        let page = Page::object(Kind::Registry, id);
        view! {
            " "
            <A href=page.path()>{format!("Open registry {id}")}</A>
        }
    };
    view! {
        <p class="step__warn">
            {remark.to_string()}
            {surplus.into_iter().map(link).collect_view()}
        </p>
    }
}

fn word(step: &Step, state: Option<&StepState>) -> (Tone, &'static str) {
    match (state, &step.action) {
        (Some(StepState::Waiting), _) => (Tone::Wait, "waiting"),
        (Some(StepState::Running), _) => (Tone::Busy, "applying"),
        (Some(StepState::Done { remark: Some(_), .. }), Action::Create) => (Tone::Warn, "created"),
        (Some(StepState::Done { remark: Some(_), .. }), _) => (Tone::Warn, "updated"),
        (Some(StepState::Done { .. }), Action::Create) => (Tone::Ok, "created"),
        (Some(StepState::Done { .. }), _) => (Tone::Ok, "updated"),
        (Some(StepState::Failed(_)), _) => (Tone::Bad, "failed"),
        (Some(StepState::Skipped { .. }), _) => (Tone::Warn, "skipped"),
        (Some(StepState::LeftOut), _) => (Tone::Idle, "left out"),
        (None, Action::Blocked(_)) => (Tone::Bad, "blocked"),
        (None, Action::Skipped(_)) => (Tone::Idle, "skipped"),
        (None, _) => (Tone::Idle, "no change"),
    }
}

/// Where the object of a step can be looked at.
fn page(step: &Step, state: Option<&StepState>) -> Option<Page> {
    let made = match state {
        Some(StepState::Done { made, .. }) => made.as_ref(),
        _ => None,
    };
    let kind = step.kind.filter(|kind| kind.facts().is_shown)?;
    match made {
        Some(Made::Id(id)) if kind.facts().key == Keyed::Id => Some(Page::object(kind, *id)),
        // Of what only an id tells apart, the list.
        _ => Page::named(kind, &step.name).or(Some(Page::List(kind))),
    }
}

/// The results as text, for a message to somebody else.
pub fn report(run: Run) -> String {
    let line = |(step, state): (Arc<Step>, Option<StepState>)| {
        let (_, word) = word(&step, state.as_ref());
        let failure = match state {
            Some(StepState::Failed(failure)) => {
                format!(": {} {}", failure.error, failure.left.unwrap_or_default()).trim_end().to_owned()
            }
            Some(StepState::Done { remark: Some(remark), .. }) => format!(": {remark}"),
            _ => String::new(),
        };
        format!("{word}: {} {}{failure}\n", step.id.kind(), step.name)
    };
    run.rows().into_iter().map(line).collect()
}
