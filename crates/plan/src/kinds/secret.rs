//! Secrets: by name; of one type for ever, and replaced as a whole (manifest rules 2.7). What they hold is in no plan.

use client::api::secrets;
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
pub(crate) struct Secret;

impl Row for Secret {
    fn about(_: &Planning<'_>, _: &Draft<'_>, spec: &Spec) -> About {
        About::named(Kind::Secret, spec)
    }

    fn plan(planner: &Planning<'_>, spec: &Spec, _: &StepId) -> Result<Outcome, Blocked> {
        let data = stored::data(spec)?;
        let Some(live) = planner.world.secrets.rows().find(|live| live.name == spec.name) else {
            return Ok(stored::created(Kind::Secret, spec));
        };
        if spec.text("type").is_some_and(|wanted| wanted != live.kind) {
            return Blocked::because(format!(
                "It is of type {}, and the type cannot change. Delete it and create it again.",
                live.kind
            ));
        }
        let users = planner.world.users_of_secret(&spec.name);
        Ok(stored::sent_again(Kind::Secret, spec, data, &[], users))
    }

    fn stands(spec: &Spec, asked: &Asked<'_>) -> Standing {
        Standing::unread(asked.world.secrets.rows().any(|live| live.name == spec.name))
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
        let compared = stored::compared(sent.write, &live.raw, ["type", "data"]);
        Ok(if sent.write.creates() { look::created(compared, None) } else { look::changed(compared) })
    }
}
