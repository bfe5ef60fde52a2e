//! Volume mounts: by name; what one is made from can be another of its kind, not of the other (manifest rules 2.7).

use client::api::volume_mounts;
use client::{Client, Error, Request, Transport};
use manifest::describe::{self, Options};
use manifest::wire::{Spec, body, live};
use model::Kind;
use serde_json::{Map, Value};

use super::{Planned, Row, Sending, Sent};
use crate::apply::compare::{self, Comparison};
use crate::apply::look::{self, Before, Found, Refusal};
use crate::diff::{self, Mode};
use crate::documents::Draft;
use crate::identity::StepId;
use crate::planner::{About, Blocked, Outcome, Planning};
use crate::standing::{Asked, Standing};
use crate::write::{Deed, Fields, Object, Patch, Write};

/// The row.
pub(crate) struct VolumeMount;

impl Row for VolumeMount {
    fn about(_: &Planning<'_>, _: &Draft<'_>, spec: &Spec) -> About {
        About::named(Kind::VolumeMount, spec)
    }

    fn plan(planner: &Planning<'_>, spec: &Spec, _: &StepId) -> Result<Outcome, Blocked> {
        let mut outcome = Outcome::default();
        outcome.depends_on.extend(planner.declares(Kind::Secret, spec.text("secretName")));
        outcome.depends_on.extend(planner.declares(Kind::ConfigMap, spec.text("configMapName")));
        let live = planner.world.volume_mounts.rows().find(|live| live.name == spec.name);
        let Some(live) = live else {
            outcome.creates = true;
            let object = Object::named(&spec.name);
            outcome.writes.push(Write::create(Kind::VolumeMount, object, body::named(spec)));
            return Ok(outcome);
        };
        let seen = live::read(Kind::VolumeMount, live, &());
        let sources = |spec: &Spec| ["secretName", "configMapName"].map(|path| spec.text(path).is_some());
        if sources(spec) != sources(&seen) {
            return Blocked::because(
                "It is made from a secret or from a config map, and that cannot change. Delete it and create it again.",
            );
        }
        let mut patch = Map::new();
        for difference in diff::differences(spec, &seen, Mode::Replace, &[]) {
            difference.send(&mut patch);
            outcome.changes.extend(difference.changes);
        }
        if !patch.is_empty() {
            outcome.used_by(planner.world.users_of_volume_mount(&spec.name));
            let patch = Patch { body: Fields(patch), beside: Fields::default() };
            outcome.writes.push(Write::change(Kind::VolumeMount, Object::named(&spec.name), patch));
        }
        Ok(outcome)
    }

    fn stands(spec: &Spec, asked: &Asked<'_>) -> Standing {
        let live = asked.world.volume_mounts.rows().find(|live| live.name == spec.name);
        Standing::of(live, |live| {
            describe::named(Kind::VolumeMount, live, &Options::of(&asked.world.capabilities))
        })
    }

    fn place(object: &Object) -> Request {
        volume_mounts::get(&object.name).request
    }

    fn call(write: &Write, _: &Before) -> Result<Sending, Error> {
        let name = &write.object.name;
        Ok(Sending::Done(match &write.deed {
            Deed::Create(_) => volume_mounts::create(write.sent()).unread(),
            Deed::Change(_) | Deed::Replace { .. } => volume_mounts::update(name, write.sent()).unread(),
            Deed::Delete => volume_mounts::delete(name),
        }))
    }

    async fn before<T: Transport>(write: &Write, client: &Client<T>) -> Result<Before, Refusal> {
        if !write.creates() {
            return Ok(Before::Nothing);
        }
        let name = &write.object.name;
        let list = look::list(volume_mounts::list(), client).await.map_err(Refusal::Unread)?;
        look::absent(list.iter().any(|one| one.name == *name), write, &format!("The volume mount {name}"))
    }

    async fn moved<T: Transport>(change: &Planned<'_>, client: &Client<T>) -> Result<Vec<String>, Refusal> {
        let name = &change.write.object.name;
        let call = volume_mounts::get(name);
        let now = look::there(client.send(call).await).map_err(Refusal::Unread)?;
        let then = change.seen.volume_mounts.rows().find(|live| live.name == *name);
        let states = (then, now.as_ref().map(|now| &now.value));
        Ok(compare::moved(Kind::VolumeMount, states, |_| true))
    }

    async fn look<T: Transport>(sent: &Sent<'_>, client: &Client<T>) -> Result<Found, Error> {
        let live = look::there(client.send(volume_mounts::get(&sent.write.object.name)).await)?;
        let Some(live) = live else { return Ok(Found::Absent) };
        let compared = compared(sent.write, &live.raw);
        Ok(if sent.write.creates() { look::created(compared, None) } else { look::changed(compared) })
    }
}

/// How what is there stands against what was asked for.
fn compared(write: &Write, live: &Value) -> Comparison {
    let mut found = Comparison::default();
    for place in ["secretName", "configMapName"] {
        if let Some(wanted) = write.asked().get(place).filter(|wanted| **wanted != "") {
            found.note(place, live.get(place) == Some(wanted));
        }
    }
    found
}
