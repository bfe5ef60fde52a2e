//! Applications (Controller contract 9).

use super::Microservice;

api_object! {
    /// An application: microservices that start and stop together. It has no status of its own.
    pub struct Application known by name {
        /// Its number; addressed by name.
        pub id: i64,
        /// Unique.
        pub name: String,
        /// May be empty.
        pub description: String,
        /// Whether its microservices run.
        pub is_activated: bool,
        /// True for `system-AGENT`.
        pub is_system: bool,
        /// Whether its microservices may use NATS.
        pub nats_access: bool,
        /// The same and the rule, as requests want it.
        pub nats_config: Option<NatsConfig>,
        /// Its microservices, without service accounts but with `rebuild`.
        pub microservices: Vec<Microservice>,
        /// Eclipse Controllers 3.0 only: the owner.
        pub user_id: Option<i64>,
        /// Who sends messages to whom, on Controllers that know routes.
        pub routes: Vec<Route>,
    }
}

api_object! {
    /// A route between two microservices of an application, by their names in it.
    pub struct Route known by from, to {
        /// The name of the route.
        pub name: String,
        /// Who sends.
        pub from: String,
        /// Who receives.
        pub to: String,
    }
}

api_object! {
    /// Use of NATS.
    pub struct NatsConfig {
        /// Whether it is used.
        pub nats_access: bool,
        /// The rule that applies.
        pub nats_rule: Option<String>,
    }
}

impl Application {
    /// Whether its microservices may ask for NATS access.
    pub fn allows_nats(&self) -> bool {
        self.nats_config.as_ref().is_some_and(|config| config.nats_access)
    }
}
