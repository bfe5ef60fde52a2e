//! The system's own microservices: router, NATS, debug shells (Controller contract 10.4).

use serde_json::Value;

use crate::{Call, List, MicroservicePatch, Object, Request};
use model::{ExecSwitch, Microservice};

const WHAT: &str = "System microservices";

/// Lists them.
pub fn list() -> Call<List<Microservice>> {
    Call::list(Request::get(&["microservices", "system"]).newer(WHAT), "microservices")
}

/// Lists those of one system application (`system-AGENT`).
pub fn list_of(application: &str) -> Call<List<Microservice>> {
    let request = Request::get(&["microservices", "system"]).query("application", application);
    Call::list(request.newer(WHAT), "microservices")
}

/// Reads one by its uuid.
pub fn get(uuid: &str) -> Call<Object<Microservice>> {
    Call::object(Request::get(&["microservices", "system", uuid]).newer(WHAT))
}

/// Changes one; the same rules as for the users' microservices, but a schedule of 0 to 5.
pub fn update(uuid: &str, patch: MicroservicePatch) -> Call<()> {
    Call::done(Request::patch(&["microservices", "system", uuid]).json(patch).newer(WHAT))
}

/// Lets the agent make the container again.
pub fn rebuild(uuid: &str) -> Call<()> {
    Call::done(Request::patch(&["microservices", "system", uuid, "rebuild"]).newer(WHAT))
}

/// Replaces the configuration; `None` when this endpoint would spoil the value.
pub fn set_config(uuid: &str, config: &Value) -> Option<Call<()>> {
    let request = Request::patch(&["microservices", "system", uuid, "config"]).newer(WHAT);
    crate::config_text::survives_reserializing(config).then(|| Call::done(request.json(config.clone())))
}

/// Prepares an exec session.
pub fn start_exec(uuid: &str) -> Call<ExecSwitch> {
    Call::answer(Request::post(&["microservices", "system", uuid, "exec"]).newer(WHAT))
}

/// Ends the exec session.
pub fn stop_exec(uuid: &str) -> Call<ExecSwitch> {
    Call::answer(Request::delete(&["microservices", "system", uuid, "exec"]).newer(WHAT))
}
