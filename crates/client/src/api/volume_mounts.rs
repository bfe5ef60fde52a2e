//! Volume mounts (Controller contract 15).

use serde_json::Value;

use crate::{Call, List, Object, Request};
use model::{Feature, VolumeMount};

const WHAT: Feature = Feature::VolumeMounts;

/// Lists the volume mounts.
pub fn list() -> Call<List<VolumeMount>> {
    Call::bare_list(Request::get(&["volumeMounts"]).needs(WHAT), "volumeMounts")
}

/// Reads one volume mount.
pub fn get(name: &str) -> Call<Object<VolumeMount>> {
    Call::object(Request::get(&["volumeMounts", name]).needs(WHAT))
}

/// Creates a volume mount of `name` and either `secretName` or `configMapName`.
pub fn create(body: impl Into<Value>) -> Call<VolumeMount> {
    Call::answer(Request::post(&["volumeMounts"]).json(body).needs(WHAT))
}

/// Changes the source. The other kind of source stays set as well: to switch kinds, delete and create instead.
pub fn update(name: &str, body: impl Into<Value>) -> Call<VolumeMount> {
    Call::answer(Request::patch(&["volumeMounts", name]).json(body).needs(WHAT))
}

/// Deletes a volume mount.
pub fn delete(name: &str) -> Call<()> {
    Call::done(Request::delete(&["volumeMounts", name]).needs(WHAT))
}
