//! One session over several tabs: renewed once for all that wait, ended everywhere at once.
//!
//! Refresh tokens work once, so two tabs that share one must not both use it. A tab renews only under a lock that
//! the browser gives to one tab at a time; whoever gets it second finds that it has heard the new tokens meanwhile.

use super::{Claims, Effect, Event, Failure, Message, SignIn, Tokens, Usable, Why};
use crate::Token;
use model::{Hidden, LoginTokens};

/// Milliseconds to wait before another attempt to renew when the first got no answer.
const RENEWAL_PAUSE_MS: i64 = 5_000;
/// Milliseconds in which another tab may still tell that it was the one who used up the refresh token.
const DOUBT_MS: i64 = 1_500;
/// The shortest and the longest time to wait for a renewal.
const SHORTEST_TIMER_MS: i64 = 1_000;
const LONGEST_TIMER_MS: i64 = i32::MAX as i64;
/// So many ended sign-ins are remembered.
const ENDED: usize = 16;
/// A token that is refused within so many milliseconds after it came is not worth renewing.
const TOO_SOON_MS: i64 = 10_000;
/// The pause before tokens are renewed that were over when they came; twice as long after each further time.
const FLEETING_PAUSE_MS: i64 = 1_000;
/// So many renewals in a row may bring tokens that are over when they come.
const MOST_FLEETING: u32 = 3;
/// The longest time that the other side may ask to be left alone for.
const LONGEST_BUSY_MS: i64 = 60_000;

/// The session of one tab with one Controller.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Session {
    tokens: Option<Tokens>,
    /// The tokens came to this tab first; those that heard of them leave it the renewal for a while.
    leads: bool,
    phase: Phase,
    /// The access token that the Controller refused although it should still be good.
    refused: Option<Token>,
    /// The Controller has taken the present access token for a request.
    taken: bool,
    /// When a token was last renewed because it was refused although it should still have been good.
    renewed_early_ms: Option<i64>,
    /// No renewal before this time, because the last one got no answer, or nothing that lasts.
    pause_until_ms: i64,
    /// How many renewals in a row have brought tokens that were over when they came.
    fleeting: u32,
    /// The last sign-ins that the user has ended, here or in another tab: late news of them must not bring them back.
    ended: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    #[default]
    Idle,
    /// Waits for the lock.
    Locking,
    /// Holds the lock and waits for the new tokens.
    Renewing,
    /// Holds the lock for a renewal whose answer is of no use any more: other tokens have come.
    Overtaken,
    /// The refresh token was used up already; until this time another tab may tell what it got for it.
    Doubt(i64),
}

impl Phase {
    /// What is left of it when other tokens come, or when the session ends. A lock that is asked for or held stays so, and
    /// is given back when it is due.
    fn overtaken(self) -> Self {
        match self {
            Self::Doubt(_) | Self::Idle => Self::Idle,
            Self::Locking => Self::Locking,
            Self::Renewing | Self::Overtaken => Self::Overtaken,
        }
    }
}

impl Session {
    /// Takes in an event at `now_ms`, by a [`super::Clock`], and says what to do.
    pub fn handle(&mut self, event: Event, now_ms: i64) -> Vec<Effect> {
        match event {
            Event::Wanted => self.wanted(now_ms),
            Event::Refused(token) => self.refused(token, now_ms),
            Event::Locked => self.locked(now_ms),
            Event::Renewed(login) => self.renewed(login, now_ms),
            Event::NotRenewed(failure) => self.not_renewed(failure, now_ms),
            Event::Online => {
                if self.fleeting == 0 {
                    self.pause_until_ms = 0;
                }
                if self.tokens.is_some() { self.wanted(now_ms) } else { Vec::new() }
            }
            Event::SignedIn(tokens) => self.signed_in(*tokens, now_ms),
            Event::SignedOut => {
                let family = self.tokens.as_ref().map(|tokens| tokens.family().to_owned());
                let mut effects = self.end();
                effects.insert(1, Effect::Tell(Message::SignedOut(family)));
                effects
            }
            Event::Heard(message) => self.heard(message, now_ms),
        }
    }

