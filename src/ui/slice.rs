//! Work that takes longer than a frame, in slices: after each of them the browser draws and answers the person.

use std::time::Duration;

use futures::channel::oneshot;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Date, Function, Promise};

use super::js;

/// A slice is that long, so that with what follows from it no task is felt.
const SLICE_MS: f64 = 25.0;

/// So long something is done at once, without a slice of its own.
const AT_ONCE_MS: f64 = 8.0;

/// So many pieces of it in any case: what is small is there in the same frame, however slow the machine is.
const AT_ONCE: usize = 25;

/// A stretch of work.
#[derive(Clone, Copy, Debug)]
pub struct Slice {
    /// By the clock of [`now_ms`].
    ends: f64,
}

impl Slice {
    /// One between two turns of the browser.
    pub fn begin() -> Self {
        Self::of(SLICE_MS, now_ms())
    }

    /// Whether there is time for one more piece of what is done at once, asked after each.
    pub fn at_once() -> impl FnMut() -> bool {
        let slice = Self::of(AT_ONCE_MS, now_ms());
        at_once(move || slice.goes_on())
    }

    /// Whether there is time for more.
    pub fn goes_on(self) -> bool {
        self.has_time_at(now_ms())
    }

    fn of(length: f64, now: f64) -> Self {
        Self { ends: now + length }
    }

    fn has_time_at(self, now: f64) -> bool {
        now < self.ends
    }
}

fn at_once(has_time: impl Fn() -> bool) -> impl FnMut() -> bool {
    let mut done = 0;
    move || {
        done += 1;
        done < AT_ONCE || has_time()
    }
}

fn now_ms() -> f64 {
    window().performance().map_or_else(Date::now, |performance| performance.now())
}

/// Lets the browser draw and answer the person before the work goes on.
pub async fn breathe() {
    let scheduler = js::get(&window(), "scheduler");
    let way = js::get(&scheduler, "yield").dyn_into::<Function>().ok();
    let turn = way.and_then(|way| way.call0(&scheduler).ok()?.dyn_into::<Promise>().ok());
    match turn {
        // It is refused only to a task that was called off, which none of ours is.
        Some(turn) => _ = JsFuture::from(turn).await,
        None => {
            let (tell, over) = oneshot::channel::<()>();
            set_timeout(move || drop(tell), Duration::ZERO);
            // Only ever dropped, which is the sign.
            let _ = over.await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many pieces of work of so many milliseconds fit into a slice, when at least one is done.
    fn check(slice: f64, piece: f64, expected: usize) {
        let (slice, mut now, mut done) = (Slice::of(slice, 1_000.0), 1_000.0, 0);
        loop {
            now += piece;
            done += 1;
            if !slice.has_time_at(now) {
                break;
            }
        }
        assert_eq!(done, expected, "pieces of {piece} ms");
    }

    #[test]
    fn a_slice_ends_with_the_piece_that_goes_beyond_it() {
        check(SLICE_MS, 1.0, 25);
        check(SLICE_MS, 10.0, 3);
        check(SLICE_MS, 400.0, 1);
        check(AT_ONCE_MS, 0.5, 16);
    }

    #[test]
    fn a_few_pieces_are_done_at_once_however_long_they_take() {
        let mut goes_on = at_once(|| false);
        assert_eq!((1..).find(|_| !goes_on()), Some(AT_ONCE));
        let mut goes_on = at_once(|| true);
        assert!((0..100).all(|_| goes_on()));
    }
}
