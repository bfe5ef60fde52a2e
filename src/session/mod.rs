//! Who is signed in. What to do and when is decided by the pure machine in the client crate; this carries it out in the
//! browser. Tokens live in memory and, so that a reload does not sign out, in the tab's sessionStorage; nowhere else.
//! Requests wait here while a token is renewed or while the person signs in again, so that work goes on.

pub mod provider;
mod tabs;

use std::time::Duration;

use client::permissions::{Resource, Verb, allows};
use client::session::{
    Claims, Effect, Event, Failure, Message, Session as Machine, SignIn, Tokens, Usable, Why,
};
use client::{BoxFuture, Credentials, ErrorKind, Hidden, Token, api};
use futures::channel::oneshot;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{anonymous, carrier};

/// The only key under which anything secret is stored, and only in sessionStorage.
const KEY: &str = "ecn-console.session";

/// Where the session is, for the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nobody is signed in.
    Out,
    In,
    /// It ended while someone was at work: pages stay, requests wait for the sign-in over the page.
    Ended,
}

/// The handle to the session.
#[derive(Clone, Copy)]
pub struct Session {
    machine: StoredValue<Machine>,
    phase: RwSignal<Phase>,
    /// The Controller refused even a new token.
    refused: RwSignal<bool>,
    claims: RwSignal<Option<Claims>>,
    waiting: StoredValue<Vec<oneshot::Sender<()>>, LocalStorage>,
    tabs: StoredValue<tabs::Tabs, LocalStorage>,
}

impl Session {
    pub fn provide() -> Self {
        let session = Self {
            machine: StoredValue::new(Machine::default()),
            phase: RwSignal::new(Phase::Out),
            refused: RwSignal::new(false),
            claims: RwSignal::new(None),
            waiting: StoredValue::new_local(Vec::new()),
            tabs: StoredValue::new_local(tabs::Tabs::default()),
        };
        session.tabs.set_value(tabs::Tabs::open(move |message| session.feed(Event::Heard(message))));
        match restore() {
            Some(tokens) => session.feed(Event::SignedIn(Box::new(tokens))),
            // Another tab of this browser may be signed in.
            None => session.carry_out(Effect::Tell(Message::Hello)),
        }
        provide_context(session);
        session
    }

    pub fn is_out(self) -> bool {
        self.phase.get() == Phase::Out
    }

    pub fn phase(self) -> Phase {
        self.phase.get()
    }

    pub fn phase_untracked(self) -> Phase {
        self.phase.get_untracked()
    }

    /// Whether the session ended because the Controller does not trust this way of signing in.
    pub fn is_refused(self) -> bool {
        self.refused.get()
    }

    /// The name of who is signed in, as the token says it.
    pub fn user(self) -> String {
        self.claims.with(|claims| claims.as_ref().and_then(|claims| claims.user.clone())).unwrap_or_default()
    }

    /// Signs in. The error is for the person at the form; a wrong password and a wrong code look alike to the
    /// Controller.
    pub async fn sign_in(self, email: String, password: String, code: String) -> Result<(), client::Error> {
        let code = (!code.is_empty()).then_some(code);
        let call = api::auth::login(&email, &Hidden::new(password), code.as_deref());
        let login = anonymous().send(call).await?;
        self.take(Tokens::received(login, SignIn::Password, now_ms()));
        Ok(())
    }

    fn take(self, tokens: Tokens) {
        self.feed(Event::SignedIn(Box::new(tokens)));
    }

    /// Why the signed-in role may not write such objects; `None` when it may, as far as is known here.
    pub fn refuses(self, resource: Resource, verb: Verb) -> Option<String> {
        let roles =
            self.claims.with(|claims| claims.as_ref().map(|claims| claims.roles(None)).unwrap_or_default());
        allows(&roles, resource, verb).err().map(|reason| reason.to_string())
    }

    /// Ends the session in all tabs and tells the Controller, whose answer does not matter: the tokens are gone either
    /// way. What was on screen belonged to who signed out, so the page begins anew.
    pub fn sign_out(self) {
        let access = match self.machine.with_value(|machine| machine.usable(now_ms())) {
            Usable::Token(token) => Some(token),
            Usable::Wait => None,
        };
        spawn_local(async move {
            if let Some(access) = access {
                let credentials = std::sync::Arc::new(client::FixedToken(access));
                let _ = anonymous().with_credentials(credentials).send(api::auth::logout()).await;
            }
            self.feed(Event::SignedOut);
        });
    }

