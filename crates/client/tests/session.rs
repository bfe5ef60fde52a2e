//! Sessions of several tabs, driven by hand: who renews, who waits, who must sign in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/tabs.rs"]
mod tabs;

use client::{
    Token,
    session::{Effect, Event, Failure, Message, Session, SignIn, Tokens, Usable, Why},
};
use model::LoginTokens;
use tabs::{START, Tabs, jwt, login, tokens};

/// Long after the start: the access token has ended.
const LATE: i64 = START + 301_000;

#[test]
fn a_token_is_renewed_before_it_ends_and_only_once_for_all_requests() {
    let mut tabs = Tabs::new(1);
    let due = tabs.tabs[0].renew_at_ms().unwrap();
    assert_eq!(due, START + 270_000);
    tabs.now = due;
    for _ in 0..20 {
        tabs.send(0, Event::Wanted);
    }
    assert_eq!(tabs.renewals.len(), 1);
    assert_eq!(tabs.usable(0), Some(jwt("ann", 0)), "requests go on with the old one meanwhile");
    tabs.send(0, Event::Renewed(login("ann", 1)));
    assert_eq!(tabs.usable(0), Some(jwt("ann", 1)));
    assert!(tabs.lock.is_empty());
}

/// The milliseconds after which a tab wants to be asked again.
fn pauses(effects: &[Effect]) -> Vec<u32> {
    let pause = |effect: &Effect| if let Effect::WantIn(ms) = effect { Some(*ms) } else { None };
    effects.iter().filter_map(pause).collect()
}

#[test]
fn a_token_is_renewed_in_time_also_when_no_request_wants_it() {
    let mut session = Session::default();
    let effects = session.handle(Event::SignedIn(Box::new(tokens("ann", 0))), START);
    assert_eq!(pauses(&effects), [270_000]);
    assert_eq!(session.handle(Event::Wanted, START + 270_000), [Effect::TakeLock]);
    session.handle(Event::Locked, START + 270_000);
    let effects = session.handle(Event::NotRenewed(Failure::NoAnswer), START + 271_000);
    assert_eq!(pauses(&effects), [5_000], "as long as the token is good, it is tried again");
    session.handle(Event::Wanted, START + 276_000);
    session.handle(Event::Locked, START + 276_000);
    let effects = session.handle(Event::Renewed(login("ann", 1)), START + 276_000);
    assert_eq!(pauses(&effects), [270_000]);
    // One without an end, or with one that is decades away, sets no timer that runs off at once.
    let endless = LoginTokens { access_token: "ab".repeat(32).into(), refresh_token: None, id_token: None };
    let tokens = Tokens::received(endless, SignIn::Password, START);
    assert_eq!(pauses(&session.handle(Event::SignedIn(Box::new(tokens)), START)), [0; 0]);
}

#[test]
fn a_tab_that_only_heard_of_the_tokens_leaves_the_renewal_to_the_one_that_got_them() {
    // Without locks nothing else keeps tabs from using one refresh token at the same moment.
    let mut other = Session::default();
    let heard = Event::Heard(Message::Tokens(Box::new(tokens("ann", 0))));
    assert_eq!(pauses(&other.handle(heard, START)), [280_000]);
    assert_eq!(other.handle(Event::Wanted, START + 270_000), []);
    assert_eq!(
        other.handle(Event::Wanted, START + 280_000),
        [Effect::TakeLock],
        "in case that one is closed"
    );
}

#[test]
fn requests_wait_for_the_renewal_when_the_token_has_ended() {
    let mut tabs = Tabs::new(1);
    tabs.now = LATE;
    tabs.send(0, Event::Wanted);
    assert_eq!(tabs.usable(0), None);
    tabs.send(0, Event::Renewed(login("ann", 1)));
    assert_eq!(tabs.log(), ["0 wakes"]);
    assert_eq!(tabs.usable(0), Some(jwt("ann", 1)));
}

