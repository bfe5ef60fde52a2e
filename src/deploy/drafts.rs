//! The list of drafts on the deploy page: those of the workspace and of forms, open here, elsewhere or nowhere.

use std::sync::Arc;

use leptos::prelude::*;

use crate::address::A;
use crate::deploy::keep::record::{Place, Record};
use crate::deploy::keep::standing::{Standing, ago};
use crate::deploy::keep::{At, Keeper, Listed};
use crate::deploy::open::OpenDrafts;
use crate::deploy::outline::closed;
use crate::deploy::workspace::Workspace;
use crate::live::{Live, Lookup};
use crate::routes::{Page, capitalized};
use crate::session::now_ms;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::toast::{Offer, Toasts};

/// All drafts of this user at this Controller; nothing where there are none.
#[component]
pub fn Drafts() -> impl IntoView {
    let keeper = expect_context::<Keeper>();
    let listed = Memo::new(move |_| keeper.list());
    view! {
        <Show when=move || listed.with(|listed| !listed.is_empty())>
            <section class="panel" aria-label="Drafts">
                <header>
                    <h2>"Drafts"</h2>
                    <span class="sub">"kept in this browser until they are applied or discarded"</span>
                    <DiscardAll listed />
                </header>
                <ul class="drafts" aria-label="Kept drafts">
                    <For each=move || listed.get() key=Listed::key let(one)>
                        <Row one listed />
                    </For>
                </ul>
            </section>
        </Show>
    }
}

/// Discards every draft of the list but those that another tab has open.
#[component]
fn DiscardAll(listed: Memo<Vec<Listed>>) -> impl IntoView {
    let doer = Doer::here();
    let own = move || {
        let listed = listed.get().into_iter();
        listed.filter(|one| one.at != At::Elsewhere).collect::<Vec<_>>()
    };
    view! {
        <Show when=move || { own().len() > 1 }>
            <button type="button" class="btn quiet small push" on:click=move |_| doer.discard_all(&untrack(own))>
                "Discard all"
            </button>
        </Show>
    }
}

#[component]
fn Row(
    one: Listed,
    /// The row as it is now is found there.
    listed: Memo<Vec<Listed>>,
) -> impl IntoView {
    let (lookup, live) = (expect_context::<Lookup>(), expect_context::<Live>());
    let key = one.key();
    let record = Memo::new(move |_| {
        let own = listed.with(|listed| listed.iter().find(|one| one.key() == key).cloned());
        own.map(|own| own.record)
    });
    // The plan beside it tells of a file that is open here, and follows what is typed there.
    let is_planned = matches!(one.at, At::Here(_)) && one.record.form().is_none();
    let standing = Memo::new(move |_| {
        if is_planned {
            return Some("open here");
        }
        Some(Standing::of(&*record.get()?, &*lookup.for_plans()?)?.said())
    });
    let age = move || {
        // With every answer the age is told anew.
        live.freshness();
        record.with(|record| Some(format!("changed {}", ago(now_ms() - record.as_ref()?.changed))))
    };
    let (place, name) = (place_of(&one.record), named(&one.record));
    view! {
        <li>
            <Glyph icon=Icon::File />
            <span class="drafts__name">{name.clone()}</span>
            <span class="sub">{place}</span>
            <span class="sub">{move || standing.get()}</span>
            <span class="sub">{age}</span>
            <Acts one name />
        </li>
    }
}

/// What can be done with a draft. One that another tab has open is left to that one.
#[component]
fn Acts(one: Listed, name: String) -> impl IntoView {
    let doer = Doer::here();
    if one.at == At::Elsewhere {
        return view! { <span class="sub push">"open in another tab"</span> }.into_any();
    }
    let (open, discard) = (format!("Open {name}"), format!("Discard {name}"));
    let opens = match one.record.form() {
        Some(address) if doer.is_the_forms(&one) => {
            view! { <A href=address attr:class="btn small" attr:aria-label=open>"Open"</A> }.into_any()
        }
        _ => {
            let one = one.clone();
            let open_it = move |_| doer.open(&one);
            view! { <button type="button" class="btn small" aria-label=open on:click=open_it>"Open"</button> }
                .into_any()
        }
    };
    view! {
        <span class="push row">
            {opens}
            <button type="button" class="btn quiet small" aria-label=discard on:click=move |_| doer.discard(&one)>
                "Discard"
            </button>
        </span>
    }
    .into_any()
}

