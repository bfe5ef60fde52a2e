//! Microservices: the list, the page of one, and what its state means.

pub mod by_id;
pub mod detail;
pub mod form;
pub mod list;
pub mod yaml;

mod actions;
mod exec;
mod logs;
mod output;
