//! Everything that reads, checks, writes or plans manifests: the deploy workspace, the forms, a microservice's YAML.

use leptos::prelude::*;
use model::Kind;

use crate::controllers::{Controllers, Minder};
use crate::deploy::compare::Forms;
use crate::deploy::drop::take;
use crate::deploy::form::{EditTab, FormKind, NewPage, YamlTab};
use crate::deploy::journal::Journal;
use crate::deploy::journal::applied::applied;
use crate::deploy::keep::Keeper;
use crate::deploy::open::OpenDrafts;
use crate::deploy::page::DeployPage;
use crate::deploy::user;
use crate::deploy::workspace::Workspace;
use crate::kinds;
use crate::live::{Live, Lookup};
use crate::panic;
use crate::part::{NotLoaded, Part, Workbench};
use crate::resource::spare;
use crate::routes::Key;
use crate::ui::editor::Rich;

/// Makes the part known to everything below the present owner.
pub fn provide() {
    Part::<Workbench>::provide(|owner| {
        Box::pin(async move {
            let workbench = load().await?;
            owner.with(workbench.begin);
            Ok(workbench)
        })
    });
}

async fn load() -> Result<Workbench, NotLoaded> {
    let workbench = workbench();
    #[cfg(feature = "split")]
    let workbench = workbench.await;
    workbench
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(workbench, fallible))]
fn workbench() -> Result<Workbench, NotLoaded> {
    Ok(Workbench { begin, deploy, new, edit, yaml, take, applied })
}

fn begin() {
    Rich::provide();
    Lookup::provide(expect_context::<Live>());
    provide_context(Forms(kinds::FORMS));
    Keeper::provide();
    Journal::provide();
    Workspace::provide();
    OpenDrafts::provide(expect_context::<Controllers>());
    guard_what_is_not_kept();
    mind_the_controller();
    user::mind();
    panic::on_failure(spare::rescue);
}

/// Texts stay when the tab turns to another Controller; what was planned and ticked for one does not, and no plan is
/// left while it is being applied.
fn mind_the_controller() {
    let (workspace, drafts) = (expect_context::<Workspace>(), expect_context::<OpenDrafts>());
    expect_context::<Controllers>().mind(Minder {
        busy: Callback::new(move |()| workspace.is_applying() || drafts.any_applying()),
        loses: Callback::new(move |()| loses(workspace, drafts)),
        forget: Callback::new(move |()| workspace.forget_controller()),
    });
}

/// Asks before the window is closed only where that would lose something: a run would be cut off, the browser keeps no
/// drafts, or a password was typed, which no draft keeps. Everything else is kept, and asking would only be in the way. The
/// browser words the question.
fn guard_what_is_not_kept() {
    let (workspace, drafts) = (expect_context::<Workspace>(), expect_context::<OpenDrafts>());
    let handle = window_event_listener(leptos::ev::beforeunload, move |event| {
        // After a failure the texts are put aside, and nothing here can be asked any more.
        if panic::has_failed() {
            return;
        }
        if loses(workspace, drafts) {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Whether leaving would cut off a run, or lose what is not kept.
fn loses(workspace: Workspace, drafts: OpenDrafts) -> bool {
    workspace.is_applying() || drafts.any_applying() || workspace.loses() || drafts.any_loses()
}

fn deploy() -> AnyView {
    view! { <DeployPage /> }.into_any()
}

fn new(kind: Kind) -> AnyView {
    of(kind, |form| view! { <NewPage form /> }.into_any())
}

fn edit(kind: Kind, key: Key) -> AnyView {
    of(kind, |form| view! { <EditTab form key /> }.into_any())
}

fn yaml(kind: Kind, key: Key) -> AnyView {
    of(kind, |form| view! { <YamlTab form key /> }.into_any())
}

fn of(kind: Kind, view: impl FnOnce(&'static FormKind) -> AnyView) -> AnyView {
    kinds::form(kind).map_or_else(|| ().into_any(), view)
}
