//! The page of one object of any kind: its name and state, why it is not well, its tabs, its facts in groups, what it
//! needs and what needs it, and what can be done to it.

use leptos::prelude::*;

use crate::address::{A, Address, Step};
use crate::controllers::Controllers;
use crate::controllers::address::link_to;
use crate::live::Live;
use crate::live::source::Source;
use crate::part::{Part, Workbench};
use crate::resource::action::{Action, ActionList};
use crate::resource::link::link;
use crate::resource::loaded::WhenLoaded;
use crate::resource::relation::{RelationPanel, Relations};
use crate::resource::row::Row;
use crate::resource::tabs::Tabs;
use crate::routes::{Key, Page, Tab};
use crate::ui::copy::CopyButton;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::menu::Popup;
use crate::ui::notice::{Empty, Notice};
use crate::ui::panel::Panel;
use crate::ui::state::{State, Tone};

/// The object of a page with what was joined to it, as the live lists have it now.
pub type Found<T> = Memo<Option<T>>;

/// What an object can be that a page is about.
pub trait Joined: Clone + PartialEq + Send + Sync + 'static {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Joined for T {}

/// What is particular to the page of a kind. `T` is the object with what belongs to it.
pub struct ObjectKind<T: Joined> {
    pub row: &'static Row,
    /// The lists that it is made of, and those that it can do without.
    pub own: &'static [Source],
    pub others: &'static [Source],
    pub find: fn(Live, &Key) -> Option<T>,
    /// The key that lasts: an address with another one leads to it.
    pub key: fn(&T) -> Key,
    pub head: fn(&T) -> Head,
    /// The groups of facts: those that take the room, and those beside them.
    pub sections: &'static [Section<T>],
    pub aside: &'static [Section<T>],
    /// What it needs, and what needs it.
    pub needs: fn(Live, &T) -> Relations,
    pub needed_by: Option<fn(Live, &T) -> Relations>,
    /// What can be done to it.
    pub actions: fn(Found<T>) -> Vec<Action>,
    /// What a tab shows that only this kind has.
    pub tab: fn(Tab, Found<T>) -> AnyView,
    /// What is said when there is no such object.
    pub gone: fn(&Key) -> String,
}

/// The first lines of the page.
#[derive(Clone, PartialEq)]
pub struct Head {
    pub name: String,
    pub state: Option<(Tone, String)>,
    /// Properties, such as "System".
    pub badges: Vec<&'static str>,
    /// What else is vital, each with its icon.
    pub vital: Vec<Vital>,
    /// Why it is not well.
    pub reason: Option<Reason>,
}

impl Head {
    /// Whether it belongs to the Controller.
    pub(super) fn is_system(&self) -> bool {
        self.badges.contains(&"System")
    }
}

/// One vital fact: words, and before them the object that they are about.
#[derive(Clone, PartialEq)]
pub struct Vital {
    pub icon: Icon,
    pub link: Option<(Page, String)>,
    pub text: String,
}

/// Why an object is not well.
#[derive(Clone, PartialEq)]
pub struct Reason {
    pub tone: Tone,
    pub title: String,
    pub text: String,
}

/// A titled group.
pub struct Section<T: Joined> {
    pub title: &'static str,
    pub body: fn(Found<T>) -> AnyView,
}

