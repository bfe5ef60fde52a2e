//! The foot of a form, always in view: how much is changed and what that sets off, the way to the plan, and the way back.

use std::collections::BTreeSet;

use leptos::{html, prelude::*};
use manifest::Severity;
use plan::{Action, Consequence, Plan};

use crate::deploy::problems::counted;
use crate::deploy::workspace::Workspace;
use crate::resource::draft::Draft;
use crate::resource::form::Touched;
use crate::ui::icon::Icon;
use crate::ui::state::{State, Tone};
use crate::ui::toast::Toasts;

#[component]
pub fn FormFoot(
    draft: Draft,
    /// What is made here, where it is new: "registry".
    made: Option<&'static str>,
    plan: Memo<Option<Plan>>,
    /// What the form began with.
    begun: Signal<String>,
    /// The place of the plan.
    place: NodeRef<html::Section>,
) -> impl IntoView {
    let (workspace, touched) = (expect_context::<Workspace>(), expect_context::<Touched>());
    let toasts = expect_context::<Toasts>();
    let is_idle = Memo::new(move |_| begun.with(|begun| draft.with(|manifest| manifest.text() == begun)));
    let said = Memo::new(move |_| match made {
        Some(noun) => Some(format!("New {noun}")),
        None if is_idle.get() => Some("No changes".to_owned()),
        None => plan.with(|plan| plan.as_ref().map(changes)),
    });
    let restarts = Memo::new(move |_| plan.with(|plan| plan.as_ref().and_then(restarts)));
    let wrong = Memo::new(move |_| {
        let is_error = |problem: &&manifest::Problem| problem.severity == Severity::Error;
        draft.problems().with(|problems| problems.iter().filter(is_error).count())
    });
    // What nobody has begun is not wrong yet.
    let wrong = move || match wrong.get() {
        _ if is_idle.get() && !touched.is_all() => None,
        0 => None,
        some => Some(counted(some)),
    };
    let discard = move |_| {
        if !is_idle.get_untracked() {
            draft.become_text(&begun.get_untracked());
            toasts.say("The changes were discarded. Undo brings them back.");
        }
    };
    let review = move |_| {
        touched.touch_all();
        if let Some(place) = place.get_untracked() {
            place.scroll_into_view();
            let _ = place.focus();
        }
    };
    view! {
        <Show when=move || workspace.run.with(Option::is_none)>
            <div class="foot-bar" role="region" aria-label="Changes">
                <strong>{move || said.get()}</strong>
                {move || restarts.get().map(|text| view! { <State tone=Tone::Warn text icon=Icon::Again /> })}
                {move || wrong().map(|text| view! { <State tone=Tone::Bad text /> })}
                <span class="push row">
                    <button
                        type="button"
                        class="btn quiet"
                        aria-disabled=move || is_idle.get().to_string()
                        on:click=discard
                    >
                        "Discard"
                    </button>
                    <button type="button" class="btn main" on:click=review>
                        "Review and apply"
                    </button>
                </span>
            </div>
        </Show>
    }
}

/// What the plan comes to in two or three words.
fn changes(plan: &Plan) -> String {
    if plan.steps.iter().any(|step| step.action == Action::Create) {
        return "Creates it again".to_owned();
    }
    // One that is taken out of a list and one that is put in are one change of the list.
    let fields = plan.steps.iter().flat_map(|step| &step.changes).map(|change| change.path.split('[').next());
    match fields.collect::<BTreeSet<_>>().len() {
        // What no list holds is sent without being compared.
        0 if plan.steps.iter().any(|step| step.action == Action::Update) => {
            "Replaces its contents".to_owned()
        }
        0 => "No changes".to_owned(),
        1 => "1 change".to_owned(),
        many => format!("{many} changes"),
    }
}

/// Which containers are made again.
fn restarts(plan: &Plan) -> Option<String> {
    let names = plan.steps.iter().flat_map(|step| &step.consequences).filter_map(|one| match one {
        Consequence::Restarts { microservices } | Consequence::Rebuilds { microservices, .. } => {
            Some(microservices)
        }
        _ => None,
    });
    match names.flatten().collect::<Vec<_>>().as_slice() {
        [] => None,
        [one] => Some(format!("restarts {one}")),
        many => Some(format!("restarts {} microservices", many.len())),
    }
}
