//! One document as a form and as YAML, side by side on one text, with its plan below.

use client::Error;
use futures::future::LocalBoxFuture;
use leptos::task::spawn_local;
use leptos::{html, prelude::*};
use manifest::{Manifest, kinds};
use model::Kind;
use plan::Plan;

use crate::address::query_param;
use crate::api::Api;
use crate::deploy::compare::{CompareSwitch, Comparing};
use crate::deploy::form_foot::FormFoot;
use crate::deploy::guard::ReadAgain;
use crate::deploy::keep::Keeper;
use crate::deploy::open::{Beginning, OpenDrafts};
use crate::deploy::panes::{PlanOrResults, text_or_comparison};
use crate::deploy::problems::Problems;
use crate::deploy::run::Progress;
use crate::deploy::scope::scope_of;
use crate::deploy::workspace::{FileDraft, Workspace};
use crate::live::{Live, Loaded, Lookup, Scope};
use crate::resource::form::section::FormSections;
use crate::resource::form::shape::FormShape;
use crate::resource::form::{BrokenText, Drawn, Touched};
use crate::resource::loaded::WhenLoaded;
use crate::resource::manifest_card::ManifestCard;
use crate::resource::meanwhile::{SinceThen, Steps as History};
use crate::routes::{FROM, Key, Page, Tab, with_query};
use crate::ui::notice::{Empty, Notice};
use crate::ui::state::Tone;

/// What is particular to the form of a kind.
pub struct FormKind {
    pub kind: Kind,
    /// How a new document begins, from the object that it is to be made of, or from none.
    pub begin: fn(from: &str) -> String,
    pub shape: &'static FormShape,
    /// What the form's own text is about.
    pub scope: fn(Option<&Key>) -> Scope,
    /// An object as its manifest.
    pub describe: fn(Live, Lookup, &Key) -> Option<Described>,
    /// The same where the lists do not hold all of it: what lacks there is read when the tab is opened.
    pub read: Option<ReadText>,
}

/// Reads an object whole, as its manifest; `None` when it is not there.
pub type ReadText = fn(Api, Key) -> LocalBoxFuture<'static, Result<Option<Described>, Error>>;

/// An object as the manifest that would make it so.
#[derive(Clone, PartialEq)]
pub struct Described {
    pub text: String,
    /// Why it cannot be changed, where it cannot.
    pub system: Option<String>,
}

impl FormKind {
    /// The name that a text would have as a file: `catalog-item.yaml`.
    pub fn file(&self) -> String {
        format!("{}.yaml", self.kind.noun().replace(' ', "-"))
    }
}

/// What a form begins with.
#[derive(Clone, PartialEq)]
enum Start {
    /// How a new object could begin.
    New(String),
    /// An object as it is, described.
    Text(String),
    /// There is no such object.
    Missing,
    /// It belongs to the Controller; this is what it is called.
    System(String),
}

/// The page on which a new object is written. The address may name what it is made of.
#[component]
pub fn NewPage(form: &'static FormKind) -> impl IntoView {
    let (from, _) = query_param(FROM);
    let from = from.get_untracked();
    let key = with_query(&Page::New(form.kind), &[(FROM, &from)]);
    let start = Callback::new(move |()| Start::New((form.begin)(&from)));
    view! {
        <div class="head">
            <h1>{Page::New(form.kind).title()}</h1>
        </div>
        <FormBody form key start scope=(form.scope)(None) whole=None is_new=true />
    }
}

/// The tab on which an object is changed.
#[component]
pub fn EditTab(form: &'static FormKind, key: Key) -> impl IntoView {
    let (live, lookup) = (expect_context::<Live>(), expect_context::<Lookup>());
    let whole = Whole::of(form, &key);
    let scope = (form.scope)(Some(&key));
    // Made again under the same name, it is the same one.
    let draft = Page::Object { kind: form.kind, key: key.clone(), tab: Tab::Edit }.path();
    let start = Callback::new(move |()| {
        let described = whole.map_or_else(|| (form.describe)(live, lookup, &key), Whole::text);
        match described {
            None => Start::Missing,
            Some(Described { system: Some(name), .. }) => Start::System(name),
            Some(Described { text, system: None }) => Start::Text(text),
        }
    });
    when_whole(form, whole, move || {
        let (key, scope) = (draft.clone(), scope.clone());
        view! { <FormBody form key start scope whole is_new=false /> }.into_any()
    })
}

