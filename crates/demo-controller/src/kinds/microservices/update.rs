//! Changing microservices (Controller contract 10.4). Not atomic: what was done before a refusal stays done.

use serde_json::Value;

use super::create::change;
use super::{missing, parts, public, yaml};
use crate::api::{Call, Fields as _, Refusal, Reply, blank};
use crate::kinds::catalog::{CatalogItem, Image};
use crate::kinds::public::keep;
use crate::kinds::yaml::shown;
use crate::liquid;
use crate::schema;
use crate::state::{Api, Snapshot, State};

/// Fields that make the agent build the container anew whenever they are given and neither empty text nor 0.
const CONTAINER: [&str; 15] = [
    "annotations",
    "ports",
    "volumeMappings",
    "env",
    "cmd",
    "cdiDevices",
    "capAdd",
    "capDrop",
    "extraHosts",
    "runAsUser",
    "platform",
    "runtime",
    "pidMode",
    "ipcMode",
    "cpuSetCpus",
];

pub(super) fn json(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = std::mem::take(&mut call.body);
    answer(call, &body, false)
}

pub(super) fn json_system(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = std::mem::take(&mut call.body);
    answer(call, &body, true)
}

pub(super) fn yaml(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = uploaded(call)?;
    answer(call, &body, false)
}

pub(super) fn yaml_system(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = uploaded(call)?;
    answer(call, &body, true)
}

fn uploaded(call: &mut Call<'_>) -> Result<Value, Refusal> {
    let text = crate::kinds::yaml::uploaded(&mut call.file)?;
    let mut body = yaml::microservice(&text, false)?;
    liquid::render_body(&mut body, &Snapshot { state: call.state, now: call.now });
    Ok(body)
}

fn answer(call: &mut Call<'_>, body: &Value, system: bool) -> Result<Reply, Refusal> {
    let uuid = call.param(0).to_owned();
    update_in(call.state, &uuid, body, system, call.now)?;
    Ok(Reply::Empty)
}

/// Changes a microservice by a request body.
///
/// # Errors
/// The first thing that is wrong; some of the change may have been made.
pub(crate) fn update_in(
    state: &mut State,
    uuid: &str,
    body: &Value,
    system: bool,
    now: i64,
) -> Result<(), Refusal> {
    if !system {
        parts::nats(state, body)?;
    }
    schema::check("microserviceUpdate", body)?;
    parts::check_older(state, body)?;
    if system {
        check_schedule(body, true)?;
    }
    let target = parts::agent(state, body)?;
    let hosts = parts::hosts(state, body, target.as_deref())?;
    let row = state.microservice(uuid).filter(|row| !system || state.is_system(row));
    let row = row.ok_or_else(|| missing(uuid))?;
    let moved = target.filter(|target| *target != row.iofog_uuid);
    let here = row.iofog_uuid.clone();
    let agent = moved.clone().unwrap_or_else(|| here.clone());
    parts::nats_allowed(state, body, row.application_id, row.nats_access)?;
    let renamed = body.text("name").filter(|name| !name.is_empty() && *name != row.name);
    if renamed.is_some() && !state.renames() {
        return Err(Refusal::invalid("Microservice Resource Name is immutable"));
    }
    check_registry(state, body)?;
    if body.get("ports").is_some() {
        replace_ports(state, uuid, body, &here)?;
    }
    verify(state, uuid, body, system, moved.as_deref())?;
    let mut rebuild = replace_images(state, uuid, body)?;
    verify_image(state, uuid, body, &agent)?;
    rebuild |= asks_for_container(state, uuid, body);
    write(state, uuid, body, Change { moved, hosts, rebuild, now });
    change(state, uuid, |row| keep(&mut row.name, renamed));
    finish(state, uuid, body, &agent, now)
}

