//! Changing microservices (Controller contract 10.4). Not atomic: what was done before a refusal stays done.

use serde_json::Value;

use super::{Microservice, missing, parts, yaml};
use crate::api::{Call, Fields as _, Refusal, Reply};
use crate::kinds::catalog::CatalogItem;
use crate::kinds::registries;
use crate::liquid;
use crate::schema;
use crate::state::{Snapshot, State};

/// Fields that make the agent build the container anew.
const CONTAINER: [&str; 23] = [
    "annotations",
    "hostNetworkMode",
    "isPrivileged",
    "ports",
    "volumeMappings",
    "env",
    "cmd",
    "cdiDevices",
    "capAdd",
    "capDrop",
    "extraHosts",
    "images",
    "catalogItemId",
    "registryId",
    "runAsUser",
    "platform",
    "runtime",
    "pidMode",
    "ipcMode",
    "cpuSetCpus",
    "memoryLimit",
    "healthCheck",
    "natsConfig",
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
    parts::nats(call.state, body)?;
    schema::check("microserviceUpdate", body)?;
    let uuid = call.param(0).to_owned();
    update_in(call.state, &uuid, body, system, call.now)?;
    Ok(Reply::Empty)
}

/// Changes a microservice by a body that fits the schema.
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
    let target = parts::agent(state, body)?;
    let hosts = parts::hosts(state, body, target.as_deref())?;
    let row = state.microservice(uuid).filter(|row| !system || state.is_system(row));
    let row = row.ok_or_else(|| missing(uuid))?;
    let moved = target.filter(|target| *target != row.iofog_uuid);
    let agent = moved.clone().unwrap_or_else(|| row.iofog_uuid.clone());
    parts::nats_allowed(state, body, row.application_id)?;
    if body.text("name").is_some_and(|name| name != row.name) {
        return Err(Refusal::invalid("Microservice Resource Name is immutable"));
    }
    if let Some(registry) = body.int("registryId").filter(|id| *id != 0 && !state.has_registry(*id)) {
        return Err(registries::missing(registry));
    }
    if body.get("ports").is_some() {
        replace_ports(state, uuid, body, &agent)?;
    }
    verify(state, uuid, body, system, moved.as_deref())?;
    let change = Change { moved, hosts, system, now };
    write(state, uuid, body, change);
    finish(state, uuid, body, &agent, now)
}

/// The old ports are gone before the new ones are checked.
fn replace_ports(state: &mut State, uuid: &str, body: &Value, agent: &str) -> Result<(), Refusal> {
    super::create::change(state, uuid, |row| row.ports.clear());
    for port in parts::ports(body) {
        parts::check_port(state, agent, port.external, None)?;
        super::create::change(state, uuid, |row| row.ports.push(port));
    }
    Ok(())
}

fn verify(state: &State, uuid: &str, body: &Value, system: bool, moved: Option<&str>) -> Result<(), Refusal> {
    let row = state.microservice(uuid).ok_or_else(|| missing(uuid))?;
    if let Some(agent) = moved {
        row.ports.iter().try_for_each(|port| parts::check_port(state, agent, port.external, Some(uuid)))?;
    }
    let system_item =
        row.catalog_item_id.and_then(|id| state.catalog_item(id)).is_some_and(CatalogItem::is_system);
    if !system && (system_item || state.is_system(row)) {
        return Err(Refusal::invalid(format!("Microservice uuid {uuid} is system and can't be updated")));
    }
    let (low, high) = if system { (0, 5) } else { (6, 100) };
    if body.int("schedule").is_some_and(|schedule| !(low..=high).contains(&schedule)) {
        let kind = if system { "System microservice" } else { "Microservice" };
        return Err(Refusal::invalid(format!("{kind} schedule must be between {low} and {high}")));
    }
    verify_images(state, row, body, moved)
}

