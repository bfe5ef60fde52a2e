//! Tabs of one browser, driven by hand.
#![allow(dead_code, reason = "each test file uses its own part of this")]

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use client::session::{Effect, Event, Message, Session, SignIn, Tokens, Usable};
use model::{Hidden, LoginTokens};

pub(crate) const START: i64 = 1_000_000;

/// A JWT of a user that lives for five minutes; `serial` tells tokens apart.
pub(crate) fn jwt(user: &str, serial: u32) -> String {
    let payload = format!(r#"{{"exp":1300,"iat":1000,"preferred_username":"{user}","jti":{serial}}}"#);
    format!("e30.{}.signature", URL_SAFE_NO_PAD.encode(payload))
}

pub(crate) fn login(user: &str, serial: u32) -> LoginTokens {
    let refresh = Some(Hidden::new(format!("refresh-{user}-{serial}")));
    LoginTokens { access_token: Hidden::new(jwt(user, serial)), refresh_token: refresh, id_token: None }
}

pub(crate) fn tokens(user: &str, serial: u32) -> Tokens {
    Tokens::received(login(user, serial), SignIn::Password, START)
}

/// Tabs with one browser: locks are given in order, messages wait until they are delivered.
pub(crate) struct Tabs {
    pub(crate) now: i64,
    pub(crate) tabs: Vec<Session>,
    pub(crate) lock: Vec<usize>,
    pub(crate) mail: Vec<(usize, Message)>,
    pub(crate) renewals: Vec<(usize, String)>,
    pub(crate) log: Vec<String>,
}

impl Tabs {
    /// So many tabs that share the tokens of one sign-in.
    pub(crate) fn new(count: usize) -> Self {
        let mut tabs = Self {
            now: START,
            tabs: vec![Session::default(); count],
            lock: vec![],
            mail: vec![],
            renewals: vec![],
            log: vec![],
        };
        for tab in 0..count {
            tabs.send(tab, Event::SignedIn(Box::new(tokens("ann", 0))));
        }
        tabs.mail.clear();
        tabs.log.clear();
        tabs
    }

    pub(crate) fn send(&mut self, tab: usize, event: Event) {
        let effects = self.tabs[tab].handle(event, self.now);
        for effect in effects {
            self.carry_out(tab, effect);
        }
    }

    pub(crate) fn carry_out(&mut self, tab: usize, effect: Effect) {
        match effect {
            Effect::TakeLock => {
                self.lock.push(tab);
                if self.lock.len() == 1 {
                    self.send(tab, Event::Locked);
                }
            }
            Effect::ReleaseLock => {
                assert_eq!(self.lock.first(), Some(&tab), "only who holds the lock gives it back");
                self.lock.remove(0);
                if let Some(next) = self.lock.first().copied() {
                    self.send(next, Event::Locked);
                }
            }
            Effect::Renew(token, SignIn::Password) => self.renewals.push((tab, token.expose().clone())),
            Effect::Tell(message) => self.mail.push((tab, message)),
            Effect::AskSignIn(why) => self.log.push(format!("{tab} asks to sign in: {why:?}")),
            Effect::Wake => self.log.push(format!("{tab} wakes")),
            Effect::Another => self.log.push(format!("{tab} belongs to somebody else")),
            Effect::Forget => self.log.push(format!("{tab} forgets")),
            Effect::Store(_) | Effect::WantIn(_) | Effect::Renew(..) => {}
        }
    }

    /// Delivers all messages, also those that are sent meanwhile.
    pub(crate) fn deliver(&mut self) {
        while !self.mail.is_empty() {
            let (from, message) = self.mail.remove(0);
            for tab in (0..self.tabs.len()).filter(|tab| *tab != from) {
                self.send(tab, Event::Heard(message.clone()));
            }
        }
    }

    pub(crate) fn usable(&self, tab: usize) -> Option<String> {
        match self.tabs[tab].usable(self.now) {
            Usable::Token(token) => Some(token.expose().to_owned()),
            Usable::Wait => None,
        }
    }

    pub(crate) fn log(&mut self) -> Vec<String> {
        std::mem::take(&mut self.log)
    }
}
