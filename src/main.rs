//! Mounts the console into the page.

#![allow(clippy::needless_pass_by_value, reason = "components and event handlers own what they are given")]

mod address;
mod api;
mod app;
mod controllers;
mod deploy;
#[cfg(not(feature = "split"))]
mod gallery;
mod host;
mod kinds;
mod later;
mod live;
mod navigation;
mod pages;
mod palette;
mod panic;
mod part;
mod prefs;
mod resource;
mod routes;
mod session;
mod shell;
mod socket;
mod storage;
mod turn;
mod ui;
mod words;

fn main() {
    panic::install();
    leptos::mount::mount_to_body(app::App);
    say_that_it_started();
}

/// Takes away what the page says until the console is there; `watch.js` then falls silent too.
fn say_that_it_started() {
    if let Some(text) = leptos::prelude::document().get_element_by_id("start") {
        text.remove();
    }
}
