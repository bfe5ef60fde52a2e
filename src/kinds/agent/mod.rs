//! Agents: the list.

pub mod list;
