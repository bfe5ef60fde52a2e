//! Writes that are looked at afterwards, because the Controller's own answer does not tell the whole truth:
//! a refused creation may leave a part behind, a refused change may be half done, and an unknown agent is ignored
//! with success (Controller contract 10.2 and 10.4).

use serde_json::Value;

use crate::{
    Call, Client, Error, ErrorKind, MicroservicePatch, Object, Transport,
    api::{agents, microservices},
    liquid,
};
use model::{CreatedUuid, Microservice};

/// What to do with a part that a refused creation left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leftover {
    /// Delete it, so that the next attempt does not fail with "duplicate name"; not without an answer, because then it
    /// may still be in the making.
    Remove,
    /// Leave it and tell.
    Report,
}

/// A creation that did not succeed, and what is there now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotCreated {
    /// Why.
    pub error: Error,
    /// What was found afterwards.
    pub left: Left,
}

/// What is there after a failed creation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// Nothing.
    Nothing,
    /// A part was there, and was deleted.
    Removed,
    /// A part is there; the uuid says which.
    Part(String),
    /// A complete microservice of this name is there: it was there before, or the answer to our creation got lost.
    Complete(String),
    /// It could not be found out.
    Unknown(Error),
}

/// Creates a microservice; after an error, looks for what was left behind and removes or reports it.
/// `body` is that of [`microservices::create`].
pub async fn create_microservice<T: Transport>(
    client: &Client<T>,
    body: Value,
    leftover: Leftover,
) -> Result<CreatedUuid, NotCreated> {
    let place = place_of(&body);
    let error = match client.send(microservices::create(body)).await {
        Ok(created) => return Ok(created),
        Err(error) => error,
    };
    let left = match place {
        Some((application, name)) if may_leave_a_part(&error) => {
            let found = find(client, &application, &name).await;
            let leftover = if is_refusal(&error) { leftover } else { Leftover::Report };
            settle(client, found, leftover).await
        }
        _ => Left::Nothing,
    };
    Err(NotCreated { error, left })
}

/// The application and name of a body, when it says them.
fn place_of(body: &Value) -> Option<(String, String)> {
    let application = match body.get("application")? {
        Value::String(name) => name.clone(),
        Value::Number(id) => id.to_string(),
        _ => return None,
    };
    Some((application, body.get("name")?.as_str()?.to_owned()))
}

/// These are decided before anything is written. A conflict of ports is, too; one of names means that the
/// microservice found by that name is somebody else's.
fn may_leave_a_part(error: &Error) -> bool {
    use ErrorKind::{Conflict, Forbidden, NotSupported, Unauthorized};
    !matches!(error.kind, Unauthorized | Forbidden | NotSupported | Conflict)
}

/// Without an answer the Controller may still be at it: what looks half made now may be whole in a moment.
fn is_refusal(error: &Error) -> bool {
    use ErrorKind::{Garbled, Timeout, Unreachable};
    !matches!(error.kind, Garbled | Timeout | Unreachable)
}

