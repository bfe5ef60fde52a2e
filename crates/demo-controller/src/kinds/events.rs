//! The audit log (Controller contract 18).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::api::dispatch::Incoming;
use crate::api::{BASE, Call, Caller, Fields as _, Refusal, Reply, Route, delete, get, query};
use crate::clock::{iso, parse_iso};
use crate::kinds::auth;
use crate::schema;
use crate::state::{Api, State};

pub(crate) const ROUTES: &[Route] =
    &[get("/events", list).of("events"), delete("/events", clear).of("events").answers(200)];

/// How many events a page has unless it says otherwise, and at most.
const PAGE: usize = 200;
const LARGEST_PAGE: usize = 1000;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Event {
    id: i64,
    timestamp: i64,
    event_type: String,
    endpoint_type: String,
    actor_id: Option<String>,
    method: String,
    resource_type: Option<String>,
    resource_id: Option<String>,
    endpoint_path: String,
    ip_address: Option<String>,
    status: String,
    status_code: Option<u16>,
    status_message: String,
    request_id: Option<String>,
    created_at: String,
    updated_at: String,
}

impl Event {
    /// Whether an agent caused it.
    pub(crate) fn is_of_agent(&self) -> bool {
        self.endpoint_type == "agent"
    }
}

/// The event of a request in the making.
pub(crate) struct Audit {
    now: i64,
    kind: &'static str,
    endpoint: &'static str,
    method: String,
    path: String,
    address: Option<String>,
    request_id: Option<String>,
    actor: Option<String>,
    resource_id: Option<String>,
    /// How many days of events a deletion leaves.
    days: Option<f64>,
    outcome: (bool, Option<u16>, String),
}

impl Audit {
    pub(crate) fn new(incoming: &Incoming, now: i64) -> Self {
        Self {
            now,
            kind: "HTTP",
            endpoint: "user",
            method: incoming.method.clone(),
            path: format!("{BASE}{}", incoming.path),
            address: incoming.address.clone(),
            request_id: incoming.request_id.clone(),
            actor: None,
            resource_id: None,
            days: None,
            outcome: (false, None, String::new()),
        }
    }

    /// The event of a WebSocket session that opened, or that ended with this close code.
    pub(crate) fn socket(
        path: &str,
        actor: Option<String>,
        uuid: &str,
        closed: Option<u16>,
        now: i64,
    ) -> Self {
        let good = closed.is_none_or(|code| code == 1000 || code == 1001);
        let message = match closed {
            None => "WebSocket connection established".to_owned(),
            Some(_) if good => "WebSocket connection closed normally".to_owned(),
            Some(code) => format!("WebSocket closed with code {code}"),
        };
        Self {
            now,
            kind: if closed.is_some() { "WS_DISCONNECT" } else { "WS_CONNECT" },
            endpoint: "user",
            method: "WS".into(),
            path: path.into(),
            address: None,
            request_id: None,
            actor,
            resource_id: Some(uuid.to_owned()),
            days: None,
            outcome: (good, closed, message),
        }
    }

    /// One of the requests by which an agent keeps in touch.
    fn of_agent(uuid: &str, method: &str, path: &str, status: u16, now: i64) -> Self {
        Self {
            now,
            kind: "HTTP",
            endpoint: "agent",
            method: method.into(),
            path: format!("{BASE}{path}"),
            address: Some("127.0.0.1".into()),
            request_id: None,
            actor: Some(uuid.to_owned()),
            resource_id: None,
            days: None,
            outcome: (true, Some(status), "Success".into()),
        }
    }

