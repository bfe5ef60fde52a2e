//! The parts of a microservice that need looking up or checking: image, ports, volumes, environment, hosts.

use serde_json::Value;

use super::{Account, Env, ExtraHost, Microservice, Port, Volume, altered};
use crate::api::{Fields as _, Refusal};
use crate::kinds::catalog::{CatalogItem, Image};
use crate::kinds::public::keep;
use crate::kinds::roles::no_role;
use crate::state::{Api, State};

/// Ports that agents use themselves.
const RESERVED: [i64; 2] = [54321, 54322];

/// The agent that a request names, `None` when there is no such agent.
///
/// # Errors
/// The database's complaint when the request names none.
pub(super) fn agent(state: &State, body: &Value) -> Result<Option<String>, Refusal> {
    if let Some(uuid) = body.text("iofogUuid").filter(|uuid| !uuid.is_empty()) {
        return Ok(state.agent(&uuid).map(|agent| agent.uuid.clone()));
    }
    match body.text("agentName") {
        Some(name) => Ok(state.agent_named(&name).map(|agent| agent.uuid.clone())),
        None => Err(Refusal::unexpected("Error", "WHERE parameter \"name\" has invalid \"undefined\" value")),
    }
}

pub(super) fn images(body: &Value) -> Vec<Image> {
    let image = |image: &Value| Image {
        container_image: image.text("containerImage"),
        fog_type_id: image.int("fogTypeId").unwrap_or_default(),
    };
    body.list("images").into_iter().flatten().map(image).collect()
}

/// Given images must be blank or those of the catalog item. The real one compares types that are both undefined, so
/// that a given image has to be the same as all of the item's.
pub(super) fn match_item(item: &CatalogItem, given: &[Image]) -> Result<(), Refusal> {
    let differs = |image: &&Image| {
        let text = image.container_image.as_deref().unwrap_or("");
        !text.is_empty() && item.images.iter().any(|known| known.container_image.as_deref() != Some(text))
    };
    match given.iter().find(differs) {
        Some(_) => Err(Refusal::invalid(format!("Catalog item {} does not match provided images", item.id))),
        None => Ok(()),
    }
}

/// An image for the agent's type must be there and not empty.
pub(super) fn need_image(image: Option<&str>, name: &str) -> Result<(), Refusal> {
    match image {
        Some(image) if !image.is_empty() => Ok(()),
        _ => Err(Refusal::invalid(format!(
            "Microservice {name} does not have a valid image for its Agent type"
        ))),
    }
}

pub(super) fn own_image(images: &[Image], fog_type: i64) -> Option<&str> {
    images.iter().find(|image| image.fog_type_id == fog_type)?.container_image.as_deref()
}

pub(super) fn ports(body: &Value) -> Vec<Port> {
    body.list("ports").into_iter().flatten().map(port).collect()
}

/// What Controller 3.0 has no words for.
pub(super) fn check_older(state: &State, body: &Value) -> Result<(), Refusal> {
    if state.api == Api::V37 {
        return Ok(());
    }
    if body.list("env").into_iter().flatten().any(|env| env.get("value").is_none()) {
        return Err(Refusal::invalid("Required field 'value' is missing"));
    }
    for (at, volume) in body.list("volumeMappings").into_iter().flatten().enumerate() {
        if volume.text("type").as_deref() == Some("volumeMount") {
            let what = format!("Field volumeMappings[{at}].type is not one of enum values: volume,bind");
            return Err(Refusal::invalid(what));
        }
    }
    ports(body).iter().try_for_each(super::public::check)
}

pub(super) fn port(value: &Value) -> Port {
    Port {
        internal: value.int("internal").unwrap_or_default(),
        external: value.int("external").unwrap_or_default(),
        protocol: value.text("protocol").unwrap_or_else(|| "tcp".into()),
        public: value.get("public").cloned(),
    }
}