async fn find<T: Transport>(
    client: &Client<T>,
    application: &str,
    name: &str,
) -> Result<Option<Microservice>, Error> {
    match client.send(microservices::list_of(application)).await {
        Ok(list) => Ok(list.into_iter().find(|microservice| microservice.name == name)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

async fn settle<T: Transport>(
    client: &Client<T>,
    found: Result<Option<Microservice>, Error>,
    leftover: Leftover,
) -> Left {
    match found {
        Err(error) => Left::Unknown(error),
        Ok(None) => Left::Nothing,
        Ok(Some(microservice)) if !microservice.is_half_created() => Left::Complete(microservice.uuid),
        Ok(Some(part)) if leftover == Leftover::Report => Left::Part(part.uuid),
        Ok(Some(part)) => match client.send(microservices::delete(&part.uuid)).await {
            Ok(()) => Left::Removed,
            Err(error) if error.is_not_found() => Left::Removed,
            Err(_) => Left::Part(part.uuid),
        },
    }
}

/// A microservice after a change, as the Controller has it now.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// The microservice, read again.
    pub now: Object<Microservice>,
    /// Fields whose value is not the one that was sent: the Controller rendered a template in them, or ignored them.
    pub altered: Vec<String>,
}

/// A change that did not succeed, and the microservice as it is now: it may be half changed.
#[derive(Clone, Debug, PartialEq)]
pub struct NotChanged {
    /// Why.
    pub error: Error,
    /// The microservice, read again; `None` when that failed as well.
    pub now: Option<Box<Object<Microservice>>>,
}

/// Changes a microservice and reads it again, whatever the answer was. An agent that is given by name is looked up
/// first, and one that the Controller ignored is an error, because both would pass as success.
pub async fn update_microservice<T: Transport>(
    client: &Client<T>,
    uuid: &str,
    patch: MicroservicePatch,
) -> Result<Changed, NotChanged> {
    let prepared = match agent_by_uuid(client, uuid, patch).await {
        Ok(patch) => complete(client, uuid, patch).await,
        Err(error) => Err(error),
    };
    let patch = prepared.map_err(|error| NotChanged { error, now: None })?;
    let sent = patch.fields().clone();
    let call = microservices::update(uuid, patch);
    let request = call.request.clone();
    let written = client.send(call).await;
    let now = client.send(microservices::get(uuid)).await;
    let now = match (written, now) {
        (Ok(()), Ok(now)) => now,
        (Err(error), now) => return Err(NotChanged { error, now: now.ok().map(Box::new) }),
        (Ok(()), Err(error)) => {
            let advice = "The change was accepted, but could not be checked: look before you go on.";
            let message = error.message.clone();
            return Err(NotChanged { error: error.reworded(message, advice), now: None });
        }
    };
    let wanted_agent = sent.get("iofogUuid").and_then(Value::as_str);
    if wanted_agent.is_some() && wanted_agent != now.iofog_uuid.as_deref() {
        let message = "The Controller does not know this agent and left the microservice where it was.";
        let error =
            Error::found(ErrorKind::NotFound, &request, message, "Choose an agent of this Controller.");
        return Err(NotChanged { error, now: Some(Box::new(now)) });
    }
    let altered = sent
        .iter()
        .filter(|(field, value)| is_altered(field, value, &now.raw))
        .map(|(field, _)| field.clone());
    let altered = altered.collect();
    Ok(Changed { now, altered })
}

/// Replaces an agent's name by its uuid, so that the outcome can be verified.
async fn agent_by_uuid<T: Transport>(
    client: &Client<T>,
    uuid: &str,
    patch: MicroservicePatch,
) -> Result<MicroservicePatch, Error> {
    let Some(name) = patch.fields().get("agentName").and_then(Value::as_str) else { return Ok(patch) };
    let list = client.send(agents::list()).await?;
    match list.iter().find(|agent| agent.name == name) {
        Some(agent) => Ok(patch.set("iofogUuid", agent.uuid.as_str())),
        None => {
            let Call { request, .. } = microservices::delete(uuid);
            let message = format!("There is no agent `{name}` on this Controller; nothing was changed.");
            let request = crate::Request { method: crate::Method::Patch, ..request };
            Err(Error::found(ErrorKind::NotFound, &request, message, "Choose an agent of this Controller."))
        }
    }
}

/// A patch made from a microservice inside an application knows no role, and would reset it: read it first.
async fn complete<T: Transport>(
    client: &Client<T>,
    uuid: &str,
    patch: MicroservicePatch,
) -> Result<MicroservicePatch, Error> {
    let wanted = ["logSize", "serviceAccount", "iofogUuid"];
    if wanted.iter().all(|field| patch.fields().contains_key(*field)) || client.dialect().is_eclipse_3_0() {
        return Ok(patch);
    }
    let now = client.send(microservices::get(uuid)).await?;
    Ok(MicroservicePatch::of(&now).with(patch.into()))
}

/// Only plain values are compared: the Controller adds ids and defaults to lists and objects.
fn is_altered(field: &str, sent: &Value, now: &Value) -> bool {
    let plain = matches!(sent, Value::String(_) | Value::Number(_) | Value::Bool(_));
    // An empty configuration means "unchanged", and schedule 0 "the default".
    let special =
        (field == "config" && sent == "") || (field == "schedule" && sent == 0) || field == "rebuild";
    // What was sent as literal text is stored without what kept it literal.
    let same = |now: &Value| {
        now == sent || now.as_str().is_some_and(|now| sent.as_str() == Some(liquid::literal(now).as_str()))
    };
    plain && !special && now.get(field).is_some_and(|now| !same(now))
}