    /// The Controller took this token for a request: if it refuses it later, the token has merely ended.
    pub fn took(&mut self, token: &Token) {
        self.taken |= self.tokens.as_ref().is_some_and(|tokens| tokens.access() == *token);
    }

    /// What a request does now. Send [`Event::Wanted`] first.
    pub fn usable(&self, now_ms: i64) -> Usable {
        match &self.tokens {
            Some(tokens) if self.works(tokens, now_ms) => Usable::Token(tokens.access()),
            // While the other side does not answer, the request had better fail with just that than wait for ever.
            Some(tokens)
                if self.phase == Phase::Idle && self.fleeting == 0 && now_ms < self.pause_until_ms =>
            {
                Usable::Token(tokens.access())
            }
            _ => Usable::Wait,
        }
    }

    /// What the token says about the user.
    pub fn claims(&self) -> Option<Claims> {
        self.tokens.as_ref()?.claims()
    }

    /// The person who is signed in, for comparing: the same text means the same one.
    pub fn person(&self) -> Option<String> {
        self.tokens.as_ref()?.person()
    }

    /// How the person signed in, and the provider's token about that.
    pub fn way(&self) -> Option<(SignIn, Option<&Hidden<String>>)> {
        self.tokens.as_ref().map(|tokens| (tokens.way(), tokens.identity()))
    }

    /// When the tokens are renewed even though no request wants them.
    pub fn renew_at_ms(&self) -> Option<i64> {
        let tokens = self.tokens.as_ref()?;
        Some(tokens.renew_at_ms()? + if self.leads { 0 } else { tokens.patience_ms() })
    }

    fn works(&self, tokens: &Tokens, now_ms: i64) -> bool {
        !tokens.is_expired(now_ms) && self.refused.as_ref() != Some(&tokens.access())
    }

    fn wanted(&mut self, now_ms: i64) -> Vec<Effect> {
        let Some(tokens) = &self.tokens else { return vec![Effect::AskSignIn(Why::NotSignedIn)] };
        let works = self.works(tokens, now_ms);
        let due = !works || self.renew_at_ms().is_some_and(|at| now_ms >= at);
        let busy = match self.phase {
            Phase::Idle => now_ms < self.pause_until_ms,
            Phase::Doubt(until) => now_ms < until,
            Phase::Locking | Phase::Renewing | Phase::Overtaken => true,
        };
        if !due || busy {
            return Vec::new();
        }
        self.phase = Phase::Idle;
        if tokens.refresh().is_some() {
            self.phase = Phase::Locking;
            return vec![Effect::TakeLock];
        }
        if works { Vec::new() } else { vec![Effect::AskSignIn(Why::Expired)] }
    }

    fn refused(&mut self, token: Token, now_ms: i64) -> Vec<Effect> {
        let Some(tokens) = self.tokens.take() else { return self.wanted(now_ms) };
        if tokens.access() != token {
            // Another one has come meanwhile.
            self.tokens = Some(tokens);
            return vec![Effect::Wake];
        }
        self.refused = Some(token);
        let soon = |at_ms: i64| now_ms.saturating_sub(at_ms) < TOO_SOON_MS;
        let untried = !self.taken && soon(tokens.received_ms());
        // What a single request refuses again and again would be renewed for ever.
        if untried || self.renewed_early_ms.is_some_and(soon) {
            self.tokens = Some(tokens.without_refresh());
            return vec![Effect::AskSignIn(if untried { Why::Refused } else { Why::Expired })];
        }
        self.renewed_early_ms = Some(now_ms);
        self.tokens = Some(tokens);
        self.wanted(now_ms)
    }

