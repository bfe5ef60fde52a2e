//! What secrets, config maps and volume mounts have in common: a name, one property, and microservices that take values or
//! files from them.

use std::sync::Arc;

use client::{Error, Object};
use leptos::prelude::*;
use manifest::describe;
use model::{Kind, Lists, Microservice, Named, VolumeMount};
use plan::act::Removal;

use crate::deploy::form::Described;
use crate::kinds::users::user;
use crate::live::source::{self, Source};
use crate::live::{Live, LiveList};
use crate::resource::action::Action;
use crate::resource::dependents::Wanted;
use crate::resource::kind_list::KindList;
use crate::resource::link::{Card, card, link};
use crate::resource::list_page::{ListKind, Listed};
use crate::resource::object_page::{Found, Head, ObjectKind, no_needs};
use crate::resource::order::ByDefault;
use crate::resource::relation::{Relation, Relations};
use crate::resource::remove::remove;
use crate::resource::row::{Entry, KindPages, Row as KindRow, RowAsked};
use crate::routes::{Key, Page, Tab};
use crate::ui::format;
use crate::ui::icon::Icon;
use crate::ui::notice::Empty;
use crate::ui::table::{Column, Row, Sort};
use crate::words::fold;

/// The lists that tell who uses one.
const USED_BY: &[Source] = &[source::VOLUME_MOUNTS, source::MICROSERVICES];

/// What is particular to one of these kinds.
pub trait NamedKind: Named + PartialEq + Send + Sync + Sized + 'static {
    const KIND: Kind;
    const ROW: &'static KindRow;
    const SOURCE: &'static [Source];
    /// Those of [`USED_BY`] besides.
    const OTHERS: &'static [Source];
    /// What one is for, said where there is none.
    const PURPOSE: &'static str;
    /// What deleting one sets off besides.
    const BESIDES: &'static str;

    fn list(live: Live) -> LiveList<Self>;

    /// The one property that is told in the list.
    fn property(&self) -> String;

    /// The microservices that use the one with this name, directly or through a volume mount.
    fn users<'a>(lists: &'a Lists, name: &'a str) -> Vec<&'a Microservice>;

    /// The volume mounts that are made from it.
    fn mounts<'a>(_: &'a Lists, _: &'a str) -> Vec<&'a VolumeMount> {
        Vec::new()
    }
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    kind: Kind,
    pub name: String,
    /// The one property that is told in the list.
    pub property: String,
    /// How many microservices use it, also through volume mounts; `None` before these are read.
    users: Option<usize>,
    haystack: String,
}

impl Line {
    fn new<T: NamedKind>(one: &T, lists: Option<&Lists>) -> Self {
        let (name, property) = (one.name().to_owned(), one.property());
        Self {
            kind: T::KIND,
            users: lists.map(|lists| T::users(lists, &name).len()),
            haystack: fold(&format!("{name} {property}")),
            name,
            property,
        }
    }

    fn page(&self) -> String {
        Page::object(self.kind, &self.name).path()
    }

    fn used(&self) -> String {
        match self.users {
            None => String::new(),
            Some(0) => "nothing".to_owned(),
            Some(users) => format::count(users, "microservice", "microservices"),
        }
    }
}

impl Row for Line {
    fn key(&self) -> &str {
        &self.name
    }

    fn card(&self) -> AnyView {
        let facts = Card {
            title: self.name.clone(),
            state: view! { <span class="soft">{self.property.clone()}</span> }.into_any(),
            below: match self.used() {
                used if used.is_empty() => used,
                used => format!("used by {used}"),
            },
            beside: String::new(),
        };
        card(Some(self.page()), facts)
    }
}

impl Listed for Line {
    fn haystack(&self) -> &str {
        &self.haystack
    }

    fn object(&self) -> Option<(Key, &str)> {
        Some(((&self.name).into(), &self.name))
    }
}

pub const NAME: Column<Line> =
    Column::view("name", "Name", |line| link(line.page(), line.name.clone()), |line| Sort::Text(&line.name));
pub const USED: Column<Line> = Column::view(
    "used",
    "Used by",
    |line| line.used().into_any(),
    |line| Sort::Number(line.users.unwrap_or_default() as f64),
);

