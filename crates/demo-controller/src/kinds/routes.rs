//! Routes between the microservices of an application, which only Controller 3.0 has (Controller contract 22).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::microservices::Microservice;
use crate::api::{Call, Fields as _, Refusal, Reply, Route, delete, get, post};
use crate::kinds::applications::Application;
use crate::state::State;

pub(crate) const ROUTES: &[Route] = &[
    get("/routes", list).of("applications"),
    post("/routes", create).of("applications").answers(200),
    delete("/routes/:application/:name", remove).of("applications"),
];

/// A route as it is stored.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) from: String,
    pub(crate) to: String,
}

/// A route as its application shows it.
#[derive(Serialize)]
pub(crate) struct Named<'a> {
    name: &'a str,
    from: &'a str,
    to: &'a str,
}

impl Kept {
    pub(crate) fn read(id: i64, body: &Value) -> Self {
        let text = |key: &str| body.text(key).unwrap_or_default();
        Self { id, name: text("name"), from: text("from"), to: text("to") }
    }

    pub(crate) fn named(&self) -> Named<'_> {
        Named { name: &self.name, from: &self.from, to: &self.to }
    }
}

/// A microservice of an application by its name.
fn member<'a>(state: &'a State, application: &Application, name: &str) -> Option<&'a Microservice> {
    state.microservices.iter().find(|known| known.application_id == application.id && known.name == name)
}

/// Those between microservices that are there: the others went with theirs.
pub(crate) fn shown<'a>(state: &'a State, application: &'a Application) -> impl Iterator<Item = &'a Kept> {
    let there = |name: &str| member(state, application, name).is_some();
    application.routes.iter().filter(move |kept| there(&kept.from) && there(&kept.to))
}

/// Which microservices one sends to.
pub(crate) fn receivers(state: &State, application: &Application, sender: &str) -> Vec<String> {
    let own = application.routes.iter().filter(|kept| kept.from == sender);
    own.filter_map(|kept| Some(member(state, application, &kept.to)?.uuid.clone())).collect()
}

fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let state = &*call.state;
    let own = state.applications.iter().filter(|application| state.owns(application.user_id));
    let routes = own.flat_map(|application| {
        let uuid = |name: &str| member(state, application, name).map(|known| known.uuid.clone());
        shown(state, application).map(move |kept| {
            json!({"application": application.name, "name": kept.name, "from": kept.from, "to": kept.to,
                "sourceMicroserviceUuid": uuid(&kept.from), "destMicroserviceUuid": uuid(&kept.to)})
        })
    });
    Reply::json(&json!({"routes": routes.collect::<Vec<_>>()}))
}

fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.body.text("application").unwrap_or_default();
    let missing = || Refusal::not_found(format!("Invalid application name '{name}'"));
    let id = call.state.next_id("route");
    let kept = Kept::read(id, &call.body);
    let application = call.state.application_named(&name).ok_or_else(missing)?;
    let end = |name: &str| {
        let found = member(call.state, application, name);
        found.map(|known| known.uuid.clone()).ok_or_else(|| super::microservices::missing(name))
    };
    let (from, to, owner) = (end(&kept.from)?, end(&kept.to)?, application.id);
    let shown = json!({"isNetworkConnection": false, "id": id, "name": kept.name, "sourceMicroserviceUuid": from,
        "destMicroserviceUuid": to, "applicationId": owner});
    if let Some(application) = call.state.applications.iter_mut().find(|known| known.id == owner) {
        application.routes.push(kept);
    }
    Reply::json(&shown)
}

/// Not in the recording: read from the paths that the other calls have.
fn remove(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let (application, name) = (call.param(0).to_owned(), call.param(1).to_owned());
    let missing = || Refusal::not_found(format!("Invalid application name '{application}'"));
    let owner = call.state.application_named(&application).ok_or_else(missing)?.id;
    let known = call.state.applications.iter_mut().find(|known| known.id == owner).ok_or_else(missing)?;
    let before = known.routes.len();
    known.routes.retain(|kept| kept.name != name);
    if known.routes.len() == before {
        return Err(Refusal::not_found(format!("Invalid route name '{name}'")));
    }
    Ok(Reply::Empty)
}
