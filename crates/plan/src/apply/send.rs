//! From a write to the call that carries it.

use client::api::{application_templates, applications, catalog, microservices, registries};
use client::{Client, Error, MicroservicePatch, Transport};
use serde_json::Value;

use super::look::Before;
use super::{Fields, Made, NewMicroservice, Write};

/// Sends one write and gives what it made, as far as the answer tells.
pub(super) async fn send<T: Transport>(
    write: &Write,
    before: &Before,
    client: &Client<T>,
) -> Result<Option<Made>, Error> {
    let json = |body: &Fields| Value::Object(body.0.clone());
    let id = match write {
        Write::PutTemplate { name, body } => {
            client.send(application_templates::replace(name, json(body))).await?.id
        }
        Write::CreateRegistry { body } => client.send(registries::create(json(body))).await?.id,
        Write::CreateCatalogItem { body, .. } => client.send(catalog::create(json(body))).await?.id,
        Write::CreateApplication { body, .. } => client.send(applications::create(json(body))).await?.id,
        Write::PatchRegistry { id, patch } => {
            client.send(registries::update(*id, Value::Object(patch.sent()))).await?;
            return Ok(None);
        }
        Write::PatchCatalogItem { id, patch } => {
            client.send(catalog::update(*id, Value::Object(patch.sent()))).await?;
            return Ok(None);
        }
        Write::PatchApplication { name, patch } => {
            client.send(applications::update(name, Value::Object(patch.sent()))).await?;
            return Ok(None);
        }
        Write::PutApplication { name, body, .. } => {
            client.send(applications::replace(name, json(body))).await?;
            return Ok(None);
        }
        Write::CreateMicroservice { body, .. } => {
            let call = match body {
                NewMicroservice::Json(fields) => microservices::create(Value::Object(fields.clone())),
                NewMicroservice::Yaml { text, .. } => microservices::create_yaml(text.as_str()),
            };
            let uuid = client.send(call).await?.uuid;
            return Ok(Some(Made::Uuid(uuid)).filter(|made| *made != Made::Uuid(String::new())));
        }
        Write::PatchMicroservice { uuid, patch, .. } => {
            // Agent, log size and role go out with every change, so they must be what they are now.
            let patch = match before {
                Before::Microservice(live) => {
                    MicroservicePatch::of(live).with(json(&patch.body)).beside(&patch.beside.0)
                }
                _ => return Err(look_first(uuid)),
            };
            client.send(microservices::update(uuid, patch)).await?;
            return Ok(None);
        }
        Write::DeleteMicroservice { uuid, .. } => {
            client.send(microservices::delete(uuid)).await?;
            return Ok(None);
        }
    };
    // Every field of an answer may be missing: no object has this id.
    Ok(Some(Made::Id(id)).filter(|_| id != 0))
}

/// Never seen: a look before each change of a microservice gives it, or the change is not sent.
fn look_first(uuid: &str) -> Error {
    let request = microservices::get(uuid).request;
    Error::found(client::ErrorKind::NotFound, &request, "The microservice was not read.", "")
}
