//! Application templates (Controller contract 12).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::public::keep;
use super::yaml;
use crate::api::{Call, Fields as _, Refusal, Reply, Route, delete, expects, get, patch, post, put};
use crate::clock::iso;
use crate::liquid;
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
    if call.state.templates.iter().any(|template| template.name == name) {
        return Err(Refusal::duplicate(name));
    }
    let template = Template {
        id: call.state.next_id("template"),
        name: name.into(),
        description: body.text("description").unwrap_or_default(),
        variables: variables(call.state, body),
        application: body.get("application").cloned().unwrap_or_else(|| json!({})),
        created_at: call.now,
        updated_at: call.now,
    };
    let answer = json!({"id": template.id, "name": template.name});
    call.state.templates.push(template);
    Reply::json(&answer)
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
        return create_named(call, &name, body);
    };
    let fresh = body.get("variables").is_some().then(|| variables(call.state, body));
    let now = call.now;
    let Some(template) = call.state.templates.get_mut(index) else { return Err(missing(&name)) };
    keep(&mut template.name, body.text("name"));
    keep(&mut template.description, body.text("description"));
    keep(&mut template.application, body.get("application").cloned());
    keep(&mut template.variables, fresh);
    template.updated_at = now;
    Reply::json(&json!({"id": template.id, "name": template.name}))
}

fn update(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("applicationTemplateUpdate")?;
    let (name, now) = (call.param(0).to_owned(), call.now);
    let Some(template) = call.state.templates.iter_mut().find(|template| template.name == name) else {
        return Err(missing(&name));
    };
    keep(&mut template.name, call.body.text("name"));
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
    let text = yaml::uploaded(&mut call.file)?;
    let (metadata, spec) = yaml::document(&text, "ApplicationTemplate")?;
    let mut body = spec;
    if let Some(body) = body.as_object_mut() {
        body.insert("name".into(), metadata.get("name").cloned().unwrap_or(Value::Null));
        if let Some(Value::Array(items)) =
            body.get_mut("application").and_then(|a| a.get_mut("microservices"))
        {
            for item in items {
                let mut mapped = super::microservices::yaml::from_spec(item, true)?;
                mapped.insert("name".into(), item.get("name").cloned().unwrap_or(Value::Null));
                *item = Value::Object(mapped);
            }
        }
        if let Some(variables) = body.get_mut("variables") {
            // Only the variables are evaluated at upload; the rest waits for an application.
            liquid::render_body(variables, &Snapshot { state: call.state, now: call.now });
        }
    }
    Ok(body)
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
    let name = asked.text("name").unwrap_or_default();
    let Some(template) = call.state.templates.iter().find(|template| template.name == name) else {
        return Err(missing("{}"));
    };
    let given = asked.list("variables").into_iter().flatten();
    let mut values = Map::new();
    for variable in &template.variables {
        let own = given.clone().find(|given| given.text("key").as_deref() == Some(variable.key.as_str()));
        let value = own.and_then(|given| given.get("value")).or(variable.default.as_ref());
        // Without value and default it is null, which then is of no type that a field wants.
        values.insert(variable.key.clone(), value.cloned().unwrap_or_default());
    }
    let mut application = template.application.clone();
    liquid::render_with(&mut application, &values, &Snapshot { state: call.state, now: call.now });
    Ok(application.as_object().cloned().unwrap_or_default())
}
