//! The lines on screen: only those in view are drawn, however many there are, and the end is kept in view unless somebody
//! scrolls up.

use std::collections::VecDeque;

use client::terminal::{Lines, Rows, Wrap};
use leptos::html;
use leptos::prelude::*;
use web_sys::{Element, HtmlDivElement, HtmlElement};

use super::find::Find;
use super::row::row;
use crate::storage::Keep;
use crate::ui::format;

/// The height of a row in the style sheet.
const ROW: u32 = 20;
/// Rows drawn beyond each edge, so that scrolling shows no blank.
const BEYOND: u64 = 20;
/// What is remembered of how a person reads.
const UNWRAPPED: &str = "ecn-console.log-unwrapped";
const TIMELESS: &str = "ecn-console.log-timeless";

/// The handle to the lines on screen.
#[derive(Clone, Copy)]
pub struct Sheet {
    pub place: NodeRef<html::Div>,
    /// A hundred characters, to know how wide one is.
    pub probe: NodeRef<html::Span>,
    /// Whether the end is kept in view.
    pub follows: RwSignal<bool>,
    pub unwrapped: Choice,
    pub timeless: Choice,
    pub find: Find,
    /// What is said of all lines.
    pub facts: RwSignal<Facts>,
    state: StoredValue<State, LocalStorage>,
}

/// Something that a person turns on or off, and finds so again.
#[derive(Clone, Copy)]
pub struct Choice {
    name: &'static str,
    is: RwSignal<bool>,
}

impl Choice {
    fn new(name: &'static str) -> Self {
        Self { name, is: RwSignal::new(Keep::Browser.read(name).is_some()) }
    }

    pub fn get(self) -> bool {
        self.is.get()
    }

    pub fn turn(self) {
        let is = !self.is.get_untracked();
        if is {
            Keep::Browser.write(self.name, "yes");
        } else {
            Keep::Browser.forget(self.name);
        }
        self.is.set(is);
    }
}

/// What is said of all lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub lines: u64,
    pub bytes: usize,
    pub warnings: usize,
    pub errors: usize,
    /// How many older ones made room.
    pub dropped: u64,
    /// How many came since the end was left.
    pub unread: u64,
}

#[derive(Default)]
struct State {
    rows: Rows,
    /// What is drawn, by its number.
    drawn: VecDeque<(u64, HtmlElement)>,
    /// What stands in for the lines above and below.
    edges: Option<(HtmlElement, HtmlElement)>,
    /// The line from which on others may have grown since they were drawn.
    grows: u64,
    /// How the search was when they were drawn.
    look: u32,
    /// The end that was in view when it was left.
    left: u64,
}

impl Sheet {
    pub fn new() -> Self {
        Self {
            place: NodeRef::new(),
            probe: NodeRef::new(),
            follows: RwSignal::new(true),
            unwrapped: Choice::new(UNWRAPPED),
            timeless: Choice::new(TIMELESS),
            find: Find::new(),
            facts: RwSignal::new(Facts::default()),
            state: StoredValue::new_local(State::default()),
        }
    }

    /// Draws what is in view now; whether everything was searched.
    pub fn draw(self, lines: &Lines) -> bool {
        let Some(place) = self.place.get_untracked() else { return true };
        let is_done = self.find.step(lines);
        let wrap = self.wrap(&place);
        self.state.update_value(|state| {
            let gone = state.rows.follow(lines, wrap);
            let follows = self.follows.get_untracked();
            if gone > 0 && !follows {
                place.set_scroll_top(place.scroll_top() - pixels(gone));
            }
            state.fill(&place, lines, self.find, follows);
            if wrap.columns.is_some() && state.measure() {
                state.put_edges(&place);
            }
            if follows {
                place.set_scroll_top(place.scroll_height());
                state.left = lines.end();
            }
            self.tell(lines, state.left);
        });
        is_done
    }

    fn tell(self, lines: &Lines, left: u64) {
        let (warnings, errors) = lines.grave();
        let facts = Facts {
            lines: lines.end() - lines.first(),
            bytes: lines.bytes(),
            warnings,
            errors,
            dropped: lines.dropped(),
            unread: lines.end().saturating_sub(left),
        };
        if self.facts.get_untracked() != facts {
            self.facts.set(facts);
        }
    }

    /// How lines are laid out here and now.
    fn wrap(self, place: &HtmlDivElement) -> Wrap {
        let timeless = self.timeless.is.get_untracked();
        let cell = self.probe.get_untracked().map(|probe| probe.get_bounding_client_rect().width() / 100.0);
        let cell = cell.filter(|cell| *cell > 1.0 && !self.unwrapped.is.get_untracked());
        let edges = 32.0;
        let columns = cell.map(|cell| ((f64::from(place.client_width()) - edges) / cell).floor().max(10.0));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a small positive number"
        )]
        let columns = columns.map(|columns| columns as u32);
        Wrap { columns, timeless }
    }

    /// Whoever scrolls up wants to read; whoever scrolls to the end wants to follow.
    pub fn scrolled(self) {
        if let Some(place) = self.place.get_untracked() {
            let below = place.scroll_height() - place.client_height() - place.scroll_top();
            let follows = below < 8;
            if self.follows.get_untracked() != follows {
                self.follows.set(follows);
            }
        }
    }

    /// Goes to the end and stays there.
    pub fn to_end(self) {
        self.follows.set(true);
        if let Some(place) = self.place.get_untracked() {
            place.set_scroll_top(place.scroll_height());
        }
    }

    /// Goes to a line that was found, after or before the one that was chosen last, or what is in view.
    pub fn find_next(self, forth: bool) {
        let Some(place) = self.place.get_untracked() else { return };
        let top = rows(place.scroll_top());
        let follows = self.follows.get_untracked();
        let Some(number) = self.state.with_value(|state| {
            let seen = (state.rows.at(top), state.rows.at(top + rows(place.client_height())));
            self.find.choose(forth, seen, follows)
        }) else {
            return;
        };
        self.follows.set(false);
        let above = self.state.with_value(|state| state.rows.above(number));
        place.set_scroll_top(pixels(above) - place.client_height() / 2);
    }

    /// Brings the place that was found into view, where a line is wider than the screen.
    pub fn show_found(self) {
        let Some(place) = self.place.get_untracked() else { return };
        if let Some(mark) = place.query_selector("mark.is-on").ok().flatten() {
            let how = web_sys::ScrollIntoViewOptions::new();
            how.set_block(web_sys::ScrollLogicalPosition::Nearest);
            how.set_inline(web_sys::ScrollLogicalPosition::Nearest);
            mark.scroll_into_view_with_scroll_into_view_options(&how);
        }
    }
}

