//! Registries: the list and the form.

pub mod form;
pub mod list;
