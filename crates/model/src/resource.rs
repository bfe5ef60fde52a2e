//! What a request works on, in the words of the Controller's roles (Controller contract 3).

use crate::Kind;

macro_rules! resources {
    ($( $(#[$doc:meta])* $variant:ident = $words:literal ),* $(,)?) => {
        /// What a request works on.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Resource {
            /// Objects of a kind.
            Of(Kind),
            $( $(#[$doc])* $variant, )*
        }

        impl Resource {
            /// Every resource that is no kind, for tests and tables.
            pub const ALL: &[Self] = &[$( Self::$variant, )*];

            /// The plural that completes "may not change …".
            pub fn words(self) -> &'static str {
                match self {
                    Self::Of(kind) => kind.plural(),
                    $( Self::$variant => $words, )*
                }
            }
        }
    };
}

resources! {
    /// Services.
    Services = "services",
    /// Certificates.
    Certificates = "certificates",
    /// Edge resources.
    EdgeResources = "edge resources",
    /// NATS accounts, users and rules.
    NatsRules = "NATS rules",
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
