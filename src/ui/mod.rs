//! Widgets on native elements. They know no kind, no router and no client.

pub mod alive;
pub mod copy;
pub mod dialog;
pub mod editor;
pub mod field;
pub mod icon;
pub mod line;
pub mod notice;
pub mod panel;
pub mod reveal;
pub mod state;
pub mod table;
pub mod toast;
