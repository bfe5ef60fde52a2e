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
pub mod config_text;
mod credentials;
mod decode;
mod dialect;
mod error;
pub mod frames;
pub mod liquid;
mod multipart;
mod patch;
pub mod permissions;
mod request;
mod retry;
pub mod session;
mod settle;
pub mod sockets;
pub mod stream;
pub mod terminal;
mod transport;

pub use asking::{Asking, Ending, Question};
pub use base_url::BaseUrl;
pub use call::{Call, List, Object, Unreadable};
pub use client::Client;
pub use credentials::{Anonymous, BoxFuture, Credentials, FixedToken, Token};
pub use dialect::Dialect;
pub use error::{Details, Error, ErrorKind};
pub use patch::{AgentPatch, MicroservicePatch};
pub use request::{Body, Method, Request, Upload};
pub use retry::Retry;
pub use settle::{Changed, Left, Leftover, NotChanged, NotCreated, create_microservice, update_microservice};
#[cfg(target_arch = "wasm32")]
pub use transport::browser::Browser;
#[cfg(all(feature = "native", not(target_arch = "wasm32")))]
pub use transport::native::Native;
pub use transport::{HttpRequest, HttpResponse, Transport, TransportError};
