//! Edge resources (Controller contract 17), with the defect of the real one that single resources cannot be read.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::public::keep;
use super::yaml::shown;
use crate::api::{Call, Fields as _, Refusal, Reply, Route, Verb, blank, delete, expects, get, post, put};
use crate::schema;
use crate::state::State;

const OF: &str = "edgeResources";

pub(crate) const ROUTES: &[Route] = &[
    get("/edgeResources", list).of(OF),
    post("/edgeResource", create).of(OF).answers(200).expects(expects::VALIDATION).templated(),
    get("/edgeResource/:name", versions).of(OF),
    get("/edgeResource/:name/:version", show).of(OF),
    put("/edgeResource/:name/:version", replace).of(OF).answers(200).templated(),
    delete("/edgeResource/:name/:version", remove).of(OF).answers(202),
    post("/edgeResource/:name/:version/link", link)
        .of(OF)
        .answers(200)
        .counts_as(Verb::Patch)
        .expects(expects::VALIDATION),
    delete("/edgeResource/:name/:version/link", unlink)
        .of(OF)
        .answers(200)
        .counts_as(Verb::Patch)
        .expects(expects::VALIDATION),
];

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct EdgeResource {
    id: i64,
    name: String,
    version: String,
    description: Option<String>,
    protocol: Option<String>,
    /// Name, icon and colour.
    display: Map<String, Value>,
    custom: Value,
    tags: Vec<String>,
    /// Agents that it is linked to.
    pub(crate) agents: Vec<String>,
}

impl EdgeResource {
    pub(crate) fn is(&self, name: &str, version: &str) -> bool {
        self.name == name && self.version == version
    }
}

pub(crate) fn view(resource: &EdgeResource) -> Value {
    json!({
        "id": resource.id,
        "name": resource.name,
        "description": resource.description,
        "version": resource.version,
        "interfaceProtocol": resource.protocol,
        "display": {
            "name": resource.display.get("name"),
            "icon": resource.display.get("icon"),
            "color": resource.display.get("color"),
        },
        "custom": resource.custom,
        "orchestrationTags": resource.tags,
    })
}

/// What an agent shows of a resource that is linked to it: neither what its own application needs of it, nor its
/// tags.
pub(crate) fn on_agent(resource: &EdgeResource) -> Value {
    let mut shown = view(resource);
    if let Some(shown) = shown.as_object_mut() {
        shown.shift_remove("id");
        shown.insert("custom".into(), json!({}));
        shown.insert("orchestrationTags".into(), json!([]));
    }
    shown
}

fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    Reply::json(&json!({"edgeResources": call.state.edge_resources.iter().map(view).collect::<Vec<_>>()}))
}

fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = std::mem::take(&mut call.body);
    create_from(call.state, &body)
}

fn create_from(state: &mut State, body: &Value) -> Result<Reply, Refusal> {
    schema::check("edgeResourceCreate", body)?;
    let (name, version) = (body.text("name").unwrap_or_default(), body.text("version").unwrap_or_default());
    if state.edge_resources.iter().any(|known| known.is(&name, &version)) {
        return Err(Refusal::invalid(format!("Resource {name} version {version} already exists")));
    }
    let mut resource = EdgeResource {
        id: state.next_id("edgeResource"),
        name,
        version,
        description: None,
        protocol: None,
        display: Map::new(),
        custom: json!({}),
        tags: Vec::new(),
        agents: Vec::new(),
    };
    assign(&mut resource, body);
    if resource.protocol.is_none() {
        return Err(undefined("id"));
    }
    if body.get("interface").is_none() {
        let message = "Cannot destructure property 'endpoints' of 'undefined' as it is undefined.";
        return Err(Refusal::unexpected("TypeError", message));
    }
    // The answer is the row as it was written: without what was not given, and without tags.
    let mut answer = view(&resource);
    answer["orchestrationTags"] = json!([]);
    answer["display"] = json!(resource.display);
    if let Some(answer) = answer.as_object_mut() {
        answer.retain(|_, value| !value.is_null());
    }
    state.edge_resources.push(resource);
    Reply::json(&answer)
}

