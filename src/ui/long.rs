//! A list that may be long: its first rows are drawn, and more of them when somebody comes to its end. A row keeps its
//! elements as long as it is there, and is drawn again only when it says something else.

use std::collections::HashMap;
use std::hash::Hash;

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::IntersectionObserver;

/// So many rows are drawn at first, and as many more each time.
const STEP: usize = 60;

/// The rows as items of a list. `key` tells them apart; two may have the same.
pub fn long<T, K, V>(
    rows: impl Fn() -> Vec<T> + Send + Sync + 'static,
    key: fn(&T) -> K,
    row: impl Fn(T) -> V + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    K: Eq + Hash + 'static,
    V: IntoView + 'static,
{
    let all = Memo::new(move |before: Option<&Numbered<T>>| Numbered::of(rows(), before, key));
    let drawn = RwSignal::new(STEP);
    let count = Memo::new(move |_| all.with(|all| all.rows.len()));
    let left = Memo::new(move |_| count.get().saturating_sub(drawn.get()));
    let first =
        move || all.with(|all| all.rows.iter().take(drawn.get()).map(|row| row.0).collect::<Vec<_>>());
    let one = move |number: u64| {
        let row = row.clone();
        let said = Memo::new(move |_| all.with(|all| all.row(number).cloned()));
        move || said.get().map(&row)
    };
    view! {
        <For each=first key=|number| *number children=one />
        <Show when=move || { left.get() > 0 }>
            <End left more=move || drawn.update(|drawn| *drawn += STEP) />
        </Show>
    }
}

/// Rows with a number each, which stays with the key of a row.
#[derive(Clone, PartialEq)]
struct Numbered<T> {
    rows: Vec<(u64, T)>,
    /// Where the row of a number stands.
    places: HashMap<u64, usize>,
    next: u64,
}

impl<T> Numbered<T> {
    fn of<K: Eq + Hash>(rows: Vec<T>, before: Option<&Self>, key: fn(&T) -> K) -> Self {
        let mut next = before.map_or(0, |before| before.next);
        let mut known: HashMap<K, Vec<u64>> = HashMap::new();
        for (number, row) in before.iter().flat_map(|before| before.rows.iter().rev()) {
            known.entry(key(row)).or_default().push(*number);
        }
        let rows = rows.into_iter().map(|row| {
            let number = known.get_mut(&key(&row)).and_then(Vec::pop).unwrap_or_else(|| {
                next += 1;
                next
            });
            (number, row)
        });
        let rows = rows.collect::<Vec<_>>();
        let places = rows.iter().enumerate().map(|(place, row)| (row.0, place)).collect();
        Self { rows, places, next }
    }

    fn row(&self, number: u64) -> Option<&T> {
        self.rows.get(*self.places.get(&number)?).map(|row| &row.1)
    }
}

/// The end of what is drawn: says how much there is more, and brings it when it comes into view.
#[component]
fn End(left: Memo<usize>, more: impl Fn() + Clone + 'static) -> impl IntoView {
    let end = NodeRef::<html::Li>::new();
    let grow = more.clone();
    let seen = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
        let is_seen = |entry: wasm_bindgen::JsValue| {
            entry.unchecked_into::<web_sys::IntersectionObserverEntry>().is_intersecting()
        };
        if entries.iter().any(is_seen) {
            grow();
        }
    });
    // Without it the button is there.
    let observer = IntersectionObserver::new(seen.as_ref().unchecked_ref()).ok();
    let kept = StoredValue::new_local((observer, seen));
    Effect::new(move |_| {
        // Anew after each step: one that is in view still tells it only when it begins to be watched.
        let (Some(end), _) = (end.get(), left.get()) else { return };
        kept.with_value(|(observer, _)| {
            if let Some(observer) = observer {
                observer.unobserve(&end);
                observer.observe(&end);
            }
        });
    });
    on_cleanup(move || {
        kept.try_with_value(|(observer, _)| observer.as_ref().map(IntersectionObserver::disconnect));
    });
    view! {
        <li node_ref=end class="long-end">
            <button type="button" class="btn quiet small" on:click=move |_| more()>
                {move || format!("{} more", left.get())}
            </button>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Row = (&'static str, u8);

    fn check(before: &[Row], after: &[Row], expected: &[u64]) {
        let key = |row: &Row| row.0;
        let before = Numbered::of(before.to_vec(), None, key);
        let after = Numbered::of(after.to_vec(), Some(&before), key);
        assert_eq!(after.row(2), after.rows.iter().find(|row| row.0 == 2).map(|row| &row.1));
        assert_eq!(after.rows.iter().map(|row| row.0).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_row_keeps_its_number_wherever_it_stands() {
        check(&[("a", 1), ("b", 1)], &[("a", 1), ("b", 2)], &[1, 2]);
        check(&[("a", 1), ("b", 1)], &[("new", 1), ("b", 1), ("a", 1)], &[3, 2, 1]);
        check(&[("a", 1), ("a", 2)], &[("a", 1), ("a", 2), ("a", 2)], &[1, 2, 3]);
    }
}
