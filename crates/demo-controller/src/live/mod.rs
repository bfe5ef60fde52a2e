//! Log and exec sessions over WebSocket (Controller contract 11). Unlike the real one, tokens are verified here.

mod exec;
mod frame;
mod lines;
mod logs;
mod shell;

use axum::extract::ws::{CloseFrame, Message, WebSocket};

use crate::api::dispatch::FORBIDDEN;
use crate::api::{BASE, Caller, Verb, query, rights};
use crate::kinds::auth;
use crate::kinds::events::Audit;
use crate::kinds::microservices::view::Lookup;
use crate::server::Controller;
use crate::state::State;

/// Why a session ends: the code and the text of the close frame.
type Ending = (u16, String);

fn refused(reason: impl Into<String>) -> Ending {
    (1008, reason.into())
}

/// What a session is about.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Subject {
    Exec { uuid: String, system: bool },
    Logs { uuid: String, system: bool },
    AgentLogs { uuid: String },
}

impl Subject {
    /// The subject of a path below the base.
    fn of(path: &str) -> Option<Self> {
        let segments = path.trim_matches('/').split('/').map(query::decode_segment).collect::<Vec<_>>();
        let words = segments.iter().map(String::as_str).collect::<Vec<_>>();
        let own = |uuid: &str| uuid.to_owned();
        Some(match words.as_slice() {
            ["microservices", "exec", uuid] => Self::Exec { uuid: own(uuid), system: false },
            ["microservices", "system", "exec", uuid] => Self::Exec { uuid: own(uuid), system: true },
            ["microservices", "system", uuid, "logs"] => Self::Logs { uuid: own(uuid), system: true },
            ["microservices", uuid, "logs"] => Self::Logs { uuid: own(uuid), system: false },
            ["iofog", uuid, "logs"] => Self::AgentLogs { uuid: own(uuid) },
            _ => return None,
        })
    }

    /// The right that is needed.
    fn right(&self) -> (&'static str, Verb) {
        match self {
            Self::Exec { system: false, .. } => ("execSessions", Verb::Read),
            Self::Exec { system: true, .. } => ("systemExecSessions", Verb::Read),
            Self::Logs { system: false, .. } => ("logs", Verb::Read),
            Self::Logs { .. } | Self::AgentLogs { .. } => ("systemLogs", Verb::Read),
        }
    }
}

/// A request to open a session.
pub(crate) struct Opening {
    /// Below the base.
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) authorization: Option<String>,
}

/// Runs a session to its end. The upgrade has happened already: refusals are close frames.
pub(crate) async fn run(controller: Controller, mut socket: WebSocket, opening: Opening) {
    let pairs = query::pairs(&opening.query);
    let token = pairs.iter().find(|(key, _)| key == "token").map(|(_, value)| value.clone());
    let path = format!("{BASE}{}", opening.path);
    let actor = token.as_deref().and_then(auth::claims).and_then(|claims| {
        claims.get("preferred_username").and_then(|name| name.as_str().map(str::to_owned))
    });
    controller.with(|state, now| state.record(Audit::socket(&path, actor.clone(), None, now)));
    let admitted = controller.with(|state, now| admit(state, &opening, token, now));
    let (code, reason) = match admitted {
        Err(ending) => ending,
        Ok(Subject::Exec { uuid, .. }) => exec::run(&controller, &mut socket, &uuid).await,
        Ok(Subject::Logs { uuid, .. }) => {
            logs::run(&controller, &mut socket, &uuid, "microserviceUuid", &pairs).await
        }
        Ok(Subject::AgentLogs { uuid }) => {
            logs::run(&controller, &mut socket, &uuid, "iofogUuid", &pairs).await
        }
    };
    // The other side may be gone already.
    let _ = socket.send(Message::Close(Some(CloseFrame { code, reason: reason.into() }))).await;
    controller.with(|state, now| state.record(Audit::socket(&path, actor, Some(code), now)));
}

/// Checks token, right and subject.
fn admit(state: &State, opening: &Opening, token: Option<String>, now: i64) -> Result<Subject, Ending> {
    let header = || auth::credential(state.api, opening.authorization.as_deref());
    let token = token.or_else(header).ok_or_else(|| refused("Missing authentication token"))?;
    let caller =
        auth::verify(state, &token, now).ok_or_else(|| refused("No subjects found in WebSocket token"))?;
    let subject = Subject::of(&opening.path).ok_or_else(|| refused("Route not registered"))?;
    check_right(state, &caller, &subject)?;
    match &subject {
        Subject::AgentLogs { uuid } => {
            let agent = state.agent(uuid).ok_or_else(|| refused(format!("Invalid ioFog UUID '{uuid}'")))?;
            if !agent.is_alive() {
                return Err(refused("Fog is not running"));
            }
        }
        Subject::Exec { uuid, system } | Subject::Logs { uuid, system } => {
            let row =
                state.microservice(uuid).ok_or_else(|| refused(format!("Microservice not found: {uuid}")))?;
            if state.is_system(row) != *system {
                return Err(refused("Microservice UUID is not found"));
            }
            if Lookup::new(state, now).status(row).status != "RUNNING" {
                return Err(refused("Microservice is not running"));
            }
            if matches!(subject, Subject::Exec { .. }) && row.exec_session.is_some() {
                return Err(refused("Microservice has already active exec session."));
            }
        }
    }
    Ok(subject)
}

fn check_right(state: &State, caller: &Caller, subject: &Subject) -> Result<(), Ending> {
    let (resource, verb) = subject.right();
    let uuid = match subject {
        Subject::Exec { uuid, .. } | Subject::Logs { uuid, .. } | Subject::AgentLogs { uuid } => uuid.clone(),
    };
    if rights::allows(state, caller, resource, verb, &[uuid]) { Ok(()) } else { Err(refused(FORBIDDEN)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_name_the_subject_of_a_session() {
        let logs = |uuid: &str, system| Some(Subject::Logs { uuid: uuid.into(), system });
        for (path, expected) in [
            ("/microservices/exec/u", Some(Subject::Exec { uuid: "u".into(), system: false })),
            ("/microservices/system/exec/u", Some(Subject::Exec { uuid: "u".into(), system: true })),
            ("/microservices/u/logs", logs("u", false)),
            ("/microservices/system/u/logs", logs("u", true)),
            ("/iofog/u/logs", Some(Subject::AgentLogs { uuid: "u".into() })),
            ("/registries", None),
        ] {
            assert_eq!(Subject::of(path), expected, "{path}");
        }
    }
}