fn undefined(property: &str) -> Refusal {
    Refusal::unexpected("TypeError", format!("Cannot read properties of undefined (reading '{property}')"))
}

fn assign(resource: &mut EdgeResource, body: &Value) {
    keep(&mut resource.description, body.text("description").map(Some));
    keep(&mut resource.protocol, body.text("interfaceProtocol").map(Some));
    keep(&mut resource.tags, body.texts("orchestrationTags"));
    keep(&mut resource.custom, body.get("custom").filter(|custom| !blank(custom)).cloned());
    for key in ["name", "icon", "color"] {
        if let Some(value) = body.get("display").and_then(|display| display.get(key)) {
            resource.display.insert(key.into(), value.clone());
        }
    }
}

/// Changes a resource, or creates the one that the path names.
fn replace(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("edgeResourceUpdate")?;
    let mut body = std::mem::take(&mut call.body);
    let Ok(place) = place(call) else {
        for (key, value) in [("name", call.param(0)), ("version", call.param(1))] {
            if body.get(key).is_none_or(blank) {
                body[key] = json!(value);
            }
        }
        return create_from(call.state, &body);
    };
    let version = body.text("version");
    if version.is_some_and(|version| version != call.param(1)) {
        return Err(Refusal::invalid(
            "Cannot update resource version using update route. Please use the create new resource route.",
        ));
    }
    let fresh = body.text("name").filter(|name| name != call.param(0));
    if let Some(fresh) = &fresh
        && call.state.edge_resources.iter().any(|known| known.is(fresh, call.param(1)))
    {
        let message = format!("Resource {fresh} version {} already exists", call.param(1));
        return Err(Refusal::unexpected("DuplicatePropertyError", message));
    }
    if let Some(resource) = call.state.edge_resources.get_mut(place) {
        keep(&mut resource.name, fresh);
        assign(resource, &body);
    }
    Ok(Reply::Empty)
}

fn broken() -> Refusal {
    Refusal::unexpected("SequelizeDatabaseError", "SQLITE_ERROR: no such column: endpoints.request_type")
}

fn versions(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0);
    match call.state.edge_resources.iter().any(|known| known.name == name) {
        true => Err(broken()),
        false => Reply::json(&json!({"edgeResources": []})),
    }
}

/// The place of the resource that the path names.
fn place(call: &Call<'_>) -> Result<usize, Refusal> {
    let (name, version) = (call.param(0), call.param(1));
    let place = call.state.edge_resources.iter().position(|known| known.is(name, version));
    place.ok_or_else(|| Refusal::not_found(format!("Could not find resource {name} version {version}")))
}

fn show(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    place(call)?;
    Err(broken())
}

fn remove(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let place = place(call)?;
    let gone = call.state.edge_resources.remove(place);
    for agent in call.state.agents.iter_mut().filter(|agent| gone.agents.contains(&agent.uuid)) {
        agent.tags.retain(|tag| !gone.tags.contains(tag));
    }
    Ok(Reply::Empty)
}

fn linked(call: &mut Call<'_>, wanted: bool) -> Result<Reply, Refusal> {
    let place = place(call)?;
    let Some(uuid) = call.body.get("uuid").map(shown) else {
        let message = "WHERE parameter \"uuid\" has invalid \"undefined\" value";
        return Err(Refusal::unexpected("Error", message));
    };
    let tags = call.state.edge_resources.get(place).map(|resource| resource.tags.clone()).unwrap_or_default();
    let Some(agent) = call.state.agents.iter_mut().find(|agent| agent.uuid == uuid) else {
        return Err(Refusal::not_found(format!("Could not find agent {uuid}")));
    };
    // The agent takes over the tags of what it is linked to.
    agent.tags.retain(|tag| !tags.contains(tag));
    if wanted {
        agent.tags.extend(tags);
    }
    if let Some(resource) = call.state.edge_resources.get_mut(place) {
        resource.agents.retain(|agent| *agent != uuid);
        if wanted {
            resource.agents.push(uuid);
        }
    }
    Ok(Reply::Empty)
}

fn link(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    linked(call, true)
}

fn unlink(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    linked(call, false)
}
