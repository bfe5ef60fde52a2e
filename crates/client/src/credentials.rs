//! Where a client gets its token from. The app's session answers here; the client itself stores none.

use std::{fmt, future::Future, pin::Pin};

/// A future that stays on its thread, as the browser's do.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// An access token; never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Wraps the text of a token.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The token's text; the name makes every use easy to find.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token([hidden])")
    }
}

/// Gives tokens to requests. A session implements this: it may wait for a refresh or for the user to sign in again,
/// and all requests wait with it, so that work goes on where it stopped.
pub trait Credentials {
    /// The token for the next request; `None` sends it without one.
    fn token(&self) -> BoxFuture<'_, Option<Token>>;

    /// The Controller refused this token with 401. Answer true when another token is there now and the request
    /// is worth sending again; the token that was refused is not sent again.
    fn refused(&self, token: &Token) -> BoxFuture<'_, bool>;

    /// The Controller took this token for a request.
    fn took(&self, _: &Token) {}

    /// True when whoever these belonged to is gone, and somebody else may be there: nothing is sent in their name.
    fn are_over(&self) -> bool {
        false
    }
}

/// No token at all: for sign-in and the public endpoints.
#[derive(Clone, Copy, Debug, Default)]
pub struct Anonymous;

impl Credentials for Anonymous {
    fn token(&self) -> BoxFuture<'_, Option<Token>> {
        Box::pin(std::future::ready(None))
    }

    fn refused(&self, _: &Token) -> BoxFuture<'_, bool> {
        Box::pin(std::future::ready(false))
    }
}

/// One token that is never renewed: for tests and tools.
#[derive(Clone, Debug)]
pub struct FixedToken(pub Token);

impl Credentials for FixedToken {
    fn token(&self) -> BoxFuture<'_, Option<Token>> {
        Box::pin(std::future::ready(Some(self.0.clone())))
    }

    fn refused(&self, _: &Token) -> BoxFuture<'_, bool> {
        Box::pin(std::future::ready(false))
    }
}
