//! Microservices of the users' applications (Controller contract 10).

use serde_json::{Value, json};

use crate::{Call, List, MicroservicePatch, Object, Request};
use model::{CreatedUuid, ExecSwitch, Microservice, Port, StoredConfig, VolumeMapping};

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
/// A refusal may leave a part of it behind: use [`crate::create_microservice`], which looks for that.
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

/// Replaces a microservice by a YAML document: **what the document leaves out is reset**, except images, config,
/// annotations, user, platform and runtime.
pub fn replace_yaml(uuid: &str, text: impl Into<String>) -> Call<()> {
    Call::done(Request::patch(&["microservices", "yaml", uuid]).file("microservice", text))
}

/// Deletes a microservice, at once and for good.
pub fn delete(uuid: &str) -> Call<()> {
    Call::done(Request::delete(&["microservices", uuid]))
}

/// Switches a microservice on; its application must be active.
pub fn start(uuid: &str) -> Call<()> {
    Call::done(
        Request::patch(&["microservices", uuid, "start"]).newer("Starting and stopping single microservices"),
    )
}

/// Switches a microservice off.
pub fn stop(uuid: &str) -> Call<()> {
    Call::done(
        Request::patch(&["microservices", uuid, "stop"]).newer("Starting and stopping single microservices"),
    )
}

/// Lets the agent make the container again.
pub fn rebuild(uuid: &str) -> Call<()> {
    Call::done(Request::patch(&["microservices", uuid, "rebuild"]).newer("Rebuilds by request"))
}

/// Reads the configuration, parsed by the Controller. [`crate::ErrorKind::Garbled`] when it is not JSON.
pub fn config(uuid: &str) -> Call<StoredConfig> {
    Call::answer(Request::get(&["microservices", uuid, "config"]).newer("Configuration endpoints"))
}

/// Replaces the configuration. `None` when this endpoint would spoil the value: it breaks `"` and a `\` at the end of
/// texts, and nothing can be done about it here; send [`MicroservicePatch::config`] instead.
pub fn set_config(uuid: &str, config: &Value) -> Option<Call<()>> {
    let request = Request::patch(&["microservices", uuid, "config"]).newer("Configuration endpoints");
    crate::config_text::survives_reserializing(config).then(|| Call::done(request.json(config.clone())))
}

/// Empties the configuration.
pub fn delete_config(uuid: &str) -> Call<()> {
    Call::done(Request::delete(&["microservices", uuid, "config"]).newer("Configuration endpoints"))
}

/// Lists the open ports.
pub fn ports(uuid: &str) -> Call<List<Port>> {
    Call::list(Request::get(&["microservices", uuid, "port-mapping"]), "ports")
}

/// Opens a port.
pub fn add_port(uuid: &str, port: &Port) -> Call<()> {
    let mut body = json!({ "internal": port.internal, "external": port.external });
    if let (Some(protocol), Value::Object(fields)) = (&port.protocol, &mut body) {
        fields.insert("protocol".to_owned(), protocol.as_str().into());
    }
    Call::done(Request::post(&["microservices", uuid, "port-mapping"]).json(body))
}

/// Closes one port mapping with this internal port.
pub fn delete_port(uuid: &str, internal: i64) -> Call<()> {
    Call::done(Request::delete(&["microservices", uuid, "port-mapping", &internal.to_string()]))
}

/// Lists the mounted volumes.
pub fn volumes(uuid: &str) -> Call<List<VolumeMapping>> {
    Call::list(Request::get(&["microservices", uuid, "volume-mapping"]), "volumeMappings")
}

/// Mounts a volume.
pub fn add_volume(uuid: &str, volume: &VolumeMapping) -> Call<model::Created> {
    let volume = VolumeMapping { id: None, ..volume.clone() };
    Call::answer(Request::post(&["microservices", uuid, "volume-mapping"]).json(volume))
}

/// Unmounts a volume.
pub fn delete_volume(uuid: &str, id: i64) -> Call<()> {
    Call::done(Request::delete(&["microservices", uuid, "volume-mapping", &id.to_string()]))
}

/// Prepares an exec session; then open the socket of [`crate::sockets::exec`].
pub fn start_exec(uuid: &str) -> Call<ExecSwitch> {
    Call::answer(Request::post(&["microservices", uuid, "exec"]).newer("Shells"))
}

/// Ends the exec session.
pub fn stop_exec(uuid: &str) -> Call<ExecSwitch> {
    Call::answer(Request::delete(&["microservices", uuid, "exec"]).newer("Shells"))
}
