//! Registries (Controller contract 6).

use serde_json::Value;

use crate::{Call, List, Request};
use model::{Created, Registry};

/// Lists the registries, without passwords.
pub fn list() -> Call<List<Registry>> {
    Call::list(Request::get(&["registries"]), "registries")
}

/// Creates a registry from `url`, `isPublic`, `username`, `password` and `email`, all of them required by the
/// Controller. A second one with the same address is allowed.
pub fn create(body: impl Into<Value>) -> Call<Created> {
    Call::answer(Request::post(&["registries"]).json(as_request(body.into())))
}

/// Changes the given fields. An empty password clears it, an absent one stays. Microservices that use the registry
/// are built again.
pub fn update(id: i64, body: impl Into<Value>) -> Call<()> {
    Call::done(Request::patch(&["registries", &id.to_string()]).json(as_request(body.into())))
}

/// Deletes a registry that no microservice uses. Catalog items that use it lose their registry without a question.
pub fn delete(id: i64) -> Call<()> {
    Call::done(Request::delete(&["registries", &id.to_string()]))
}

/// Answers call the address `userEmail`, requests `email`; a body in the answers' form would silently lose it.
fn as_request(mut body: Value) -> Value {
    if let Value::Object(fields) = &mut body
        && let Some(email) = fields.remove("userEmail")
    {
        fields.entry("email").or_insert(email);
    }
    body
}