/// A port must be free on the agent, whatever its protocol, and not one of the agent's own.
pub(super) fn check_port(
    state: &State,
    agent: &str,
    external: i64,
    but: Option<&str>,
) -> Result<(), Refusal> {
    if RESERVED.contains(&external) {
        return Err(Refusal::invalid(format!("Port '{external}' is reserved for internal use")));
    }
    let others = state
        .microservices
        .iter()
        .filter(|known| known.iofog_uuid == agent && Some(known.uuid.as_str()) != but);
    if others.flat_map(|known| &known.ports).any(|port| port.external == external) {
        return Err(Refusal::invalid(format!("Port '{external}' is not available")));
    }
    Ok(())
}

/// What can be said about volume mappings without looking anything up.
pub(super) fn check_volumes(body: &Value) -> Result<(), Refusal> {
    for volume in body.list("volumeMappings").into_iter().flatten() {
        check_volume(volume)?;
    }
    Ok(())
}

pub(super) fn check_volume(volume: &Value) -> Result<(), Refusal> {
    let host = volume.text("hostDestination").unwrap_or_default();
    let first_fits = host.starts_with(|sign: char| sign.is_ascii_alphanumeric() || "_.-".contains(sign));
    match volume.text("type").as_deref() {
        Some("volume") if !first_fits => Err(Refusal::unexpected(
            "InvalidArgumentError",
            "hostDestination includes invalid characters for a local volume name, only \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" \
             are allowed. If you intended to pass a host directory, use type: bind",
        )),
        Some("volumeMount") if host.is_empty() => {
            Err(Refusal::invalid("hostDestination is required when type is volumeMount"))
        }
        _ => Ok(()),
    }
}

pub(super) fn volume(state: &mut State, value: &Value) -> Volume {
    Volume {
        host_destination: value.text("hostDestination").unwrap_or_default(),
        container_destination: value.text("containerDestination").unwrap_or_default(),
        access_mode: value.text("accessMode").unwrap_or_default(),
        id: state.next_id("volume"),
        kind: value.text("type").unwrap_or_else(|| "bind".into()),
    }
}

/// Volume mounts that mappings refer to must exist with the key they name; they are linked to the agent.
pub(super) fn link_mounts(state: &mut State, volumes: &[Volume], agent: &str) -> Result<(), Refusal> {
    for volume in volumes.iter().filter(|volume| volume.kind == "volumeMount") {
        let (name, key) = volume.host_destination.split_once('/').unwrap_or((&volume.host_destination, ""));
        let Some(mount) = state.volume_mounts.iter().find(|mount| mount.name == name) else {
            return Err(Refusal::invalid(format!("Volume mount with name {name} not found")));
        };
        let below = format!("{key}/");
        let covered = |data: &serde_json::Map<String, Value>| {
            key.is_empty() || data.keys().any(|known| known == key || known.starts_with(&below))
        };
        if let Some(source) = &mount.config_map {
            let map = state.config_maps.iter().find(|known| known.name == *source);
            if !map.is_some_and(|map| covered(&map.data)) {
                let message =
                    format!("Configmap key {key} not found in configmap {source} in volume mount {name}");
                return Err(Refusal::invalid(message));
            }
        } else if let Some(source) = &mount.secret {
            let secret = state.secrets.iter().find(|known| known.name == *source);
            if !secret.is_some_and(|secret| covered(&secret.data)) {
                let message = format!("Secret key {key} not found in secret {source} in volume mount {name}");
                return Err(Refusal::invalid(message));
            }
        }
        let name = name.to_owned();
        if let Some(mount) = state.volume_mounts.iter_mut().find(|mount| mount.name == name) {
            mount.link(agent);
        }
    }
    Ok(())
}

