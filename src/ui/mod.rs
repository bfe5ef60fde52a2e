//! Widgets on native elements. They know no kind, no router and no client.

pub mod alive;
pub mod choice;
pub mod code;
pub mod copy;
pub mod cut;
pub mod dialog;
pub mod door;
pub mod due;
pub mod editor;
pub mod field;
pub mod format;
pub mod icon;
pub mod js;
pub mod line;
pub mod long;
pub mod menu;
pub mod notice;
pub mod panel;
pub mod reveal;
pub mod save;
pub mod sign;
pub mod skeleton;
pub mod slice;
pub mod state;
pub mod table;
pub mod toast;