#[test]
fn two_tabs_that_share_a_refresh_token_use_it_once() {
    let mut tabs = Tabs::new(2);
    tabs.now = LATE;
    tabs.send(0, Event::Wanted);
    tabs.send(1, Event::Wanted);
    assert_eq!(tabs.renewals, [(0, "refresh-ann-0".to_owned())]);
    // The message is delivered before the lock goes to the other tab.
    let effects = tabs.tabs[0].handle(Event::Renewed(login("ann", 1)), LATE);
    let tell = effects.iter().position(|effect| matches!(effect, Effect::Tell(_))).unwrap();
    let release = effects.iter().position(|effect| *effect == Effect::ReleaseLock).unwrap();
    assert!(tell < release, "the others are told first");
    for effect in effects {
        tabs.carry_out(0, effect);
        tabs.deliver();
    }
    assert_eq!(tabs.renewals.len(), 1, "the second tab finds new tokens when it gets the lock");
    assert_eq!(tabs.usable(1), Some(jwt("ann", 1)));
    assert!(tabs.lock.is_empty());
}

#[test]
fn a_tab_that_was_too_late_hears_what_the_other_got_and_goes_on() {
    let mut tabs = Tabs::new(2);
    tabs.now = LATE;
    tabs.send(0, Event::Wanted);
    tabs.send(1, Event::Wanted);
    // The lock overtakes the message: the second tab tries the used token and is refused.
    tabs.send(0, Event::Renewed(login("ann", 1)));
    assert_eq!(tabs.renewals.len(), 2);
    tabs.send(1, Event::NotRenewed(Failure::Rejected));
    assert_eq!(tabs.usable(1), None);
    tabs.deliver();
    assert_eq!(tabs.usable(1), Some(jwt("ann", 1)));
    tabs.now += 2_000;
    tabs.send(1, Event::Wanted);
    assert!(!tabs.log().iter().any(|line| line.contains("sign in")));
}

#[test]
fn a_tab_whose_token_was_used_up_while_it_slept_asks_the_others() {
    let mut tabs = Tabs::new(2);
    tabs.now = LATE;
    tabs.send(0, Event::Wanted);
    tabs.send(0, Event::Renewed(login("ann", 1)));
    tabs.mail.clear();
    tabs.send(1, Event::Wanted);
    tabs.send(1, Event::NotRenewed(Failure::Rejected));
    tabs.deliver();
    assert_eq!(tabs.usable(1), Some(jwt("ann", 1)));
}

#[test]
fn a_used_up_refresh_token_asks_to_sign_in_and_the_work_goes_on_after_that() {
    let mut tabs = Tabs::new(1);
    tabs.now = LATE;
    tabs.send(0, Event::Wanted);
    tabs.send(0, Event::NotRenewed(Failure::Rejected));
    assert_eq!(tabs.log(), [""; 0], "first another tab gets the time to tell");
    tabs.now += 1_500;
    tabs.send(0, Event::Wanted);
    assert_eq!(tabs.log(), ["0 asks to sign in: Expired"]);
    assert_eq!(tabs.usable(0), None, "requests wait");
    let again = Tokens::received(login("ann", 7), SignIn::Password, tabs.now);
    tabs.send(0, Event::SignedIn(Box::new(again)));
    assert_eq!(tabs.log(), ["0 wakes"]);
    assert_eq!(tabs.usable(0), Some(jwt("ann", 7)));
}

#[test]
fn a_renewal_without_an_answer_lets_requests_fail_instead_of_waiting_for_ever() {
    let mut tabs = Tabs::new(1);
    tabs.now = LATE;
    tabs.send(0, Event::Wanted);
    tabs.send(0, Event::NotRenewed(Failure::NoAnswer));
    assert_eq!(tabs.log(), ["0 wakes"]);
    assert_eq!(tabs.usable(0), Some(jwt("ann", 0)));
    tabs.send(0, Event::Wanted);
    assert_eq!(tabs.renewals.len(), 1, "not at once again");
    tabs.now += 5_000;
    tabs.send(0, Event::Wanted);
    assert_eq!(tabs.renewals.len(), 2);
}

