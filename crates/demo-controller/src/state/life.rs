//! The life of a container, worked out from timestamps: nothing runs in the background, so that the same moment always
//! gives the same answer.

use serde::Serialize;

use super::State;
use crate::clock::iso;
use crate::ids;
use crate::kinds::agents::Agent;
use crate::kinds::applications::Application;
use crate::kinds::microservices::Microservice;

/// What an agent reports about a container (Controller contract 10.1).
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Status {
    pub(crate) operating_duration: i64,
    pub(crate) start_time: i64,
    pub(crate) memory_usage: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) exec_session_ids: Option<[(); 0]>,
    pub(crate) status: &'static str,
    #[serde(serialize_with = "crate::number::field")]
    pub(crate) cpu_usage: f64,
    pub(crate) container_id: String,
    pub(crate) percentage: i64,
    pub(crate) error_message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ip_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) health_status: Option<&'static str>,
    pub(crate) created_at: String,
    pub(crate) updated_at: String,
}

impl Status {
    fn new(word: &'static str, row: &Microservice, updated: i64) -> Self {
        Self {
            operating_duration: 0,
            start_time: 0,
            memory_usage: 0,
            exec_session_ids: Some([]),
            status: word,
            cpu_usage: 0.0,
            container_id: String::new(),
            percentage: 0,
            error_message: String::new(),
            ip_address: Some(String::new()),
            health_status: Some(""),
            created_at: iso(row.created_at),
            updated_at: iso(updated),
        }
    }
}

/// Spans of a container's start, milliseconds at normal speed.
const QUEUED: f64 = 1200.0;
const PULLING: f64 = 2500.0;
const STARTING: f64 = 900.0;
const STOPPING: f64 = 1000.0;
/// A job of the Controller marks stopped microservices this often when no agent does.
const STOPPED_JOB: i64 = 30_000;

/// How an image behaves, told from words in its name.
enum Fate {
    Runs,
    /// `missing` or `no-such`: the registry has no such image.
    CannotBePulled,
    /// `crash`: the container ends right after its start, over and over.
    Crashes,
    /// `huge`: the download takes a very long time.
    PullsForHours,
}

fn fate(image: &str) -> Fate {
    if image.contains("missing") || image.contains("no-such") {
        Fate::CannotBePulled
    } else if image.contains("crash") {
        Fate::Crashes
    } else if image.contains("huge") {
        Fate::PullsForHours
    } else {
        Fate::Runs
    }
}

pub(crate) fn status(
    state: &State,
    row: &Microservice,
    application: Option<&Application>,
    agent: Option<&Agent>,
    now: i64,
) -> Status {
    let (active, switched) = application.map_or((true, 0), |known| (known.is_activated, known.switched_at));
    let active = active && row.is_activated;
    let switched = switched.max(row.switched_at);
    let Some(agent) = agent.filter(|agent| agent.provisioned.is_some()) else {
        let stopped = !active && now - switched.max(row.created_at) >= STOPPED_JOB;
        return Status::new(if stopped { "STOPPED" } else { "QUEUED" }, row, row.updated_at);
    };
    if let Some(lost) = agent.offline {
        let word = if row.changed_at > lost || row.created_at > lost { "QUEUED" } else { "UNKNOWN" };
        return Status::new(word, row, lost.max(row.created_at));
    }
    if !active {
        let word = if now - switched < state.span(STOPPING) { "STOPPING" } else { "STOPPED" };
        return Status::new(word, row, switched);
    }
    let since = switched.max(row.changed_at).max(agent.provisioned.unwrap_or(0));
    let image = state.image_of(row, agent.fog_type).unwrap_or("");
    let status = started(state, row, image, since, now);
    if status.status == "RUNNING" { alive(state, row, status, now) } else { status }
}

/// The way from queued to running; the image decides how far it gets.
fn started(state: &State, row: &Microservice, image: &str, since: i64, now: i64) -> Status {
    let elapsed = now - since;
    let queued = state.span(QUEUED);
    let fate = fate(image);
    #[expect(clippy::cast_precision_loss, reason = "a number below 1000")]
    let length = PULLING + (ids::hash(&row.uuid) % 1000) as f64;
    let pulling = state.span(if matches!(fate, Fate::PullsForHours) { 4.0 * 3_600_000.0 } else { length });
    let report = now.min(since + elapsed - elapsed.rem_euclid(500));
    if elapsed < queued {
        return Status::new("QUEUED", row, since);
    }
    let pulled = elapsed - queued;
    if pulled < pulling {
        let mut status = Status::new("PULLING", row, report);
        status.percentage = pulled * 100 / pulling.max(1);
        return status;
    }
    if matches!(fate, Fate::CannotBePulled) {
        let mut status = Status::new("FAILED", row, since + queued + pulling);
        status.error_message = format!("image not found: {image}");
        return status;
    }
    let running = pulled - pulling - state.span(STARTING);
    if running < 0 {
        let mut status = Status::new("STARTING", row, report);
        status.percentage = 100;
        return status;
    }
    if matches!(fate, Fate::Crashes) {
        let mut status = Status::new(crash(state, running), row, report);
        status.error_message = "container exited with code 1".to_owned();
        return status;
    }
    let mut status = Status::new("RUNNING", row, report);
    status.start_time = now - running;
    status.operating_duration = running;
    status.percentage = 100;
    status
}

/// A crashing container is restarted a few times before the agent gives up.
fn crash(state: &State, running: i64) -> &'static str {
    match running / state.span(1500.0).max(1) {
        round if round >= 6 => "STUCK_IN_RESTART",
        round if round % 2 == 0 => "RESTARTING",
        _ => "EXITING",
    }
}

/// The numbers of a running container.
fn alive(state: &State, row: &Microservice, mut status: Status, now: i64) -> Status {
    let hash = ids::hash(&row.uuid);
    let seen = now - now.rem_euclid(state.span(2000.0).max(1));
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "made-up numbers")]
    {
        let base = 8.0 + (hash % 180) as f64;
        status.memory_usage = (ids::wave(&row.uuid, seen, base, base * 1.3) * 1_048_576.0) as i64;
        let peak = 1.0 + (hash / 7 % 40) as f64;
        status.cpu_usage =
            (ids::wave(&row.name, seen + (hash % 60_000) as i64, 0.1, peak) * 100.0).round() / 100.0;
    }
    status.container_id =
        format!("{hash:016x}{:016x}{:016x}{:016x}", ids::mix(hash), hash, ids::mix(hash + 1));
    status.ip_address = Some(format!("172.18.{}.{}", hash % 250, hash / 250 % 250 + 2));
    if row.health_check.as_ref().is_some_and(|check| check.get("test").is_some()) {
        status.health_status = Some("healthy");
    }
    status
}
