//! How much of the past of a log is asked for: its last lines, those of the last minutes, or those of a time.

use client::sockets::{self, LogQuery, SocketAddress};
use client::{BaseUrl, Token};
use leptos::prelude::*;
use model::Time;
use web_sys::js_sys::Date;

use crate::ui::alive::alive_value;

/// The most lines that a Controller hands out at once.
const MOST: u32 = 10_000;
/// How many lines a page begins with.
const FIRST: u32 = 100;

/// What is chosen, and what that came to when the log was begun.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    choice: Choice,
    /// The two ends of a time as they were typed, in the time of the browser.
    typed: [String; 2],
    since: Option<Time>,
    until: Option<Time>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Lines(u32),
    /// Of so many minutes.
    Minutes(u32),
    /// Of a time that is typed.
    Span,
}

impl Default for Choice {
    fn default() -> Self {
        Self::Lines(FIRST)
    }
}

/// What can be chosen: how the list calls it, and what it shows.
const CHOICES: [(&str, &str, Choice); 10] = [
    ("100", "Last 100 lines", Choice::Lines(FIRST)),
    ("500", "Last 500 lines", Choice::Lines(500)),
    ("1000", "Last 1,000 lines", Choice::Lines(1_000)),
    ("5000", "Last 5,000 lines", Choice::Lines(5_000)),
    ("10000", "Last 10,000 lines", Choice::Lines(MOST)),
    ("5m", "Last 5 minutes", Choice::Minutes(5)),
    ("15m", "Last 15 minutes", Choice::Minutes(15)),
    ("1h", "Last hour", Choice::Minutes(60)),
    ("1d", "Last day", Choice::Minutes(24 * 60)),
    ("span", "From … until …", Choice::Span),
];

impl History {
    /// Reads the clock: what was chosen counts from now on back.
    pub fn begin(&mut self) {
        let now = Date::now() as i64;
        (self.since, self.until) = match self.choice {
            Choice::Lines(_) => (None, None),
            Choice::Minutes(minutes) => (Some(Time(now - i64::from(minutes) * 60_000)), None),
            Choice::Span => {
                let [since, until] = self.typed.each_ref().map(|typed| moment(typed));
                (since, until)
            }
        };
    }

    /// The address of a log with this much of its past, or with what was written since a connection was lost.
    pub fn address(
        &self,
        uuid: &str,
        lost: Option<Time>,
    ) -> impl FnOnce(&BaseUrl, &Token) -> Option<SocketAddress> + use<> {
        let uuid = uuid.to_owned();
        let query = self.query(lost);
        move |base, token| sockets::logs(base, token, sockets::Of::Microservice(&uuid), &query)
    }

    fn query(&self, lost: Option<Time>) -> LogQuery {
        let lines = match self.choice {
            // Everything that was written meanwhile.
            _ if lost.is_some() => MOST,
            Choice::Lines(lines) => lines,
            Choice::Minutes(_) | Choice::Span => MOST,
        };
        let text = |time: Option<Time>| time.map(|time| time.to_string());
        LogQuery {
            tail: Some(lines),
            since: text(self.since.max(lost)),
            until: text(self.until),
            ..LogQuery::default()
        }
    }
}

/// What the browser's field for a moment says; nothing for an empty one.
fn moment(typed: &str) -> Option<Time> {
    let time = Date::new(&typed.into()).get_time();
    time.is_finite().then_some(Time(time as i64))
}

/// The list to choose from. `again` is told when something else is wanted at once.
#[component]
pub fn HistoryChoice(history: RwSignal<History>, again: Callback<()>) -> impl IntoView {
    let chosen = move |value: String| {
        if let Some((_, _, choice)) = CHOICES.iter().find(|(name, ..)| *name == value) {
            history.update(|history| history.choice = *choice);
            if *choice != Choice::Span {
                again.run(());
            }
        }
    };
    let option = move |(name, shown, choice): (&'static str, &'static str, Choice)| {
        view! {
            <option value=name prop:selected=move || history.with(|history| history.choice == choice)>
                {shown}
            </option>
        }
    };
    view! {
        <select class="facet" aria-label="Lines of history" on:change=alive_value(chosen)>
            {CHOICES.map(option).into_iter().collect_view()}
        </select>
    }
}

/// The two ends of a time, while one is to be typed.
#[component]
pub fn SpanChoice(history: RwSignal<History>, again: Callback<()>) -> impl IntoView {
    let is_wanted = Memo::new(move |_| history.with(|history| history.choice == Choice::Span));
    let field = move |at: usize, label: &'static str| {
        let typed = move |value: String| {
            history.update(|history| {
                if let Some(typed) = history.typed.get_mut(at) {
                    *typed = value;
                }
            });
        };
        view! {
            <label>
                {label}
                <input type="datetime-local" class="in" on:input:target=move |event| typed(event.target().value()) />
            </label>
        }
    };
    view! {
        <Show when=move || is_wanted.get()>
            <form
                class="output__span"
                on:submit=move |event| {
                    event.prevent_default();
                    again.run(());
                }
            >
                {field(0, "From")}
                {field(1, "Until")}
                <button type="submit" class="btn">
                    "Show"
                </button>
                <span class="soft">"In the time of this browser; an empty end is open. At most the last 10,000 lines of it."</span>
            </form>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(history: History, lost: Option<i64>, expected: (u32, Option<&str>, Option<&str>)) {
        let query = history.query(lost.map(Time));
        assert_eq!(
            (query.tail, query.since.as_deref(), query.until.as_deref()),
            (Some(expected.0), expected.1, expected.2)
        );
        assert!(!query.no_follow);
    }

    #[test]
    fn a_log_is_asked_for_as_far_back_as_was_chosen() {
        let lines = |lines| History { choice: Choice::Lines(lines), ..History::default() };
        check(History::default(), None, (100, None, None));
        check(lines(5_000), None, (5_000, None, None));
        check(lines(500), Some(0), (10_000, Some("1970-01-01T00:00:00.000Z"), None));
        let span = History {
            choice: Choice::Span,
            since: Some(Time(1_000)),
            until: Some(Time(2_000)),
            ..History::default()
        };
        let (since, until) = ("1970-01-01T00:00:01.000Z", "1970-01-01T00:00:02.000Z");
        check(span.clone(), None, (10_000, Some(since), Some(until)));
        check(span.clone(), Some(0), (10_000, Some(since), Some(until)));
        check(span, Some(1_500), (10_000, Some("1970-01-01T00:00:01.500Z"), Some(until)));
    }
}
