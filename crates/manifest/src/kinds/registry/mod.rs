//! Registry: a place that agents pull images from, with credentials. It has no name.

mod check;
mod fields;
mod wire;

pub(crate) use fields::KIND;
pub use wire::{body, describe};
