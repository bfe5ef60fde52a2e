//! What secrets, config maps and volume mounts have in common: a name, one property, and microservices that take values or
//! files from them.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Kind, Microservice, VolumeMount};
use plan::act::Removal;

use crate::kinds::format;
use crate::live::Live;
use crate::resource::action::Action;
use crate::resource::dependents::{Dependents, Microservices, Wanted};
use crate::resource::link::{Card, card, link};
use crate::resource::list_page::Listed;
use crate::resource::relation::{Relation, Relations};
use crate::resource::remove::remove;
use crate::routes::Page;
use crate::ui::icon::Icon;
use crate::ui::table::{Column, Row, Sort};
use crate::words::fold;

/// How a kind is used by name.
pub struct Uses {
    pub kind: Kind,
    /// Whether a microservice takes values or files from it directly.
    pub microservice: fn(&Microservice, &str) -> bool,
    /// Whether a volume mount is made from it.
    pub mount: fn(&VolumeMount, &str) -> bool,
    /// What deleting one sets off besides.
    pub besides: &'static str,
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
    pub fn new(live: Live, uses: &Uses, name: &str, property: &str) -> Self {
        let users = users(live, uses, name).map(|(microservices, _)| microservices.len());
        Self {
            kind: uses.kind,
            name: name.to_owned(),
            property: property.to_owned(),
            users,
            haystack: fold(&format!("{name} {property}")),
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
}

pub const NAME: Column<Line> =
    Column::view("name", "Name", |line| link(line.page(), line.name.clone()), |line| Sort::Text(&line.name));
pub const USED: Column<Line> = Column::view(
    "used",
    "Used by",
    |line| line.used().into_any(),
    |line| Sort::Number(line.users.unwrap_or_default() as f64),
);

/// The microservices that use it, directly or through a volume mount, and the volume mounts made from it.
type Users = (Vec<Arc<Microservice>>, Vec<Arc<VolumeMount>>);

fn users(live: Live, uses: &Uses, name: &str) -> Option<Users> {
    let ready = live.microservices.is_ready() && live.volume_mounts.is_ready();
    ready.then(|| {
        let mounts = live.volume_mounts.rows();
        let made = mounts.iter().filter(|mount| (uses.mount)(mount, name)).cloned().collect::<Vec<_>>();
        let all = live.microservices.rows();
        let takes = |one: &&Arc<Microservice>| {
            (uses.microservice)(one, name) || made.iter().any(|mount| one.uses_volume_mount(&mount.name))
        };
        (all.iter().filter(takes).cloned().collect(), made)
    })
}

/// Who needs it, with the ways to their pages.
pub fn needed_by(live: Live, uses: &Uses, name: &str) -> Relations {
    let Some((microservices, mounts)) = users(live, uses, name) else {
        return Relations::Unknown("Not known until the microservices and volume mounts have loaded.");
    };
    let mount = |mount: &Arc<VolumeMount>| Relation {
        icon: Icon::File,
        page: Some(Page::object(Kind::VolumeMount, &mount.name)),
        name: mount.name.clone(),
        role: "volume mount".to_owned(),
    };
    let user = |one: &Arc<Microservice>| Relation {
        icon: Icon::Box,
        page: Some(Page::object(Kind::Microservice, (&*one.application, &*one.name))),
        name: one.full_name(),
        role: "microservice".to_owned(),
    };
    Relations::Known(mounts.iter().map(mount).chain(microservices.iter().map(user)).collect())
}

/// What can be done to it.
pub fn actions(uses: &'static Uses, name: Signal<Option<String>>) -> Vec<Action> {
    let there = Signal::derive(move || name.with(Option::is_some));
    let wanted = Callback::new(|()| Wanted {
        microservices: Microservices::All,
        volume_mounts: true,
        ..Wanted::default()
    });
    let removal = Callback::new(move |lists: Dependents| {
        let name = name.get_untracked()?;
        let losing = lists.volume_mounts().and_then(|mounts| {
            let made = mounts.filter(|mount| (uses.mount)(mount, &name)).map(|mount| mount.name.clone());
            let made = made.collect::<Vec<_>>();
            let takes = |one: &&Microservice| {
                (uses.microservice)(one, &name) || made.iter().any(|mount| one.uses_volume_mount(mount))
            };
            let users = lists.microservices()?.filter(takes).map(Microservice::full_name).collect::<Vec<_>>();
            Ok(made.iter().map(|mount| format!("volume mount {mount}")).chain(users).collect())
        });
        let removal = Removal::of_named(uses.kind, &name, losing, uses.besides);
        Some((name, removal))
    });
    vec![remove(uses.kind, there, wanted, removal)]
}
