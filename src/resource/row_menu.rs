//! The menu at the end of an object's row: the ways to its pages, and what can be done there. It comes with the pages of the
//! kind, when a row is first asked for it.

use leptos::prelude::*;

use crate::live::Live;
use crate::resource::action::{ActionList, Way};
use crate::resource::object_page::{Joined, ObjectKind};
use crate::resource::row::RowAsked;
use crate::routes::{Page, Tab};
use crate::ui::icon::Icon;
use crate::ui::toast::Toasts;

/// The menu of one row, open from the start.
#[component]
pub fn RowMenu<T: Joined>(kind: &'static ObjectKind<T>, asked: RowAsked) -> impl IntoView {
    let live = expect_context::<Live>();
    // What the page needs, as long as the row's menu is the one that was asked for.
    _ = live.need(kind.own, kind.others);
    let RowAsked { key, name, popup } = asked;
    let sought = key.clone();
    let found = Memo::new(move |_| (kind.find)(live, &sought));
    let (toasts, gone) = (expect_context::<Toasts>(), name.clone());
    Effect::new(move |before: Option<bool>| {
        let is_here = found.with(Option::is_some);
        // Its row is gone, and the menu would lie over another one's.
        if before == Some(true) && !is_here && untrack(|| popup.is_open()) {
            popup.close();
            toasts.say(format!("{gone} is no longer there."));
        }
        is_here
    });
    let page = |tab: Tab| Page::Object { kind: kind.row.kind, key: key.clone(), tab };
    let way = |tab: &Tab| {
        let (icon, text) = match tab {
            Tab::Details => (Icon::Right, "Open"),
            Tab::Edit => (Icon::Edit, tab.title()),
            Tab::Yaml => (Icon::File, tab.title()),
            Tab::Logs => (Icon::Log, tab.title()),
            Tab::Exec => return None,
        };
        Some(Way { icon, text, page: page(*tab) })
    };
    let fixed =
        found.with_untracked(|found| found.as_ref().is_some_and(|found| (kind.head)(found).is_system()));
    let tabs = kind.row.tabs.iter().filter(|tab| **tab != Tab::Edit || !fixed);
    let ways = tabs.filter_map(way).collect();
    let head = key.outer().map_or_else(|| name.clone(), |outer| format!("{outer}/{}", key.own()));
    let label = format!("Actions for {name}");
    view! { <ActionList popup label head ways actions=(kind.actions)(found) page=page(Tab::Details) /> }
}
