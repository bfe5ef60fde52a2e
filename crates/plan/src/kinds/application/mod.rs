//! Applications: the row.

pub(crate) mod expand;
mod plan;
mod routes;

use client::api::applications;
use client::{Client, Error, ErrorKind, Request, Transport};
use manifest::describe::Options;
use manifest::kinds::application;
use manifest::wire::{self, Spec, live};
use model::Kind;
use serde_json::{Map, Value};

use super::{Planned, Row, Sending, Sent, microservice};
use crate::alone::alone;
use crate::apply::compare::{self, Comparison, Uuids};
use crate::apply::look::{self, Before, Found, Made, Refusal};
use crate::choices::Doomed;
use crate::documents::Draft;
use crate::identity::StepId;
use crate::planner::{About, Blocked, Claim, Outcome, Planning, is_certain};
use crate::standing::{Asked, Standing};
use crate::write::{Deed, Object, Write};

/// The row.
pub(crate) struct Application;

impl Row for Application {
    fn about(planner: &Planning<'_>, _: &Draft<'_>, spec: &Spec) -> About {
        let mut about = About::named(Kind::Application, spec);
        about.members = planner.member_names(spec);
        if is_certain(&spec.name) {
            let certain = about.members.iter().filter(|member| is_certain(member));
            let members = certain.map(|member| format!("{}/{member}", spec.name));
            about.claims.extend(members.map(|key| Claim::Object(Kind::Microservice, key)));
        }
        about
    }

    fn plan(planner: &Planning<'_>, spec: &Spec, _: &StepId) -> Result<Outcome, Blocked> {
        planner.application(spec)
    }

    fn stands(spec: &Spec, asked: &Asked<'_>) -> Standing {
        let world = asked.world;
        Standing::of(world.application(&spec.name), |live| {
            application::describe(
                live,
                world.microservices_of(&live.name),
                world,
                &Options::of(&world.capabilities),
            )
        })
    }

    fn place(object: &Object) -> Request {
        applications::get(&object.name).request
    }

    fn call(write: &Write, before: &Before) -> Result<Sending, Error> {
        let name = &write.object.name;
        Ok(match &write.deed {
            Deed::Create(_) => Sending::Id(applications::create(write.sent())),
            Deed::Change(patch) => Sending::Done(match routes::call(name, &patch.body.0) {
                Some(call) => call,
                None => applications::update(name, write.sent()),
            }),
            Deed::Replace { .. } => Sending::Done(applications::replace(name, write.sent())),
            Deed::Delete => Sending::Done(match before {
                Before::Own(id) => applications::delete_own(*id),
                _ => applications::delete(name),
            }),
        })
    }

    async fn before<T: Transport>(write: &Write, client: &Client<T>) -> Result<Before, Refusal> {
        let name = &write.object.name;
        match &write.deed {
            Deed::Create(_) => {
                let there = read(name, client).await.map_err(Refusal::Unread)?.is_some();
                look::absent(there, write, &format!("The application {name}"))
            }
            Deed::Replace { doomed, .. } => replaced_members(write, doomed, client).await,
            // By its name, those of another user's application would go too.
            Deed::Delete if client.capabilities().has_tenants() => {
                match read(name, client).await.map_err(Refusal::Unread)? {
                    Some(live) => Ok(Before::Own(live.id)),
                    None => Err(Refusal::Settled(look::gone(&Self::place(&write.object)))),
                }
            }
            Deed::Change(_) | Deed::Delete => Ok(Before::Nothing),
        }
    }

    async fn moved<T: Transport>(change: &Planned<'_>, client: &Client<T>) -> Result<Vec<String>, Refusal> {
        let Planned { write, seen, .. } = change;
        let name = &write.object.name;
        let now = read(name, client).await.map_err(Refusal::Unread)?;
        let states = (seen.application(name), now.as_ref());
        Ok(compare::moved(Kind::Application, states, |row| compare::requests(write.asked(), row)))
    }

    async fn look<T: Transport>(sent: &Sent<'_>, client: &Client<T>) -> Result<Found, Error> {
        let Sent { write, before, .. } = sent;
        let Some(live) = read(&write.object.name, client).await? else { return Ok(Found::Absent) };
        match &write.deed {
            Deed::Create(_) => look_at_new(write, &live, client).await,
            // What a template makes is not known here.
            Deed::Replace { .. } => {
                let state = look::uuids(&microservice::members(&write.object.name, client).await?);
                let changed = matches!(before, Before::Members(before) if *before != state);
                Ok(Found::Unproven { state, changed })
            }
            Deed::Change(_) | Deed::Delete => Ok(look::changed(compared(write.asked(), &live))),
        }
    }

