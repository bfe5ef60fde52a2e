//! ApplicationTemplate: an application with variables, from which applications are made.

mod check;
mod fields;

pub(crate) use fields::KIND;
