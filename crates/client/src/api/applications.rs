//! Applications, the users' and the system's (Controller contract 9).

use serde_json::{Value, json};

use crate::{Call, List, Object, Request};
use model::{Application, Created};

/// Lists the users' applications with their microservices.
pub fn list() -> Call<List<Application>> {
    Call::list(Request::get(&["application"]), "applications")
}

/// Reads one of the users' applications. One may be called `system`, but under that address stands a list, which would
/// pass for an application without a name: only [`list`] shows it.
pub fn get(name: &str) -> Call<Object<Application>> {
    let mut request = Request::get(&["application", name]);
    if name == "system" {
        request.taken = Some("this name stands for the list of the system's applications");
    }
    Call::object(request)
}

/// Creates an application. The Controller leaves it stopped unless the body says otherwise, which surprises everybody,
/// so `isActivated` is sent as true when the body does not mention it. All or nothing: one refused microservice
/// removes the whole application again.
pub fn create(body: impl Into<Value>) -> Call<Created> {
    let mut body = body.into();
    if let Value::Object(fields) = &mut body {
        fields.entry("isActivated").or_insert(Value::Bool(true));
    }
    Call::answer(Request::post(&["application"]).json(body))
}

/// Changes `description`, `isActivated` or `natsConfig`; microservices in the body are ignored.
pub fn update(name: &str, body: impl Into<Value>) -> Call<()> {
    Call::done(Request::patch(&["application", name]).json(body))
}

/// Starts all microservices of an application that are switched on themselves.
pub fn start(name: &str) -> Call<()> {
    update(name, json!({ "isActivated": true }))
}

/// Stops all microservices of an application.
pub fn stop(name: &str) -> Call<()> {
    update(name, json!({ "isActivated": false }))
}

/// Replaces an application. With `microservices` in the body, **those not listed are deleted**; without, they stay.
pub fn replace(name: &str, body: impl Into<Value>) -> Call<()> {
    Call::done(Request::put(&["application", name]).json(body))
}

/// Makes a route between two microservices of an application, from `application`, `name`, `from` and `to`, where
/// applications have routes.
pub fn add_route(body: impl Into<Value>) -> Call<()> {
    Call::done(Request::post(&["routes"]).json(body))
}

/// Takes away the route of this name.
pub fn remove_route(application: &str, name: &str) -> Call<()> {
    Call::done(Request::delete(&["routes", application, name]))
}

/// Deletes an application with all its microservices. Where objects belong to users, this takes the microservices of
/// everybody's application of that name: there it is [`delete_own`].
pub fn delete(name: &str) -> Call<()> {
    Call::done(Request::delete(&["application", name]))
}

/// Deletes the application with this id, if it belongs to who asks. An id is given again after a deletion, so it must have
/// been read just now.
pub fn delete_own(id: i64) -> Call<()> {
    Call::done(Request::delete(&["flow", &id.to_string()]))
}
