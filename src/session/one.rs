//! The session with one Controller. What to do and when is decided by the pure machine in the client crate; this carries
//! it out in the browser. Tokens live in memory and, so that a reload does not sign out, in the tab's sessionStorage;
//! nowhere else. Requests wait here while a token is renewed or while the person signs in again, so that work goes on.

use std::time::Duration;

use client::session::{
    Claims, Effect, Event, Failure, Message, Session as Machine, SignIn, Tokens, Usable, Why,
};
use client::{BaseUrl, BoxFuture, Credentials, ErrorKind, Token, api};
use futures::channel::oneshot;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Hidden;

use super::{now_ms, provider, tabs};
use crate::api::{anonymous, carrier};
use crate::controllers::Controllers;
use crate::storage::Keep;

/// Names the only thing secret that is stored, and only in sessionStorage: with the Controller's address, so that a token
/// is never sent to another one. The channel between tabs and the lock are named like it.
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

/// Why a sign-in did not succeed.
#[derive(Clone, Debug, PartialEq)]
pub enum NotSignedIn {
    Failed(client::Error),
    /// The Controller took anything and gave a placeholder: it has no identity provider.
    NoIdentity,
}

/// The handle to the session with one Controller.
#[derive(Clone, Copy)]
pub struct One {
    address: StoredValue<BaseUrl>,
    controllers: Controllers,
    machine: StoredValue<Machine>,
    phase: RwSignal<Phase>,
    /// The Controller refused even a new token.
    refused: RwSignal<bool>,
    claims: RwSignal<Option<Claims>>,
    waiting: StoredValue<Vec<oneshot::Sender<()>>, LocalStorage>,
    tabs: StoredValue<tabs::Tabs, LocalStorage>,
}

impl One {
    /// Takes up the session that this tab or another one has with the Controller.
    pub fn open(address: BaseUrl, controllers: Controllers) -> Self {
        let name = name(&address);
        let one = Self {
            address: StoredValue::new(address),
            controllers,
            machine: StoredValue::new(Machine::default()),
            phase: RwSignal::new(Phase::Out),
            refused: RwSignal::new(false),
            claims: RwSignal::new(None),
            waiting: StoredValue::new_local(Vec::new()),
            tabs: StoredValue::new_local(tabs::Tabs::default()),
        };
        one.tabs.set_value(tabs::Tabs::open(&name, move |message| one.feed(Event::Heard(message))));
        match one.restore() {
            Some(tokens) => one.feed(Event::SignedIn(Box::new(tokens))),
            // Another tab of this browser may be signed in.
            None => one.carry_out(Effect::Tell(Message::Hello)),
        }
        one
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

    pub fn claims(self) -> Option<Claims> {
        self.claims.get()
    }

    /// Signs in. A wrong password and a wrong code look alike to the Controller.
    pub async fn sign_in(self, email: String, password: String, code: String) -> Result<(), NotSignedIn> {
        let address = self.address.get_value();
        let code = (!code.is_empty()).then_some(code);
        let login = async {
            let dialect = self.controllers.dialect(&address).await?;
            let call = api::auth::login(&email, &Hidden::new(password), code.as_deref());
            Ok((dialect, anonymous(address.clone()).send(call).await?))
        };
        let (dialect, login) = login.await.map_err(NotSignedIn::Failed)?;
        let tokens = Tokens::received(login, SignIn::Password, now_ms());
        if tokens.is_placeholder(&dialect) {
            return Err(NotSignedIn::NoIdentity);
        }
        self.take(tokens);
        Ok(())
    }

    pub fn take(self, tokens: Tokens) {
        self.feed(Event::SignedIn(Box::new(tokens)));
    }

    /// Ends the session in all tabs and tells the Controller, whose answer does not matter: the tokens are gone either
    /// way. What was on screen belonged to who signed out, so the page begins anew.
    pub fn sign_out(self) {
        let access = match self.machine.with_value(|machine| machine.usable(now_ms())) {
            Usable::Token(token) => Some(token),
            Usable::Wait => None,
        };
        let address = self.address.get_value();
        let dialect = untrack(|| self.controllers.known_dialect(&address)).unwrap_or_default();
        spawn_local(async move {
            if let Some(access) = access {
                let credentials = std::sync::Arc::new(client::FixedToken(access));
                let client = anonymous(address.clone()).with_credentials(credentials).with_dialect(dialect);
                let _ = client.send(api::auth::logout()).await;
            }
            self.controllers.forget_dialect(&address);
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
            Effect::TakeLock => {
                tabs::take_lock(&self.name(), self.tabs, move || self.feed(Event::Locked));
            }
            Effect::ReleaseLock => self.tabs.with_value(tabs::Tabs::release_lock),
            Effect::Renew(refresh, way) => spawn_local(self.renew(refresh, way)),
            Effect::Store(tokens) => self.store(&tokens),
            Effect::Forget => Keep::Tab.forget(&self.name()),
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
            _ => anonymous(self.address.get_value()).send(api::auth::refresh(&refresh)).await,
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

    fn name(self) -> String {
        self.address.with_value(name)
    }

    /// Without storage (a private window may refuse it) a reload signs out; nothing else changes.
    fn store(self, tokens: &Tokens) {
        if let Ok(text) = serde_json::to_string(tokens) {
            Keep::Tab.write(&self.name(), &text);
        }
    }

    fn restore(self) -> Option<Tokens> {
        serde_json::from_str(&Keep::Tab.read(&self.name())?).ok()
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

impl Credentials for One {
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

fn name(address: &BaseUrl) -> String {
    format!("{KEY} {}", address.short())
}
