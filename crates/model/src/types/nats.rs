//! NATS rules (Controller contract 20). Unlimited is −1.

use serde_json::Value;

api_object! {
    /// What an application may do on NATS.
    pub struct NatsAccountRule known by name {
        /// Its number; addressed by name.
        pub id: i64,
        /// Unique.
        pub name: String,
        /// May be absent.
        pub description: Option<String>,
        /// An address.
        pub info_url: Option<String>,
        /// How many.
        pub max_connections: Option<i64>,
        /// How many.
        pub max_leaf_node_connections: Option<i64>,
        /// Bytes.
        pub max_data: Option<i64>,
        /// How many.
        pub max_exports: Option<i64>,
        /// How many.
        pub max_imports: Option<i64>,
        /// Bytes.
        pub max_msg_payload: Option<i64>,
        /// How many.
        pub max_subscriptions: Option<i64>,
        /// Whether exports may hold wildcards.
        pub exports_allow_wildcards: Option<bool>,
        /// Whether bearer tokens are refused.
        pub disallow_bearer: Option<bool>,
        /// How many responses.
        pub resp_max: Option<i64>,
        /// How long responses are allowed.
        pub resp_ttl: Option<i64>,
        /// As the rule says it.
        pub imports: Value,
        /// As the rule says it.
        pub exports: Value,
        /// Bytes.
        pub mem_storage: Option<i64>,
        /// Bytes.
        pub disk_storage: Option<i64>,
        /// How many.
        pub streams: Option<i64>,
        /// How many.
        pub consumer: Option<i64>,
        /// How many.
        pub max_ack_pending: Option<i64>,
        /// Bytes.
        pub mem_max_stream_bytes: Option<i64>,
        /// Bytes.
        pub disk_max_stream_bytes: Option<i64>,
        /// Whether streams must say their size.
        pub max_bytes_required: Option<bool>,
        /// Subjects.
        pub pub_allow: Option<Vec<String>>,
        /// Subjects.
        pub pub_deny: Option<Vec<String>>,
        /// Subjects.
        pub sub_allow: Option<Vec<String>>,
        /// Subjects.
        pub sub_deny: Option<Vec<String>>,
        /// Built in, cannot be changed.
        pub is_system: Option<bool>,
    }
}

api_object! {
    /// What a microservice may do on NATS.
    pub struct NatsUserRule known by name {
        /// Its number; addressed by name.
        pub id: i64,
        /// Unique.
        pub name: String,
        /// May be absent.
        pub description: Option<String>,
        /// Bytes.
        pub max_data: Option<i64>,
        /// How many.
        pub max_subscriptions: Option<i64>,
        /// Bytes.
        pub max_payload: Option<i64>,
        /// How many responses.
        pub resp_max: Option<i64>,
        /// How long responses are allowed.
        pub resp_ttl: Option<i64>,
        /// Whether a bearer token is enough.
        pub bearer_token: Option<bool>,
        /// Whether a proxy is needed.
        pub proxy_required: Option<bool>,
        /// `STANDARD`, `WEBSOCKET`, `MQTT`, `LEAFNODE`.
        pub allowed_connection_types: Option<Vec<String>>,
        /// A time zone.
        pub times_location: Option<String>,
        /// Subjects.
        pub pub_allow: Option<Vec<String>>,
        /// Subjects.
        pub pub_deny: Option<Vec<String>>,
        /// Subjects.
        pub sub_allow: Option<Vec<String>>,
        /// Subjects.
        pub sub_deny: Option<Vec<String>>,
        /// Built in, cannot be changed.
        pub is_system: Option<bool>,
    }
}
