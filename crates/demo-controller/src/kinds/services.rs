//! Services (Controller contract 16).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::agents::DEFAULT_ROUTER;
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
                "agent" => self.agent(&service.resource),
                "microservice" => {
                    self.microservice(&service.resource).and_then(|row| self.agent(&row.iofog_uuid))
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

    /// Deletes the service that leads to a microservice.
    pub(crate) fn remove_service_of(&mut self, kind: &str, resource: &str) {
        let is = |service: &Service| service.kind == kind && service.resource == resource;
        if let Some(place) = self.services.iter().position(is) {
            self.services.remove(place);
        }
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

/// Names of the platform's own services.
const RESERVED: [&str; 9] = [
    "controller",
    "router",
    "router-internal",
    "docker",
    "podman",
    "kubernetes",
    "nats",
    "nats-headless",
    "nats-server",
];

fn check_name(body: &Value) -> Result<(), Refusal> {
    if body.text("name").is_some_and(|name| RESERVED.contains(&name.as_str())) {
        return Err(Refusal::invalid(
            "Service name cannot be \"controller\" or \"router\" or \"router-internal\" or \"docker\"",
        ));
    }
    Ok(())
}

/// What a service leads to: microservices and agents by uuid, the rest as it is given.
fn resolve(state: &State, kind: &str, body: &Value) -> Result<String, Refusal> {
    let resource = body.text("resource");
    match (kind, resource) {
        ("k8s", _) => Err(Refusal::invalid("Kubernetes environment is required for k8s service type")),
        ("microservice", None) => Err(undefined("includes")),
        ("microservice", Some(resource)) => microservice(state, &resource),
        ("agent", None) => {
            Err(Refusal::unexpected("Error", "WHERE parameter \"name\" has invalid \"undefined\" value"))
        }
        ("agent", Some(resource)) => {
            let agent = state.agent_named(&resource).or_else(|| state.agent(&resource));
            let missing = || Refusal::invalid(format!("Invalid ioFog UUID '{resource}'"));
            agent.map(|agent| agent.uuid.clone()).ok_or_else(missing)
        }
        (_, resource) => Ok(resource.unwrap_or_default()),
    }
}

/// The uuid of a microservice given as it is or as `application/name`.
fn microservice(state: &State, resource: &str) -> Result<String, Refusal> {
    let mut parts = resource.split('/');
    let (Some(application), Some(name)) = (parts.next(), parts.next()) else {
        let missing = || Refusal::invalid(format!("Invalid microservice UUID '{resource}'"));
        return state.microservice(resource).map(|row| row.uuid.clone()).ok_or_else(missing);
    };
    let Some(id) = state.application_named(application).map(|known| known.id) else {
        return Err(Refusal::invalid(format!("Invalid application name '{application}'")));
    };
    let row = state.microservices.iter().find(|row| row.application_id == id && row.name == name);
    let missing = || Refusal::invalid(format!("Invalid microservice NAME '{resource}'"));
    row.map(|row| row.uuid.clone()).ok_or_else(missing)
}

fn undefined(property: &str) -> Refusal {
    Refusal::unexpected("TypeError", format!("Cannot read properties of undefined (reading '{property}')"))
}

/// The router that a service comes out at must be the default one, or one that the agent's own is connected to.
fn check_bridge(state: &State, kind: &str, resource: &str, bridge: &str) -> Result<(), Refusal> {
    if bridge == DEFAULT_ROUTER {
        return Ok(());
    }
    let uuid = match kind {
        "agent" => resource.to_owned(),
        "microservice" => state.microservice(resource).map(|row| row.iofog_uuid.clone()).unwrap_or_default(),
        _ => {
            return Err(Refusal::invalid(format!(
                "Invalid default bridge, If service type is not microservice, defaultBridge must be default-router'{bridge}'"
            )));
        }
    };
    let router =
        |uuid: &str| state.agent(uuid).map(|agent| &agent.router).filter(|router| router.mode != "none");
    let missing = |name: &str| Refusal::invalid(format!("Invalid router '{name}'"));
    let own = router(&uuid).ok_or_else(|| missing(&uuid))?;
    router(bridge).ok_or_else(|| missing(bridge))?;
    if own.upstream.iter().any(|name| name == bridge) {
        return Ok(());
    }
    Err(Refusal::invalid(format!(
        "Invalid router connection, router {bridge} is not connected to {}",
        own.id
    )))
}

/// The host of the router that a service comes out at.
fn endpoint(state: &State, bridge: &str) -> Result<String, Refusal> {
    let (host, name) = match bridge {
        DEFAULT_ROUTER => (state.main_router().map(|(_, host)| host), "Default router"),
        uuid => (state.agent(uuid).map(|agent| agent.host.as_deref()), "Router"),
    };
    let host = host.ok_or_else(|| Refusal::not_found(format!("{name} not found")))?;
    Ok(host.unwrap_or_default().to_owned())
}

fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("serviceCreate")?;
    let body = std::mem::take(&mut call.body);
    check_name(&body)?;
    let kind = body.text("type").unwrap_or_default();
    let resource = resolve(call.state, &kind, &body)?;
    let bridge = body.text("defaultBridge").filter(|bridge| !bridge.is_empty());
    let bridge = bridge.unwrap_or_else(|| DEFAULT_ROUTER.to_owned());
    check_bridge(call.state, &kind, &resource, &bridge)?;
    let host = endpoint(call.state, &bridge)?;
    let name = body.text("name").unwrap_or_default();
    if call.state.services.iter().any(|known| known.name == name) {
        return Err(Refusal::unexpected("SequelizeUniqueConstraintError", "Validation error"));
    }
    let taken = |port: &i64| call.state.services.iter().any(|known| known.bridge_port == *port);
    let bridge_port = (FIRST_BRIDGE_PORT..).find(|port| !taken(port)).unwrap_or(FIRST_BRIDGE_PORT);
    let service = Service {
        id: call.state.next_id("service"),
        name,
        kind,
        resource,
        target_port: body.int("targetPort").unwrap_or_default(),
        bridge,
        bridge_port,
        service_port: bridge_port,
        k8s_type: body.text("k8sType"),
        endpoint: host,
        tags: body.texts("tags").unwrap_or_default(),
        status: "pending".into(),
        error: None,
        due: Some(call.now + call.state.span(PROVISIONING)),
    };
    let mut answer = json!({"id": service.id});
    for (key, value) in view(&service).as_object().into_iter().flatten() {
        if key != "tags" && (key != "k8sType" || !value.is_null()) {
            answer[key] = value.clone();
        }
    }
    answer["updatedAt"] = json!(iso(call.now));
    answer["createdAt"] = json!(iso(call.now));
    call.state.services.push(service);
    Reply::json(&answer)
}

/// The request body of an uploaded file; tags stand in the metadata.
fn read(call: &mut Call<'_>, path: Option<&str>) -> Result<(), Refusal> {
    const KEYS: [&str; 6] = ["type", "resource", "targetPort", "defaultBridge", "servicePort", "k8sType"];
    let text = yaml::uploaded(&mut call.file)?;
    let read = yaml::resource(&text, "Service", &["metadata", "spec"], path);
    let document = yaml::caught("YAML", read)?;
    let (metadata, spec) = (document.get("metadata"), document.get("spec"));
    let none = json!([]);
    let mut fields = vec![
        ("name", metadata.and_then(|metadata| metadata.get("name"))),
        ("tags", metadata.and_then(|metadata| metadata.get("tags")).or(Some(&none))),
    ];
    fields.extend(KEYS.iter().map(|key| (*key, spec.and_then(|spec| spec.get(*key)))));
    call.body = yaml::body(&fields);
    Ok(())
}

fn create_yaml(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    read(call, None)?;
    create(call)
}

fn update_yaml(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0).to_owned();
    read(call, Some(&name))?;
    update(call)
}

