//! What lists and pages of every kind share. Knows no particular kind.

pub mod assist;
pub mod confirm;
pub mod dependents;
pub mod draft;
pub mod form;
pub mod form_list;
pub mod link;
pub mod list_page;
pub mod loaded;
pub mod meanwhile;
pub mod origin;
pub mod refusal;
pub mod remove;
pub mod review;
pub mod spare;
pub mod tabs;
