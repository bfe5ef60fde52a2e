//! Looking at the Controller: what is there directly before a request, and what has become of it afterwards. Its writes are
//! not atomic (manifest rules 0.1), and its answers get lost.

use client::api::{application_templates, applications, catalog, microservices, registries};
use client::{Call, Client, Error, ErrorKind, List, Request, Transport};
use model::Microservice;
use serde_json::{Map, Value};

use super::compare::{self, Comparison, Places};
use super::{Fields, Made, NewMicroservice, Write};

/// What was there directly before a request was sent.
#[derive(Clone, Debug)]
pub(super) enum Before {
    /// Nothing that has to be remembered.
    Nothing,
    /// The ids of all registries: of a new one with the same fields, only a new id tells that it is ours.
    Registries(Vec<i64>),
    /// The microservice that is changed.
    Microservice(Box<Microservice>),
    /// What an application had as members, by uuid.
    Members(Vec<String>),
}

/// What a look shows of a request.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Found {
    /// All that was asked for. `surplus`: registries that are equal to the one made, and as new.
    AsAsked { made: Option<Made>, surplus: Vec<i64> },
    /// The object is not there.
    Absent,
    /// The object is there. `changed`: what is otherwise than before the request.
    Otherwise { lacking: Places, changed: Places },
    /// There, and nothing of what was asked for can be compared; `state` tells two looks apart.
    Unproven { state: Vec<String>, changed: bool },
    /// A microservice that the Controller has not finished.
    Half { uuid: String },
    /// An application without some of its microservices; `halves` are there, not finished, and missing too.
    Part { missing: Vec<String>, halves: Vec<String> },
}

/// Reads what has to be known before a request. An error says why it must not be sent.
pub(super) async fn before<T: Transport>(write: &Write, client: &Client<T>) -> Result<Before, Refusal> {
    Ok(match write {
        Write::CreateRegistry { .. } => {
            let list = list(registries::list(), client).await.map_err(Refusal::Unread)?;
            Before::Registries(list.iter().map(|registry| registry.id).collect())
        }
        Write::CreateCatalogItem { name, .. } => {
            let list = list(catalog::list(), client).await.map_err(Refusal::Unread)?;
            absent(list.iter().any(|item| item.name == *name), write, &format!("The catalog item {name}"))?
        }
        Write::CreateApplication { name, .. } => {
            let there = application(name, client).await.map_err(Refusal::Unread)?.is_some();
            absent(there, write, &format!("The application {name}"))?
        }
        Write::CreateMicroservice { application, name, .. } => {
            let there = members(application, client).await.map_err(Refusal::Unread)?;
            let there = there.iter().any(|one| one.name == *name);
            absent(there, write, &format!("The microservice {application}/{name}"))?
        }
        Write::PatchMicroservice { uuid, .. } => {
            match microservice(uuid, client).await.map_err(Refusal::Unread)? {
                Some(live) => Before::Microservice(Box::new(live)),
                None => return Err(Refusal::Settled(gone(&place(write)))),
            }
        }
        Write::PutApplication { name, doomed, .. } => {
            let there = members(name, client).await.map_err(Refusal::Unread)?;
            // Nobody was asked about these.
            if let Some(new) = there.iter().find(|one| doomed.iter().all(|it| it.uuid != one.uuid)) {
                return Err(Refusal::Settled(added(new, write)));
            }
            Before::Members(uuids(&there))
        }
        // Changed by the whole, or not at all.
        Write::PutTemplate { .. }
        | Write::PatchRegistry { .. }
        | Write::PatchCatalogItem { .. }
        | Write::PatchApplication { .. }
        | Write::DeleteMicroservice { .. } => Before::Nothing,
    })
}

/// Why a request is not sent.
pub(super) enum Refusal {
    /// What is there could not be read.
    Unread(Error),
    /// What is there stands in the way.
    Settled(Error),
}

fn absent(there: bool, write: &Write, what: &str) -> Result<Before, Refusal> {
    if !there {
        return Ok(Before::Nothing);
    }
    let message = format!("{what} was made by somebody else since the plan was made.");
    let advice = "Go back to the plan: it compares the two.";
    Err(Refusal::Settled(Error::found(ErrorKind::Conflict, &place(write), message, advice)))
}

/// What is made from a template replaces all members of an application.
fn added(new: &Microservice, write: &Write) -> Error {
    let message = format!(
        "The microservice {} was added since the plan was made, and this may delete it.",
        new.full_name()
    );
    let advice = "Go back to the plan: it names all that may be deleted.";
    Error::found(ErrorKind::Conflict, &place(write), message, advice)
}

pub(super) fn gone(request: &Request) -> Error {
    let advice = "Go back to the plan: it says what deploying the document would do now.";
    Error::found(ErrorKind::NotFound, request, "It was deleted since the plan was made.", advice)
}

