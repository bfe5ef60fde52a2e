//! Creating, changing and replacing applications (Controller contract 9).

use serde_json::{Value, json};

use super::{Application, by_id, missing};
use crate::api::{Call, Fields as _, Refusal, Reply, blank};
use crate::kinds::microservices::{create_in, update_in};
use crate::kinds::public::keep;
use crate::kinds::routes::Kept;
use crate::kinds::templates;
use crate::schema;
use crate::state::{Api, State};

pub(super) fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = std::mem::take(&mut call.body);
    create_from(call, body)
}

/// Creates an application from a body; refused microservices take the application with them.
pub(super) fn create_from(call: &mut Call<'_>, body: Value) -> Result<Reply, Refusal> {
    let name = body.text("name");
    let body = place(expand(call, body)?, name.as_deref())?;
    schema::check("applicationCreate", &body)?;
    let name = name.unwrap_or_default();
    if call.state.application_named(&name).is_some() {
        return Err(Refusal::duplicate(&name));
    }
    check_nats(call.state, &body)?;
    let mut application = Application::new(call.state, &name, call.now);
    assign(&mut application, &body, call.now);
    if call.state.api == Api::V30 {
        application.routes = kept(call.state, &body);
    }
    let id = application.id;
    call.state.applications.push(application);
    for microservice in body.list("microservices").into_iter().flatten() {
        if let Err(refusal) = create_in(call.state, microservice, Some(id), call.now) {
            if call.state.application(id).is_some_and(|application| application.is_system) {
                // Taking it back is refused as well, and nothing is.
                return Err(Refusal::invalid("Cannot delete system application."));
            }
            call.state.remove_application(id);
            return Err(refusal);
        }
    }
    Reply::json(&json!({"id": id, "name": name}))
}

/// A body with a template becomes the template's application; what the body says beside it is dropped.
fn expand(call: &Call<'_>, body: Value) -> Result<Value, Refusal> {
    let named = |template: &&Value| template.get("name").is_some_and(|name| !blank(name));
    let Some(template) = body.get("template").filter(named) else { return Ok(body) };
    let mut expanded = templates::instantiate(call, template)?;
    for key in ["name", "description", "isActivated", "isSystem"] {
        match body.get(key) {
            Some(value) => expanded.insert(key.into(), value.clone()),
            None => expanded.shift_remove(key),
        };
    }
    Ok(Value::Object(expanded))
}

/// Writes the application into every microservice of a body. What is no object becomes one by that.
fn place(mut body: Value, name: Option<&str>) -> Result<Value, Refusal> {
    match body.get_mut("microservices") {
        Some(Value::Array(items)) => {
            for item in items {
                let mut fields = item.as_object().cloned().unwrap_or_default();
                fields.insert("application".into(), json!(name));
                *item = Value::Object(fields);
            }
        }
        Some(other) if !blank(other) => {
            let message = "applicationData.microservices.map is not a function";
            return Err(Refusal::unexpected("TypeError", message));
        }
        _ => {}
    }
    Ok(body)
}

fn check_nats(state: &State, body: &Value) -> Result<(), Refusal> {
    if body.get("natsAccess").is_some() {
        return Err(Refusal::invalid("natsAccess must be provided under natsConfig.natsAccess"));
    }
    match body.get("natsConfig").and_then(|nats| nats.text("natsRule")) {
        Some(rule) if !state.has_account_rule(&rule) => {
            Err(Refusal::invalid(format!("NATS account rule {rule} does not exist")))
        }
        _ => Ok(()),
    }
}

fn assign(application: &mut Application, body: &Value, now: i64) {
    keep(&mut application.description, body.text("description"));
    keep(&mut application.is_system, body.flag("isSystem"));
    if let Some(active) = body.flag("isActivated") {
        if active != application.is_activated {
            application.switched_at = now;
        }
        application.is_activated = active;
    }
    if let Some(nats) = body.get("natsConfig") {
        keep(&mut application.nats_access, nats.flag("natsAccess"));
        keep(&mut application.nats_rule, nats.text("natsRule").map(Some));
        if nats.flag("natsAccess") == Some(false) {
            application.nats_rule = None;
        }
    }
    application.updated_at = now;
}

