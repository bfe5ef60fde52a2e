//! One document as a form and as YAML, side by side on one text, with its plan below.

use leptos::prelude::*;

use crate::deploy::masked::text_editor;
use crate::deploy::open::OpenDrafts;
use crate::deploy::panes::PlanOrResults;
use crate::deploy::problems::Problems;
use crate::deploy::scope::scope_of;
use crate::deploy::workspace::{FileDraft, Workspace};
use crate::live::{Live, Lookup, Scope};
use crate::resource::draft::Draft;
use crate::resource::form::BrokenText;
use crate::resource::loaded::WhenLoaded;
use crate::ui::notice::{Empty, Notice};
use crate::ui::state::Tone;

/// What is particular to the form of a kind.
pub struct FormKind {
    /// The kind in a sentence: "catalog item".
    pub noun: &'static str,
    /// The name that the text would have as a file.
    pub file: &'static str,
    pub fields: fn(Draft) -> AnyView,
}

/// What a form begins with.
pub enum Start {
    Text(String),
    /// There is no such object.
    Missing,
    /// It belongs to the Controller; this is what it is called.
    System(String),
}

/// The page of a form: heading, buttons, and the form itself.
#[component]
pub fn FormPage(
    kind: &'static FormKind,
    #[prop(into)] key: String,
    #[prop(into)] title: String,
    #[prop(into)] known: Signal<bool>,
    start: Callback<(), Start>,
    scope: Scope,
    /// Buttons beside the heading.
    #[prop(into)]
    actions: ViewFn,
) -> impl IntoView {
    view! {
        <div class="head">
            <h1>{title}</h1>
            <div class="head__acts">{actions.run()}</div>
        </div>
        <FormBody kind key known start scope />
    }
}

/// Form, text and plan. It begins anew when `known` changes: an object that was made a moment ago comes with the next
/// answer.
#[component]
pub fn FormBody(
    kind: &'static FormKind,
    /// Under what the draft is kept when the page is left.
    key: String,
    known: Signal<bool>,
    start: Callback<(), Start>,
    /// What the form's own text is about.
    scope: Scope,
) -> impl IntoView {
    let opened = RwSignal::new(None);
    let scope = Memo::new(move |_| scope_of(&scope, opened.get()));
    let state = expect_context::<Live>().need_for_texts(scope.into());
    let lookup = expect_context::<Lookup>();
    let drafts = expect_context::<OpenDrafts>();
    let form = move || {
        known.get();
        match untrack(|| start.run(())) {
            Start::Missing => missing(kind.noun).into_any(),
            Start::System(name) => system(kind.noun, &name).into_any(),
            Start::Text(text) => {
                let workspace = drafts.open(&key, kind.file, &text, lookup);
                opened.set(Some(workspace));
                view! { <Sides kind workspace /> }.into_any()
            }
        }
    };
    let form = StoredValue::new(form);
    view! {
        <WhenLoaded state what="the Controller's lists">
            {move || form.with_value(|form| form())}
        </WhenLoaded>
    }
}

fn missing(noun: &'static str) -> impl IntoView {
    view! {
        <section class="card">
            <Empty title=format!("This {noun} is not there")>
                <p>"It was deleted, or the link is for another Controller."</p>
            </Empty>
        </section>
    }
}

fn system(noun: &'static str, name: &str) -> impl IntoView + use<> {
    let text = format!("{name} belongs to the Controller and cannot be changed.");
    view! {
        <Notice tone=Tone::Warn title=format!("A system {noun}")>
            <p>{text}</p>
        </Notice>
    }
}

#[component]
fn Sides(kind: &'static FormKind, workspace: Workspace) -> impl IntoView {
    // What is below speaks of this text, not of the deploy workspace.
    provide_context(workspace);
    let lookup = expect_context::<Lookup>();
    let plan = Memo::new(move |_| workspace.plan(lookup));
    move || {
        workspace.current().map(|file| {
            let draft = file.draft;
            let broken = Memo::new(move |_| draft.broken().is_some());
            view! {
                <div class="halves">
                    <section class="card" aria-label="Form">
                        <div class="card__in">
                            <BrokenText draft />
                            <fieldset class="stack" disabled=move || broken.get()>
                                {(kind.fields)(draft)}
                            </fieldset>
                        </div>
                    </section>
                    <TextSide kind file />
                </div>
                <section class="card" aria-label="Plan and results">
                    <PlanOrResults plan />
                </section>
            }
        })
    }
}

#[component]
fn TextSide(kind: &'static FormKind, file: FileDraft) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let draft = file.draft;
    view! {
        <section class="card form-text" aria-label="YAML">
            {text_editor(workspace, draft, format!("YAML of the {}", kind.noun))}
            <Problems draft jump=workspace.jump />
        </section>
    }
}
