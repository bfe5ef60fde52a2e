//! Microservices: the list, the page of one with its log and its shell, and its form.

pub mod form;
pub mod history;
pub mod list;
pub mod logs;
pub mod output;
pub mod page;

mod actions;
mod exec;
mod terminal;

use model::Kind;

pub use form::FORM;
pub use page::PAGES;

use crate::live::Live;
use crate::resource::row::{Begin, Count, Group, Row};
use crate::resource::state::state_of;
use crate::routes::Tab;
use crate::ui::icon::Icon;
use crate::ui::state::Tone;

pub static ROW: Row = Row {
    kind: Kind::Microservice,
    icon: Icon::Box,
    group: Group::Work,
    tabs: &[Tab::Details, Tab::Edit, Tab::Yaml, Tab::Logs, Tab::Exec],
    begin: Begin::Form,
    count,
    // What most people open.
    first: Some(list::page),
};

/// Those that failed are counted too.
fn count(live: Live) -> Option<Count> {
    let rows = live.microservices.rows();
    let bad = rows.iter().filter(|row| state_of(row, None).tone == Tone::Bad).count();
    live.microservices.is_ready().then_some(Count { all: rows.len(), bad })
}
