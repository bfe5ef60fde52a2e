//! The Controller's REST contract: requests as values, answers decoded, one error type, a transport trait.
//!
//! A call is built without a server (`api::microservices::list()`), sent by a [`Client`] over any [`Transport`],
//! and answered with a typed object or one [`Error`]. No clock is read here and nothing is stored: time and tokens
//! come from the caller. "Controller contract N" in the docs names a section of `docs/controller-contract.md`.

#![deny(missing_docs)]

pub mod api;
mod asking;
mod base_url;
mod call;
mod client;
mod credentials;
mod decode;
pub mod emulator;
mod error;
pub mod frames;
mod multipart;
mod patch;
pub mod permissions;
mod request;
mod retry;
pub mod session;
pub mod sockets;
pub mod stream;
pub mod terminal;
mod transport;

pub use asking::{Asking, Ending, Question};
pub use base_url::BaseUrl;
pub use call::{Call, List, Object, Unreadable};
pub use client::Client;
pub use credentials::{Anonymous, BoxFuture, Credentials, FixedToken, Token};
pub use error::{Details, Error, ErrorKind};
pub use patch::MicroservicePatch;
pub use request::{Body, Method, Request, Upload};
pub use retry::Retry;
#[cfg(target_arch = "wasm32")]
pub use transport::browser::Browser;
pub use transport::{HttpRequest, HttpResponse, Transport, TransportError};
