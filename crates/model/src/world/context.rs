//! The lists of a Controller from a file, under the names that `check-manifest` takes them by (docs/check-manifest.md).

use std::collections::BTreeMap;

use serde_json::Value;

use super::{List, Lists};
use crate::{Lenient, from_value};

impl Lists {
    /// Reads `{"agents": [...], "catalogItems": [...], ...}`. What is missing or is no list was not asked for; entries
    /// that cannot be read are left out, because Controllers of all versions have to be readable.
    pub fn read(context: &Value) -> Lists {
        Lists {
            controller_version: context.get("controllerVersion").and_then(Value::as_str).map(str::to_owned),
            agents: list(context, "agents"),
            registries: list(context, "registries"),
            catalog_items: list(context, "catalogItems"),
            applications: list(context, "applications"),
            microservices: list(context, "microservices"),
            system_microservices: list(context, "systemMicroservices"),
            application_templates: list(context, "applicationTemplates"),
            secrets: list(context, "secrets"),
            secret_keys: keys(context, "secretKeys"),
            config_maps: list(context, "configMaps"),
            config_map_keys: keys(context, "configMapKeys"),
            volume_mounts: list(context, "volumeMounts"),
            roles: list(context, "roles"),
            nats_account_rules: list(context, "natsAccountRules"),
            nats_user_rules: list(context, "natsUserRules"),
        }
    }
}

fn list<T: Lenient>(context: &Value, name: &str) -> List<T> {
    match context.get(name) {
        Some(Value::Array(entries)) => entries.iter().filter_map(from_value).collect(),
        _ => List::default(),
    }
}

/// The names of keys by the object that has them.
fn keys(context: &Value, name: &str) -> BTreeMap<String, Vec<String>> {
    let objects = context.get(name).and_then(Value::as_object);
    let names = |keys: &Value| from_value::<Vec<String>>(keys).unwrap_or_default();
    objects.into_iter().flatten().map(|(object, keys)| (object.clone(), names(keys))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_list_that_was_not_loaded_is_not_an_empty_one() {
        let agents = |context: Value| Lists::read(&context).agents.all().map(<[_]>::len);
        assert_eq!(agents(json!({})), None);
        assert_eq!(agents(json!({ "agents": null })), None);
        assert_eq!(agents(json!({ "agents": [] })), Some(0));
    }

    #[test]
    fn nulls_and_surprises_in_an_entry_do_not_lose_the_entry() {
        let agent = json!({ "name": "edge-1", "fogTypeId": null, "host": 5, "new": 1 });
        let lists = Lists::read(&json!({ "agents": [agent, "odd"] }));
        let names = lists.agents.iter().map(|agent| agent.name.as_str()).collect::<Vec<_>>();
        assert_eq!(names, ["edge-1"]);
    }
}
