//! Microservices (Controller contract 10).

mod create;
mod parts;
mod public;
mod single;
mod update;
pub(crate) mod view;
pub(crate) mod yaml;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::api::{Call, Refusal, Reply, Route, Verb, delete, expects, get, patch, post};
use crate::kinds::catalog::Image;
use crate::state::State;
use view::Lookup;

pub(crate) use create::create_in;
pub(crate) use update::update_in;

const USER: &str = "microservices";
const SYSTEM: &str = "systemMicroservices";

pub(crate) const ROUTES: &[Route] = &[
    get("/microservices", list).of(USER).expects(expects::VALIDATION),
    post("/microservices", create::json).of(USER).expects(expects::VALIDATION).templated(),
    post("/microservices/yaml", create::yaml).of(USER).expects(expects::VALIDATION).upload("microservice"),
    patch("/microservices/yaml/:uuid", update::yaml).of(USER).upload("microservice"),
    // The first pattern that fits decides, and there `system` is a uuid.
    get("/microservices/system", list_system).of(USER).counts_as(Verb::Get).expects(expects::VALIDATION),
    get("/microservices/system/:uuid", show_system).of(SYSTEM),
    patch("/microservices/system/yaml/:uuid", update::yaml_system).of(SYSTEM).upload("microservice"),
    patch("/microservices/system/:uuid", update::json_system).of(SYSTEM).templated(),
    patch("/microservices/system/:uuid/rebuild", single::rebuild_system).of(SYSTEM),
    get("/microservices/system/:uuid/config", single::config_system).of(SYSTEM),
    patch("/microservices/system/:uuid/config", single::set_config_system).of(SYSTEM),
    delete("/microservices/system/:uuid/config", single::clear_config_system).of(SYSTEM),
    post("/microservices/system/:uuid/port-mapping", single::add_port_system)
        .of(SYSTEM)
        .counts_as(Verb::Patch),
    delete("/microservices/system/:uuid/port-mapping/:port", single::remove_port_system)
        .of(SYSTEM)
        .counts_as(Verb::Patch),
    post("/microservices/system/:uuid/volume-mapping", single::add_volume_system)
        .of(SYSTEM)
        .counts_as(Verb::Patch),
    delete("/microservices/system/:uuid/volume-mapping/:id", single::remove_volume_system)
        .of(SYSTEM)
        .counts_as(Verb::Patch),
    post("/microservices/system/:uuid/exec", single::attach_system)
        .of("systemExecSessions")
        .counts_as(Verb::Patch),
    delete("/microservices/system/:uuid/exec", single::detach_system)
        .of("systemExecSessions")
        .answers(201)
        .counts_as(Verb::Patch),
    get("/microservices/public-ports", public::list).of(USER),
    get("/microservices/:uuid", show).of(USER),
    patch("/microservices/:uuid", update::json).of(USER).templated(),
    delete("/microservices/:uuid", remove).of(USER),
    patch("/microservices/:uuid/start", single::start).of(USER),
    patch("/microservices/:uuid/stop", single::stop).of(USER),
    patch("/microservices/:uuid/rebuild", single::rebuild).of(USER),
    get("/microservices/:uuid/config", single::config).of(USER),
    patch("/microservices/:uuid/config", single::set_config).of(USER),
    delete("/microservices/:uuid/config", single::clear_config).of(USER),
    get("/microservices/:uuid/port-mapping", single::ports).of(USER),
    post("/microservices/:uuid/port-mapping", single::add_port).of(USER).counts_as(Verb::Patch),
    delete("/microservices/:uuid/port-mapping/:port", single::remove_port).of(USER).counts_as(Verb::Patch),
    get("/microservices/:uuid/volume-mapping", single::volumes).of(USER),
    post("/microservices/:uuid/volume-mapping", single::add_volume).of(USER).counts_as(Verb::Patch),
    delete("/microservices/:uuid/volume-mapping/:id", single::remove_volume).of(USER).counts_as(Verb::Patch),
    post("/microservices/:uuid/exec", single::attach).of("execSessions").counts_as(Verb::Patch),
    delete("/microservices/:uuid/exec", single::detach)
        .of("execSessions")
        .answers(201)
        .counts_as(Verb::Patch),
];

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Port {
    pub(crate) internal: i64,
    pub(crate) external: i64,
    pub(crate) protocol: String,
    /// Where and how a router publishes it: on Controller 3.0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) public: Option<Value>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Volume {
    pub(crate) host_destination: String,
    pub(crate) container_destination: String,
    pub(crate) access_mode: String,
    pub(crate) id: i64,
    #[serde(rename = "type")]
    pub(crate) kind: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Env {
    pub(crate) key: String,
    pub(crate) value: String,
    pub(crate) value_from_secret: Option<String>,
    pub(crate) value_from_config_map: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ExtraHost {
    pub(crate) name: String,
    pub(crate) address: String,
    /// What the agent writes into the container's hosts file.
    pub(crate) value: Option<String>,
}

/// The service account that every user microservice has.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) id: i64,
    pub(crate) role: String,
    /// The id of a role that is not built in.
    pub(crate) role_id: Option<i64>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Microservice {
    pub(crate) uuid: String,
    pub(crate) name: String,
    pub(crate) application_id: i64,
    pub(crate) iofog_uuid: String,
    /// JSON text, which may be broken (Controller contract 10.3).
    pub(crate) config: String,
    pub(crate) annotations: String,
    pub(crate) catalog_item_id: Option<i64>,
    pub(crate) registry_id: Option<i64>,
    pub(crate) images: Vec<Image>,
    pub(crate) host_network_mode: bool,
    pub(crate) is_privileged: bool,
    pub(crate) run_as_user: String,
    pub(crate) platform: String,
    pub(crate) runtime: String,
    pub(crate) pid_mode: String,
    pub(crate) ipc_mode: String,
    pub(crate) cpu_set_cpus: String,
    pub(crate) log_size: i64,
    pub(crate) schedule: i64,
    pub(crate) memory_limit: Option<i64>,
    pub(crate) exec_enabled: bool,
    pub(crate) is_activated: bool,
    pub(crate) nats_access: bool,
    pub(crate) nats_rule: Option<String>,
    pub(crate) ports: Vec<Port>,
    pub(crate) volumes: Vec<Volume>,
    pub(crate) env: Vec<Env>,
    pub(crate) cmd: Vec<String>,
    pub(crate) cdi_devices: Vec<String>,
    pub(crate) cap_add: Vec<String>,
    pub(crate) cap_drop: Vec<String>,
    pub(crate) extra_hosts: Vec<ExtraHost>,
    pub(crate) health_check: Option<Value>,
    pub(crate) account: Option<Account>,
    /// False for one whose creation was refused half way: it has no status.
    pub(crate) complete: bool,
    pub(crate) rebuild: bool,
    pub(crate) config_updated: Option<i64>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    /// When the agent last had to make its container anew.
    pub(crate) changed_at: i64,
    /// When it was last started or stopped.
    pub(crate) switched_at: i64,
    /// The exec session that is going on.
    #[serde(skip)]
    pub(crate) exec_session: Option<String>,
}

impl Microservice {
    pub(crate) fn new(uuid: String, name: &str, application_id: i64, agent: &str, now: i64) -> Self {
        Self {
            uuid,
            name: name.into(),
            application_id,
            iofog_uuid: agent.into(),
            config: "{}".into(),
            annotations: "{}".into(),
            log_size: 1,
            schedule: 50,
            is_activated: true,
            created_at: now,
            updated_at: now,
            changed_at: now,
            switched_at: now,
            ..Self::default()
        }
    }

    /// Asks the agent to make the container anew.
    pub(crate) fn restart(&mut self, now: i64) {
        self.rebuild = true;
        self.changed_at = now;
        self.updated_at = now;
    }
}

/// On every write of a JSON text, `\"` loses its backslash (Controller contract 10.3).
pub(crate) fn altered(text: &str) -> String {
    text.replace("\\\"", "\"")
}

pub(crate) fn missing(uuid: &str) -> Refusal {
    Refusal::not_found(format!("Invalid microservice UUID '{uuid}'"))
}

fn show(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    show_one(call, false)
}

fn show_system(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    show_one(call, true)
}

fn show_one(call: &Call<'_>, system: bool) -> Result<Reply, Refusal> {
    let found = call.state.microservice(call.param(0)).filter(|known| call.state.is_system(known) == system);
    let lookup = Lookup::new(call.state, call.now);
    match found.filter(|known| lookup.is_own(known)) {
        Some(microservice) => Reply::json(&Lookup::new(call.state, call.now).view(microservice)),
        None => Err(Refusal::not_found("Invalid microservice user or UUID")),
    }
}

fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    list_all(call, false)
}

fn list_system(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    list_all(call, true)
}

fn list_all(call: &Call<'_>, system: bool) -> Result<Reply, Refusal> {
    let state = &*call.state;
    let asked = |key: &str| call.query(key).filter(|asked| !asked.is_empty());
    let only = match asked("flowId").or_else(|| asked("application")) {
        None => None,
        Some(asked) => Some(
            find_application(state, &Value::from(asked), system)
                .ok_or_else(|| Refusal::not_found(format!("Invalid application id '{asked}'")))?,
        ),
    };
    let lookup = Lookup::new(state, call.now);
    let mut found = state
        .microservices
        .iter()
        .filter(|known| only.is_none_or(|id| known.application_id == id))
        .filter(|known| lookup.is_system(known) == system && lookup.is_own(known))
        .collect::<Vec<_>>();
    found.sort_by(|left, right| left.name.cmp(&right.name));
    let views = found.into_iter().map(|microservice| lookup.view(microservice)).collect::<Vec<_>>();
    Reply::json(&view::List { microservices: &views })
}

/// The id of an application given by name, number, or number as text.
pub(crate) fn find_application(state: &State, asked: &Value, system: bool) -> Option<i64> {
    let text = asked.as_str().map_or_else(|| asked.to_string(), str::to_owned);
    let kind = state
        .applications
        .iter()
        .filter(|application| application.is_system == system && state.owns(application.user_id));
    let by_name = kind.clone().find(|application| application.name == text);
    by_name
        .or_else(|| kind.clone().find(|application| application.id.to_string() == text))
        .map(|known| known.id)
}

fn remove(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let uuid = call.param(0);
    let known = call.state.microservice(uuid).ok_or_else(|| missing(uuid))?;
    if call.state.runs_system_item(known) {
        return Err(Refusal::not_found(format!("Microservice uuid {uuid} is system and can't be deleted")));
    }
    let uuid = known.uuid.clone();
    call.state.remove_service_of("microservice", &uuid);
    call.state.microservices.retain(|microservice| microservice.uuid != uuid);
    Ok(Reply::Empty)
}
