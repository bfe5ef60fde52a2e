//! Turning an applied run back: what stood before it becomes a text that is planned, shown and applied like any other.
//! What the run made is named, with the way to its page, and so is what cannot be brought back.

use std::collections::HashMap;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{Keyed, World};
use plan::apply::StepState;
use plan::undo::{Memory, Turn, undo};
use plan::{Plan, Step, StepId};

use crate::address::A;
use crate::deploy::journal::record::Done;
use crate::deploy::run::Run;
use crate::deploy::workspace::{FileDraft, Workspace};
use crate::live::{Live, Lookup};
use crate::routes::Page;
use crate::ui::notice::Notice;
use crate::ui::state::Tone;
use crate::ui::toast::{Offer, Toasts};

/// What the text is called that brings back what stood before.
const NAME: &str = "turned-back.yaml";

/// What is left to do by hand, and what is lost.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TurnedBack {
    /// Whether a text says what stood before.
    restores: bool,
    /// What the run made and is still there, with the way there.
    made: Vec<(String, Page)>,
    /// Sentences.
    lost: Vec<String>,
}

/// What stood where the steps of a plan write.
pub fn remember(plan: &Plan, lookup: Lookup) -> HashMap<StepId, Memory> {
    let world = untrack(|| lookup.for_plans());
    world.into_iter().flat_map(|world| plan::undo::remember(plan, &world)).collect()
}

/// The button, once something was done that can be turned back.
pub fn turn_back_button(run: Run, workspace: Workspace) -> impl IntoView {
    let (lookup, toasts, live) =
        (expect_context::<Lookup>(), expect_context::<Toasts>(), expect_context::<Live>());
    let can = Memo::new(move |_| {
        let is_known = |step: &Step| run.remembers(&step.id);
        run.rows().iter().any(|(step, state)| matches!(state, Some(StepState::Done { .. })) && is_known(step))
    });
    let reading = RwSignal::new(false);
    let press = move |_| {
        if reading.get_untracked() {
            return;
        }
        reading.set(true);
        spawn_local(async move {
            let read = read(live, lookup).await;
            reading.try_set(false);
            // Somebody went back to the plan meanwhile, or signed out.
            if workspace.is_gone() || workspace.run.get_untracked() != Some(run) {
                return;
            }
            match read {
                Ok(world) => turn_back(workspace, &untrack(|| applied(run)), &world, (lookup, toasts)),
                Err(why) => toasts.warn(why),
            }
        });
    };
    view! {
        <Show when=move || can.get()>
            <button type="button" class="btn" aria-disabled=move || reading.get().to_string() on:click=press>
                {move || if reading.get() { "Reading the Controller again" } else { "Turn back" }}
            </button>
        </Show>
    }
}

/// The Controller as it is now: what was made has to be in the lists. An error is a sentence.
async fn read(live: Live, lookup: Lookup) -> Result<Arc<World>, String> {
    let read = live.refresh_for_plans().await;
    read.map_err(|why| format!("The Controller could not be read, so nothing was turned back: {why}"))?;
    let world = untrack(|| lookup.for_plans());
    world.ok_or_else(|| "The Controller's lists are not there yet. Try again in a moment.".to_owned())
}

/// Turns back what the workspace was asked to, a run of which only its record is left.
#[component]
pub fn TurningBack() -> impl IntoView {
    let (workspace, lookup) = (expect_context::<Workspace>(), expect_context::<Lookup>());
    let (live, toasts) = (expect_context::<Live>(), expect_context::<Toasts>());
    let is_asked = Memo::new(move |_| workspace.turning.with(Option::is_some));
    Effect::new(move |_| {
        if !is_asked.get() {
            return;
        }
        spawn_local(async move {
            let read = read(live, lookup).await;
            // Another page of this kind has done it meanwhile, or its person or Controller is gone.
            let Some(done) = workspace.turning.try_update(Option::take).flatten() else { return };
            match read {
                Ok(world) => turn_back(workspace, &done, &world, (lookup, toasts)),
                Err(why) => toasts.warn(why),
            }
        });
    });
    view! {
        <Show when=move || is_asked.get()>
            <Notice tone=Tone::Busy title="Turning back">
                <p>"Reading the Controller, to tell what stood there before from what is there now."</p>
            </Notice>
        </Show>
    }
}

