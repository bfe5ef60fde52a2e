//! Microservices: the row.

pub(crate) mod creation;
mod images;
mod plan;
mod public;

use client::api::microservices;
use client::{Client, Error, ErrorKind, MicroservicePatch, Request, Transport};
use manifest::describe::Options;
use manifest::kinds::microservice;
use manifest::wire::{self, Spec, live};
use model::{Feature, Kind};
use serde_json::{Map, Value};

use super::{Planned, Row, Sending, Sent};
use crate::apply::compare::{self, Comparison, Places, Uuids};
use crate::apply::look::{self, Before, Found, Made, Refusal};
use crate::documents::Draft;
use crate::identity::StepId;
use crate::planner::{About, Blocked, Outcome, Planning, application_of, is_certain};
use crate::standing::{Asked, Standing};
use crate::write::{Body, Deed, Object, Write};

/// The row.
pub(crate) struct Microservice;

impl Row for Microservice {
    fn about(planner: &Planning<'_>, _: &Draft<'_>, spec: &Spec) -> About {
        let application = application_of(spec, planner.world);
        let named = application.as_ref().filter(|_| is_certain(&spec.name));
        let key = named.map(|application| format!("{application}/{}", spec.name));
        About { application, ..About::objects(Kind::Microservice, key) }
    }

    fn plan(planner: &Planning<'_>, spec: &Spec, _: &StepId) -> Result<Outcome, Blocked> {
        planner.microservice(spec)
    }

    fn stands(spec: &Spec, asked: &Asked<'_>) -> Standing {
        let world = asked.world;
        let application = application_of(spec, world);
        let live = application.and_then(|application| world.microservice(&application, &spec.name));
        Standing::of(live, |live| microservice::describe(live, world, &Options::of(&world.capabilities)))
    }

    fn place(object: &Object) -> Request {
        if object.uuid.is_empty() {
            return microservices::list_of(&object.application).request;
        }
        microservices::get(&object.uuid).request
    }

    fn call(write: &Write, before: &Before) -> Result<Sending, Error> {
        let uuid = &write.object.uuid;
        Ok(match (&write.deed, before) {
            (Deed::Create(Body::Json(_)), _) => Sending::Uuid(microservices::create(write.sent())),
            (Deed::Create(Body::Yaml { text, .. }), _) => {
                Sending::Uuid(microservices::create_yaml(text.as_str()))
            }
            // Agent, log size and role go out with every change, so they must be what they are now.
            (Deed::Change(patch), Before::Microservice(live)) => {
                let body = Value::Object(patch.body.0.clone());
                let patch = MicroservicePatch::of(live).with(body).beside(&patch.beside.0);
                Sending::Done(microservices::update(uuid, patch))
            }
            (Deed::Delete, _) => Sending::Done(microservices::delete(uuid)),
            // Never seen: a look before each change gives it, and none is replaced.
            (Deed::Change(_) | Deed::Replace { .. }, _) => {
                let place = Self::place(&write.object);
                return Err(Error::found(ErrorKind::NotFound, &place, "The microservice was not read.", ""));
            }
        })
    }

    async fn before<T: Transport>(write: &Write, client: &Client<T>) -> Result<Before, Refusal> {
        let Object { application, name, uuid, .. } = &write.object;
        match &write.deed {
            Deed::Create(_) => {
                let there = members(application, client).await.map_err(Refusal::Unread)?;
                let there = there.iter().any(|one| one.name == *name);
                look::absent(there, write, &format!("The microservice {application}/{name}"))
            }
            Deed::Change(_) | Deed::Replace { .. } => {
                match read(uuid, client).await.map_err(Refusal::Unread)? {
                    Some(live) => Ok(Before::Microservice(Box::new(live))),
                    None => Err(Refusal::Settled(look::gone(&Self::place(&write.object)))),
                }
            }
            Deed::Delete => Ok(Before::Nothing),
        }
    }

