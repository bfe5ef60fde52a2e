//! The workspace's page: documents, text, plan; then results.

use leptos::html;
use leptos::prelude::*;
use plan::Plan;

use crate::address::{A, query_param};
use crate::deploy::address::follow;
use crate::deploy::arrival::Arrival;
use crate::deploy::begin::{Beginner, NewMenu, Samples, is_ready};
use crate::deploy::drafts::Drafts;
use crate::deploy::drop::{chosen, taker};
use crate::deploy::files;
use crate::deploy::folder::{FolderPanel, OpenFolder};
use crate::deploy::journal::cut_off::CutOff;
use crate::deploy::outline::Outline;
use crate::deploy::panes::{PlanOrResults, TextPane};
use crate::deploy::same_name::SameNames;
use crate::deploy::share::{ShareButton, ShareDialog, Sharing};
use crate::deploy::undo::{TurnedBackNote, TurningBack};
use crate::deploy::workspace::{FileDraft, Refused, Workspace};
use crate::live::{Live, Lookup};
use crate::part::Dropped;
use crate::routes::{NEW, Page};
use crate::ui::alive::{alive, alive_value};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::notice::Notice;
use crate::ui::state::Tone;
use crate::ui::toast::Toasts;

#[component]
pub fn DeployPage() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    expect_context::<Live>().need_for_plans();
    let lookup = expect_context::<Lookup>();
    let plan = Memo::new(move |before: Option<&Option<Plan>>| {
        workspace.plan_in_turn(lookup, before.and_then(Option::as_ref))
    });
    begin_new();
    Sharing::provide();
    let arrival = Arrival::here();
    let missing = follow(workspace, lookup);
    view! {
        <div class="head">
            <h1>"Deploy"</h1>
            <span class="faint">{move || summary(workspace)}</span>
            <span class="faint" role="status">
                {move || workspace.looking.reading().map(|name| format!("Reading {name}…"))}
            </span>
            <div class="acts">
                <AddFiles />
            </div>
        </div>
        {move || refusals(&workspace.refused.get())}
        <CutOff />
        <TurningBack />
        {arrival.note()}
        <FolderPanel />
        <Show when=move || missing.get()>
            <Missing />
        </Show>
        <Show when=move || workspace.is_empty()>
            <TurnedBackNote />
        </Show>
        <Show when=move || !workspace.is_empty() fallback=Start>
            <div class="desk">
                <Outline plan />
                <TextPane />
                <section aria-label="Plan and results">
                    <PlanOrResults plan />
                </section>
            </div>
        </Show>
        <Drafts />
        <SameNames />
        <ShareDialog />
    }
}

/// The address names a draft that cannot be shown.
#[component]
fn Missing() -> impl IntoView {
    view! {
        <Notice tone=Tone::Warn title="This draft is not here">
            <p>
                "It was applied or discarded, another tab has it open, or it belongs to another person, Controller or browser. Your own drafts are listed on this page."
            </p>
            <p>
                "What was applied is told in the activity: "
                <A href=format!("{}?view=applied", Page::Activity.path())>"runs from this browser"</A>
            </p>
        </Notice>
    }
}

/// Begins the document that the address asks for, once, and with the names of the Controller if they come.
fn begin_new() {
    let (wanted, set) = query_param(NEW);
    let beginner = Beginner::here();
    let live = expect_context::<Live>();
    Effect::new(move |_| {
        let wanted = wanted.get();
        if !wanted.is_empty() && is_ready(live) {
            beginner.word(&wanted);
            set.run(String::new());
        }
    });
}

fn summary(workspace: Workspace) -> Option<String> {
    let files = workspace.files.get();
    let documents: usize = files.iter().map(|file| file.draft.with(documents)).sum();
    let noun =
        |count: usize, noun: &str| if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") };
    (!files.is_empty()).then(|| format!("{}, {}", noun(files.len(), "file"), noun(documents, "document")))
}

fn documents(manifest: &manifest::Manifest) -> usize {
    manifest.documents().iter().filter(|document| !document.is_empty()).count()
}

fn refusals(refused: &[Refused]) -> Option<impl IntoView + use<>> {
    let rows = refused
        .iter()
        .map(|file| {
            let text = format!("{}: {}", file.name, file.reason);
            view! { <p>{text}</p> }
        })
        .collect::<Vec<_>>();
    (!rows.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Bad title="Not added to the workspace">
                {rows}
                <p class="soft">"Nothing was sent, and everything that was open is still here."</p>
            </Notice>
        }
    })
}

#[component]
fn AddFiles() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let take = taker();
    let toasts = expect_context::<Toasts>();
    let download = move |_| {
        let file =
            |file: &FileDraft| (file.name.get_value(), file.draft.with_untracked(|it| it.text().to_owned()));
        let all = workspace.files.with_untracked(|files| files.iter().map(file).collect::<Vec<_>>());
        if let Err(why) = files::save(&all) {
            toasts.warn(why);
        }
    };
    view! {
        <Choose label="Choose manifest files" folder=false take text="Add files" />
        <Choose label="Choose a folder of manifests" folder=true take text="Add folder" />
        <OpenFolder />
        <Show when=move || !workspace.is_empty()>
            <button type="button" class="btn desk-only" on:click=download>
                "Download"
            </button>
            <ShareButton />
        </Show>
        <NewMenu />
    }
}

/// A button that lets somebody choose files, or a folder with all that is in it.
#[component]
fn Choose(
    label: &'static str,
    folder: bool,
    take: Callback<Vec<Dropped>>,
    text: &'static str,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let choose = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let is_chosen = move |_: leptos::ev::Event| {
        if let Some(input) = input.get_untracked() {
            take.run(chosen(input.files()));
            // The same file may be chosen again after it was changed on disk.
            input.set_value("");
        }
    };
    // Phones have no folders to choose.
    let class = if folder { "btn desk-only" } else { "btn" };
    view! {
        <input
            node_ref=input
            type="file"
            class="sr"
            multiple
            prop:webkitdirectory=folder
            tabindex="-1"
            aria-label=label
            on:change=alive(is_chosen)
        />
        <button type="button" class=class on:click=choose>
            <Glyph icon=Icon::Plus />
            {text}
        </button>
    }
}

/// An empty workspace says what it is for.
#[component]
fn Start() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let lookup = expect_context::<Lookup>();
    let take = move |text: String| {
        if !text.trim().is_empty() {
            workspace.start.set(String::new());
            workspace.add("pasted.yaml", text, lookup);
        }
    };
    let paste = move |event: leptos::ev::ClipboardEvent| {
        let text =
            event.clipboard_data().and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default();
        // What was typed before is one text with it, put together by the browser.
        if workspace.start.with_untracked(String::is_empty) && !text.trim().is_empty() {
            event.prevent_default();
            take(text);
        }
    };
    view! {
        <section class="panel">
            <div class="empty" on:paste=paste>
                <Glyph icon=Icon::Upload />
                <h2>"Drop manifests anywhere, or paste them here"</h2>
                <p>"They are checked as you type and compared with the Controller. Nothing is written before you have seen the plan."</p>
                <textarea class="in mono paste" aria-label="Paste manifest text" rows="6" spellcheck="false" placeholder="apiVersion: datasance.com/v3"
                    prop:value=move || workspace.start.get()
                    on:input:target=move |event| workspace.start.set(event.target().value())
                    on:change=alive_value(take)
                />
                <Samples />
            </div>
        </section>
    }
}