    /// Adds what is known once the route is found.
    pub(crate) fn know(
        &mut self,
        params: &[String],
        query: &[(String, String)],
        body: &Value,
        caller: Option<&Caller>,
    ) {
        let asked = |key: &str| query.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone());
        let sent = |key: &str| body.text(key).or_else(|| body.int(key).map(|id| id.to_string()));
        let keys = ["uuid", "id", "name"];
        // Of an application's service account it is the account's own name.
        let own = if self.path.contains("/serviceaccounts/") { params.last() } else { params.first() };
        self.days = body.num("days");
        self.resource_id = own
            .cloned()
            .or_else(|| keys.iter().find_map(|key| asked(key)))
            .or_else(|| keys.iter().find_map(|key| sent(key)));
        self.actor = match self.path.strip_prefix(BASE) {
            Some("/user/login") => body.text("email"),
            _ => caller.map(|caller| caller.name.clone()),
        };
    }

    /// The name in a token that need not be valid.
    pub(crate) fn know_token(&mut self, token: Option<&str>) {
        if self.actor.is_none() {
            self.actor = token.and_then(auth::claims).and_then(|claims| claims.text("preferred_username"));
        }
    }

    /// The event, if requests of this kind are recorded.
    pub(crate) fn finish(mut self, status: u16, body: &[u8]) -> Option<Self> {
        let deletes = self.method == "DELETE" && self.path == "/api/v3/events";
        if self.method == "GET" || (deletes && status >= 300) {
            return None;
        }
        let good = (200..300).contains(&status);
        let message = match (deletes, self.days) {
            // Deleting events leaves an event of its own making.
            (true, Some(days)) => {
                let answer = serde_json::from_slice::<Value>(body).unwrap_or_default();
                let count = answer.int("deletedCount").unwrap_or_default();
                match days {
                    0.0 => format!("Deleted all {count} events"),
                    days => format!("Deleted {count} events older than {days} days"),
                }
            }
            _ if good => "Success".to_owned(),
            _ => format!("HTTP {status}"),
        };
        self.outcome = (good, Some(status), message);
        Some(self)
    }

    pub(crate) fn event(self, id: i64) -> Event {
        let (good, status_code, status_message) = self.outcome;
        Event {
            id,
            timestamp: self.now,
            event_type: self.kind.into(),
            endpoint_type: self.endpoint.into(),
            actor_id: self.actor,
            resource_type: resource_type(&self.path).map(str::to_owned),
            method: self.method,
            resource_id: self.resource_id,
            endpoint_path: self.path,
            ip_address: self.address,
            status: if good { "SUCCESS" } else { "FAILED" }.into(),
            status_code,
            status_message,
            request_id: self.request_id,
            created_at: iso(self.now),
            updated_at: iso(self.now),
        }
    }
}

/// How often an agent reports what it does, and asks what it should do, milliseconds.
const REPORTING: i64 = 10_000;
/// So many reports are made up for at once; those of a night that nobody looked at are not missed.
const MOST_REPORTS: i64 = 30;

/// Writes down what the agents have reported since the last look (Controller contract 25).
pub(crate) fn note_reports(state: &mut State, now: i64) {
    let since = state.reported.max(state.settings.started).max(now - MOST_REPORTS * REPORTING);
    let rounds = (now - since) / REPORTING;
    state.reported = since + rounds * REPORTING;
    if state.api == Api::V30 {
        return;
    }
    for round in 1..=rounds {
        let at = since + round * REPORTING;
        let online =
            state.agents.iter().filter(|agent| agent.is_online_at(at)).map(|agent| agent.uuid.clone());
        for uuid in online.collect::<Vec<_>>() {
            state.record(Audit::of_agent(&uuid, "PUT", "/agent/status", 204, at));
            state.record(Audit::of_agent(&uuid, "PATCH", "/agent/config/changes", 200, at));
        }
    }
}