    async fn moved<T: Transport>(change: &Planned<'_>, _: &Client<T>) -> Result<Vec<String>, Refusal> {
        let Planned { write, before, seen } = change;
        let Before::Microservice(now) = before else { return Ok(Vec::new()) };
        let then = seen.microservices.rows().find(|one| one.uuid == now.uuid);
        let states = (then, Some(&**now));
        Ok(compare::moved(Kind::Microservice, states, |row| is_asked(write.asked(), row)))
    }

    async fn look<T: Transport>(sent: &Sent<'_>, client: &Client<T>) -> Result<Found, Error> {
        let Sent { write, before, .. } = sent;
        let Object { application, name, uuid, .. } = &write.object;
        if write.creates() {
            let all = members(application, client).await?;
            let live = all.iter().find(|one| one.name == *name);
            return Ok(live.map_or(Found::Absent, |live| made(live, write.asked(), client)));
        }
        let Some(now) = read(uuid, client).await? else { return Ok(Found::Absent) };
        Ok(match (look::changed(compared(write.asked(), &now)), before) {
            // A refused change may take away more than it was about to change.
            (Found::Otherwise { lacking, .. }, Before::Microservice(before)) => {
                Found::Otherwise { lacking, changed: changed(before, &now) }
            }
            (found, _) => found,
        })
    }
}

fn made<T: Transport>(live: &model::Microservice, body: &Map<String, Value>, client: &Client<T>) -> Found {
    if is_half(live, client) {
        return Found::Half { uuid: live.uuid.clone() };
    }
    look::created(compared(body, live), Some(Made::Uuid(live.uuid.clone())))
}

/// The Controller writes the service account last, so without it something is left to do, or was refused (Controller
/// contract 25). Older ones have none.
pub(crate) fn is_half<T: Transport>(live: &model::Microservice, client: &Client<T>) -> bool {
    live.is_half_created()
        || (live.service_account.is_none() && client.capabilities().has(Feature::ServiceAccounts))
}

/// Removes a microservice that was not finished, and looks whether it is gone: "not found" may mean something else.
pub(crate) async fn remove<T: Transport>(uuid: &str, client: &Client<T>) -> Result<bool, Error> {
    match client.send(microservices::delete(uuid)).await {
        Ok(()) => return Ok(true),
        Err(error) if matches!(error.kind, ErrorKind::Unauthorized) => return Err(error),
        Err(_) => {}
    }
    Ok(read(uuid, client).await?.is_none())
}

async fn read<T: Transport>(uuid: &str, client: &Client<T>) -> Result<Option<model::Microservice>, Error> {
    Ok(look::there(client.send(microservices::get(uuid)).await)?.map(|live| live.value))
}

/// The members of an application; none when it is not there.
pub(crate) async fn members<T: Transport>(
    application: &str,
    client: &Client<T>,
) -> Result<Vec<model::Microservice>, Error> {
    Ok(look::there(look::list(microservices::list_of(application), client).await)?.unwrap_or_default())
}

/// How a microservice stands against the body of a request.
pub(crate) fn compared(body: &Map<String, Value>, live: &model::Microservice) -> Comparison {
    let mut whole = body.clone();
    // Without it, what the Controller adds for NATS would count as the manifest's own.
    if let Some(nats) = &live.nats_config {
        whole.entry("natsConfig").or_insert_with(|| nats.clone().into());
    }
    let given = |row: &wire::Row| is_asked(body, row);
    compare::fields(live::asked(Kind::Microservice, &whole, &Uuids), &read_live(live), given)
}

/// Whether a request says something of a field.
fn is_asked(body: &Map<String, Value>, row: &wire::Row) -> bool {
    match row.path.as_str() {
        "agent.name" => body.contains_key("iofogUuid"),
        // Own images replace each other.
        "images.x86" | "images.arm" => body.contains_key("images"),
        // The Controller takes 0 for its default.
        "schedule" => body.get("schedule").is_some_and(|schedule| *schedule != 0),
        _ => compare::requests(body, row),
    }
}

/// What differs between two states of a microservice, but for what changes by itself.
fn changed(before: &model::Microservice, now: &model::Microservice) -> Places {
    compare::replaced(&read_live(before), &read_live(now))
}

fn read_live(one: &model::Microservice) -> Spec {
    live::read(Kind::Microservice, one, &Uuids)
}
