//! Agents, which the API calls fogs (Controller contract 8).

use crate::{Bytes, Gigabytes, Megabytes};

api_object! {
    /// An agent: what it is, what it reports, how it is set.
    pub struct Agent known by uuid, name {
        /// RFC 4122, or 32 letters and digits on Eclipse Controllers 3.0.
        pub uuid: String,
        /// Unique.
        pub name: String,
        /// Free text.
        pub location: Option<String>,
        /// Free text.
        pub description: Option<String>,
        /// Degrees north.
        pub latitude: Option<f64>,
        /// Degrees east.
        pub longitude: Option<f64>,
        /// `manual`, `dynamic`, `auto` or `off`.
        pub gps_mode: Option<String>,
        /// A device.
        pub gps_device: Option<String>,
        /// Seconds.
        pub gps_scan_frequency: i64,
        /// As the agent reports.
        pub gps_status: Option<String>,
        /// Free words.
        pub tags: Vec<String>,
        /// 0 automatic, 1 x86, 2 ARM. Requests call it `fogType`.
        pub fog_type_id: i64,
        /// True for the agent that carries the default router.
        pub is_system: bool,
        /// A name or address for others to reach it.
        pub host: Option<String>,
        /// `Etc/UTC`.
        pub time_zone: Option<String>,
        /// The agent program's version; absent until it reports.
        pub version: Option<String>,

        /// The state.
        pub daemon_status: AgentState,
        /// `HEALTHY` from the start; `Background orchestration error: …` when making it failed.
        pub warning_message: Option<String>,
        /// Milliseconds since 1970; 0 when it never reported.
        pub last_active: i64,
        /// Milliseconds since 1970.
        pub last_status_time: i64,
        /// Milliseconds since 1970.
        pub last_command_time: i64,
        /// Milliseconds since 1970.
        pub system_time: i64,
        /// Milliseconds since 1970.
        pub daemon_last_start: i64,
        /// Milliseconds.
        pub daemon_operating_duration: i64,
        /// Of the agent's own process.
        pub memory_usage: Megabytes,
        /// Of the agent's own process.
        pub disk_usage: Gigabytes,
        /// Percent.
        pub cpu_usage: f64,
        /// Text `0` or `1` on the wire.
        pub memory_violation: Option<bool>,
        /// Text `0` or `1` on the wire.
        pub disk_violation: Option<bool>,
        /// Text `0` or `1` on the wire.
        pub cpu_violation: Option<bool>,
        /// Free on the machine; absent until reported.
        pub system_available_disk: Option<Bytes>,
        /// Free on the machine; absent until reported.
        pub system_available_memory: Option<Bytes>,
        /// Percent.
        pub system_total_cpu: Option<f64>,
        /// `OK`.
        pub security_status: Option<String>,
        /// `No violation`.
        pub security_violation_info: Option<String>,
        /// How many registries it knows.
        pub repository_count: i64,
        /// JSON text.
        pub repository_status: Option<String>,
        /// In its own network.
        pub ip_address: Option<String>,
        /// As the Controller sees it.
        pub ip_address_external: Option<String>,
        /// How many.
        pub processed_messages: i64,
        /// Milliseconds each.
        pub message_speed: f64,
        /// JSON text.
        pub catalog_item_status: Option<String>,
        /// JSON text.
        pub catalog_item_message_counts: Option<String>,
        /// The state of its SSH tunnel.
        pub tunnel: Option<String>,
        /// Whether an upgrade can be asked for.
        pub is_ready_to_upgrade: bool,
        /// Whether a rollback can be asked for.
        pub is_ready_to_rollback: bool,
        /// How many.
        pub active_volume_mounts: i64,
        /// Milliseconds since 1970.
        pub volume_mount_last_update: i64,

        /// `dynamic` or an interface's name.
        pub network_interface: Option<String>,
        /// Where the container engine listens.
        pub docker_url: Option<String>,
        /// `docker` or `podman`.
        pub container_engine: Option<String>,
        /// `native` or `container`.
        pub deployment_type: Option<String>,
        /// What the agent's data may take.
        pub disk_limit: Gigabytes,
        /// A path.
        pub disk_directory: Option<String>,
        /// What the agent's process may take.
        pub memory_limit: Megabytes,
        /// Percent.
        pub cpu_limit: f64,
        /// What its logs may take.
        pub log_limit: Gigabytes,
        /// A path.
        pub log_directory: Option<String>,
        /// How many.
        pub log_file_count: i64,
        /// `INFO`, `SEVERE` ...
        pub log_level: Option<String>,
        /// Seconds.
        pub status_frequency: i64,
        /// Seconds.
        pub change_frequency: i64,
        /// Seconds.
        pub device_scan_frequency: i64,
        /// Whether Bluetooth devices are served.
        pub bluetooth_enabled: bool,
        /// Whether the hardware layer runs.
        pub abstracted_hardware_enabled: bool,
        /// Whether foreign containers are stopped.
        pub watchdog_enabled: bool,
        /// Seconds; 0 is off.
        pub edge_guard_frequency: i64,
        /// Hours; 0 is off.
        pub docker_pruning_frequency: i64,
        /// Percent.
        pub available_disk_threshold: i64,

        /// `none`, `edge` or `interior`; `none` until the agent is made completely.
        pub router_mode: Option<String>,
        /// The number of its router.
        pub router_id: Option<i64>,
        /// AMQP port of its router.
        pub messaging_port: Option<i64>,
        /// Interior routers only.
        pub inter_router_port: Option<i64>,
        /// Interior routers only.
        pub edge_router_port: Option<i64>,
        /// Agents, or `default-router`, that its router connects to.
        pub upstream_routers: Option<Vec<String>>,
        /// Without a router of its own: the agent, or `default-router`, whose router it uses.
        pub network_router: Option<String>,
        /// `none`, `leaf` or `server`. A change that leaves it out switches NATS on.
        pub nats_mode: Option<String>,
        /// A port.
        pub nats_server_port: Option<i64>,
        /// A port.
        pub nats_leaf_port: Option<i64>,
        /// A port.
        pub nats_cluster_port: Option<i64>,
        /// A port.
        pub nats_mqtt_port: Option<i64>,
        /// A port.
        pub nats_http_port: Option<i64>,
        /// `10g`.
        pub js_storage_size: Option<String>,
        /// `1g`.
        pub js_memory_store_size: Option<String>,
        /// Agents that its NATS server connects to.
        pub upstream_nats_servers: Option<Vec<String>>,

        /// Edge resources attached to it.
        pub edge_resources: Vec<EdgeResourceLink>,
        /// Volume mounts linked to it.
        pub volume_mounts: Vec<VolumeMountLink>,
        /// Eclipse Controllers 3.0 only: the owner.
        pub user_id: Option<i64>,
    }
}

