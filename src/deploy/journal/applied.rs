//! What was applied from this browser, by whom, when, and what became of it: for the activity page.

use std::sync::Arc;

use leptos::prelude::*;
use plan::apply::{Noted, Stage};

use super::Journal;
use super::record::{Done, Entry, Text};
use crate::address::{Address, Step};
use crate::deploy::workspace::Workspace;
use crate::live::{Lookup, moment};
use crate::routes::Page;
use crate::ui::notice::Empty;
use crate::ui::state::{State, Tone};
use crate::ui::toast::Toasts;

/// All runs of who is signed in at this Controller, the newest first.
pub fn applied() -> AnyView {
    let journal = expect_context::<Journal>();
    let entries = Memo::new(move |_| journal.entries());
    view! {
        <Show when=move || entries.with(|entries| !entries.is_empty()) fallback=nothing>
            <p class="soft">
                "What was sent, and what the Controller made of it. How the microservices fared is on their own pages."
            </p>
            <section class="panel" aria-label="Applied from this browser">
                <ul class="runs" aria-label="Runs">
                    <For each=move || entries.get() key=|entry| entry.head.id.clone() let(entry)>
                        <Row id=entry.head.id.clone() entries />
                    </For>
                </ul>
            </section>
        </Show>
    }
    .into_any()
}

fn nothing() -> impl IntoView {
    view! {
        <Empty title="Nothing was applied from this browser yet">
            <p>"Each run is kept here with its results and its texts, without their secrets, the last 50 of them."</p>
        </Empty>
    }
}

#[component]
fn Row(id: String, entries: Memo<Vec<Arc<Entry>>>) -> impl IntoView {
    let entry = Memo::new(move |_| entries.with(|all| all.iter().find(|entry| entry.head.id == id).cloned()));
    let open = RwSignal::new(false);
    move || {
        entry.get().map(|entry| {
            let head = &entry.head;
            let names = head.texts.iter().map(|text| text.name.clone()).collect::<Vec<_>>().join(", ");
            let (tone, word) = outcome(&entry);
            let (time, user, said) = (moment(head.began), head.user.clone(), entry.count().said());
            let (show, hide) = (format!("Show the run of {time}"), format!("Hide the run of {time}"));
            let label = move || if open.get() { hide.clone() } else { show.clone() };
            view! {
                <li class="run">
                    <div class="run__top">
                        <State tone text=word />
                        <strong>{time}</strong>
                        <span class="sub">{user}</span>
                        <span class="sub run__names">{names}</span>
                        <span class="sub">{said}</span>
                        <button
                            type="button"
                            class="btn small push"
                            aria-label=label
                            aria-expanded=move || open.get().to_string()
                            on:click=move |_| open.update(|open| *open = !*open)
                        >
                            {move || if open.get() { "Hide" } else { "Show" }}
                        </button>
                    </div>
                    <Show when=move || open.get()>{details(&entry)}</Show>
                </li>
            }
        })
    }
}

fn outcome(entry: &Entry) -> (Tone, &'static str) {
    let count = entry.count();
    match (count.failed, count.doubtful + count.waiting) {
        (0, 0) => (Tone::Ok, "Applied"),
        (_, 0) => (Tone::Bad, "Failures"),
        _ if entry.head.ended.is_none() => (Tone::Warn, "Not finished"),
        _ => (Tone::Warn, "Left unfinished"),
    }
}

fn details(entry: &Entry) -> impl IntoView + use<> {
    let steps = entry.steps.iter().map(step).collect_view();
    let texts = entry.head.texts.iter().map(again).collect_view();
    let done = entry.done();
    let back = (!done.is_empty() && entry.head.ended.is_some()).then(|| turn_back(entry, done));
    view! {
        <ol class="run__steps" aria-label="Results">
            {steps}
        </ol>
        <ul class="run__texts" aria-label="Texts">
            {texts}
        </ul>
        {back}
    }
}

/// The way back to what stood before, which the deploy page shows as a plan.
fn turn_back(entry: &Entry, done: Done) -> impl IntoView + use<> {
    let (workspace, address) = (expect_context::<Workspace>(), expect_context::<Address>());
    let toasts = expect_context::<Toasts>();
    let press = move |_| {
        if workspace.run.with_untracked(|run| run.as_ref().is_some_and(|run| !run.is_over())) {
            return toasts.warn("A run is under way on the deploy page. Let it come to its end first.");
        }
        workspace.turning.set(Some(done.clone()));
        address.go(&Page::Deploy.path(), Step::Forward);
    };
    let label = format!("Turn back the run of {}", moment(entry.head.began));
    view! {
        <div>
            <button type="button" class="btn small" aria-label=label on:click=press>
                "Turn back"
            </button>
        </div>
    }
}

fn step(step: &Noted) -> impl IntoView + use<> {
    let (tone, word) = match (&step.stage, step.creates) {
        (Stage::Done(_), true) => (Tone::Ok, "created"),
        (Stage::Done(_), false) => (Tone::Ok, "updated"),
        (Stage::Failed(_), _) => (Tone::Bad, "failed"),
        (Stage::Doubtful, _) => (Tone::Warn, "in doubt"),
        (Stage::Waiting, _) => (Tone::Wait, "not begun"),
        (Stage::Skipped(_), _) => (Tone::Idle, "skipped"),
        (Stage::LeftOut, _) => (Tone::Idle, "left out"),
        (Stage::Same, _) => (Tone::Idle, "no change"),
        (Stage::Blocked(_), _) => (Tone::Bad, "blocked"),
    };
    let said = match &step.stage {
        Stage::Done(said) => said.clone(),
        Stage::Failed(said) | Stage::Skipped(said) | Stage::Blocked(said) => Some(said.clone()),
        _ => None,
    };
    let title = format!("{} {}", step.kind(), step.name);
    view! {
        <li>
            <State tone text=word />
            " "
            {title}
            {said.map(|said| view! { <span class="sub">" " {said}</span> })}
        </li>
    }
}

/// The way back to a text, as a new one in the workspace.
fn again(text: &Text) -> impl IntoView + use<> {
    let (workspace, lookup) = (expect_context::<Workspace>(), expect_context::<Lookup>());
    let address = expect_context::<Address>();
    let (name, body) = (text.name.clone(), text.text.clone());
    let open = move |_| {
        workspace.add(&name, body.clone(), lookup);
        address.go(&Page::Deploy.path(), Step::Forward);
    };
    let left_out = text.left_out.then_some("Its secret values are not kept.");
    let label = format!("Open {} in the workspace", text.name);
    view! {
        <li>
            {text.name.clone()}
            <span class="sub">{left_out}</span>
            <button type="button" class="btn small" aria-label=label on:click=open>
                "Open"
            </button>
        </li>
    }
}
