//! What carries a request to a Controller and its answer back.

use std::{fmt, future::Future};

use crate::Method;

#[cfg(target_arch = "wasm32")]
pub(crate) mod browser;

/// A request ready for the wire.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// The verb.
    pub method: Method,
    /// The full address.
    pub url: String,
    /// Header names in lower case, and their values.
    pub headers: Vec<(&'static str, String)>,
    /// The body, already encoded; empty when there is none.
    pub body: Vec<u8>,
    /// Milliseconds until the transport must give up with [`TransportError::Timeout`], the answer's body included.
    pub timeout_ms: u32,
}

impl fmt::Debug for HttpRequest {
    /// Without header values and body: tokens and passwords travel there.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({} bytes)", self.method, self.url, self.body.len())
    }
}

/// An answer, whatever its status.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct HttpResponse {
    /// The status code.
    pub status: u16,
    /// The `content-type` header; empty when there is none.
    pub content_type: String,
    /// The complete body.
    pub body: Vec<u8>,
    /// How many seconds the other side wants to be left alone: the `retry-after` header.
    pub retry_after_s: Option<u32>,
}

impl fmt::Debug for HttpResponse {
    /// Without the body: it may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({} bytes)", self.status, self.content_type, self.body.len())
    }
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportError {
    /// No connection, or it broke before the answer began. A browser tells no more than that: a wrong address,
    /// a refused certificate and a blocked cross-origin request look alike.
    Unreachable,
    /// The answer began and then broke off.
    CutShort,
    /// The time limit passed.
    Timeout,
    /// The answer was another address to ask. No Controller does that, and a token must not travel on to wherever it is.
    Redirected,
}

/// Sends requests. Dropping the future cancels the request.
pub trait Transport {
    /// Sends one request and reads the whole answer.
    fn send(&self, request: HttpRequest) -> impl Future<Output = Result<HttpResponse, TransportError>>;

    /// Waits; used for the pause before a request is repeated.
    fn pause(&self, ms: u32) -> impl Future<Output = ()>;
}
