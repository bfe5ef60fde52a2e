//! What every page needs to know of a kind before anything of it is loaded: where it stands in the navigation, which tabs
//! its objects have, how one is begun. What draws its pages and its form comes later, with its part of the app.

use client::permissions::Verb;
use leptos::prelude::*;
use model::Kind;

use crate::live::source::Source;
use crate::live::{Live, LiveList};
use crate::routes::{Key, NEW, Page, Tab, with_query};
use crate::session::Session;
use crate::ui::icon::Icon;
use crate::ui::menu::Popup;

/// The light facts of a kind's pages.
pub struct Row {
    pub kind: Kind,
    pub icon: Icon,
    pub group: Group,
    /// The tabs of an object's page, the first one first.
    pub tabs: &'static [Tab],
    pub begin: Begin,
    /// What stands beside it in the navigation.
    pub count: fn(Live) -> Option<Count>,
    /// Its list, where that is loaded with the app itself.
    pub first: Option<fn() -> AnyView>,
}

/// What draws the pages of a kind, and finds its objects for the search.
pub struct KindPages {
    pub row: &'static Row,
    pub list: fn() -> AnyView,
    pub object: fn(Key, Tab) -> AnyView,
    /// What can be done with an object at the end of its row.
    pub menu: fn(RowAsked) -> AnyView,
    /// The list that its objects are found in.
    pub source: &'static [Source],
    pub entries: fn(Live) -> Vec<Entry>,
}

/// The row whose menu is asked for.
#[derive(Clone)]
pub struct RowAsked {
    pub key: Key,
    /// What the row is called.
    pub name: String,
    pub popup: Popup,
}

/// An object as it is found by its name.
pub struct Entry {
    pub key: Key,
    pub name: String,
    /// What helps to tell it from others of the same name.
    pub beside: String,
}

/// The parts of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Work,
    Network,
    Library,
}

/// How a new object is begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    /// On a form of its own.
    Form,
    /// In the workspace: it is more text than form.
    Workspace,
    /// Not from here.
    Elsewhere,
}

/// How many objects there are, and how many of them are to worry about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    pub all: usize,
    pub bad: usize,
}

impl Count {
    /// The number to show, and whether it is one to worry about.
    pub fn shown(self) -> (usize, bool) {
        if self.bad > 0 { (self.bad, true) } else { (self.all, false) }
    }
}

impl Row {
    /// Where a new object is begun.
    pub fn begin(&self) -> Option<String> {
        match self.begin {
            Begin::Form => Some(Page::New(self.kind).path()),
            Begin::Workspace => Some(with_query(&Page::Deploy, &[(NEW, self.kind.word())])),
            Begin::Elsewhere => None,
        }
    }

    /// Whether a page of this kind is one that there is.
    pub fn has(&self, page: &Page) -> bool {
        match page {
            Page::New(_) => self.begin == Begin::Form,
            Page::Object { tab, .. } => self.tabs.contains(tab),
            _ => true,
        }
    }
}

/// Why this role may not do it to objects of a kind.
pub fn refusal(kind: Kind, verb: Verb) -> Memo<Option<String>> {
    let session = expect_context::<Session>();
    Memo::new(move |_| session.refuses(kind.resource(), verb))
}

/// How many rows a list has, once it is there.
pub fn all_of<T: PartialEq + Send + Sync + 'static>(list: LiveList<T>) -> Option<Count> {
    list.is_ready().then(|| Count { all: list.rows().len(), bad: 0 })
}