/// First segments of paths with the resource type they are recorded as; the others have none.
const TYPES: [(&str, &str); 19] = [
    ("iofog", "agent"),
    ("iofog-list", "agent"),
    ("microservices", "microservice"),
    ("applications", "application"),
    ("agent", "agent"),
    ("config", "config"),
    ("secrets", "secret"),
    ("services", "service"),
    ("certificates", "certificate"),
    ("router", "router"),
    ("nats", "nats"),
    ("cluster", "cluster"),
    ("registries", "registry"),
    ("volumeMounts", "volumeMount"),
    ("edgeResources", "edgeResource"),
    ("applicationTemplates", "applicationTemplate"),
    ("catalog", "catalog"),
    ("capabilities", "capabilities"),
    ("events", "event"),
];

fn resource_type(path: &str) -> Option<&'static str> {
    let first = path.strip_prefix(BASE)?.trim_start_matches('/').split('/').next()?;
    TYPES.iter().find(|(segment, _)| *segment == first).map(|(_, kind)| *kind)
}

fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let query = query::object(call.query.clone());
    schema::check("eventQuery", &query)?;
    check_times(&query)?;
    let number = |key: &str| query.text(key).and_then(|text| text.parse::<usize>().ok());
    let limit = number("limit").filter(|limit| *limit > 0).unwrap_or(PAGE).min(LARGEST_PAGE);
    let offset = number("offset").unwrap_or(0);
    let fitting = call.state.events.iter().rev().filter(|event| fits(event, &query)).collect::<Vec<_>>();
    let page = fitting.iter().skip(offset).take(limit).collect::<Vec<_>>();
    Reply::json(&json!({"events": page, "total": fitting.len(), "limit": limit, "offset": offset}))
}

fn check_times(query: &Value) -> Result<(), Refusal> {
    let mut times = [None, None];
    for (time, key) in times.iter_mut().zip(["startTime", "endTime"]) {
        let Some(text) = query.text(key) else { continue };
        let wrong = || {
            Refusal::invalid(format!(
                "Invalid {key} format. Use Unix timestamp (seconds or milliseconds) or ISO 8601 format (e.g., \
                 2023-10-01T12:00:00Z)"
            ))
        };
        *time = Some(moment(&text).ok_or_else(wrong)?);
    }
    match times {
        [Some(start), Some(end)] if start > end && start != 0 && end != 0 => {
            Err(Refusal::invalid("startTime must be before or equal to endTime"))
        }
        _ => Ok(()),
    }
}

fn fits(event: &Event, query: &Value) -> bool {
    let is = |key: &str, value: Option<&str>| match query.get(key) {
        None => true,
        Some(Value::Array(items)) => items.iter().any(|item| item.as_str() == value),
        Some(wanted) => wanted.as_str() == value,
    };
    let time = |key: &str| query.text(key).and_then(|text| moment(&text));
    is("endpointType", Some(&event.endpoint_type))
        && is("resourceType", event.resource_type.as_deref())
        && is("status", Some(&event.status))
        && is("method", Some(&event.method))
        && is("actorId", event.actor_id.as_deref())
        && is("eventType", Some(&event.event_type))
        && time("startTime").is_none_or(|start| event.timestamp >= start)
        && time("endTime").is_none_or(|end| event.timestamp <= end)
}

/// Seconds, milliseconds or an ISO time.
fn moment(text: &str) -> Option<i64> {
    match text.parse::<i64>() {
        Ok(number) if number < 10_000_000_000 => Some(number * 1000),
        Ok(number) => Some(number),
        Err(_) => parse_iso(text),
    }
}

fn clear(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("eventDelete")?;
    let days = call.body.num("days").unwrap_or_default();
    #[expect(clippy::cast_possible_truncation, reason = "at most a year")]
    let before = call.now - (days * 86_400_000.0) as i64;
    let all = days == 0.0;
    let count = call.state.events.len();
    call.state.events.retain(|event| !all && event.timestamp >= before);
    Reply::json(&json!({
        "deletedCount": count - call.state.events.len(),
        "deletedBefore": if all { Value::Null } else { json!(iso(before)) },
        "deletedAt": iso(call.now),
        "deletedAll": all,
    }))
}
