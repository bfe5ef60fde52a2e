//! Mounts the console into the page.

use leptos::prelude::*;

fn main() {
    mount_to_body(|| view! { <h1>"ECN Console"</h1> });
}
