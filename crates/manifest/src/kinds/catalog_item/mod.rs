//! CatalogItem: a named pair of images, one per architecture, that microservices refer to by id.

mod check;
mod fields;
mod wire;

pub(crate) use fields::KIND;
pub use wire::{body, describe};
