//! What the session of a tab is told, and what it wants to be done.

use serde::{Deserialize, Serialize};

use super::{SignIn, Tokens};
use crate::Token;
use model::{Hidden, LoginTokens};

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A request wants a token, or the time of [`Effect::WantIn`] has come.
    Wanted,
    /// The Controller answered 401 to this token.
    Refused(Token),
    /// The lock was given to this tab. Where there are no locks, send it at once.
    Locked,
    /// A renewal brought these.
    Renewed(LoginTokens),
    /// A renewal failed.
    NotRenewed(Failure),
    /// The browser has a network again.
    Online,
    /// The user signed in, or the tab was loaded again and had these in its storage.
    SignedIn(Box<Tokens>),
    /// The user signed out here.
    SignedOut,
    /// Another tab of this app said this about the same Controller.
    Heard(Message),
}

/// Why a renewal failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The refresh token is used up or too old.
    Rejected,
    /// No answer, or a defect on the other side.
    NoAnswer,
    /// The other side wants to be left alone for so many milliseconds.
    Busy(u32),
}

/// What the app must do, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask the browser for the lock of this Controller's session, then send [`Event::Locked`].
    TakeLock,
    /// Give the lock back.
    ReleaseLock,
    /// Renew with this refresh token, at the Controller or the identity provider; then send [`Event::Renewed`] or
    /// [`Event::NotRenewed`].
    Renew(Hidden<String>, SignIn),
    /// Write the tokens to the tab's sessionStorage.
    Store(Box<Tokens>),
    /// Remove them there.
    Forget,
    /// Say this to the other tabs.
    Tell(Message),
    /// Somebody else has signed in: what was asked and shown for the one before is nobody's any more. Requests that wait
    /// fail, also those that would wait later.
    Another,
    /// Let all waiting requests ask [`Session::usable`] again.
    Wake,
    /// Send [`Event::Wanted`] again after so many milliseconds.
    WantIn(u32),
    /// Show the sign-in over the page; requests wait meanwhile.
    AskSignIn(Why),
}

/// Why somebody must sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody has.
    NotSignedIn,
    /// The session has ended by itself.
    Expired,
    /// The user signed out, here or in another tab.
    SignedOut,
    /// The Controller refuses even a new token: it does not trust this sign-in.
    Refused,
    /// New tokens are over as soon as they come, one after the other.
    Fleeting,
    /// The session has ended, and somebody else signed in in another tab or window.
    Stranger,
}

/// What tabs of this app tell each other about one Controller's session. Only over a channel of the same origin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Message {
    /// A new tab asks whether somebody is signed in.
    Hello,
    /// These tokens are good now.
    Tokens(Box<Tokens>),
    /// The user signed out of this sign-in, if there was one: every session ends.
    SignedOut(Option<String>),
    /// The user signed out of this sign-in some time ago: whoever still has it missed that.
    Ended(String),
}

/// The answer to a request that wants a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Usable {
    /// Take this one.
    Token(Token),
    /// Wait for [`Effect::Wake`], then ask again.
    Wait,
}
