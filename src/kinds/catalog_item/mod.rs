//! Catalog items: the list, the page of one, and its form.

pub mod form;
pub mod list;
pub mod page;

use model::Kind;

pub use form::FORM;
pub use page::PAGES;

use crate::resource::row::{Begin, Group, Row, all_of};
use crate::routes::Tab;
use crate::ui::icon::Icon;

pub static ROW: Row = Row {
    kind: Kind::CatalogItem,
    icon: Icon::Book,
    group: Group::Library,
    tabs: &[Tab::Details, Tab::Edit, Tab::Yaml],
    begin: Begin::Form,
    count: |live| all_of(live.catalog),
    first: None,
};
