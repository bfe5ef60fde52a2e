//! A run that was cut off by the end of its page is offered to go on with. First it is read back what became of what was
//! under way; then what is left is planned anew and shown, before anything is sent.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Journal;
use super::record::{Entry, Text};
use crate::deploy::keep::Keeper;
use crate::deploy::run::{Run, Scene};
use crate::live::moment;
use crate::ui::notice::Notice;
use crate::ui::state::Tone;
use crate::ui::toast::Toasts;

/// The newest run of the deploy page that was cut off, if there is one.
#[component]
pub fn CutOff() -> impl IntoView {
    let (journal, keeper) = (expect_context::<Journal>(), expect_context::<Keeper>());
    let scene = Scene::here();
    let toasts = expect_context::<Toasts>();
    let found = Memo::new(move |_| {
        let is_left = |entry: &Arc<Entry>| {
            entry.head.ended.is_none() && entry.head.form.is_none() && !keeper.is_run_held(&entry.head.id)
        };
        scene
            .workspace
            .run
            .with(Option::is_none)
            .then(|| journal.entries().into_iter().find(is_left))
            .flatten()
    });
    // Another tab may have brought it to its end since it was read.
    let read = RwSignal::new(String::new());
    Effect::new(move |_| {
        let Some(entry) = found.get() else { return };
        if read.with_untracked(|read| *read != entry.head.id) {
            spawn_local(async move {
                journal.read_now().await;
                read.try_set(entry.head.id.clone());
            });
        }
    });
    let found = Memo::new(move |_| found.get().filter(|entry| read.with(|read| *read == entry.head.id)));
    let go_on = move |_| {
        if let Some(entry) = found.get_untracked() {
            take_up(&entry, scene, journal, toasts);
        }
    };
    let leave = move |_| {
        if let Some(entry) = found.get_untracked() {
            journal.end(&entry);
        }
    };
    move || {
        found.get().map(|entry| {
            let count = entry.count().said();
            let said = format!("It began {}: {count}. What is left is in the drafts.", moment(entry.head.began));
            view! {
                <Notice tone=Tone::Warn title="Applying was cut off">
                    <p>{said}</p>
                    <p class="soft">
                        "Continuing first reads what became of what was under way. You see what is left before anything is sent."
                    </p>
                    <div class="row">
                        <button type="button" class="btn main" on:click=go_on>
                            "Continue"
                        </button>
                        <button type="button" class="btn" on:click=leave>
                            "Leave it"
                        </button>
                    </div>
                </Notice>
            }
        })
    }
}

fn take_up(entry: &Arc<Entry>, scene: Scene, journal: Journal, toasts: Toasts) {
    let workspace = scene.workspace;
    for text in &entry.head.texts {
        if let Some(record) = workspace.keeper.take_file(&text.kept_as) {
            workspace.bring_back(&[record], scene.lookup);
        }
    }
    if entry.head.texts.iter().any(|text| has_changed(scene, text)) {
        journal.end(entry);
        toasts.say("The texts have changed since then. The plan says what is left to do.");
        return;
    }
    workspace.begin_run(|| Run::taken_up(entry, journal.go_on(entry), scene));
    if let Some(run) = workspace.run.get_untracked() {
        run.go_on(scene, None);
    }
}

/// What was done of a text that is another one now would count as done of that one.
fn has_changed(scene: Scene, text: &Text) -> bool {
    let file = scene.workspace.file_of(&text.kept_as);
    file.is_some_and(|file| file.draft.with_untracked(manifest::without_secrets_of).0 != text.text)
}
