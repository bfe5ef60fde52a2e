//! Agents (Controller contract 8).

use serde_json::{Value, json};

use crate::{AgentPatch, Call, List, Object, Request};
use model::{Agent, CreatedUuid, HalInfo, ProvisioningKey};

/// Lists all agents. Eclipse Controllers 3.0 leave out the system's.
pub fn list() -> Call<List<Agent>> {
    Call::list(Request::get(&["iofog-list"]), "fogs")
}

/// Reads one agent by its uuid; names do not work.
pub fn get(uuid: &str) -> Call<Object<Agent>> {
    Call::object(Request::get(&["iofog", uuid]))
}

/// Creates an agent from `name`, `fogType` and its settings. The rest happens in the background: read it again, and
/// look at [`Agent::orchestration_error`]. Without `routerMode` the Controller assumes an edge router and then fails
/// in the background when there is no host.
pub fn create(body: impl Into<Value>) -> Call<CreatedUuid> {
    Call::answer(Request::post(&["iofog"]).json(body))
}

/// Changes an agent; see [`AgentPatch`] for why the body is not plain JSON.
pub fn update(uuid: &str, patch: AgentPatch) -> Call<()> {
    Call::done(Request::patch(&["iofog", uuid]).json(patch))
}

/// Deletes an agent **with all microservices on it**, without a question.
pub fn delete(uuid: &str) -> Call<()> {
    Call::done(Request::delete(&["iofog", uuid]))
}

/// Makes a new provisioning key; the one before stops working. It reads by its verb only, so it is never repeated.
pub fn provisioning_key(uuid: &str) -> Call<ProvisioningKey> {
    Call::answer(Request::get(&["iofog", uuid, "provisioning-key"]).once())
}

/// Restarts the agent program.
pub fn reboot(uuid: &str) -> Call<()> {
    Call::done(Request::post(&["iofog", uuid, "reboot"]))
}

/// Lets the agent remove images that nothing uses.
pub fn prune(uuid: &str) -> Call<()> {
    Call::done(Request::post(&["iofog", uuid, "prune"]))
}

/// Lets the agent upgrade itself. Its provisioning key is replaced.
pub fn upgrade(uuid: &str) -> Call<()> {
    Call::done(Request::post(&["iofog", uuid, "version", "upgrade"]))
}

/// Lets the agent go back to the version before. Its provisioning key is replaced.
pub fn rollback(uuid: &str) -> Call<()> {
    Call::done(Request::post(&["iofog", uuid, "version", "rollback"]))
}

/// Reads what the agent reports about its hardware; nothing when it has not reported.
pub fn hardware(uuid: &str) -> Call<Option<HalInfo>> {
    Call::maybe(Request::get(&["iofog", uuid, "hal", "hw"]))
}

/// Reads what the agent reports about its USB devices; nothing when it has not reported.
pub fn usb(uuid: &str) -> Call<Option<HalInfo>> {
    Call::maybe(Request::get(&["iofog", uuid, "hal", "usb"]))
}

/// Prepares a shell on the node: a privileged microservice `debug` appears among the system's.
pub fn start_exec(uuid: &str, image: Option<&str>) -> Call<()> {
    let request = Request::post(&["iofog", uuid, "exec"]).newer("Shells");
    Call::done(match image {
        Some(image) => request.json(json!({ "image": image })),
        None => request,
    })
}

/// Removes the shell again.
pub fn stop_exec(uuid: &str) -> Call<()> {
    Call::done(Request::delete(&["iofog", uuid, "exec"]).newer("Shells"))
}
