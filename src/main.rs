//! Mounts the console into the page.

#![allow(clippy::needless_pass_by_value, reason = "components and event handlers own what they are given")]

mod address;
mod api;
mod app;
mod controllers;
mod deploy;
mod kinds;
mod later;
mod live;
mod pages;
mod palette;
mod panic;
mod prefs;
mod resource;
mod routes;
mod session;
mod shell;
mod socket;
mod storage;
mod ui;

fn main() {
    panic::install();
    leptos::mount::mount_to_body(app::App);
}