/// One environment variable with its value looked up.
pub(super) fn env(state: &State, value: &Value) -> Result<Env, Refusal> {
    let key = value.text("key").unwrap_or_default();
    let (secret, map) = (value.text("valueFromSecret"), value.text("valueFromConfigMap"));
    let text = |found: Option<&Value>| match found {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) if text.is_empty() => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(other) => Some(other.to_string()),
    };
    let found = if let Some(reference) = &secret {
        let (name, key) = referenced(reference, "secret")?;
        let known = state.secrets.iter().find(|known| known.name == name);
        let known =
            known.ok_or_else(|| Refusal::not_found(format!("Secret with name \"{name}\" not found")))?;
        let value = text(known.data.get(key))
            .ok_or_else(|| Refusal::invalid(format!("Secret key {key} not found in secret {name}")))?;
        known.plain(value)
    } else if let Some(reference) = &map {
        let (name, key) = referenced(reference, "configmap")?;
        let known = state.config_maps.iter().find(|known| known.name == name);
        let known =
            known.ok_or_else(|| Refusal::not_found(format!("ConfigMap with name {name} not found")))?;
        text(known.data.get(key))
            .ok_or_else(|| Refusal::invalid(format!("Configmap key {key} not found in configmap {name}")))?
    } else {
        value.text("value").unwrap_or_default()
    };
    Ok(Env { key, value: found, value_from_secret: secret, value_from_config_map: map })
}

/// `name/key` of a secret or config map; what follows a second slash is not looked at.
fn referenced<'a>(reference: &'a str, kind: &str) -> Result<(&'a str, &'a str), Refusal> {
    let mut parts = reference.split('/');
    match (parts.next(), parts.next()) {
        (Some(name), Some(key)) if !name.is_empty() && !key.is_empty() => Ok((name, key)),
        _ => Err(Refusal::invalid(format!("Invalid {kind} reference: {reference}"))),
    }
}

/// Extra hosts with their templates resolved. `agent` is where the microservice runs.
pub(super) fn hosts(
    state: &State,
    body: &Value,
    agent: Option<&str>,
) -> Result<Option<Vec<ExtraHost>>, Refusal> {
    let Some(given) = body.list("extraHosts") else { return Ok(None) };
    let resolved = given.iter().map(|host| {
        let (name, address) =
            (host.text("name").unwrap_or_default(), host.text("address").unwrap_or_default());
        if name == "service.local" {
            let message = "Extra Host name cannot be service.local is not a valid host template";
            return Err(Refusal::invalid(message));
        }
        let value = match address.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) {
            Some(template) => resolve(state, template, agent)?,
            None => Some(address.clone()),
        };
        Ok(ExtraHost { name, address, value })
    });
    resolved.collect::<Result<Vec<_>, _>>().map(Some)
}

fn resolve(state: &State, template: &str, agent: Option<&str>) -> Result<Option<String>, Refusal> {
    let unknown = |name: &str| Refusal::invalid(format!("Could not find {name} host template"));
    match template.split('.').collect::<Vec<_>>().as_slice() {
        ["Agents", name] => {
            state.agent_named(name).map(|agent| agent.host.clone()).ok_or_else(|| unknown(name))
        }
        ["Apps", application, name, rest @ ..] if !rest.is_empty() => {
            let id = state
                .application_named(application)
                .map(|known| known.id)
                .ok_or_else(|| unknown(application))?;
            let found =
                state.microservices.iter().find(|known| known.application_id == id && known.name == *name);
            let found = found.ok_or_else(|| unknown(name))?;
            if rest != ["local"] {
                return Err(Refusal::invalid(format!("{template} is not a valid host template")));
            }
            if Some(found.iofog_uuid.as_str()) != agent {
                return Err(Refusal::invalid(
                    "The microservice you would like to add as an extra host is not in the same fog as the \
                     microservice you are adding it to",
                ));
            }
            Ok(Some(format!("iofog_{}", found.uuid)))
        }
        _ => Err(Refusal::invalid(format!("{template} is not a valid host template"))),
    }
}

