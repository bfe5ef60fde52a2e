//! Applications: the list.

pub mod list;
