//! The list of any kind: filter, facets, order and count, all of them in the address.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use crate::address::query_param;
use crate::resource::loaded::{Loaded, WhenLoaded};
use crate::ui::notice::Empty;
use crate::ui::table::{Column, Order, Row, Table};

/// What a list needs to know of its rows beyond drawing them.
pub trait Listed: Row {
    /// Lower-case text that the filter searches.
    fn haystack(&self) -> &str;
    /// The order by a column; equal rows keep the order of their names.
    fn compare(&self, other: &Self, key: &str) -> Ordering;
    /// The value of a facet, as the address and the choice show it.
    fn facet(&self, _key: &str) -> &str {
        ""
    }
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
    let count = move || counted(shown.with(|rows| rows.len()), rows.with(|rows| rows.len()));
    let choices =
        facets.into_iter().zip(kind.facets).map(|(signal, facet)| choice(facet, signal, rows)).collect_view();
    let on_order =
        Callback::new(move |key: String| set_sort.run(if key == kind.order { String::new() } else { key }));
    let table = move || {
        view! { <Table label=kind.title columns=kind.columns rows=shown order on_order /> }.into_any()
    };
    let list = move || match (rows.with(|rows| rows.is_empty()), shown.with(|rows| rows.is_empty())) {
        (true, _) => empty.run(),
        (false, true) => nothing_matches(kind.noun).into_any(),
        (false, false) => table(),
    };
    // The list is drawn anew only when it becomes empty or full, not at each refresh.
    let shape = Memo::new(move |_| (rows.with(|rows| rows.is_empty()), shown.with(|rows| rows.is_empty())));
    let list = StoredValue::new(list);
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
                {move || {
                    shape.track();
                    untrack(|| list.with_value(|list| list()))
                }}
            </WhenLoaded>
        </section>
    }
}

fn nothing_matches(noun: &'static str) -> impl IntoView {
    view! {
        <Empty title="Nothing matches">
            <p>"No " {noun} " match this filter."</p>
        </Empty>
    }
}

type FacetSignal = (&'static str, Memo<String>, Callback<String>);

fn facet_signal(facet: &'static Facet) -> FacetSignal {
    let (value, set) = query_param(facet.key);
    (facet.key, value, set)
}

fn choice<T: Listed>(facet: &'static Facet, (key, value, set): FacetSignal, rows: Rows<T>) -> impl IntoView {
    let options = Memo::new(move |_| {
        let mut options =
            rows.with(|rows| rows.iter().map(|row| row.facet(key).to_owned()).collect::<BTreeSet<_>>());
        options.remove("");
        // A link may name a value that no row has now; the choice still shows it, or the list would seem wrong.
        options.extend(Some(value.get()).filter(|value| !value.is_empty()));
        options
    });
    view! {
        <select
            class="chip"
            aria-label=facet.all
            data-set=move || value.with(|value| !value.is_empty()).to_string()
            on:change:target=move |event| set.run(event.target().value())
        >
            <option value="">{facet.all}</option>
            {move || {
                options
                    .get()
                    .into_iter()
                    .map(|option| {
                        let own = option.clone();
                        let selected = move || value.with(|value| *value == own);
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
    let query = query.to_lowercase();
    let words = query.split_whitespace().collect::<Vec<_>>();
    let mut shown = rows
        .iter()
        .filter(|row| words.iter().all(|word| row.haystack().contains(word)))
        .filter(|row| facets.iter().all(|(key, value)| value.is_empty() || row.facet(key) == value))
        .cloned()
        .collect::<Vec<_>>();
    shown.sort_by(|a, b| {
        let by_column = a.compare(b, &order.key);
        let by_column = if order.reverse { by_column.reverse() } else { by_column };
        by_column.then_with(|| a.haystack().cmp(b.haystack()))
    });
    Arc::new(shown)
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
        fn compare(&self, other: &Self, key: &str) -> Ordering {
            if key == "weight" { self.1.cmp(&other.1) } else { self.0.cmp(other.0) }
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
    fn a_facet_keeps_rows_with_its_value() {
        check("", "heavy", "name", &["melon"]);
    }

    #[test]
    fn a_minus_turns_the_order_around_and_equal_rows_stay_by_name() {
        check("", "", "weight", &["green apple", "red apple", "melon"]);
        check("", "", "-weight", &["melon", "green apple", "red apple"]);
    }
}