    fn locked(&mut self, now_ms: i64) -> Vec<Effect> {
        let was_waiting = std::mem::take(&mut self.phase) == Phase::Locking;
        let Some(tokens) = self.tokens.as_ref().filter(|_| was_waiting) else {
            return self.too_late(now_ms);
        };
        let due = tokens.renew_at_ms().is_some_and(|at| now_ms >= at);
        match tokens.refresh() {
            Some(refresh) if due || !self.works(tokens, now_ms) => {
                self.phase = Phase::Renewing;
                vec![Effect::Renew(refresh.clone(), tokens.way())]
            }
            // Another tab was first, and has told.
            _ => vec![Effect::ReleaseLock, Effect::Wake],
        }
    }

    fn renewed(&mut self, login: LoginTokens, now_ms: i64) -> Vec<Effect> {
        let was_renewing = std::mem::take(&mut self.phase) == Phase::Renewing;
        let Some(tokens) = self.tokens.as_ref().filter(|_| was_renewing) else {
            return self.too_late(now_ms);
        };
        let tokens = tokens.renewed(login, now_ms);
        let mut effects = self.adopt(tokens, now_ms, true);
        effects.insert(effects.len().saturating_sub(1), Effect::ReleaseLock);
        effects
    }

    /// Whoever signs in takes over the work of the one before only when it is the same person.
    fn signed_in(&mut self, tokens: Tokens, now_ms: i64) -> Vec<Effect> {
        let another = self.tokens.as_ref().is_some_and(|before| !before.is_of_same_person(&tokens));
        self.fleeting = 0;
        let mut effects = self.adopt(tokens.loaded(now_ms), now_ms, true);
        if another {
            effects.insert(0, Effect::Another);
        }
        effects
    }

    fn not_renewed(&mut self, failure: Failure, now_ms: i64) -> Vec<Effect> {
        let was_renewing = std::mem::take(&mut self.phase) == Phase::Renewing;
        let Some(tokens) = self.tokens.take_if(|_| was_renewing) else { return self.too_late(now_ms) };
        let mut effects = vec![Effect::ReleaseLock];
        match failure {
            Failure::NoAnswer | Failure::Busy(_) => {
                let pause = match failure {
                    Failure::Busy(ms) => i64::from(ms).clamp(RENEWAL_PAUSE_MS, LONGEST_BUSY_MS),
                    _ => RENEWAL_PAUSE_MS,
                };
                self.pause_until_ms = now_ms.saturating_add(pause);
                let works = self.works(&tokens, now_ms);
                self.tokens = Some(tokens);
                effects.push(Effect::Wake);
                // One that has ended is renewed when a request wants it.
                effects.extend(works.then_some(Effect::WantIn(pause as u32)));
            }
            Failure::Rejected => {
                // Locks and messages come in no certain order: another tab may have been first all the same.
                self.phase = Phase::Doubt(now_ms.saturating_add(DOUBT_MS));
                self.tokens = Some(tokens.without_refresh());
                effects.extend([Effect::Tell(Message::Hello), Effect::WantIn(DOUBT_MS as u32)]);
            }
        }
        effects
    }

    /// A lock or an answer that is of no use any more. Tokens that came meanwhile may have waited for this to be renewed.
    fn too_late(&mut self, now_ms: i64) -> Vec<Effect> {
        let mut effects = vec![Effect::ReleaseLock];
        if self.tokens.is_some() {
            effects.extend(self.wanted(now_ms));
        }
        effects
    }

