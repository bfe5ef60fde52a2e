//! The session with one Controller. What to do and when is decided by the pure machine in the client crate; this carries
//! it out in the browser. Tokens live in memory and, so that a reload does not sign out, in the tab's sessionStorage;
//! nowhere else. Requests wait here while a token is renewed or while the person signs in again, so that work goes on.

use std::time::Duration;

use client::session::{
    Claims, Effect, Event, Failure, Message, Session as Machine, SignIn, Tokens, Usable, Why,
};
use client::{BaseUrl, ErrorKind, Token, api};
use futures::channel::oneshot;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Hidden;

use super::{provider, session_ms, tabs};
use crate::controllers::Controllers;
use crate::host::{anonymous, carrier};
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

/// Why a session has ended that waits for its person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ended {
    /// Its time was over.
    #[default]
    Over,
    /// The Controller does not trust this way of signing in.
    Refused,
    /// It gets nothing but tokens that are over when they come.
    Fleeting,
    /// Somebody else signed in in another tab or window.
    Stranger,
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
    ended: RwSignal<Ended>,
    claims: RwSignal<Option<Claims>>,
    person: RwSignal<Option<String>>,
    /// Counts the persons: one more when somebody else signs in, and when the session ends for good.
    epoch: RwSignal<u64>,
    /// The person signed out in this tab, where it was asked what becomes of the texts.
    left_here: StoredValue<bool>,
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
            ended: RwSignal::new(Ended::Over),
            claims: RwSignal::new(None),
            person: RwSignal::new(None),
            epoch: RwSignal::new(0),
            left_here: StoredValue::new(false),
            waiting: StoredValue::new_local(Vec::new()),
            tabs: StoredValue::new_local(tabs::Tabs::default()),
        };
        one.tabs.set_value(tabs::Tabs::open(&name, move |message| one.feed(Event::Heard(message))));
        // It lives as long as the page.
        let _ = window_event_listener(leptos::ev::online, move |_| one.feed(Event::Online));
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

    pub fn ended(self) -> Ended {
        self.ended.get()
    }

    /// Whether the session was ended by the person in this tab, and not in another one.
    pub fn was_left_here(self) -> bool {
        self.left_here.get_value()
    }

    pub fn epoch(self) -> u64 {
        self.epoch.get()
    }

    pub fn epoch_untracked(self) -> u64 {
        self.epoch.get_untracked()
    }

    /// Who is signed in, for comparing: the same text is the same person.
    pub fn person(self) -> Option<String> {
        self.person.get()
    }

    /// How the person signed in, and the provider's token about that.
    fn way(self) -> Option<(SignIn, Option<Hidden<String>>)> {
        self.machine.with_value(|machine| machine.way().map(|(way, identity)| (way, identity.cloned())))
    }

    pub fn claims(self) -> Option<Claims> {
        self.claims.get()
    }

    /// Signs in. A wrong password and a wrong code look alike to the Controller.
    pub async fn sign_in(self, email: String, password: String, code: String) -> Result<(), NotSignedIn> {
        let address = self.address.get_value();
        let code = (!code.is_empty()).then_some(code);
        let login = async {
            let capabilities = self.controllers.capabilities(&address).await?;
            let call = api::auth::login(&email, &Hidden::new(password), code.as_deref());
            Ok((capabilities, anonymous(address.clone()).send(call).await?))
        };
        let (capabilities, login) = login.await.map_err(NotSignedIn::Failed)?;
        let tokens = Tokens::received(login, SignIn::Password, session_ms()).with_name(&email);
        if tokens.is_placeholder(&capabilities) {
            return Err(NotSignedIn::NoIdentity);
        }
        self.take(tokens);
        Ok(())
    }

    pub fn take(self, tokens: Tokens) {
        self.feed(Event::SignedIn(Box::new(tokens)));
    }

    /// Lets the person sign in at the provider in a window of its own. That one begins with a copy of this tab's storage, and
    /// must not take itself for signed in.
    pub fn sign_in_elsewhere(self) -> Option<()> {
        let kept = Keep::Tab.read(&self.name());
        Keep::Tab.forget(&self.name());
        let opened = provider::open_window();
        if let Some(kept) = kept {
            Keep::Tab.write(&self.name(), &kept);
        }
        opened
    }

    /// Ends the session in all tabs and tells the Controller, whose answer does not matter: the tokens are gone either
    /// way. What was on screen belonged to who signed out, so the page begins anew. A session that began at the identity
    /// provider is ended there too, or the next one to sign in on this machine would be let in as this person.
    pub fn sign_out(self) {
        let leave = match self.way() {
            Some((SignIn::Provider, identity)) => provider::logout_address(identity.as_ref()),
            _ => None,
        };
        let access = match self.machine.with_value(|machine| machine.usable(session_ms())) {
            Usable::Token(token) => Some(token),
            Usable::Wait => None,
        };
        let address = self.address.get_value();
        let capabilities = untrack(|| self.controllers.known_capabilities(&address)).unwrap_or_default();
        spawn_local(async move {
            if let Some(access) = access {
                let credentials = std::sync::Arc::new(client::FixedToken(access));
                let client =
                    anonymous(address.clone()).with_credentials(credentials).with_capabilities(capabilities);
                let _ = client.send(api::auth::logout()).await;
            }
            self.controllers.forget_capabilities(&address);
            self.left_here.set_value(true);
            self.feed(Event::SignedOut);
            if let Some(address) = leave {
                // Refused only for addresses that are none.
                let _ = window().location().assign(address.expose());
            }
        });
    }

    pub(super) fn took(self, token: &Token) {
        let _ = self.machine.try_update_value(|machine| machine.took(token));
    }

    pub(super) fn feed(self, event: Event) {
        let effects = self.machine.try_update_value(|machine| machine.handle(event, session_ms()));
        let (claims, person) = self.machine.with_value(|machine| (machine.claims(), machine.person()));
        if self.person.with_untracked(|before| *before != person) {
            self.person.set(person);
        }
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
            Effect::Another => {
                self.epoch.update(|epoch| *epoch += 1);
                self.wake();
            }
            Effect::Wake => {
                self.left_here.set_value(false);
                self.ended.set(Ended::Over);
                self.enter(Phase::In);
                self.wake();
            }
            Effect::WantIn(ms) => {
                set_timeout(move || self.feed(Event::Wanted), Duration::from_millis(ms.into()));
            }
            Effect::AskSignIn(why @ (Why::Expired | Why::Refused | Why::Fleeting | Why::Stranger)) => {
                // Requests that wait ask again, and then the token has merely ended.
                match why {
                    Why::Refused => self.ended.set(Ended::Refused),
                    Why::Fleeting => self.ended.set(Ended::Fleeting),
                    Why::Stranger => self.ended.set(Ended::Stranger),
                    _ => {}
                }
                self.enter(Phase::Ended);
            }
            Effect::AskSignIn(why @ (Why::SignedOut | Why::NotSignedIn)) => {
                if why == Why::SignedOut {
                    self.epoch.update(|epoch| *epoch += 1);
                }
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
            Err(error) => Event::NotRenewed(match error.retry_after_s {
                Some(seconds) => Failure::Busy(seconds.saturating_mul(1_000)),
                None => Failure::NoAnswer,
            }),
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

    /// The token for a request of the person with this number; waits while there is a session but no good token.
    pub(super) async fn usable(self, epoch: u64) -> Option<Token> {
        loop {
            if self.phase.get_untracked() == Phase::Out || self.epoch_untracked() != epoch {
                return None;
            }
            self.feed(Event::Wanted);
            if let Usable::Token(token) = self.machine.with_value(|machine| machine.usable(session_ms())) {
                return Some(token);
            }
            let (sender, woken) = oneshot::channel();
            self.waiting.update_value(|waiting| waiting.push(sender));
            let _ = woken.await;
        }
    }
}

fn name(address: &BaseUrl) -> String {
    format!("{KEY} {}", address.short())
}
