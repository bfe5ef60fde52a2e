//! A question before something is done to an object: what it sets off, who depends on it, the same on the command line.
//! It stays until the Controller has answered, and says what is known when the answer is not as it should be.

use std::rc::Rc;

use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use plan::act::{Outcome, Preview, Undone};

use crate::controllers::Controllers;
use crate::live::Live;
use crate::ui::copy::CopyButton;
use crate::ui::dialog::Dialog;
use crate::ui::field::{Field, Input};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::notice::Notice;
use crate::ui::state::Tone;
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

/// The slot for a question; nothing is asked while it is empty.
type Asked = RwSignal<Option<Question>, LocalStorage>;

/// A button whose question is asked in a dialog of its own.
#[component]
pub fn AskButton(
    icon: Icon,
    text: &'static str,
    /// Why it may not be pressed; `Refusals` shows it.
    #[prop(into)]
    why: Signal<Option<String>>,
    /// What to ask; `None` when there is nothing left to ask about.
    question: Callback<(), Option<Question>>,
) -> impl IntoView {
    let asked = Asked::new_local(None);
    let press = move |_| {
        if why.with_untracked(Option::is_none) {
            asked.set(question.run(()));
        }
    };
    let reason = format!("why-not-{}", text.to_lowercase());
    view! {
        <button
            type="button"
            class="btn"
            aria-disabled=move || why.with(Option::is_some).to_string()
            aria-describedby=reason.clone()
            on:click=press
        >
            <Glyph icon />
            {text}
        </button>
        <span class="quietly" id=reason>
            {move || why.get()}
        </span>
        <Confirm asked />
    }
}

/// Shows the question that is asked, and does what it asks for when it is confirmed.
#[component]
fn Confirm(asked: Asked) -> impl IntoView {
    let open = Memo::new(move |_| asked.with(Option::is_some));
    // Read without following: what is shown does not change under the pointer.
    let question = move || asked.get_untracked().map(|question| view! { <Asking asked question /> });
    view! {
        <Dialog open title="Confirm" on_close=Callback::new(move |()| asked.set(None))>
            {question}
        </Dialog>
    }
}

#[component]
fn Asking(asked: Asked, question: Question) -> impl IntoView {
    let title = question.title.clone();
    let body = match question.obstacle.clone() {
        Some(obstacle) => hindered(asked, obstacle).into_any(),
        None => view! { <Confirming asked question /> }.into_any(),
    };
    view! {
        <h2>{title}</h2>
        {body}
    }
}

fn hindered(asked: Asked, obstacle: String) -> impl IntoView {
    view! {
        <Notice tone=Tone::Warn title="Not as things are">
            <p>{obstacle}</p>
        </Notice>
        <div class="dialog__acts">
            <button type="button" class="btn" autofocus on:click=move |_| asked.set(None)>
                "Close"
            </button>
        </div>
    }
}

#[component]
fn Confirming(asked: Asked, question: Question) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let (pending, failure) = (RwSignal::new(false), RwSignal::new(None::<Undone>));
    let press = doer(asked, pending, failure);
    let Question { preview: Preview { effects, dependents, command }, button, grave, name, .. } = question;
    let (wanted, must_type) = (name.clone(), dependents.is_some());
    let ready = Memo::new(move |_| !pending.get() && (!must_type || typed.with(|typed| *typed == wanted)));
    let go = move |_| {
        if ready.get_untracked() {
            press.run(());
        }
    };
    view! {
        {effects.into_iter().map(|effect| view! { <p>{effect}</p> }).collect_view()}
        {dependents.map(|dependents| depended(dependents, &name, typed))}
        {move || failure.get().map(said)}
        {in_words(&command)}
        <div class="dialog__acts">
            <button type="button" class="btn" autofocus on:click=move |_| asked.set(None)>
                "Cancel"
            </button>
            <button
                type="button"
                class="btn btn--main"
                class:btn--grave=grave
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
    let dialect = untrack(|| controllers.known_dialect(&controllers.current())).unwrap_or_default();
    let command = format!("{} {command}", dialect.tool());
    let shown = command.clone();
    view! {
        <div class="command">
            <code>{shown}</code>
            <CopyButton label="Copy" text=Signal::stored(command) done="Command copied" icon=Icon::Copy />
        </div>
    }
}

fn depended(who: String, name: &str, typed: RwSignal<String>) -> impl IntoView + use<> {
    view! {
        <Notice tone=Tone::Warn title="Others depend on it">
            <p>{who}</p>
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

/// Does what was asked for. The dialog may be closed meanwhile; then a toast tells.
fn doer(asked: Asked, pending: RwSignal<bool>, failure: RwSignal<Option<Undone>>) -> Callback<()> {
    let (toasts, live) = (expect_context::<Toasts>(), expect_context::<Live>());
    Callback::new(move |()| {
        let Some(question) = asked.get_untracked() else { return };
        pending.set(true);
        failure.set(None);
        spawn_local(async move {
            let outcome = (question.run)().await;
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
