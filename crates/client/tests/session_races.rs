//! Sessions of several tabs in every order that events can come in: a small world of tabs, locks, messages and a provider
//! whose refresh tokens work once, driven by dice that always fall the same way.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{HashSet, VecDeque};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use client::session::{Effect, Event, Failure, Message, Session, SignIn, Tokens, Usable};
use model::{Hidden, LoginTokens};

const START: i64 = 1_000_000;

/// The same numbers in every run (a linear congruential generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(end).unwrap()).unwrap()
    }
}

#[derive(Default)]
struct Tab {
    session: Session,
    mail: VecDeque<Message>,
    /// When the machine wants to be asked again.
    timers: Vec<i64>,
    /// A request waits for a token.
    waits: bool,
    /// The sign-in is shown.
    asked: bool,
    /// The sign-in that its storage belongs to.
    family: Option<String>,
}

/// A renewal on its way: who asked with what, and what the provider said once it has.
struct Renewal {
    tab: usize,
    refresh: String,
    answer: Option<Event>,
}

struct World {
    now: i64,
    dice: Dice,
    tabs: Vec<Tab>,
    /// `None` where the browser has no locks: every tab gets one at once.
    lock: Option<VecDeque<usize>>,
    renewals: Vec<Renewal>,
    good: HashSet<String>,
    /// The sign-ins that somebody ended.
    ended: HashSet<String>,
    serial: u32,
    history: Vec<String>,
}

impl World {
    fn new(seed: u64, locks: bool) -> Self {
        let tabs = (0..3).map(|_| Tab::default()).collect();
        let lock = locks.then(VecDeque::new);
        let dice = Dice(seed);
        let (renewals, good, ended, history) = (vec![], HashSet::new(), HashSet::new(), vec![]);
        let mut world = Self { now: START, dice, tabs, lock, renewals, good, ended, serial: 0, history };
        world.sign_in(0, "ann");
        world
    }

