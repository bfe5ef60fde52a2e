//! Starting, stopping, rebuilding and deleting a microservice.

use client::{Call, Client, Error, ErrorKind, MicroservicePatch, Transport, api};
use model::{Agent, Capabilities, Feature, Microservice};
use serde_json::json;

use super::{Known, Outcome, Preview, Undone, settle};

/// What can be done to a microservice without changing what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Let it run.
    Start,
    /// Let it not run.
    Stop,
    /// Let its agent make the container again.
    Rebuild,
    /// Remove it.
    Delete,
}

impl Act {
    /// The word of the command line and, with a capital letter, of a button.
    pub fn verb(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Stop => "stop",
            Self::Rebuild => "rebuild",
            Self::Delete => "delete",
        }
    }

    /// The request for the microservice with this uuid (Controller contract 10.4).
    pub fn call(self, uuid: &str) -> Call<()> {
        match self {
            Self::Start => api::microservices::start(uuid),
            Self::Stop => api::microservices::stop(uuid),
            Self::Rebuild => api::microservices::rebuild(uuid),
            Self::Delete => api::microservices::delete(uuid),
        }
    }

    /// Why it cannot be done on this kind of Controller; `None` where it can.
    pub fn missing_on(self, capabilities: &Capabilities) -> Option<String> {
        // Without an address of its own it is a change.
        if self == Self::Rebuild {
            return None;
        }
        self.call("any").request.why_missing_on(capabilities)
    }

    /// What doing it to `microservice` on `agent` sets off, among all that there are.
    pub fn preview<'a>(
        self,
        microservice: &Microservice,
        agent: Option<&Agent>,
        all: Known<impl IntoIterator<Item = &'a Microservice>>,
    ) -> Preview {
        let name = microservice.full_name();
        let (dependents, unknown) = match all {
            Ok(all) => (self.dependents(microservice, all), None),
            Err(why) => {
                (None, self.takes().then(|| format!("Who reaches it by its name is not known: {why}")))
            }
        };
        Preview {
            effects: self.effects(microservice, agent),
            dependents,
            unknown,
            command: format!("{} microservice {name}", self.verb()),
        }
    }

    fn effects(self, microservice: &Microservice, agent: Option<&Agent>) -> Vec<String> {
        let place = agent.map(|agent| format!(" on {}", agent.name)).unwrap_or_default();
        let first = match self {
            Self::Start => format!("Its container{place} starts."),
            Self::Stop => format!("Its container{place} stops, and stays stopped until somebody starts it."),
            Self::Rebuild => format!(
                "Its container{place} is removed and created again, from whatever image its registry has then."
            ),
            Self::Delete => format!("It is deleted at once and for good, and its container{place} removed."),
        };
        let stays = match (self, volumes(microservice)) {
            (Self::Rebuild | Self::Delete, Some(volumes)) => Some(format!(
                "What it wrote elsewhere than to its volumes is lost. The data in {volumes} stays on the agent."
            )),
            (Self::Rebuild | Self::Delete, None) => {
                Some("It has no volumes, so all that it wrote is lost.".to_owned())
            }
            _ => None,
        };
        let later = agent
            .filter(|agent| agent.is_away())
            .map(|agent| format!("{} is not reporting; this happens once it reports again.", agent.name));
        [Some(first), stays, later].into_iter().flatten().collect()
    }

    /// Only a deletion takes from others what they reach, for good.
    pub fn takes(self) -> bool {
        self == Self::Delete
    }

    /// Who loses by it.
    fn dependents<'a>(
        self,
        microservice: &Microservice,
        all: impl IntoIterator<Item = &'a Microservice>,
    ) -> Option<String> {
        let losing = all.into_iter().filter(|other| reaches(other, microservice));
        let names: Vec<String> = losing.map(Microservice::full_name).collect();
        (self.takes() && !names.is_empty())
            .then(|| format!("These reach it by its name and will lose it: {}.", names.join(", ")))
    }

    /// Does it, and reads what became of it.
    pub async fn carry_out<T: Transport>(
        self,
        client: &Client<T>,
        uuid: &str,
        pause: impl AsyncFn(u32),
    ) -> Result<(), Undone> {
        let call = match self.by_change(client, uuid).await {
            Ok(change) => change.unwrap_or_else(|| self.call(uuid)),
            Err(error) => return Err(Undone { error, outcome: Outcome::NotDone }),
        };
        let request = call.request.clone();
        let answer = client.send(call).await;
        settle((answer, request), self.takes(), async || self.read_back(client, uuid).await, pause).await
    }

    /// The change that does it on a Controller that has no address for it. It says again what a change would otherwise lose.
    async fn by_change<T: Transport>(
        self,
        client: &Client<T>,
        uuid: &str,
    ) -> Result<Option<Call<()>>, Error> {
        if self != Self::Rebuild || client.capabilities().has(Feature::RebuildAddress) {
            return Ok(None);
        }
        let live = client.send(api::microservices::get(uuid)).await?;
        let patch = MicroservicePatch::of(&live.value).with(json!({ "rebuild": true }));
        Ok(Some(api::microservices::update(uuid, patch)))
    }

    /// Whether it is done; `None` when that cannot be told: a wish for a rebuild is not seen on a microservice.
    async fn read_back<T: Transport>(self, client: &Client<T>, uuid: &str) -> Option<bool> {
        if self == Self::Rebuild {
            return None;
        }
        match client.send(api::microservices::get(uuid)).await {
            Ok(now) => match self {
                Self::Start => Some(now.value.is_switched_on()),
                Self::Stop => Some(!now.value.is_switched_on()),
                Self::Rebuild => None,
                Self::Delete => Some(false),
            },
            Err(error) => (error.kind == ErrorKind::NotFound).then_some(self == Self::Delete),
        }
    }
}

/// Whether `other` reaches a microservice by its name, through an extra host (manifest rules 2.3).
pub fn reaches(other: &Microservice, microservice: &Microservice) -> bool {
    // Most have no extra hosts, and lists of thousands are looked through at every refresh.
    if other.extra_hosts.is_empty() || other.uuid == microservice.uuid {
        return false;
    }
    let reference = format!("${{Apps.{}.{}.", microservice.application, microservice.name);
    other.extra_hosts.iter().any(|host| host.address.starts_with(&reference))
}

/// The places on the agent that outlive the container.
fn volumes(microservice: &Microservice) -> Option<String> {
    let places = microservice.volume_mappings.iter().map(|volume| volume.host_destination.as_str());
    let places: Vec<&str> = places.collect();
    (!places.is_empty()).then(|| places.join(", "))
}
