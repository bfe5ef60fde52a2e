//! What a Controller starts with. Everything goes through the same rows that requests make.

mod large;
mod small;

use crate::kinds::{catalog, registries};
use crate::options::{Options, Seed};
use crate::state::{Api, State};

/// Fills a new state.
pub(crate) fn fill(state: &mut State, options: &Options, now: i64) {
    // The requests of the seed are those of the newer Controller, whichever is imitated.
    let api = std::mem::take(&mut state.api);
    registries::seeds(state);
    catalog::seeds(state);
    match (options.seed, options.microservices) {
        (_, Some(count)) => large::fill(state, count, now),
        (Seed::Large, None) => large::fill(state, large::MICROSERVICES, now),
        (Seed::Small, None) => small::fill(state, now),
        (Seed::Empty, None) => {}
    }
    // The requests that made the seed are nobody's business.
    state.events.clear();
    state.api = api;
    if api == Api::V30 {
        catalog::older_seeds(state);
    }
}
