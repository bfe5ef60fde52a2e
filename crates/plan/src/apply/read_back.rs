//! After a lost answer or a refusal: what is there now? The Controller's writes are not atomic (manifest rules 0.1).

use client::api::{applications, catalog, microservices, registries};
use client::{Client, Error, ErrorKind, Transport};
use manifest::wire::Json;
use model::Microservice;
use serde_json::{Map, Value};

use super::{Fields, Made, Write};

/// What a write whose answer is missing has done.
pub(super) enum Found {
    /// Nothing, or nothing that sending it again could do twice.
    Nothing,
    Whole(Option<Made>),
    /// A microservice that was not finished.
    Half {
        uuid: String,
    },
    /// An application that lacks these microservices.
    Without(Vec<String>),
}

/// What a refused write has done.
pub(super) enum Aftermath {
    Clean,
    Left(String),
    /// All of it, in spite of the answer.
    Complete(Made),
}

/// `made`: registries of this run, which are not the one looked for.
pub(super) async fn read_back<T: Transport>(
    write: &Write,
    made: &[i64],
    client: &Client<T>,
) -> Result<Found, Error> {
    Ok(match write {
        // Replacing by the same is the same.
        Write::PutTemplate { .. } | Write::PutApplication { .. } => Found::Nothing,
        Write::CreateRegistry { body, known } => {
            let list = client.send(registries::list()).await?;
            let new = |id: &i64| !known.contains(id) && !made.contains(id);
            let mut ours = list.iter().filter(|it| new(&it.id) && holds(&to_value(it), &body.0));
            whole(ours.next().map(|registry| Made::Id(registry.id)))
        }
        Write::PatchRegistry { id, body } => {
            let list = client.send(registries::list()).await?;
            there(list.iter().find(|registry| registry.id == *id).map(to_value), body)
        }
        Write::CreateCatalogItem { name, .. } => {
            let list = client.send(catalog::list()).await?;
            whole(list.iter().find(|item| item.name == *name).map(|item| Made::Id(item.id)))
        }
        Write::PatchCatalogItem { id, body } => {
            let list = client.send(catalog::list()).await?;
            there(list.iter().find(|item| item.id == *id).map(to_value), body)
        }
        Write::CreateApplication { name, body } => application(name, body, client).await?,
        Write::PatchApplication { name, body } => match client.send(applications::get(name)).await {
            Ok(application) => there(Some(application.raw), body),
            Err(error) if error.is_not_found() => Found::Nothing,
            Err(error) => return Err(error),
        },
        Write::CreateMicroservice { application, name, .. } => match find(application, name, client).await? {
            None => Found::Nothing,
            Some(live) if live.is_half_created() => Found::Half { uuid: live.uuid },
            Some(live) => Found::Whole(Some(Made::Uuid(live.uuid))),
        },
        Write::PatchMicroservice { live, body } => {
            there(get(&live.uuid, client).await?.map(|now| to_value(&now)), body)
        }
        Write::DeleteMicroservice { uuid, .. } => match get(uuid, client).await? {
            None => Found::Whole(None),
            Some(_) => Found::Nothing,
        },
    })
}

/// Looks at what a refused request left, and takes away the half of a microservice that it made.
pub(super) async fn after_refusal<T: Transport>(
    write: &Write,
    error: &Error,
    client: &Client<T>,
) -> Result<Aftermath, Error> {
    match write {
        Write::CreateMicroservice { application, name, .. } => {
            let Some(live) = find(application, name, client).await? else { return Ok(Aftermath::Clean) };
            if error.name.as_deref() == Some("DuplicatePropertyError") {
                // It was there before this request, so it is not ours to remove.
                let half =
                    if live.is_half_created() { " It is only half made; delete it first." } else { "" };
                return Ok(Aftermath::Left(format!("{application}/{name} exists by now.{half}")));
            }
            if !live.is_half_created() {
                return Ok(Aftermath::Complete(Made::Uuid(live.uuid)));
            }
            remove(&live.uuid, client).await?;
            Ok(Aftermath::Left("The Controller had made half of it; that half was removed again.".to_owned()))
        }
        Write::PatchMicroservice { live, .. } => {
            let Some(now) = get(&live.uuid, client).await? else {
                return Ok(Aftermath::Left("The microservice is gone.".to_owned()));
            };
            let lost = changed_fields(live, &now);
            if lost.is_empty() {
                return Ok(Aftermath::Clean);
            }
            Ok(Aftermath::Left(format!("The Controller had changed a part already: {}.", lost.join(", "))))
        }
        _ => Ok(Aftermath::Clean),
    }
}

