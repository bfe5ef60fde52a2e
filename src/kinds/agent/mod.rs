//! Agents: the list, and the page of one.

pub mod list;
pub mod page;

mod load;

use model::Kind;

pub use page::PAGES;

use crate::resource::row::{Begin, Group, Row, all_of};
use crate::routes::Tab;
use crate::ui::icon::Icon;

pub static ROW: Row = Row {
    kind: Kind::Agent,
    icon: Icon::Chip,
    group: Group::Network,
    tabs: &[Tab::Details],
    begin: Begin::Elsewhere,
    count: |live| all_of(live.agents),
    first: None,
};
