//! Config maps: the list, the page of one, and its form. What they hold is read when somebody asks for it.

pub mod page;

use model::Kind;

pub use page::{FORM, PAGES};

use crate::resource::row::{Begin, Group, Row, all_of};
use crate::routes::Tab;
use crate::ui::icon::Icon;

pub static ROW: Row = Row {
    kind: Kind::ConfigMap,
    icon: Icon::Gear,
    group: Group::Library,
    tabs: &[Tab::Details, Tab::Edit, Tab::Yaml],
    begin: Begin::Form,
    count: |live| all_of(live.config_maps),
    first: None,
};