fn verify_images(
    state: &State,
    row: &Microservice,
    body: &Value,
    moved: Option<&str>,
) -> Result<(), Refusal> {
    let fog_type = state.agent(moved.unwrap_or(&row.iofog_uuid)).map_or(0, |agent| agent.fog_type);
    // The message takes the name from the request, which usually has none.
    let name = body.text("name").unwrap_or_else(|| "undefined".into());
    let images = parts::images(body);
    match body.get("catalogItemId") {
        Some(id) if !id.is_null() => {
            let item = id.as_i64().and_then(|id| state.catalog_item(id));
            let item = item.ok_or_else(|| Refusal::not_found(format!("Invalid catalog item id '{id}'")))?;
            parts::match_item(item, &images)?;
            parts::need_image(item.image(fog_type), &name)
        }
        _ if !images.is_empty() => parts::need_image(parts::own_image(&images, fog_type), &name),
        _ if moved.is_some() => parts::need_image(state.image_of(row, fog_type), &name),
        _ => Ok(()),
    }
}

/// What was worked out before the row is written.
struct Change {
    moved: Option<String>,
    hosts: Option<Vec<super::ExtraHost>>,
    system: bool,
    now: i64,
}

fn write(state: &mut State, uuid: &str, body: &Value, change: Change) {
    let catalog = body.get("catalogItemId").map(Value::as_i64);
    let item_registry = catalog.flatten().and_then(|id| state.catalog_item(id)?.registry_id);
    let Some(row) = state.microservice_mut(uuid) else { return };
    parts::assign(row, body);
    if let Some(given) = catalog {
        row.catalog_item_id = given;
    }
    if catalog.flatten().is_some() {
        row.images.clear();
        row.registry_id = Some(item_registry.unwrap_or(1));
    } else {
        if body.get("images").is_some() {
            row.images = parts::images(body);
        }
        if let Some(registry) = body.int("registryId").filter(|id| *id != 0) {
            row.registry_id = Some(registry);
        }
    }
    if let Some(schedule) = body.int("schedule") {
        row.schedule = schedule;
    }
    row.log_size = body.int("logSize").filter(|size| *size != 0).unwrap_or(1);
    if let Some(check) = parts::health_check(body) {
        row.health_check = check.get("test").is_some().then_some(check);
    }
    if let Some(hosts) = change.hosts {
        row.extra_hosts = hosts;
    }
    if body.text("config").is_some_and(|config| !config.is_empty()) {
        row.config_updated = Some(change.now);
    }
    row.updated_at = change.now;
    let rebuild = CONTAINER.iter().any(|key| body.get(key).is_some()) || body.flag("rebuild") == Some(true);
    if let Some(agent) = change.moved {
        row.iofog_uuid = agent;
        row.restart(change.now);
    } else if rebuild {
        row.restart(change.now);
    } else if body.get("config").is_some() && !change.system {
        // Writing the config alone takes back a rebuild that was asked for.
        row.rebuild = false;
    }
}

/// The parts that are looked up after the row was written.
fn finish(state: &mut State, uuid: &str, body: &Value, agent: &str, now: i64) -> Result<(), Refusal> {
    if let Some(given) = body.list("volumeMappings") {
        parts::check_volumes(body)?;
        let volumes = given.iter().map(|value| parts::volume(state, value)).collect::<Vec<_>>();
        parts::link_mounts(state, &volumes, agent)?;
        super::create::change(state, uuid, |row| row.volumes = volumes);
    }
    if let Some(given) = body.list("env") {
        super::create::change(state, uuid, |row| row.env.clear());
        for value in given {
            let env = parts::env(state, value)?;
            super::create::change(state, uuid, |row| row.env.push(env));
        }
    }
    let Some(row) = state.microservice(uuid) else { return Ok(()) };
    if state.is_system(row) {
        return Ok(());
    }
    let known = row.account.clone();
    let account = parts::account(state, body, known, now)?;
    super::create::change(state, uuid, |row| row.account = Some(account));
    Ok(())
}
