//! What a request works on, in the words of the Controller's roles (Controller contract 3).

macro_rules! resources {
    ($( $(#[$doc:meta])* $variant:ident = $words:literal ),* $(,)?) => {
        /// What a request works on.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Resource { $( $(#[$doc])* $variant, )* }

        impl Resource {
            /// Every resource, for tests and tables.
            pub const ALL: &[Self] = &[$( Self::$variant, )*];

            /// The plural that completes "may not change …".
            pub fn words(self) -> &'static str {
                match self { $( Self::$variant => $words, )* }
            }
        }
    };
}

resources! {
    /// Microservices of the users' applications.
    Microservices = "microservices",
    /// The users' applications.
    Applications = "applications",
    /// Application templates.
    ApplicationTemplates = "application templates",
    /// Services.
    Services = "services",
    /// Catalog items.
    Catalog = "catalog items",
    /// Registries.
    Registries = "registries",
    /// Secrets.
    Secrets = "secrets",
    /// Config maps.
    ConfigMaps = "config maps",
    /// Volume mounts.
    VolumeMounts = "volume mounts",
    /// Certificates.
    Certificates = "certificates",
    /// Edge resources.
    EdgeResources = "edge resources",
    /// NATS accounts, users and rules.
    NatsRules = "NATS rules",
    /// Agents.
    Agents = "agents",
    /// The router and the Controller's settings.
    Settings = "the Controller's settings",
    /// The system's microservices.
    SystemMicroservices = "system microservices",
    /// The system's applications.
    SystemApplications = "system applications",
    /// Roles and their bindings.
    Roles = "roles",
    /// Shells in microservices.
    Exec = "shells",
    /// Logs of microservices.
    Logs = "logs",
    /// Shells on nodes and in system microservices.
    SystemExec = "shells on nodes",
    /// Logs of agents and system microservices.
    SystemLogs = "logs of agents",
    /// The audit log.
    Events = "the audit log",
}