/// Where the object of a request is read.
pub(super) fn place(write: &Write) -> Request {
    match write {
        Write::PutTemplate { name, .. } => application_templates::get(name).request,
        Write::CreateRegistry { .. } | Write::PatchRegistry { .. } => registries::list().request,
        Write::CreateCatalogItem { .. } | Write::PatchCatalogItem { .. } => catalog::list().request,
        Write::CreateApplication { name, .. }
        | Write::PatchApplication { name, .. }
        | Write::PutApplication { name, .. } => applications::get(name).request,
        Write::CreateMicroservice { application, .. } => microservices::list_of(application).request,
        Write::PatchMicroservice { uuid, .. } | Write::DeleteMicroservice { uuid, .. } => {
            microservices::get(uuid).request
        }
    }
}

/// Looks what has become of a request. `ours`: registries of this run, which are not the one looked for.
pub(super) async fn look<T: Transport>(
    write: &Write,
    before: &Before,
    ours: &[i64],
    client: &Client<T>,
) -> Result<Found, Error> {
    Ok(match write {
        Write::PutTemplate { name, body } => {
            match there(client.send(application_templates::get(name)).await)? {
                Some(live) => changed(compare::template(&body.0, &live.raw)),
                None => Found::Absent,
            }
        }
        Write::CreateRegistry { body } => new_registry(body, before, ours, client).await?,
        Write::PatchRegistry { id, patch } => {
            let list = list(registries::list(), client).await?;
            let live = list.iter().find(|registry| registry.id == *id);
            live.map_or(Found::Absent, |live| changed(compare::registry(&patch.body.0, live)))
        }
        Write::CreateCatalogItem { name, body } => {
            let list = list(catalog::list(), client).await?;
            let live = list.iter().find(|item| item.name == *name);
            live.map_or(Found::Absent, |live| {
                created(compare::catalog_item(&body.0, live), Made::Id(live.id))
            })
        }
        Write::PatchCatalogItem { id, patch } => {
            let list = list(catalog::list(), client).await?;
            let live = list.iter().find(|item| item.id == *id);
            live.map_or(Found::Absent, |live| changed(compare::catalog_item(&patch.body.0, live)))
        }
        Write::CreateApplication { name, body } => new_application(name, body, client).await?,
        Write::PatchApplication { name, patch } => match application(name, client).await? {
            Some(live) => changed(compare::application(&patch.body.0, &live)),
            None => Found::Absent,
        },
        Write::PutApplication { name, .. } => match application(name, client).await? {
            Some(_) => {
                let state = uuids(&members(name, client).await?);
                let changed = matches!(before, Before::Members(before) if *before != state);
                Found::Unproven { state, changed }
            }
            None => Found::Absent,
        },
        Write::CreateMicroservice { application, name, body } => {
            let all = members(application, client).await?;
            all.iter().find(|one| one.name == *name).map_or(Found::Absent, |live| made(live, body, client))
        }
        Write::PatchMicroservice { uuid, patch, .. } => {
            let now = microservice(uuid, client).await?;
            now.map_or(Found::Absent, |now| changed_microservice(&now, &patch.body, before))
        }
        Write::DeleteMicroservice { uuid, .. } => match microservice(uuid, client).await? {
            None => Found::Absent,
            Some(_) => Found::Otherwise { lacking: Places::new(), changed: Places::new() },
        },
    })
}

/// Removes a microservice that was not finished, and looks whether it is gone: "not found" may mean something else.
pub(super) async fn remove<T: Transport>(uuid: &str, client: &Client<T>) -> Result<bool, Error> {
    match client.send(microservices::delete(uuid)).await {
        Ok(()) => return Ok(true),
        Err(error) if matches!(error.kind, ErrorKind::Unauthorized) => return Err(error),
        Err(_) => {}
    }
    Ok(microservice(uuid, client).await?.is_none())
}

async fn new_registry<T: Transport>(
    body: &Fields,
    before: &Before,
    ours: &[i64],
    client: &Client<T>,
) -> Result<Found, Error> {
    let Before::Registries(known) = before else { return Ok(Found::Absent) };
    let list = list(registries::list(), client).await?;
    let new = list.iter().filter(|it| !known.contains(&it.id) && !ours.contains(&it.id));
    let equal = new.filter(|it| compare::registry(&body.0, it).lacking.is_empty());
    let mut ids = equal.map(|registry| registry.id);
    let Some(first) = ids.next() else { return Ok(Found::Absent) };
    Ok(Found::AsAsked { made: Some(Made::Id(first)), surplus: ids.collect() })
}

