//! The one error type: what was tried, what the Controller said, what to do about it.

use std::{fmt, ops::Deref};

use model::{Capabilities, Feature};

use crate::{HttpResponse, Method, Request, TransportError};

mod body;
mod classify;
mod wording;

/// What went wrong, in the terms that decide what the product does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// No valid token: sign in again.
    Unauthorized,
    /// The role lacks the right.
    Forbidden,
    /// The object, or one that the request names, is not there.
    NotFound,
    /// The name is taken, or the object is in use.
    Conflict,
    /// The Controller does not accept what was sent.
    Invalid,
    /// No connection, or a gateway without a Controller behind it.
    Unreachable,
    /// No answer within the time limit. A write may have been carried out.
    Timeout,
    /// An answer came, but it is not what the contract says.
    Garbled,
    /// This Controller has no such endpoint.
    NotSupported,
    /// A defect of the Controller.
    Server,
}

/// A failed call. Small to pass around; its [`Details`] are read like fields.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Details>);

/// All that is known about a failure. Nothing here holds a stack trace, a token, or the body that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// What went wrong.
    pub kind: ErrorKind,
    /// The verb that was tried.
    pub method: Method,
    /// The path that was tried, without the query.
    pub path: String,
    /// The status, when an answer came.
    pub status: Option<u16>,
    /// The Controller's name for the error (`ValidationError`), when it gave one.
    pub name: Option<String>,
    /// The field that is to blame, by its JSON name (`images[0].fogTypeId`), when the Controller said so.
    pub field: Option<String>,
    /// One sentence for people: the Controller's words, or ours where its own hide the cause.
    pub message: String,
    /// The Controller's own words, when `message` replaces them.
    pub said: Option<String>,
    /// How many seconds the other side wants to be left alone.
    pub retry_after_s: Option<u32>,
    /// What to do, in a sentence; empty when there is no good advice.
    pub advice: String,
}

impl Deref for Error {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} {}", self.message, self.method, self.path)?;
        match self.status {
            Some(status) => write!(f, ", status {status})"),
            None => f.write_str(")"),
        }
    }
}

impl std::error::Error for Error {}

impl From<Details> for Error {
    fn from(details: Details) -> Self {
        Self(Box::new(details))
    }
}

impl Error {
    /// An error that says the same as `self`, with other words for people; the Controller's own stay in `said`.
    pub fn reworded(mut self, message: impl Into<String>, advice: impl Into<String>) -> Self {
        let own = std::mem::replace(&mut self.0.message, message.into());
        self.0.said.get_or_insert(own);
        self.0.advice = advice.into();
        self
    }

    /// True when the object, or one that the request names, is not there.
    pub fn is_not_found(&self) -> bool {
        self.kind == ErrorKind::NotFound
    }

    /// True when signing in again may help.
    pub fn is_unauthorized(&self) -> bool {
        self.kind == ErrorKind::Unauthorized
    }

    /// An error that was found without asking the Controller: by a helper that read the state afterwards, for example.
    pub fn found(
        kind: ErrorKind,
        request: &Request,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self::plain(kind, request, None, message.into(), advice.into())
    }

    pub(crate) fn of_answer(request: &Request, response: &HttpResponse) -> Self {
        classify::classify(request, response)
    }

    /// Whether an answer is a page that no Controller writes, so that its status says nothing about the session.
    pub(crate) fn is_foreign(response: &HttpResponse) -> bool {
        body::read(response).foreign
    }

    pub(crate) fn of_transport(request: &Request, error: TransportError) -> Self {
        let (kind, message) = match error {
            TransportError::Unreachable => (ErrorKind::Unreachable, "The Controller cannot be reached."),
            TransportError::CutShort => (ErrorKind::Unreachable, "The Controller's answer broke off."),
            TransportError::Timeout => (ErrorKind::Timeout, "The Controller did not answer in time."),
            TransportError::Redirected => (
                ErrorKind::Unreachable,
                "Something in front of the Controller sends requests on to another address: a proxy that wants a sign-in, \
                 or https.",
            ),
        };
        // Signing in changes nothing that somebody could look at.
        let advice = match (error, request.repeatable || !request.signed_in) {
            (TransportError::Redirected, _) => {
                "Open the Controller's address in this browser to see where it leads; give the console the address that \
                 answers itself, or let the proxy pass /api on."
            }
            (TransportError::Unreachable, true) => {
                "Check the address, the network and that the Controller runs."
            }
            (_, true) => "Try again.",
            (_, false) => "The change may have been made: check before you try again.",
        };
        Self::plain(kind, request, None, message.to_owned(), advice.to_owned())
    }

    pub(crate) fn garbled(request: &Request, response: &HttpResponse, problem: &str) -> Self {
        let foreign = response.content_type.contains("html");
        let problem = if foreign { "it is a web page" } else { problem };
        let message = format!("The Controller's answer cannot be read: {problem}.");
        let reads = request.method == Method::Get || !request.signed_in;
        let advice = if reads && foreign {
            "Something in front of the Controller answered in its place: a proxy, or a network that wants a sign-in. Open the \
             Controller's address in this browser to see."
        } else if reads {
            "This Controller may be of a version that the console does not know."
        } else {
            "The change may have been made: check before you try again."
        };
        Self::plain(ErrorKind::Garbled, request, Some(response.status), message, advice.to_owned())
    }

    pub(crate) fn not_supported(request: &Request, what: Feature, capabilities: &Capabilities) -> Self {
        let (what, version) = (what.words(), capabilities.version());
        let message = format!("{what} do not exist on this Controller (version {version}).");
        let advice = "They came with later Controllers.".to_owned();
        Self::plain(ErrorKind::NotSupported, request, None, message, advice)
    }

    pub(crate) fn over(request: &Request) -> Self {
        let message = "Who asked for this is signed in no longer; it was not sent.".to_owned();
        Self::plain(ErrorKind::Unauthorized, request, None, message, "Sign in again.".to_owned())
    }

    pub(crate) fn unaddressable(request: &Request, reason: &str) -> Self {
        let message = format!("The request was not sent: {reason} on the Controller.");
        Self::plain(ErrorKind::Invalid, request, None, message, "Use another name.".to_owned())
    }

    fn plain(
        kind: ErrorKind,
        request: &Request,
        status: Option<u16>,
        message: String,
        advice: String,
    ) -> Self {
        let (method, path) = (request.method, request.path.clone());
        let (name, field, said, retry_after_s) = (None, None, None, None);
        Details { kind, method, path, status, name, field, message, said, retry_after_s, advice }.into()
    }
}
