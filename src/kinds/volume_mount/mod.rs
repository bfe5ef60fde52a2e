//! Volume mounts: the list, the page of one, and its form.

pub mod page;

use model::Kind;

pub use page::{FORM, PAGES};

use crate::resource::row::{Begin, Group, Row, all_of};
use crate::routes::Tab;
use crate::ui::icon::Icon;

pub static ROW: Row = Row {
    kind: Kind::VolumeMount,
    icon: Icon::File,
    group: Group::Library,
    tabs: &[Tab::Details, Tab::Edit, Tab::Yaml],
    begin: Begin::Form,
    count: |live| all_of(live.volume_mounts),
    first: None,
};