/// Removes a microservice; gone already is as good.
pub(super) async fn remove<T: Transport>(uuid: &str, client: &Client<T>) -> Result<(), Error> {
    match client.send(microservices::delete(uuid)).await {
        Err(error) if error.kind != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

async fn application<T: Transport>(name: &str, body: &Fields, client: &Client<T>) -> Result<Found, Error> {
    let id = match client.send(applications::get(name)).await {
        Ok(application) => application.id,
        Err(error) if error.is_not_found() => return Ok(Found::Nothing),
        Err(error) => return Err(error),
    };
    let live = client.send(microservices::list_of(name)).await?;
    let wanted = body.0.get("microservices").and_then(Value::as_array).into_iter().flatten();
    let wanted = wanted.filter_map(|member| member.get("name").and_then(Value::as_str));
    let mut missing = Vec::new();
    for name in wanted {
        match live.iter().find(|it| it.name == name) {
            Some(member) if member.is_half_created() => {
                remove(&member.uuid, client).await?;
                missing.push(name.to_owned());
            }
            Some(_) => {}
            None => missing.push(name.to_owned()),
        }
    }
    Ok(if missing.is_empty() { Found::Whole(Some(Made::Id(id))) } else { Found::Without(missing) })
}

async fn find<T: Transport>(
    application: &str,
    name: &str,
    client: &Client<T>,
) -> Result<Option<Microservice>, Error> {
    match client.send(microservices::list_of(application)).await {
        Ok(list) => Ok(list.into_iter().find(|it| it.name == name)),
        // The application is not there, so nothing is in it.
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

async fn get<T: Transport>(uuid: &str, client: &Client<T>) -> Result<Option<Microservice>, Error> {
    match client.send(microservices::get(uuid)).await {
        Ok(live) => Ok(Some(live.value)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

fn whole(made: Option<Made>) -> Found {
    match made {
        Some(made) => Found::Whole(Some(made)),
        None => Found::Nothing,
    }
}

fn there(live: Option<Value>, body: &Fields) -> Found {
    match live {
        Some(live) if holds(&live, &body.0) => Found::Whole(None),
        _ => Found::Nothing,
    }
}

fn to_value(object: &impl serde::Serialize) -> Value {
    serde_json::to_value(object).unwrap_or_default()
}

/// Whether a live object has every field of a body. What cannot be read (a password) proves nothing: a body of only
/// such fields does not hold.
fn holds(live: &Value, body: &Map<String, Value>) -> bool {
    let mut proved = false;
    for (key, wanted) in body {
        let live_key = if key == "email" { "userEmail" } else { key };
        let same = match key.as_str() {
            "password" | "rebuild" | "isActivated" => continue,
            "images" => images(live, wanted),
            "config" | "annotations" => stored(live.get(key)) == stored(Some(wanted)),
            _ => contains(&live.get(live_key).map_or(Json::Null, Json::from), &Json::from(wanted)),
        };
        if !same {
            return false;
        }
        proved = true;
    }
    proved
}

/// Answers have more keys than requests, and write "not set" in several ways.
fn contains(live: &Json, wanted: &Json) -> bool {
    match (live, wanted) {
        (Json::Object(_), Json::Object(fields)) => {
            fields.iter().all(|(key, value)| contains(live.get(key).unwrap_or(&Json::Null), value))
        }
        (Json::Array(live), Json::Array(wanted)) => {
            live.len() == wanted.len() && live.iter().zip(wanted).all(|(live, wanted)| contains(live, wanted))
        }
        _ => (live.is_empty() && wanted.is_empty()) || *live == wanted.evaluated(),
    }
}

fn images(live: &Value, wanted: &Value) -> bool {
    let all = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let there = live.get("images").map(all).unwrap_or_default();
    all(wanted).iter().all(|image| {
        there.iter().any(|it| {
            it.get("fogTypeId") == image.get("fogTypeId")
                && it.get("containerImage") == image.get("containerImage")
        })
    })
}

fn stored(text: Option<&Value>) -> Option<Json> {
    text.and_then(Value::as_str).and_then(Json::parse)
}

/// The API's names of the fields that differ, without those that change by themselves.
fn changed_fields(before: &Microservice, now: &Microservice) -> Vec<String> {
    let (before, now) = (to_value(before), to_value(now));
    let moving = ["status", "execStatus", "updatedAt", "rebuild", "serviceAccount"];
    let fields = before.as_object().into_iter().flatten();
    let differs =
        fields.filter(|(key, value)| !moving.contains(&key.as_str()) && now.get(*key) != Some(value));
    differs.map(|(key, _)| key.clone()).collect()
}
