//! Application: a group of microservices that start, stop and go together.

mod check;
mod fields;

pub(crate) use fields::{KIND, MICROSERVICES, NATS_FIELD, ROUTES};
