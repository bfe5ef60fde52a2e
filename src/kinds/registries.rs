//! Registries as a choice: a manifest holds a word or a number, a person picks by address.

use crate::live::Live;

/// Every registry: what the manifest holds, and what is shown.
pub fn choices(live: Live) -> Vec<(String, String)> {
    let registries = live.registries.rows_untracked();
    let choice = |id: i64, url: &str| match id {
        1 => ("remote".to_owned(), format!("{url} (remote)")),
        2 => ("local".to_owned(), format!("{url} (local)")),
        id => (id.to_string(), format!("{url} (id {id})")),
    };
    registries.iter().map(|registry| choice(registry.id, &registry.url)).collect()
}