#[component]
pub fn ObjectPage<T: Joined>(kind: &'static ObjectKind<T>, key: Key, tab: Tab) -> impl IntoView {
    let live = expect_context::<Live>();
    let state = match tab {
        Tab::Edit => live.need_beside_text(kind.own, kind.others),
        _ => live.need(kind.own, kind.others),
    };
    let key = StoredValue::new(key);
    let found = Memo::new(move |_| key.with_value(|key| (kind.find)(live, key)));
    // A tab is drawn once, not at each refresh: a log and a shell go on while the numbers above them change. Nor does its
    // deletion take away what somebody is writing or reading.
    let there = Memo::new(move |before: Option<&bool>| {
        found.with(Option::is_some) || (tab == Tab::Yaml && before == Some(&true))
    });
    follow_key(kind, key, tab, found);
    let (of, workbench) = (kind.row.kind, expect_context::<Part<Workbench>>());
    let body = StoredValue::new(move || match (tab == Tab::Edit || there.get(), tab) {
        (false, _) => key.with_value(|key| gone(kind, key)),
        (true, Tab::Details) => view! { <Details kind found /> }.into_any(),
        (true, Tab::Edit) => workbench.show(move |workbench| (workbench.edit)(of, key.get_value())),
        (true, Tab::Yaml) => workbench.show(move |workbench| (workbench.yaml)(of, key.get_value())),
        (true, tab) => (kind.tab)(tab, found),
    });
    view! {
        <ObjectHead kind key=key.get_value() tab found />
        <WhenLoaded state what=format!("the {}", kind.row.kind.noun())>
            {move || body.with_value(|body| body())}
        </WhenLoaded>
    }
}

/// An object that is asked for by an id that does not last is shown at the address that does.
fn follow_key<T: Joined>(kind: &'static ObjectKind<T>, key: StoredValue<Key>, tab: Tab, found: Found<T>) {
    let address = expect_context::<Address>();
    let lasting = Memo::new(move |_| found.with(|found| found.as_ref().map(kind.key)));
    Effect::new(move |_| {
        if let Some(lasting) = lasting.get().filter(|lasting| key.with_value(|key| key != lasting)) {
            let page = Page::Object { kind: kind.row.kind, key: lasting, tab };
            address.go(&page.path(), Step::Replace);
        }
    });
}

#[component]
fn ObjectHead<T: Joined>(kind: &'static ObjectKind<T>, key: Key, tab: Tab, found: Found<T>) -> impl IntoView {
    let of = kind.row.kind;
    let page = move |key: &Key, tab: Tab| Page::Object { kind: of, key: key.clone(), tab };
    let current = page(&key, tab);
    let linked = current.clone();
    let edit = (tab != Tab::Edit && kind.row.tabs.contains(&Tab::Edit)).then(|| page(&key, Tab::Edit));
    let unnamed = current.title();
    let head = Memo::new(move |_| found.with(|found| found.as_ref().map(kind.head)));
    let name =
        move || head.with(|head| head.as_ref().map_or_else(|| unnamed.clone(), |head| head.name.clone()));
    let tabs = kind.row.tabs.iter().map(|tab| (page(&key, *tab), tab.title())).collect::<Vec<_>>();
    view! {
        <div class="head">
            <div class="title">
                <h1>{name}</h1>
                {move || head.with(|head| head.as_ref().map(state))}
            </div>
            <div class="acts">
                {edit.map(|edit| view! { <EditButton head page=edit /> })}
                <ActionMenu actions=(kind.actions)(found) page=linked />
            </div>
        </div>
        {vital(head)}
        <Tabs label=format!("Views of this {}", of.noun()) tabs current />
    }
}

/// The one main thing to do with what is the user's own. A phone has the tab for it.
#[component]
fn EditButton(head: Memo<Option<Head>>, page: Page) -> impl IntoView {
    let own = Memo::new(move |_| head.with(|head| head.as_ref().is_some_and(|head| !head.is_system())));
    let page = StoredValue::new(page);
    view! {
        <Show when=move || own.get()>
            <A href=page.with_value(Page::path) attr:class="btn main desk-only">
                <Glyph icon=Icon::Edit />
                "Edit"
            </A>
        </Show>
    }
}

/// Everything else that can be done with the object.
#[component]
fn ActionMenu(actions: Vec<Action>, page: Page) -> impl IntoView {
    if actions.is_empty() {
        let controllers = expect_context::<Controllers>();
        let address = Signal::derive(move || link_to(&page, controllers));
        return view! { <CopyButton label="Copy link" text=address done="Link copied" icon=Icon::Link /> }
            .into_any();
    }
    let popup = Popup::new();
    let press = move |event: leptos::ev::MouseEvent| popup.on_press(&event);
    view! {
        <button type="button" class="btn" aria-expanded=move || popup.is_open().to_string() on:click=press>
            "Actions"
            <Glyph icon=Icon::Down after=true />
        </button>
        <ActionList popup label="Actions".to_owned() head=String::new() ways=Vec::new() actions page />
    }
    .into_any()
}