api_words! {
    /// The states of an agent.
    pub enum AgentState {
        /// No agent has claimed this entry yet.
        NotProvisioned = "NOT_PROVISIONED",
        /// It runs and reports.
        Running = "RUNNING",
        /// It was stopped.
        Stopped = "STOPPED",
        /// It waits for something.
        Waiting = "WAITING",
        /// It runs with a problem; see its warning message.
        Warning = "WARNING",
        /// It is being looked into.
        Debugging = "DEBUGGING",
        /// It was taken away.
        Deprovisioned = "DEPROVISIONED",
        /// It failed.
        Error = "ERROR",
        /// It has not reported for a while.
        Unknown = "UNKNOWN",
    }
}

api_object! {
    /// An edge resource attached to an agent.
    pub struct EdgeResourceLink {
        /// Its name.
        pub name: String,
        /// Its version.
        pub version: String,
        /// May be empty.
        pub description: Option<String>,
        /// `http`, `https`, `ws` or `wss`.
        pub interface_protocol: Option<String>,
    }
}

api_object! {
    /// A volume mount linked to an agent.
    pub struct VolumeMountLink {
        /// Its name.
        pub name: String,
        /// Counts its changes.
        pub version: i64,
        /// Its source, if a config map.
        pub config_map_name: Option<String>,
        /// Its source, if a secret.
        pub secret_name: Option<String>,
    }
}

impl Agent {
    /// Whether nothing is to be expected of it for now: what it is told to do, it does when it reports again.
    pub fn is_away(&self) -> bool {
        !matches!(self.daemon_status, AgentState::Running | AgentState::Warning | AgentState::Debugging)
    }
}
