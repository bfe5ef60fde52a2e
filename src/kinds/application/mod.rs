//! Applications: the list, the page of one, and its form.

pub mod form;
pub mod list;
pub mod page;

mod actions;
mod logs;

use model::Kind;

pub use form::FORM;
pub use page::PAGES;

use crate::resource::row::{Begin, Group, Row, all_of};
use crate::routes::Tab;
use crate::ui::icon::Icon;

pub static ROW: Row = Row {
    kind: Kind::Application,
    icon: Icon::Layers,
    group: Group::Work,
    tabs: &[Tab::Details, Tab::Edit, Tab::Yaml, Tab::Logs],
    // An application is more text than form.
    begin: Begin::Workspace,
    count: |live| all_of(live.applications),
    first: None,
};
