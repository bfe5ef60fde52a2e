//! A list of any length: a table where there is room, cards on a phone. Only the rows in view are in the page.

use std::sync::Arc;

use leptos::{ev, html, prelude::*};
use web_sys::HtmlElement;

use super::icon::{Glyph, Icon};
use super::menu::pressed;

/// One column of a table of `T`: what it is called, what it shows, and what it puts the rows in order by.
pub struct Column<T: 'static> {
    /// The name in the address (`sort=`).
    pub key: &'static str,
    pub title: &'static str,
    /// Numbers are set to the right.
    pub number: bool,
    shown: Shown<T>,
}

enum Shown<T: 'static> {
    /// A text, which is also what it goes by.
    Text(fn(&T) -> &str),
    View(fn(&T) -> AnyView, fn(&T) -> Sort<'_>),
}

/// What a row is put in order by. The rows of one column all have the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sort<'a> {
    /// In the order of the person's language.
    Text(&'a str),
    Number(f64),
    /// The second decides between equal first ones.
    Numbers(f64, f64),
}

impl<T> Column<T> {
    /// Shows a text and goes by it.
    pub const fn text(key: &'static str, title: &'static str, text: fn(&T) -> &str) -> Self {
        Self { key, title, number: false, shown: Shown::Text(text) }
    }

    /// Shows more than a text.
    pub const fn view(
        key: &'static str,
        title: &'static str,
        cell: fn(&T) -> AnyView,
        sort: fn(&T) -> Sort<'_>,
    ) -> Self {
        Self { key, title, number: false, shown: Shown::View(cell, sort) }
    }

    /// Shows a number.
    pub const fn number(
        key: &'static str,
        title: &'static str,
        cell: fn(&T) -> AnyView,
        sort: fn(&T) -> Sort<'_>,
    ) -> Self {
        Self { key, title, number: true, shown: Shown::View(cell, sort) }
    }

    fn draw(&self, row: &T) -> AnyView {
        match self.shown {
            Shown::Text(text) => text(row).to_owned().into_any(),
            Shown::View(cell, _) => cell(row),
        }
    }

    /// What this column puts a row in order by.
    pub fn sort<'a>(&self, row: &'a T) -> Sort<'a> {
        match self.shown {
            Shown::Text(text) => Sort::Text(text(row)),
            Shown::View(_, sort) => sort(row),
        }
    }
}

/// What a table needs to know of a row.
pub trait Row: Clone + PartialEq + Send + Sync + 'static {
    /// Keeps the row's elements when the list changes.
    fn key(&self) -> &str;
    /// The row on a phone: the same facts, stacked.
    fn card(&self) -> AnyView;
}

/// The order of a list: a column's key and whether it is turned around.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    pub key: String,
    pub reverse: bool,
}

impl Order {
    /// `name` or `-name`, as in an address.
    pub fn parse(text: &str) -> Self {
        let key = text.strip_prefix('-');
        Self { key: key.unwrap_or(text).to_owned(), reverse: key.is_some() }
    }

    /// What pressing a column's heading makes of the order.
    pub fn pressed(&self, key: &str) -> String {
        if self.key == key && !self.reverse { format!("-{key}") } else { key.to_owned() }
    }

    fn aria(&self, key: &str) -> &'static str {
        match (self.key == key, self.reverse) {
            (true, false) => "ascending",
            (true, true) => "descending",
            _ => "none",
        }
    }
}

/// The button at the end of each row that asks what can be done with it.
pub struct RowEnd<T: 'static> {
    /// What the row is called.
    pub name: fn(&T) -> &str,
    /// Told the row and the button.
    pub press: Callback<(Arc<T>, HtmlElement)>,
}

impl<T> Clone for RowEnd<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for RowEnd<T> {}

impl<T: Row> RowEnd<T> {
    /// The button stays while the row's values change: a menu may be open at it.
    fn button(self, row: Memo<Option<Arc<T>>>) -> impl IntoView {
        let label =
            move || row.with(|row| row.as_ref().map(|row| format!("Actions for {}", (self.name)(row))));
        let press = move |event: ev::MouseEvent| {
            if let Some(asked) = row.get_untracked().zip(pressed(&event)) {
                self.press.run(asked);
            }
        };
        view! {
            <button type="button" class="btn icon quiet small" aria-label=label on:click=press>
                <Glyph icon=Icon::More />
            </button>
        }
    }
}

const ROW: f64 = 36.0;
const CARD: f64 = 64.0;
/// Rows drawn beyond each edge of the window, so that scrolling shows no blank.
const BEYOND: usize = 20;

#[component]
pub fn Table<T: Row>(
    #[prop(into)] label: String,
    columns: &'static [Column<T>],
    #[prop(into)] rows: Signal<Arc<Vec<Arc<T>>>>,
    #[prop(into)] order: Signal<Order>,
    on_order: Callback<String>,
    #[prop(optional_no_strip)] end: Option<RowEnd<T>>,
) -> impl IntoView {
    let frame = NodeRef::<html::Div>::new();
    let narrow = narrow_signal();
    let height = move || if narrow.get() { CARD } else { ROW };
    let window = seen(frame, Signal::derive(height), Signal::derive(move || rows.with(|rows| rows.len())));
    let shown = Memo::new(move |_| {
        let (from, to) = window.get();
        rows.with(|rows| rows.get(from..to.min(rows.len())).unwrap_or_default().to_vec())
    });
    let above = move || px(window.get().0, height());
    let below = move || px(rows.with(|rows| rows.len()).saturating_sub(window.get().1), height());
    let body = move || {
        if narrow.get() {
            view! {
                <div class="phone">
                    <div style:height=above></div>
                    <For each=move || shown.get() key=|row| row.key().to_owned() let(row)>
                        {live_card(row, shown, end)}
                    </For>
                    <div style:height=below></div>
                </div>
            }
            .into_any()
        } else {
            view! { <Grid label=label.clone() columns rows shown edges=(Signal::derive(above), Signal::derive(below)) order=(order, on_order) end /> }
                .into_any()
        }
    };
    view! { <div node_ref=frame>{body}</div> }
}