/// What opens and discards drafts.
#[derive(Clone, Copy)]
struct Doer {
    keeper: Keeper,
    workspace: Workspace,
    forms: OpenDrafts,
    lookup: Lookup,
    toasts: Toasts,
}

impl Doer {
    fn here() -> Self {
        Self {
            keeper: expect_context(),
            workspace: expect_context(),
            forms: expect_context(),
            lookup: expect_context(),
            toasts: expect_context(),
        }
    }

    /// Whether the form's page would show this draft, and not another one of the same object.
    fn is_the_forms(self, one: &Listed) -> bool {
        let is_open = |address: &str| untrack(|| self.forms.is_open(address));
        match (&one.at, one.record.form()) {
            (At::Here(_), _) => true,
            (_, Some(address)) => !is_open(address) && self.keeper.is_next(&one.record),
            _ => false,
        }
    }

    /// Shows a file of the workspace; a draft that is not there comes.
    fn open(self, one: &Listed) {
        match &one.at {
            At::Here(id) => _ = self.workspace.select(id),
            At::Free => {
                if let Some(record) = self.keeper.take(&one.record.id) {
                    let id = record.id.clone();
                    self.workspace.bring_back(&[record], self.lookup);
                    self.workspace.select(&id);
                }
            }
            At::Elsewhere => {}
        }
    }

    /// Discards a draft, with a way back as long as the message is on the screen.
    fn discard(self, one: &Listed) {
        let name = named(&one.record);
        let said = if self.is_file(one) { format!("Closed {name}.") } else { format!("Discarded {name}.") };
        if let Some(back) = self.set_aside(one) {
            self.toasts.offer(said, back);
        }
    }

    fn discard_all(self, all: &[Listed]) {
        let backs: Vec<Offer> = all.iter().filter_map(|one| self.set_aside(one)).collect();
        self.toasts.offer(format!("Discarded {} drafts.", backs.len()), Offer::undo_all(backs));
    }

    /// Whether it is a file that is open in this tab.
    fn is_file(self, one: &Listed) -> bool {
        matches!(one.at, At::Here(_)) && one.record.form().is_none()
    }

    /// Discards a draft and gives the way back. `None` for one that is gone already.
    fn set_aside(self, one: &Listed) -> Option<Offer> {
        Some(match (&one.at, one.record.form()) {
            (At::Here(id), None) => closed(self.workspace, self.workspace.file_of(id)?),
            (At::Here(_), Some(address)) => {
                let (forms, aside) = (self.forms, self.forms.set_aside(address)?);
                Offer::undo(move || forms.bring_back(aside), move || forms.drop_aside(aside))
            }
            _ => {
                let (keeper, record) = (self.keeper, Arc::clone(&one.record));
                keeper.discard(&record);
                Offer::undo(move || keeper.put_back(&record), || ())
            }
        })
    }
}

/// What a draft is called: by its object, or as a file.
fn named(record: &Record) -> String {
    let page = record.form().and_then(|address| Page::parse(address.split('?').next().unwrap_or_default()));
    match page {
        Some(Page::Object { kind, key, .. }) => format!("{} {key}", capitalized(kind.noun())),
        Some(page) => page.title(),
        None => record.name.clone(),
    }
}

fn place_of(record: &Record) -> &'static str {
    match record.place {
        Place::Workspace(_) => "file",
        Place::Form(_) => "form",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::kept::Kept;

    fn check(place: Place, expected: &str) {
        let record = Record {
            id: "1".to_owned(),
            owner: "o".to_owned(),
            place,
            name: "a.yaml".to_owned(),
            kept: Kept::of("kind: A\n"),
            changed: 0,
            revision: 1,
            by: "page".to_owned(),
        };
        assert_eq!(named(&record), expected);
    }

    #[test]
    fn drafts_are_called_by_what_they_are_about() {
        check(Place::Workspace(0), "a.yaml");
        check(Place::Form("/microservices/shop/web/edit".to_owned()), "Microservice shop/web");
        check(Place::Form("/registries/3/edit".to_owned()), "Registry 3");
        check(Place::Form("/registries/new".to_owned()), "New registry");
        check(Place::Form("/microservices/new?from=a".to_owned()), "New microservice");
    }
}
