//! The tokens of one sign-in.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Claims;
use crate::Token;
use model::{Capabilities, Hidden, LoginTokens};

/// Tokens that live for less are over when they come.
const FLEETING_MS: i64 = 2_000;
/// By so much clocks of one machine may differ.
const SKEW_MS: i64 = 1_000;

/// The longest time before its end at which a token is renewed, in milliseconds.
const EARLIEST_RENEWAL_MS: i64 = 30_000;

/// How somebody signed in; it decides who renews the tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignIn {
    /// With e-mail and password at the Controller, which renews them as well.
    Password,
    /// At the identity provider, which renews them as well: it refuses the Controller's client there.
    Provider,
}

/// An access token, what renews it, and what is known about it. It serializes with the tokens in clear text: for
/// the tab's sessionStorage and for other tabs of this app, nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tokens {
    access: Hidden<String>,
    refresh: Option<Hidden<String>>,
    /// By the clock of this browser, as are the others; those that were stored without it came long ago.
    #[serde(default)]
    received_ms: i64,
    expires_ms: Option<i64>,
    lifetime_ms: i64,
    way: SignIn,
    /// The same for all tokens that descend from one sign-in; tells nothing about them.
    family: String,
    /// Counts renewals.
    generation: u32,
    /// Who signed in, in the words of the sign-in: for tokens that do not say it themselves.
    #[serde(default)]
    name: Option<String>,
    /// The provider's token about the sign-in, by which it is ended there.
    #[serde(default)]
    identity: Option<Hidden<String>>,
    /// What the clock of the tab said that told another of these.
    #[serde(default)]
    told_ms: Option<i64>,
}

impl Tokens {
    /// The tokens of a new sign-in, received at `now_ms` (milliseconds since 1970 by this browser's clock).
    /// The end is reckoned from the token's lifetime, so that a wrong clock does no harm.
    pub fn received(login: LoginTokens, way: SignIn, now_ms: i64) -> Self {
        let digest = Sha256::digest(login.access_token.expose().as_bytes());
        let family = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Self::build(login, way, now_ms, family, 0)
    }

    /// The same with the name that was typed to sign in.
    pub fn with_name(mut self, name: &str) -> Self {
        self.name = Some(name.trim().to_lowercase());
        self
    }

    /// The tokens that a renewal of `self` brought. A provider that sends no new refresh token means the old one.
    pub fn renewed(&self, login: LoginTokens, now_ms: i64) -> Self {
        let refresh = login.refresh_token.clone().or_else(|| self.refresh.clone());
        let id_token = login.id_token.clone().or_else(|| self.identity.clone());
        let login = LoginTokens { refresh_token: refresh, id_token, ..login };
        let generation = self.generation.saturating_add(1);
        Self {
            name: self.name.clone(),
            ..Self::build(login, self.way, now_ms, self.family.clone(), generation)
        }
    }

    fn build(login: LoginTokens, way: SignIn, now_ms: i64, family: String, generation: u32) -> Self {
        let lifetime_ms =
            Claims::read(login.access_token.expose()).and_then(|claims| claims.lifetime_ms(now_ms));
        Self {
            access: login.access_token,
            refresh: login.refresh_token,
            received_ms: now_ms,
            expires_ms: lifetime_ms.map(|lifetime| now_ms.saturating_add(lifetime)),
            lifetime_ms: lifetime_ms.unwrap_or(0),
            way,
            family,
            generation,
            name: None,
            identity: login.id_token,
            told_ms: None,
        }
    }

    /// The token for requests.
    pub fn access(&self) -> Token {
        Token::new(self.access.expose().as_str())
    }

    /// What renews it, when it can be renewed.
    pub fn refresh(&self) -> Option<&Hidden<String>> {
        self.refresh.as_ref()
    }

    /// How these tokens came about.
    pub fn way(&self) -> SignIn {
        self.way
    }

    /// What the access token says about the user; `None` for tokens that are no JWT (Eclipse Controllers 3.0).
    pub fn claims(&self) -> Option<Claims> {
        Claims::read(self.access.expose())
    }

    /// The person, by the most lasting of what the token says, or by the name that was typed.
    pub fn person(&self) -> Option<String> {
        let claims = self.claims().unwrap_or_default();
        claims.subject.or(claims.user).or(claims.email).or_else(|| self.name.clone())
    }

    /// Whether both are certainly of one person: nobody may go on as somebody else.
    pub(super) fn is_of_same_person(&self, other: &Self) -> bool {
        self.person().is_some() && self.person() == other.person()
    }

    /// The provider's token about the sign-in, if it came from there.
    pub(super) fn identity(&self) -> Option<&Hidden<String>> {
        self.identity.as_ref()
    }

    /// True when these were over when they came, or nearly.
    pub(super) fn is_fleeting(&self) -> bool {
        self.expires_ms.is_some() && self.lifetime_ms < FLEETING_MS
    }

