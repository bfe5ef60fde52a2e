//! Microservices of the users' applications (Controller contract 10).

use serde_json::Value;

use crate::{Call, List, MicroservicePatch, Object, Request};
use model::{CreatedUuid, ExecSwitch, Feature, Microservice};

/// Lists all microservices of the users' applications.
pub fn list() -> Call<List<Microservice>> {
    Call::list(Request::get(&["microservices"]), "microservices")
}

/// Lists the microservices of one application.
pub fn list_of(application: &str) -> Call<List<Microservice>> {
    let request = Request::get(&["microservices"]).query("application", application);
    Call::list(request, "microservices")
}

/// Reads one microservice by its uuid.
pub fn get(uuid: &str) -> Call<Object<Microservice>> {
    Call::object(Request::get(&["microservices", uuid]))
}

/// Creates a microservice from `name`, `application`, `iofogUuid` or `agentName`, and `images` or `catalogItemId`.
/// A refusal may leave a part of it behind: look for that before the next attempt.
pub fn create(body: impl Into<Value>) -> Call<CreatedUuid> {
    Call::answer(Request::post(&["microservices"]).json(body))
}

/// Creates a microservice from a YAML document.
pub fn create_yaml(text: impl Into<String>) -> Call<CreatedUuid> {
    Call::answer(Request::post(&["microservices", "yaml"]).file("microservice", text))
}

/// Changes a microservice; see [`MicroservicePatch`] for why the body is not plain JSON. A refusal may leave the
/// change half done: read the microservice again after every error.
pub fn update(uuid: &str, patch: MicroservicePatch) -> Call<()> {
    Call::done(Request::patch(&["microservices", uuid]).json(patch))
}

/// Deletes a microservice, at once and for good.
pub fn delete(uuid: &str) -> Call<()> {
    Call::done(Request::delete(&["microservices", uuid]))
}

/// Switches a microservice on; its application must be active.
pub fn start(uuid: &str) -> Call<()> {
    Call::done(Request::patch(&["microservices", uuid, "start"]).needs(Feature::Switches))
}

/// Switches a microservice off.
pub fn stop(uuid: &str) -> Call<()> {
    Call::done(Request::patch(&["microservices", uuid, "stop"]).needs(Feature::Switches))
}

/// Lets the agent make the container again.
pub fn rebuild(uuid: &str) -> Call<()> {
    Call::done(Request::patch(&["microservices", uuid, "rebuild"]).needs(Feature::RebuildAddress))
}

/// Prepares an exec session; then open the socket of [`crate::sockets::exec`].
pub fn start_exec(uuid: &str) -> Call<ExecSwitch> {
    Call::answer(Request::post(&["microservices", uuid, "exec"]).needs(Feature::Shells))
}

/// Ends the exec session.
pub fn stop_exec(uuid: &str) -> Call<ExecSwitch> {
    Call::answer(Request::delete(&["microservices", uuid, "exec"]).needs(Feature::Shells))
}
