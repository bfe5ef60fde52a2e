//! Microservice: one container on one agent, and its place in an application.

pub(crate) mod check;
mod container;
mod fields;

pub(crate) use fields::{KIND, LISTED};