    /// What the provider hands out; every token has a refresh token that works once.
    fn login(&mut self, user: &str) -> LoginTokens {
        self.serial += 1;
        let payload =
            format!(r#"{{"exp":160,"iat":100,"preferred_username":"{user}","jti":{}}}"#, self.serial);
        let refresh = format!("{user} {}", self.serial);
        self.good.insert(refresh.clone());
        let access = format!("e30.{}.signature", URL_SAFE_NO_PAD.encode(payload));
        LoginTokens {
            access_token: Hidden::new(access),
            refresh_token: Some(Hidden::new(refresh)),
            id_token: None,
        }
    }

    fn sign_in(&mut self, tab: usize, user: &str) {
        let login = self.login(user);
        let tokens = Tokens::received(login, SignIn::Password, self.now);
        self.feed(tab, Event::SignedIn(Box::new(tokens)));
    }

    fn user(&self, tab: usize) -> Option<String> {
        self.tabs[tab].session.claims().and_then(|claims| claims.user)
    }

    fn feed(&mut self, tab: usize, event: Event) {
        let own = matches!(event, Event::SignedIn(_));
        let (before, what) = (self.user(tab), format!("{} tab {tab}: {event:?}", self.now));
        let effects = self.tabs[tab].session.handle(event, self.now);
        self.history.push(format!("{what} -> {effects:?}"));
        if let (Some(before), Some(after), false) = (&before, self.user(tab), own) {
            assert_eq!(*before, after, "a tab goes on as somebody else\n{}", self.history.join("\n"));
        }
        if let (Some(before), Some(after)) = (before, self.user(tab)) {
            let told = effects.first() == Some(&Effect::Another);
            assert_eq!(told, before != after, "who it is now is not told\n{}", self.history.join("\n"));
        }
        for effect in effects {
            self.carry_out(tab, effect);
        }
    }

    fn carry_out(&mut self, tab: usize, effect: Effect) {
        match effect {
            Effect::TakeLock => match &mut self.lock {
                None => self.feed(tab, Event::Locked),
                Some(queue) => {
                    queue.push_back(tab);
                    if queue.len() == 1 {
                        self.feed(tab, Event::Locked);
                    }
                }
            },
            Effect::ReleaseLock => {
                let Some(queue) = &mut self.lock else { return };
                assert_eq!(queue.pop_front(), Some(tab), "{}", self.history.join("\n"));
                if let Some(next) = queue.front().copied() {
                    self.feed(next, Event::Locked);
                }
            }
            Effect::Renew(token, _) => {
                self.renewals.push(Renewal { tab, refresh: token.expose().clone(), answer: None });
            }
            Effect::Tell(message) => {
                for other in (0..self.tabs.len()).filter(|other| *other != tab) {
                    self.tabs[other].mail.push_back(message.clone());
                }
            }
            Effect::WantIn(ms) => self.tabs[tab].timers.push(self.now + i64::from(ms)),
            Effect::Wake => {
                self.tabs[tab].asked = false;
                if self.tabs[tab].waits {
                    self.request(tab);
                }
            }
            Effect::AskSignIn(_) => self.tabs[tab].asked = true,
            // Work of the one before does not go on.
            Effect::Another => self.tabs[tab].waits = false,
            Effect::Store(tokens) => {
                let stored = serde_json::to_value(tokens).unwrap();
                self.tabs[tab].family = stored["family"].as_str().map(str::to_owned);
            }
            Effect::Forget => self.ended.extend(self.tabs[tab].family.take()),
        }
    }

    /// A request does what the app does: it wants a token and takes it, or waits until it is woken.
    fn request(&mut self, tab: usize) {
        self.tabs[tab].waits = false;
        self.feed(tab, Event::Wanted);
        self.tabs[tab].waits = self.tabs[tab].session.usable(self.now) == Usable::Wait;
    }

    fn deliver(&mut self, tab: usize) {
        if let Some(message) = self.tabs[tab].mail.pop_front() {
            self.feed(tab, Event::Heard(message));
        }
    }

    /// The provider decides about the renewal with this number.
    fn decide(&mut self, index: usize, answers: bool) {
        let refresh = self.renewals[index].refresh.clone();
        let known = answers && self.good.remove(&refresh);
        let answer = match refresh.split_once(' ').filter(|_| known) {
            Some((user, _)) => Event::Renewed(self.login(user)),
            None if answers => Event::NotRenewed(Failure::Rejected),
            None => Event::NotRenewed(Failure::NoAnswer),
        };
        self.renewals[index].answer = Some(answer);
    }

    fn answer(&mut self, index: usize) {
        if self.renewals[index].answer.is_some() {
            let renewal = self.renewals.remove(index);
            self.feed(renewal.tab, renewal.answer.unwrap());
        }
    }

    fn pass(&mut self, ms: i64) {
        self.now += ms;
        for tab in 0..self.tabs.len() {
            let count = self.tabs[tab].timers.len();
            self.tabs[tab].timers.retain(|at| *at > START.max(self.now));
            if self.tabs[tab].timers.len() < count {
                self.feed(tab, Event::Wanted);
            }
        }
    }

    fn step(&mut self) {
        let tab = self.dice.below(self.tabs.len());
        match self.dice.below(20) {
            0..=4 => self.deliver(tab),
            5..=8 if !self.renewals.is_empty() => {
                let (index, answers) = (self.dice.below(self.renewals.len()), self.dice.below(8) > 0);
                if self.renewals[index].answer.is_none() {
                    self.decide(index, answers);
                }
            }
            9..=11 if !self.renewals.is_empty() => {
                let index = self.dice.below(self.renewals.len());
                self.answer(index);
            }
            12..=14 => self.request(tab),
            15 | 16 => {
                let ms = [10, 1_000, 12_000, 30_000][self.dice.below(4)];
                self.pass(ms);
            }
            17 => {
                if let Usable::Token(token) = self.tabs[tab].session.usable(self.now) {
                    self.feed(tab, Event::Refused(token));
                }
            }
            18 if self.tabs[tab].asked => {
                let user = ["ann", "bob"][self.dice.below(2)];
                self.sign_in(tab, user);
            }
            19 if self.dice.below(4) == 0 => self.feed(tab, Event::SignedOut),
            _ => {}
        }
    }

    /// Lets everything that is under way come to its end.
    fn settle(&mut self) {
        for _ in 0..200 {
            while let Some(tab) = (0..self.tabs.len()).find(|tab| !self.tabs[*tab].mail.is_empty()) {
                self.deliver(tab);
            }
            if self.renewals.is_empty()
                && self.tabs.iter().all(|tab| tab.timers.iter().all(|at| *at > self.now + 2_000))
            {
                return;
            }
            if self.renewals.is_empty() {
                self.pass(100);
            } else {
                if self.renewals[0].answer.is_none() {
                    self.decide(0, true);
                }
                self.answer(0);
            }
        }
        panic!("it never comes to rest\n{}", self.history.join("\n"));
    }

    /// A request that waits is woken, or somebody has been asked to sign in.
    fn nobody_is_forgotten(&self, seed: u64) {
        for (index, tab) in self.tabs.iter().enumerate() {
            let hangs = tab.waits && !tab.asked;
            assert!(!hangs, "seed {seed}: tab {index} waits for ever\n{}", self.history.join("\n"));
        }
        let ended =
            self.tabs.iter().position(|tab| tab.family.as_ref().is_some_and(|one| self.ended.contains(one)));
        assert_eq!(ended, None, "seed {seed}: it goes on after signing out\n{}", self.history.join("\n"));
        let held = self.lock.as_ref().is_some_and(|queue| !queue.is_empty());
        assert!(!held, "seed {seed}: the lock is kept\n{}", self.history.join("\n"));
    }
}

#[test]
fn no_order_of_events_changes_the_user_revives_a_session_keeps_the_lock_or_forgets_a_request() {
    for locks in [true, false] {
        for seed in 0..700 {
            let mut world = World::new(seed, locks);
            for _ in 0..60 {
                world.step();
            }
            world.settle();
            world.nobody_is_forgotten(seed);
        }
    }
}
