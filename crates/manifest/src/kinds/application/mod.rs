//! Application: a group of microservices that start, stop and go together.

mod check;
mod describe;
mod fields;
mod wire;

pub use describe::describe;
pub(crate) use fields::{KIND, MICROSERVICES, NATS_FIELD, ROUTES};
pub(crate) use wire::{below, own_parts};
pub use wire::{body, template_reference};
