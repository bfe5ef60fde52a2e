//! One row per kind: how its object is found in the world, planned, sent, and read back after doubt. Everything else in
//! this crate knows verbs, and asks the row.

pub(crate) mod application;
mod application_template;
mod catalog_item;
mod config_map;
pub(crate) mod microservice;
pub(crate) mod registry;
mod secret;
mod shown;
mod stored;
mod volume_mount;

use client::{Call, Client, Error, ErrorKind, Request, Transport};
use manifest::wire::Spec;
use model::{Created, CreatedUuid, Kind, World};

use crate::apply::{Before, Found, Made, Refusal};
use crate::documents::Draft;
use crate::identity::StepId;
use crate::planner::{About, Blocked, Outcome, Planning};
use crate::standing::{Asked, Standing};
use crate::write::{Deed, Object, Write};

/// A request with the way in which its answer names what was made.
pub(crate) enum Sending {
    Id(Call<Created>),
    Uuid(Call<CreatedUuid>),
    /// It names nothing.
    Done(Call<()>),
}

/// A write that was sent, as far as looking for it needs that.
pub(crate) struct Sent<'a> {
    pub(crate) write: &'a Write,
    pub(crate) before: &'a Before,
    /// Numbers of nameless objects that this run has made: these are not the one looked for.
    pub(crate) ours: &'a [i64],
}

/// A planned change that is about to be sent.
pub(crate) struct Planned<'a> {
    pub(crate) write: &'a Write,
    pub(crate) before: &'a Before,
    /// What the plan was made from.
    pub(crate) seen: &'a World,
}

/// What a plan and a run have to know of a kind.
pub(crate) trait Row {
    /// False where a creation that is sent twice makes two.
    const HAS_NAME: bool = true;
    /// Whether replacing what is not there makes it.
    const REPLACING_MAKES: bool = false;
    /// False where a change of what is somebody else's is answered with success, and nothing was done (Controller contract
    /// 22).
    const ANSWERS_TRULY: bool = true;

    /// What a document calls its object; what tells its documents apart.
    fn key(spec: &Spec) -> String {
        spec.full_name()
    }

    /// Which objects and names a document lays claim to.
    fn about(planner: &Planning<'_>, draft: &Draft<'_>, spec: &Spec) -> About;

