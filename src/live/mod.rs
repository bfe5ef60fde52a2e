//! Every list from the Controller, owned in one place. What is on screen says what it needs; this fetches it, keeps rows
//! that did not change, and says how fresh it all is. No page fetches a list by itself.

mod list;
mod lists;
mod loaded;
mod pace;
mod round;
mod scope;
mod shape;
pub mod source;
mod state;
mod trouble;

use std::collections::BTreeMap;
use std::ops::Deref;

use client::{Asking, Error};
use futures::future::{AbortHandle, abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;

pub use list::LiveList;
pub use lists::{LiveLists, Which};
pub use loaded::Loaded;
pub use pace::{is_hidden, sleep};
pub use scope::{OneKind, Scope};
use source::{Fetch, Source};
pub use state::Lookup;
use trouble::Trouble;

use crate::api::Api;
use crate::prefs::Prefs;
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
    lists: LiveLists,
    api: Api,
    session: Session,
    prefs: Prefs,
    pulse: RwSignal<Pulse>,
    wanted: RwSignal<BTreeMap<Which, usize>>,
    /// Of the wanted ones, those whose page says in its place that they could not be read.
    own: RwSignal<BTreeMap<Which, usize>>,
    /// Of the wanted ones, those that texts are compared with or checked against, and no page shows.
    patient: RwSignal<BTreeMap<Which, usize>>,
    /// Of these, those that texts are compared with.
    compared: RwSignal<BTreeMap<Which, usize>>,
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
            lists: LiveLists::new(),
            api,
            session,
            prefs,
            pulse: RwSignal::new(Pulse::default()),
            wanted: RwSignal::new(BTreeMap::new()),
            own: RwSignal::new(BTreeMap::new()),
            patient: RwSignal::new(BTreeMap::new()),
            compared: RwSignal::new(BTreeMap::new()),
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
        self.lists.forget();
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

    /// The same for what stands beside a text that somebody writes: its lists are asked for as often as the text needs.
    pub fn need_beside_text(self, own: &'static [Source], others: &'static [Source]) -> Signal<Loaded> {
        self.is_patient_with(own, others);
        self.need(own, others)
    }

    /// Says that the caller compares texts with these lists, and shows none of them: they are asked for less often.
    fn is_patient_with(self, compared: &'static [Source], optional: &'static [Source]) {
        hold(self.patient, compared);
        hold(self.patient, optional);
        hold(self.compared, compared);
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
}

/// `live.agents` is the list of agents.
impl Deref for Live {
    type Target = LiveLists;

    fn deref(&self) -> &LiveLists {
        &self.lists
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
