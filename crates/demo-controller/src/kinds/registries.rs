//! Registries (Controller contract 6).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::public::keep;
use crate::api::{Call, Fields as _, Refusal, Reply, Route, delete, expects, get, patch, post};
use crate::state::{Api, State};

pub(crate) const ROUTES: &[Route] = &[
    get("/registries", list).of("registries"),
    get("/registries/:id", show).of("registries"),
    post("/registries", create).of("registries").expects(expects::VALIDATION).templated(),
    patch("/registries/:id", update).of("registries").templated(),
    delete("/registries/:id", remove).of("registries"),
];

/// Registries with these ids come with the Controller and stay as they are.
const SYSTEM: [i64; 2] = [1, 2];

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Registry {
    pub(crate) id: i64,
    pub(crate) url: String,
    pub(crate) is_public: bool,
    pub(crate) username: String,
    pub(crate) password: String,
    pub(crate) email: String,
    /// Kept for Controller 3.0 only.
    pub(crate) certificate: Option<String>,
    pub(crate) requires_cert: Option<bool>,
    #[serde(default)]
    pub(crate) user_id: i64,
}

/// The two registries of a new Controller.
pub(crate) fn seeds(state: &mut State) {
    for url in ["registry.hub.docker.com", "from_cache"] {
        let id = state.next_id("registry");
        let certificate = Some(String::new());
        let requires_cert = Some(false);
        let is_public = true;
        state.registries.push(Registry {
            id,
            url: url.into(),
            is_public,
            certificate,
            requires_cert,
            ..Registry::default()
        });
    }
}

fn view(registry: &Registry, api: Api) -> Map<String, Value> {
    let mut view = Map::new();
    let mut put = |key: &str, value: Value| view.insert(key.to_owned(), value);
    put("id", json!(registry.id));
    put("url", json!(registry.url));
    put("isPublic", json!(registry.is_public));
    if api == Api::V30 {
        put("isSecure", SYSTEM.contains(&registry.id).then_some(true).into());
        put("certificate", json!(registry.certificate));
        put("requiresCert", json!(registry.requires_cert));
    }
    put("username", json!(registry.username));
    put("userEmail", json!(registry.email));
    if api == Api::V30 {
        put("userId", if SYSTEM.contains(&registry.id) { Value::Null } else { json!(registry.user_id) });
    }
    view
}

fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let api = call.state.api;
    let seen = |registry: &&Registry| registry.is_public || call.state.owns(registry.user_id);
    let registries = call.state.registries.iter().filter(seen);
    let registries = registries.map(|registry| view(registry, api)).collect::<Vec<_>>();
    Reply::json(&json!({"registries": registries}))
}

fn show(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let Some(id) = lenient_id(call.param(0)) else {
        return Err(Refusal::unexpected("SequelizeDatabaseError", "SQLITE_ERROR: no such column: NaN"));
    };
    let Some(registry) = call.state.registries.iter().find(|registry| registry.id == id) else {
        return Err(missing(id));
    };
    let mut shown = Map::from_iter([("password".to_owned(), json!(registry.password))]);
    shown.extend(view(registry, call.state.api));
    Reply::json(&shown)
}

fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("registryCreate")?;
    let body = &call.body;
    let certificate = body.text("certificate");
    need_certificate(call)?;
    let registry = Registry {
        id: call.state.next_id("registry"),
        url: body.text("url").unwrap_or_default(),
        is_public: body.flag("isPublic").unwrap_or_default(),
        username: body.text("username").unwrap_or_default(),
        password: body.text("password").unwrap_or_default(),
        email: body.text("email").unwrap_or_default(),
        certificate,
        requires_cert: body.flag("requiresCert"),
        user_id: call.state.user.max(1),
    };
    let id = registry.id;
    call.state.registries.push(registry);
    Reply::json(&json!({"id": id}))
}

fn need_certificate(call: &Call<'_>) -> Result<(), Refusal> {
    let body = &call.body;
    if call.state.api == Api::V30
        && body.flag("requiresCert") == Some(true)
        && body.get("certificate").is_none()
    {
        let message = "Property \"certificate\" is required if property \"requiresCert\" is set to true";
        return Err(Refusal::invalid(message));
    }
    Ok(())
}

fn update(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("registryUpdate")?;
    // The id is read leniently to find out whether it is one of the two, and then looked up as it stands.
    if let Some(id) = lenient_id(call.param(0)) {
        refuse_system(id, call.state.api)?;
    }
    need_certificate(call)?;
    let (id, body) = (call.param(0).to_owned(), &call.body);
    let fixed = |registry: &Registry| SYSTEM.contains(&registry.id) || !call.state.owns(registry.user_id);
    // Controller 3.0 says yes to those, and does nothing.
    if call.state.registries.iter().any(|registry| registry.id.to_string() == id && fixed(registry)) {
        return Ok(Reply::Empty);
    }
    let known = call.state.registries.iter_mut().find(|registry| registry.id.to_string() == id);
    let Some(registry) = known else {
        return Err(Refusal::not_found("Registry not found"));
    };
    keep(&mut registry.url, body.text("url"));
    keep(&mut registry.is_public, body.flag("isPublic"));
    keep(&mut registry.username, body.text("username"));
    keep(&mut registry.password, body.text("password"));
    keep(&mut registry.email, body.text("email"));
    keep(&mut registry.certificate, body.text("certificate").map(Some));
    keep(&mut registry.requires_cert, body.flag("requiresCert").map(Some));
    let id = registry.id;
    let users =
        call.state.microservices.iter_mut().filter(|microservice| microservice.registry_id == Some(id));
    users.for_each(|microservice| microservice.restart(call.now));
    Ok(Reply::Empty)
}

fn remove(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let Some(id) = lenient_id(call.param(0)) else {
        return Err(Refusal::invalid("Field 'id' is not of a type(s) integer"));
    };
    let state = &mut *call.state;
    refuse_system(id, state.api)?;
    let own = state.registries.iter().any(|registry| registry.id == id && state.owns(registry.user_id));
    if !own || (state.api == Api::V30 && SYSTEM.contains(&id)) {
        return Err(missing(id));
    }
    if state.microservices.iter().any(|microservice| microservice.registry_id == Some(id)) {
        return Err(match state.api {
            Api::V37 => Refusal::invalid("Registry is in use by microservices and can't be deleted"),
            Api::V30 => super::catalog::foreign_key(),
        });
    }
    state.registries.retain(|registry| registry.id != id);
    for item in state.catalog.iter_mut().filter(|item| item.registry_id == Some(id)) {
        item.registry_id = None;
    }
    Ok(Reply::Empty)
}

pub(crate) fn missing(id: i64) -> Refusal {
    Refusal::not_found(format!("Invalid registry id '{id}'"))
}

fn refuse_system(id: i64, api: Api) -> Result<(), Refusal> {
    if api == Api::V37 && SYSTEM.contains(&id) {
        return Err(Refusal::invalid("Registry is system and can't be updated or deleted"));
    }
    Ok(())
}

/// A number as JavaScript's `parseInt` reads it: the digits that the text starts with.
fn lenient_id(text: &str) -> Option<i64> {
    let text = text.trim_start();
    let digits = text.trim_start_matches('-');
    let end = digits.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(digits.len());
    text.get(..text.len() - digits.len() + end)?.parse().ok()
}
