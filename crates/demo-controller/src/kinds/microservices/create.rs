//! Creating microservices (Controller contract 10.2). What is refused after the row was written leaves it behind.

use serde_json::{Value, json};

use super::{Microservice, find_application, parts, public, yaml};
use crate::api::{Call, Fields as _, Refusal, Reply, blank};
use crate::faults::WITHOUT_ACCOUNT;
use crate::kinds::registries;
use crate::liquid;
use crate::schema;
use crate::state::{Api, Snapshot, State};

pub(super) fn json(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = std::mem::take(&mut call.body);
    answer(call, &body)
}

pub(super) fn yaml(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let text = crate::kinds::yaml::uploaded(&mut call.file)?;
    let mut body = yaml::microservice(&text, true)?;
    liquid::render_body(&mut body, &Snapshot { state: call.state, now: call.now });
    answer(call, &body)
}

fn answer(call: &mut Call<'_>, body: &Value) -> Result<Reply, Refusal> {
    let uuid = create_in(call.state, body, None, call.now)?;
    Reply::json(&json!({"uuid": uuid, "name": body.text("name")}))
}

/// What was verified before the row is written.
struct Verified {
    agent: String,
    application: i64,
    registry: i64,
    catalog: Option<i64>,
    hosts: Vec<super::ExtraHost>,
}

/// Creates a microservice from a request body. `within` is the application that the body stands in.
///
/// # Errors
/// The first thing that is wrong; the microservice may be there nevertheless.
pub(crate) fn create_in(
    state: &mut State,
    body: &Value,
    within: Option<i64>,
    now: i64,
) -> Result<String, Refusal> {
    parts::nats(state, body)?;
    let body = &named(body);
    schema::check("microserviceCreate", body)?;
    parts::check_older(state, body)?;
    let verified = verify(state, body, within)?;
    let name = body.text("name").unwrap_or_default();
    let id = state.ids.object();
    let mut row = Microservice::new(id.clone(), &name, verified.application, &verified.agent, now);
    row.catalog_item_id = verified.catalog;
    row.registry_id = Some(verified.registry);
    row.images = if verified.catalog.is_some() { Vec::new() } else { parts::images(body) };
    row.schedule = body.int("schedule").filter(|schedule| *schedule != 0).unwrap_or(50);
    row.log_size = body.int("logSize").filter(|size| *size != 0).unwrap_or(1);
    row.ports = public::opened(state, parts::ports(body));
    // Rows of these tables are written one by one, and each write asks for a new container.
    let lists = ["ports", "env", "cmd", "cdiDevices", "capAdd", "capDrop"];
    row.rebuild =
        state.api == Api::V30 || lists.iter().any(|key| body.list(key).is_some_and(|list| !list.is_empty()));
    row.extra_hosts = verified.hosts;
    parts::assign(&mut row, body, state.api);
    state.microservices.push(row);
    complete(state, body, &id, &verified.agent, now)?;
    Ok(id)
}

/// An application that is empty, zero or null counts as absent, and then the older name of the field is looked at.
fn named(body: &Value) -> Value {
    let mut body = body.clone();
    if let Some(fields) = body.as_object_mut().filter(|fields| fields.get("application").is_none_or(blank)) {
        match fields.get("flowId").cloned() {
            Some(flow) => fields.insert("application".into(), flow),
            None => fields.shift_remove("application"),
        };
    }
    body
}

/// The parts that are looked up when the row is already there.
fn complete(state: &mut State, body: &Value, uuid: &str, agent: &str, now: i64) -> Result<(), Refusal> {
    for value in body.list("env").into_iter().flatten() {
        let env = parts::env(state, value)?;
        change(state, uuid, |row| row.env.push(env));
    }
    change(state, uuid, |row| {
        parts::assign_lists(row, body);
        row.health_check = parts::health_check(body);
    });
    let mut volumes = Vec::new();
    for value in body.list("volumeMappings").into_iter().flatten() {
        volumes.push(parts::volume(state, value));
    }
    parts::link_mounts(state, &volumes, agent)?;
    change(state, uuid, |row| {
        row.volumes = volumes;
        row.complete = true;
    });
    if body.text("name").is_some_and(|name| name.starts_with(WITHOUT_ACCOUNT)) {
        return Err(Refusal::unexpected("Error", "This failed on purpose"));
    }
    let account = parts::account(state, body, None, now)?;
    change(state, uuid, |row| row.account = Some(account));
    Ok(())
}

pub(super) fn change(state: &mut State, uuid: &str, with: impl FnOnce(&mut Microservice)) {
    if let Some(row) = state.microservice_mut(uuid) {
        with(row);
    }
}

/// Everything that is checked before the row is written, in the order of the real one.
fn verify(state: &State, body: &Value, within: Option<i64>) -> Result<Verified, Refusal> {
    let name = body.text("name").unwrap_or_default();
    let uuid = body.text("iofogUuid").filter(|uuid| !uuid.is_empty());
    let named = uuid.or_else(|| body.text("agentName")).unwrap_or_default();
    let agent = parts::agent(state, body)?
        .ok_or_else(|| Refusal::invalid(format!("Invalid ioFog UUID '{named}'")))?;
    let fog_type = state.agent(&agent).map_or(0, |agent| agent.fog_type);
    let catalog = body.int("catalogItemId");
    let images = parts::images(body);
    let mut registry = body.int("registryId").filter(|id| *id != 0).unwrap_or(1);
    if let Some(id) = catalog {
        let item = state.catalog_item(id);
        let item = item.ok_or_else(|| Refusal::not_found(format!("Invalid catalog item id '{id}'")))?;
        parts::match_item(item, &images)?;
        parts::need_image(item.image(fog_type), &name)?;
        registry = item.registry_id.unwrap_or(registry);
    } else {
        if body.get("images").is_none() {
            return Err(Refusal::unexpected("TypeError", "images is not iterable"));
        }
        parts::need_image(parts::own_image(&images, fog_type), &name)?;
    }
    let hosts = parts::hosts(state, body, Some(&agent))?.unwrap_or_default();
    for port in parts::ports(body) {
        parts::check_port(state, &agent, port.external, None)?;
    }
    parts::check_volumes(body)?;
    if !state.has_registry(registry) {
        return Err(registries::missing(registry));
    }
    let application = match within {
        Some(id) => id,
        None => application(state, body)?,
    };
    parts::nats_allowed(state, body, application, false)?;
    let taken = |known: &Microservice| known.application_id == application && known.name == name;
    if state.microservices.iter().any(taken) {
        return Err(Refusal::duplicate(&name));
    }
    Ok(Verified { agent, application, registry, catalog, hosts })
}

fn application(state: &State, body: &Value) -> Result<i64, Refusal> {
    let Some(asked) = body.get("application") else {
        return Err(Refusal::null_property("id"));
    };
    find_application(state, asked, false).ok_or_else(|| {
        let shown = asked.as_str().map_or_else(|| asked.to_string(), str::to_owned);
        Refusal::not_found(format!("Invalid application id '{shown}'"))
    })
}
