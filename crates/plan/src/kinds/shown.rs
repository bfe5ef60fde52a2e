//! The row of the kinds that the console shows and does not deploy: no document is planned, and nothing is sent.

use client::{Client, Error, ErrorKind, Request, Transport};
use manifest::wire::Spec;

use super::{Row, Sending, Sent};
use crate::apply::look::{Before, Found, Refusal};
use crate::documents::Draft;
use crate::identity::StepId;
use crate::planner::{About, Blocked, Outcome, Planning};
use crate::standing::{Asked, Standing};
use crate::write::{Object, Write};

/// The row.
pub(crate) struct Shown;

impl Row for Shown {
    fn about(_: &Planning<'_>, _: &Draft<'_>, _: &Spec) -> About {
        About::default()
    }

    fn plan(_: &Planning<'_>, _: &Spec, _: &StepId) -> Result<Outcome, Blocked> {
        Blocked::because("This console shows objects of this kind, and does not deploy them.")
    }

    fn stands(_: &Spec, _: &Asked<'_>) -> Standing {
        Standing::Nothing
    }

    fn place(_: &Object) -> Request {
        client::api::status::get().request
    }

    fn call(write: &Write, _: &Before) -> Result<Sending, Error> {
        Err(not_ours(write))
    }

    async fn before<T: Transport>(write: &Write, _: &Client<T>) -> Result<Before, Refusal> {
        Err(Refusal::Settled(not_ours(write)))
    }

    async fn look<T: Transport>(sent: &Sent<'_>, _: &Client<T>) -> Result<Found, Error> {
        Err(not_ours(sent.write))
    }
}

fn not_ours(write: &Write) -> Error {
    let message = format!("This console does not change a {}.", write.kind.noun());
    Error::found(ErrorKind::NotSupported, &Shown::place(&write.object), message, "")
}