/// The tab on which its manifest is read.
#[component]
pub fn YamlTab(form: &'static FormKind, key: Key) -> impl IntoView {
    let (live, lookup) = (expect_context::<Live>(), expect_context::<Lookup>());
    let whole = Whole::of(form, &key);
    let hides = kinds::of(form.kind).hides_data();
    let text = Memo::new(move |_| {
        let described = whole.map_or_else(|| (form.describe)(live, lookup, &key), Whole::text);
        described.map(|described| if hides { without_values(described.text) } else { described.text })
    });
    when_whole(form, whole, move || {
        view! {
            {hides.then(|| view! { <p class="soft">"Dots stand for the values. The first tab shows them one at a time."</p> })}
            <ManifestCard text=text.into() />
        }
        .into_any()
    })
}

fn without_values(text: String) -> String {
    let manifest = Manifest::parse(text);
    manifest::masked(manifest.documents()).unwrap_or_else(|| manifest.text().to_owned())
}

/// An object that is read whole when its tab is opened, and kept as long as that is on screen.
#[derive(Clone, Copy)]
struct Whole {
    answer: RwSignal<Option<Result<Option<Described>, String>>>,
    read: ReadText,
    api: Api,
    key: StoredValue<Key>,
}

impl Whole {
    fn of(form: &FormKind, key: &Key) -> Option<Self> {
        let (api, key) = (expect_context::<Api>(), StoredValue::new(key.clone()));
        let whole = Self { answer: RwSignal::new(None), read: form.read?, api, key };
        spawn_local(async move {
            if let Err(error) = whole.again().await {
                // Nobody may be looking any more.
                let _ = whole.answer.try_set(Some(Err(error)));
            }
        });
        Some(whole)
    }

    /// Reads it once more; the answer is whether it is another one now. The error says that it did not come.
    async fn again(self) -> Result<bool, String> {
        let Some(key) = self.key.try_get_value() else { return Ok(false) };
        let answer = (self.read)(self.api, key).await.map_err(|error| error.to_string())?;
        let is_other = self.answer.try_with_untracked(|old| *old != Some(Ok(answer.clone())));
        if is_other == Some(true) {
            let _ = self.answer.try_set(Some(Ok(answer)));
        }
        Ok(is_other == Some(true))
    }

    fn text(self) -> Option<Described> {
        self.answer.with(|answer| answer.as_ref().and_then(|answer| answer.as_ref().ok().cloned().flatten()))
    }

    fn state(self) -> Loaded {
        self.answer.with(|answer| match answer {
            None => Loaded::Waiting,
            Some(Ok(_)) => Loaded::Ready,
            Some(Err(error)) => Loaded::Failed(error.clone()),
        })
    }
}

/// Shows what needs the whole object when it is there.
fn when_whole(
    form: &'static FormKind,
    whole: Option<Whole>,
    body: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let Some(whole) = whole else { return body() };
    let state = Memo::new(move |_| whole.state());
    let body = StoredValue::new(body);
    view! {
        <WhenLoaded state what=format!("the {}", form.kind.noun())>
            {body.with_value(|body| body())}
        </WhenLoaded>
    }
    .into_any()
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
fn FormBody(
    form: &'static FormKind,
    /// The address of the form, under which its draft is kept.
    key: String,
    start: Callback<(), Start>,
    scope: Scope,
    /// What no list holds all of.
    whole: Option<Whole>,
    is_new: bool,
) -> impl IntoView {
    let shown = RwSignal::new(None);
    let scope = Memo::new(move |_| scope_of(&scope, shown.get()));
    let state = expect_context::<Live>().need_for_texts(scope.into());
    let keeper = expect_context::<Keeper>();
    // Beginning anew before it is known what was kept would leave that aside.
    let state = Memo::new(move |_| if keeper.is_read() { state.get() } else { state.get().waiting() });
    let drafts = expect_context::<OpenDrafts>();
    let key = StoredValue::new(key);
    let body = move || {
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
            Face::Missing => missing(form.kind.noun()).into_any(),
            Face::System(name) => system(form.kind.noun(), &name).into_any(),
            Face::Form => {
                let workspace = opened(form, key, now);
                workspace.only_makes(is_new);
                if let Some(whole) = whole {
                    watched(workspace, whole);
                }
                shown.set(Some(workspace));
                on_cleanup(move || shown.set(None));
                // What it would begin with now; of one that is gone nothing.
                let begun = Signal::derive(move || match now.get() {
                    Start::New(text) | Start::Text(text) => text,
                    Start::Missing | Start::System(_) => String::new(),
                });
                view! { <Sides form workspace is_new begun /> }.into_any()
            }
        }
    };
    let body = StoredValue::new(body);
    view! {
        <WhenLoaded state what="the Controller's lists">
            {body.with_value(|body| body())}
        </WhenLoaded>
    }
}

