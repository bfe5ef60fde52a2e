//! Every document of every file, with its kind, its name and whether something is wrong with it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use manifest::{Document, Manifest, Severity};
use plan::apply::StepState;
use plan::{Action, Plan, Step, StepId};

use crate::deploy::begun::ids_of;
use crate::deploy::file_head::{FileHead, Movable};
use crate::deploy::problems::counted;
use crate::deploy::run::{Progress, Run};
use crate::deploy::workspace::{FileDraft, Workspace};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::long::long;
use crate::ui::sign::{PlanSign, Sign};
use crate::ui::slice::breathe;
use crate::ui::state::{State, Tone};
use crate::ui::toast::{Offer, Toasts};

/// So many files are drawn at a time; then the browser gets its turn.
const AT_ONCE: usize = 8;

/// What is known of all documents, asked once for all files.
#[derive(Clone, Copy)]
struct Known {
    actions: Memo<HashMap<StepId, Action>>,
    applied: Memo<HashSet<StepId>>,
}

#[component]
pub fn Outline(#[prop(into)] plan: Signal<Option<Plan>>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let known = Known {
        actions: Memo::new(move |_| plan.with(|plan| plan.iter().flat_map(actions).collect())),
        applied: Memo::new(move |_| applied(workspace)),
    };
    let drawn = RwSignal::new(AT_ONCE);
    Effect::new(move |_| {
        if drawn.get() < workspace.files.with(Vec::len) {
            spawn_local(async move {
                breathe().await;
                // The page may be gone.
                drawn.try_update(|drawn| *drawn += AT_ONCE);
            });
        }
    });
    let files =
        move || workspace.files.with(|files| files.iter().take(drawn.get()).copied().collect::<Vec<_>>());
    view! {
        <section aria-label="Documents">
            <For each=files key=|file| file.id let(file)>
                <FileOutline file known />
            </For>
        </section>
    }
}

fn actions(plan: &Plan) -> impl Iterator<Item = (StepId, Action)> {
    plan.steps.iter().map(|step| (step.id.clone(), step.action.clone()))
}

#[component]
fn FileOutline(file: FileDraft, known: Known) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let rows = move || {
        let own = ids_of(workspace, file.id);
        let errors = errors_of(file);
        let entries = file.draft.with(|manifest| entries(manifest, &own));
        let (actions, applied) = (known.actions.read(), known.applied.read());
        let said = |entry: Entry| match applied.contains(&entry.id) {
            true => entry.applied(),
            false => said(&actions, entry, &errors),
        };
        entries.into_iter().map(said).collect()
    };
    view! {
        <Movable file>
            <FileHead file />
            <ul class="files" aria-label=move || format!("Documents of {}", file.name.get())>
                {long(rows, |row: &Row| (row.id.clone(), row.index), move |said| row(workspace, file, said))}
            </ul>
        </Movable>
    }
}

/// Closes a file; nothing of it is lost as long as the way back is on the screen.
pub fn close(workspace: Workspace, file: FileDraft, name: &str, toasts: Toasts) {
    toasts.offer(format!("Closed {name}."), closed(workspace, file));
}

/// Closes a file and gives the way back.
pub fn closed(workspace: Workspace, file: FileDraft) -> Offer {
    let at = workspace.close(file);
    Offer::undo(move || workspace.put_back(file, at), move || workspace.drop_file(file))
}

/// What the run that is over has done. It says nothing of texts that were changed since: then it is put away.
fn applied(workspace: Workspace) -> HashSet<StepId> {
    let over = workspace.run.get().filter(|run| run.progress() == Progress::Over);
    let done = |(step, state): (Arc<Step>, Option<StepState>)| {
        matches!(state, Some(StepState::Done { .. })).then(|| step.id.clone())
    };
    over.into_iter().flat_map(Run::rows).filter_map(done).collect()
}

/// One document of a file.
struct Entry {
    id: StepId,
    index: usize,
    kind: String,
    /// Its name, or where it stands.
    name: String,
}

impl Entry {
    /// What the plan says of one that was just applied would read as if it had not been.
    fn applied(self) -> Row {
        let Self { id, index, kind, name } = self;
        let (sign, word) = (Some(Sign::Same), "applied".to_owned());
        Row { id, index, kind, name, sign, word, is_wrong: false }
    }
}