/// The list of a kind.
pub const fn list<T: NamedKind>(columns: &'static [Column<Line>]) -> KindList<Line> {
    KindList {
        row: T::ROW,
        list: ListKind {
            title: T::KIND.facts().title,
            noun: T::KIND.plural(),
            columns,
            facets: &[],
            order: ByDefault::up(&NAME),
        },
        own: T::SOURCE,
        others: T::OTHERS,
        lines: |live| {
            let lists = live.whole(USED_BY);
            T::list(live).rows().iter().map(|one| Line::new(&**one, lists.as_ref())).collect()
        },
        note: "",
        empty: |begin| {
            view! {
                <Empty title=format!("No {} yet", T::KIND.plural())>
                    <p>{T::PURPOSE}</p>
                    {begin}
                </Empty>
            }
            .into_any()
        },
    }
}

/// The pages of a kind.
pub const fn pages<T: NamedKind>(
    list: fn() -> AnyView,
    object: fn(Key, Tab) -> AnyView,
    menu: fn(RowAsked) -> AnyView,
) -> KindPages {
    let entries = |live| {
        let entry = |one: &Arc<T>| {
            let name = one.name().to_owned();
            Entry { key: (&name).into(), name, beside: one.property() }
        };
        T::list(live).rows().iter().map(entry).collect()
    };
    KindPages { row: T::ROW, list, object, menu, source: T::SOURCE, entries }
}

/// The page of one, but for its sections.
pub const fn object<T: NamedKind>() -> ObjectKind<Arc<T>> {
    ObjectKind {
        row: T::ROW,
        own: T::SOURCE,
        others: T::OTHERS,
        find: |live, key| T::list(live).rows().iter().find(|one| one.name() == key.own()).cloned(),
        key: |one| one.name().into(),
        head: |one| Head {
            name: one.name().to_owned(),
            state: None,
            badges: Vec::new(),
            vital: Vec::new(),
            reason: None,
        },
        sections: &[],
        aside: &[],
        needs: no_needs,
        needed_by: Some(needed_by),
        actions,
        tab: |_, _| ().into_any(),
        gone: |key| {
            let noun = T::KIND.noun();
            format!("There is no {noun} {key} that you can see. It was deleted, or has another name.")
        },
    }
}

/// The name of what a page shows.
pub fn name_of<T: NamedKind>(found: Found<Arc<T>>) -> Signal<Option<String>> {
    Signal::derive(move || found.with(|found| found.as_ref().map(|one| one.name().to_owned())))
}

/// Who needs it, with the ways to their pages.
fn needed_by<T: NamedKind>(live: Live, one: &Arc<T>) -> Relations {
    let Some(lists) = live.whole(USED_BY) else {
        return Relations::Unknown("Not known until the microservices and volume mounts have loaded.");
    };
    let mount = |mount: &VolumeMount| Relation {
        icon: Icon::File,
        page: Some(Page::object(Kind::VolumeMount, &mount.name)),
        name: mount.name.clone(),
        role: "volume mount".to_owned(),
    };
    let mounts = T::mounts(&lists, one.name()).into_iter().map(mount);
    Relations::Known(mounts.chain(T::users(&lists, one.name()).into_iter().map(user)).collect())
}

/// What can be done to it.
fn actions<T: NamedKind>(found: Found<Arc<T>>) -> Vec<Action> {
    let name = name_of(found);
    let there = Signal::derive(move || name.with(Option::is_some));
    let wanted = Callback::new(|()| Wanted::all(USED_BY));
    let removal = Callback::new(move |lists: Lists| {
        let name = name.get_untracked()?;
        let unknown = lists.volume_mounts.why().or(lists.microservices.why());
        let mounts = T::mounts(&lists, &name).into_iter().map(|mount| format!("volume mount {}", mount.name));
        let losing = mounts.chain(T::users(&lists, &name).into_iter().map(Microservice::full_name)).collect();
        let removal = Removal::of_named(
            T::KIND,
            &name,
            unknown.map_or(Ok(losing), |why| Err(why.to_owned())),
            T::BESIDES,
        );
        Some((name, removal))
    });
    vec![remove(T::KIND, there, wanted, removal)]
}

/// One that was read whole, as its manifest; `None` when it is not there.
pub fn described<T>(kind: Kind, read: Result<Object<T>, Error>) -> Result<Option<Described>, Error> {
    match read {
        Ok(object) => {
            let text = describe::named(kind, &object.raw, &describe::Options::default());
            Ok(Some(Described { text, system: None }))
        }
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}
