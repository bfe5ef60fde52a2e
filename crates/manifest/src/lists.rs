//! What a Controller holds, as far as checking a manifest needs it: plain data, decoded leniently.
//!
//! A list that is `None` was not loaded (or this Controller has no such thing): nothing is claimed about it. A list
//! that is there but empty says that nothing exists. Unknown keys are ignored, and a value of an unexpected shape
//! counts as absent, because Controllers of all versions have to be readable.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// The lists the checks look things up in; JSON names as in the Controller's answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Lists {
    #[serde(deserialize_with = "lenient")]
    pub controller_version: Option<String>,
    #[serde(deserialize_with = "list")]
    pub agents: Option<Vec<Agent>>,
    #[serde(deserialize_with = "list")]
    pub registries: Option<Vec<Registry>>,
    #[serde(deserialize_with = "list")]
    pub catalog_items: Option<Vec<CatalogItem>>,
    /// The users' applications; the system application of each agent is not among them.
    #[serde(deserialize_with = "list")]
    pub applications: Option<Vec<Application>>,
    #[serde(deserialize_with = "list")]
    pub microservices: Option<Vec<Microservice>>,
    /// Router, NATS and the like: they hold ports on their agents too.
    #[serde(deserialize_with = "list")]
    pub system_microservices: Option<Vec<Microservice>>,
    #[serde(deserialize_with = "list")]
    pub application_templates: Option<Vec<ApplicationTemplate>>,
    #[serde(deserialize_with = "list")]
    pub secrets: Option<Vec<Named>>,
    /// Names of the keys in each secret; a secret that is missing here was not opened. Never the values.
    #[serde(deserialize_with = "lenient")]
    pub secret_keys: BTreeMap<String, Vec<String>>,
    #[serde(deserialize_with = "list")]
    pub config_maps: Option<Vec<Named>>,
    /// Names of the keys in each config map; one that is missing here was not opened.
    #[serde(deserialize_with = "lenient")]
    pub config_map_keys: BTreeMap<String, Vec<String>>,
    #[serde(deserialize_with = "list")]
    pub volume_mounts: Option<Vec<VolumeMount>>,
    #[serde(deserialize_with = "list")]
    pub roles: Option<Vec<Named>>,
    #[serde(deserialize_with = "list")]
    pub nats_account_rules: Option<Vec<Named>>,
    #[serde(deserialize_with = "list")]
    pub nats_user_rules: Option<Vec<Named>>,
}

/// The processor of an agent, as the Controller numbers it (`fogTypeId`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Architecture {
    X86,
    Arm,
}

impl Architecture {
    /// Both, in the order in which manifests name them.
    pub const ALL: [Architecture; 2] = [Architecture::X86, Architecture::Arm];

    /// The key under `spec.images` and in a catalog item.
    pub fn key(self) -> &'static str {
        match self {
            Architecture::X86 => "x86",
            Architecture::Arm => "arm",
        }
    }

    /// `fogTypeId` of images and agents (manifest rules 2.0).
    pub fn fog_type_id(self) -> i64 {
        match self {
            Architecture::X86 => 1,
            Architecture::Arm => 2,
        }
    }

    /// The architecture of a `fogTypeId`; none for 0 (not typed yet) and unknown numbers.
    pub fn from_fog_type_id(id: i64) -> Option<Architecture> {
        Architecture::ALL.into_iter().find(|architecture| architecture.fog_type_id() == id)
    }
}

/// A machine that runs microservices.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Agent {
    #[serde(deserialize_with = "lenient")]
    pub uuid: String,
    #[serde(deserialize_with = "lenient")]
    pub name: String,
    #[serde(deserialize_with = "lenient")]
    pub fog_type_id: i64,
    #[serde(deserialize_with = "lenient")]
    pub host: Option<String>,
    #[serde(deserialize_with = "lenient")]
    pub is_system: bool,
    #[serde(deserialize_with = "lenient")]
    pub daemon_status: Option<String>,
}

