//! Exec sessions: waiting for the agent, then a shell until one side ends it.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::ws::{Message, WebSocket};

use super::frame::{Session, kind, read};
use super::shell::{Output, PROMPT, Shell};
use super::{Ending, refused};
use crate::clock::iso;
use crate::kinds::microservices::view::Lookup;
use crate::server::Controller;
use crate::state::State;

/// How often the pairing is tried, how long an agent takes to open its side, and when to give up; milliseconds.
const RETRY: u64 = 200;
const AGENT: f64 = 400.0;
const PATIENCE: f64 = 60_000.0;
/// How often the client is pinged.
const PING: f64 = 30_000.0;

const WAITING: &str = "Waiting for agent connection. Please ensure the microservice/agent is running.\n";

/// Runs a session; how it ended.
pub(super) async fn run(controller: &Controller, socket: &mut WebSocket, uuid: &str) -> Ending {
    let pending = Session { subject: ("microserviceUuid", uuid.into()), id: ("execId", "pending".into()) };
    let frame = pending.frame(kind::STDERR, WAITING.as_bytes(), controller.now());
    if socket.send(frame).await.is_err() {
        return gone();
    }
    let id = match pair(controller, socket, uuid, &pending).await {
        Ok(id) => id,
        Err(ending) => return ending,
    };
    let mut shell = controller.with(|state, _| {
        let mut env =
            vec![("PATH".to_owned(), "/usr/bin:/bin".to_owned()), ("HOME".to_owned(), "/root".to_owned())];
        let mut host = String::new();
        if let Some(row) = state.microservice(uuid) {
            env.extend(row.env.iter().map(|env| (env.key.clone(), env.value.clone())));
            host.clone_from(&row.name);
        }
        env.push(("HOSTNAME".to_owned(), host.clone()));
        Shell::new(&host, env)
    });
    let session = Session { id: ("execId", id), ..pending };
    let ending = talk(controller, socket, &session, uuid, &mut shell).await;
    controller.with(|state, _| {
        if let Some(row) = state.microservice_mut(uuid) {
            row.exec_session = None;
        }
    });
    ending
}

fn gone() -> Ending {
    (1001, "Client went away".into())
}

/// Whether the agent's side of a session is open: exec is enabled and the container runs.
fn is_open(state: &State, uuid: &str, now: i64) -> bool {
    let row = state.microservice(uuid).filter(|row| row.exec_enabled);
    row.is_some_and(|row| Lookup::new(state, now).status(row).status == "RUNNING")
}

/// Waits until exec was enabled, which makes the agent open its side to one of those who wait; the session's id.
async fn pair(
    controller: &Controller,
    socket: &mut WebSocket,
    uuid: &str,
    session: &Session,
) -> Result<String, Ending> {
    let is_free = |state: &State, now| {
        is_open(state, uuid, now) && state.microservice(uuid).is_some_and(|row| row.exec_session.is_none())
    };
    let claim = |state: &mut State, now| {
        let id = is_free(state, now).then(|| state.ids.uuid())?;
        state.microservice_mut(uuid)?.exec_session = Some(id.clone());
        Some(id)
    };
    let (patience, agent) = controller.with(|state, _| (state.span(PATIENCE), state.span(AGENT)));
    let rounds = patience.unsigned_abs() / RETRY + 1;
    for _ in 0..rounds {
        if controller.with(|state, now| is_free(state, now)) {
            tokio::time::sleep(Duration::from_millis(agent.unsigned_abs())).await;
            if let Some(id) = controller.with(claim) {
                return Ok(id);
            }
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_millis(RETRY)) => {}
            message = socket.recv() => match message {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(gone()),
                Some(Ok(Message::Binary(bytes))) if read(&bytes).is_some_and(|(kind, _)| kind == kind::CLOSE) => {
                    return Err((1000, "Session closed".into()));
                }
                Some(Ok(_)) => {}
            }
        }
    }
    let sorry = session.frame(kind::STDERR, b"Timeout waiting for agent connection\n", controller.now());
    let _ = socket.send(sorry).await;
    Err(refused("Timeout waiting for agent connection"))
}

/// Carries input to the shell and its output back.
async fn talk(
    controller: &Controller,
    socket: &mut WebSocket,
    session: &Session,
    uuid: &str,
    shell: &mut Shell,
) -> Ending {
    let prompt = session.frame(kind::STDOUT, PROMPT.as_bytes(), controller.now());
    if socket.send(prompt).await.is_err() {
        return gone();
    }
    let pause = controller.with(|state, _| state.span(PING)).unsigned_abs().max(RETRY);
    let mut pings = tokio::time::interval(Duration::from_millis(pause));
    loop {
        let message = tokio::select! {
            message = socket.recv() => message,
            _ = pings.tick() => {
                if socket.send(Message::Ping(Bytes::new())).await.is_err() {
                    return gone();
                }
                continue;
            }
            () = tokio::time::sleep(Duration::from_millis(RETRY)) => {
                if controller.with(|state, now| is_open(state, uuid, now)) {
                    if send(socket, session, &shell.tick(), controller.now()).await.is_err() {
                        return gone();
                    }
                    continue;
                }
                return (1000, "Agent closed connection".into());
            }
        };
        let Some(Ok(message)) = message else { return gone() };
        let typed = match message {
            // One line per text frame: the line break is added.
            Message::Text(text) => format!("{text}\n").into_bytes(),
            Message::Binary(bytes) => match read(&bytes) {
                Some((kind::STDIN, data)) => data,
                Some((kind::CONTROL, data)) => {
                    if socket.send(session.frame(kind::CONTROL, &data, controller.now())).await.is_err() {
                        return gone();
                    }
                    continue;
                }
                Some((kind::CLOSE, _)) => return (1000, "Session closed".into()),
                _ => continue,
            },
            Message::Close(_) => return gone(),
            Message::Ping(_) | Message::Pong(_) => continue,
        };
        let now = controller.now();
        let output = shell.typed(&typed, &iso(now));
        if send(socket, session, &output, now).await.is_err() {
            return gone();
        }
        if output.ended {
            return (1000, "Agent closed connection".into());
        }
    }
}

async fn send(
    socket: &mut WebSocket,
    session: &Session,
    output: &Output,
    now: i64,
) -> Result<(), axum::Error> {
    if !output.err.is_empty() {
        socket.send(session.frame(kind::STDERR, &output.err, now)).await?;
    }
    if !output.out.is_empty() {
        socket.send(session.frame(kind::STDOUT, &output.out, now)).await?;
    }
    Ok(())
}
