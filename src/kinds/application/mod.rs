//! Applications: the list, and the page of one.

pub mod detail;
pub mod form;
pub mod list;
