//! A catalog item as a form and as YAML, side by side on one text, with its plan below.

use leptos::prelude::*;

use crate::deploy::open::OpenDrafts;
use crate::deploy::panes::{PlanOrResults, text_editor};
use crate::deploy::problems::Problems;
use crate::deploy::workspace::{FileDraft, Workspace};
use crate::live::{Live, Lookup};
use crate::resource::draft::Draft;
use crate::resource::form::{BrokenText, DraftField, FormField};
use crate::resource::loaded::WhenLoaded;
use crate::ui::field::Input;
use crate::ui::notice::{Empty, Notice};
use crate::ui::state::Tone;

/// What a new catalog item starts from.
const NEW: &str = "apiVersion: datasance.com/v3
kind: CatalogItem
metadata:
  name: my-microservice
spec:
  description: ''
  x86: ''
  registry: remote
";

const NAME: FormField = FormField { id: "name", path: "metadata.name", optional: false };
const DESCRIPTION: FormField = FormField { id: "description", path: "spec.description", optional: true };
const X86: FormField = FormField { id: "x86", path: "spec.x86", optional: true };
const ARM: FormField = FormField { id: "arm", path: "spec.arm", optional: true };
const REGISTRY: FormField = FormField { id: "registry", path: "spec.registry", optional: false };
const EXAMPLE: FormField = FormField { id: "example", path: "spec.configExample", optional: true };

/// The form at `/catalog/new` (`id` is `None`) and `/catalog/:id/edit`.
#[component]
pub fn CatalogForm(id: Option<String>) -> impl IntoView {
    let live = expect_context::<Live>();
    let state = live.need_for_plans();
    let lookup = expect_context::<Lookup>();
    let drafts = expect_context::<OpenDrafts>();
    let key = format!("catalog/{}", id.as_deref().unwrap_or("new"));
    let title = if id.is_some() { "Edit catalog item" } else { "New catalog item" };
    // An item that was made a moment ago comes with the next answer.
    let wanted = id.clone();
    let known = Memo::new(move |_| match &wanted {
        None => true,
        Some(id) => live.catalog.rows().iter().any(|item| item.id.to_string() == *id),
    });
    let form = move || {
        known.track();
        let start = match &id {
            None => Start::Text(NEW.to_owned()),
            Some(id) => untrack(|| describe(live, lookup, id)),
        };
        match start {
            Start::Missing => missing().into_any(),
            Start::System(name) => system(&name).into_any(),
            Start::Text(text) => {
                let workspace = drafts.open(&key, "catalog-item.yaml", &text, lookup);
                view! { <Sides workspace /> }.into_any()
            }
        }
    };
    let form = StoredValue::new(form);
    view! {
        <h1>{title}</h1>
        <WhenLoaded state what="the Controller's lists">
            {move || form.with_value(|form| form())}
        </WhenLoaded>
    }
}

enum Start {
    Text(String),
    Missing,
    /// Belongs to the Controller.
    System(String),
}

fn describe(live: Live, lookup: Lookup, id: &str) -> Start {
    let rows = live.catalog.rows();
    let Some(item) = rows.iter().find(|item| item.id.to_string() == id) else { return Start::Missing };
    if item.is_system() {
        return Start::System(item.name.clone());
    }
    lookup.describe_catalog_item(item).map_or(Start::Missing, Start::Text)
}

fn missing() -> impl IntoView {
    view! {
        <section class="card">
            <Empty title="This catalog item is not there">
                <p>"It was deleted, or the link names another Controller's id."</p>
            </Empty>
        </section>
    }
}

fn system(name: &str) -> impl IntoView + use<> {
    let text = format!("{name} belongs to the Controller and cannot be changed.");
    view! {
        <Notice tone=Tone::Warn title="A system catalog item">
            <p>{text}</p>
        </Notice>
    }
}

#[component]
fn Sides(workspace: Workspace) -> impl IntoView {
    // What is below speaks of this text, not of the deploy workspace.
    provide_context(workspace);
    let lookup = expect_context::<Lookup>();
    let plan = Memo::new(move |_| workspace.plan(lookup));
    move || {
        workspace.current().map(|file| {
            view! {
                <div class="halves">
                    <section class="card" aria-label="Form">
                        <div class="card__in">
                            <BrokenText draft=file.draft />
                            <Fields draft=file.draft />
                        </div>
                    </section>
                    <Text file />
                </div>
                <section class="card" aria-label="Plan and results">
                    <PlanOrResults plan />
                </section>
            }
        })
    }
}

#[component]
fn Fields(draft: Draft) -> impl IntoView {
    let live = expect_context::<Live>();
    let registries = live.registries.rows_untracked();
    let registries = registries
        .iter()
        .map(|registry| match registry.id {
            1 => ("remote".to_owned(), format!("{} (remote)", registry.url)),
            2 => ("local".to_owned(), format!("{} (local)", registry.url)),
            id => (id.to_string(), format!("{} (id {id})", registry.url)),
        })
        .collect::<Vec<_>>();
    let broken = Memo::new(move |_| draft.broken().is_some());
    view! {
        <fieldset class="stack" disabled=move || broken.get()>
            <DraftField draft kind="CatalogItem" field=NAME input=Input::Line />
            <DraftField draft kind="CatalogItem" field=DESCRIPTION input=Input::Line />
            <DraftField draft kind="CatalogItem" field=X86 input=Input::Line />
            <DraftField draft kind="CatalogItem" field=ARM input=Input::Line />
            <DraftField draft kind="CatalogItem" field=REGISTRY input=Input::Choice(registries) />
            <DraftField draft kind="CatalogItem" field=EXAMPLE input=Input::Area />
        </fieldset>
    }
}

#[component]
fn Text(file: FileDraft) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let draft = file.draft;
    view! {
        <section class="card form-text" aria-label="YAML">
            {text_editor(workspace, draft, "YAML of the catalog item".to_owned())}
            <Problems draft jump=workspace.jump />
        </section>
    }
}
