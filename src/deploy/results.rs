//! Applying a plan, and one row per document of what became of it.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{Keyed, Kind};
use plan::apply::{Made, Remark, StepState};
use plan::{Action, Choices, Plan, Step};

use crate::address::A;
use crate::api::Api;
use crate::controllers::Controllers;
use crate::deploy::blame::blamed;
use crate::deploy::run::{Progress, Run, Scene};
use crate::deploy::undo::turn_back_button;
use crate::deploy::workspace::Workspace;
use crate::live::{Live, Lookup};
use crate::resource::review::Steps;
use crate::routes::Page;
use crate::session::Session;
use crate::ui::copy::CopyButton;
use crate::ui::icon::Icon;
use crate::ui::long::long;
use crate::ui::notice::Notice;
use crate::ui::state::{State, Tone};
use crate::ui::toast::Toasts;

/// The button that applies a plan; it says what it would do, and why it cannot.
#[component]
pub fn ApplyPanel(plan: Memo<Option<Plan>>) -> impl IntoView {
    let failure = RwSignal::new(None::<String>);
    let start = starter(plan, failure);
    let pending = RwSignal::new(false);
    let choices = expect_context::<Workspace>().choices;
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

fn applied(left_out: usize, blocked: usize) -> String {
    let applied = match left_out {
        0 => "Applied".to_owned(),
        1 => "Applied, without the deletions of 1 document that were not ticked".to_owned(),
        many => format!("Applied, without the deletions of {many} documents that were not ticked"),
    };
    match blocked {
        0 => applied,
        1 => format!("{applied}; 1 document is blocked and was left out"),
        many => format!("{applied}; {many} documents are blocked and were left out"),
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
    let (api, lookup, toasts) =
        (expect_context::<Api>(), expect_context::<Lookup>(), expect_context::<Toasts>());
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
                    workspace.begin_run(|| Run::start(&now, &choices, api, live, lookup));
                }
                _ => toasts.warn(
                    "The Controller has changed since this plan was made. Review it again, then apply it.",
                ),
            }
        });
    })
}

/// One row per document, which stays on screen.
#[component]
pub fn Results() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    move || workspace.run.get().map(|run| view! { <RunView run /> })
}

#[component]
fn RunView(run: Run) -> impl IntoView {
    let scene = Scene::here();
    let text = Signal::derive(move || report(run));
    let changed = Memo::new(move |_| match run.progress() {
        Progress::Changed => run.differing(scene),
        _ => None,
    });
    let differing = Signal::derive(move || changed.get().unwrap_or_default());
    view! {
        <h2 class="desk__title">
            "Results"
            <CopyButton label="Copy" text done="Results copied" icon=Icon::Copy />
        </h2>
        <div aria-live="polite" class="step">
            {move || heading(run)}
            <Show when=move || scene.workspace.is_changed_since()>
                <p class="step__warn">
                    "The text was changed after this run began. That change is not applied: go back to the plan to apply it."
                </p>
            </Show>
        </div>
        <Show when=move || changed.with(Option::is_some)>
            <Steps plan=differing choices=scene.workspace.choices />
        </Show>
        <ol aria-label="Results">
            {long(
                move || run.rows(),
                |(step, _)| step.id.clone(),
                move |(step, state)| row(scene.workspace, &step, state.as_ref()),
            )}
        </ol>
        <Next run scene changed />
    }
}

fn heading(run: Run) -> AnyView {
    match run.progress() {
        Progress::Going => view! { <State tone=Tone::Busy text="Applying" /> }.into_any(),
        Progress::LookingBack => {
            view! { <State tone=Tone::Busy text="Checking what happened and what is there now" /> }.into_any()
        }
        Progress::Stopped => view! { <State tone=Tone::Warn text="Stopped; what is done stays done" /> }.into_any(),
        Progress::Over if run.failed() => view! { <State tone=Tone::Bad text="Finished with failures" /> }.into_any(),
        Progress::Over => {
            let tone = if run.blocked() == 0 { Tone::Ok } else { Tone::Warn };
            view! { <State tone text=applied(run.left_out(), run.blocked()) /> }.into_any()
        }
        Progress::Changed => view! {
            <Notice tone=Tone::Warn title="What is left to do has changed">
                <p>"The Controller or the text has changed since this was planned. Nothing more was sent. Continuing would now do this:"</p>
            </Notice>
        }
        .into_any(),
        Progress::Interrupted(error) => view! {
            <Notice tone=Tone::Bad title="Interrupted">
                <p>"What is done stays done. Continuing first checks what became of the last request; nothing that arrived is sent twice."</p>
                <p class="soft">{error}</p>
            </Notice>
        }
        .into_any(),
    }
}

#[component]
fn Next(run: Run, scene: Scene, changed: Memo<Option<Plan>>) -> impl IntoView {
    let workspace = scene.workspace;
    // The plan is made anew of what is there by then, so leaving a run half done does nothing twice.
    let leave = move || {
        view! {
            <button type="button" class="btn" on:click=move |_| workspace.leave_run()>
                "Back to the plan"
            </button>
        }
    };
    let go_on = move |_| run.go_on(scene, changed.get_untracked());
    let buttons = move || match run.progress() {
        Progress::Going | Progress::LookingBack => {
            view! { <button type="button" class="btn" on:click=move |_| run.stop()>"Stop"</button> }
                .into_any()
        }
        Progress::Stopped | Progress::Interrupted(_) | Progress::Changed => view! {
            <button type="button" class="btn main" on:click=go_on>"Continue"</button>
            {leave()}
        }
        .into_any(),
        Progress::Over => view! {
            <Show when=move || run.failed()>
                <button type="button" class="btn main" on:click=go_on>
                    "Retry failed"
                </button>
            </Show>
            {turn_back_button(run, workspace)}
            {leave()}
        }
        .into_any(),
    };
    view! { <div class="desk__foot">{buttons}</div> }
}

fn row(workspace: Workspace, step: &Step, state: Option<&StepState>) -> impl IntoView + use<> {
    let (tone, word) = word(step, state);
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
fn report(run: Run) -> String {
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
