//! ApplicationTemplate: an application with variables, from which applications are made.

mod check;
mod describe;
mod fields;
mod wire;

pub use describe::describe;
pub(crate) use fields::KIND;
pub use wire::{body, listed};