#[test]
fn signing_out_ends_the_session_in_all_tabs_for_good() {
    let mut tabs = Tabs::new(3);
    tabs.now = LATE;
    tabs.send(1, Event::Wanted);
    tabs.send(0, Event::SignedOut);
    tabs.deliver();
    // The answer of a renewal that was under way, and late news of the session, change nothing.
    tabs.send(1, Event::Renewed(login("ann", 1)));
    tabs.send(2, Event::Heard(Message::Tokens(Box::new(tokens("ann", 0).renewed(login("ann", 1), LATE)))));
    tabs.deliver();
    assert!(tabs.tabs.iter().all(|tab| tab.way().is_none()));
    let asked = tabs.log().iter().filter(|line| line.ends_with("SignedOut")).count();
    assert_eq!(asked, 3);
    assert!(tabs.lock.is_empty());
}

#[test]
fn a_tab_that_slept_through_the_sign_out_is_told_when_it_wakes_up() {
    let mut tabs = Tabs::new(2);
    // The browser puts a tab away, which hears nothing then, and reads its storage when it comes back.
    let stored = tokens("ann", 0);
    tabs.send(0, Event::SignedOut);
    tabs.mail.clear();
    let again = Tokens::received(login("ann", 5), SignIn::Password, START);
    tabs.send(0, Event::SignedIn(Box::new(again)));
    tabs.mail.clear();
    tabs.tabs[1] = Session::default();
    tabs.send(1, Event::SignedIn(Box::new(stored)));
    tabs.deliver();
    assert!(tabs.tabs[1].way().is_none());
    assert_eq!(tabs.usable(0), Some(jwt("ann", 5)), "the sign-in after that is another one");
}

#[test]
fn a_tab_that_hears_of_a_sign_out_first_does_not_take_what_was_said_before() {
    let mut tabs = Tabs::new(2);
    tabs.tabs[1] = Session::default();
    tabs.send(0, Event::SignedOut);
    tabs.deliver();
    tabs.send(1, Event::Heard(Message::Tokens(Box::new(tokens("ann", 0)))));
    assert!(tabs.tabs[1].way().is_none());
}

#[test]
fn a_stored_token_that_is_refused_has_merely_ended() {
    let mut session = Session::default();
    let login = LoginTokens { access_token: "ab".repeat(32).into(), refresh_token: None, id_token: None };
    let stored = serde_json::to_string(&Tokens::received(login, SignIn::Password, START)).unwrap();
    // Two hours later the page is loaded again.
    let later = START + 7_200_000;
    session.handle(Event::SignedIn(Box::new(serde_json::from_str(&stored).unwrap())), later);
    let effects = session.handle(Event::Refused(Token::new("ab".repeat(32))), later + 500);
    assert_eq!(effects, [Effect::AskSignIn(Why::Expired)]);

    let mut tabs = Tabs::new(1);
    tabs.tabs[0] = Session::default();
    tabs.now = START + 60_000;
    tabs.send(0, Event::SignedIn(Box::new(tokens("ann", 0))));
    tabs.send(0, Event::Refused(Token::new(jwt("ann", 0))));
    assert_eq!(tabs.renewals.len(), 1, "it can be renewed");
}

#[test]
fn a_renewal_that_was_overtaken_by_a_new_sign_in_changes_nothing() {
    for answer in [Event::Renewed(login("ann", 1)), Event::NotRenewed(Failure::Rejected)] {
        let mut tabs = Tabs::new(1);
        tabs.now = LATE;
        tabs.send(0, Event::Wanted);
        let other = Tokens::received(login("bob", 9), SignIn::Password, LATE);
        tabs.send(0, Event::SignedIn(Box::new(other)));
        tabs.send(0, answer);
        assert_eq!(tabs.usable(0), Some(jwt("bob", 9)));
        assert!(tabs.lock.is_empty());
    }
}

#[test]
fn a_new_tab_is_signed_in_by_the_others() {
    let mut tabs = Tabs::new(2);
    tabs.tabs[1] = Session::default();
    tabs.send(1, Event::Wanted);
    assert_eq!(tabs.log(), ["1 asks to sign in: NotSignedIn"]);
    tabs.mail.push((1, Message::Hello));
    tabs.deliver();
    assert_eq!(tabs.usable(1), Some(jwt("ann", 0)));
}

