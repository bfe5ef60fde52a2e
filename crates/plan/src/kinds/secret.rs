//! Secrets: by name; of one type for ever, and replaced as a whole (manifest rules 2.7). What they hold is in no plan.

use client::api::secrets;
use client::{Client, Error, Request, Transport};
use manifest::wire::{Json, Spec, body};
use model::{Kind, Microservice};
use serde_json::Value;

use super::{Row, Sending, Sent};
use crate::apply::compare::Comparison;
use crate::apply::look::{self, Before, Found, Refusal};
use crate::documents::Draft;
use crate::identity::StepId;
use crate::planner::{About, Blocked, Outcome, Planner};
use crate::step::{Change, Consequence, FieldChange, Note};
use crate::write::{Deed, Fields, Object, Patch, Write};

/// The row.
pub(crate) struct Secret;

impl Row for Secret {
    fn about(_: &Planner<'_>, _: &Draft<'_>, spec: &Spec) -> About {
        About::named(Kind::Secret, spec)
    }

    fn plan(planner: &Planner<'_>, spec: &Spec, _: &StepId) -> Result<Outcome, Blocked> {
        let Some(data) = spec.data.as_ref().filter(|data| matches!(data, Json::Object(_))) else {
            return Blocked::because("It needs data: keys, and a value for each.");
        };
        let mut outcome = Outcome::default();
        let (object, mut body) = (Object::named(&spec.name), body::named(spec));
        let live = planner.world.secrets.rows().find(|live| live.name == spec.name);
        let Some(live) = live else {
            outcome.creates = true;
            outcome.writes.push(Write::create(Kind::Secret, object, body));
            return Ok(outcome);
        };
        if spec.text("type").is_some_and(|wanted| wanted != live.kind) {
            return Blocked::because(format!(
                "It is of type {}, and the type cannot change. Delete it and create it anew.",
                live.kind
            ));
        }
        // What it holds is not in any list, so that nobody sees it unasked: it is sent again, and not compared.
        let keys = if let Json::Object(fields) = data { fields.as_slice() } else { &[] };
        let sent = |(key, _): &(String, Json)| FieldChange {
            path: format!("data.{key}"),
            change: Change::Secret,
            note: Note::SentAgain,
        };
        outcome.changes.extend(keys.iter().map(sent));
        outcome.consequences.push(Consequence::ReplacesData { keys: keys.len() });
        outcome.used_by(planner.world.microservices.rows().filter(|one| uses(planner, one, &spec.name)));
        body.remove("name");
        let patch = Patch { body: Fields(body), beside: Fields::default() };
        outcome.writes.push(Write::change(Kind::Secret, object, patch));
        Ok(outcome)
    }

    fn place(object: &Object) -> Request {
        secrets::get(&object.name).request
    }

    fn call(write: &Write, _: &Before) -> Result<Sending, Error> {
        let name = &write.object.name;
        Ok(Sending::Done(match &write.deed {
            Deed::Create(_) => secrets::create(write.sent()).unread(),
            Deed::Change(_) | Deed::Replace { .. } => secrets::update(name, write.sent()),
            Deed::Delete => secrets::delete(name),
        }))
    }

    async fn before<T: Transport>(write: &Write, client: &Client<T>) -> Result<Before, Refusal> {
        if !write.creates() {
            return Ok(Before::Nothing);
        }
        let name = &write.object.name;
        let list = look::list(secrets::list(), client).await.map_err(Refusal::Unread)?;
        look::absent(list.iter().any(|one| one.name == *name), write, &format!("The secret {name}"))
    }

    async fn look<T: Transport>(sent: &Sent<'_>, client: &Client<T>) -> Result<Found, Error> {
        let live = look::there(client.send(secrets::get(&sent.write.object.name)).await)?;
        let Some(live) = live else { return Ok(Found::Absent) };
        let compared = compared(sent.write, &live.raw);
        Ok(if sent.write.creates() { look::created(compared, None) } else { look::changed(compared) })
    }
}

/// How what is there stands against what was asked for. No value is repeated.
fn compared(write: &Write, live: &Value) -> Comparison {
    let mut found = Comparison::default();
    for place in ["type", "data"] {
        if let Some(wanted) = write.asked().get(place) {
            found.note(place, live.get(place) == Some(wanted));
        }
    }
    found
}

/// Whether a variable takes a value of it, or a volume its files.
fn uses(planner: &Planner<'_>, one: &Microservice, name: &str) -> bool {
    let mounts =
        planner.world.volume_mounts.rows().filter(|mount| mount.secret_name.as_deref() == Some(name));
    one.uses_secret(name) || mounts.into_iter().any(|mount| one.uses_volume_mount(&mount.name))
}
