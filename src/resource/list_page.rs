//! The list of any kind: filter, facets, order and count, all of them in the address.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use model::Kind;
use web_sys::HtmlElement;

use crate::address::query_param;
use crate::part::{Pages, Part};
use crate::resource::loaded::{Loaded, WhenLoaded};
use crate::resource::order::{ByDefault, sort};
use crate::resource::row::RowAsked;
use crate::routes::Key;
use crate::ui::alive::alive_value;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::menu::Popup;
use crate::ui::notice::Empty;
use crate::ui::table::{Column, Order, Row, RowEnd, Table};
use crate::words::{fold, places};

/// What a list needs to know of its rows beyond drawing them.
pub trait Listed: Row {
    /// Folded text that the filter searches.
    fn haystack(&self) -> &str;

    /// The object that the row is about, and what it is called; `None` where it is about none that has a page.
    fn object(&self) -> Option<(Key, &str)> {
        None
    }
}

/// A choice beside the filter: all rows, or those with one value.
pub struct Facet<T: 'static> {
    /// The name in the address.
    pub key: &'static str,
    /// What is chosen: "Application".
    pub title: &'static str,
    /// What the choice says when it is not set.
    pub all: &'static str,
    /// The value of a row, as the address and the choice show it.
    pub value: fn(&T) -> &str,
}

/// The facts of a list.
pub struct ListKind<T: 'static> {
    pub title: &'static str,
    /// The plural in a sentence: "catalog items".
    pub noun: &'static str,
    pub columns: &'static [Column<T>],
    pub facets: &'static [Facet<T>],
    pub order: ByDefault<T>,
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
    /// The kind of the objects, where each row offers what can be done.
    #[prop(optional)]
    of: Option<Kind>,
) -> impl IntoView {
    let (query, set_query) = query_param("q");
    let (sort, set_sort) = query_param("sort");
    let facets = kind.facets.iter().map(facet_signal).collect::<Vec<_>>();
    let order = Signal::derive(move || sort.with(|sort| kind.order.or(sort)));
    let chosen = StoredValue::new(facets.iter().map(|(value, _)| *value).collect::<Vec<_>>());
    let shown = Memo::new(move |_| {
        let wanted = chosen.with_value(|values| values.iter().map(Memo::get).collect::<Vec<_>>());
        rows.with(|rows| select(rows, kind, &query.get(), &wanted, &order.get()))
    });
    // Before the rows are there nobody knows how many there are.
    let count = move || {
        let here = state.with(|state| *state == Loaded::Ready);
        here.then(|| counted(shown.with(|rows| rows.len()), rows.with(|rows| rows.len())))
    };
    let clear = clearer(set_query, &facets);
    let signals = facets.clone();
    let choices =
        facets.into_iter().zip(kind.facets).map(|(signal, facet)| choice(facet, signal, rows)).collect_view();
    let on_order = Callback::new(move |asked: String| set_sort.run(kind.order.spelled(asked)));
    let asked = RwSignal::new(None::<RowAsked>);
    let end = of.map(|_| row_end(asked));
    let table = move || {
        view! { <Table label=kind.title columns=kind.columns rows=shown order on_order end /> }.into_any()
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
            <span class="faint">{count}</span>
            <div class="acts">{actions.run()}</div>
        </div>
        <div class="row" role="search">
            <Filter noun=kind.noun query set_query />
            {choices}
        </div>
        <Chosen facets=kind.facets chosen=signals clear />
        <section class="panel">
            <WhenLoaded state what=kind.noun>
                {move || list.with_value(|list| list())}
            </WhenLoaded>
        </section>
        {of.map(|of| menu_of(of, asked))}
    }
}

/// Asks for the menu of a row at the button that was pressed. There is one list for all of them.
fn row_end<T: Listed>(asked: RwSignal<Option<RowAsked>>) -> RowEnd<T> {
    let popup = Popup::new();
    let press = Callback::new(move |(row, button): (Arc<T>, HtmlElement)| {
        let Some((key, name)) = row.object() else { return };
        if asked.with_untracked(|asked| asked.as_ref().is_none_or(|asked| asked.key != key)) {
            asked.set(Some(RowAsked { key, name: name.to_owned(), popup }));
        }
        popup.press(button);
    });
    RowEnd { name: |row| row.object().map_or("", |(_, name)| name), press }
}

/// The menu that was asked for last. What it offers comes with the pages of the kind.
fn menu_of(of: Kind, asked: RwSignal<Option<RowAsked>>) -> impl IntoView {
    let pages = expect_context::<Part<Pages>>();
    move || asked.get().map(|asked| pages.show(move |pages| (pages.menu)(of, asked.clone())))
}

#[component]
fn Filter(noun: &'static str, query: Memo<String>, set_query: Callback<String>) -> impl IntoView {
    view! {
        <label class="with filter">
            <Glyph icon=Icon::Search />
            <input
                type="search"
                class="in"
                aria-label=format!("Filter {noun}")
                placeholder="Filter"
                prop:value=move || query.get()
                on:input:target=move |event| set_query.run(event.target().value())
            />
        </label>
    }
}

