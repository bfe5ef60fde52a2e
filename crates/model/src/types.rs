//! The objects of the contract, and the lists in which a Controller has them. Every field may be missing in an answer;
//! unknown ones are ignored.
//!
//! All types write themselves back with the API's own names. Passwords, tokens and secrets' values are [`crate::Hidden`].

mod agent;
mod application;
mod catalog;
mod config_map;
mod event;
mod microservice;
mod nats;
mod registry;
mod role;
mod secret;
mod status;
mod template;
mod user;
mod volume_mount;

pub use agent::{Agent, AgentState, EdgeResourceLink, VolumeMountLink};
pub use application::{Application, NatsConfig, Route};
pub use catalog::{CatalogItem, Image, InfoType};
pub use config_map::ConfigMap;
pub use event::{Event, EventPage};
pub use microservice::{
    EnvVar, ExecStatus, ExecSwitch, ExtraHost, HealthCheck, Microservice, MicroserviceState,
    MicroserviceStatus, Port, RoleRef, ServiceAccount, VolumeMapping,
};
pub use nats::{NatsAccountRule, NatsUserRule};
pub use registry::Registry;
pub use role::{Role, Rule};
pub use secret::Secret;
pub use status::{Status, Versions};
pub use template::{ApplicationTemplate, TemplateVariable};
pub use user::LoginTokens;
pub use volume_mount::VolumeMount;

crate::world::context::lists! {
    /// Of `GET /iofog-list`.
    agents: Agent = "agents",
    /// Of `GET /registries`.
    registries: Registry = "registries",
    /// Of `GET /catalog/microservices`.
    catalog_items: CatalogItem = "catalogItems",
    /// Of `GET /application`: the users' applications, with what is only seen inside them. The system application of
    /// each agent is not among them.
    applications: Application = "applications",
    /// Of `GET /microservices`: the ones inside applications lack fields.
    microservices: Microservice = "microservices",
    /// Router, NATS and the like: they hold ports on their agents too.
    system_microservices: Microservice = "systemMicroservices",
    /// Of `GET /applicationTemplates`.
    application_templates: ApplicationTemplate = "applicationTemplates",
    /// Without their values.
    secrets: Secret = "secrets",
    /// Without their contents.
    config_maps: ConfigMap = "configMaps",
    /// Of `GET /volumeMounts`.
    volume_mounts: VolumeMount = "volumeMounts",
    /// Of `GET /roles`.
    roles: Role = "roles",
    /// Of `GET /nats/account-rules`.
    nats_account_rules: NatsAccountRule = "natsAccountRules",
    /// Of `GET /nats/user-rules`.
    nats_user_rules: NatsUserRule = "natsUserRules",
}

api_object! {
    /// The answer to a creation of something with a numeric id; the name is absent for registries and catalog items.
    pub struct Created known by id {
        /// The new id.
        pub id: i64,
        /// The name, as sent.
        pub name: String,
    }
}

api_object! {
    /// The answer to a creation of something with a uuid.
    pub struct CreatedUuid known by uuid {
        /// The new uuid.
        pub uuid: String,
        /// The name, as sent; absent for agents.
        pub name: String,
    }
}
