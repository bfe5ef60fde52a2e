//! A change whose plain JSON would have side effects: a builder that always sends what must be sent.

use serde_json::{Map, Value, json};

use model::Microservice;

/// A change of a microservice. The Controller's PATCH must always carry three things (Controller contract 10.4):
/// the agent (or it fails), the log size and the service account's role (or they fall back to defaults).
/// Here they come from the live microservice unless the change itself says otherwise.
#[derive(Clone, PartialEq)]
pub struct MicroservicePatch(Map<String, Value>);

impl std::fmt::Debug for MicroservicePatch {
    /// Only the keys: environment variables may hold secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl MicroservicePatch {
    /// A change that changes nothing yet. `live` must be the microservice as just read **by its own address or from
    /// a list of microservices**: inside applications the service account is left out.
    pub fn of(live: &Microservice) -> Self {
        let mut fields = Map::new();
        fields.insert("logSize".into(), live.log_size.into());
        if let Some(agent) = &live.iofog_uuid {
            fields.insert("iofogUuid".into(), agent.as_str().into());
        }
        if let Some(role) = live.service_account.as_deref().and_then(|account| account.role_ref.as_ref()) {
            fields.insert("serviceAccount".into(), json!({ "roleRef": role }));
        }
        Self(fields)
    }

    /// The same change with all fields of a body as for creation, for example from a manifest. The name and the
    /// application are left out, because they cannot change.
    pub fn with(mut self, body: Value) -> Self {
        if let Value::Object(fields) = body {
            for (field, value) in fields {
                self.put(&field, value);
            }
        }
        self
    }

    /// The same change with values that it does not change, for templates in it that read them of `self`; what the change
    /// has already stays.
    pub fn beside(mut self, fields: &Map<String, Value>) -> Self {
        for (field, value) in fields {
            self.0.entry(field.as_str()).or_insert_with(|| value.clone());
        }
        self
    }

    fn put(&mut self, field: &str, value: Value) {
        match field {
            "name" | "application" => return,
            // The uuid would win over the name, so a new agent by name must take its place.
            "agentName" if !value.is_null() => drop(self.0.remove("iofogUuid")),
            "iofogUuid" if !value.is_null() => drop(self.0.remove("agentName")),
            // An account without a role would fall back to the default role.
            "serviceAccount" if value.get("roleRef").is_none_or(Value::is_null) => return,
            _ => {}
        }
        if !value.is_null() || field == "catalogItemId" {
            self.0.insert(field.to_owned(), value);
        }
    }
}

impl From<MicroservicePatch> for Value {
    fn from(patch: MicroservicePatch) -> Self {
        Self::Object(patch.0)
    }
}
