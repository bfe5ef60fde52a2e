//! Signing in: as a page for a cold start, and over the page when a session ended in the middle of work.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::address::{Address, Step, query_param};
use crate::controllers::Controllers;
use crate::host::settings_problem;
use crate::routes::{Page, safe_next};
use crate::session::provider::Finished;
use crate::session::{Ended, NotSignedIn, Phase, Session, provider};
use crate::turn::choice::ControllerChoice;
use crate::ui::dialog::Dialog;
use crate::ui::door::Door;
use crate::ui::field::{Field, Input};
use crate::ui::notice::Notice;
use crate::ui::state::Tone;
use crate::ui::toast::Toasts;

/// Signs in, then goes to exactly the address that was asked for.
#[component]
pub fn SignInPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let own = session.with(&expect_context::<Controllers>().own_untracked());
    let (next, _) = query_param("next");
    let address = expect_context::<Address>();
    let failure = RwSignal::new(None::<String>);
    let back = StoredValue::new(None::<String>);
    // This window was opened by a page that waits for the sign-in, and has nothing else to show.
    let finished = RwSignal::new(false);
    let query = window().location().search().unwrap_or_default();
    spawn_local(async move {
        match provider::finish(own, &query).await {
            Some(Ok(Finished::Next(next))) => back.set_value(Some(next)),
            Some(Ok(Finished::Window)) => {
                finished.set(true);
                // A window that may not close itself says that it has done its work.
                let _ = window().close();
            }
            Some(Err(why)) => failure.set(Some(why)),
            None => {}
        }
    });
    Effect::new(move |_| {
        if session.phase() == Phase::In && !finished.get_untracked() {
            // After the provider, the address says nothing of where the way began.
            let next = back.get_value().unwrap_or_else(|| next.get_untracked() + &Address::fragment());
            address.go(&safe_next(&next), Step::Replace);
        }
    });
    let to_provider =
        Callback::new(move |()| provider::leave(&(next.get_untracked() + &Address::fragment())).is_some());
    view! {
        <Door title="ECN Console">
            {move || failure.get().map(|why| view! { <Notice tone=Tone::Bad title="Not signed in"><p>{why}</p></Notice> })}
            <Show
                when=move || !finished.get()
                fallback=|| view! { <p>"You are signed in. You can close this window and continue on the page that you came from."</p> }
            >
                <ControllerChoice page=Page::SignIn />
                <WhichController />
                <SignInForm />
                <ProviderButton leave=to_provider />
            </Show>
        </Door>
    }
}

/// Which Controller the sign-in is for, asked before anybody types a password; and why it cannot be, when it does not
/// answer.
#[component]
fn WhichController() -> impl IntoView {
    let controllers = expect_context::<Controllers>();
    let failure = RwSignal::new(None::<client::Error>);
    let ask = move || {
        spawn_local(async move {
            let answer = controllers.capabilities(&controllers.current_untracked()).await;
            failure.try_set(answer.err());
        });
    };
    ask();
    let title = move || controllers.current_capabilities().map(|capabilities| capabilities.title());
    let config = settings_problem().map(|problem| {
        view! {
            <Notice tone=Tone::Warn title="This console’s settings are wrong">
                <p>{problem}</p>
                <p class="soft">"Until whoever runs it has fixed the file, it uses the server that it was loaded from."</p>
            </Notice>
        }
    });
    view! {
        {config}
        <p class="soft">
            {move || title().unwrap_or_else(|| "Controller".to_owned())} " at "
            <span class="mono">{move || controllers.current().short()}</span>
        </p>
        {move || {
            failure.get().map(|error| view! {
                <Notice tone=Tone::Bad title="The Controller does not answer">
                    {move || controllers.obstacle().map(|why| view! { <p>{why}</p> })}
                    <p class="soft">{error.to_string()}</p>
                    <div>
                        <button type="button" class="btn" on:click=move |_| ask()>
                            "Try again"
                        </button>
                    </div>
                </Notice>
            })
        }}
    }
}

