//! Mounts the console into the page.

use leptos::prelude::*;

fn main() {
    leptos::mount::mount_to_body(|| view! { <h1>"ECN Console"</h1> });
}
