//! ApplicationTemplate: an application with variables, from which applications are made.

mod fields;

pub(crate) use fields::KIND;
