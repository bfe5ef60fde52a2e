//! Services (Controller contract 16).

use serde_json::Value;

use crate::{Call, List, Object, Request};
use model::Service;

const WHAT: &str = "Services";

/// Lists the services.
pub fn list() -> Call<List<Service>> {
    Call::bare_list(Request::get(&["services"]).newer(WHAT), "services")
}

/// Reads one service.
pub fn get(name: &str) -> Call<Object<Service>> {
    Call::object(Request::get(&["services", name]).newer(WHAT))
}

/// Creates a service from `name`, `type`, `resource` and `targetPort`. It works once its status is `ready`.
pub fn create(body: impl Into<Value>) -> Call<Service> {
    Call::answer(Request::post(&["services"]).json(body).newer(WHAT))
}

/// Changes a service; the name is repeated in the body because the Controller asks for it. The type cannot change,
/// and changing external services fails inside the Controller.
pub fn update(name: &str, body: impl Into<Value>) -> Call<()> {
    let mut body = body.into();
    if let Value::Object(fields) = &mut body {
        fields.insert("name".to_owned(), name.into());
    }
    Call::done(Request::patch(&["services", name]).json(body).newer(WHAT))
}

/// Deletes a service.
pub fn delete(name: &str) -> Call<()> {
    Call::done(Request::delete(&["services", name]).newer(WHAT))
}
