//! What the parts are filled with. In the release build each is a file of its own; what only it reaches goes there.

pub mod pages;
pub mod sign_in;
pub mod workbench;