/// Anything but 0 has to be the id of a registry; what is no number is none.
fn check_registry(state: &State, body: &Value) -> Result<(), Refusal> {
    match body.get("registryId") {
        None => Ok(()),
        Some(id) if blank(id) => Ok(()),
        Some(id) if id.as_i64().is_some_and(|id| state.has_registry(id)) => Ok(()),
        Some(id) => Err(Refusal::not_found(format!("Invalid registry id '{}'", shown(id)))),
    }
}

/// The old ports are gone before the new ones are checked, on the agent where the microservice still is.
fn replace_ports(state: &mut State, uuid: &str, body: &Value, agent: &str) -> Result<(), Refusal> {
    change(state, uuid, |row| {
        row.rebuild |= !row.ports.is_empty();
        row.ports.clear();
    });
    for port in public::opened(state, parts::ports(body)) {
        parts::check_port(state, agent, port.external, None)?;
        change(state, uuid, |row| {
            row.ports.push(port);
            row.rebuild = true;
        });
    }
    Ok(())
}

fn check_schedule(body: &Value, system: bool) -> Result<(), Refusal> {
    let (kind, low, high) = if system { ("System microservice", 0, 5) } else { ("Microservice", 6, 100) };
    if body.int("schedule").is_some_and(|schedule| !(low..=high).contains(&schedule)) {
        return Err(Refusal::invalid(format!("{kind} schedule must be between {low} and {high}")));
    }
    Ok(())
}

fn verify(state: &State, uuid: &str, body: &Value, system: bool, moved: Option<&str>) -> Result<(), Refusal> {
    let row = state.microservice(uuid).ok_or_else(|| missing(uuid))?;
    if let Some(agent) = moved {
        row.ports.iter().try_for_each(|port| parts::check_port(state, agent, port.external, Some(uuid)))?;
    }
    if system {
        return Ok(());
    }
    if state.runs_system_item(row) {
        return Err(Refusal::invalid(format!("Microservice uuid {uuid} is system and can't be updated")));
    }
    check_schedule(body, false)
}

/// The catalog item of a body: anything that is not blank.
fn asked_item<'a>(state: &'a State, body: &Value) -> Result<Option<&'a CatalogItem>, Refusal> {
    match body.get("catalogItemId") {
        None => Ok(None),
        Some(id) if blank(id) => Ok(None),
        Some(id) => {
            let item = shown(id).parse().ok().and_then(|id| state.catalog_item(id));
            item.map(Some)
                .ok_or_else(|| Refusal::not_found(format!("Invalid catalog item id '{}'", shown(id))))
        }
    }
}

/// Replaces own images, or drops them for a catalog item's. Whether they fit the agent is looked at afterwards.
fn replace_images(state: &mut State, uuid: &str, body: &Value) -> Result<bool, Refusal> {
    let images = parts::images(body);
    let item = asked_item(state, body)?;
    if let Some(item) = item {
        parts::match_item(item, &images)?;
        let id = item.id;
        let other = state.microservice(uuid).is_some_and(|row| row.catalog_item_id != Some(id));
        if other {
            change(state, uuid, |row| row.images.clear());
        }
        return Ok(other);
    }
    let names =
        |images: &[Image]| images.iter().map(|image| image.container_image.clone()).collect::<Vec<_>>();
    let same = state.microservice(uuid).is_some_and(|row| names(&row.images) == names(&images));
    if images.is_empty() || same {
        return Ok(false);
    }
    change(state, uuid, |row| row.images = images);
    Ok(true)
}

/// The image for the agent's type must be there, whether anything about it changes or not.
fn verify_image(state: &State, uuid: &str, body: &Value, agent: &str) -> Result<(), Refusal> {
    let row = state.microservice(uuid).ok_or_else(|| missing(uuid))?;
    let fog_type = state.agent(agent).map_or(0, |agent| agent.fog_type);
    // The message takes the name from the request, which usually has none.
    let name = body.text("name").unwrap_or_else(|| "undefined".into());
    let images = parts::images(body);
    let image = match asked_item(state, body)? {
        Some(item) => item.image(fog_type),
        None if !images.is_empty() => parts::own_image(&images, fog_type),
        None => state.image_of(row, fog_type),
    };
    parts::need_image(image, &name)
}

