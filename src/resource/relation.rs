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

/// The objects of one direction, or why they are not known.
#[derive(Clone, PartialEq)]
pub enum Relations {
    Known(Vec<Relation>),
    /// The lists that tell are not there.
    Unknown(&'static str),
}

#[component]
pub fn RelationPanel(
    title: &'static str,
    #[prop(into)] relations: Signal<Relations>,
    /// What is said when there are none.
    none: &'static str,
) -> impl IntoView {
    let said = |text: &'static str| view! { <div class="body faint">{text}</div> }.into_any();
    view! {
        <Panel title>
            {move || match relations.get() {
                Relations::Unknown(why) => said(why),
                Relations::Known(all) if all.is_empty() => said(none),
                Relations::Known(all) => rows(all),
            }}
        </Panel>
    }
}

fn rows(all: Vec<Relation>) -> AnyView {
    let more = all.len().saturating_sub(SHOWN);
    let row = |Relation { icon, page, name, role }: Relation| {
        let name = match page {
            Some(page) => link(page.path(), name),
            None => name.into_any(),
        };
        view! {
            <li>
                <Glyph icon />
                {name}
                <span class="sub">{role}</span>
            </li>
        }
    };
    view! {
        <ul class="rel body">
            {all.into_iter().take(SHOWN).map(row).collect_view()}
            {(more > 0).then(|| view! { <li class="faint">{format!("and {more} more")}</li> })}
        </ul>
    }
    .into_any()
}