    fn feed(self, event: Event) {
        let effects = self.machine.try_update_value(|machine| machine.handle(event, now_ms()));
        let claims = self.machine.with_value(Machine::claims);
        if self.claims.with_untracked(|before| *before != claims) {
            self.claims.set(claims);
        }
        for effect in effects.unwrap_or_default() {
            self.carry_out(effect);
        }
    }

    fn carry_out(self, effect: Effect) {
        match effect {
            Effect::TakeLock => tabs::take_lock(self.tabs, move || self.feed(Event::Locked)),
            Effect::ReleaseLock => self.tabs.with_value(tabs::Tabs::release_lock),
            Effect::Renew(refresh, way) => spawn_local(self.renew(refresh, way)),
            Effect::Store(tokens) => {
                store(&tokens);
            }
            Effect::Forget => {
                forget();
            }
            Effect::Tell(message) => self.tabs.with_value(|tabs| tabs.tell(&message)),
            Effect::Wake => {
                self.refused.set(false);
                self.enter(Phase::In);
                self.wake();
            }
            Effect::WantIn(ms) => {
                set_timeout(move || self.feed(Event::Wanted), Duration::from_millis(ms.into()));
            }
            Effect::AskSignIn(why @ (Why::Expired | Why::Refused)) => {
                // Requests that wait ask again, and then the token has merely ended.
                if why == Why::Refused {
                    self.refused.set(true);
                }
                self.enter(Phase::Ended);
            }
            Effect::AskSignIn(Why::SignedOut | Why::NotSignedIn) => {
                self.enter(Phase::Out);
                self.wake();
            }
        }
    }

    fn enter(self, phase: Phase) {
        if self.phase.get_untracked() != phase {
            self.phase.set(phase);
        }
    }

    async fn renew(self, refresh: Hidden<String>, way: SignIn) {
        let answer = match (way, provider::provider()) {
            (SignIn::Provider, Some(provider)) => provider.renew(&carrier(), &refresh).await,
            _ => anonymous().send(api::auth::refresh(&refresh)).await,
        };
        let event = match answer {
            Ok(login) => Event::Renewed(login),
            Err(error) if matches!(error.kind, ErrorKind::Unauthorized | ErrorKind::Invalid) => {
                Event::NotRenewed(Failure::Rejected)
            }
            Err(_) => Event::NotRenewed(Failure::NoAnswer),
        };
        self.feed(event);
    }

    fn wake(self) {
        let waiting = self.waiting.try_update_value(std::mem::take);
        for sender in waiting.unwrap_or_default() {
            // Who stopped waiting does not need to know.
            let _ = sender.send(());
        }
    }

    /// The token for a request; waits while there is a session but no good token.
    async fn usable(self) -> Option<Token> {
        loop {
            if self.phase.get_untracked() == Phase::Out {
                return None;
            }
            self.feed(Event::Wanted);
            if let Usable::Token(token) = self.machine.with_value(|machine| machine.usable(now_ms())) {
                return Some(token);
            }
            let (sender, woken) = oneshot::channel();
            self.waiting.update_value(|waiting| waiting.push(sender));
            let _ = woken.await;
        }
    }
}

impl Credentials for Session {
    fn token(&self) -> BoxFuture<'_, Option<Token>> {
        Box::pin(self.usable())
    }

    fn refused(&self, token: &Token) -> BoxFuture<'_, bool> {
        let token = token.clone();
        Box::pin(async move {
            self.feed(Event::Refused(token));
            self.usable().await.is_some()
        })
    }
}

pub fn now_ms() -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 are whole and far below the limit"
    )]
    let now = js_sys::Date::now() as i64;
    now
}

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}

/// Without storage (a private window may refuse it) a reload signs out; nothing else changes.
fn store(tokens: &Tokens) -> Option<()> {
    storage()?.set_item(KEY, &serde_json::to_string(tokens).ok()?).ok()
}

fn forget() -> Option<()> {
    storage()?.remove_item(KEY).ok()
}

fn restore() -> Option<Tokens> {
    serde_json::from_str(&storage()?.get_item(KEY).ok().flatten()?).ok()
}
