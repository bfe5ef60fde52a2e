//! Services (Controller contract 16).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::public::keep;
use super::yaml;
use crate::api::{Call, Fields as _, Refusal, Reply, Route, delete, expects, get, patch, post};
use crate::clock::iso;
use crate::state::State;

const OF: &str = "services";
/// Bridge ports are given from here up.
const FIRST_BRIDGE_PORT: i64 = 10_024;
/// How long provisioning takes, milliseconds.
const PROVISIONING: f64 = 1500.0;

pub(crate) const ROUTES: &[Route] = &[
    get("/services", list).of(OF),
    post("/services", create).of(OF).expects(expects::VALIDATION),
    post("/services/yaml", create_yaml).of(OF).expects(expects::VALIDATION).upload("service"),
    patch("/services/yaml/:name", update_yaml).of(OF).upload("service"),
    get("/services/:name", show).of(OF),
    patch("/services/:name", update).of(OF),
    delete("/services/:name", remove).of(OF),
];

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Service {
    id: i64,
    name: String,
    kind: String,
    resource: String,
    target_port: i64,
    bridge: String,
    bridge_port: i64,
    service_port: i64,
    k8s_type: Option<String>,
    endpoint: String,
    tags: Vec<String>,
    status: String,
    error: Option<String>,
    due: Option<i64>,
}

impl State {
    /// Provisioning that is due becomes ready, or fails where there is no router.
    pub(crate) fn finish_services(&mut self, now: i64) {
        for index in 0..self.services.len() {
            let Some(service) =
                self.services.get(index).filter(|service| service.due.is_some_and(|due| due <= now))
            else {
                continue;
            };
            let agent = match service.kind.as_str() {
                "agent" => self.agent_named(&service.resource),
                "microservice" => {
                    self.microservice_of(&service.resource).and_then(|row| self.agent(&row.iofog_uuid))
                }
                _ => None,
            };
            let failed = agent.is_some_and(|agent| agent.router.mode == "none");
            if let Some(service) = self.services.get_mut(index) {
                service.due = None;
                service.status = if failed { "failed" } else { "ready" }.into();
                service.error = failed.then(|| "Router microservice not found: router".to_owned());
            }
        }
    }

    /// A microservice written as `application/name`.
    fn microservice_of(&self, reference: &str) -> Option<&super::microservices::Microservice> {
        let (application, name) = reference.split_once('/')?;
        let id = self.application_named(application)?.id;
        self.microservices.iter().find(|row| row.application_id == id && row.name == name)
    }
}

fn view(service: &Service) -> Value {
    json!({
        "name": service.name,
        "type": service.kind,
        "resource": service.resource,
        "defaultBridge": service.bridge,
        "bridgePort": service.bridge_port,
        "targetPort": service.target_port,
        "servicePort": service.service_port,
        "k8sType": service.k8s_type,
        "serviceEndpoint": service.endpoint,
        "tags": service.tags,
        "provisioningStatus": service.status,
        "provisioningError": service.error,
    })
}

fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let mut services = call.state.services.iter().collect::<Vec<_>>();
    services.sort_by(|left, right| left.name.cmp(&right.name));
    Reply::json(&services.into_iter().map(view).collect::<Vec<_>>())
}

fn missing(name: &str) -> Refusal {
    Refusal::not_found(format!("Service with name {name} not found"))
}

fn show(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0);
    Reply::json(&view(
        call.state.services.iter().find(|known| known.name == name).ok_or_else(|| missing(name))?,
    ))
}

fn check_resource(state: &State, kind: &str, resource: &str) -> Result<(), Refusal> {
    match kind {
        "k8s" => Err(Refusal::invalid("Kubernetes environment is required for k8s service type")),
        "agent" if state.agent_named(resource).is_none() => {
            Err(Refusal::invalid(format!("Invalid ioFog UUID '{resource}'")))
        }
        "microservice" if state.microservice_of(resource).is_none() => {
            Err(Refusal::invalid(format!("Invalid microservice UUID '{resource}'")))
        }
        _ => Ok(()),
    }
}

fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("serviceCreate")?;
    let body = std::mem::take(&mut call.body);
    let (kind, resource) = (body.text("type").unwrap_or_default(), body.text("resource").unwrap_or_default());
    check_resource(call.state, &kind, &resource)?;
    let name = body.text("name").unwrap_or_default();
    if call.state.services.iter().any(|known| known.name == name) {
        return Err(Refusal::unexpected("SequelizeUniqueConstraintError", "Validation error"));
    }
    let Some(host) = call.state.default_router().map(|hub| hub.host.clone().unwrap_or_default()) else {
        return Err(Refusal::not_found("Default router not found"));
    };
    let taken = |port: &i64| call.state.services.iter().any(|known| known.bridge_port == *port);
    let bridge_port = (FIRST_BRIDGE_PORT..).find(|port| !taken(port)).unwrap_or(FIRST_BRIDGE_PORT);
    let service = Service {
        id: call.state.next_id("service"),
        name,
        kind,
        resource,
        target_port: body.int("targetPort").unwrap_or_default(),
        bridge: body.text("defaultBridge").unwrap_or_else(|| "default-router".into()),
        bridge_port,
        service_port: body.int("servicePort").unwrap_or(bridge_port),
        k8s_type: body.text("k8sType"),
        endpoint: host,
        tags: body.texts("tags").unwrap_or_default(),
        status: "pending".into(),
        error: None,
        due: Some(call.now + call.state.span(PROVISIONING)),
    };
    let mut answer = json!({"id": service.id});
    for (key, value) in view(&service).as_object().into_iter().flatten() {
        if key != "tags" && key != "k8sType" {
            answer[key] = value.clone();
        }
    }
    answer["updatedAt"] = json!(iso(call.now));
    answer["createdAt"] = json!(iso(call.now));
    call.state.services.push(service);
    Reply::json(&answer)
}

/// The request body of an uploaded file; tags stand in the metadata.
fn read(call: &mut Call<'_>) -> Result<(), Refusal> {
    const KEYS: [&str; 8] =
        ["name", "type", "resource", "targetPort", "defaultBridge", "servicePort", "k8sType", "tags"];
    let text = yaml::uploaded(&mut call.file)?;
    let mut document = yaml::flat_document(&text, "Service")?;
    if let Some(tags) = document.get("metadata").and_then(|metadata| metadata.get("tags")).cloned() {
        document["tags"] = tags;
    }
    call.body = yaml::picked(&document, &KEYS);
    Ok(())
}

fn create_yaml(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    read(call)?;
    create(call)
}

fn update_yaml(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    read(call)?;
    update(call)
}

fn update(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("serviceUpdate")?;
    let name = call.param(0).to_owned();
    let body = std::mem::take(&mut call.body);
    let due = call.now + call.state.span(PROVISIONING);
    let Some(known) = call.state.services.iter().find(|known| known.name == name) else {
        return Err(missing(&name));
    };
    let kind = known.kind.clone();
    if body.text("type").is_some_and(|asked| asked != kind) {
        return Err(Refusal::invalid(
            "Changing service type is not allowed. Please delete the service and create a new one with the desired type.",
        ));
    }
    if kind == "external" {
        let message = "WHERE parameter \"iofog_uuid\" has invalid \"undefined\" value";
        return Err(Refusal::unexpected("Error", message));
    }
    if let Some(resource) = body.text("resource") {
        check_resource(call.state, &kind, &resource)?;
    }
    let Some(service) = call.state.services.iter_mut().find(|known| known.name == name) else {
        return Err(missing(&name));
    };
    keep(&mut service.resource, body.text("resource"));
    keep(&mut service.target_port, body.int("targetPort"));
    keep(&mut service.service_port, body.int("servicePort"));
    keep(&mut service.tags, body.texts("tags"));
    service.status = "pending".into();
    service.due = Some(due);
    Ok(Reply::Empty)
}

fn remove(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0).to_owned();
    let before = call.state.services.len();
    call.state.services.retain(|known| known.name != name);
    if call.state.services.len() == before { Err(missing(&name)) } else { Ok(Reply::Empty) }
}
