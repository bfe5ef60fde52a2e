//! Registry: a place that agents pull images from, with credentials. It has no name.

mod check;
mod fields;

pub(crate) use fields::KIND;
