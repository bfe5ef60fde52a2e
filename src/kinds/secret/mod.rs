//! Secrets: the list, the page of one, and its form. What they hold is asked for one at a time, and shown value by value.

pub mod page;

use model::Kind;

pub use page::{FORM, PAGES};

use crate::resource::row::{Begin, Group, Row, all_of};
use crate::routes::Tab;
use crate::ui::icon::Icon;

pub static ROW: Row = Row {
    kind: Kind::Secret,
    icon: Icon::Key,
    group: Group::Library,
    tabs: &[Tab::Details, Tab::Edit, Tab::Yaml],
    begin: Begin::Form,
    count: |live| all_of(live.secrets),
    first: None,
};
