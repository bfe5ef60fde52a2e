//! The audit log (Controller contract 18).

use crate::{Call, Request};
use model::{EventPage, Feature};

/// Which entries to read; absent means all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Milliseconds since 1970.
    pub start_ms: Option<i64>,
    /// Milliseconds since 1970.
    pub end_ms: Option<i64>,
    /// `user` or `agent`.
    pub endpoint_type: Option<String>,
    /// The kind of object, in the Controller's words.
    pub resource_type: Option<String>,
    /// `SUCCESS` or `FAILED`.
    pub status: Option<String>,
    /// Verbs.
    pub methods: Vec<String>,
    /// The user's name; the e-mail address for sign-ins.
    pub actor: Option<String>,
    /// `HTTP`, `WS_CONNECT` or `WS_DISCONNECT`.
    pub event_type: Option<String>,
    /// Entries per page, 1 to 1000; 200 when absent.
    pub limit: Option<u32>,
    /// Entries to leave out.
    pub offset: Option<u32>,
}

/// Reads one page, newest first.
pub fn list(filter: &Filter) -> Call<EventPage> {
    let number = |number: &Option<i64>| number.map(|number| number.to_string());
    let small = |number: &Option<u32>| number.map(|number| number.to_string());
    let mut request = Request::get(&["events"]).needs(Feature::Events);
    let fields = [
        ("startTime", number(&filter.start_ms)),
        ("endTime", number(&filter.end_ms)),
        ("endpointType", filter.endpoint_type.clone()),
        ("resourceType", filter.resource_type.clone()),
        ("status", filter.status.clone()),
        ("actorId", filter.actor.clone()),
        ("eventType", filter.event_type.clone()),
        ("limit", small(&filter.limit)),
        ("offset", small(&filter.offset)),
    ];
    for (key, value) in fields {
        if let Some(value) = value {
            request = request.query(key, value);
        }
    }
    for method in &filter.methods {
        request = request.query("method", method);
    }
    Call::answer_with_list(request, "events")
}
