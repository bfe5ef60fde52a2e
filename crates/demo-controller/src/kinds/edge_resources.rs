//! Edge resources (Controller contract 17), with the defect of the real one that single resources cannot be read.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::agents;
use crate::api::{Call, Fields as _, Refusal, Reply, Route, Verb, delete, expects, get, post};

const OF: &str = "edgeResources";

pub(crate) const ROUTES: &[Route] = &[
    get("/edgeResources", list).of(OF),
    post("/edgeResource", create).of(OF).answers(200).expects(expects::VALIDATION).templated(),
    get("/edgeResource/:name", versions).of(OF),
    get("/edgeResource/:name/:version", show).of(OF),
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
    description: String,
    protocol: String,
    display: Value,
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
        "display": resource.display,
        "custom": resource.custom,
        "orchestrationTags": resource.tags,
    })
}

fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    Reply::json(&json!({"edgeResources": call.state.edge_resources.iter().map(view).collect::<Vec<_>>()}))
}

fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("edgeResourceCreate")?;
    let body = &call.body;
    let (name, version) = (body.text("name").unwrap_or_default(), body.text("version").unwrap_or_default());
    if call.state.edge_resources.iter().any(|known| known.is(&name, &version)) {
        return Err(Refusal::invalid(format!("Resource {name} version {version} already exists")));
    }
    let Some(protocol) = body.text("interfaceProtocol").filter(|_| body.object("interface").is_some()) else {
        let message = "Cannot read properties of undefined (reading 'endpoints')";
        return Err(Refusal::unexpected("TypeError", message));
    };
    let resource = EdgeResource {
        id: call.state.next_id("edgeResource"),
        name,
        version,
        description: body.text("description").unwrap_or_default(),
        protocol,
        display: body.get("display").cloned().unwrap_or_else(|| json!({})),
        custom: body.get("custom").cloned().unwrap_or_else(|| json!({})),
        tags: body.texts("orchestrationTags").unwrap_or_default(),
        agents: Vec::new(),
    };
    let mut answer = view(&resource);
    answer["orchestrationTags"] = json!([]);
    call.state.edge_resources.push(resource);
    Reply::json(&answer)
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
    call.state.edge_resources.remove(place);
    Ok(Reply::Empty)
}

fn linked(call: &mut Call<'_>, wanted: bool) -> Result<Reply, Refusal> {
    let place = place(call)?;
    let uuid = call.body.text("uuid").unwrap_or_default();
    if call.state.agent(&uuid).is_none() {
        return Err(agents::missing(&uuid));
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