fn applied(run: Run) -> Done {
    let rows = run.rows();
    let done = rows.iter().filter_map(|(step, state)| match state {
        Some(StepState::Done { made, .. }) => Some((run.memory(&step.id)?, made.clone())),
        _ => None,
    });
    done.collect()
}

fn turn_back(workspace: Workspace, done: &Done, world: &World, (lookup, toasts): (Lookup, Toasts)) {
    let found = undo(done.iter().map(|(memory, made)| (memory, made.as_ref())), world);
    let (mut texts, mut made) = (Vec::new(), Vec::new());
    for turn in found.turns {
        match turn {
            Turn::Restore { manifest, .. } => texts.push(manifest),
            Turn::Delete { kind, name, removal } => {
                let by_id = removal
                    .target
                    .number()
                    .filter(|_| kind.facts().key == Keyed::Id)
                    .map(|id| Page::object(kind, id));
                let page = by_id.or_else(|| Page::named(kind, &name)).unwrap_or(Page::List(kind));
                made.push((format!("{} {name}", kind.noun()), page));
            }
        }
    }
    workspace.leave_run();
    let text = texts.iter().map(|text| format!("{}\n", text.trim_end())).collect::<Vec<_>>().join("---\n");
    if workspace.form.with_value(Option::is_some) {
        let file = workspace.files.with_untracked(|files| files.first().copied());
        if let Some(file) = file.filter(|_| !text.is_empty()) {
            file.draft.become_text(&text);
        }
    } else {
        close_applied(workspace, toasts);
        if !text.is_empty() {
            workspace.add(NAME, text, lookup);
        }
    }
    workspace.turned.set(Some(TurnedBack { restores: !texts.is_empty(), made, lost: found.lost }));
}

/// What was applied would say the opposite of what is brought back. Nothing of it is lost: it is as it was applied, and
/// stays at hand as long as the message does.
fn close_applied(workspace: Workspace, toasts: Toasts) {
    let files = workspace.files.get_untracked().into_iter().filter(|file| !file.draft.is_unsaved());
    let closed: Vec<(FileDraft, usize)> = files.map(|file| (file, workspace.close(file))).collect();
    let said = match &closed[..] {
        [] => return,
        [(file, _)] => format!("Closed {}, which was applied.", file.name.get_value()),
        more => format!("Closed {} files, which were applied.", more.len()),
    };
    let dropped = closed.clone();
    let offer = Offer {
        label: "Open again",
        take: Arc::new(move || closed.iter().rev().for_each(|(file, at)| workspace.put_back(*file, *at))),
        lapse: Arc::new(move || dropped.iter().for_each(|(file, _)| workspace.drop_file(*file))),
    };
    toasts.offer(said, offer);
}

/// Says above the plan what it does not bring back.
#[component]
pub fn TurnedBackNote() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    move || workspace.turned.get().map(|turned| note(workspace, turned))
}

fn note(workspace: Workspace, TurnedBack { restores, made, lost }: TurnedBack) -> impl IntoView {
    let link = |(name, page): (String, Page)| {
        view! {
            <li>
                <A href=page.path()>{name}</A>
            </li>
        }
    };
    let any_made = !made.is_empty();
    let (title, said) = match (restores, lost.is_empty()) {
        (true, _) => ("This is what stood before", "Review the plan and apply it to bring it back."),
        (false, true) => ("Nothing stood there before", "So there is no plan that brings it back."),
        (false, false) => {
            ("What stood there before is not known", "So there is no plan that brings it back.")
        }
    };
    view! {
        <Notice tone=Tone::Busy title=title>
            <p>"Nothing has been sent. " {said}</p>
            {any_made.then(|| view! {
                <p>"The run made these; delete them on their pages if they are to go:"</p>
                <ul class="say" aria-label="Made by the run">{made.into_iter().map(link).collect_view()}</ul>
            })}
            {lost.into_iter().map(|lost| view! { <p class="soft">{lost}</p> }).collect_view()}
            <div>
                <button type="button" class="btn quiet" on:click=move |_| workspace.turned.set(None)>
                    "Close"
                </button>
            </div>
        </Notice>
    }
}