    /// What the world has of the object that a document is about.
    fn stands(spec: &Spec, asked: &Asked<'_>) -> Standing;

    /// What a document comes to.
    fn plan(planner: &Planning<'_>, spec: &Spec, id: &StepId) -> Result<Outcome, Blocked>;

    /// Where an object is read.
    fn place(object: &Object) -> Request;

    /// The request of a write.
    fn call(write: &Write, before: &Before) -> Result<Sending, Error>;

    /// Reads what has to be known before a write is sent. An error says why it must not be.
    async fn before<T: Transport>(write: &Write, client: &Client<T>) -> Result<Before, Refusal>;

    /// Of the fields that a change writes, those that are otherwise than in the world that the plan was made from. Only
    /// what lists hold can be compared.
    async fn moved<T: Transport>(_: &Planned<'_>, _: &Client<T>) -> Result<Vec<String>, Refusal> {
        Ok(Vec::new())
    }

    /// Looks what has become of a write.
    async fn look<T: Transport>(sent: &Sent<'_>, client: &Client<T>) -> Result<Found, Error>;

    /// The requests that make the `missing` parts of an object that was made without them.
    fn complete(_write: &Write, _missing: &[String]) -> Result<Vec<Write>, String> {
        Ok(Vec::new())
    }
}

/// Asks the row of a kind: the one place that knows them all.
macro_rules! ask {
    ($kind:expr, $row:ident => $answer:expr) => {
        match $kind {
            Kind::Application => {
                use application::Application as $row;
                $answer
            }
            Kind::ApplicationTemplate => {
                use application_template::ApplicationTemplate as $row;
                $answer
            }
            Kind::CatalogItem => {
                use catalog_item::CatalogItem as $row;
                $answer
            }
            Kind::Microservice => {
                use microservice::Microservice as $row;
                $answer
            }
            Kind::Registry => {
                use registry::Registry as $row;
                $answer
            }
            Kind::Secret => {
                use secret::Secret as $row;
                $answer
            }
            Kind::ConfigMap => {
                use config_map::ConfigMap as $row;
                $answer
            }
            Kind::VolumeMount => {
                use volume_mount::VolumeMount as $row;
                $answer
            }
            Kind::Agent => {
                use shown::Shown as $row;
                $answer
            }
        }
    };
}

/// See [`Row::HAS_NAME`].
pub(crate) fn has_name(kind: Kind) -> bool {
    ask!(kind, R => R::HAS_NAME)
}

/// See [`Row::REPLACING_MAKES`].
pub(crate) fn replacing_makes(kind: Kind) -> bool {
    ask!(kind, R => R::REPLACING_MAKES)
}

/// See [`Row::key`].
pub(crate) fn key(kind: Kind, spec: &Spec) -> String {
    ask!(kind, R => R::key(spec))
}

/// See [`Row::about`].
pub(crate) fn about(kind: Kind, planner: &Planning<'_>, draft: &Draft<'_>, spec: &Spec) -> About {
    ask!(kind, R => R::about(planner, draft, spec))
}

/// See [`Row::plan`].
pub(crate) fn plan(kind: Kind, planner: &Planning<'_>, spec: &Spec, id: &StepId) -> Result<Outcome, Blocked> {
    ask!(kind, R => R::plan(planner, spec, id))
}

/// See [`Row::stands`].
pub(crate) fn stands(kind: Kind, spec: &Spec, asked: &Asked<'_>) -> Standing {
    ask!(kind, R => R::stands(spec, asked))
}

/// See [`Row::place`].
pub(crate) fn place(write: &Write) -> Request {
    ask!(write.kind, R => R::place(&write.object))
}

/// Sends a write and gives what it made, as far as the answer tells.
pub(crate) async fn send<T: Transport>(
    write: &Write,
    before: &Before,
    client: &Client<T>,
) -> Result<Option<Made>, Error> {
    Ok(match ask!(write.kind, R => R::call(write, before))? {
        // Every field of an answer may be missing: no object has this id.
        Sending::Id(call) => Some(client.send(call).await?.id).filter(|id| *id != 0).map(Made::Id),
        Sending::Uuid(call) => {
            Some(client.send(call).await?.uuid).filter(|uuid| !uuid.is_empty()).map(Made::Uuid)
        }
        Sending::Done(call) => {
            client.send(call).await?;
            proven(write, client).await?;
            None
        }
    })
}

/// Where objects belong to users, a change that was answered with success is looked for if that says nothing; see
/// [`Row::ANSWERS_TRULY`]. One that cannot be read counts as made.
async fn proven<T: Transport>(write: &Write, client: &Client<T>) -> Result<(), Error> {
    let is_doubtful = !ask!(write.kind, R => R::ANSWERS_TRULY) && matches!(write.deed, Deed::Change(_));
    if !is_doubtful || !client.capabilities().has_tenants() {
        return Ok(());
    }
    match look(&Sent { write, before: &Before::Nothing, ours: &[] }, client).await {
        Ok(Found::Otherwise { .. }) => {
            let noun = write.kind.noun();
            let message =
                format!("The Controller answered as if it had changed the {noun}, and left it as it was.");
            let advice = "It belongs to somebody else: ask its owner, or make one of your own.";
            Err(Error::found(ErrorKind::Forbidden, &place(write), message, advice))
        }
        _ => Ok(()),
    }
}

/// See [`Row::before`].
pub(crate) async fn before<T: Transport>(write: &Write, client: &Client<T>) -> Result<Before, Refusal> {
    ask!(write.kind, R => R::before(write, client).await)
}

/// See [`Row::moved`].
pub(crate) async fn moved<T: Transport>(
    change: &Planned<'_>,
    client: &Client<T>,
) -> Result<Vec<String>, Refusal> {
    ask!(change.write.kind, R => R::moved(change, client).await)
}

/// See [`Row::look`].
pub(crate) async fn look<T: Transport>(sent: &Sent<'_>, client: &Client<T>) -> Result<Found, Error> {
    ask!(sent.write.kind, R => R::look(sent, client).await)
}

/// See [`Row::complete`].
pub(crate) fn complete(write: &Write, missing: &[String]) -> Result<Vec<Write>, String> {
    ask!(write.kind, R => R::complete(write, missing))
}
