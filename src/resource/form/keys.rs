//! Keys of secrets and config maps that are known: no list holds them, but variables of microservices name them.

use std::collections::BTreeSet;

use leptos::prelude::*;
use model::{EnvVar, Microservice, Named};

use crate::live::{Live, LiveList};

/// What a variable can be told to take its value from: `name/key` where a key is known, and `name/` of each.
#[derive(Clone, Copy)]
pub struct KnownKeys {
    pub secrets: Memo<Vec<String>>,
    pub config_maps: Memo<Vec<String>>,
}

impl KnownKeys {
    /// Makes them known to the inputs below. Nothing is looked through before somebody asks.
    pub fn provide(live: Live) {
        let secrets =
            Memo::new(move |_| references(live, live.secrets, |variable| &variable.value_from_secret));
        let config_maps = Memo::new(move |_| {
            references(live, live.config_maps, |variable| &variable.value_from_config_map)
        });
        provide_context(Self { secrets, config_maps });
    }
}

fn references<T: Named + PartialEq + Send + Sync>(
    live: Live,
    list: LiveList<T>,
    of: fn(&EnvVar) -> &Option<String>,
) -> Vec<String> {
    let names = list.rows().iter().map(|one| one.name().to_owned()).collect::<BTreeSet<_>>();
    let microservices = live.microservices.rows();
    let variables = microservices.iter().flat_map(|one: &std::sync::Arc<Microservice>| &one.env);
    let used = variables
        .filter_map(|variable| of(variable).clone())
        .filter(|reference| reference.split_once('/').is_some_and(|(name, _)| names.contains(name)));
    let mut known = used.collect::<BTreeSet<_>>();
    known.extend(names.iter().map(|name| format!("{name}/")));
    known.into_iter().collect()
}
