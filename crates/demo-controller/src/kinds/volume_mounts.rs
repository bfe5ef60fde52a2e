//! Volume mounts made from secrets and config maps (Controller contract 15).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::public::{keep, nothing};
use super::yaml;
use crate::api::{Call, Fields as _, Refusal, Reply, Route, Verb, blank, delete, expects, get, patch, post};
use crate::clock::iso;
use crate::state::State;

const OF: &str = "volumeMounts";

pub(crate) const ROUTES: &[Route] = &[
    get("/volumeMounts", list).of(OF),
    post("/volumeMounts", create).of(OF).answers(200).expects(expects::VALIDATION).templated(),
    post("/volumeMounts/yaml", create_yaml)
        .of(OF)
        .answers(200)
        .expects(expects::VALIDATION)
        .upload("volumeMount"),
    patch("/volumeMounts/yaml/:name", update_yaml).of(OF).answers(200).upload("volumeMount"),
    get("/volumeMounts/:name", show).of(OF),
    patch("/volumeMounts/:name", update).of(OF).answers(200).templated(),
    delete("/volumeMounts/:name", remove).of(OF).answers(202),
    get("/volumeMounts/:name/link", links).of(OF).expects(expects::VALIDATION),
    post("/volumeMounts/:name/link", link)
        .of(OF)
        .answers(200)
        .counts_as(Verb::Patch)
        .expects(expects::VALIDATION),
    delete("/volumeMounts/:name/link", unlink)
        .of(OF)
        .answers(200)
        .counts_as(Verb::Patch)
        .expects(expects::VALIDATION),
];

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct VolumeMount {
    pub(crate) uuid: String,
    pub(crate) name: String,
    pub(crate) config_map: Option<String>,
    pub(crate) secret: Option<String>,
    pub(crate) version: i64,
    /// Agents that it is linked to.
    pub(crate) agents: Vec<String>,
}

impl VolumeMount {
    pub(crate) fn link(&mut self, agent: &str) {
        if !self.agents.iter().any(|known| known == agent) {
            self.agents.push(agent.to_owned());
        }
    }

    /// What an agent shows of a mount that is linked to it.
    pub(crate) fn on_agent(&self) -> Value {
        json!({
            "name": self.name,
            "version": self.version,
            "configMapName": self.config_map,
            "secretName": self.secret,
        })
    }
}

fn view(mount: &VolumeMount) -> Value {
    json!({
        "uuid": mount.uuid,
        "name": mount.name,
        "configMapName": mount.config_map,
        "secretName": mount.secret,
        "version": mount.version,
    })
}

fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    Reply::json(&call.state.volume_mounts.iter().map(view).collect::<Vec<_>>())
}

fn missing(name: &str) -> Refusal {
    Refusal::not_found(format!("Volume mount with name {name} not found"))
}

fn find<'a>(state: &'a mut State, name: &str) -> Result<&'a mut VolumeMount, Refusal> {
    state.volume_mounts.iter_mut().find(|mount| mount.name == name).ok_or_else(|| missing(name))
}

fn show(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0).to_owned();
    Reply::json(&view(find(call.state, &name)?))
}

/// The secret or config map that a body names must exist.
fn check_source(state: &State, body: &Value) -> Result<(), Refusal> {
    if let Some(name) =
        body.text("secretName").filter(|name| !state.secrets.iter().any(|known| known.name == *name))
    {
        return Err(Refusal::not_found(format!("Secret with name \"{name}\" not found")));
    }
    let map = body.text("configMapName");
    match map.filter(|name| !state.config_maps.iter().any(|known| known.name == *name)) {
        Some(name) => Err(Refusal::not_found(format!("ConfigMap with name {name} not found"))),
        None => Ok(()),
    }
}

fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("volumeMountCreate")?;
    let body = &call.body;
    one_source(body.get("secretName"), body.get("configMapName"))?;
    let name = body.text("name").unwrap_or_default();
    if call.state.volume_mounts.iter().any(|mount| mount.name == name) {
        return Err(Refusal::invalid(format!("Duplicate name '{name}'")));
    }
    check_source(call.state, body)?;
    let mount = VolumeMount {
        uuid: call.state.ids.uuid(),
        name,
        config_map: body.text("configMapName"),
        secret: body.text("secretName"),
        version: 1,
        agents: Vec::new(),
    };
    let mut answer = json!({"uuid": mount.uuid, "version": 1, "name": mount.name});
    for (key, source) in [("configMapName", &mount.config_map), ("secretName", &mount.secret)] {
        if let Some(source) = source {
            answer[key] = json!(source);
        }
    }
    answer["updatedAt"] = json!(iso(call.now));
    answer["createdAt"] = json!(iso(call.now));
    call.state.volume_mounts.push(mount);
    Reply::json(&answer)
}

fn update(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("volumeMountUpdate")?;
    let name = call.param(0).to_owned();
    find(call.state, &name)?;
    one_source(call.body.get("secretName"), call.body.get("configMapName"))?;
    check_source(call.state, &call.body)?;
    let (map, secret) = (call.body.text("configMapName"), call.body.text("secretName"));
    let mount = find(call.state, &name)?;
    // The other source stays set, so that a mount can end up with both.
    keep(&mut mount.config_map, map.map(Some));
    keep(&mut mount.secret, secret.map(Some));
    mount.version += 1;
    Reply::json(&view(mount))
}

fn uploaded(call: &mut Call<'_>, path: Option<&str>) -> Result<Value, Refusal> {
    let text = yaml::uploaded(&mut call.file)?;
    let read = || {
        let document = yaml::resource(&text, "VolumeMount", &["metadata", "spec"], None)?;
        let source = |key: &str| document.get("spec").and_then(|spec| spec.get(key));
        let (secret, map) = (source("secretName"), source("configMapName"));
        one_source(secret, map)?;
        if path.is_some() {
            yaml::resource(&text, "VolumeMount", &[], path)?;
        }
        let name = document.get("metadata").and_then(|metadata| metadata.get("name"));
        Ok(yaml::body(&[("name", name), ("secretName", secret), ("configMapName", map)]))
    };
    yaml::caught("YAML", read())
}

/// Exactly one of the two, where empty names count as none.
fn one_source(secret: Option<&Value>, map: Option<&Value>) -> Result<(), Refusal> {
    let given = |source: Option<&Value>| source.is_some_and(|name| !blank(name));
    match (given(secret), given(map)) {
        (true, true) => Err(Refusal::invalid("Cannot specify both secretName and configMapName")),
        (false, false) => Err(Refusal::invalid("Must specify either secretName or configMapName")),
        _ => Ok(()),
    }
}

fn create_yaml(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.body = uploaded(call, None)?;
    create(call)
}

fn update_yaml(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0).to_owned();
    call.body = uploaded(call, Some(&name))?;
    update(call)
}

fn remove(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0).to_owned();
    find(call.state, &name)?;
    call.state.volume_mounts.retain(|mount| mount.name != name);
    Reply::json(&nothing())
}

fn links(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0).to_owned();
    let agents = find(call.state, &name)?.agents.clone();
    Reply::json(&json!({"fogUuids": agents}))
}

fn asked(call: &Call<'_>) -> Result<Vec<String>, Refusal> {
    call.check("volumeMountLink")?;
    Ok(call.body.texts("fogUuids").unwrap_or_default())
}

fn link(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let (name, wanted) = (call.param(0).to_owned(), asked(call)?);
    find(call.state, &name)?;
    for agent in &wanted {
        // The agents before an unknown one are linked all the same.
        refuse_unknown(call.state, agent)?;
        find(call.state, &name)?.link(agent);
    }
    Reply::json(&view(find(call.state, &name)?))
}

fn unlink(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let (name, unwanted) = (call.param(0).to_owned(), asked(call)?);
    find(call.state, &name)?;
    for agent in &unwanted {
        refuse_unknown(call.state, agent)?;
        find(call.state, &name)?.agents.retain(|known| known != agent);
    }
    Reply::json(&nothing())
}

fn refuse_unknown(state: &State, agent: &str) -> Result<(), Refusal> {
    match state.agent(agent) {
        Some(_) => Ok(()),
        None => Err(Refusal::not_found(format!("Could not find agent {agent}"))),
    }
}
