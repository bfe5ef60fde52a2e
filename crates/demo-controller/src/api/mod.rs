//! The HTTP side of the API that is independent of axum: a request comes in as plain data, an answer goes out.

pub(crate) mod body;
pub(crate) mod call;
pub(crate) mod dispatch;
pub(crate) mod page;
pub(crate) mod query;
pub(crate) mod reply;
pub(crate) mod rights;
pub(crate) mod route;
pub(crate) mod table;

pub(crate) use call::{Call, Caller, Fields, blank};
pub(crate) use reply::{Refusal, Reply};
pub(crate) use route::{Route, Verb, delete, expects, get, head, patch, post, put};

/// The path that all endpoints stand below.
pub(crate) const BASE: &str = "/api/v3";