    fn heard(&mut self, message: Message, now_ms: i64) -> Vec<Effect> {
        match message {
            Message::Hello => match &self.tokens {
                Some(tokens) if self.works(tokens, now_ms) => vec![tell(tokens, now_ms)],
                _ => Vec::new(),
            },
            Message::SignedOut(family) => {
                let own = self.tokens.as_ref().map(|tokens| tokens.family().to_owned());
                let mut effects = if own.is_some() { self.end() } else { Vec::new() };
                if own != family {
                    // Nobody else knows that this one has ended as well.
                    effects.extend(own.map(|own| Effect::Tell(Message::Ended(own))));
                    family.into_iter().for_each(|family| self.remember(family));
                }
                effects
            }
            Message::Ended(family) if self.tokens.as_ref().is_some_and(|own| own.family() == family) => {
                self.end()
            }
            Message::Ended(family) => {
                self.remember(family);
                Vec::new()
            }
            // A tab that was put away meanwhile has them in its storage still.
            Message::Tokens(heard) if self.ended.iter().any(|family| family == heard.family()) => {
                vec![Effect::Tell(Message::Ended(heard.family().to_owned()))]
            }
            Message::Tokens(heard) => {
                let heard = heard.heard(now_ms);
                let takes = match &self.tokens {
                    None => true,
                    Some(own) => {
                        own.is_followed_by(&heard)
                            || (!self.works(own, now_ms) && own.is_of_same_person(&heard))
                    }
                };
                if takes {
                    return self.adopt(heard, now_ms, false);
                }
                // Who waits for the sign-in learns that it was somebody else's.
                let waits = |own: &Tokens| own.refresh().is_none() && !self.works(own, now_ms);
                let stranger =
                    self.tokens.as_ref().is_some_and(|own| waits(own) && !own.is_of_same_person(&heard));
                if stranger { vec![Effect::AskSignIn(Why::Stranger)] } else { Vec::new() }
            }
        }
    }

    /// Takes over good tokens.
    fn adopt(&mut self, tokens: Tokens, now_ms: i64, tell: bool) -> Vec<Effect> {
        self.phase = self.phase.overtaken();
        self.leads = tell;
        self.refused = None;
        self.taken = false;
        self.pause_until_ms = 0;
        self.fleeting = if tokens.is_renewed() && tokens.is_fleeting() { self.fleeting + 1 } else { 0 };
        if self.fleeting >= MOST_FLEETING {
            self.tokens = Some(tokens.without_refresh());
            // The last effect may follow the return of the lock.
            return vec![Effect::AskSignIn(Why::Fleeting)];
        }
        self.tokens = Some(tokens.clone());
        let mut effects = vec![Effect::Store(Box::new(tokens.clone()))];
        if tell {
            effects.push(self::tell(&tokens, now_ms));
        }
        if self.fleeting > 0 {
            let pause = FLEETING_PAUSE_MS << self.fleeting;
            self.pause_until_ms = now_ms.saturating_add(pause);
            effects.extend([Effect::WantIn(pause as u32), Effect::Wake]);
            return effects;
        }
        if let Some(at) = self.renew_at_ms() {
            // Browsers count these in 32 bits; a provider whose tokens have ended already is not asked without a pause.
            let ms = at.saturating_sub(now_ms).clamp(SHORTEST_TIMER_MS, LONGEST_TIMER_MS);
            effects.push(Effect::WantIn(ms as u32));
        }
        effects.push(Effect::Wake);
        effects
    }

    fn end(&mut self) -> Vec<Effect> {
        // A renewal that is under way is waited for, so that its answer is not taken for that of the next sign-in's.
        let phase = self.phase.overtaken();
        let (tokens, ended) = (self.tokens.take(), std::mem::take(&mut self.ended));
        *self = Self { ended, phase, ..Self::default() };
        tokens.into_iter().for_each(|tokens| self.remember(tokens.family().to_owned()));
        vec![Effect::Forget, Effect::AskSignIn(Why::SignedOut)]
    }

    fn remember(&mut self, family: String) {
        self.ended.push(family);
        let old = self.ended.len().saturating_sub(ENDED);
        self.ended.drain(..old);
    }
}

fn tell(tokens: &Tokens, now_ms: i64) -> Effect {
    Effect::Tell(Message::Tokens(Box::new(tokens.clone().told(now_ms))))
}
