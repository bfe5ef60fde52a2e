//! The Controller's audit log: the list, and what an entry says.

pub mod list;

mod said;