    /// True when these came of a renewal.
    pub(super) fn is_renewed(&self) -> bool {
        self.generation > 0
    }

    /// The same for other tabs, whose clocks may say something else.
    pub(super) fn told(mut self, now_ms: i64) -> Self {
        self.told_ms = Some(now_ms);
        self
    }

    /// The same by the clock of the tab that hears of them.
    pub(super) fn heard(mut self, now_ms: i64) -> Self {
        let Some(told_ms) = self.told_ms.take() else { return self.loaded(now_ms) };
        let ahead = now_ms.saturating_sub(told_ms);
        self.received_ms = self.received_ms.saturating_add(ahead);
        self.expires_ms = self.expires_ms.map(|end| end.saturating_add(ahead));
        self
    }

    /// The same when they were kept by a clock that has been set back since, which shows when they come from the future.
    /// How much of their life is left, nobody knows: they are renewed, or tried as long as the Controller takes them.
    pub(super) fn loaded(mut self, now_ms: i64) -> Self {
        if self.received_ms > now_ms.saturating_add(SKEW_MS) {
            self.received_ms = i64::MIN;
            self.expires_ms = self.expires_ms.filter(|_| self.refresh.is_some()).map(|_| now_ms);
        }
        self
    }

    /// True when these will work nowhere: a Controller without an identity provider answers every sign-in with a
    /// placeholder and then refuses it (Controller contract 2). Only where no word stands before a token is it no JWT.
    pub fn is_placeholder(&self, capabilities: &Capabilities) -> bool {
        capabilities.takes_bearer() && self.claims().is_none()
    }

    /// True when the access token has ended. One without a known end never does; the Controller will say.
    pub fn is_expired(&self, now_ms: i64) -> bool {
        self.expires_ms.is_some_and(|end| now_ms >= end)
    }

    /// When to renew, by this browser's clock: some time before the end, less for short-lived tokens.
    pub fn renew_at_ms(&self) -> Option<i64> {
        self.refresh.as_ref()?;
        Some(self.expires_ms? - EARLIEST_RENEWAL_MS.min(self.lifetime_ms / 3))
    }

    /// How much longer a tab that only heard of these waits before it renews them itself: a third of what is left then.
    pub(super) fn patience_ms(&self) -> i64 {
        EARLIEST_RENEWAL_MS.min(self.lifetime_ms / 3) / 3
    }

    /// When they came, here or in the tab that renewed them; being loaded from the storage again makes them no newer.
    pub(super) fn received_ms(&self) -> i64 {
        self.received_ms
    }

    /// Names the sign-in that these tokens descend from.
    pub(super) fn family(&self) -> &str {
        &self.family
    }

    /// True when `other` descends from the same sign-in and is newer.
    pub(super) fn is_followed_by(&self, other: &Self) -> bool {
        self.family == other.family && other.generation > self.generation
    }

    /// The same without the means to renew, after the provider refused it.
    pub(super) fn without_refresh(mut self) -> Self {
        self.refresh = None;
        self
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    use super::*;

    /// Tokens that live for so many seconds, received at 1000 ms.
    fn lasting(seconds: i64, refresh: Option<&str>) -> Tokens {
        Tokens::received(login(seconds, refresh), SignIn::Provider, 1_000)
    }

    fn login(seconds: i64, refresh: Option<&str>) -> LoginTokens {
        let payload = URL_SAFE_NO_PAD.encode(format!(r#"{{"exp":{seconds},"iat":0}}"#));
        let access_token = Hidden::new(format!("e30.{payload}.signature"));
        LoginTokens { access_token, refresh_token: refresh.map(Hidden::from), id_token: None }
    }

    #[test]
    fn tokens_are_renewed_some_time_before_their_end_and_only_with_something_to_renew_them() {
        // seconds, refresh token, when
        assert_eq!(lasting(300, Some("r")).renew_at_ms(), Some(271_000));
        assert_eq!(lasting(6, Some("r")).renew_at_ms(), Some(5_000), "a third of a short life");
        assert_eq!(lasting(300, None).renew_at_ms(), None);
        assert!(!lasting(6, None).is_expired(6_999));
        assert!(lasting(6, None).is_expired(7_000));
    }

    #[test]
    fn a_provider_that_sends_no_new_refresh_token_means_the_old_one() {
        let first = lasting(300, Some("old"));
        let second = first.renewed(login(301, None), 2_000);
        assert_eq!(second.refresh(), Some(&Hidden::from("old")));
        assert_eq!(second.renewed(login(302, Some("new")), 3_000).refresh(), Some(&Hidden::from("new")));
        assert!(first.is_followed_by(&second) && !second.is_followed_by(&first));
        assert!(!first.is_followed_by(&lasting(302, Some("old"))), "another sign-in");
    }
}
