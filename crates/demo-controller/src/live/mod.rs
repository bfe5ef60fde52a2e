//! Log and exec sessions over WebSocket (Controller contract 11). Unlike the real one, tokens are verified here.

mod exec;
mod frame;
mod lines;
mod logs;
mod program;
mod shell;

use axum::extract::ws::{CloseFrame, Message, WebSocket};

use crate::api::dispatch::FORBIDDEN;
use crate::api::{BASE, Caller, Verb, query, rights};
use crate::kinds::auth;
use crate::kinds::events::Audit;
use crate::kinds::microservices::view::Lookup;
use crate::server::Controller;
use crate::state::State;
use lines::Tail;

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

    fn uuid(&self) -> &str {
        match self {
            Self::Exec { uuid, .. } | Self::Logs { uuid, .. } | Self::AgentLogs { uuid } => uuid,
        }
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
    let path = shown(&opening.path, &opening.query);
    let admitted = controller.with(|state, now| {
        let (subject, tail, actor) = admit(state, &opening, &pairs, now)?;
        state.record(Audit::socket(&path, actor.clone(), subject.uuid(), None, now));
        Ok::<_, Ending>((subject, tail, actor))
    });
    // A refusal is no event.
    let ((code, reason), known) = match admitted {
        Err(ending) => (ending, None),
        Ok((subject, tail, actor)) => {
            let ending = match &subject {
                Subject::Exec { uuid, .. } => exec::run(&controller, &mut socket, uuid).await,
                Subject::Logs { uuid, .. } => {
                    logs::run(&controller, &mut socket, ("microserviceUuid", uuid), &tail).await
                }
                Subject::AgentLogs { uuid } => {
                    logs::run(&controller, &mut socket, ("iofogUuid", uuid), &tail).await
                }
            };
            (ending, Some((subject, actor)))
        }
    };
    // The other side may be gone already.
    let _ = socket.send(Message::Close(Some(CloseFrame { code, reason: reason.into() }))).await;
    if let Some((subject, actor)) = known {
        controller
            .with(|state, now| state.record(Audit::socket(&path, actor, subject.uuid(), Some(code), now)));
    }
}

/// The path as events show it: with its query, but without what must stay secret.
fn shown(path: &str, query: &str) -> String {
    const SECRET: [&str; 7] =
        ["token", "access_token", "refresh_token", "api_key", "apikey", "password", "secret"];
    let harmless = |part: &&str| {
        let key = part.split_once('=').map_or(*part, |(key, _)| key).to_lowercase();
        !part.is_empty() && !SECRET.contains(&key.as_str())
    };
    let query = query.split('&').filter(harmless).collect::<Vec<_>>().join("&");
    if query.is_empty() { format!("{BASE}{path}") } else { format!("{BASE}{path}?{query}") }
}

/// Checks route, token, right, subject and query in this order; the last is the name of who asks.
fn admit(
    state: &State,
    opening: &Opening,
    pairs: &[(String, String)],
    now: i64,
) -> Result<(Subject, Tail, Option<String>), Ending> {
    let subject = Subject::of(&opening.path).ok_or_else(|| refused("Route not registered"))?;
    let token = pairs.iter().find(|(key, _)| key == "token").map(|(_, value)| value.clone());
    let header = || auth::credential(state.api, opening.authorization.as_deref());
    let token = token.or_else(header).ok_or_else(|| refused("Missing authentication token"))?;
    let caller =
        auth::verify(state, &token, now).ok_or_else(|| refused("No subjects found in WebSocket token"))?;
    check_right(state, &caller, &subject)?;
    check_subject(state, &subject, now)?;
    let tail = match subject {
        Subject::Exec { .. } => Tail::default(),
        Subject::Logs { .. } | Subject::AgentLogs { .. } => Tail::read(pairs).map_err(refused)?,
    };
    let claims = auth::claims(&token);
    let name = claims.as_ref().and_then(|claims| claims.get("preferred_username")?.as_str());
    Ok((subject, tail, name.map(str::to_owned)))
}

/// Containers and agents must run to be talked to.
fn check_subject(state: &State, subject: &Subject, now: i64) -> Result<(), Ending> {
    match subject {
        Subject::AgentLogs { uuid } => {
            let agent = state.agent(uuid).ok_or_else(|| refused(format!("Fog node not found: {uuid}")))?;
            if !agent.is_alive() {
                return Err(refused("Fog is not running"));
            }
        }
        Subject::Exec { uuid, system } | Subject::Logs { uuid, system } => {
            let row =
                state.microservice(uuid).ok_or_else(|| refused(format!("Microservice not found: {uuid}")))?;
            if state.is_system(row) != *system {
                return Err(refused(format!("Microservice {uuid} is not found")));
            }
            if !row.complete {
                return Err(refused("Microservice status not found"));
            }
            if Lookup::new(state, now).status(row).status != "RUNNING" {
                return Err(refused("Microservice is not running"));
            }
            if matches!(subject, Subject::Exec { .. }) && row.exec_session.is_some() {
                return Err(refused("Microservice has already active exec session."));
            }
        }
    }
    Ok(())
}

fn check_right(state: &State, caller: &Caller, subject: &Subject) -> Result<(), Ending> {
    let (resource, verb) = subject.right();
    if rights::allows(state, caller, resource, verb, &[subject.uuid().to_owned()]) {
        Ok(())
    } else {
        Err(refused(FORBIDDEN))
    }
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
