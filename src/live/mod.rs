//! Every list from the Controller, owned in one place. What is on screen says what it needs; this fetches it, keeps rows
//! that did not change, and says how fresh it all is. No page fetches a list by itself.

mod list;
mod pace;
mod round;
mod scope;
mod shape;
pub mod source;
mod state;
mod trouble;

use std::collections::BTreeMap;

use client::{Asking, Error};
use futures::future::{AbortHandle, abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{
    Agent, Application, ApplicationTemplate, CatalogItem, ConfigMap, Microservice, NatsAccountRule,
    NatsUserRule, Registry, Role, Secret, VolumeMount,
};

pub use list::LiveList;
pub use pace::{is_hidden, sleep};
pub use scope::Scope;
pub use source::Which;
use source::{Fetch, Source};
pub use state::Lookup;
use trouble::Trouble;

use crate::api::Api;
use crate::prefs::Prefs;
use crate::resource::loaded::Loaded;
use crate::routes::Page;
use crate::session::Session;

/// How fresh what is on screen is, in words for the bar and the banner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Freshness {
    Waiting,
    /// Updated at this time of day.
    Current(String),
    Lost {
        last: Option<String>,
        error: String,
        next: String,
    },
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Pulse {
    last_answer: Option<i64>,
    failures: u32,
    error: Option<Error>,
}

/// The handle to everything live.
#[derive(Clone, Copy)]
pub struct Live {
    pub microservices: LiveList<Microservice>,
    pub system_microservices: LiveList<Microservice>,
    pub agents: LiveList<Agent>,
    pub catalog: LiveList<CatalogItem>,
    pub registries: LiveList<Registry>,
    pub applications: LiveList<Application>,
    /// The one that a form is about, or none.
    pub named_application: LiveList<Application>,
    pub templates: LiveList<ApplicationTemplate>,
    pub secrets: LiveList<Secret>,
    pub config_maps: LiveList<ConfigMap>,
    pub volume_mounts: LiveList<VolumeMount>,
    pub roles: LiveList<Role>,
    pub account_rules: LiveList<NatsAccountRule>,
    pub user_rules: LiveList<NatsUserRule>,
    api: Api,
    session: Session,
    prefs: Prefs,
    pulse: RwSignal<Pulse>,
    wanted: RwSignal<BTreeMap<Which, usize>>,
    /// Of the wanted ones, those whose page says in its place that they could not be read.
    own: RwSignal<BTreeMap<Which, usize>>,
    /// What plans and checks on screen are about.
    scope: RwSignal<Scope>,
    asking: StoredValue<Asking<Which>>,
    /// Counts the answers with a list that were taken.
    answers: RwSignal<u64>,
    /// When this tab last wrote, by the clock of [`crate::session::steady_ms`].
    written: RwSignal<f64>,
    troubles: RwSignal<BTreeMap<Which, Trouble>>,
    /// When each list was last answered.
    answered: StoredValue<BTreeMap<Which, i64>>,
    /// How to ask for each list that was needed so far.
    fetchers: StoredValue<BTreeMap<Which, Fetch>>,
    /// Counts how often everything was forgotten: an answer to a question of before is nobody's.
    age: StoredValue<u64>,
    /// Stops the refresh loop and what it has asked.
    stop: StoredValue<Option<AbortHandle>>,
    bell: StoredValue<pace::Bell, LocalStorage>,
}

impl Live {
    pub fn provide(api: Api, session: Session, prefs: Prefs) -> Self {
        let live = Self {
            microservices: LiveList::new(|row| row.uuid.clone()),
            system_microservices: LiveList::new(|row| row.uuid.clone()),
            agents: LiveList::new(|row| row.uuid.clone()),
            catalog: LiveList::new(|row| row.id.to_string()),
            registries: LiveList::new(|row| row.id.to_string()),
            applications: LiveList::new(|row| row.name.clone()),
            named_application: LiveList::new(|row| row.name.clone()),
            templates: LiveList::new(|row| row.name.clone()),
            secrets: LiveList::new(|row| row.name.clone()),
            config_maps: LiveList::new(|row| row.name.clone()),
            volume_mounts: LiveList::new(|row| row.name.clone()),
            roles: LiveList::new(|row| row.name.clone()),
            account_rules: LiveList::new(|row| row.name.clone()),
            user_rules: LiveList::new(|row| row.name.clone()),
            api,
            session,
            prefs,
            pulse: RwSignal::new(Pulse::default()),
            wanted: RwSignal::new(BTreeMap::new()),
            own: RwSignal::new(BTreeMap::new()),
            scope: RwSignal::new(Scope::Everything),
            asking: StoredValue::new(Asking::default()),
            answers: RwSignal::new(0),
            written: RwSignal::new(0.0),
            troubles: RwSignal::new(BTreeMap::new()),
            answered: StoredValue::new(BTreeMap::new()),
            fetchers: StoredValue::new(BTreeMap::new()),
            age: StoredValue::new(0),
            stop: StoredValue::new(None),
            bell: StoredValue::new_local(pace::Bell::default()),
        };
        provide_context(live);
        let visible = leptos::ev::Custom::<web_sys::Event>::new("visibilitychange");
        let handle = window_event_listener(visible, move |_| live.refresh_now());
        // The browser has a network again: waiting longer makes no sense.
        let online = window_event_listener(leptos::ev::online, move |_| live.refresh_now());
        on_cleanup(move || {
            handle.remove();
            online.remove();
        });
        Effect::new(move |_| {
            // What was on screen belonged to who signed out.
            if session.is_out() {
                live.forget();
            }
            live.refresh_now();
        });
        live.start();
        live
    }

    /// Begins to keep fresh what is needed, for the Controller that the tab works with now.
    pub fn start(self) {
        let (work, stop) = abortable(self.keep_fresh());
        if let Some(before) = self.stop.try_update_value(|slot| slot.replace(stop)).flatten() {
            before.abort();
        }
        spawn_local(async move {
            // Stopped is how it ends when the tab turns to another Controller.
            let _ = work.await;
        });
    }

    /// Forgets every answer, as on a page that was just opened.
    pub fn forget(self) {
        self.age.update_value(|age| *age += 1);
        self.microservices.forget();
        self.system_microservices.forget();
        self.agents.forget();
        self.catalog.forget();
        self.registries.forget();
        self.applications.forget();
        self.named_application.forget();
        self.templates.forget();
        self.secrets.forget();
        self.config_maps.forget();
        self.volume_mounts.forget();
        self.roles.forget();
        self.account_rules.forget();
        self.user_rules.forget();
        self.asking.update_value(Asking::forget);
        self.answered.update_value(BTreeMap::clear);
        self.troubles.set(BTreeMap::new());
        self.pulse.set(Pulse::default());
    }

    /// Says that what is on screen needs these lists; they are kept fresh until it is gone. The answer is how far reading
    /// its `own` ones has come, for the page to say in their place; the page does without the `others`.
    pub fn need(self, own: &'static [Source], others: &'static [Source]) -> Signal<Loaded> {
        self.fetchers.update_value(|fetchers| {
            fetchers.extend(own.iter().chain(others).map(|source| (source.which, source.fetch)));
        });
        hold(self.own, own);
        hold(self.wanted, own);
        hold(self.wanted, others);
        self.refresh_now();
        let names = |lists: &[Source]| lists.iter().map(|source| source.which).collect::<Vec<_>>();
        self.catch_up(&names(&[own, others].concat()));
        let own = names(own);
        Memo::new(move |_| self.loaded(&own)).into()
    }

    /// While a round waits for an answer that is long in coming, it does not hold up what a new page needs.
    fn catch_up(self, lists: &[Which]) {
        let unasked = self.unasked(lists);
        // Without a round under way the bell begins one.
        let waits = self.asking.with_value(Asking::is_any_open);
        if waits && !unasked.is_empty() {
            spawn_local(async move { self.round(&unasked).await });
        }
    }

    /// Lets those know who ask of when the lists are.
    fn note_asked(self) {
        self.answers.update(|answers| *answers += 1);
    }

    /// Asks at once instead of waiting for the next round.
    pub fn refresh_now(self) {
        self.bell.with_value(pace::Bell::ring);
    }

    /// Whether nothing on screen is from the lists.
    pub fn needs_nothing(self) -> bool {
        self.wanted.with(|wanted| wanted.values().all(|count| *count == 0))
    }

    pub fn freshness(self) -> Freshness {
        let pulse = self.pulse.get();
        let last = pulse.last_answer.map(time_of_day);
        match (pulse.error, last) {
            (Some(error), last) => {
                let next =
                    format!("Trying again every {} seconds.", pace::pause(self.prefs.pace(), pulse.failures));
                Freshness::Lost { last, error: error.to_string(), next }
            }
            (None, Some(last)) => Freshness::Current(last),
            (None, None) => Freshness::Waiting,
        }
    }

    /// The number beside a page in the navigation, and whether it is one to worry about.
    pub fn count(self, page: &Page) -> Option<(usize, bool)> {
        let ready = |ready: bool, count: usize| ready.then_some((count, false));
        match page {
            Page::Microservices => {
                let failed = self.microservices.rows().iter().filter(|row| failed(row)).count();
                let all = self.microservices.rows().len();
                self.microservices.is_ready().then_some(if failed > 0 {
                    (failed, true)
                } else {
                    (all, false)
                })
            }
            Page::Applications => ready(self.applications.is_ready(), self.applications.rows().len()),
            Page::Catalog => ready(self.catalog.is_ready(), self.catalog.rows().len()),
            Page::Registries => ready(self.registries.is_ready(), self.registries.rows().len()),
            Page::Agents => ready(self.agents.is_ready(), self.agents.rows().len()),
            _ => None,
        }
    }
}

/// Counts who needs these lists, until the caller is gone from the screen.
fn hold(counts: RwSignal<BTreeMap<Which, usize>>, lists: &'static [Source]) {
    let add = move |step: fn(usize) -> usize| {
        counts.try_update(|counts| {
            for source in lists {
                let count = counts.entry(source.which).or_insert(0);
                *count = step(*count);
            }
        });
    };
    add(|count| count + 1);
    on_cleanup(move || add(|count| count.saturating_sub(1)));
}

fn failed(row: &Microservice) -> bool {
    let state = crate::kinds::state::state_of(row, None);
    state.tone == crate::ui::state::Tone::Bad
}

/// The clock time of a moment, in the person's own zone and way of writing.
pub fn time_of_day(at: i64) -> String {
    String::from(date(at).to_locale_time_string("default"))
}

/// Day and time of a moment in milliseconds since 1970, in the person's own zone and way of writing.
pub fn moment(at: i64) -> String {
    String::from(date(at).to_locale_string("default", &wasm_bindgen::JsValue::UNDEFINED))
}

fn date(at: i64) -> js_sys::Date {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit a float exactly")]
    let at = at as f64;
    js_sys::Date::new(&at.into())
}