/// Copies the plain settings that create and update share and that stand in the row itself.
pub(super) fn assign(row: &mut Microservice, body: &Value, api: Api) {
    let filled = |key: &str| body.text(key).filter(|text| !text.is_empty()).map(|text| altered(&text));
    keep(&mut row.config, filled("config"));
    keep(&mut row.annotations, filled("annotations"));
    if api == Api::V30 {
        // One switch for what became two.
        keep(&mut row.host_network_mode, body.flag("rootHostAccess"));
    } else {
        keep(&mut row.host_network_mode, body.flag("hostNetworkMode"));
        keep(&mut row.is_privileged, body.flag("isPrivileged"));
    }
    keep(&mut row.run_as_user, body.text("runAsUser"));
    keep(&mut row.platform, body.text("platform"));
    keep(&mut row.runtime, body.text("runtime"));
    keep(&mut row.pid_mode, body.text("pidMode"));
    keep(&mut row.ipc_mode, body.text("ipcMode"));
    keep(&mut row.cpu_set_cpus, body.text("cpuSetCpus"));
    keep(&mut row.memory_limit, body.int("memoryLimit").map(Some));
    if let Some(nats) = body.get("natsConfig") {
        keep(&mut row.nats_access, nats.flag("natsAccess"));
        keep(&mut row.nats_rule, nats.text("natsRule").map(Some));
        if nats.flag("natsAccess") == Some(false) {
            row.nats_rule = None;
        }
    }
}

/// Copies the lists of texts, each of which is a table of its own.
pub(super) fn assign_lists(row: &mut Microservice, body: &Value) {
    keep(&mut row.cmd, body.texts("cmd"));
    keep(&mut row.cdi_devices, body.texts("cdiDevices"));
    keep(&mut row.cap_add, body.texts("capAdd"));
    keep(&mut row.cap_drop, body.texts("capDrop"));
}

/// A health check as it is stored: without a test there is none.
pub(super) fn health_check(body: &Value) -> Option<Value> {
    let check = body.object("healthCheck")?;
    let keys = ["test", "interval", "timeout", "startPeriod", "startInterval", "retries"];
    if !check.contains_key("test") {
        return Some(Value::Object(serde_json::Map::new()));
    }
    Some(Value::Object(
        keys.iter().filter_map(|key| Some(((*key).to_owned(), check.get(*key)?.clone()))).collect(),
    ))
}

/// The role of the service account: the default one unless the request names another, which must exist.
pub(super) fn account(
    state: &mut State,
    body: &Value,
    known: Option<Account>,
    now: i64,
) -> Result<Account, Refusal> {
    let role = body.get("serviceAccount").and_then(|account| account.get("roleRef")?.text("name"));
    let role = role.filter(|role| !role.trim().is_empty()).unwrap_or_else(|| "microservice".into());
    if !state.has_role(&role) {
        return Err(no_role(&role));
    }
    let role_id = state.role_id(&role);
    Ok(match known {
        // The id is written once and not looked at again.
        Some(known) => Account { role, updated_at: now, ..known },
        None => {
            Account { id: state.next_id("serviceAccount"), role, role_id, created_at: now, updated_at: now }
        }
    })
}

/// The NATS rule that a request names must exist, and the application must have access.
pub(super) fn nats(state: &State, body: &Value) -> Result<(), Refusal> {
    if body.get("natsAccess").is_some() {
        return Err(Refusal::invalid("natsAccess must be provided under natsConfig.natsAccess"));
    }
    match body.get("natsConfig").and_then(|nats| nats.text("natsRule")) {
        Some(rule) if !rule.is_empty() && !state.has_user_rule(&rule) => {
            Err(Refusal::invalid(format!("NATS user rule {rule} does not exist")))
        }
        _ => Ok(()),
    }
}

/// `known` is what a microservice that exists has already.
pub(super) fn nats_allowed(
    state: &State,
    body: &Value,
    application: i64,
    known: bool,
) -> Result<(), Refusal> {
    let wanted = body.get("natsConfig").and_then(|nats| nats.flag("natsAccess"));
    if wanted.unwrap_or(known)
        && !state.application(application).is_some_and(|application| application.nats_access)
    {
        return Err(Refusal::invalid("Microservice natsAccess requires application natsAccess=true"));
    }
    Ok(())
}
