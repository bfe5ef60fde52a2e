//! Application templates (Controller contract 12).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::public::keep;
use super::yaml;
use crate::api::{Call, Fields as _, Refusal, Reply, Route, delete, expects, get, patch, post, put};
use crate::clock::iso;
use crate::liquid;
use crate::schema;
use crate::state::{Snapshot, State};

const OF: &str = "applicationTemplates";

pub(crate) const ROUTES: &[Route] = &[
    get("/applicationTemplates", list).of(OF),
    post("/applicationTemplate", create).of(OF).expects(expects::VALIDATION),
    post("/applicationTemplate/yaml", create_yaml).of(OF).expects(expects::VALIDATION).upload("template"),
    put("/applicationTemplate/yaml/:name", replace_yaml).of(OF).answers(200).upload("template"),
    get("/applicationTemplate/:name", show).of(OF),
    put("/applicationTemplate/:name", replace).of(OF).answers(200),
    patch("/applicationTemplate/:name", update).of(OF),
    delete("/applicationTemplate/:name", remove).of(OF),
];

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Variable {
    id: i64,
    key: String,
    description: String,
    default: Option<Value>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Template {
    id: i64,
    pub(crate) name: String,
    description: String,
    variables: Vec<Variable>,
    application: Value,
    created_at: i64,
    updated_at: i64,
}

/// In lists a default value is JSON text, in the single object it is a value.
fn view(template: &Template, listed: bool) -> Value {
    let (created, updated) = (iso(template.created_at), iso(template.updated_at));
    let default = |variable: &Variable| match &variable.default {
        Some(value) if listed => Value::from(value.to_string()),
        Some(value) => value.clone(),
        None => Value::Null,
    };
    let variables = template.variables.iter().map(|variable| {
        json!({
            "id": variable.id,
            "key": variable.key,
            "description": variable.description,
            "defaultValue": default(variable),
            "createdAt": created,
            "updatedAt": updated,
            "applicationTemplateId": template.id,
        })
    });
    json!({
        "id": template.id,
        "name": template.name,
        "description": template.description,
        "schemaVersion": "",
        "createdAt": created,
        "updatedAt": updated,
        "variables": variables.collect::<Vec<_>>(),
        "application": template.application,
    })
}

fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let templates = call.state.templates.iter().map(|template| view(template, true)).collect::<Vec<_>>();
    Reply::json(&json!({"applicationTemplates": templates}))
}

fn missing(name: &str) -> Refusal {
    Refusal::not_found(format!("Could not find Application Template {name}"))
}

fn show(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0);
    match call.state.templates.iter().find(|template| template.name == name) {
        Some(template) => Reply::json(&view(template, false)),
        None => Err(missing(name)),
    }
}

fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("applicationTemplateCreate")?;
    let body = std::mem::take(&mut call.body);
    let name = body.text("name").unwrap_or_default();
    create_named(call, &name, &body)
}

fn create_named(call: &mut Call<'_>, name: &str, body: &Value) -> Result<Reply, Refusal> {
    refuse_taken(call.state, name, None)?;
    let template = Template {
        id: call.state.next_id("template"),
        name: name.into(),
        description: body.text("description").unwrap_or_default(),
        variables: variables(call.state, body),
        application: application(body),
        created_at: call.now,
        updated_at: call.now,
    };
    let answer = json!({"id": template.id, "name": template.name});
    call.state.templates.push(template);
    Reply::json(&answer)
}

fn refuse_taken(state: &State, name: &str, but: Option<i64>) -> Result<(), Refusal> {
    let taken = |template: &Template| template.name == name && Some(template.id) != but;
    if state.templates.iter().any(taken) { Err(Refusal::duplicate(name)) } else { Ok(()) }
}

/// The application as it is stored: always an object, never with a name.
fn application(body: &Value) -> Value {
    let mut application = body.object("application").cloned().unwrap_or_default();
    application.shift_remove("name");
    Value::Object(application)
}

fn variables(state: &mut State, body: &Value) -> Vec<Variable> {
    let given = body.list("variables").into_iter().flatten();
    given
        .map(|variable| Variable {
            id: state.next_id("templateVariable"),
            key: variable.text("key").unwrap_or_default(),
            description: variable.text("description").unwrap_or_default(),
            default: variable.get("defaultValue").cloned(),
        })
        .collect()
}

fn replace(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("applicationTemplateUpdate")?;
    let body = std::mem::take(&mut call.body);
    replace_from(call, &body)
}