#[test]
fn a_tab_that_waits_for_its_user_does_not_go_on_as_somebody_else() {
    let mut tabs = Tabs::new(2);
    tabs.now = LATE;
    let other = Tokens::received(login("bob", 1), SignIn::Password, LATE);
    tabs.send(0, Event::SignedIn(Box::new(other)));
    tabs.deliver();
    assert_eq!(tabs.usable(1), None);
    let same = Tokens::received(login("ann", 2), SignIn::Password, LATE);
    tabs.send(0, Event::SignedIn(Box::new(same)));
    tabs.deliver();
    assert_eq!(tabs.usable(1), Some(jwt("ann", 2)));
}

#[test]
fn a_tab_that_waits_for_its_user_says_that_somebody_else_signed_in() {
    let mut tabs = Tabs::new(1);
    tabs.now = LATE;
    tabs.send(0, Event::Wanted);
    tabs.send(0, Event::NotRenewed(Failure::Rejected));
    tabs.now += 1_500;
    tabs.send(0, Event::Wanted);
    tabs.log();
    let other = Tokens::received(login("bob", 1), SignIn::Provider, tabs.now);
    tabs.send(0, Event::Heard(Message::Tokens(Box::new(other))));
    assert_eq!(tabs.log(), ["0 asks to sign in: Stranger"]);
    assert_eq!(tabs.usable(0), None);
}

#[test]
fn a_refused_token_is_renewed_but_a_new_one_that_is_refused_asks_to_sign_in() {
    let mut tabs = Tabs::new(1);
    tabs.now = START + 60_000;
    tabs.send(0, Event::Refused(Token::new(jwt("ann", 0))));
    assert_eq!(tabs.renewals.len(), 1);
    assert_eq!(tabs.usable(0), None, "a refused token is not sent again");
    tabs.send(0, Event::Renewed(login("ann", 1)));
    tabs.send(0, Event::Refused(Token::new(jwt("ann", 0))));
    assert_eq!(tabs.usable(0), Some(jwt("ann", 1)), "an answer to the old token says nothing of the new one");
    tabs.log();
    tabs.send(0, Event::Refused(Token::new(jwt("ann", 1))));
    assert_eq!(tabs.log(), [format!("0 asks to sign in: {:?}", Why::Refused)]);
    assert_eq!(tabs.renewals.len(), 1);
}

#[test]
fn a_new_token_that_was_taken_is_renewed_when_it_is_refused_but_not_for_ever() {
    let mut tabs = Tabs::new(1);
    tabs.now = START + 500;
    tabs.tabs[0].took(&Token::new(jwt("ann", 0)));
    tabs.send(0, Event::Refused(Token::new(jwt("ann", 0))));
    assert_eq!(tabs.renewals.len(), 1);
    tabs.send(0, Event::Renewed(login("ann", 1)));
    tabs.tabs[0].took(&Token::new(jwt("ann", 1)));
    tabs.log();
    tabs.send(0, Event::Refused(Token::new(jwt("ann", 1))));
    assert_eq!(tabs.log(), [format!("0 asks to sign in: {:?}", Why::Expired)]);
    assert_eq!(tabs.renewals.len(), 1);
}

#[test]
fn a_token_without_an_end_is_used_until_the_controller_refuses_it() {
    let login = LoginTokens { access_token: "ab".repeat(32).into(), refresh_token: None, id_token: None };
    let mut session = Session::default();
    session.handle(Event::SignedIn(Box::new(Tokens::received(login, SignIn::Password, START))), START);
    let years = START + 100_000_000_000;
    assert_eq!(session.handle(Event::Wanted, years), []);
    assert_eq!(session.usable(years), Usable::Token(Token::new("ab".repeat(32))));
    assert_eq!(
        session.handle(Event::Refused(Token::new("ab".repeat(32))), years),
        [Effect::AskSignIn(Why::Expired)]
    );
}

#[test]
fn tokens_are_stored_as_text_and_never_printed() {
    let tokens = tokens("ann", 3);
    let stored = serde_json::to_string(&tokens).unwrap();
    assert_eq!(serde_json::from_str::<Tokens>(&stored).unwrap(), tokens);
    let mut session = Session::default();
    let effects = session.handle(Event::SignedIn(Box::new(tokens.clone())), START);
    let printed = format!("{tokens:?} {session:?} {effects:?} {:?}", login("ann", 3));
    assert!(!printed.contains(&jwt("ann", 3)) && !printed.contains("refresh-ann"), "{printed}");
}