    /// The application is there, some of its microservices are not: they are created one by one.
    fn complete(write: &Write, missing: &[String]) -> Result<Vec<Write>, String> {
        let lacking = members_of(write.asked()).filter(|(name, _)| missing.iter().any(|it| it == name));
        lacking
            .map(|(name, fields)| {
                let mut fields = fields.clone();
                let along = alone(&mut fields, || write.asked().clone())?;
                fields.extend(along);
                fields.insert("application".to_owned(), write.object.name.as_str().into());
                let application = write.object.name.clone();
                let object = Object { application, ..Object::named(name) };
                Ok(Write::create(Kind::Microservice, object, fields))
            })
            .collect()
    }
}

/// What is made from a template replaces all members of an application: nobody was asked about new ones.
async fn replaced_members<T: Transport>(
    write: &Write,
    doomed: &std::collections::BTreeSet<Doomed>,
    client: &Client<T>,
) -> Result<Before, Refusal> {
    let there = microservice::members(&write.object.name, client).await.map_err(Refusal::Unread)?;
    let Some(new) = there.iter().find(|one| doomed.iter().all(|it| it.uuid != one.uuid)) else {
        return Ok(Before::Members(look::uuids(&there)));
    };
    let message = format!(
        "The microservice {} was added since the plan was made, and this may delete it.",
        new.full_name()
    );
    let advice = "Go back to the plan: it names all that may be deleted.";
    let place = Application::place(&write.object);
    Err(Refusal::Settled(Error::found(ErrorKind::Conflict, &place, message, advice)))
}

async fn look_at_new<T: Transport>(
    write: &Write,
    live: &model::Application,
    client: &Client<T>,
) -> Result<Found, Error> {
    let body = write.asked();
    let there = microservice::members(&write.object.name, client).await?;
    let mut lacking = compared(body, live).lacking;
    let (mut missing, mut halves) = (Vec::new(), Vec::new());
    for (name, member) in members_of(body) {
        match there.iter().find(|one| one.name == name) {
            None => missing.push(name.to_owned()),
            Some(live) if microservice::is_half(live, client) => {
                missing.push(name.to_owned());
                halves.push(live.uuid.clone());
            }
            Some(live) if !microservice::compared(member, live).lacking.is_empty() => {
                lacking.push("microservices");
            }
            Some(_) => {}
        }
    }
    // What a template makes is not known here, but that it must be finished is.
    let from_template = body.contains_key("template");
    if from_template && there.iter().any(|one| microservice::is_half(one, client)) {
        lacking.push("microservices");
    }
    lacking.dedup();
    Ok(match (missing.is_empty(), lacking.is_empty()) {
        (false, _) => Found::Part { missing, halves },
        (true, false) => Found::Otherwise { changed: lacking.clone(), lacking },
        // How many a template makes is not known: that there will be no more is told by a second look.
        (true, true) if from_template => Found::Unproven { state: look::uuids(&there), changed: true },
        (true, true) => {
            let made = Some(live.id).filter(|id| *id != 0).map(Made::Id);
            Found::AsAsked { made, surplus: Vec::new() }
        }
    })
}

/// The microservices in the body of an application, with their names.
fn members_of(body: &Map<String, Value>) -> impl Iterator<Item = (&str, &Map<String, Value>)> {
    let members = body.get("microservices").and_then(Value::as_array).into_iter().flatten();
    members.filter_map(|member| {
        let fields = member.as_object()?;
        Some((fields.get("name")?.as_str()?, fields))
    })
}

/// The application itself, without its microservices.
fn compared(body: &Map<String, Value>, live: &model::Application) -> Comparison {
    let given = |row: &wire::Row| compare::requests(body, row);
    let asked = live::asked(Kind::Application, body, &Uuids);
    let mut found = compare::fields(asked, &live::read(Kind::Application, live, &Uuids), given);
    routes::compare(body, live, &mut found);
    if let Some(wanted) = body.get("isActivated") {
        found.note("isActivated", *wanted == live.is_activated);
    }
    found
}

/// An application as it was answered. One called `system` has no address of its own.
async fn read<T: Transport>(name: &str, client: &Client<T>) -> Result<Option<model::Application>, Error> {
    if name != "system" {
        return Ok(look::there(client.send(applications::get(name)).await)?.map(|live| live.value));
    }
    let all = look::list(applications::list(), client).await?;
    Ok(all.into_iter().find(|live| live.name == name))
}
