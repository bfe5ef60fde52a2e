//! What can be done to an agent besides changing it, and what the hub tells about itself.

use serde_json::{Value, json};

use super::{Agent, Router, addressed, missing};
use crate::api::{Call, Fields as _, Refusal, Reply};
use crate::clock::iso;
use crate::kinds::catalog::Image;
use crate::kinds::microservices::Microservice;
use crate::kinds::public::keep;
use crate::schema;

/// Life of a provisioning key, milliseconds.
const KEY_LIFE: i64 = 20 * 60_000;

pub(super) fn provisioning_key(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    addressed(call)?;
    let key = call.state.ids.uuid();
    if call.state.api == crate::state::Api::V30 {
        return Reply::json(
            &json!({"key": call.state.ids.letters(8), "expirationTime": call.now + KEY_LIFE}),
        );
    }
    Reply::json(&json!({"key": key, "expirationTime": call.now + KEY_LIFE, "caCert": ""}))
}

pub(super) fn version(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let command = call.param(1).to_owned();
    schema::check("iofogVersion", &json!({"versionCommand": command}))?;
    let agent = addressed(call)?;
    if command == "rollback" {
        return Err(Refusal::invalid("Can't rollback version now. There are no backups on agent"));
    }
    if agent.provisioned.is_some() {
        return Err(Refusal::invalid("Can't upgrade version now. Latest is already installed"));
    }
    Ok(Reply::Empty)
}

/// Answers without a body for every agent that exists.
pub(super) fn known(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    addressed(call)?;
    Ok(Reply::Empty)
}

/// A live agent comes back at once; its containers start again.
pub(super) fn reboot(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let uuid = addressed(call)?.uuid.clone();
    let now = call.now;
    if let Some(agent) = call.state.agents.iter_mut().find(|agent| agent.uuid == uuid && agent.is_alive()) {
        agent.provisioned = Some(now);
        for microservice in call.state.microservices.iter_mut().filter(|known| known.iofog_uuid == uuid) {
            microservice.changed_at = now;
        }
    }
    Ok(Reply::Empty)
}

pub(super) fn attach(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("enableNodeExec")?;
    let image = call.body.text("image").filter(|image| !image.is_empty());
    let agent = addressed(call)?.clone();
    let state = &mut *call.state;
    let Some(application) = state.application_named(&format!("system-{}", agent.name)).map(|known| known.id)
    else {
        return Err(missing(&agent.uuid));
    };
    let images = image.map(|image| {
        [1, 2].map(|kind| Image { container_image: Some(image.clone()), fog_type_id: kind }).to_vec()
    });
    let is = |known: &&mut Microservice| known.application_id == application && known.name == "debug";
    match state.microservices.iter_mut().find(is) {
        // One that took its image from the catalog goes on doing so.
        Some(running) => keep(&mut running.images, images),
        None => {
            let mut debug = state.system_microservice(&agent, application, "debug", call.now);
            if let Some(images) = images {
                debug.images = images;
                debug.catalog_item_id = None;
            }
            state.microservices.push(debug);
        }
    }
    Ok(Reply::Empty)
}

pub(super) fn detach(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let agent = addressed(call)?.clone();
    let state = &mut *call.state;
    let system = format!("system-{}", agent.name);
    let application = state.application_named(&system).map(|application| application.id);
    let before = state.microservices.len();
    state.microservices.retain(|known| Some(known.application_id) != application || known.name != "debug");
    if state.microservices.len() == before {
        return Err(Refusal::not_found(format!("Invalid microservice UUID '{}'", agent.uuid)));
    }
    Ok(Reply::Empty)
}

pub(super) fn tunnel(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    addressed(call)?;
    Err(Refusal::not_found("Invalid Tunnel Id"))
}

pub(super) fn router(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let Some((router, host)) = call.state.main_router() else {
        return Err(Refusal::not_found(format!("Invalid router '{}'", super::DEFAULT_ROUTER)));
    };
    Reply::json(&json!({
        "host": host,
        "messagingPort": router.messaging,
        "edgeRouterPort": router.edge,
        "interRouterPort": router.inter,
    }))
}

/// Moves the default router or makes one outside of all agents. The answer is its row: a new one has not been read back
/// and lacks what was not given.
pub(super) fn set_router(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("defaultRouterCreate")?;
    let (body, now) = (std::mem::take(&mut call.body), call.now);
    let fresh = call.state.main_router().is_none();
    if fresh {
        let id = call.state.next_id("router");
        let router = Router { id, mode: "interior".into(), ..Router::default() };
        call.state.router = Some((router, now));
    }
    let place = match call.state.agents.iter_mut().find(|agent| agent.is_default_router()) {
        Some(hub) => Some((&mut hub.router, hub.created_at, json!(hub.uuid))),
        None => call.state.router.as_mut().map(|(router, since)| (router, *since, Value::Null)),
    };
    let Some((router, since, agent)) = place else { return Ok(Reply::Empty) };
    let port = |key: &str, usual: i64| body.int(key).unwrap_or(usual);
    router.host = body.text("host");
    router.messaging = port("messagingPort", 5671);
    router.edge = port("edgeRouterPort", 45671);
    router.inter = port("interRouterPort", 55671);
    let mut row = json!({
        "id": router.id,
        "isEdge": false,
        "messagingPort": router.messaging,
        "edgeRouterPort": router.edge,
        "interRouterPort": router.inter,
        "host": router.host,
        "isDefault": true,
        "createdAt": iso(since),
        "updatedAt": iso(now),
    });
    if !fresh {
        row["iofogUuid"] = agent.clone();
        row["iofog_uuid"] = agent;
    }
    Reply::json(&row)
}

pub(super) fn nats_hub(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let serves = |agent: &&Agent| agent.ready && agent.is_default_router() && agent.nats.mode == "server";
    let Some(hub) = call.state.agents.iter().find(serves) else {
        return Err(Refusal::not_found("NATS hub not found"));
    };
    let port = |key: &str| hub.nats.settings.get(key);
    Reply::json(&json!({
        "host": hub.host,
        "serverPort": port("natsServerPort"),
        "clusterPort": port("natsClusterPort"),
        "leafPort": port("natsLeafPort"),
        "mqttPort": port("natsMqttPort"),
        "httpPort": port("natsHttpPort"),
    }))
}
