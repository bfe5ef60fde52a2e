//! Endpoints that touch one thing of a microservice: switches, config, ports, volumes, exec (Controller contract 10.4).

use serde_json::{Value, json};

use super::{Microservice, altered, create::change, missing, parts, public};
use crate::api::{Call, Refusal, Reply};
use crate::schema;

/// The microservice that the first path parameter names, if it is one of the kind that the route is for.
fn addressed<'a>(call: &'a Call<'_>, system: bool) -> Result<&'a Microservice, Refusal> {
    let uuid = call.param(0);
    let found = call.state.microservice(uuid).ok_or_else(|| missing(uuid))?;
    if system && !call.state.is_system(found) {
        return Err(missing(uuid));
    }
    if !system && call.state.runs_system_item(found) {
        return Err(Refusal::invalid(format!("Microservice uuid {uuid} is system and can't be updated")));
    }
    Ok(found)
}

/// Ports and volumes are added to microservices that a reader of the route's kind would see.
fn mapped<'a>(call: &'a Call<'_>, system: bool) -> Result<&'a Microservice, Refusal> {
    let uuid = call.param(0);
    let found = call.state.microservice(uuid).filter(|found| call.state.is_system(found) == system);
    found.ok_or_else(|| missing(uuid))
}

fn switch(call: &mut Call<'_>, active: bool) -> Result<Reply, Refusal> {
    let found = addressed(call, false)?;
    let application = call.state.application(found.application_id);
    if let Some(application) = application.filter(|application| active && !application.is_activated) {
        return Err(Refusal::invalid(format!("Application {} is not activated", application.name)));
    }
    let (uuid, now) = (found.uuid.clone(), call.now);
    change(call.state, &uuid, |row| {
        if row.is_activated != active {
            row.switched_at = now;
        }
        row.is_activated = active;
        row.updated_at = now;
    });
    Ok(Reply::Empty)
}

pub(super) fn start(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    switch(call, true)
}

pub(super) fn stop(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    switch(call, false)
}

fn rebuild_one(call: &mut Call<'_>, system: bool) -> Result<Reply, Refusal> {
    let uuid = existing(call, system)?;
    let now = call.now;
    change(call.state, &uuid, |row| row.restart(now));
    Ok(Reply::Empty)
}

/// Some routes look at the microservice's catalog item before they know that there is a microservice.
fn existing(call: &Call<'_>, system: bool) -> Result<String, Refusal> {
    if !system && call.state.microservice(call.param(0)).is_none() {
        return Err(Refusal::null_property("catalogItem"));
    }
    addressed(call, system).map(|found| found.uuid.clone())
}

pub(super) fn rebuild(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    rebuild_one(call, false)
}

pub(super) fn rebuild_system(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    rebuild_one(call, true)
}

fn exec(call: &mut Call<'_>, system: bool, enabled: bool) -> Result<Reply, Refusal> {
    let uuid = existing(call, system)?;
    change(call.state, &uuid, |row| row.exec_enabled = enabled);
    Reply::json(&json!({"uuid": uuid, "execEnabled": enabled}))
}

pub(super) fn attach(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    exec(call, false, true)
}

pub(super) fn detach(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    exec(call, false, false)
}

pub(super) fn attach_system(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    exec(call, true, true)
}

pub(super) fn detach_system(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    exec(call, true, false)
}

/// Config routes refuse the other kind with the same words on both sides.
fn configured(call: &Call<'_>, system: bool) -> Result<String, Refusal> {
    let found = call.state.microservice(call.param(0)).ok_or_else(|| missing(call.param(0)))?;
    if call.state.runs_system_item(found) != system {
        return Err(Refusal::invalid(format!(
            "Microservice uuid {} is system and can't be updated",
            found.uuid
        )));
    }
    Ok(found.uuid.clone())
}

fn read_config(call: &Call<'_>, system: bool) -> Result<Reply, Refusal> {
    let uuid = configured(call, system)?;
    let text = call.state.microservice(&uuid).map_or("{}", |row| row.config.as_str());
    match crate::number::read(text.as_bytes()) {
        Ok(config) => Reply::json(&json!({"config": config})),
        Err(error) => Err(Refusal::unexpected("SyntaxError", format!("Unexpected token in JSON: {error}"))),
    }
}

fn write_config(call: &mut Call<'_>, system: bool, config: &Value) -> Result<Reply, Refusal> {
    let uuid = configured(call, system)?;
    let (text, now) = (altered(&config.to_string()), call.now);
    change(call.state, &uuid, |row| {
        row.config = text;
        row.config_updated = Some(now);
        row.updated_at = now;
    });
    Ok(Reply::Empty)
}

