//! The deploy workspace: drop, check, plan, apply, results. Nothing is written before its plan was shown.

mod address;
pub mod apply;
pub mod begin;
mod drafts;
pub mod drop;
pub mod files;
pub mod form;
mod form_foot;
mod guard;
pub mod journal;
pub mod keep;
mod kept;
pub mod open;
pub mod page;
pub mod panes;
pub mod run;
mod sent;
pub mod undo;
pub mod user;
pub mod workspace;

mod begun;
mod blame;
mod checks;
mod compare;
mod masked;
mod outline;
pub mod problems;
mod result_row;
mod results;
mod roll_out;
mod scope;