#[component]
fn Grid<T: Row>(
    label: String,
    columns: &'static [Column<T>],
    rows: Signal<Arc<Vec<Arc<T>>>>,
    shown: Memo<Vec<Arc<T>>>,
    /// The heights above and below the drawn rows.
    edges: (Signal<String>, Signal<String>),
    order: (Signal<Order>, Callback<String>),
    end: Option<RowEnd<T>>,
) -> impl IntoView {
    let (order, on_order) = order;
    let heads = columns.iter().map(|column| head(column, order, on_order)).collect_view();
    let last = end.map(|_| view! { <th scope="col" class="do"><span class="sr">"Actions"</span></th> });
    let span = (columns.len() + usize::from(end.is_some())).to_string();
    let cells = move |row: Memo<Option<Arc<T>>>| {
        let cell = move |column: &'static Column<T>| move || row.get().map(|row| column.draw(&row));
        let first = columns.first().map(|column| view! { <th scope="row">{cell(column)}</th> });
        let others = columns
            .iter()
            .skip(1)
            .map(|column| view! { <td data-num=column.number.to_string()>{cell(column)}</td> })
            .collect_view();
        let last = end.map(|end| view! { <td class="do">{end.button(row)}</td> });
        (first, others, last)
    };
    view! {
        <div class="grid sticky">
            <table aria-label=label aria-rowcount=move || (rows.with(|rows| rows.len()) + 1).to_string()>
                <thead>
                    <tr>{heads} {last}</tr>
                </thead>
                <tbody>
                    <tr class="gap" aria-hidden="true">
                        <td colspan=span.clone() style:height=move || edges.0.get()></td>
                    </tr>
                    <For each=move || shown.get() key=|row| row.key().to_owned() let(row)>
                        <tr data-row="">{cells(tracked(row, shown))}</tr>
                    </For>
                    <tr class="gap" aria-hidden="true">
                        <td colspan=span style:height=move || edges.1.get()></td>
                    </tr>
                </tbody>
            </table>
        </div>
    }
}

fn head<T>(column: &'static Column<T>, order: Signal<Order>, on_order: Callback<String>) -> impl IntoView {
    let press = move |_| on_order.run(order.with_untracked(|order| order.pressed(column.key)));
    view! {
        <th scope="col" data-num=column.number.to_string() aria-sort=move || order.with(|order| order.aria(column.key))>
            <button type="button" on:click=press>
                {column.title}
                <Glyph icon=Icon::Sort />
            </button>
        </th>
    }
}

/// The row's present value: the elements stay, what they say follows.
fn tracked<T: Row>(row: Arc<T>, shown: Memo<Vec<Arc<T>>>) -> Memo<Option<Arc<T>>> {
    Memo::new(move |_| shown.with(|shown| shown.iter().find(|other| other.key() == row.key()).cloned()))
}

fn live_card<T: Row>(row: Arc<T>, shown: Memo<Vec<Arc<T>>>, end: Option<RowEnd<T>>) -> impl IntoView {
    let row = tracked(row, shown);
    view! {
        <div class="phone__one">
            {move || row.get().map(|row| row.card())} {end.map(|end| end.button(row))}
        </div>
    }
}

fn px(rows: usize, height: f64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a list has far fewer rows than a float can count")]
    let rows = rows as f64;
    // Whole, because writing floats brings code that nothing else here needs.
    format!("{}px", (rows * height).round() as i64)
}

/// Whether the window is as narrow as a phone; follows the window.
fn narrow_signal() -> Signal<bool> {
    let query = window().match_media("(max-width: 720px)").ok().flatten();
    let narrow = RwSignal::new(query.as_ref().is_some_and(web_sys::MediaQueryList::matches));
    let handle = window_event_listener(ev::resize, move |_| {
        let now =
            window().match_media("(max-width: 720px)").ok().flatten().is_some_and(|query| query.matches());
        if narrow.get_untracked() != now {
            narrow.set(now);
        }
    });
    on_cleanup(move || handle.remove());
    narrow.into()
}

/// Which rows are in view: from, to. In steps, so that scrolling redraws seldom.
fn seen(frame: NodeRef<html::Div>, height: Signal<f64>, count: Signal<usize>) -> Memo<(usize, usize)> {
    let view = RwSignal::new((0.0_f64, 1200.0_f64));
    let measure = move || {
        let Some(frame) = frame.get_untracked() else { return };
        let tall = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(1200.0);
        view.set((-frame.get_bounding_client_rect().top(), tall));
    };
    let scroll = window_event_listener(ev::scroll, move |_| measure());
    let resize = window_event_listener(ev::resize, move |_| measure());
    on_cleanup(move || {
        scroll.remove();
        resize.remove();
    });
    Memo::new(move |_| {
        let (top, tall) = view.get();
        let first = rows_in(top, height.get()) / BEYOND * BEYOND;
        let from = first.saturating_sub(BEYOND).min(count.get());
        let to = first + rows_in(tall, height.get()) + 2 * BEYOND;
        (from, to.min(count.get()))
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to zero and far below the limit"
)]
fn rows_in(pixels: f64, height: f64) -> usize {
    (pixels.max(0.0) / height) as usize
}
