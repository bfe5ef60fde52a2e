//! What lists and pages of every kind share. Knows no particular kind.

pub mod action;
pub mod assist;
pub mod confirm;
pub mod contents;
pub mod dependents;
pub mod draft;
pub mod facts;
pub mod form;
pub mod form_list;
pub mod form_map;
pub mod kind_list;
pub mod link;
pub mod list_page;
pub mod loaded;
pub mod manifest_card;
pub mod meanwhile;
pub mod object_page;
pub mod order;
pub mod origin;
pub mod relation;
pub mod remove;
pub mod review;
pub mod row;
pub mod row_menu;
pub mod spare;
pub mod tabs;
