//! Services: addresses inside the network (Controller contract 16).

api_object! {
    /// A service.
    pub struct Service known by name {
        /// Its number; only in the answer to its creation.
        pub id: Option<i64>,
        /// Unique.
        pub name: String,
        /// `microservice`, `k8s`, `agent` or `external`.
        pub kind as "type": String,
        /// What it leads to: a uuid, a name or an address, by its type.
        pub resource: String,
        /// The port there.
        pub target_port: i64,
        /// The router that bridges to it.
        pub default_bridge: Option<String>,
        /// The port of that bridge.
        pub bridge_port: Option<i64>,
        /// The port that others use.
        pub service_port: Option<i64>,
        /// Kubernetes only.
        pub k8s_type: Option<String>,
        /// The address that others use.
        pub service_endpoint: Option<String>,
        /// Free words.
        pub tags: Vec<String>,
        /// Whether it works yet.
        pub provisioning_status: ProvisioningStatus,
        /// Why it does not.
        pub provisioning_error: Option<String>,
    }
}

api_words! {
    /// How far a service is.
    pub enum ProvisioningStatus {
        /// Not yet.
        Pending = "pending",
        /// It works.
        Ready = "ready",
        /// It will not.
        Failed = "failed",
    }
}
