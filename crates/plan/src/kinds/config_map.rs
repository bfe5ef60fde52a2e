//! Config maps: by name; replaced as a whole, and never again once they are immutable (manifest rules 2.7).

use client::api::config_maps;
use client::{Client, Error, Request, Transport};
use manifest::wire::Spec;
use model::Kind;

use super::{Row, Sending, Sent, stored};
use crate::apply::look::{self, Before, Found, Refusal};
use crate::documents::Draft;
use crate::identity::StepId;
use crate::planner::{About, Blocked, Outcome, Planning};
use crate::standing::{Asked, Standing};
use crate::write::{Deed, Object, Write};

/// The row.
pub(crate) struct ConfigMap;

impl Row for ConfigMap {
    fn about(_: &Planning<'_>, _: &Draft<'_>, spec: &Spec) -> About {
        About::named(Kind::ConfigMap, spec)
    }

    fn plan(planner: &Planning<'_>, spec: &Spec, _: &StepId) -> Result<Outcome, Blocked> {
        let data = stored::data(spec)?;
        let Some(live) = planner.world.config_maps.rows().find(|live| live.name == spec.name) else {
            return Ok(stored::created(Kind::ConfigMap, spec));
        };
        if live.immutable {
            return Blocked::because("It is immutable and cannot be changed. Delete it and create it again.");
        }
        // Only a new one is told where it is kept.
        let users = planner.world.users_of_config_map(&spec.name);
        Ok(stored::sent_again(Kind::ConfigMap, spec, data, &["useVault"], users))
    }

    fn stands(spec: &Spec, asked: &Asked<'_>) -> Standing {
        Standing::unread(asked.world.config_maps.rows().any(|live| live.name == spec.name))
    }

    fn place(object: &Object) -> Request {
        config_maps::get(&object.name).request
    }

    fn call(write: &Write, _: &Before) -> Result<Sending, Error> {
        let name = &write.object.name;
        Ok(Sending::Done(match &write.deed {
            Deed::Create(_) => config_maps::create(write.sent()).unread(),
            Deed::Change(_) | Deed::Replace { .. } => config_maps::update(name, write.sent()),
            Deed::Delete => config_maps::delete(name),
        }))
    }

    async fn before<T: Transport>(write: &Write, client: &Client<T>) -> Result<Before, Refusal> {
        if !write.creates() {
            return Ok(Before::Nothing);
        }
        let name = &write.object.name;
        let list = look::list(config_maps::list(), client).await.map_err(Refusal::Unread)?;
        look::absent(list.iter().any(|one| one.name == *name), write, &format!("The config map {name}"))
    }

    async fn look<T: Transport>(sent: &Sent<'_>, client: &Client<T>) -> Result<Found, Error> {
        let live = look::there(client.send(config_maps::get(&sent.write.object.name)).await)?;
        let Some(live) = live else { return Ok(Found::Absent) };
        let compared = stored::compared(sent.write, &live.raw, ["immutable", "data"]);
        Ok(if sent.write.creates() { look::created(compared, None) } else { look::changed(compared) })
    }
}
