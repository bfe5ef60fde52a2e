//! Secrets (Controller contract 13).

use serde_json::Value;

use crate::{Call, List, Object, Request};
use model::{Feature, Secret};

const WHAT: Feature = Feature::Secrets;

/// Lists the secrets without their data, the platform's own included.
pub fn list() -> Call<List<Secret>> {
    Call::list(Request::get(&["secrets"]).needs(WHAT), "secrets")
}

/// Reads one secret with its data in clear text.
pub fn get(name: &str) -> Call<Object<Secret>> {
    Call::object(Request::get(&["secrets", name]).needs(WHAT))
}

/// Creates a secret of `name`, `type` (`Opaque` or `tls`) and `data`; values of `tls` must be base64.
pub fn create(body: impl Into<Value>) -> Call<Secret> {
    Call::answer(Request::post(&["secrets"]).json(body).needs(WHAT))
}

/// Replaces all `data` of a secret. The `type` cannot change, but the Controller refuses a change that does not repeat it.
pub fn update(name: &str, body: impl Into<Value>) -> Call<()> {
    Call::done(Request::patch(&["secrets", name]).json(body).needs(WHAT))
}

/// Deletes a secret and the volume mounts made from it; use in environment variables does not stop this.
pub fn delete(name: &str) -> Call<()> {
    Call::done(Request::delete(&["secrets", name]).needs(WHAT))
}
