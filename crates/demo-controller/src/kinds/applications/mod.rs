//! Applications (Controller contract 9), by name and, as `flow`, by id.

mod change;
pub(crate) mod yaml;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::microservices::view::{Lookup, View};
use crate::api::{Call, Refusal, Reply, Route, Verb, delete, expects, get, patch, post, put};
use crate::clock::iso;
use crate::kinds::routes::{self, Kept, Named};
use crate::state::{Api, State};

const USER: &str = "applications";
const SYSTEM: &str = "systemApplications";
const FLOW: &str = "flows";

pub(crate) const ROUTES: &[Route] = &[
    get("/application", list).of(USER),
    post("/application", change::create).of(USER).expects(expects::VALIDATION).templated(),
    post("/application/yaml", yaml::create).of(USER).expects(expects::VALIDATION).upload("application"),
    put("/application/yaml/:name", yaml::replace).of(USER).upload("application"),
    // The first pattern that fits decides, and there `system` is a name.
    get("/application/system", list_system).of(USER).counts_as(Verb::Get),
    get("/application/system/:name", show_system).of(SYSTEM),
    delete("/application/system/:name", remove_system).of(SYSTEM),
    get("/application/:name", show).of(USER),
    patch("/application/:name", change::update).of(USER).templated(),
    put("/application/:name", change::replace).of(USER).templated(),
    delete("/application/:name", remove).of(USER).expects(expects::NOT_FOUND),
    get("/flow", list_flows).of(FLOW),
    post("/flow", change::create).of(FLOW).expects(expects::VALIDATION).templated(),
    get("/flow/:id", show_flow).of(FLOW),
    patch("/flow/:id", change::update_flow).of(FLOW).templated(),
    delete("/flow/:id", remove_flow).of(FLOW).expects(expects::NOT_FOUND),
];

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Application {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) is_activated: bool,
    pub(crate) is_system: bool,
    pub(crate) nats_access: bool,
    pub(crate) nats_rule: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    /// When it was last started or stopped.
    pub(crate) switched_at: i64,
    /// Whose it is, and who sends messages to whom in it: on Controller 3.0.
    #[serde(default = "first")]
    pub(crate) user_id: i64,
    #[serde(default)]
    pub(crate) routes: Vec<Kept>,
}

fn first() -> i64 {
    1
}

/// Applications with this number or a higher one hold what the demo runs on agents of Controller 3.0.
const OF_SYSTEM: i64 = 1_000_000;

impl Application {
    pub(crate) fn new(state: &mut State, name: &str, now: i64) -> Self {
        // Controller 3.0 gives numbers again, and has no applications of its own.
        let last = state.applications.iter().map(|known| known.id).filter(|id| *id < OF_SYSTEM).max();
        let id = match state.api {
            Api::V37 => state.next_id("application"),
            Api::V30 if name.starts_with("system-") => OF_SYSTEM + state.next_id("system application"),
            Api::V30 => last.unwrap_or(0) + 1,
        };
        let user_id = state.user.max(1);
        Self {
            id,
            user_id,
            name: name.into(),
            created_at: now,
            updated_at: now,
            switched_at: now,
            ..Self::default()
        }
    }

    /// The application that holds what the Controller runs on an agent.
    pub(crate) fn system(state: &mut State, agent: &str, now: i64) -> Self {
        let application = Self::new(state, &format!("system-{agent}"), now);
        Self { is_activated: true, is_system: true, ..application }
    }
}

/// An application as the API shows it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Shown<'a> {
    id: i64,
    name: &'a str,
    description: &'a str,
    is_activated: bool,
    is_system: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    nats_access: Option<bool>,
    /// Controller 3.0 only, as are routes.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<i64>,
    created_at: String,
    updated_at: String,
    microservices: Vec<View<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    routes: Option<Vec<Named<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nats_config: Option<Value>,
}

pub(crate) fn view<'a>(state: &'a State, application: &'a Application, now: i64) -> Shown<'a> {
    shown(state, application, &Lookup::new(state, now))
}

