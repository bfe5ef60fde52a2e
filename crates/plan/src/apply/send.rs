//! From a write to the call that carries it.

use client::api::{application_templates, applications, catalog, microservices, registries};
use client::{Client, Error, MicroservicePatch, Transport};
use serde_json::Value;

use super::{Fields, Made, NewMicroservice, Write};

/// Sends one write and gives what it made.
pub(super) async fn send<T: Transport>(write: &Write, client: &Client<T>) -> Result<Option<Made>, Error> {
    let json = |body: &Fields| Value::Object(body.0.clone());
    Ok(match write {
        Write::PutTemplate { name, body } => {
            client.send(application_templates::replace(name, json(body))).await?;
            None
        }
        Write::CreateRegistry { body, .. } => Some(client.send(registries::create(json(body))).await?.id),
        Write::PatchRegistry { id, body } => {
            client.send(registries::update(*id, json(body))).await?;
            None
        }
        Write::CreateCatalogItem { body, .. } => Some(client.send(catalog::create(json(body))).await?.id),
        Write::PatchCatalogItem { id, body } => {
            client.send(catalog::update(*id, json(body))).await?;
            None
        }
        Write::CreateApplication { body, .. } => {
            Some(client.send(applications::create(json(body))).await?.id)
        }
        Write::PatchApplication { name, body } => {
            client.send(applications::update(name, json(body))).await?;
            None
        }
        Write::PutApplication { name, body, .. } => {
            client.send(applications::replace(name, json(body))).await?;
            None
        }
        Write::CreateMicroservice { body, .. } => {
            let call = match body {
                NewMicroservice::Json(fields) => microservices::create(Value::Object(fields.clone())),
                NewMicroservice::Yaml(text) => microservices::create_yaml(text.as_str()),
            };
            return Ok(Some(Made::Uuid(client.send(call).await?.uuid)));
        }
        Write::PatchMicroservice { live, body } => {
            let patch = MicroservicePatch::of(live).with(json(body));
            client.send(microservices::update(&live.uuid, patch)).await?;
            None
        }
        Write::DeleteMicroservice { uuid, .. } => {
            client.send(microservices::delete(uuid)).await?;
            None
        }
    }
    .map(Made::Id))
}
