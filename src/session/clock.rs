//! The clocks of a browser: the one that people set, the one that nobody sets, and what a session makes of both.

use std::cell::RefCell;

use client::session::Clock;
use leptos::prelude::*;

/// Milliseconds since 1970, as the machine's clock is set at the moment: for what is shown.
pub fn now_ms() -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 are whole and far below the limit"
    )]
    let now = js_sys::Date::now() as i64;
    now
}

/// Milliseconds of a clock that nobody sets: for spans of time within this page.
pub fn steady_ms() -> f64 {
    window().performance().map_or_else(js_sys::Date::now, |performance| performance.now())
}

/// Milliseconds since 1970 that never go back while the page lives: for the life of tokens.
pub fn session_ms() -> i64 {
    thread_local! {
        static CLOCK: RefCell<Clock> = RefCell::new(Clock::starting(now_ms(), steady_ms()));
    }
    CLOCK.with_borrow_mut(|clock| clock.now_ms(now_ms(), steady_ms()))
}