fn replace_from(call: &mut Call<'_>, body: &Value) -> Result<Reply, Refusal> {
    let name = call.param(0).to_owned();
    let Some(index) = call.state.templates.iter().position(|template| template.name == name) else {
        let mut body = body.clone();
        body["name"] = json!(name);
        schema::check("applicationTemplateCreate", &body)?;
        return create_named(call, &name, &body);
    };
    let fresh = body.text("name").unwrap_or(name);
    refuse_taken(call.state, &fresh, call.state.templates.get(index).map(|template| template.id))?;
    let given = body.get("variables").is_some().then(|| variables(call.state, body));
    let now = call.now;
    let Some(template) = call.state.templates.get_mut(index) else { return Err(missing(&fresh)) };
    template.name = fresh;
    keep(&mut template.description, body.text("description"));
    template.application = application(body);
    keep(&mut template.variables, given);
    template.updated_at = now;
    Reply::json(&json!({"id": template.id, "name": template.name}))
}

fn update(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("applicationTemplatePatch")?;
    let (name, now) = (call.param(0).to_owned(), call.now);
    let Some(id) = call.state.templates.iter().find(|template| template.name == name).map(|known| known.id)
    else {
        // The real one takes the words that it has for applications, and forgets to fill in the name.
        return Err(Refusal::not_found("Invalid application id '{}'"));
    };
    let fresh = call.body.text("name");
    fresh.iter().try_for_each(|fresh| refuse_taken(call.state, fresh, Some(id)))?;
    let Some(template) = call.state.templates.iter_mut().find(|template| template.id == id) else {
        return Err(missing(&name));
    };
    keep(&mut template.name, fresh);
    keep(&mut template.description, call.body.text("description"));
    template.updated_at = now;
    Ok(Reply::Empty)
}

fn remove(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0).to_owned();
    call.state.templates.retain(|template| template.name != name);
    Ok(Reply::Empty)
}

fn uploaded(call: &mut Call<'_>) -> Result<Value, Refusal> {
    let text = call.file.take().ok_or_else(|| Refusal::invalid("Application file missing"))?;
    let (metadata, spec) = yaml::document(&text, "ApplicationTemplate")?;
    let application = spec.get("application").filter(|application| !application.is_null());
    let Some(application) = application else {
        let property = if spec.get("application").is_none() { "undefined" } else { "null" };
        let message = format!("Cannot read properties of {property} (reading 'isActivated')");
        return Err(Refusal::unexpected("TypeError", message));
    };
    let mut body = Map::new();
    body.insert(
        "application".into(),
        Value::Object(super::applications::yaml::from_spec(application, true)?),
    );
    for (key, value) in [
        ("name", metadata.get("name")),
        ("description", spec.get("description")),
        ("variables", spec.get("variables")),
    ] {
        if let Some(value) = value {
            body.insert(key.into(), value.clone());
        }
    }
    if let Some(variables) = body.get_mut("variables") {
        // Only the variables are evaluated at upload; the rest waits for an application.
        liquid::render_body(variables, &Snapshot { state: call.state, now: call.now });
    }
    Ok(Value::Object(body))
}

fn create_yaml(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.body = uploaded(call)?;
    create(call)
}

fn replace_yaml(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.body = uploaded(call)?;
    replace(call)
}

/// The application that a template makes with the given variables.
pub(super) fn instantiate(call: &Call<'_>, asked: &Value) -> Result<Map<String, Value>, Refusal> {
    schema::check("applicationTemplateDeploy", asked)?;
    let name = asked.text("name").unwrap_or_default();
    let Some(template) = call.state.templates.iter().find(|template| template.name == name) else {
        return Err(missing("{}"));
    };
    // Without a default it is null, which then is of no type that a field wants.
    let default = |variable: &Variable| (variable.key.clone(), variable.default.clone().unwrap_or_default());
    let mut values = template.variables.iter().map(default).collect::<Map<_, _>>();
    for given in asked.list("variables").into_iter().flatten() {
        let key = given.text("key").unwrap_or_else(|| "undefined".to_owned());
        match given.get("value") {
            Some(value) => values.insert(key, value.clone()),
            None => values.shift_remove(&key),
        };
    }
    let mut application = template.application.clone();
    let Some(Value::Array(microservices)) = application.get_mut("microservices") else {
        return Err(Refusal::unexpected("TypeError", "newApplication.microservices is not iterable"));
    };
    for microservice in microservices {
        // A config is rendered as what it means, not as text.
        if let Some(config) = microservice.text("config").filter(|config| !config.is_empty()) {
            let parsed = crate::number::read(config.as_bytes());
            microservice["config"] = parsed.map_err(|error| {
                Refusal::unexpected("SyntaxError", format!("Unexpected token in JSON: {error}"))
            })?;
        }
    }
    liquid::render_with(&mut application, &values, &Snapshot { state: call.state, now: call.now });
    for microservice in
        application.get_mut("microservices").and_then(Value::as_array_mut).into_iter().flatten()
    {
        if let Some(config @ (Value::Object(_) | Value::Array(_) | Value::Null)) =
            microservice.get_mut("config")
        {
            *config = json!(config.to_string());
        }
    }
    Ok(application.as_object().cloned().unwrap_or_default())
}