/// The routes of a body.
fn kept(state: &mut State, body: &Value) -> Vec<Kept> {
    let routes = body.list("routes").into_iter().flatten();
    routes.map(|route| Kept::read(state.next_id("route"), route)).collect()
}

fn kept_names(body: &Value) -> Vec<String> {
    body.list("routes").into_iter().flatten().filter_map(|route| route.text("name")).collect()
}

pub(super) fn update(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0).to_owned();
    patch(call, &name)
}

pub(super) fn update_flow(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name =
        by_id(call.state, call.param(0)).map(|application| application.name.clone()).unwrap_or_default();
    patch(call, &name)
}

fn patch(call: &mut Call<'_>, name: &str) -> Result<Reply, Refusal> {
    let body = std::mem::take(&mut call.body);
    schema::check("applicationPatch", &body)?;
    let now = call.now;
    let Some(application) = call.state.application_named(name) else {
        // The real one forgets to fill in the name.
        return Err(missing("{}"));
    };
    let id = application.id;
    let renamed = renamed(call.state, application, &body)?;
    check_nats(call.state, &body)?;
    let Some(application) = call.state.applications.iter_mut().find(|known| known.id == id) else {
        return Err(missing("{}"));
    };
    keep(&mut application.name, renamed);
    assign(application, &body, now);
    Ok(Reply::Empty)
}

/// The new name, where applications can have one.
fn renamed(state: &State, application: &Application, body: &Value) -> Result<Option<String>, Refusal> {
    let Some(name) = body.text("name").filter(|name| *name != application.name) else { return Ok(None) };
    if !state.renames() {
        return Err(Refusal::invalid("Application Resource Name is immutable"));
    }
    match state.application_named(&name) {
        Some(_) => Err(Refusal::duplicate(&name)),
        None => Ok(Some(name)),
    }
}

pub(super) fn replace(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = std::mem::take(&mut call.body);
    replace_with(call, body)
}

/// Replaces an application's settings and, when the body has a list, its set of microservices.
pub(super) fn replace_with(call: &mut Call<'_>, body: Value) -> Result<Reply, Refusal> {
    let (name, now) = (call.param(0).to_owned(), call.now);
    let placed = body.text("name").filter(|given| !given.is_empty()).unwrap_or_else(|| name.clone());
    let body = place(expand(call, body)?, Some(&placed))?;
    schema::check("applicationUpdate", &body)?;
    let application = call.state.application_named(&name).ok_or_else(|| missing(&name))?;
    let id = application.id;
    let renamed = renamed(call.state, application, &body)?;
    check_nats(call.state, &body)?;
    let Some(application) = call.state.applications.iter_mut().find(|known| known.id == id) else {
        return Err(missing(&name));
    };
    keep(&mut application.name, renamed);
    assign(application, &body, now);
    // Controller 3.0 wants to take away a route that is not listed, and takes its name for an application's.
    let listed = kept_names(&body);
    if let Some(lost) = application.routes.iter().find(|kept| !listed.contains(&kept.name)) {
        return Err(Refusal::not_found(format!("Invalid application name '{}'", lost.name)));
    }
    match body.list("microservices") {
        Some(wanted) => set_microservices(call.state, id, wanted, now).map(|()| Reply::Empty),
        None => Ok(Reply::Empty),
    }
}

/// Deletes what is not listed, changes what is, creates the rest.
fn set_microservices(state: &mut State, application: i64, wanted: &[Value], now: i64) -> Result<(), Refusal> {
    let own = state.microservices.iter().filter(|known| known.application_id == application);
    let known = own.map(|known| (known.name.clone(), known.uuid.clone())).collect::<Vec<_>>();
    let listed =
        |name: &str| wanted.iter().find(|body| body.get("name").and_then(Value::as_str) == Some(name));
    for (name, uuid) in &known {
        match listed(name) {
            None => state.microservices.retain(|microservice| microservice.uuid != *uuid),
            Some(body) => update_in(state, uuid, body, false, now)?,
        }
    }
    let fresh = |body: &&Value| !known.iter().any(|(name, _)| body.text("name").as_ref() == Some(name));
    wanted
        .iter()
        .filter(fresh)
        .try_for_each(|body| create_in(state, body, Some(application), now).map(|_| ()))
}
