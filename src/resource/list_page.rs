//! The list of any kind: filter, facets, order and count, all of them in the address.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use leptos::prelude::*;

use crate::address::query_param;
use crate::resource::loaded::{Loaded, WhenLoaded};
use crate::ui::alive::alive_value;
use crate::ui::notice::Empty;
use crate::ui::table::{Column, Order, Row, Table};
use crate::words::{fold, places};

/// What a list needs to know of its rows beyond drawing them.
pub trait Listed: Row {
    /// Folded text that the filter searches.
    fn haystack(&self) -> &str;
    /// What decides on the place in the order by a column. A key that names no column means what the list goes by when
    /// nobody chose: equal rows keep that order.
    fn sort(&self, key: &str) -> Sort<'_>;
    /// The value of a facet, as the address and the choice show it.
    fn facet(&self, _key: &str) -> &str {
        ""
    }
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

/// A choice beside the filter: all rows, or those with one value.
pub struct Facet {
    /// The name in the address.
    pub key: &'static str,
    /// What the choice says when it is not set.
    pub all: &'static str,
}

/// The facts of a kind's list.
pub struct ListKind<T: 'static> {
    pub title: &'static str,
    /// The plural in a sentence: "catalog items".
    pub noun: &'static str,
    pub columns: &'static [Column<T>],
    pub facets: &'static [Facet],
    /// The order when the address says none.
    pub order: &'static str,
}

type Rows<T> = Signal<Arc<Vec<Arc<T>>>>;

#[component]
pub fn ListPage<T: Listed>(
    kind: &'static ListKind<T>,
    #[prop(into)] rows: Rows<T>,
    #[prop(into)] state: Signal<Loaded>,
    /// Buttons beside the heading.
    #[prop(into)]
    actions: ViewFn,
    /// What an empty list says to do next.
    #[prop(into)]
    empty: ViewFn,
) -> impl IntoView {
    let (query, set_query) = query_param("q");
    let (sort, set_sort) = query_param("sort");
    let facets = kind.facets.iter().map(facet_signal).collect::<Vec<_>>();
    let order = Signal::derive(move || {
        sort.with(|sort| Order::parse(if sort.is_empty() { kind.order } else { sort }))
    });
    let chosen = StoredValue::new(facets.clone());
    let shown = Memo::new(move |_| {
        let wanted = chosen.with_value(|facets| {
            facets.iter().map(|(key, value, _)| (*key, value.get())).collect::<Vec<_>>()
        });
        rows.with(|rows| select(rows, &query.get(), &wanted, &order.get()))
    });
    // Before the rows are there nobody knows how many there are.
    let count = move || {
        let here = state.with(|state| *state == Loaded::Ready);
        here.then(|| counted(shown.with(|rows| rows.len()), rows.with(|rows| rows.len())))
    };
    let clear = clearer(set_query, &facets);
    let choices =
        facets.into_iter().zip(kind.facets).map(|(signal, facet)| choice(facet, signal, rows)).collect_view();
    let on_order =
        Callback::new(move |key: String| set_sort.run(if key == kind.order { String::new() } else { key }));
    let table = move || {
        view! { <Table label=kind.title columns=kind.columns rows=shown order on_order /> }.into_any()
    };
    // The list is drawn anew only when it becomes empty or full, not at each refresh.
    let shape = Memo::new(move |_| (rows.with(|rows| rows.is_empty()), shown.with(|rows| rows.is_empty())));
    let list = StoredValue::new(move || match shape.get() {
        (true, _) => untrack(|| empty.run()),
        (false, true) => nothing_matches(kind.noun, clear).into_any(),
        (false, false) => untrack(table),
    });
    view! {
        <div class="head">
            <h1>{kind.title}</h1>
            <span class="head__note">{count}</span>
            <div class="head__acts">{actions.run()}</div>
        </div>
        <div class="head" role="search">
            <input
                type="search"
                class="input input--filter"
                aria-label=format!("Filter {}", kind.noun)
                placeholder="Filter"
                prop:value=move || query.get()
                on:input:target=move |event| set_query.run(event.target().value())
            />
            {choices}
        </div>
        <section class="card">
            <WhenLoaded state what=kind.noun>
                {move || list.with_value(|list| list())}
            </WhenLoaded>
        </section>
    }
}

fn nothing_matches(noun: &'static str, clear: Callback<()>) -> impl IntoView {
    view! {
        <Empty title="Nothing matches">
            <p>"No " {noun} " match this filter."</p>
            <button type="button" class="btn" on:click=move |_| clear.run(())>
                "Clear filter"
            </button>
        </Empty>
    }
}

/// Takes back the filter and every choice beside it; the order stays.
fn clearer(set_query: Callback<String>, facets: &[FacetSignal]) -> Callback<()> {
    let setters = facets.iter().map(|(_, _, set)| *set).chain([set_query]).collect::<Vec<Callback<String>>>();
    Callback::new(move |()| setters.iter().for_each(|set| set.run(String::new())))
}

