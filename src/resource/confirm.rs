//! A question before something is done to an object: what it sets off, who depends on it, the same on the command line.
//! It is not asked before the lists that answer it are there, and they are read again before anything is done. It stays
//! until the Controller has answered, and says what is known when the answer is not as it should be.

use std::rc::Rc;

use futures::future::LocalBoxFuture;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Lists;
use plan::act::{Outcome, Preview, Undone};

use crate::api::Api;
use crate::controllers::Controllers;
use crate::live::Live;
use crate::resource::dependents::Wanted;
use crate::ui::copy::CopyButton;
use crate::ui::dialog::Dialog;
use crate::ui::field::{Field, Input};
use crate::ui::icon::Icon;
use crate::ui::notice::Notice;
use crate::ui::state::{State, Tone};
use crate::ui::toast::Toasts;

/// What is asked, and what is done then.
#[derive(Clone)]
pub struct Question {
    /// `Delete web?`
    pub title: String,
    /// What it sets off. Where somebody loses by it, the name has to be typed.
    pub preview: Preview,
    /// Why the Controller would refuse it; then there is nothing to confirm.
    pub obstacle: Option<String>,
    /// The object's name.
    pub name: String,
    /// What the button says.
    pub button: &'static str,
    /// True for what cannot be undone.
    pub grave: bool,
    /// What is said when it is done.
    pub done: String,
    pub run: Rc<dyn Fn() -> LocalBoxFuture<'static, Result<(), Undone>>>,
    /// Called when it is done, with the page that asked possibly gone.
    pub after: Callback<()>,
}

impl Question {
    /// Whether it asks the same: everything that is said of what would be done.
    fn is_same(&self, other: &Self) -> bool {
        (&self.title, &self.preview, &self.obstacle) == (&other.title, &other.preview, &other.obstacle)
    }
}

/// How a question is made.
#[derive(Clone, Copy)]
pub struct Asker {
    /// The lists that it is answered from.
    pub wanted: Callback<(), Wanted>,
    /// The question, in view of these; `None` when there is nothing left to ask about.
    pub question: Callback<Lists, Option<Question>>,
}

/// What the dialog shows.
#[derive(Clone)]
enum Asked {
    /// What the question is answered from is on its way.
    Reading,
    /// It did not come.
    Unread(client::Error),
    /// `anew`: it is another one than was confirmed.
    Question { question: Box<Question>, anew: bool },
}

/// The slot for a question; nothing is asked while it is empty.
type Slot = RwSignal<Option<Asked>, LocalStorage>;

/// A question that can be asked, and the dialog that it is asked in.
#[derive(Clone, Copy)]
pub struct Inquiry {
    asked: Slot,
    asker: Asker,
    title: &'static str,
    ask: Callback<()>,
}

impl Inquiry {
    /// `title` is what the dialog says before the question is there.
    pub fn new(title: &'static str, asker: Asker) -> Self {
        let asked = Slot::new_local(None);
        Self { asked, asker, title, ask: opener(asked, asker) }
    }

    pub fn ask(self) {
        self.ask.run(());
    }

    /// Where it is asked. It has to outlast what asks: an entry of a menu goes with it.
    pub fn dialog(self) -> impl IntoView {
        let Self { asked, asker, title, ask } = self;
        view! { <Confirm asked asker title again=ask /> }
    }
}

/// Asks, when the lists are there; reads them first when they are not.
fn opener(asked: Slot, asker: Asker) -> Callback<()> {
    let (live, api) = (expect_context::<Live>(), expect_context::<Api>());
    let pose = move |lists: Lists| {
        let question = asker.question.run(lists);
        asked.set(question.map(|question| Asked::Question { question: Box::new(question), anew: false }));
    };
    Callback::new(move |()| {
        let wanted = asker.wanted.run(());
        if let Some(lists) = wanted.on_screen(live, api) {
            return pose(lists);
        }
        asked.set(Some(Asked::Reading));
        spawn_local(async move {
            let read = wanted.read(api).await;
            // Closed meanwhile, or gone with its page.
            let waits = asked.try_with_untracked(|asked| matches!(asked, Some(Asked::Reading)));
            match read {
                _ if waits != Some(true) => {}
                Ok(lists) => pose(lists),
                Err(error) => asked.set(Some(Asked::Unread(error))),
            }
        });
    })
}

