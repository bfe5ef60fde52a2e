//! The button that applies a plan: what it would do, and why it cannot.

use leptos::prelude::*;
use leptos::task::spawn_local;
use plan::{Action, Choices, Plan};

use crate::controllers::Controllers;
use crate::deploy::run::{Run, Scene};
use crate::deploy::workspace::Workspace;
use crate::live::{Live, Lookup};
use crate::session::Session;
use crate::ui::notice::Notice;
use crate::ui::state::Tone;
use crate::ui::toast::Toasts;

/// The button that applies a plan; it says what it would do, and why it cannot.
#[component]
pub fn ApplyPanel(plan: Memo<Option<Plan>>) -> impl IntoView {
    let failure = RwSignal::new(None::<String>);
    let start = starter(plan, failure);
    let pending = RwSignal::new(false);
    let Workspace { choices, looking, .. } = expect_context();
    let count = move |count: fn(&Plan, &Choices) -> usize| {
        Memo::new(move |_| {
            plan.with(|plan| plan.as_ref().map_or(0, |plan| choices.with(|choices| count(plan, choices))))
        })
    };
    let writes = count(Plan::sent);
    let blocked = count(|plan, _| blocked(plan));
    let unticked = count(Plan::unticked);
    let is_there = Memo::new(move |_| plan.with(Option::is_some));
    let label = move || match writes.get() {
        _ if pending.get() => "Reading the Controller again".to_owned(),
        _ if !is_there.get() && looking.progress().is_some() => "Checking the documents".to_owned(),
        _ if !is_there.get() => "Waiting for the Controller's lists".to_owned(),
        0 => "Nothing to apply".to_owned(),
        1 => "Apply 1 change".to_owned(),
        many => format!("Apply {many} changes"),
    };
    let session = expect_context::<Session>();
    let refused = Memo::new(move |_| {
        plan.with(|plan| choices.with(|choices| refusal(session, plan.as_ref()?, choices)))
    });
    let idle = move || writes.get() == 0 || pending.get() || refused.with(Option::is_some);
    let press = move |_| {
        if !untrack(idle) {
            start.run(pending);
        }
    };
    let notes = move || {
        let blocked = match blocked.get() {
            0 => None,
            1 => Some("1 document is blocked and is left out.".to_owned()),
            many => Some(format!("{many} documents are blocked and are left out.")),
        };
        blocked
            .into_iter()
            .chain(left_out(unticked.get()))
            .map(|note| view! { <p class="step__warn">{note}</p> })
            .collect_view()
    };
    view! {
        <div class="desk__foot">
            {notes}
            {move || failure.get().map(not_sent)}
            {move || refused.get().map(|why| view! { <p class="step__warn">{why}</p> })}
            <button
                type="button"
                class="btn main"
                aria-disabled=move || idle().to_string()
                on:click=press
            >
                {label}
            </button>
        </div>
    }
}

/// Deletions wait for their tick, and everything else is applied without them.
fn left_out(unticked: usize) -> Option<String> {
    match unticked {
        0 => None,
        1 => Some("1 document deletes something that is not ticked; that is left out.".to_owned()),
        many => Some(format!("{many} documents delete something that is not ticked; that is left out.")),
    }
}

/// Why the signed-in role may not do what the plan says.
fn refusal(session: Session, plan: &Plan, choices: &Choices) -> Option<String> {
    let needed = plan.permissions(choices);
    needed.into_iter().find_map(|(resource, verb)| session.refuses(resource, verb))
}

fn blocked(plan: &Plan) -> usize {
    plan.steps.iter().filter(|step| matches!(step.action, Action::Blocked(_))).count()
}

/// The plan was made of what the Controller said before; whether that still holds is not known.
fn not_sent(error: String) -> impl IntoView {
    view! {
        <Notice tone=Tone::Bad title="Nothing was sent">
            <p>"The Controller could not be read again to make sure that this plan still holds."</p>
            <p class="soft">{error}</p>
        </Notice>
    }
}

/// Reads the Controller once more and applies the plan only if it is still the one that was shown.
fn starter(plan: Memo<Option<Plan>>, failure: RwSignal<Option<String>>) -> Callback<RwSignal<bool>> {
    let (workspace, live) = (expect_context::<Workspace>(), expect_context::<Live>());
    let (lookup, toasts, scene) = (expect_context::<Lookup>(), expect_context::<Toasts>(), Scene::here());
    let controllers = expect_context::<Controllers>();
    Callback::new(move |pending: RwSignal<bool>| {
        let (shown, choices) = (plan.get_untracked(), workspace.choices.get_untracked());
        let planned_for = controllers.current_untracked();
        pending.set(true);
        workspace.starting.set(true);
        failure.set(None);
        spawn_local(async move {
            let read = match live.refresh_for_plans().await {
                Ok(()) => workspace.read_again().await,
                Err(error) => Err(error),
            };
            pending.try_set(false);
            workspace.starting.set(false);
            if workspace.is_gone() || controllers.current_untracked() != planned_for {
                return;
            }
            let is_other = match read {
                Ok(is_other) => is_other,
                Err(error) => {
                    failure.try_set(Some(error));
                    return;
                }
            };
            let now = untrack(|| workspace.plan(lookup));
            match now {
                // What is sent is of now; what a person has seen and agreed to is the same.
                Some(now)
                    if !is_other
                        && shown.is_some_and(|shown| shown.looks_like(&now))
                        && workspace.choices.with_untracked(|now| *now == choices) =>
                {
                    workspace.begin_run(|| Run::start(&now, &choices, scene));
                }
                _ => toasts.warn(
                    "The Controller has changed since this plan was made. Review it again, then apply it.",
                ),
            }
        });
    })
}
