//! A run as a whole, and one row per document of what became of it.

use leptos::prelude::*;
use plan::Plan;

use crate::deploy::result_row::{report, row};
use crate::deploy::roll_out::RollOuts;
use crate::deploy::run::{Progress, Run, Scene};
use crate::deploy::undo::turn_back_button;
use crate::deploy::workspace::Workspace;
use crate::resource::review::Steps;
use crate::ui::copy::CopyButton;
use crate::ui::icon::Icon;
use crate::ui::long::long;
use crate::ui::notice::Notice;
use crate::ui::state::{State, Tone};

/// One row per document, which stays on screen.
#[component]
pub fn Results() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    move || workspace.run.get().map(|run| view! { <RunView run /> })
}

#[component]
fn RunView(run: Run) -> impl IntoView {
    let scene = Scene::here();
    let rolls = RollOuts::of_run(run);
    let sum = Memo::new(move |_| rolls.summary());
    let text = Signal::derive(move || {
        sum.get().into_iter().fold(report(run), |report, (_, sum)| format!("{report}{sum}\n"))
    });
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
            {move || sum.get().map(|(tone, text)| view! { <State tone text /> })}
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
                move |(step, state)| row(scene.workspace, rolls, &step, state.as_ref()),
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
        Progress::Changed if run.is_taken_up() => view! {
            <Notice tone=Tone::Warn title="This is left to do">
                <p>"What became of what was under way has been read back. Nothing more was sent. Continuing does this:"</p>
            </Notice>
        }
        .into_any(),
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
