//! The pages of the main navigation, grouped, in its order. Those of kinds come from their rows.

use leptos::prelude::expect_context;

use crate::kinds;
use crate::live::Live;
use crate::part::KeptDrafts;
use crate::resource::row::{Count, Group};
use crate::routes::Page;
use crate::ui::icon::Icon;

/// A page that one can always go to.
#[derive(Clone, PartialEq)]
pub struct Entry {
    pub page: Page,
    pub icon: Icon,
    /// `None` for what stands above all groups, and below.
    pub group: Option<Group>,
}

impl Entry {
    /// How many objects there are, or drafts, where that is known.
    pub fn count(&self, live: Live) -> Option<Count> {
        match self.page {
            Page::List(kind) => kinds::row(kind).and_then(|row| (row.count)(live)),
            Page::Deploy => {
                let all = expect_context::<KeptDrafts>().count();
                (all > 0).then_some(Count { all, bad: 0 })
            }
            _ => None,
        }
    }
}

/// All of them.
pub fn entries() -> Vec<Entry> {
    let alone = |page, icon, group| Entry { page, icon, group };
    let of = |group: Group| {
        let rows = kinds::ROWS.iter().filter(move |row| row.group == group);
        rows.map(|row| Entry { page: Page::List(row.kind), icon: row.icon, group: Some(row.group) })
    };
    let mut all = vec![alone(Page::Overview, Icon::Grid, None)];
    all.extend(of(Group::Work));
    all.push(alone(Page::Deploy, Icon::Upload, Some(Group::Work)));
    all.extend(of(Group::Network).chain(of(Group::Library)));
    all.push(alone(Page::Activity, Icon::Clock, None));
    all
}