/// Shows the question that is asked, and does what it asks for when it is confirmed.
#[component]
fn Confirm(asked: Slot, asker: Asker, title: &'static str, again: Callback<()>) -> impl IntoView {
    let open = Memo::new(move |_| asked.with(Option::is_some));
    let shown = move || match asked.get()? {
        Asked::Reading => Some(reading(asked, title).into_any()),
        Asked::Unread(error) => Some(unread(asked, title, &error, again).into_any()),
        Asked::Question { question, anew } => {
            Some(view! { <Asking asked asker question=*question anew /> }.into_any())
        }
    };
    view! {
        <Dialog open title="Confirm" on_close=Callback::new(move |()| asked.set(None))>
            {shown}
        </Dialog>
    }
}

fn reading(asked: Slot, title: &'static str) -> impl IntoView {
    view! {
        <h2>{title}</h2>
        <div aria-busy="true">
            <State tone=Tone::Busy text="Checking what depends on it" />
        </div>
        <div class="ends">{close(asked, "Cancel")}</div>
    }
}

fn unread(
    asked: Slot,
    title: &'static str,
    error: &client::Error,
    again: Callback<()>,
) -> impl IntoView + use<> {
    let said = format!("{} {}", error.message, error.advice);
    view! {
        <h2>{title}</h2>
        <Notice tone=Tone::Bad title="Could not check what depends on it">
            <p>"Nothing was done, because it is not known what else this would affect."</p>
            <p class="soft">{said}</p>
        </Notice>
        <div class="ends">
            {close(asked, "Close")}
            <button type="button" class="btn main" on:click=move |_| again.run(())>
                "Try again"
            </button>
        </div>
    }
}

/// The button that leaves everything as it is, with the focus: the page behind has none to give.
fn close(asked: Slot, text: &'static str) -> impl IntoView {
    let element = NodeRef::<html::Button>::new();
    Effect::new(move |_| {
        if let Some(button) = element.get() {
            // An element that has just come can always be focused.
            let _ = button.focus();
        }
    });
    view! {
        <button type="button" class="btn" node_ref=element autofocus on:click=move |_| asked.set(None)>
            {text}
        </button>
    }
}

#[component]
fn Asking(asked: Slot, asker: Asker, question: Question, anew: bool) -> impl IntoView {
    let title = question.title.clone();
    let changed = anew.then(|| {
        view! {
            <Notice tone=Tone::Warn title="It has changed">
                <p>"Something changed after you were asked. Nothing was done yet; review it again."</p>
            </Notice>
        }
    });
    let body = match question.obstacle.clone() {
        Some(obstacle) => hindered(asked, obstacle).into_any(),
        None => view! { <Confirming asked asker question /> }.into_any(),
    };
    view! {
        <h2>{title}</h2>
        {changed}
        {body}
    }
}

fn hindered(asked: Slot, obstacle: String) -> impl IntoView {
    view! {
        <Notice tone=Tone::Warn title="Not possible right now">
            <p>{obstacle}</p>
        </Notice>
        <div class="ends">{close(asked, "Close")}</div>
    }
}

#[component]
fn Confirming(asked: Slot, asker: Asker, question: Question) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let (pending, failure) = (RwSignal::new(false), RwSignal::new(None::<Undone>));
    let press = doer((asked, asker), question.clone(), pending, failure);
    let Question { preview, button, grave, name, .. } = question;
    let (wanted, must_type) = (name.clone(), preview.is_grave());
    let Preview { effects, dependents, unknown, command } = preview;
    let warning =
        if dependents.is_some() { "Others depend on it" } else { "What depends on it is not known" };
    let losing: Vec<String> = dependents.into_iter().chain(unknown).collect();
    let ready = Memo::new(move |_| !pending.get() && (!must_type || typed.with(|typed| *typed == wanted)));
    let go = move |_| {
        if ready.get_untracked() {
            press.run(());
        }
    };
    view! {
        {effects.into_iter().map(|effect| view! { <p>{effect}</p> }).collect_view()}
        {must_type.then(|| depended((warning, losing), &name, typed))}
        {move || failure.get().map(said)}
        {in_words(&command)}
        <div class="ends">
            {close(asked, "Cancel")}
            <button
                type="button"
                class="btn main"
                class:danger=grave
                aria-disabled=move || (!ready.get()).to_string()
                on:click=go
            >
                {move || if pending.get() { "Waiting for the Controller" } else { button }}
            </button>
        </div>
    }
}

