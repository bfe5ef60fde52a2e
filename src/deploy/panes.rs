//! The two panes that a workspace is worked in: the text, and its plan or what became of it.

use leptos::prelude::*;

use crate::deploy::answer::AnswerNote;
use crate::deploy::apply::ApplyPanel;
use crate::deploy::begun::SinceOpened;
use crate::deploy::compare::{Compare, CompareSwitch, Comparing};
use crate::deploy::masked::text_editor;
use crate::deploy::problems::Problems;
use crate::deploy::results::Results;
use crate::deploy::undo::TurnedBackNote;
use crate::deploy::workspace::{FileDraft, Workspace};
use crate::live::Live;
use crate::resource::loaded::{Loaded, WhenLoaded};
use crate::resource::meanwhile::Steps as History;
use crate::resource::review::Steps;

/// The text of the selected file, with its problems below.
#[component]
pub fn TextPane() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    // One editor per file: undo and scroll belong to it. It is called like the file.
    let current = Memo::new(move |_| workspace.current().map(|file| (file, file.name.get())));
    // Who compares one file compares the next.
    let comparing = Comparing::new();
    comparing.follow_jumps(workspace);
    view! {
        <section aria-label="Text">
            {move || current.get().map(|(file, _)| view! { <FileText file comparing /> })}
        </section>
    }
}

#[component]
fn FileText(file: FileDraft, comparing: Comparing) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let draft = file.draft;
    view! {
        <AnswerNote draft />
        <div class="desk__bar">
            <CompareSwitch comparing />
            <History draft />
        </div>
        <SinceOpened begun=file.begun see=comparing.see() />
        <div class="desk__text">
            {text_or_comparison(workspace, file, format!("Text of {}", file.name.get_value()), comparing)}
        </div>
        <Problems draft jump=workspace.jump />
    }
}

/// The editor of a file, or its comparison.
pub fn text_or_comparison(
    workspace: Workspace,
    file: FileDraft,
    label: String,
    comparing: Comparing,
) -> impl IntoView {
    let is_on = Memo::new(move |_| comparing.is_on());
    move || match is_on.get() {
        true => view! { <Compare file comparing /> }.into_any(),
        false => text_editor(workspace, file.draft, label.clone()).into_any(),
    }
}

/// What would happen; once applying has begun, what did.
#[component]
pub fn PlanOrResults(plan: Memo<Option<plan::Plan>>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    view! {
        <Show when=move || workspace.run.with(Option::is_some) fallback=move || view! { <PlanPane plan /> }>
            <Results />
        </Show>
    }
}

#[component]
fn PlanPane(plan: Memo<Option<plan::Plan>>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let live = expect_context::<Live>();
    let steps = Signal::derive(move || plan.get().unwrap_or_default());
    let progress = move || workspace.looking.progress().filter(|_| plan.with(Option::is_none));
    // A plan of lists from before the last write would make again what was just made.
    let state = Memo::new(move |_| {
        let loaded = live.plan_state();
        if plan.with(Option::is_some) { loaded } else { loaded.waiting() }
    });
    let from = move || {
        let time = live.plans_from_time().filter(|_| state.get() == Loaded::Ready)?;
        Some(
            view! { <p class="desk__from">{format!("Compared with the Controller as it was at {time}.")}</p> },
        )
    };
    view! {
        <h2 class="desk__title">"Plan"</h2>
        <TurnedBackNote />
        {from}
        {move || progress().map(|progress| {
            view! { <p class="desk__from" role="status">{progress.said()}</p> }
        })}
        <Show when=move || progress().is_none()>
            <WhenLoaded state what="the Controller's lists">
                <Steps plan=steps choices=workspace.choices />
            </WhenLoaded>
        </Show>
        <ApplyPanel plan />
    }
}
