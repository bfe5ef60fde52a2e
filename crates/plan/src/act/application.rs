//! Starting and stopping an application, which starts and stops its microservices (Controller contract 9).

use client::{Client, Transport, api};
use model::{Application, Microservice};

use super::{Preview, Undone, settle};

/// The switch of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Switch {
    /// Let its microservices run.
    Start,
    /// Let them not run.
    Stop,
}

impl Switch {
    /// The word of the command line.
    pub fn verb(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Stop => "stop",
        }
    }

    /// What turning it sets off, among the microservices that there are.
    pub fn preview<'a>(
        self,
        application: &Application,
        microservices: impl IntoIterator<Item = &'a Microservice>,
    ) -> Preview {
        let members: Vec<_> =
            microservices.into_iter().filter(|one| one.application == application.name).collect();
        let names = |on: bool| {
            let names = members.iter().filter(|one| one.is_activated == on).map(|one| one.name.as_str());
            names.collect::<Vec<_>>().join(", ")
        };
        let (switched, off) = (names(true), names(false));
        let effects = match (self, switched.is_empty()) {
            (_, true) => vec!["No container changes: none of its microservices is switched on.".to_owned()],
            (Self::Start, false) => vec![format!("Starts the containers of {switched}.")],
            (Self::Stop, false) => {
                vec![format!("Stops the containers of {switched}, until somebody starts the application.")]
            }
        };
        let stays = (self == Self::Start && !off.is_empty())
            .then(|| format!("Stopped by themselves, and staying so: {off}."));
        Preview {
            effects: effects.into_iter().chain(stays).collect(),
            dependents: None,
            command: format!("{} application {}", self.verb(), application.name),
        }
    }

    /// Turns it. When the answer leaves open what became of it, that is read from the Controller.
    pub async fn carry_out<T: Transport>(self, client: &Client<T>, name: &str) -> Result<(), Undone> {
        let call = match self {
            Self::Start => api::applications::start(name),
            Self::Stop => api::applications::stop(name),
        };
        let Err(error) = client.send(call).await else { return Ok(()) };
        let look = async {
            let now = client.send(api::applications::get(name)).await.ok()?;
            Some(now.value.is_activated == (self == Self::Start))
        };
        settle(error, false, look).await
    }
}
