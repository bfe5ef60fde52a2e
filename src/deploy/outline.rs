//! Every document of every file, with its kind, its name and whether something is wrong with it.

use std::sync::Arc;

use leptos::prelude::*;
use manifest::{Document, Manifest, Severity};
use plan::{Action, Plan, StepId};

use crate::deploy::problems::counted;
use crate::deploy::workspace::{FileDraft, Workspace};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::sign::{PlanSign, Sign};
use crate::ui::state::{State, Tone};
use crate::ui::toast::{Offer, Toasts};

/// More than this are counted, not drawn.
const SHOWN: usize = 500;

#[component]
pub fn Outline(#[prop(into)] plan: Signal<Option<Plan>>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let ids = Memo::new(move |_| workspace.identities());
    view! {
        <section aria-label="Documents">
            <For each=move || workspace.files.get() key=|file| file.id let(file)>
                <FileOutline file plan ids />
            </For>
        </section>
    }
}

#[component]
fn FileOutline(
    file: FileDraft,
    plan: Signal<Option<Plan>>,
    /// What the documents of each file are about.
    ids: Memo<Vec<Vec<StepId>>>,
) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let name = file.name.get_value();
    let toasts = expect_context::<Toasts>();
    let closed = name.clone();
    let close = move |_| close(workspace, file, &closed, toasts);
    let place = move || workspace.files.with(|files| files.iter().position(|other| *other == file));
    let rows = move || {
        let place = place()?;
        let own = ids.with(|ids| ids.get(place).cloned()).unwrap_or_default();
        let rows = file.draft.with(|manifest| entries(manifest, &own));
        let more = rows.len().saturating_sub(SHOWN);
        let mut views = Vec::new();
        for entry in rows.into_iter().take(SHOWN) {
            let errors = errors_of(file, entry.index);
            let (sign, word) = plan.with(|plan| badge(plan.as_ref(), &entry.id, errors));
            views.push(row(workspace, file, entry, (sign, word, errors > 0)));
        }
        Some(view! {
            {views}
            {(more > 0).then(|| view! { <li class="desk__title">{format!("and {more} more documents")}</li> })}
        })
    };
    view! {
        <h2 class="desk__title">
            <Glyph icon=Icon::File />
            {name.clone()}
            <button
                type="button"
                class="btn quiet icon small"
                aria-label=format!("Remove {name} from the workspace")
                on:click=close
            >
                <Glyph icon=Icon::Bad />
            </button>
        </h2>
        <ul class="files" aria-label=format!("Documents of {name}")>
            {rows}
        </ul>
    }
}

/// Closes a file; nothing of it is lost as long as the way back is on the screen.
pub fn close(workspace: Workspace, file: FileDraft, name: &str, toasts: Toasts) {
    let at = workspace.close(file);
    let offer = Offer {
        label: "Undo",
        take: Arc::new(move || workspace.put_back(file, at)),
        lapse: Arc::new(move || workspace.drop_file(file)),
    };
    toasts.offer(format!("Closed {name}."), offer);
}

struct Entry {
    id: StepId,
    index: usize,
    offset: usize,
    line: u32,
    kind: String,
    name: String,
}

fn entries(manifest: &Manifest, ids: &[StepId]) -> Vec<Entry> {
    let documents = manifest.documents().iter().zip(ids);
    let worth = documents.filter(|(document, _)| document.root().is_some() || !document.is_complete());
    worth.map(|(document, id)| entry(manifest.text(), document, id.clone())).collect()
}

fn entry(text: &str, document: &Document, id: StepId) -> Entry {
    let start = document.root().map(|root| document.span_of(root).start);
    // One that cannot be read begins where its first line does.
    let (offset, line) = start.map_or_else(
        || {
            let before = text.get(..document.range().start).unwrap_or_default();
            (before.len(), 1 + before.matches('\n').count() as u32)
        },
        |start| (start.offset, start.line),
    );
    Entry {
        id,
        index: document.index(),
        offset,
        line,
        kind: document.kind().unwrap_or("no kind").to_owned(),
        name: document.name().unwrap_or_default().to_owned(),
    }
}

fn errors_of(file: FileDraft, document: usize) -> usize {
    file.draft.problems().with(|problems| {
        let own = problems.iter().filter(|problem| problem.document == Some(document));
        own.filter(|problem| problem.severity == Severity::Error).count()
    })
}

/// What the plan says, as its sign and in a word; problems first.
fn badge(plan: Option<&Plan>, id: &StepId, errors: usize) -> (Option<Sign>, String) {
    if errors > 0 {
        return (None, counted(errors));
    }
    let step = plan.and_then(|plan| plan.step(id));
    match step.map(|step| &step.action) {
        Some(Action::Create) => (Some(Sign::Create), "new".into()),
        Some(Action::Update) => (Some(Sign::Update), "changed".into()),
        Some(Action::NoChange) => (Some(Sign::Same), "same".into()),
        Some(Action::Blocked(_)) => (Some(Sign::Stopped), "blocked".into()),
        Some(Action::Skipped(_)) => (Some(Sign::Stopped), "skipped".into()),
        None => (None, "read".into()),
    }
}

fn row(
    workspace: Workspace,
    file: FileDraft,
    entry: Entry,
    (sign, word, is_wrong): (Option<Sign>, String, bool),
) -> impl IntoView {
    let id = StoredValue::new(entry.id);
    let go = move |_| {
        workspace.selected.set(Some(file.id));
        workspace.chosen.set(Some(id.get_value()));
        workspace.jump.set(Some(entry.offset));
    };
    let current =
        move || id.with_value(|id| workspace.chosen.with(|chosen| chosen.as_ref() == Some(id))).to_string();
    let shown = if entry.name.is_empty() { format!("line {}", entry.line) } else { entry.name };
    view! {
        <li>
            <button type="button" aria-current=current on:click=go>
                {match sign {
                    Some(sign) => view! { <PlanSign sign /> }.into_any(),
                    None => view! { <Glyph icon=Icon::File /> }.into_any(),
                }}
                <b>{shown}</b>
                {if is_wrong {
                    view! { <State tone=Tone::Bad text=word /> }.into_any()
                } else {
                    view! { <span class="sub end">{word}</span> }.into_any()
                }}
                <span class="sub">{entry.kind}</span>
            </button>
        </li>
    }
}
