//! The deploy workspace: drop, check, plan, apply, results. Nothing is written before its plan was shown.

mod address;
mod answer;
mod arrange;
mod arrival;
mod begin;
mod drafts;
pub mod drop;
mod file_name;
pub mod files;
mod folder;
pub mod form;
mod form_foot;
mod guard;
pub mod keep;
mod kept;
mod link;
pub mod open;
pub mod page;
pub mod panes;
pub mod run;
mod same_name;
mod sent;
mod share;
pub mod undo;
pub mod user;
pub mod workspace;

mod blame;
mod checks;
mod file_head;
mod masked;
mod outline;
pub mod problems;
mod results;
mod scope;
