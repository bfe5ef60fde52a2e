//! Config maps (Controller contract 14).

use serde_json::Value;

use crate::{Call, List, Object, Request};
use model::{ConfigMap, Feature};

const WHAT: Feature = Feature::ConfigMaps;

/// Lists the config maps without their data.
pub fn list() -> Call<List<ConfigMap>> {
    Call::list(Request::get(&["configmaps"]).needs(WHAT), "configMaps")
}

/// Reads one config map.
pub fn get(name: &str) -> Call<Object<ConfigMap>> {
    Call::object(Request::get(&["configmaps", name]).needs(WHAT))
}

/// Creates a config map of `name`, `data`, `immutable` and `useVault`. An immutable one can never be changed again.
pub fn create(body: impl Into<Value>) -> Call<ConfigMap> {
    Call::answer(Request::post(&["configmaps"]).json(body).needs(WHAT))
}

/// Replaces all `data`. `immutable` must be repeated: a change without it fails inside the Controller.
pub fn update(name: &str, body: impl Into<Value>) -> Call<()> {
    Call::done(Request::patch(&["configmaps", name]).json(body).needs(WHAT))
}

/// Deletes a config map.
pub fn delete(name: &str) -> Call<()> {
    Call::done(Request::delete(&["configmaps", name]).needs(WHAT))
}