fn why(ended: Ended) -> impl IntoView {
    let (title, text) = match ended {
        Ended::Refused => (
            "The Controller refuses this sign-in",
            "It took the sign-in, but not the token that came of it. Its identity settings (KC_URL, KC_REALM, KC_CLIENT, \
             KC_REALM_KEY) do not fit its identity provider; whoever runs the Controller can set them right.",
        ),
        Ended::Fleeting => (
            "Your session ends as soon as it begins",
            "Every new token is over when it comes. The identity provider gives tokens no time to live, or its clock is \
             wrong; whoever runs it can set that right. Nothing on the page is lost.",
        ),
        Ended::Stranger => (
            "Somebody else signed in",
            "Another person signed in at this Controller in another tab or window. This page still waits for you: sign in as \
             yourself to continue where you were, or sign out to leave it. Nothing on the page is shown to anybody else.",
        ),
        Ended::Over => (
            "Your session has ended",
            "Sign in again to continue where you were. Nothing on the page is lost.",
        ),
    };
    view! {
        <h2>{title}</h2>
        <p>{text}</p>
    }
}

/// Leads to the provider; `leave` says whether that went well.
#[component]
fn ProviderButton(leave: Callback<(), bool>) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let leave = move |_| {
        if !leave.run(()) {
            toasts.warn("This browser blocks the sign-in. Allow storage and pop-up windows for this page.");
        }
    };
    let controllers = expect_context::<Controllers>();
    // The page is drawn anew for each Controller.
    let offered = untrack(|| controllers.is_own()).then(provider::provider).flatten();
    offered.map(|_| {
        view! {
            <div class="or">"or"</div>
            <button type="button" class="btn wide" on:click=leave>
                "Sign in through the identity provider"
            </button>
        }
    })
}

/// The same form over whatever page is open; the page and what was typed into it stay.
#[component]
pub fn SignInAgain() -> impl IntoView {
    let session = expect_context::<Session>();
    let controllers = expect_context::<Controllers>();
    let leave = move |_| {
        if controllers.lets_go() {
            session.sign_out();
        }
    };
    let open = Signal::derive(move || session.phase() == Phase::Ended);
    let elsewhere = Callback::new(move |()| session.sign_in_elsewhere().is_some());
    let person = move || session.user().map(|user| view! { <p class="soft">{anybody_else(&user)}</p> });
    view! {
        <Dialog open title="Sign in again" on_close=Callback::new(|()| ()) dismissable=false>
            {move || why(session.ended())}
            {person}
            <SignInForm />
            <ProviderButton leave=elsewhere />
            <div>
                <button type="button" class="btn quiet" on:click=leave>
                    "Leave instead"
                </button>
            </div>
        </Dialog>
    }
}

fn anybody_else(user: &str) -> String {
    format!("You were signed in as {user}. If you sign in as somebody else, what waits here is not sent.")
}

#[component]
fn SignInForm() -> impl IntoView {
    let session = expect_context::<Session>();
    let (email, password, code) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let failure = RwSignal::new(None::<NotSignedIn>);
    let pending = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if pending.get_untracked() {
            return;
        }
        pending.set(true);
        failure.set(None);
        let (email, password, code) = (email.get_untracked(), password.get_untracked(), code.get_untracked());
        spawn_local(async move {
            let answer = session.sign_in(email, password, code).await;
            pending.try_set(false);
            failure.try_set(answer.err());
        });
    };
    let none = Signal::derive(|| None);
    view! {
        <form class="stack" novalidate on:submit=submit>
            {move || failure.get().map(said)}
            <Field id="email" label="E-mail" hint="" input=Input::Email value=email on_input=Callback::new(move |text| email.set(text)) problem=none />
            <Field id="password" label="Password" hint="" input=Input::Secret value=password on_input=Callback::new(move |text| password.set(text)) problem=none />
            <Field
                id="code"
                label="One-time code"
                hint="Only if your account has a second factor."
                input=Input::Number
                value=code
                on_input=Callback::new(move |text| code.set(text))
                problem=none
            />
            <button type="submit" class="btn main" aria-disabled=move || pending.get().to_string()>
                {move || if pending.get() { "Signing in" } else { "Sign in" }}
            </button>
        </form>
    }
}

fn said(failure: NotSignedIn) -> impl IntoView {
    let (title, text) = match failure {
        NotSignedIn::NoIdentity => (
            "This Controller has no identity provider",
            "It takes any password and gives a placeholder that it then refuses everywhere: only its public pages work. It \
             was started without identity settings (KC_URL, KC_REALM and KC_CLIENT). Whoever runs it has to set them."
                .to_owned(),
        ),
        NotSignedIn::Failed(error) if error.is_unauthorized() => (
            "Not signed in",
            "The e-mail, the password or the one-time code is wrong. The Controller does not say which."
                .to_owned(),
        ),
        NotSignedIn::Failed(error) => ("Could not sign in", format!("{} {}", error.message, error.advice)),
    };
    view! {
        <Notice tone=Tone::Bad title>
            <p>{text}</p>
        </Notice>
    }
}
