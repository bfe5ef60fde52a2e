//! Searching in the lines on screen: what is looked for, how many lines have it, and going from one to the next.

use std::ops::Range;

use client::terminal::{Lines, Pattern, Search};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::Screen;
use crate::ui::icon::{Glyph, Icon};

/// So many bytes are searched between two frames of the screen.
const STEP: usize = 400_000;

/// The handle to a search.
#[derive(Clone, Copy)]
pub struct Find {
    typed: RwSignal<String>,
    is_regex: RwSignal<bool>,
    problem: RwSignal<Option<String>>,
    said: RwSignal<Said>,
    search: StoredValue<Option<Search>>,
    /// The line that was gone to.
    chosen: StoredValue<Option<u64>>,
    /// Counts what changes how lines look.
    look: StoredValue<u32>,
}

/// What was found so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Said {
    count: usize,
    /// Which of them is chosen, from 1.
    place: Option<usize>,
    is_done: bool,
}

impl Find {
    pub fn new() -> Self {
        Self {
            typed: RwSignal::new(String::new()),
            is_regex: RwSignal::new(false),
            problem: RwSignal::new(None),
            said: RwSignal::new(Said::default()),
            search: StoredValue::new(None),
            chosen: StoredValue::new(None),
            look: StoredValue::new(0),
        }
    }

    /// Begins the search for what is typed now.
    fn begin(self) {
        let read = self.typed.with_untracked(|typed| Pattern::read(typed, self.is_regex.get_untracked()));
        let (pattern, problem) = match read {
            Ok(pattern) => (pattern, None),
            Err(why) => (None, Some(why)),
        };
        self.problem.set(problem);
        self.search.set_value(pattern.map(Search::new));
        self.chosen.set_value(None);
        self.look.update_value(|look| *look += 1);
    }

    /// Goes on with the search; whether it has come to the end.
    pub fn step(self, lines: &Lines) -> bool {
        let chosen = self.chosen.get_value();
        let said = self.search.try_update_value(|search| {
            let Some(search) = search else { return Said { is_done: true, ..Said::default() } };
            let is_done = search.step(lines, STEP);
            let place = chosen.and_then(|chosen| search.place(chosen));
            Said { count: search.count(), place, is_done }
        });
        let said = said.unwrap_or_default();
        if self.said.get_untracked() != said {
            self.said.set(said);
        }
        said.is_done
    }

    /// Changes whenever lines have to be drawn anew.
    pub fn look(self) -> u32 {
        self.look.get_value()
    }

    /// Where it stands in a line, and whether that is the chosen one.
    pub fn in_line(self, number: u64, text: &str) -> (Vec<Range<usize>>, bool) {
        let found = self.search.with_value(|search| search.as_ref().map(|it| it.pattern.places(text)));
        (found.unwrap_or_default(), self.chosen.get_value() == Some(number))
    }

    /// Chooses the next line or the one before, from the chosen one or from what is `seen`. Who reads the end as it comes
    /// begins with the newest.
    pub fn choose(self, forth: bool, seen: (u64, u64), is_at_end: bool) -> Option<u64> {
        let chosen = self.chosen.get_value();
        let next = self.search.with_value(|search| {
            let search = search.as_ref()?;
            match (chosen, forth) {
                (Some(chosen), true) => search.after(chosen),
                (Some(chosen), false) => search.before(chosen),
                (None, true) if !is_at_end => search.after(seen.0.saturating_sub(1)),
                (None, _) => search.before(seen.1 + 1),
            }
        })?;
        self.chosen.set_value(Some(next));
        self.look.update_value(|look| *look += 1);
        Some(next)
    }
}

/// What was found, in words.
fn words(said: Said) -> String {
    match (said.count, said.place, said.is_done) {
        (0, _, false) => "searching".to_owned(),
        (0, _, true) => "not found".to_owned(),
        (count, Some(place), _) => format!("{place} of {count}"),
        (1, None, _) => "1 line".to_owned(),
        (count, None, _) => format!("{count} lines"),
    }
}

/// Begins the search anew and draws what it finds.
fn again(screen: Screen) {
    screen.sheet.find.begin();
    screen.redraw();
}

fn go(screen: Screen, forth: bool) {
    screen.sheet.find_next(forth);
    screen.redraw_found();
}

/// The field to search with, and the buttons beside it.
#[component]
pub fn FindBar(
    screen: Screen,
    /// What the lines are called; there may be several logs on the page.
    within: String,
) -> impl IntoView {
    let problem_id =
        format!("{}-find-problem", within.replace(|char: char| !char.is_ascii_alphanumeric(), "-"));
    let find = screen.sheet.find;
    let is_empty = move || find.typed.with(String::is_empty);
    let none = move || (find.said.get().count == 0).to_string();
    let said = move || {
        let is_silent = is_empty() || find.problem.with(Option::is_some);
        if is_silent { String::new() } else { words(find.said.get()) }
    };
    let turn = move |_| {
        find.is_regex.update(|is| *is = !*is);
        again(screen);
    };
    view! {
        <div class="find" role="search" aria-label=within>
            <FindText screen problem_id=problem_id.clone() />
            <button
                type="button"
                class="btn quiet small mono"
                aria-pressed=move || find.is_regex.get().to_string()
                aria-label="Regular expression"
                title="Regular expression"
                on:click=turn
            >
                ".*"
            </button>
            <span class="find__said" role="status">
                {said}
            </span>
            <Show when=move || !is_empty()>
                <Step label="Previous line found" up=true none=none go=move || go(screen, false) />
                <Step label="Next line found" up=false none=none go=move || go(screen, true) />
            </Show>
            <span class="find__problem" id=problem_id role="status">
                {move || find.problem.get().map(|why| format!("This is no regular expression: {why}"))}
            </span>
        </div>
    }
}

#[component]
fn FindText(screen: Screen, problem_id: String) -> impl IntoView {
    let find = screen.sheet.find;
    let key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            go(screen, !event.shift_key());
        }
        "Escape" => {
            find.typed.set(String::new());
            again(screen);
        }
        _ => {}
    };
    view! {
        <label class="with find__text">
            <Glyph icon=Icon::Search />
            <input
                class="in"
                aria-label="Search in the lines"
                aria-invalid=move || find.problem.with(Option::is_some).then_some("true")
                aria-describedby=problem_id
                placeholder="Search"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || find.typed.get()
                on:input:target=move |event| {
                    find.typed.set(event.target().value());
                    again(screen);
                }
                on:keydown=key
            />
        </label>
    }
}

#[component]
fn Step(
    label: &'static str,
    up: bool,
    none: impl Fn() -> String + Send + Sync + 'static,
    go: impl Fn() + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="btn quiet icon small"
            class:up=up
            aria-label=label
            title=label
            aria-disabled=none
            on:click=move |_| go()
        >
            <Glyph icon=Icon::Down />
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_said_in_few_words() {
        for (count, place, is_done, expected) in [
            (0, None, false, "searching"),
            (0, None, true, "not found"),
            (1, None, true, "1 line"),
            (4, None, false, "4 lines"),
            (4, Some(2), true, "2 of 4"),
        ] {
            assert_eq!(words(Said { count, place, is_done }), expected);
        }
    }
}
