//! The page of one application: its microservices, its switch, and its manifest.

use std::rc::Rc;
use std::sync::Arc;

use client::permissions::Verb;
use leptos::prelude::*;
use model::Resource;
use model::{Application, Microservice};
use plan::act::{Removal, Switch};

use super::list::{away, state};
use crate::address::A;
use crate::api::Api;
use crate::controllers::Controllers;
use crate::controllers::address::link_to;
use crate::kinds::members::{BY_AGENT, Members};
use crate::later::{Part, Workbench};
use crate::live::{Live, source};
use crate::resource::confirm::{AskButton, Asker, Question};
use crate::resource::dependents::{Dependents, Microservices, Wanted};
use crate::resource::loaded::WhenLoaded;
use crate::resource::refusal::Refusals;
use crate::resource::remove::{Remove, pause};
use crate::resource::tabs::Tabs;
use crate::routes::{APPLICATION_TABS, Page, Tab};
use crate::session::Session;
use crate::ui::copy::CopyButton;
use crate::ui::icon::Icon;
use crate::ui::notice::Empty;
use crate::ui::panel::Panel;
use crate::ui::state::State;

/// The application of a page, as the live list has it now.
pub type Shown = Memo<Option<Arc<Application>>>;

#[component]
pub fn ApplicationPage(name: String, tab: Tab) -> impl IntoView {
    let live = expect_context::<Live>();
    let workbench = expect_context::<Part<Workbench>>();
    let loaded = live.need(&[source::APPLICATIONS, source::MICROSERVICES], &[source::AGENTS]);
    let controllers = expect_context::<Controllers>();
    let linked = Page::Application { name: name.clone(), tab };
    let link = Signal::derive(move || link_to(&linked, controllers));
    let wanted = name.clone();
    let shown: Shown = Memo::new(move |_| {
        live.applications.rows().iter().find(|application| application.name == wanted).cloned()
    });
    let page = |tab: Tab| Page::Application { name: name.clone(), tab };
    let tabs = APPLICATION_TABS.map(|(tab, title)| (page(tab), title)).to_vec();
    let current = page(tab);
    let gone = StoredValue::new(name.clone());
    // A tab is drawn once, not at each refresh.
    // Nor does its deletion take away what somebody is writing or reading.
    let there = Memo::new(move |before: Option<&bool>| {
        shown.with(Option::is_some) || (tab == Tab::Yaml && before == Some(&true))
    });
    let body = StoredValue::new(move || match (tab == Tab::Edit || there.get(), tab) {
        (false, _) => gone.with_value(|name| missing(name)).into_any(),
        (true, Tab::Edit) => {
            workbench.show(move |workbench| (workbench.edit_application)(gone.get_value(), shown))
        }
        (true, Tab::Yaml) => workbench.show(move |workbench| (workbench.application_yaml)(shown)),
        (true, _) => view! { <OverviewTab shown /> }.into_any(),
    });
    view! {
        <div class="head">
            <h1>{name}</h1>
            {move || shown.get().map(|application| badge(&application, live))}
            <div class="head__acts">
                <CopyButton label="Copy link" text=link done="Link copied" icon=Icon::Link />
                <Actions shown />
            </div>
        </div>
        <Tabs label="Views of this application" tabs current />
        <WhenLoaded state=loaded what="the application">
            {move || body.with_value(|body| body())}
        </WhenLoaded>
    }
}

fn badge(application: &Application, live: Live) -> impl IntoView + use<> {
    let (tone, text) = state(application, &away(live)).0;
    view! { <State tone text /> }
}

fn missing(name: &str) -> impl IntoView + use<> {
    let said =
        format!("There is no application {name} that you can see. It was deleted, or not deployed yet.");
    view! {
        <section class="card">
            <Empty title="This application is not there">
                <p>{said}</p>
                <A href=Page::Applications.path() attr:class="btn">
                    "All applications"
                </A>
            </Empty>
        </section>
    }
}

#[component]
fn Actions(shown: Shown) -> impl IntoView {
    let session = expect_context::<Session>();
    let why = Memo::new(move |_| session.refuses(Resource::Applications, Verb::Change));
    let there = Memo::new(move |_| shown.with(Option::is_some));
    let active =
        Memo::new(move |_| shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.is_activated)));
    let removal = Callback::new(move |lists: Dependents| {
        let application = shown.get_untracked()?;
        let removal = Removal::of_application(&application, lists.microservices());
        Some((application.name.clone(), removal))
    });
    let switch = move || {
        let (switch, icon, text) = match active.get() {
            true => (Switch::Stop, Icon::Stop, "Stop"),
            false => (Switch::Start, Icon::Play, "Start"),
        };
        view! { <AskButton icon text why asker=asker(switch, text, shown) /> }
    };
    view! {
        <Show when=move || there.get()>
            <Refusals whys=vec![why.into()] />
            {switch}
            <Remove resource=Resource::Applications wanted=members_of(shown) removal back=Page::Applications />
        </Show>
    }
}

/// Its microservices tell what happens to it.
fn members_of(shown: Shown) -> Callback<(), Wanted> {
    Callback::new(move |()| {
        let name = shown.with_untracked(|shown| shown.as_ref().map(|shown| shown.name.clone()));
        Wanted { microservices: name.map_or(Microservices::None, Microservices::Of), ..Wanted::default() }
    })
}

/// Makes the question about turning the switch.
fn asker(switch: Switch, text: &'static str, shown: Shown) -> Asker {
    let api = expect_context::<Api>();
    let question = Callback::new(move |lists: Dependents| {
        let application = shown.get_untracked()?;
        let name = application.name.clone();
        let done = if switch == Switch::Start { "started" } else { "stopped" };
        Some(Question {
            title: format!("{text} {name}?"),
            preview: switch.preview(&application, lists.microservices()),
            obstacle: None,
            button: text,
            grave: false,
            done: format!("{name} was {done}. The agents do their part."),
            run: Rc::new({
                let name = name.clone();
                move || {
                    let name = name.clone();
                    Box::pin(async move { switch.carry_out(&api.client(), &name, pause).await })
                }
            }),
            name,
            after: Callback::new(|()| ()),
        })
    });
    Asker { wanted: members_of(shown), question }
}

#[component]
fn OverviewTab(shown: Shown) -> impl IntoView {
    let belongs = Callback::new(move |one: Arc<Microservice>| {
        shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.name == one.application))
    });
    view! {
        <div class="cols">
            <Panel title="Microservices">
                <Members columns=&BY_AGENT belongs />
            </Panel>
            <Panel title="About">
                <div class="card__in">{move || shown.get().map(|shown| about(&shown))}</div>
            </Panel>
        </div>
    }
}

fn about(application: &Application) -> impl IntoView + use<> {
    let description = application.description.clone();
    let description = if description.is_empty() { "none".to_owned() } else { description };
    let nats = if application.nats_access { "allowed" } else { "not allowed" };
    view! {
        <dl class="facts">
            <dt>"Description"</dt>
            <dd>{description}</dd>
            <dt>"Switched on"</dt>
            <dd>{if application.is_activated { "yes" } else { "no" }}</dd>
            <dt>"NATS"</dt>
            <dd>{nats}</dd>
        </dl>
    }
}