fn shown<'a>(state: &'a State, application: &'a Application, lookup: &Lookup<'a>) -> Shown<'a> {
    let old = state.api == Api::V30;
    let own = state.microservices.iter().filter(|known| known.application_id == application.id);
    let mut own = own.collect::<Vec<_>>();
    if old {
        own.sort_by(|left, right| left.name.cmp(&right.name));
    }
    let nats = json!({"natsAccess": application.nats_access, "natsRule": application.nats_rule});
    Shown {
        id: application.id,
        name: &application.name,
        description: &application.description,
        is_activated: application.is_activated,
        is_system: application.is_system,
        nats_access: (!old).then_some(application.nats_access),
        user_id: old.then_some(application.user_id),
        created_at: iso(application.created_at),
        updated_at: iso(application.updated_at),
        microservices: own.into_iter().map(|known| lookup.embedded(known)).collect(),
        routes: old.then(|| routes::shown(state, application).map(Kept::named).collect()),
        nats_config: (!old).then_some(nats),
    }
}

fn list_of<'a>(call: &'a Call<'_>, system: bool) -> Vec<Shown<'a>> {
    let state = &*call.state;
    let lookup = Lookup::new(state, call.now);
    let known = state
        .applications
        .iter()
        .filter(|application| application.is_system == system && state.owns(application.user_id));
    known.map(|application| shown(state, application, &lookup)).collect()
}

fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    #[derive(Serialize)]
    struct List<'a> {
        applications: Vec<Shown<'a>>,
    }
    Reply::json(&List { applications: list_of(call, false) })
}

fn list_system(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    #[derive(Serialize)]
    struct List<'a> {
        applications: Vec<Shown<'a>>,
    }
    Reply::json(&List { applications: list_of(call, true) })
}

fn list_flows(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    #[derive(Serialize)]
    struct List<'a> {
        flows: Vec<Shown<'a>>,
    }
    Reply::json(&List { flows: list_of(call, false) })
}

pub(super) fn missing(name: &str) -> Refusal {
    Refusal::not_found(format!("Invalid application id '{name}'"))
}

fn show_one(call: &Call<'_>, system: bool) -> Result<Reply, Refusal> {
    let name = call.param(0);
    let found = call.state.application_named(name).filter(|application| application.is_system == system);
    Reply::json(&view(call.state, found.ok_or_else(|| missing(name))?, call.now))
}

fn show(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    show_one(call, false)
}

fn show_system(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    show_one(call, true)
}

fn show_flow(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let found = by_id(call.state, call.param(0)).ok_or_else(|| missing(call.param(0)))?;
    Reply::json(&view(call.state, found, call.now))
}

fn by_id<'a>(state: &'a State, id: &str) -> Option<&'a Application> {
    let mut own = state.applications.iter().filter(|application| state.owns(application.user_id));
    own.find(|application| application.id.to_string() == id)
}

fn remove(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0).to_owned();
    let found = call.state.application_named(&name).map(|known| (known.id, known.is_system));
    if call.state.api == Api::V30 {
        // It looks for the microservices by the name alone, and so finds those of all users.
        let state = &mut *call.state;
        let alike = state.applications.iter().filter(|known| known.name == name).map(|known| known.id);
        let alike: Vec<i64> = alike.collect();
        state.microservices.retain(|known| !alike.contains(&known.application_id));
    }
    remove_user(call.state, found)
}

fn remove_flow(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let found = by_id(call.state, call.param(0)).map(|known| (known.id, known.is_system));
    remove_user(call.state, found)
}

fn remove_user(state: &mut State, found: Option<(i64, bool)>) -> Result<Reply, Refusal> {
    match found {
        None if state.api == Api::V30 => Ok(Reply::Empty),
        None => Err(Refusal::null_property("isSystem")),
        Some((_, true)) => Err(Refusal::invalid("Cannot delete system application.")),
        Some((id, false)) => {
            state.remove_application(id);
            Ok(Reply::Empty)
        }
    }
}

/// The system route deletes what it is told to, user applications too.
fn remove_system(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    if let Some(id) = call.state.application_named(call.param(0)).map(|application| application.id) {
        call.state.remove_application(id);
    }
    Ok(Reply::Empty)
}

impl State {
    /// Removes an application with everything in it.
    pub(crate) fn remove_application(&mut self, id: i64) {
        self.applications.retain(|application| application.id != id);
        self.microservices.retain(|microservice| microservice.application_id != id);
        self.service_accounts.retain(|account| account.application_id != id);
    }
}
