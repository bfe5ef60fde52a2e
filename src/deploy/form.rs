//! One document as a form and as YAML, side by side on one text, with its plan below.

use leptos::prelude::*;
use model::Kind;

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
use crate::resource::meanwhile::{SinceThen, Steps as History};
use crate::ui::notice::{Empty, Notice};
use crate::ui::state::Tone;

/// What is particular to the form of a kind.
pub struct FormKind {
    pub kind: Kind,
    /// The name that the text would have as a file.
    pub file: &'static str,
    pub fields: fn(Draft) -> AnyView,
}

/// What a form begins with.
#[derive(Clone, PartialEq)]
pub enum Start {
    /// How a new object could begin.
    New(&'static str),
    /// An object as it is, described.
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
        <FormBody kind key start scope />
    }
}

/// What the place of a form shows.
#[derive(Clone, PartialEq)]
enum Face {
    Form,
    Missing,
    System(String),
}

/// Form, text and plan. It is drawn once and then follows its object: one that was made a moment ago comes with the next
/// answer, and one that is deleted leaves its text.
#[component]
pub fn FormBody(
    kind: &'static FormKind,
    /// Under what the draft is kept when the page is left.
    key: String,
    start: Callback<(), Start>,
    /// What the form's own text is about.
    scope: Scope,
) -> impl IntoView {
    let shown = RwSignal::new(None);
    let scope = Memo::new(move |_| scope_of(&scope, shown.get()));
    let state = expect_context::<Live>().need_for_texts(scope.into());
    let drafts = expect_context::<OpenDrafts>();
    let key = StoredValue::new(key);
    let form = move || {
        let now = Memo::new(move |_| start.run(()));
        let face = Memo::new(move |before: Option<&Face>| match now.get() {
            Start::New(_) | Start::Text(_) => Face::Form,
            // Somebody is at work on it, or was.
            Start::Missing if before == Some(&Face::Form) || key.with_value(|key| drafts.is_left(key)) => {
                Face::Form
            }
            Start::Missing => Face::Missing,
            Start::System(name) => Face::System(name),
        });
        move || match face.get() {
            Face::Missing => missing(kind.kind.noun()).into_any(),
            Face::System(name) => system(kind.kind.noun(), &name).into_any(),
            Face::Form => {
                let workspace = opened(kind, key, now);
                shown.set(Some(workspace));
                on_cleanup(move || shown.set(None));
                view! { <Sides kind workspace /> }.into_any()
            }
        }
    };
    let form = StoredValue::new(form);
    view! {
        <WhenLoaded state what="the Controller's lists">
            {form.with_value(|form| form())}
        </WhenLoaded>
    }
}

/// The draft of the form, which follows its object from now on.
fn opened(kind: &'static FormKind, key: StoredValue<String>, now: Memo<Start>) -> Workspace {
    let (drafts, lookup) = (expect_context::<OpenDrafts>(), expect_context::<Lookup>());
    let (text, is_object) = match now.get_untracked() {
        Start::New(text) => (text.to_owned(), false),
        Start::Text(text) => (text, true),
        // Only its draft is left.
        Start::Missing | Start::System(_) => (String::new(), true),
    };
    let workspace = key.with_value(|key| untrack(|| drafts.open(key, kind.file, &text, is_object, lookup)));
    Effect::new(move |_| {
        let now = match now.get() {
            Start::New(_) => return,
            Start::Text(text) => Some(text),
            Start::Missing | Start::System(_) => None,
        };
        let run = workspace.run.get();
        // Every step of a run changes the object, and so does the reading after it.
        let ours = run.is_some_and(|run| {
            let _ = run.progress();
            true
        });
        workspace.settle();
        for file in workspace.files.get_untracked() {
            file.draft.follow(now.clone(), ours);
        }
    });
    workspace
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
                <SinceThen draft noun=kind.kind.noun() />
                <div class="halves">
                    <section class="card" aria-label="Form">
                        <div class="card__in">
                            <History draft />
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
            {text_editor(workspace, draft, format!("YAML of the {}", kind.kind.noun()))}
            <Problems draft jump=workspace.jump />
        </section>
    }
}