fn state(head: &Head) -> impl IntoView + use<> {
    let badges = head.badges.iter().map(|badge| view! { <span class="badge">{*badge}</span> }).collect_view();
    view! {
        {head.state.clone().map(|(tone, text)| view! { <State tone text /> })}
        {badges}
    }
}

/// What there is to know at once. A link that comes later takes the place of none that somebody is pressing.
fn vital(head: Memo<Option<Head>>) -> impl IntoView {
    let all = move || head.with(|head| head.as_ref().map(|head| head.vital.clone()).unwrap_or_default());
    let identity = |vital: &Vital| (vital.link.as_ref().map(|(page, _)| page.path()), vital.text.clone());
    let one = |Vital { icon, link: to, text }: Vital| {
        view! {
            <span>
                <Glyph icon />
                {to.map(|(page, name)| link(page.path(), name))}
                " "
                {text}
            </span>
        }
    };
    view! {
        <div class="vital" hidden=move || all().is_empty()>
            <For each=all key=identity children=one />
        </div>
    }
}

fn gone<T: Joined>(kind: &'static ObjectKind<T>, key: &Key) -> AnyView {
    let (of, said) = (kind.row.kind, (kind.gone)(key));
    view! {
        <section class="panel">
            <Empty title=format!("This {} is not there", of.noun())>
                <p>{said}</p>
                <A href=Page::List(of).path() attr:class="btn">
                    {format!("All {}", of.plural())}
                </A>
            </Empty>
        </section>
    }
    .into_any()
}

#[component]
fn Details<T: Joined>(kind: &'static ObjectKind<T>, found: Found<T>) -> impl IntoView {
    let live = expect_context::<Live>();
    let reason =
        Memo::new(move |_| found.with(|found| found.as_ref().and_then(|found| (kind.head)(found).reason)));
    let needs = Memo::new(move |_| found.with(|found| found.as_ref().map(|found| (kind.needs)(live, found))));
    let has_needs = Memo::new(move |_| {
        needs.with(|needs| !matches!(needs, Some(Relations::Known(all)) if all.is_empty()))
    });
    let known = |relations: Option<Relations>| relations.unwrap_or(Relations::Known(Vec::new()));
    let panel = move |section: &'static Section<T>| {
        view! {
            <Panel title=section.title>
                {(section.body)(found)}
            </Panel>
        }
    };
    let needed_by = kind.needed_by.map(|needed_by| {
        let all =
            Memo::new(move |_| known(found.with(|found| found.as_ref().map(|found| needed_by(live, found)))));
        view! { <RelationPanel title="Needed by" relations=all none="Nothing else uses it." /> }
    });
    view! {
        {move || reason.get().map(why)}
        <div class="grid-side">
            <div class="stack">{kind.sections.iter().map(panel).collect_view()}</div>
            <div class="stack">
                {kind.aside.iter().map(panel).collect_view()}
                <Show when=move || has_needs.get()>
                    <RelationPanel
                        title="Needs"
                        relations=Signal::derive(move || known(needs.get()))
                        none="Nothing else."
                    />
                </Show>
                {needed_by}
            </div>
        </div>
    }
}

fn why(Reason { tone, title, text }: Reason) -> impl IntoView {
    view! {
        <Notice tone title>
            <p>{text}</p>
        </Notice>
    }
}

/// The body of a group that says facts, which follow the object.
pub fn facts<T: Joined>(found: Found<T>, facts: fn(&T) -> AnyView) -> AnyView {
    view! { <div class="body">{move || found.with(|found| found.as_ref().map(facts))}</div> }.into_any()
}

/// Of what needs nothing.
pub fn no_needs<T>(_: Live, _: &T) -> Relations {
    Relations::Known(Vec::new())
}
