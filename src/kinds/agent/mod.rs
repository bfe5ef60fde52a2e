//! Agents: the list, and the page of one.

pub mod detail;
pub mod list;

mod load;