impl Agent {
    /// Its processor; none while the agent has not told the Controller.
    pub fn architecture(&self) -> Option<Architecture> {
        Architecture::from_fog_type_id(self.fog_type_id)
    }
}

/// Where images are pulled from. Ids 1 and 2 belong to the system.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Registry {
    #[serde(deserialize_with = "lenient")]
    pub id: i64,
    #[serde(deserialize_with = "lenient")]
    pub url: String,
    #[serde(deserialize_with = "lenient")]
    pub is_public: bool,
    #[serde(deserialize_with = "lenient")]
    pub username: String,
    #[serde(deserialize_with = "lenient")]
    pub user_email: String,
}

impl Registry {
    /// The id that a manifest's text for a registry means: one of the two words, or the number itself.
    pub(crate) fn id_of(text: &str) -> Option<i64> {
        match text {
            "remote" => Some(1),
            "local" => Some(2),
            _ => text.parse().ok(),
        }
    }
}

impl Registry {
    /// Registries 1 (Docker Hub) and 2 (the agent's own cache) cannot be changed.
    pub fn is_system(&self) -> bool {
        is_system_registry(self.id)
    }
}

/// Whether a registry id is one of the two that every Controller starts with.
pub fn is_system_registry(id: i64) -> bool {
    id == 1 || id == 2
}

/// What is the same for two addresses of one registry: scheme, letter case and a slash at the end do not tell them
/// apart, for names of images have no capital letters.
pub fn registry_place(url: &str) -> String {
    let url = url.trim().to_ascii_lowercase();
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(&url);
    rest.trim_end_matches('/').to_owned()
}

/// An image of one architecture.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Image {
    #[serde(deserialize_with = "lenient")]
    pub container_image: Option<String>,
    #[serde(deserialize_with = "lenient")]
    pub fog_type_id: i64,
}

/// A catalog item.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CatalogItem {
    #[serde(deserialize_with = "lenient")]
    pub id: i64,
    #[serde(deserialize_with = "lenient")]
    pub name: String,
    #[serde(deserialize_with = "lenient")]
    pub description: Option<String>,
    #[serde(deserialize_with = "lenient")]
    pub category: Option<String>,
    #[serde(deserialize_with = "lenient")]
    pub publisher: Option<String>,
    #[serde(deserialize_with = "lenient")]
    pub registry_id: Option<i64>,
    #[serde(deserialize_with = "lenient")]
    pub images: Vec<Image>,
}

impl CatalogItem {
    /// Whether it is one of the Controller's own: only the category tells, never the id (manifest rules 2.0).
    pub fn is_system(&self) -> bool {
        self.category.as_deref() == Some("SYSTEM")
    }

    /// The image for an architecture; null and empty count as none.
    pub fn image(&self, architecture: Architecture) -> Option<&str> {
        image(&self.images, architecture)
    }
}

fn image(images: &[Image], architecture: Architecture) -> Option<&str> {
    let image = images.iter().find(|image| image.fog_type_id == architecture.fog_type_id())?;
    image.container_image.as_deref().filter(|name| !name.is_empty())
}

/// NATS access of an application or a microservice.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NatsConfig {
    #[serde(deserialize_with = "lenient")]
    pub nats_access: bool,
    #[serde(deserialize_with = "lenient")]
    pub nats_rule: Option<String>,
}

/// An application of a user.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Application {
    #[serde(deserialize_with = "lenient")]
    pub id: i64,
    #[serde(deserialize_with = "lenient")]
    pub name: String,
    #[serde(deserialize_with = "lenient")]
    pub is_system: bool,
    #[serde(deserialize_with = "lenient")]
    pub nats_config: Option<NatsConfig>,
    #[serde(deserialize_with = "lenient")]
    pub microservices: Vec<Named>,
}

impl Application {
    /// Whether its microservices may ask for NATS access.
    pub fn nats_access(&self) -> bool {
        self.nats_config.as_ref().is_some_and(|config| config.nats_access)
    }
}

