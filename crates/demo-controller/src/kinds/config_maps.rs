//! Config maps (Controller contract 14).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::public::{keep, nothing};
use super::yaml;
use crate::api::{Call, Fields as _, Refusal, Reply, Route, delete, expects, get, patch, post};

const OF: &str = "configMaps";

pub(crate) const ROUTES: &[Route] = &[
    get("/configmaps", list).of(OF),
    post("/configmaps", create).of(OF).expects(expects::VALIDATION),
    post("/configmaps/yaml", create_yaml).of(OF).expects(expects::VALIDATION).upload("configMap"),
    patch("/configmaps/yaml/:name", update_yaml).of(OF).answers(200).upload("configMap"),
    get("/configmaps/:name", show).of(OF),
    patch("/configmaps/:name", update).of(OF).answers(200),
    delete("/configmaps/:name", remove).of(OF).answers(200),
];

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ConfigMap {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) data: Map<String, Value>,
    pub(crate) immutable: bool,
    pub(crate) use_vault: bool,
}

fn head(map: &ConfigMap) -> Value {
    json!({"id": map.id, "name": map.name, "immutable": map.immutable, "useVault": map.use_vault})
}

fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let maps = call.state.config_maps.iter().map(head).collect::<Vec<_>>();
    Reply::json(&json!({"configMaps": maps}))
}

fn missing(name: &str) -> Refusal {
    Refusal::not_found(format!("ConfigMap with name {name} not found"))
}

fn show(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0);
    let map = call.state.config_maps.iter().find(|map| map.name == name).ok_or_else(|| missing(name))?;
    let mut shown = head(map);
    shown["data"] = json!(map.data);
    Reply::json(&shown)
}

fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("configMapCreate")?;
    let body = &call.body;
    let name = body.text("name").unwrap_or_default();
    if call.state.config_maps.iter().any(|map| map.name == name) {
        return Err(Refusal::conflict(format!("ConfigMap with name {name} already exists")));
    }
    let map = ConfigMap {
        id: call.state.next_id("configMap"),
        name,
        data: body.object("data").cloned().unwrap_or_default(),
        immutable: body.flag("immutable").unwrap_or(false),
        use_vault: body.flag("useVault").unwrap_or(true),
    };
    let answer = head(&map);
    call.state.config_maps.push(map);
    Reply::json(&answer)
}

fn update(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("configMapUpdate")?;
    let name = call.param(0).to_owned();
    let Some(map) = call.state.config_maps.iter_mut().find(|map| map.name == name) else {
        return Err(missing(&name));
    };
    if map.immutable {
        return Err(Refusal::invalid(format!(
            "Configmap {name} is immutable and cannot be updated. If you want to update it, please delete it and \
             create a new configmap."
        )));
    }
    let Some(immutable) = call.body.flag("immutable") else {
        let message = "notNull Violation: ConfigMap.immutable cannot be null";
        return Err(Refusal::unexpected("SequelizeValidationError", message));
    };
    map.immutable = immutable;
    keep(&mut map.use_vault, call.body.flag("useVault"));
    map.data = call.body.object("data").cloned().unwrap_or_default();
    let (answer, data) = (head(map), map.data.clone());
    call.state.spread(&name, &data, call.now, false);
    Reply::json(&answer)
}

/// The request body of an uploaded file. `path` is the name in the path of an update.
fn uploaded(call: &mut Call<'_>, path: Option<&str>) -> Result<Value, Refusal> {
    let text = yaml::uploaded(&mut call.file)?;
    let read = || {
        let document = yaml::resource(&text, "ConfigMap", &["metadata", "data"], path)?;
        let immutable = yaml::member(&document, "spec", "immutable")?;
        let name =
            document.get("metadata").and_then(|metadata| metadata.get("name")).filter(|_| path.is_none());
        let vault = yaml::member(&document, "spec", "useVault")?;
        Ok(yaml::body(&[
            ("name", name),
            ("data", document.get("data")),
            ("immutable", immutable),
            ("useVault", vault),
        ]))
    };
    yaml::caught("YAML", read())
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
    let before = call.state.config_maps.len();
    call.state.config_maps.retain(|map| map.name != name);
    if call.state.config_maps.len() == before {
        return Err(missing(&name));
    }
    call.state.volume_mounts.retain(|mount| mount.config_map.as_ref() != Some(&name));
    Reply::json(&nothing())
}
