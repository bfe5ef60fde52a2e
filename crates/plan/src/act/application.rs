//! Starting and stopping an application, which starts and stops its microservices (Controller contract 9).

use client::{Client, Transport, api};
use model::{Application, Microservice};

use super::{Known, Preview, Undone, settle};

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
        microservices: Known<impl IntoIterator<Item = &'a Microservice>>,
    ) -> Preview {
        let command = format!("{} application {}", self.verb(), application.name);
        let microservices = match microservices {
            Ok(microservices) => microservices,
            Err(why) => return self.blind(&why, command),
        };
        let members: Vec<_> =
            microservices.into_iter().filter(|one| one.application == application.name).collect();
        let names = |on: bool| {
            let names = members.iter().filter(|one| one.is_switched_on() == on).map(|one| one.name.as_str());
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
            .then(|| format!("Stopped individually, and left stopped: {off}."));
        let effects = effects.into_iter().chain(stays).collect();
        Preview { effects, dependents: None, unknown: None, command }
    }

    /// Without knowing the microservices. Only stopping takes something away.
    fn blind(self, why: &str, command: String) -> Preview {
        let unknown = format!("Which microservices it has is not known: {why}");
        let (effect, unknown) = match self {
            Self::Start => ("Starts the containers of its microservices.", None),
            Self::Stop => (
                "Stops the containers of all its microservices, until somebody starts the application.",
                Some(unknown),
            ),
        };
        Preview { effects: vec![effect.to_owned()], dependents: None, unknown, command }
    }

    /// Turns it, and reads what became of it.
    pub async fn carry_out<T: Transport>(
        self,
        client: &Client<T>,
        name: &str,
        pause: impl AsyncFn(u32),
    ) -> Result<(), Undone> {
        let call = match self {
            Self::Start => api::applications::start(name),
            Self::Stop => api::applications::stop(name),
        };
        let request = call.request.clone();
        let look = async || {
            let now = client.send(api::applications::get(name)).await.ok()?;
            Some(now.value.is_activated == (self == Self::Start))
        };
        settle((client.send(call).await, request), false, look, pause).await
    }
}