/// The same on the command line.
fn in_words(command: &str) -> impl IntoView + use<> {
    let controllers = expect_context::<Controllers>();
    let capabilities = untrack(|| controllers.current_capabilities()).unwrap_or_default();
    let command = format!("{} {command}", capabilities.tool());
    let shown = command.clone();
    view! {
        <div class="command">
            <code>{shown}</code>
            <CopyButton label="Copy" text=Signal::stored(command) done="Command copied" icon=Icon::Copy />
        </div>
    }
}

fn depended(
    (title, losing): (&'static str, Vec<String>),
    name: &str,
    typed: RwSignal<String>,
) -> impl IntoView + use<> {
    view! {
        <Notice tone=Tone::Warn title>
            {losing.into_iter().map(|who| view! { <p>{who}</p> }).collect_view()}
        </Notice>
        <Field
            id="confirm-name"
            label=format!("Type {name} to confirm")
            hint=""
            input=Input::Line
            value=typed
            on_input=Callback::new(move |text| typed.set(text))
            problem=Signal::stored(None)
        />
    }
}

fn said(undone: Undone) -> impl IntoView {
    let title = match undone.outcome {
        Outcome::NotDone => "It was not done",
        Outcome::Unknown => "It is not known whether it was done",
    };
    view! {
        <Notice tone=Tone::Bad title>
            <p>{undone.error.message.clone()}</p>
            <p class="soft">{undone.error.advice.clone()}</p>
        </Notice>
    }
}

/// Does what was asked for, if the lists still give the same question. The dialog may be closed meanwhile; then a toast
/// tells.
fn doer(
    (asked, asker): (Slot, Asker),
    shown: Question,
    pending: RwSignal<bool>,
    failure: RwSignal<Option<Undone>>,
) -> Callback<()> {
    let (toasts, live, api) = (expect_context::<Toasts>(), expect_context::<Live>(), expect_context::<Api>());
    // What a question does is the page's own, and not to be sent to another thread.
    let shown = StoredValue::new_local(shown);
    Callback::new(move |()| {
        let question = shown.get_value();
        let wanted = asker.wanted.run(());
        pending.set(true);
        failure.set(None);
        spawn_local(async move {
            let read = wanted.read(api).await;
            // Closed before anything was sent: that is an answer.
            if pending.try_get_untracked().is_none() {
                return toasts.say(format!("{} Nothing was done.", question.title));
            }
            let outcome = match read.map(|lists| asker.question.try_run(lists).flatten()) {
                Err(error) => Err(Undone { error, outcome: Outcome::NotDone }),
                Ok(None) => {
                    asked.try_set(None);
                    return toasts
                        .say(format!("{} Nothing was done: it is not there any more.", question.title));
                }
                Ok(Some(now)) if !question.is_same(&now) => {
                    asked.try_set(Some(Asked::Question { question: Box::new(now), anew: true }));
                    return;
                }
                Ok(Some(_)) => (question.run)().await,
            };
            live.has_written();
            live.refresh_now();
            let still_open = pending.try_set(false).is_none();
            match outcome {
                Ok(()) => {
                    if still_open {
                        asked.set(None);
                    }
                    toasts.say(question.done);
                    question.after.try_run(());
                }
                Err(undone) if still_open => failure.set(Some(undone)),
                Err(undone) => toasts.warn(format!("{} {}", question.title, undone.error.message)),
            }
        });
    })
}
