//! From a request to an answer: finds the route, checks who is calling, renders templates, runs the handler, writes the
//! audit event.

use serde_json::json;

use super::body::Payload;
use super::call::Call;
use super::page::Page;
use super::query;
use super::reply::{Refusal, Reply};
use super::rights;
use super::route::Route;
use super::table;
use crate::kinds::{auth, events};
use crate::liquid;
use crate::state::{Api, Snapshot, State};

/// A request to the API as plain data.
pub(crate) struct Incoming {
    pub(crate) method: String,
    /// Below `/api/v3`, still percent-encoded.
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) authorization: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) payload: Payload,
}

/// The answer to it.
#[derive(Debug)]
pub(crate) struct Outgoing {
    pub(crate) status: u16,
    pub(crate) body: Content,
}

#[derive(Debug)]
pub(crate) enum Content {
    None,
    Json(Vec<u8>),
    Html(String),
}

/// Answers one request at one moment.
pub(crate) fn answer(state: &mut State, incoming: Incoming, now: i64) -> Outgoing {
    state.advance(now);
    let mut audit = events::Audit::new(&incoming, now);
    let outgoing = respond(state, incoming, now, &mut audit);
    let body = match &outgoing.body {
        Content::Json(body) => body.as_slice(),
        _ => &[],
    };
    if let Some(audit) = audit.finish(outgoing.status, body) {
        state.record(audit);
    }
    outgoing
}

fn respond(state: &mut State, incoming: Incoming, now: i64, audit: &mut events::Audit) -> Outgoing {
    let full_path = format!("{}{}", super::BASE, incoming.path);
    let payload = match incoming.payload {
        Payload::Refused(page) => return html(&page),
        other => other,
    };
    let token = auth::credential(state.api, incoming.authorization.as_deref());
    let query = query::filtered(&incoming.query);
    let Some((route, params)) = table::find(state.api, &incoming.method, &incoming.path) else {
        let body = if let Payload::Data(body) = payload { body } else { json!({}) };
        audit.know(&[], &query, &body, None);
        audit.know_token(token.as_deref());
        return html(&Page::unknown(&incoming.method, &full_path));
    };
    if let Some(segment) = incoming.path.split('/').find(|segment| !query::is_decodable(segment)) {
        return html(&Page::failure(400, &format!("URIError: Failed to decode param '{segment}'")));
    }
    let (body, file) = match (payload, route.upload) {
        (Payload::Broken(page), Some(_)) => return html(&page),
        (Payload::Data(body), _) => (body, None),
        (Payload::File(Some((field, text))), Some(expected)) if field == expected => (json!({}), Some(text)),
        (Payload::File(Some(_)), Some(_)) => {
            return html(&Page::failure(500, "MulterError: Unexpected field"));
        }
        (Payload::File(_) | Payload::Refused(_) | Payload::Broken(_), _) => (json!({}), None),
    };
    let caller = token.as_deref().and_then(|token| auth::verify(state, token, now));
    token.iter().for_each(|token| auth::prolong(state, token, now));
    audit.know(&params, &query, &body, caller.as_ref());
    audit.know_token(token.as_deref());
    state.user = caller.as_ref().map_or(0, |caller| auth::number(&caller.name));
    let mut call = Call { state, now, params, query, body, file, token, caller };
    let result = permit(route, &mut call).and_then(|()| (route.run)(&mut call));
    match result {
        Ok(Reply::Empty) => Outgoing { status: route.status, body: Content::None },
        Ok(Reply::Json(body)) => Outgoing { status: route.status, body: Content::Json(body) },
        Err(refusal) => {
            let refusal = if call.state.api == Api::V30 { refusal.in_older_words() } else { refusal };
            refuse(route, &refusal, &incoming.method, &full_path)
        }
    }
}

/// Templates are rendered before authorization, as in the real one, where it makes no difference that can be seen.
fn permit(route: &Route, call: &mut Call<'_>) -> Result<(), Refusal> {
    let Some(resource) = route.resource else { return Ok(()) };
    let Some(caller) = call.caller.clone() else { return Err(unauthorized(call)) };
    if route.templated {
        let snapshot = Snapshot { state: call.state, now: call.now };
        liquid::render_body(&mut call.body, &snapshot);
    }
    if rights::allows(call.state, &caller, resource, route.verb, &call.params) {
        Ok(())
    } else {
        Err(Refusal::Forbidden)
    }
}

/// Controller 3.0 tells an absent token from a wrong one, each in its own odd way.
pub(crate) fn unauthorized(call: &Call<'_>) -> Refusal {
    match (call.state.api, &call.token) {
        (Api::V37, _) => Refusal::Unauthorized,
        (Api::V30, None) => {
            Refusal::unexpected("Error", "WHERE parameter \"token\" has invalid \"undefined\" value")
        }
        (Api::V30, Some(_)) => Refusal::unexpected("AuthenticationError", "authorization failed"),
    }
}