/// A port mapping; the protocol does not matter for clashes (manifest rules 3.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Port {
    #[serde(deserialize_with = "lenient")]
    pub internal: i64,
    #[serde(deserialize_with = "lenient")]
    pub external: i64,
}

/// A microservice that exists.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Microservice {
    #[serde(deserialize_with = "lenient")]
    pub uuid: String,
    #[serde(deserialize_with = "lenient")]
    pub name: String,
    #[serde(deserialize_with = "lenient")]
    pub application: String,
    #[serde(deserialize_with = "lenient")]
    pub iofog_uuid: String,
    #[serde(deserialize_with = "lenient")]
    pub catalog_item_id: Option<i64>,
    #[serde(deserialize_with = "lenient")]
    pub registry_id: Option<i64>,
    #[serde(deserialize_with = "lenient")]
    pub ports: Vec<Port>,
    #[serde(deserialize_with = "lenient")]
    pub images: Vec<Image>,
    #[serde(deserialize_with = "lenient")]
    pub nats_config: Option<NatsConfig>,
}

impl Microservice {
    /// `application/name`, the way manifests and pages name it.
    pub fn qualified_name(&self) -> String {
        format!("{}/{}", self.application, self.name)
    }

    /// Its own image for an architecture; null and empty count as none.
    pub fn image(&self, architecture: Architecture) -> Option<&str> {
        image(&self.images, architecture)
    }
}

/// A template that applications can be made from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ApplicationTemplate {
    #[serde(deserialize_with = "lenient")]
    pub name: String,
    #[serde(deserialize_with = "lenient")]
    pub variables: Vec<TemplateVariable>,
    /// What is made from it, with its templates; null where that is not known.
    pub application: Value,
}

/// A variable of a template and its default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TemplateVariable {
    #[serde(deserialize_with = "lenient")]
    pub key: String,
    #[serde(deserialize_with = "lenient")]
    pub description: Option<String>,
    pub default_value: Value,
}

/// Anything of which only the name matters here.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Named {
    #[serde(deserialize_with = "lenient")]
    pub name: String,
}

/// A secret or config map that agents lay out as files.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct VolumeMount {
    #[serde(deserialize_with = "lenient")]
    pub name: String,
    #[serde(deserialize_with = "lenient")]
    pub config_map_name: Option<String>,
    #[serde(deserialize_with = "lenient")]
    pub secret_name: Option<String>,
}

/// Null or a value of another shape becomes the default.
fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(from: D) -> Result<T, D::Error> {
    let value = Value::deserialize(from)?;
    Ok(serde_json::from_value(value).unwrap_or_default())
}

/// An array with its readable items; anything else counts as not loaded.
fn list<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<Option<Vec<T>>, D::Error> {
    let Value::Array(items) = Value::deserialize(from)? else { return Ok(None) };
    Ok(Some(items.into_iter().filter_map(|item| serde_json::from_value(item).ok()).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Lists {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_list_that_was_not_loaded_is_not_an_empty_one() {
        assert_eq!(read("{}").agents, None);
        assert_eq!(read(r#"{"agents": null}"#).agents, None);
        assert_eq!(read(r#"{"agents": []}"#).agents, Some(vec![]));
    }

    #[test]
    fn nulls_and_surprises_in_an_item_do_not_lose_the_item() {
        let lists =
            read(r#"{"agents": [{"name": "edge-1", "fogTypeId": null, "host": 5, "new": 1}, "odd"]}"#);
        assert_eq!(lists.agents, Some(vec![Agent { name: "edge-1".into(), ..Agent::default() }]));
    }

    #[test]
    fn an_image_that_is_null_or_empty_is_none() {
        let text = r#"{"catalogItems": [{"id": 7, "category": "SYSTEM", "images": [
            {"containerImage": "a:1", "fogTypeId": 1}, {"containerImage": null, "fogTypeId": 2}]}]}"#;
        let items = read(text).catalog_items.unwrap();
        assert_eq!(items[0].image(Architecture::X86), Some("a:1"));
        assert_eq!(items[0].image(Architecture::Arm), None);
        assert!(items[0].is_system());
    }
}
