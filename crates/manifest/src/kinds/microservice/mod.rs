//! Microservice: one container on one agent, and its place in an application.

pub(crate) mod check;
mod container;
mod describe;
mod fields;
mod wire;

pub(crate) use describe::{Whose, member, put_templates};
pub use describe::{describe, upload};
pub(crate) use fields::{KIND, LISTED};
pub use wire::body;
pub(crate) use wire::{INSTEAD, bodies, members, own_member};