type FacetSignal = (&'static str, Memo<String>, Callback<String>);

fn facet_signal(facet: &'static Facet) -> FacetSignal {
    let (value, set) = query_param(facet.key);
    (facet.key, value, set)
}

fn choice<T: Listed>(facet: &'static Facet, (key, value, set): FacetSignal, rows: Rows<T>) -> impl IntoView {
    let meant = Memo::new(move |_| rows.with(|rows| meant(rows, key, &value.get())));
    let options = Memo::new(move |_| {
        let mut options =
            rows.with(|rows| rows.iter().map(|row| row.facet(key).to_owned()).collect::<BTreeSet<_>>());
        options.remove("");
        // A link may name a value that no row has now; the choice still shows it, or the list would seem wrong.
        options.extend(Some(meant.get()).filter(|meant| !meant.is_empty()));
        let places = places(options.iter().map(String::as_str));
        let mut sorted = options.iter().collect::<Vec<_>>();
        sorted.sort_by_key(|option| places.get(option.as_str()));
        sorted.into_iter().cloned().collect::<Vec<_>>()
    });
    view! {
        <select
            class="chip"
            aria-label=facet.all
            data-set=move || value.with(|value| !value.is_empty()).to_string()
            on:change=alive_value(move |value| set.run(value))
        >
            <option value="">{facet.all}</option>
            {move || {
                options
                    .get()
                    .into_iter()
                    .map(|option| {
                        let own = option.clone();
                        let selected = move || meant.with(|meant| *meant == own);
                        view! {
                            <option value=option.clone() prop:selected=selected>
                                {option.clone()}
                            </option>
                        }
                    })
                    .collect_view()
            }}
        </select>
    }
}

/// The value of a facet that an address means: as it stands there, or else as a row has it in other letters.
fn meant<T: Listed>(rows: &[Arc<T>], key: &str, value: &str) -> String {
    if value.is_empty() || rows.iter().any(|row| row.facet(key) == value) {
        return value.to_owned();
    }
    let folded = fold(value);
    let other = rows.iter().map(|row| row.facet(key)).find(|other| fold(other) == folded);
    other.unwrap_or(value).to_owned()
}

fn counted(shown: usize, all: usize) -> String {
    if shown == all { all.to_string() } else { format!("{shown} of {all}") }
}

/// The rows that match all words of the filter and all facets, in order.
fn select<T: Listed>(
    rows: &[Arc<T>],
    query: &str,
    facets: &[(&'static str, String)],
    order: &Order,
) -> Arc<Vec<Arc<T>>> {
    let query = fold(query);
    let words = query.split_whitespace().collect::<Vec<_>>();
    let facets = facets.iter().map(|(key, value)| (*key, meant(rows, key, value))).collect::<Vec<_>>();
    let mut shown = rows
        .iter()
        .filter(|row| words.iter().all(|word| row.haystack().contains(word)))
        .filter(|row| facets.iter().all(|(key, value)| value.is_empty() || row.facet(key) == *value))
        .cloned()
        .collect::<Vec<_>>();
    sort(&mut shown, order);
    Arc::new(shown)
}

fn sort<T: Listed>(shown: &mut [Arc<T>], order: &Order) {
    let rows = shown.to_vec();
    let texts = rows.iter().flat_map(|row| [row.sort(&order.key), row.sort("")]);
    let places = places(texts.filter_map(|sort| match sort {
        Sort::Text(text) => Some(text),
        Sort::Number(_) | Sort::Numbers(..) => None,
    }));
    shown.sort_by(|a, b| {
        let by_column = compare(a.sort(&order.key), b.sort(&order.key), &places);
        let by_column = if order.reverse { by_column.reverse() } else { by_column };
        by_column.then_with(|| compare(a.sort(""), b.sort(""), &places))
    });
}

fn compare(a: Sort<'_>, b: Sort<'_>, places: &HashMap<&str, usize>) -> Ordering {
    match (a, b) {
        (Sort::Text(a), Sort::Text(b)) => places.get(a).cmp(&places.get(b)),
        (Sort::Number(a), Sort::Number(b)) => a.total_cmp(&b),
        (Sort::Numbers(a, c), Sort::Numbers(b, d)) => a.total_cmp(&b).then_with(|| c.total_cmp(&d)),
        _ => Ordering::Equal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, PartialEq)]
    struct Fruit(&'static str, u32);

    impl Row for Fruit {
        fn key(&self) -> &str {
            self.0
        }
        fn card(&self) -> AnyView {
            ().into_any()
        }
    }

    impl Listed for Fruit {
        fn haystack(&self) -> &str {
            self.0
        }
        fn sort(&self, key: &str) -> Sort<'_> {
            if key == "weight" { Sort::Number(f64::from(self.1)) } else { Sort::Text(self.0) }
        }
        fn facet(&self, _key: &str) -> &str {
            if self.1 > 9 { "heavy" } else { "light" }
        }
    }

    fn check(query: &str, weight: &str, sort: &str, expected: &[&str]) {
        let rows = [Fruit("red apple", 5), Fruit("green apple", 5), Fruit("melon", 40)].map(Arc::new);
        let shown = select(&rows, query, &[("weight", weight.to_owned())], &Order::parse(sort));
        assert_eq!(shown.iter().map(|row| row.0).collect::<Vec<_>>(), expected, "{query} {weight} {sort}");
    }

    #[test]
    fn all_words_of_the_filter_must_occur_in_any_order_and_case() {
        check("APPLE red", "", "name", &["red apple"]);
        check("pear", "", "name", &[]);
    }

    #[test]
    fn accents_and_dotless_letters_are_found_without_them() {
        check("GREËN", "", "name", &["green apple"]);
        check("MELON", "", "name", &["melon"]);
        check("r\u{131}d", "", "name", &[]);
    }

    #[test]
    fn a_facet_keeps_rows_with_its_value() {
        check("", "heavy", "name", &["melon"]);
        check("", "HEAVY", "name", &["melon"]);
        check("", "middling", "name", &[]);
    }

    #[test]
    fn a_minus_turns_the_order_around_and_equal_rows_stay_by_name() {
        check("", "", "weight", &["green apple", "red apple", "melon"]);
        check("", "", "-weight", &["melon", "green apple", "red apple"]);
    }
}