impl State {
    /// Draws the lines in view, keeping the elements of those that are there.
    fn fill(&mut self, place: &HtmlDivElement, lines: &Lines, find: Find, follows: bool) -> Option<()> {
        let height = rows(place.client_height());
        let top = if follows { self.rows.all().saturating_sub(height) } else { rows(place.scroll_top()) };
        let first = self.rows.at(top.saturating_sub(BEYOND)).max(lines.first());
        let end = (self.rows.at(top + height + BEYOND) + 1).min(lines.end()).max(first);
        let look = find.look();
        let ended = lines.end().checked_sub(1).filter(|last| !lines.is_ended(*last));
        let grown = std::mem::replace(&mut self.grows, ended.unwrap_or(lines.end()));
        let all_new = std::mem::replace(&mut self.look, look) != look;
        let stays = |number: u64| !all_new && number < grown && (first..end).contains(&number);
        self.drawn.retain(|(number, element)| {
            let stays = stays(*number);
            if !stays {
                element.remove();
            }
            stays
        });
        let (_, below) = self.edges(place)?;
        let own = self.drawn.front().map_or(end, |front| front.0);
        let next = self.drawn.back().map_or(end, |back| back.0 + 1);
        let before = self.drawn.front().map_or_else(|| below.clone(), |front| front.1.clone());
        let draw = |number: u64, before: &Element| {
            let line = lines.get(number)?;
            let (found, is_chosen) = find.in_line(number, &line.text);
            let row = row(number, line, &found, is_chosen)?;
            place.insert_before(&row, Some(before)).ok()?;
            Some((number, row))
        };
        let start: Vec<_> = (first..own).filter_map(|number| draw(number, &before)).collect();
        start.into_iter().rev().for_each(|row| self.drawn.push_front(row));
        let rest: Vec<_> = (next..end).filter_map(|number| draw(number, &below)).collect();
        self.drawn.extend(rest);
        self.put_edges(place);
        Some(())
    }

    fn edges(&mut self, place: &HtmlDivElement) -> Option<(HtmlElement, HtmlElement)> {
        use wasm_bindgen::JsCast;

        if self.edges.is_none() {
            // The element may be one that showed other lines before.
            place.set_text_content(None);
            let edge = || {
                let edge = document().create_element("span").ok()?;
                // Refused only for names that are no attribute names.
                let _ = edge.set_attribute("class", "output__edge");
                let _ = edge.set_attribute("aria-hidden", "true");
                place.append_child(&edge).ok()?;
                edge.dyn_into::<HtmlElement>().ok()
            };
            self.edges = edge().zip(edge());
        }
        self.edges.clone()
    }

    /// Gives the lines above and below the room that they would take.
    fn put_edges(&mut self, place: &HtmlDivElement) {
        let Some((above, below)) = self.edges(place) else { return };
        let (first, end) = match (self.drawn.front(), self.drawn.back()) {
            (Some(front), Some(back)) => (front.0, back.0 + 1),
            _ => (0, 0),
        };
        let rows = [self.rows.above(first), self.rows.all() - self.rows.above(end)];
        for (edge, rows) in [above, below].iter().zip(rows) {
            // Through the object model, which the policy lets pass; it takes any length.
            let _ = HtmlElement::style(edge).set_property("block-size", &format!("{}px", pixels(rows)));
        }
    }

    /// Corrects the rows of what is drawn by what they really take; whether any took others.
    fn measure(&mut self) -> bool {
        let mut is_other = false;
        for (number, element) in &self.drawn {
            let rows = u16::try_from((element.offset_height() + 10) / 20).unwrap_or(u16::MAX).max(1);
            is_other |= self.rows.set(*number, rows);
        }
        is_other
    }
}

fn pixels(rows: u64) -> i32 {
    i32::try_from(rows.saturating_mul(ROW.into())).unwrap_or(i32::MAX)
}

fn rows(pixels: i32) -> u64 {
    u64::try_from(pixels.max(0)).unwrap_or_default() / u64::from(ROW)
}

/// What there is, in words.
pub fn sum(facts: Facts) -> String {
    let lines = usize::try_from(facts.lines).unwrap_or(usize::MAX);
    format!("{}, {}", format::count(lines, "line", "lines"), format::bytes(facts.bytes as f64))
}

/// What of it to look at, in words.
pub fn grave(facts: Facts) -> String {
    let errors = (facts.errors > 0).then(|| format::count(facts.errors, "error", "errors"));
    let warnings = (facts.warnings > 0).then(|| format::count(facts.warnings, "warning", "warnings"));
    errors.into_iter().chain(warnings).collect::<Vec<_>>().join(", ")
}
