//! Plans against the lists that a Controller 3.7.3 answered.

mod examples;
mod planning;
mod support;
