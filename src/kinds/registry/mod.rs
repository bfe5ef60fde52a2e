//! Registries: the list.

pub mod list;
