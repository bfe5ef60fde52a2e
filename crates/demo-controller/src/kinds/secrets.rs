//! Secrets (Controller contract 13).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::public::nothing;
use super::yaml;
use crate::api::{Call, Fields as _, Refusal, Reply, Route, delete, expects, get, patch, post};
use crate::state::State;

const OF: &str = "secrets";

pub(crate) const ROUTES: &[Route] = &[
    get("/secrets", list).of(OF),
    post("/secrets", create).of(OF).expects(expects::VALIDATION),
    post("/secrets/yaml", create_yaml).of(OF).expects(expects::VALIDATION).upload("secret"),
    patch("/secrets/yaml/:name", update_yaml).of(OF).answers(200).upload("secret"),
    get("/secrets/:name", show).of(OF),
    patch("/secrets/:name", update).of(OF).answers(200),
    delete("/secrets/:name", remove).of(OF).answers(200),
];

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Secret {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) data: Map<String, Value>,
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Secret").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Secret {
    /// A value as microservices get it: those of `tls` secrets are decoded.
    pub(crate) fn plain(&self, value: String) -> String {
        if self.kind != "tls" {
            return value;
        }
        STANDARD.decode(&value).map_or(value, |bytes| String::from_utf8_lossy(&bytes).into_owned())
    }
}

fn head(secret: &Secret) -> Value {
    json!({"id": secret.id, "name": secret.name, "type": secret.kind})
}

fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let secrets = call.state.secrets.iter().map(head).collect::<Vec<_>>();
    Reply::json(&json!({"secrets": secrets}))
}

fn missing(name: &str) -> Refusal {
    Refusal::not_found(format!("Secret with name \"{name}\" not found"))
}

fn show(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0);
    let secret = call.state.secrets.iter().find(|secret| secret.name == name).ok_or_else(|| missing(name))?;
    Reply::json(&json!({"id": secret.id, "name": secret.name, "type": secret.kind, "data": secret.data}))
}

/// Values of a `tls` secret must be base64.
fn check_data(kind: &str, data: &Map<String, Value>) -> Result<(), Refusal> {
    // The real one decodes to text and encodes that again: what is no text does not come back.
    let decoded = |text: &str| STANDARD.decode(text).is_ok_and(|bytes| String::from_utf8(bytes).is_ok());
    let encoded = |value: &Value| value.as_str().is_some_and(decoded);
    let wrong =
        data.iter().filter(|(_, value)| !encoded(value)).map(|(key, _)| key.as_str()).collect::<Vec<_>>();
    if kind == "tls" && !wrong.is_empty() {
        return Err(Refusal::invalid(format!("Invalid base64 encoding for keys: {}", wrong.join(", "))));
    }
    Ok(())
}

fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("secretCreate")?;
    let name = call.body.text("name").unwrap_or_default();
    let kind = call.body.text("type").unwrap_or_default();
    let data = call.body.object("data").cloned().unwrap_or_default();
    check_data(&kind, &data)?;
    if call.state.secrets.iter().any(|secret| secret.name == name) {
        return Err(Refusal::conflict(format!("Secret with name \"{name}\" already exists")));
    }
    let secret = Secret { id: call.state.next_id("secret"), name, kind, data };
    let answer = head(&secret);
    call.state.secrets.push(secret);
    Reply::json(&answer)
}

fn create_yaml(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let text = yaml::uploaded(&mut call.file)?;
    let read = || {
        let document = yaml::resource(&text, "Secret", &PARTS, None)?;
        let kind = yaml::member(&document, "spec", "type")?;
        let name = document.get("metadata").and_then(|metadata| metadata.get("name"));
        Ok(yaml::body(&[("name", name), ("type", kind), ("data", document.get("data"))]))
    };
    call.body = yaml::caught("YAML", read())?;
    create(call)
}

/// The real one loses the type on the way and always refuses.
fn update_yaml(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let text = yaml::uploaded(&mut call.file)?;
    let document = yaml::caught("YAML", yaml::resource(&text, "Secret", &PARTS, Some(call.param(0))))?;
    call.body = yaml::body(&[("data", document.get("data"))]);
    update(call)
}

/// What a file has to have.
const PARTS: [&str; 3] = ["metadata", "type", "data"];

fn update(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("secretUpdate")?;
    let name = call.param(0).to_owned();
    let kind = call.body.text("type");
    let data = call.body.object("data").cloned().unwrap_or_default();
    let Some(secret) = call.state.secrets.iter_mut().find(|secret| secret.name == name) else {
        return Err(missing(&name));
    };
    if kind.as_ref() != Some(&secret.kind) {
        let given = kind.unwrap_or_else(|| "undefined".into());
        return Err(Refusal::invalid(format!(
            "Secret type mismatch. Secret {name} is of type {} but trying to update with type {given}",
            secret.kind
        )));
    }
    check_data(&secret.kind, &data)?;
    secret.data.clone_from(&data);
    call.state.spread(&name, &data, call.now, true);
    Reply::json(&nothing())
}

fn remove(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0).to_owned();
    let before = call.state.secrets.len();
    call.state.secrets.retain(|secret| secret.name != name);
    if call.state.secrets.len() == before {
        return Err(missing(&name));
    }
    call.state.volume_mounts.retain(|mount| mount.secret.as_ref() != Some(&name));
    Reply::json(&nothing())
}

impl State {
    /// New data of a secret or config map reaches the environment of microservices and the mounts made from it.
    pub(crate) fn spread(&mut self, name: &str, data: &Map<String, Value>, now: i64, secret: bool) {
        let decode = self.secrets.iter().find(|known| secret && known.name == name).cloned();
        for row in &mut self.microservices {
            let mut touched = false;
            for env in &mut row.env {
                let source = if secret { &env.value_from_secret } else { &env.value_from_config_map };
                let mut parts = source.as_deref().unwrap_or_default().split('/');
                let (from, key) = (parts.next(), parts.next().unwrap_or_default());
                let value = data.get(key).map(yaml::shown).filter(|value| !value.is_empty());
                if let Some(value) = value.filter(|_| from == Some(name)) {
                    env.value = decode.as_ref().map_or(value.clone(), |secret| secret.plain(value));
                    touched = true;
                }
            }
            if touched {
                // The agent makes the container anew without being told to: the flag stays as it is.
                row.changed_at = now;
            }
        }
        for mount in &mut self.volume_mounts {
            let source = if secret { &mount.secret } else { &mount.config_map };
            if source.as_deref() == Some(name) {
                mount.version += 1;
            }
        }
    }
}