fn refuse(route: &Route, refusal: &Refusal, method: &str, path: &str) -> Outgoing {
    let status = refusal.status(route.expects);
    let body = match refusal {
        Refusal::Bare(_) => return Outgoing { status, body: Content::None },
        Refusal::Unauthorized => json!({"error": "Unauthorized: No authentication information found"}),
        Refusal::Forbidden => json!({"error": "Forbidden", "message": FORBIDDEN}),
        Refusal::NotImitated => {
            json!({"name": "NotImplementedError", "message": format!("The demo does not imitate {method} {path}")})
        }
        Refusal::Named { name, message } if status == 500 => {
            json!({"name": name, "message": message, "stack": format!("{name}: {message}\n    at demo-controller")})
        }
        Refusal::Named { name, message } => json!({"name": name, "message": message}),
    };
    Outgoing { status, body: Content::Json(body.to_string().into_bytes()) }
}

pub(crate) const FORBIDDEN: &str = "Authorization denied: You do not have permission to perform this action. Please contact your administrator.";

fn html(page: &Page) -> Outgoing {
    Outgoing { status: page.status, body: Content::Html(page.html()) }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::kinds::auth::USERS;
    use crate::options::{Options, Seed};
    use crate::seed;

    /// Bodies of all the wrong shapes, with names and references that exist and that do not.
    fn bodies() -> Vec<Value> {
        let odd = [
            json!(null),
            json!(true),
            json!(-1),
            json!(1.5),
            json!(""),
            json!("x"),
            json!([]),
            json!([null]),
            json!({}),
        ];
        let keys = [
            "name",
            "images",
            "ports",
            "env",
            "microservices",
            "data",
            "rules",
            "subjects",
            "roleRef",
            "template",
            "variables",
            "config",
            "volumeMappings",
            "extraHosts",
            "healthCheck",
            "natsConfig",
            "tags",
            "latitude",
            "application",
            "fogUuids",
            "registryId",
            "catalogItemId",
            "serviceAccount",
            "days",
            "upstreamRouters",
        ];
        let base = json!({
            "name": "odd", "url": "x", "isPublic": true, "username": "u", "password": "p", "email": "a@b.cd",
            "application": "shop", "agentName": "edge-1", "registryId": 1, "type": "Opaque", "data": {"a": "b"},
            "images": [{"containerImage": "{{ self.name }}", "fogTypeId": 1}], "fogType": 1, "host": "h",
            "internal": 1, "external": 2, "hostDestination": "/a", "containerDestination": "/b", "accessMode": "rw",
        });
        let mut bodies = vec![base.clone(), json!([]), json!({})];
        for key in keys {
            for value in &odd {
                let mut body = base.clone();
                body[key] = value.clone();
                bodies.push(body);
            }
        }
        bodies
    }

    #[test]
    fn no_request_makes_a_handler_panic() {
        let mut state = State::default();
        let now = 1_795_290_666_947;
        seed::fill(&mut state, &Options { seed: Seed::Small, ..Options::default() }, now);
        let (token, _) = auth::tokens(&mut state, &USERS[0], None, now);
        let uuid = state.microservices[0].uuid.clone();
        let agent = state.agents[1].uuid.clone();
        let values =
            [uuid.as_str(), agent.as_str(), "shop", "3", "%F0%9F%98%80", "-1", "99999999999999999999"];
        let bodies = bodies();
        let mut count = 0;
        for (row, (method, pattern)) in table::all().enumerate() {
            // Every eighth body, another eighth for the next route: all of them would take half a minute.
            for (index, body) in bodies.iter().enumerate().skip(row % 8).step_by(8) {
                let fill = |segment: &str| match segment.starts_with(':') {
                    true => values[index % values.len()].to_owned(),
                    false => segment.to_owned(),
                };
                let incoming = Incoming {
                    method: method.into(),
                    path: pattern.split('/').map(fill).collect::<Vec<_>>().join("/"),
                    query: "application=shop&filters[0][key]=name&limit=x".into(),
                    authorization: Some(format!("Bearer {token}")),
                    request_id: None,
                    address: None,
                    payload: match index % 5 {
                        4 => Payload::File(Some(("microservice".into(), body.to_string()))),
                        _ => Payload::Data(body.clone()),
                    },
                };
                let outgoing = answer(&mut state, incoming, now + i64::from(count));
                assert!(
                    (200..=501).contains(&outgoing.status),
                    "{method} {pattern} {body}: {}",
                    outgoing.status
                );
                count += 1;
            }
        }
        assert!(count > 4_000, "{count}");
    }
}
