//! Log sessions: the lines of the past, then new ones as they are written.

use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use serde_json::json;

use super::Ending;
use super::frame::{Session, kind, read};
use super::lines::{SPACING, Tail, line};
use crate::kinds::microservices::view::Lookup;
use crate::server::Controller;

const WAITING: &str = "Waiting for agent connection. Log streaming will begin once the agent connects.\n";
const CONNECTED: &str = "Agent connected. Log streaming started.\n";

/// Lines of the past go out this many at a time; as from a real agent, a frame need not end where a line does.
const CHUNK: usize = 25;

/// Runs a session; how it ended.
pub(super) async fn run(
    controller: &Controller,
    socket: &mut WebSocket,
    (key, uuid): (&'static str, &str),
    tail: &Tail,
) -> Ending {
    let id = controller.with(|state, _| state.ids.uuid());
    let session = Session { subject: (key, uuid.into()), id: ("sessionId", id) };
    match stream(controller, socket, &session, tail).await {
        Ok(ending) => ending,
        Err(_) => (1001, "Client went away".into()),
    }
}

async fn stream(
    controller: &Controller,
    socket: &mut WebSocket,
    session: &Session,
    tail: &Tail,
) -> Result<Ending, axum::Error> {
    let (uuid, now) = (session.subject.1.as_str(), controller.now());
    let config = json!({
        "lines": tail.lines, "follow": tail.follow, "since": tail.given[0], "until": tail.given[1],
    });
    let start = json!({"sessionId": session.id.1, "tailConfig": config}).to_string();
    socket.send(session.announcement(start.as_bytes(), now)).await?;
    socket.send(session.notice(kind::LOG_LINE, WAITING.as_bytes(), now)).await?;
    let delay = controller.with(|state, _| state.span(300.0)).unsigned_abs();
    tokio::time::sleep(Duration::from_millis(delay)).await;
    let connected = json!({"sessionId": session.id.1, "message": CONNECTED}).to_string();
    socket.send(session.announcement(connected.as_bytes(), now)).await?;
    let now = controller.now();
    let past = tail.past(started(controller, uuid), now);
    let next = past.end() + 1;
    let text = past.map(|number| line(uuid, number)).collect::<Vec<_>>();
    for part in text.chunks(CHUNK) {
        for piece in pieces(&part.concat()) {
            socket.send(session.frame(kind::LOG_LINE, piece.as_bytes(), now)).await?;
        }
    }
    if tail.follow
        && let Some(ending) = follow(controller, socket, session, tail, next).await?
    {
        return Ok(ending);
    }
    socket.send(session.frame(kind::LOG_STOP, b"", controller.now())).await?;
    Ok((1000, "Session closed".into()))
}

/// Sends new lines until the subject stops or the wanted time is over; the ending if the client asks for one before.
async fn follow(
    controller: &Controller,
    socket: &mut WebSocket,
    session: &Session,
    tail: &Tail,
    mut next: i64,
) -> Result<Option<Ending>, axum::Error> {
    let uuid = session.subject.1.as_str();
    while tail.until.is_none_or(|until| controller.now() <= until) && started(controller, uuid) != i64::MAX {
        if let Some(ending) = pause(controller, socket, session, next).await? {
            return Ok(Some(ending));
        }
        let now = controller.now();
        while next * SPACING <= now {
            for piece in pieces(&line(uuid, next)) {
                socket.send(session.frame(kind::LOG_LINE, piece.as_bytes(), now)).await?;
            }
            next += 1;
        }
    }
    Ok(None)
}

/// A text in one piece, or cut inside its last line.
fn pieces(text: &str) -> Vec<&str> {
    let cut = text.len() * 2 / 3;
    if text.len().is_multiple_of(5)
        && let Some((left, right)) = text.split_at_checked(cut)
    {
        return vec![left, right];
    }
    vec![text]
}

/// When the subject began to write; the end of time when it does not run any more.
fn started(controller: &Controller, uuid: &str) -> i64 {
    controller.with(|state, now| {
        if let Some(agent) = state.agent(uuid).filter(|agent| agent.is_alive()) {
            return agent.provisioned.unwrap_or(now);
        }
        let status = state.microservice(uuid).map(|row| Lookup::new(state, now).status(row));
        status.filter(|status| status.status == "RUNNING").map_or(i64::MAX, |status| status.start_time)
    })
}

/// Waits for the next line; the ending if the client asks for one meanwhile.
async fn pause(
    controller: &Controller,
    socket: &mut WebSocket,
    session: &Session,
    next: i64,
) -> Result<Option<Ending>, axum::Error> {
    let wait = (next * SPACING - controller.now()).clamp(50, SPACING).unsigned_abs();
    tokio::select! {
        () = tokio::time::sleep(Duration::from_millis(wait)) => Ok(None),
        message = socket.recv() => match message {
            Some(Ok(Message::Binary(bytes))) => match read(&bytes) {
                Some((kind::CLOSE | kind::LOG_STOP, _)) => Ok(Some((1000, "Session closed".into()))),
                Some((kind::CONTROL, data)) => {
                    socket.send(session.frame(kind::CONTROL, &data, controller.now())).await?;
                    Ok(None)
                }
                _ => Ok(None),
            },
            Some(Ok(Message::Close(_)) | Err(_)) | None => Ok(Some((1001, "Client went away".into()))),
            Some(Ok(_)) => Ok(None),
        }
    }
}
