//! The state as templates see it: lookups of their `find…` filters.

use serde_json::Value;

use super::State;
use crate::kinds::{agents, applications};
use crate::liquid::Directory;

/// The state at one moment.
pub(crate) struct Snapshot<'a> {
    pub(crate) state: &'a State,
    pub(crate) now: i64,
}

impl Directory for Snapshot<'_> {
    fn agents(&self) -> Value {
        let agents = self.state.agents.iter().map(|agent| agents::view(self.state, agent, self.now));
        Value::Array(agents.collect())
    }

    fn agent(&self, name: &str) -> Result<Value, String> {
        match self.state.agent_named(name) {
            Some(agent) => Ok(agents::view(self.state, agent, self.now)),
            None => Err(format!("Invalid ioFog UUID '{name}'")),
        }
    }

    fn application(&self, name: &str) -> Result<Value, String> {
        match self.state.application_named(name) {
            Some(application) => serde_json::to_value(applications::view(self.state, application, self.now))
                .map_err(|e| e.to_string()),
            None => Err(format!("Invalid application id '{name}'")),
        }
    }

    fn microservice_agent(&self, microservice: &Value) -> Result<Value, String> {
        let uuid = microservice.get("iofogUuid").and_then(Value::as_str).unwrap_or("undefined");
        match self.state.agent(uuid) {
            Some(agent) => Ok(agents::view(self.state, agent, self.now)),
            None => Err(format!("Invalid ioFog UUID '{uuid}'")),
        }
    }
}