pub(super) fn config(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    read_config(call, false)
}

pub(super) fn config_system(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    read_config(call, true)
}

pub(super) fn set_config(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let config = std::mem::take(&mut call.body);
    write_config(call, false, &config)
}

pub(super) fn set_config_system(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let config = std::mem::take(&mut call.body);
    write_config(call, true, &config)
}

pub(super) fn clear_config(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    write_config(call, false, &json!({}))
}

pub(super) fn clear_config_system(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    write_config(call, true, &json!({}))
}

/// Mappings of user and system microservices are read through the same routes.
fn readable<'a>(call: &'a Call<'_>) -> Result<&'a Microservice, Refusal> {
    call.state.microservice(call.param(0)).ok_or_else(|| missing(call.param(0)))
}

pub(super) fn ports(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    Reply::json(&json!({"ports": readable(call)?.ports}))
}

pub(super) fn volumes(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    Reply::json(&json!({"volumeMappings": readable(call)?.volumes}))
}

fn add_port_to(call: &mut Call<'_>, system: bool) -> Result<Reply, Refusal> {
    schema::check("ports", &call.body)?;
    let row = mapped(call, system).map_err(|refusal| {
        if system { refusal } else { Refusal::not_found("Invalid microservice user or UUID") }
    })?;
    let (uuid, agent) = (row.uuid.clone(), row.iofog_uuid.clone());
    let port = parts::port(&call.body);
    if call.state.api == crate::state::Api::V30
        && row.ports.iter().any(|known| known.internal == port.internal)
    {
        return Err(Refusal::invalid("Port mapping already exists"));
    }
    parts::check_port(call.state, &agent, port.external, None)?;
    let ports = public::opened(call.state, vec![port]);
    let now = call.now;
    change(call.state, &uuid, |row| {
        row.ports.extend(ports);
        row.restart(now);
    });
    Ok(Reply::Empty)
}

fn remove_port_from(call: &mut Call<'_>, system: bool) -> Result<Reply, Refusal> {
    let row = mapped(call, system)?;
    let place = row.ports.iter().position(|port| port.internal.to_string() == call.param(1));
    let (uuid, now) = (row.uuid.clone(), call.now);
    let Some(place) = place else { return Err(Refusal::not_found("port mapping not exists")) };
    change(call.state, &uuid, |row| {
        row.ports.remove(place);
        row.restart(now);
    });
    Ok(Reply::Empty)
}

pub(super) fn add_port(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    add_port_to(call, false)
}

pub(super) fn add_port_system(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    add_port_to(call, true)
}

pub(super) fn remove_port(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    remove_port_from(call, false)
}

pub(super) fn remove_port_system(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    remove_port_from(call, true)
}

fn add_volume_to(call: &mut Call<'_>, system: bool) -> Result<Reply, Refusal> {
    schema::check("volumeMappings", &call.body)?;
    let row = mapped(call, system)?;
    let (uuid, agent, known) = (row.uuid.clone(), row.iofog_uuid.clone(), row.volumes.clone());
    let body = std::mem::take(&mut call.body);
    let volume = parts::volume(call.state, &body);
    let same = |other: &super::Volume| {
        other.host_destination == volume.host_destination
            && other.container_destination == volume.container_destination
            && other.kind == volume.kind
    };
    if known.iter().any(same) {
        return Err(Refusal::invalid("Volume mapping already exists"));
    }
    parts::check_volume(&body)?;
    parts::link_mounts(call.state, std::slice::from_ref(&volume), &agent)?;
    let id = volume.id;
    // The container is not made anew for it: the real one does not ask the agent to.
    change(call.state, &uuid, |row| row.volumes.push(volume));
    Reply::json(&json!({"id": id}))
}

fn remove_volume_from(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let row = readable(call)?;
    let id = call.param(1);
    let Some(place) = row.volumes.iter().position(|volume| volume.id.to_string() == id) else {
        return Err(Refusal::invalid(format!("Invalid volume mapping id '{id}'")));
    };
    let uuid = row.uuid.clone();
    change(call.state, &uuid, |row| {
        row.volumes.remove(place);
    });
    Ok(Reply::Empty)
}

pub(super) fn add_volume(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    add_volume_to(call, false)
}

pub(super) fn add_volume_system(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    add_volume_to(call, true)
}

pub(super) fn remove_volume(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    remove_volume_from(call)
}

pub(super) fn remove_volume_system(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    remove_volume_from(call)
}
