//! What an object needs and what needs it: each another object with the way to its page, and what it is to this one.

use leptos::prelude::*;

use crate::resource::link::link;
use crate::routes::Page;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::panel::Panel;

/// More than this are counted; the list has them all.
const SHOWN: usize = 12;

/// Another object.
#[derive(Clone, PartialEq)]
pub struct Relation {
    pub icon: Icon,
    /// Where it can be looked at, unless nobody can.
    pub page: Option<Page>,
    pub name: String,
    /// What it is to this object: "registry", "extra host".
    pub role: String,
}

impl Relation {
    fn identity(&self) -> String {
        let path = self.page.as_ref().map(Page::path).unwrap_or_default();
        format!("{path} {} {}", self.role, self.name)
    }

    fn row(self) -> impl IntoView + use<> {
        let name = match self.page {
            Some(page) => link(page.path(), self.name),
            None => self.name.into_any(),
        };
        view! {
            <li>
                <Glyph icon=self.icon />
                {name}
                <span class="sub">{self.role}</span>
            </li>
        }
    }
}

/// The objects of one direction, or why they are not known.
#[derive(Clone, PartialEq)]
pub enum Relations {
    Known(Vec<Relation>),
    /// The lists that tell are not there.
    Unknown(&'static str),
}

impl Relations {
    fn shown(&self) -> Vec<Relation> {
        match self {
            Self::Known(all) => all.iter().take(SHOWN).cloned().collect(),
            Self::Unknown(_) => Vec::new(),
        }
    }

    fn not_shown(&self) -> Option<usize> {
        match self {
            Self::Known(all) => all.len().checked_sub(SHOWN),
            Self::Unknown(_) => None,
        }
    }

    /// What is said in the place of the entries.
    fn said(&self, none: &'static str) -> Option<&'static str> {
        match self {
            Self::Known(all) => all.is_empty().then_some(none),
            Self::Unknown(why) => Some(why),
        }
    }
}

#[component]
pub fn RelationPanel(
    title: &'static str,
    #[prop(into)] relations: Signal<Relations>,
    /// What is said when there are none.
    none: &'static str,
) -> impl IntoView {
    let (all, said) = (move || relations.with(Relations::shown), move || relations.with(|it| it.said(none)));
    let more = move || relations.with(Relations::not_shown).filter(|more| *more > 0);
    let row = |relation: Relation| relation.row();
    view! {
        <Panel title>
            {move || said().map(|said| view! { <div class="body faint">{said}</div> })}
            <ul class="rel body" hidden=move || said().is_some()>
                // An entry that comes later moves the others and takes the place of none: whoever is pressing one gets
                // that one.
                <For each=all key=Relation::identity children=row />
                {move || more().map(|more| view! { <li class="faint">{format!("and {more} more")}</li> })}
            </ul>
        </Panel>
    }
}