fn entries(manifest: &Manifest, ids: &[StepId]) -> Vec<Entry> {
    let documents = manifest.documents().iter().zip(ids);
    let worth = documents.filter(|(document, _)| document.root().is_some() || !document.is_complete());
    worth.map(|(document, id)| entry(manifest.text(), document, id.clone())).collect()
}

fn entry(text: &str, document: &Document, id: StepId) -> Entry {
    let key = Some(id.key()).filter(|key| !key.is_empty());
    let name = document.name().filter(|name| !name.is_empty()).or(key).map(str::to_owned);
    Entry {
        index: document.index(),
        kind: document.kind().unwrap_or("no kind").to_owned(),
        name: name.unwrap_or_else(|| format!("line {}", begins(text, document).1)),
        id,
    }
}

/// Where a document begins: its byte and its line. One that cannot be read begins where its first line does.
fn begins(text: &str, document: &Document) -> (usize, u32) {
    let start = document.root().map(|root| document.span_of(root).start);
    start.map_or_else(
        || {
            let before = text.get(..document.range().start).unwrap_or_default();
            (before.len(), 1 + before.matches('\n').count() as u32)
        },
        |start| (start.offset, start.line),
    )
}

/// How many errors each document has that has any.
fn errors_of(file: FileDraft) -> HashMap<usize, usize> {
    let mut found = HashMap::new();
    file.draft.problems().with(|problems| {
        let errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
        errors
            .filter_map(|problem| problem.document)
            .for_each(|document| *found.entry(document).or_default() += 1);
    });
    found
}

/// A row as it is shown.
#[derive(Clone, PartialEq)]
struct Row {
    id: StepId,
    index: usize,
    kind: String,
    name: String,
    sign: Option<Sign>,
    word: String,
    is_wrong: bool,
}

fn said(actions: &HashMap<StepId, Action>, entry: Entry, errors: &HashMap<usize, usize>) -> Row {
    let Entry { id, index, kind, name } = entry;
    let errors = errors.get(&index).copied().unwrap_or_default();
    let (sign, word) = badge(actions.get(&id), errors);
    Row { id, index, kind, name, sign, word, is_wrong: errors > 0 }
}

/// What the plan says, as its sign and in a word; problems first.
fn badge(action: Option<&Action>, errors: usize) -> (Option<Sign>, String) {
    if errors > 0 {
        return (None, counted(errors));
    }
    match action {
        Some(Action::Create) => (Some(Sign::Create), "new".into()),
        Some(Action::Update) => (Some(Sign::Update), "changed".into()),
        Some(Action::NoChange) => (Some(Sign::Same), "same".into()),
        Some(Action::Blocked(_)) => (Some(Sign::Stopped), "blocked".into()),
        Some(Action::Skipped(_)) => (Some(Sign::Stopped), "skipped".into()),
        None => (None, "read".into()),
    }
}

fn row(workspace: Workspace, file: FileDraft, said: Row) -> impl IntoView {
    let Row { id, index, kind, name, sign, word, is_wrong } = said;
    let id = StoredValue::new(id);
    let go = move |_| {
        workspace.selected.set(Some(file.id));
        workspace.chosen.set(Some(id.get_value()));
        // As it stands now: what is typed above it moves it.
        let place = file.draft.with_untracked(|manifest| {
            manifest.documents().get(index).map(|document| begins(manifest.text(), document).0)
        });
        workspace.jump.set(place);
    };
    let current =
        move || id.with_value(|id| workspace.chosen.with(|chosen| chosen.as_ref() == Some(id))).to_string();
    view! {
        <li>
            <button type="button" aria-current=current on:click=go>
                {match sign {
                    Some(sign) => view! { <PlanSign sign /> }.into_any(),
                    None => view! { <Glyph icon=Icon::File /> }.into_any(),
                }}
                <b>{name}</b>
                {if is_wrong {
                    view! { <State tone=Tone::Bad text=word /> }.into_any()
                } else {
                    view! { <span class="sub end">{word}</span> }.into_any()
                }}
                <span class="sub">{kind}</span>
            </button>
        </li>
    }
}