async fn new_application<T: Transport>(
    name: &str,
    body: &Fields,
    client: &Client<T>,
) -> Result<Found, Error> {
    let Some(live) = application(name, client).await? else { return Ok(Found::Absent) };
    let there = members(name, client).await?;
    let mut lacking = compare::application(&body.0, &live).lacking;
    let (mut missing, mut halves) = (Vec::new(), Vec::new());
    for (name, member) in members_of(body) {
        match there.iter().find(|one| one.name == name) {
            None => missing.push(name.to_owned()),
            Some(live) if is_half(live, client) => {
                missing.push(name.to_owned());
                halves.push(live.uuid.clone());
            }
            Some(live) if !compare::microservice(member, live).lacking.is_empty() => {
                lacking.push("microservices");
            }
            Some(_) => {}
        }
    }
    // What a template makes is not known here, but that it must be finished is.
    if body.0.contains_key("template") && there.iter().any(|one| is_half(one, client)) {
        lacking.push("microservices");
    }
    lacking.dedup();
    Ok(match (missing.is_empty(), lacking.is_empty()) {
        (false, _) => Found::Part { missing, halves },
        (true, false) => Found::Otherwise { changed: lacking.clone(), lacking },
        // How many a template makes is not known: that there will be no more is told by a second look.
        (true, true) if body.0.contains_key("template") => {
            Found::Unproven { state: uuids(&there), changed: true }
        }
        (true, true) => {
            let made = live.get("id").and_then(Value::as_i64).map(Made::Id);
            Found::AsAsked { made, surplus: Vec::new() }
        }
    })
}

fn made<T: Transport>(live: &Microservice, body: &NewMicroservice, client: &Client<T>) -> Found {
    let (NewMicroservice::Json(body) | NewMicroservice::Yaml { body, .. }) = body;
    if is_half(live, client) {
        return Found::Half { uuid: live.uuid.clone() };
    }
    created(compare::microservice(body, live), Made::Uuid(live.uuid.clone()))
}

/// A refused change may take away more than it was about to change.
fn changed_microservice(now: &Microservice, body: &Fields, before: &Before) -> Found {
    match (changed(compare::microservice(&body.0, now)), before) {
        (Found::Otherwise { lacking, .. }, Before::Microservice(before)) => {
            Found::Otherwise { lacking, changed: compare::changed(before, now) }
        }
        (found, _) => found,
    }
}

/// The microservices in the body of an application, with their names.
pub(super) fn members_of(body: &Fields) -> impl Iterator<Item = (&str, &Map<String, Value>)> {
    let members = body.0.get("microservices").and_then(Value::as_array).into_iter().flatten();
    members.filter_map(|member| {
        let fields = member.as_object()?;
        Some((fields.get("name")?.as_str()?, fields))
    })
}

/// The Controller writes the service account last, so without it something is left to do, or was refused (Controller
/// contract 25). Older ones have none.
fn is_half<T: Transport>(live: &Microservice, client: &Client<T>) -> bool {
    live.is_half_created() || (live.service_account.is_none() && !client.dialect().is_eclipse_3_0())
}

/// Of a change, in which only what is to be otherwise than before is asked for.
fn changed(compared: Comparison) -> Found {
    let Comparison { lacking, held } = compared;
    match (lacking.is_empty(), held.is_empty()) {
        (true, true) => Found::Unproven { state: Vec::new(), changed: false },
        (true, false) => Found::AsAsked { made: None, surplus: Vec::new() },
        (false, _) => Found::Otherwise { lacking, changed: held },
    }
}

/// Of a creation.
fn created(compared: Comparison, made: Made) -> Found {
    let Comparison { lacking, held } = compared;
    if lacking.is_empty() {
        return Found::AsAsked { made: Some(made), surplus: Vec::new() };
    }
    Found::Otherwise { lacking, changed: held }
}

/// An application as it was answered. One called `system` has no address of its own.
async fn application<T: Transport>(name: &str, client: &Client<T>) -> Result<Option<Value>, Error> {
    if name != "system" {
        return Ok(there(client.send(applications::get(name)).await)?.map(|live| live.raw));
    }
    let all = list(applications::list(), client).await?;
    let live = all.iter().find(|live| live.name == name);
    Ok(live.and_then(|live| serde_json::to_value(live).ok()))
}

async fn microservice<T: Transport>(uuid: &str, client: &Client<T>) -> Result<Option<Microservice>, Error> {
    Ok(there(client.send(microservices::get(uuid)).await)?.map(|live| live.value))
}

/// The members of an application; none when it is not there.
async fn members<T: Transport>(application: &str, client: &Client<T>) -> Result<Vec<Microservice>, Error> {
    Ok(there(list(microservices::list_of(application), client).await)?.unwrap_or_default())
}

/// A list of which nothing is missing: what is looked for could be the entry that cannot be read.
async fn list<T: Transport, A>(call: Call<List<A>>, client: &Client<T>) -> Result<Vec<A>, Error> {
    let request = call.request.clone();
    let List { items, unreadable } = client.send(call).await?;
    match unreadable.first() {
        None => Ok(items),
        Some(entry) => {
            let message = format!("The Controller's answer cannot be read: {}.", entry.problem);
            Err(Error::found(ErrorKind::Garbled, &request, message, ""))
        }
    }
}

fn there<A>(answer: Result<A, Error>) -> Result<Option<A>, Error> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

fn uuids(members: &[Microservice]) -> Vec<String> {
    members.iter().map(|one| one.uuid.clone()).collect()
}