/// What the choices beside the filter left out, each with the way back.
#[component]
fn Chosen<T: Listed>(
    facets: &'static [Facet<T>],
    chosen: Vec<FacetSignal>,
    clear: Callback<()>,
) -> impl IntoView {
    let set = StoredValue::new(chosen.iter().map(|(value, _)| *value).collect::<Vec<_>>());
    let several = Memo::new(move |_| {
        set.with_value(|values| {
            values.iter().filter(|value| value.with(|value| !value.is_empty())).count() > 1
        })
    });
    let chip = |(facet, (value, set)): (&'static Facet<T>, FacetSignal)| {
        let is_set = Memo::new(move |_| value.with(|value| !value.is_empty()));
        view! {
            <Show when=move || is_set.get()>
                <span class="chip">
                    {move || format!("{}: {}", facet.title, value.get())}
                    <button
                        type="button"
                        aria-label=format!("Remove the filter by {}", facet.title.to_lowercase())
                        on:click=move |_| set.run(String::new())
                    >
                        <Glyph icon=Icon::Bad />
                    </button>
                </span>
            </Show>
        }
    };
    view! {
        <div class="row chips">
            {facets.iter().zip(chosen).map(chip).collect_view()}
            <Show when=move || several.get()>
                <button type="button" class="btn quiet small" on:click=move |_| clear.run(())>
                    "Clear all"
                </button>
            </Show>
        </div>
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
    let setters = facets.iter().map(|(_, set)| *set).chain([set_query]).collect::<Vec<Callback<String>>>();
    Callback::new(move |()| setters.iter().for_each(|set| set.run(String::new())))
}

type FacetSignal = (Memo<String>, Callback<String>);

fn facet_signal<T>(facet: &'static Facet<T>) -> FacetSignal {
    query_param(facet.key)
}

fn choice<T: Listed>(facet: &'static Facet<T>, (value, set): FacetSignal, rows: Rows<T>) -> impl IntoView {
    let meant = Memo::new(move |_| rows.with(|rows| meant(rows, facet, &value.get())));
    let options = Memo::new(move |_| {
        let mut options =
            rows.with(|rows| rows.iter().map(|row| (facet.value)(row).to_owned()).collect::<BTreeSet<_>>());
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
            class="facet"
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
fn meant<T: Listed>(rows: &[Arc<T>], facet: &Facet<T>, value: &str) -> String {
    if value.is_empty() || rows.iter().any(|row| (facet.value)(row) == value) {
        return value.to_owned();
    }
    let folded = fold(value);
    let other = rows.iter().map(|row| (facet.value)(row)).find(|other| fold(other) == folded);
    other.unwrap_or(value).to_owned()
}

fn counted(shown: usize, all: usize) -> String {
    if shown == all { all.to_string() } else { format!("{shown} of {all}") }
}

/// The rows that match all words of the filter and all facets, in order.
fn select<T: Listed>(
    rows: &[Arc<T>],
    kind: &ListKind<T>,
    query: &str,
    wanted: &[String],
    order: &Order,
) -> Arc<Vec<Arc<T>>> {
    let query = fold(query);
    let words = query.split_whitespace().collect::<Vec<_>>();
    let facets = kind.facets.iter().zip(wanted).map(|(facet, value)| (facet, meant(rows, facet, value)));
    let facets = facets.filter(|(_, value)| !value.is_empty()).collect::<Vec<_>>();
    let mut shown = rows
        .iter()
        .filter(|row| words.iter().all(|word| row.haystack().contains(word)))
        .filter(|row| facets.iter().all(|(facet, value)| (facet.value)(row) == *value))
        .cloned()
        .collect::<Vec<_>>();
    sort(&mut shown, kind.columns, order, &kind.order);
    Arc::new(shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::table::Sort;

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
    }

    const NAME: Column<Fruit> = Column::text("name", "Name", |fruit| fruit.0);
    const WEIGHT: Column<Fruit> =
        Column::number("weight", "Weight", |_| ().into_any(), |fruit| Sort::Number(f64::from(fruit.1)));
    static KIND: ListKind<Fruit> = ListKind {
        title: "Fruits",
        noun: "fruits",
        columns: &[NAME, WEIGHT],
        facets: &[Facet {
            key: "weight",
            title: "Weight",
            all: "All weights",
            value: |fruit| if fruit.1 > 9 { "heavy" } else { "light" },
        }],
        order: ByDefault::up(&NAME),
    };

    fn check(query: &str, weight: &str, sort: &str, expected: &[&str]) {
        let rows = [Fruit("red apple", 5), Fruit("green apple", 5), Fruit("melon", 40)].map(Arc::new);
        let shown = select(&rows, &KIND, query, &[weight.to_owned()], &KIND.order.or(sort));
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
        check("", "", "", &["green apple", "melon", "red apple"]);
        check("", "", "nothing", &["green apple", "melon", "red apple"]);
        assert_eq!(
            (KIND.order.spelled("name".into()).as_str(), KIND.order.spelled("-name".into()).as_str()),
            ("", "-name")
        );
    }
}
