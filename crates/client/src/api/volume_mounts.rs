//! Volume mounts (Controller contract 15).

use serde_json::{Value, json};

use crate::{Call, List, Object, Request};
use model::VolumeMount;

const WHAT: &str = "Volume mounts";

/// What a volume mount shows as files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A secret's name.
    Secret(String),
    /// A config map's name.
    ConfigMap(String),
}

/// Lists the volume mounts.
pub fn list() -> Call<List<VolumeMount>> {
    Call::bare_list(Request::get(&["volumeMounts"]).newer(WHAT), "volumeMounts")
}

/// Reads one volume mount.
pub fn get(name: &str) -> Call<Object<VolumeMount>> {
    Call::object(Request::get(&["volumeMounts", name]).newer(WHAT))
}

/// Creates a volume mount.
pub fn create(name: &str, source: &Source) -> Call<VolumeMount> {
    Call::answer(Request::post(&["volumeMounts"]).json(body(name, source)).newer(WHAT))
}

/// Changes the source. The other kind of source stays set as well: to switch kinds, delete and create instead.
pub fn update(name: &str, source: &Source) -> Call<VolumeMount> {
    Call::answer(Request::patch(&["volumeMounts", name]).json(body(name, source)).newer(WHAT))
}

/// Deletes a volume mount.
pub fn delete(name: &str) -> Call<()> {
    Call::done(Request::delete(&["volumeMounts", name]).newer(WHAT))
}

fn body(name: &str, source: &Source) -> Value {
    match source {
        Source::Secret(secret) => json!({ "name": name, "secretName": secret }),
        Source::ConfigMap(map) => json!({ "name": name, "configMapName": map }),
    }
}
