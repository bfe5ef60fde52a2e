//! What ends or holds up a session besides its time: another person, clocks that are set, tokens that are over at once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/tabs.rs"]
mod tabs;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use client::{
    Token,
    session::{Effect, Event, Failure, Session, SignIn, Tokens, Usable, Why},
};
use model::LoginTokens;
use tabs::{START, Tabs, jwt, login, tokens};

/// Long after the start: the access token has ended.
const LATE: i64 = START + 301_000;

/// The milliseconds after which a tab wants to be asked again.
fn pauses(effects: &[Effect]) -> Vec<u32> {
    let pause = |effect: &Effect| if let Effect::WantIn(ms) = effect { Some(*ms) } else { None };
    effects.iter().filter_map(pause).collect()
}

#[test]
fn somebody_else_who_signs_in_ends_what_waits() {
    for (who, log) in [("bob", vec!["0 belongs to somebody else", "0 wakes"]), ("ann", vec!["0 wakes"])] {
        let mut tabs = Tabs::new(1);
        tabs.now = LATE;
        tabs.send(0, Event::Wanted);
        tabs.send(0, Event::NotRenewed(Failure::Rejected));
        let other = Tokens::received(login(who, 3), SignIn::Password, LATE);
        tabs.send(0, Event::SignedIn(Box::new(other)));
        assert_eq!(tabs.log(), log, "{who}");
    }
}

#[test]
fn tokens_that_say_nothing_are_told_apart_by_the_name_that_was_typed() {
    let opaque = |typed: &str, serial: &str| {
        let login =
            LoginTokens { access_token: serial.repeat(32).into(), refresh_token: None, id_token: None };
        Tokens::received(login, SignIn::Password, START).with_name(typed)
    };
    for (typed, another) in [("Ann@Example.com ", false), ("bob@example.com", true)] {
        let mut session = Session::default();
        session.handle(Event::SignedIn(Box::new(opaque("ann@example.com", "ab"))), START);
        let effects = session.handle(Event::SignedIn(Box::new(opaque(typed, "cd"))), START);
        assert_eq!(effects.contains(&Effect::Another), another, "{typed}");
    }
}

/// Tokens that were over when they came.
fn over(serial: u32) -> LoginTokens {
    let payload = URL_SAFE_NO_PAD
        .encode(format!(r#"{{"exp":1000,"iat":1000,"preferred_username":"ann","jti":{serial}}}"#));
    let refresh_token = Some(format!("refresh-{serial}").into());
    LoginTokens { access_token: format!("e30.{payload}.s").into(), refresh_token, id_token: None }
}

#[test]
fn tokens_that_are_over_at_once_are_renewed_after_growing_pauses_and_then_no_more() {
    let mut session = Session::default();
    let first = Tokens::received(over(0), SignIn::Password, START);
    session.handle(Event::SignedIn(Box::new(first)), START);
    let (mut renewed, mut asked) = (Vec::new(), Vec::new());
    // Requests want a token a hundred times a second.
    for now in (START..START + 20_000).step_by(10) {
        let mut effects = session.handle(Event::Wanted, now);
        assert_eq!(session.usable(now), Usable::Wait);
        if effects.contains(&Effect::TakeLock) {
            effects = session.handle(Event::Locked, now);
        }
        if effects.iter().any(|effect| matches!(effect, Effect::Renew(..))) {
            renewed.push(now - START);
            effects = session.handle(Event::Renewed(over(renewed.len() as u32)), now);
            assert!(effects.contains(&Effect::ReleaseLock));
        }
        asked.extend(effects.into_iter().filter(|effect| matches!(effect, Effect::AskSignIn(_))));
    }
    assert_eq!(renewed, [0, 2_000, 6_000]);
    assert_eq!(asked.first(), Some(&Effect::AskSignIn(Why::Fleeting)), "the first sentence is the reason");
}

#[test]
fn a_clock_that_was_set_back_between_two_loads_of_the_page_blames_nobody() {
    let before = START - 600_000;
    let mut session = Session::default();
    session.handle(Event::SignedIn(Box::new(tokens("ann", 0))), before);
    let effects = session.handle(Event::Refused(Token::new(jwt("ann", 0))), before + 500);
    assert_eq!(effects, [Effect::TakeLock], "it is renewed");
    // What cannot be renewed is tried, and has merely ended when it is refused.
    let login = LoginTokens { refresh_token: None, ..login("ann", 0) };
    let mut session = Session::default();
    session.handle(Event::SignedIn(Box::new(Tokens::received(login, SignIn::Password, START))), before);
    assert_eq!(session.usable(before), Usable::Token(Token::new(jwt("ann", 0))));
    let effects = session.handle(Event::Refused(Token::new(jwt("ann", 0))), before + 500);
    assert_eq!(effects, [Effect::AskSignIn(Why::Expired)]);
}

#[test]
fn tabs_whose_clocks_differ_reckon_the_same_life() {
    let mut one = Session::default();
    let effects = one.handle(Event::SignedIn(Box::new(tokens("ann", 0))), START);
    let told = effects.into_iter().find_map(|effect| match effect {
        Effect::Tell(message) => Some(message),
        _ => None,
    });
    for other_now in [START - 7_200_000, START + 7_200_000] {
        let mut other = Session::default();
        let effects = other.handle(Event::Heard(told.clone().unwrap()), other_now);
        assert_eq!(pauses(&effects), [280_000], "its clock says {other_now}");
    }
}

#[test]
fn a_network_that_is_back_ends_the_pause_before_a_renewal() {
    let mut tabs = Tabs::new(1);
    tabs.now = LATE;
    tabs.send(0, Event::Wanted);
    tabs.send(0, Event::NotRenewed(Failure::Busy(30_000)));
    tabs.now += 20_000;
    tabs.send(0, Event::Wanted);
    assert_eq!(tabs.renewals.len(), 1, "it wants to be left alone for longer");
    tabs.send(0, Event::Online);
    assert_eq!(tabs.renewals.len(), 2);
    let mut nobody = Session::default();
    assert_eq!(nobody.handle(Event::Online, START), []);
}