/// Whether a body has something that the container is made of.
fn asks_for_container(state: &State, uuid: &str, body: &Value) -> bool {
    let filled = |key: &str| match body.get(key) {
        None | Some(Value::Null) => false,
        Some(Value::String(text)) => !text.is_empty(),
        Some(_) => true,
    };
    let Some(row) = state.microservice(uuid) else { return false };
    body.flag("rebuild") == Some(true)
        || CONTAINER.iter().any(|key| filled(key))
        || body.int("memoryLimit").is_some_and(|limit| limit != 0)
        || body.flag("hostNetworkMode").is_some_and(|mode| mode != row.host_network_mode)
        || body.flag("isPrivileged").is_some_and(|privileged| privileged != row.is_privileged)
        || body.int("schedule").is_some_and(|schedule| schedule != row.schedule)
}

/// What was worked out before the row is written.
struct Change {
    moved: Option<String>,
    hosts: Option<Vec<super::ExtraHost>>,
    rebuild: bool,
    now: i64,
}

fn write(state: &mut State, uuid: &str, body: &Value, with: Change) {
    let item = asked_item(state, body).ok().flatten().map(|item| (item.id, item.registry_id));
    let api = state.api;
    let Some(row) = state.microservice_mut(uuid) else { return };
    parts::assign(row, body, api);
    if let Some(registry) = body.int("registryId").filter(|id| *id != 0) {
        row.registry_id = Some(registry);
    }
    match item {
        Some((id, registry)) if row.catalog_item_id != Some(id) => {
            row.catalog_item_id = Some(id);
            row.registry_id = Some(registry.unwrap_or(1));
        }
        Some((_, registry)) => keep(&mut row.registry_id, registry.map(Some)),
        None if body.get("catalogItemId").is_some() => row.catalog_item_id = None,
        None => {}
    }
    keep(&mut row.schedule, body.int("schedule"));
    row.log_size = body.int("logSize").filter(|size| *size != 0).unwrap_or(1);
    if let Some(hosts) = with.hosts {
        row.extra_hosts = hosts;
    }
    if body.text("config").is_some_and(|config| !config.is_empty()) {
        row.config_updated = Some(with.now);
    }
    row.updated_at = with.now;
    // Every change writes the flag: one that does not ask for a container takes back a rebuild that was asked for.
    // Controller 3.0 keeps the wish.
    row.rebuild = with.rebuild || (api == Api::V30 && row.rebuild);
    if with.rebuild || with.moved.is_some() {
        row.changed_at = with.now;
    }
    keep(&mut row.iofog_uuid, with.moved);
}

/// The parts that are looked up after the row was written.
fn finish(state: &mut State, uuid: &str, body: &Value, agent: &str, now: i64) -> Result<(), Refusal> {
    if let Some(given) = body.list("volumeMappings") {
        parts::check_volumes(body)?;
        let volumes = given.iter().map(|value| parts::volume(state, value)).collect::<Vec<_>>();
        parts::link_mounts(state, &volumes, agent)?;
        change(state, uuid, |row| row.volumes = volumes);
    }
    if let Some(given) = body.list("env") {
        change(state, uuid, |row| row.env.clear());
        for value in given {
            let env = parts::env(state, value)?;
            change(state, uuid, |row| row.env.push(env));
        }
    }
    change(state, uuid, |row| {
        parts::assign_lists(row, body);
        if let Some(check) = parts::health_check(body) {
            row.health_check = check.get("test").is_some().then_some(check);
        }
    });
    let Some(row) = state.microservice(uuid) else { return Ok(()) };
    if state.is_system(row) {
        return Ok(());
    }
    let known = row.account.clone();
    let account = parts::account(state, body, known, now)?;
    change(state, uuid, |row| row.account = Some(account));
    Ok(())
}