fn update(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("serviceUpdate")?;
    let name = call.param(0).to_owned();
    let body = std::mem::take(&mut call.body);
    let due = call.now + call.state.span(PROVISIONING);
    check_name(&body)?;
    let Some(known) = call.state.services.iter().find(|known| known.name == name) else {
        return Err(missing(&name));
    };
    let (kind, given) = (known.kind.clone(), body.text("type").filter(|given| !given.is_empty()));
    if given.as_ref().is_some_and(|given| *given != kind) {
        return Err(Refusal::invalid(
            "Changing service type is not allowed. Please delete the service and create a new one with the desired type.",
        ));
    }
    let bridge = body.text("defaultBridge").filter(|bridge| !bridge.is_empty());
    if bridge.as_ref().is_some_and(|bridge| *bridge != known.bridge) {
        return Err(Refusal::invalid(
            "Changing default bridge is not allowed. Please delete the service and create a new one with the desired default bridge.",
        ));
    }
    // The type is read from the request, which need not have it.
    if given.is_none() && ["microservice", "agent"].contains(&kind.as_str()) {
        return Err(undefined("toLowerCase"));
    }
    let resource = resolve(call.state, &kind, &body)?;
    let Some(bridge) = bridge else {
        let message = "WHERE parameter \"iofog_uuid\" has invalid \"undefined\" value";
        return Err(Refusal::unexpected("Error", message));
    };
    if given.is_none() {
        return Err(undefined("toLowerCase"));
    }
    let host = endpoint(call.state, &bridge)?;
    let Some(service) = call.state.services.iter_mut().find(|known| known.name == name) else {
        return Err(missing(&name));
    };
    keep(&mut service.name, body.text("name"));
    keep(&mut service.resource, Some(resource).filter(|resource| !resource.is_empty()));
    keep(&mut service.target_port, body.int("targetPort"));
    keep(&mut service.k8s_type, body.text("k8sType").map(Some));
    keep(&mut service.tags, body.texts("tags"));
    service.endpoint = host;
    service.service_port = service.bridge_port;
    service.status = "pending".into();
    service.error = None;
    service.due = Some(due);
    Ok(Reply::Empty)
}

fn remove(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0).to_owned();
    let before = call.state.services.len();
    call.state.services.retain(|known| known.name != name);
    if call.state.services.len() == before { Err(missing(&name)) } else { Ok(Reply::Empty) }
}