/// The draft of the form, which follows its object from now on.
fn opened(form: &'static FormKind, key: StoredValue<String>, now: Memo<Start>) -> Workspace {
    let (drafts, lookup) = (expect_context::<OpenDrafts>(), expect_context::<Lookup>());
    let (text, is_object) = match now.get_untracked() {
        Start::New(text) => (text, false),
        Start::Text(text) => (text, true),
        // Only its draft is left.
        Start::Missing | Start::System(_) => (String::new(), true),
    };
    let file = form.file();
    let begins = Beginning { file: &file, text: &text, is_object };
    let workspace = key.with_value(|key| untrack(|| drafts.open(key, begins, lookup)));
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

/// Reads the object once more before a run, for what somebody else changed, and after it.
fn watched(workspace: Workspace, whole: Whole) {
    workspace.read_before_runs(Some(Callback::new(move |()| Box::pin(whole.again()) as ReadAgain)));
    on_cleanup(move || workspace.read_before_runs(None));
    Effect::new(move |before: Option<bool>| {
        let over = workspace.run.get().is_some_and(|run| run.progress() == Progress::Over);
        if over && before == Some(false) {
            spawn_local(async move {
                // What does not come now is read before the next run.
                let _ = whole.again().await;
            });
        }
        over
    });
}

fn missing(noun: &'static str) -> impl IntoView {
    view! {
        <section class="panel">
            <Empty title=format!("This {noun} is not there")>
                <p>"It was deleted, or the link is for another Controller."</p>
            </Empty>
        </section>
    }
}

fn system(noun: &'static str, why: &str) -> impl IntoView + use<> {
    let text = why.to_owned();
    view! {
        <Notice tone=Tone::Warn title=format!("This {noun} cannot be changed")>
            <p>{text}</p>
        </Notice>
    }
}

#[component]
fn Sides(
    form: &'static FormKind,
    workspace: Workspace,
    is_new: bool,
    begun: Signal<String>,
) -> impl IntoView {
    // What is below speaks of this text, not of the deploy workspace.
    provide_context(workspace);
    Touched::provide(!is_new);
    let place = NodeRef::<html::Section>::new();
    let lookup = expect_context::<Lookup>();
    let plan = Memo::new(move |before: Option<&Option<Plan>>| {
        workspace.plan_in_turn(lookup, before.and_then(Option::as_ref))
    });
    let comparing = Comparing::new();
    comparing.follow_jumps(workspace);
    move || {
        workspace.current().map(|file| {
            let draft = file.draft;
            let broken = Memo::new(move |_| draft.broken().is_some());
            let drawn = Drawn { draft, kind: form.kind, shape: form.shape, is_new };
            view! {
                <SinceThen draft kind=form.kind see=comparing.see() />
                <div class="form">
                    <FormSections form=drawn broken>
                        <BrokenText draft />
                    </FormSections>
                    <TextSide kind=form.kind file comparing />
                </div>
                <section class="panel form-plan" aria-label="Plan and results" tabindex="-1" node_ref=place>
                    <PlanOrResults plan />
                </section>
                <FormFoot draft made=is_new.then(|| form.kind.noun()) plan begun place />
            }
        })
    }
}

#[component]
fn TextSide(kind: Kind, file: FileDraft, comparing: Comparing) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let draft = file.draft;
    view! {
        <section class="panel form-text" aria-label="YAML">
            <header>
                <h2>"YAML"</h2>
                <span class="sub">"the same document: edit either"</span>
            </header>
            <div class="desk__bar">
                <CompareSwitch comparing />
                <History draft />
            </div>
            {text_or_comparison(workspace, file, format!("YAML of the {}", kind.noun()), comparing)}
            <Problems draft jump=workspace.jump />
        </section>
    }
}
