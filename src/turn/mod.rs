//! Turning to another Controller, and what a person does with those that the console knows: choose one, add one, trust one.

pub mod choice;
pub mod manage;
pub mod question;
pub mod switch;
